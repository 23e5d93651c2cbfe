'use strict';
// Attacks on the mechanism itself, judged by effect. Each works without Sentinel (its positive control) and has no effect
// with it; what is marked `legit` also works under Sentinel in a package that was granted what it does.
// The oldest pair of Node-RED 4.1 and the newest of 5.0 are attacked, each also without Sentinel. NRGS_TEST_FULL=1 attacks every pair of
// these two (a quarter of an hour more); NRGS_TEST_NODE and NRGS_TEST_NODE_RED (comma lists) choose others while working.
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { runTechniques, problemOf } = require('./lib/run.js');
const { runScenes, sceneProblem } = require('./lib/scenes.js');
const { runFunctionNode, functionNodeProblem } = require('./lib/function-node.js');
const { techniqueNames } = require('./lib/techniques.js');

const list = (name) => process.env[name]?.split(',');
const techniques = techniqueNames();

const KINDS = [
  { groups: techniques, run: (options) => runTechniques(techniques, options), problem: problemOf },
  { groups: ['attribution'], run: runScenes, problem: sceneProblem },
  { groups: ['function-node'], run: runFunctionNode, problem: functionNodeProblem },
];

const all = combinations({ nodes: list('NRGS_TEST_NODE'), nodeReds: list('NRGS_TEST_NODE_RED') ?? ['4.1', '5.0'] });
const chosen = process.env.NRGS_TEST_FULL || process.env.NRGS_TEST_NODE || process.env.NRGS_TEST_NODE_RED;
const pairs = chosen ? all : [all[0], all.at(-1)];
const controls = process.env.NRGS_TEST_FULL ? pairs : pairs.filter((pair) => pairs.find((other) => other.version === pair.version) === pair);

// Two Node-REDs at a time: they wait more than they compute.
describe('escapes', { concurrency: 2 }, () => {
  for (const pair of pairs) {
    for (const protectedRun of controls.includes(pair) ? [false, true] : [true]) {
      const what = protectedRun ? 'no escape has an effect with Sentinel' : 'every escape works without Sentinel';
      test(`Node-RED ${pair.version}, Node ${pair.node}: ${what}`, async (t) => {
        for (const { groups, run, problem } of KINDS) {
          const outcomes = await run({ ...pair, protectedRun });
          for (const group of groups) {
            await t.test(group, () => {
              const problems = outcomes.filter(({ entry }) => entry.technique === group)
                .map((outcome) => [`${outcome.packageName}: ${outcome.entry.name}`, problem(outcome, protectedRun)])
                .filter(([, found]) => found);
              assert.deepEqual(Object.fromEntries(problems), {});
            });
          }
        }
      });
    }
  }
});
