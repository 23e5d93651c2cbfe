'use strict';
// Attacks on the mechanism itself, judged by effect. Each works without Sentinel (its positive control) and has no effect
// with it; what is marked `legit` also works under Sentinel in a package that was granted what it does.
// The oldest pair of Node-RED 4.1 and the newest of 5.0 are attacked. Each control is run once: on the newest, where an attack may cease to work, and on the oldest what works there only.
// NRGS_TEST_FULL=1 attacks every pair of these two, each with all of its controls (half an hour more); NRGS_TEST_NODE and NRGS_TEST_NODE_RED (comma lists) choose others while working.
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { hasControl, runTechniques, problemOf } = require('./lib/run.js');
const { runScenes, sceneProblem } = require('./lib/scenes.js');
const { runFunctionNode, functionNodeProblem } = require('./lib/function-node.js');
const { casesOf, techniqueNames } = require('./lib/techniques.js');

const list = (name) => process.env[name]?.split(',');
const techniques = techniqueNames();

const KINDS = [
  { groups: techniques, run: (options) => runTechniques(techniques, options), problem: problemOf },
  { groups: ['attribution'], run: runScenes, problem: sceneProblem },
  { groups: ['function-node'], run: runFunctionNode, problem: functionNodeProblem },
];
const groups = KINDS.flatMap((kind) => kind.groups);

const all = combinations({ nodes: list('NRGS_TEST_NODE'), nodeReds: list('NRGS_TEST_NODE_RED') ?? ['4.1', '5.0'] });
const chosen = process.env.NRGS_TEST_FULL || process.env.NRGS_TEST_NODE || process.env.NRGS_TEST_NODE_RED;
const pairs = chosen ? all : [all[0], all.at(-1)];

/** The pairs on which something is tried without Sentinel, of those on which it has to work. */
const controlsOf = (able) => (process.env.NRGS_TEST_FULL ? able : able.slice(-1));
const controlsOfCase = (entry) => controlsOf(pairs.filter((pair) => hasControl(entry, pair)));

/** What has been tried without Sentinel. */
const tried = new Set();
const nameOf = ({ technique, id }) => `${technique}/${id}`;

// Two Node-REDs at a time: they wait more than they compute.
describe('escapes', { concurrency: 2 }, () => {
  for (const pair of pairs) {
    for (const protectedRun of [false, true]) {
      const what = protectedRun ? 'no escape has an effect with Sentinel' : 'every escape works without Sentinel';
      test(`Node-RED ${pair.version}, Node ${pair.node}: ${what}`, async (t) => {
        for (const { groups: names, run, problem } of KINDS) {
          // Scenes and function nodes are the same on all of them.
          const wanted = protectedRun || names === techniques || controlsOf(pairs).includes(pair) ? names : [];
          if (wanted.length === 0) continue;
          const outcomes = await run({ ...pair, protectedRun, isWanted: protectedRun ? undefined : (entry) => controlsOfCase(entry).includes(pair) });
          if (!protectedRun) for (const { entry } of outcomes) tried.add(nameOf(entry));
          for (const group of wanted) {
            const found = outcomes.filter(({ entry }) => entry.technique === group);
            if (found.length === 0 && !protectedRun) continue;
            await t.test(group, () => {
              assert.notEqual(found.length, 0);
              const problems = found.map((outcome) => [`${outcome.packageName}: ${outcome.entry.name}`, problem(outcome, protectedRun)]).filter(([, is]) => is);
              assert.deepEqual(Object.fromEntries(problems), {});
            });
          }
        }
      });
    }
  }
});

test('what has to work without Sentinel on any of these was tried without it', () => {
  const untried = techniques.flatMap(casesOf).filter((entry) => controlsOfCase(entry).length > 0 && !tried.has(nameOf(entry)));
  assert.deepEqual(untried.map(nameOf), []);
  for (const group of groups) assert.ok([...tried].some((name) => name.startsWith(`${group}/`)), `nothing of ${group} was tried without Sentinel`);
});
