'use strict';
// What a package can do through Node-RED's API with `registry:write` alone, what it can do when it is granted what it asks for, and that
// the same code succeeds without Sentinel: that is tried on one of the versions, a third of the cases on each, and all of them on each with NRGS_TEST_FULL=1.
const { describe, test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { run } = require('./lib/run.js');

const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 22 }];
const only = new RegExp(process.env.NRGS_ONLY ?? '');
/** Groups in which a case goes on where others left off -> the pair on which all of them are tried without Sentinel. */
const STORIES = { left: 2, shared: 1 };
const isFull = Boolean(process.env.NRGS_TEST_FULL || process.env.NRGS_ONLY);
const GROUPS = Object.fromEntries(fs.readdirSync(path.join(__dirname, 'cases')).map((file) => [
  path.basename(file, '.js'), require(`./cases/${file}`).filter(({ name, helper }) => helper || only.test(name)),
]));

/** What is wrong with an outcome, or undefined. */
function problem({ entry, name, granted, succeeded, died, logged, text }, sentinel) {
  if (entry.helper) return undefined;
  if (died) return `Node-RED ended: ${text}`;
  if (!sentinel) return succeeded || entry.bare === 'any' || entry.either ? undefined : `does not succeed without Sentinel: ${text}`;
  const wanted = entry.ordinary || (granted && !entry.never);
  if (succeeded !== wanted && !(entry.either && wanted)) return `${succeeded ? 'succeeded' : 'did not succeed'}: ${text}`;
  if (logged === false && !entry.quiet) return `no line that ${name} lacks ${entry.lacks}: ${text}`;
  return undefined;
}

// Two Node-REDs at a time: they wait more than they compute.
describe('what a package can do with RED', { concurrency: 2 }, () => {
  for (const pair of PAIRS) {
    for (const sentinel of [false, true]) {
      test(`Node-RED ${pair.version}, Node ${pair.node} ${sentinel ? 'with' : 'without'} Sentinel`, async (t) => {
        const isWanted = (entry, index, group) => sentinel || isFull || entry.helper || PAIRS[(STORIES[group] ?? index) % PAIRS.length] === pair;
        const { outcomes, log } = await run(GROUPS, { ...pair, sentinel, isWanted });
        assert.notEqual(outcomes.length, 0);
        for (const outcome of outcomes) {
          await t.test(`${outcome.name} ${outcome.entry.name}`, () => assert.equal(problem(outcome, sentinel), undefined));
        }
        if (process.env.NRGS_LOG) fs.writeFileSync(process.env.NRGS_LOG, log);
      });
    }
  }
});
