'use strict';
// Every demonstration on every supported pair of versions, without and with Sentinel.
// NRGS_TEST_NODE and NRGS_TEST_NODE_RED (comma lists) narrow the pairs while working.
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { loadDemos } = require('./lib/load.js');
const { runTogether, groups } = require('./lib/combination.js');
const { combinations } = require('./lib/matrix.js');

const list = (name) => process.env[name]?.split(',');
const demos = loadDemos();

// Two Node-REDs at a time: they wait more than they compute.
describe('demonstrations', { concurrency: 2 }, () => {
  for (const pair of combinations({ nodes: list('NRGS_TEST_NODE'), nodeReds: list('NRGS_TEST_NODE_RED') })) {
    for (const protectedRun of [false, true]) {
      const mode = protectedRun ? 'with Sentinel every attack is refused and logged' : 'without Sentinel every attack succeeds';
      test(`Node-RED ${pair.version}, Node ${pair.node}: ${mode}`, async (t) => {
        for (const group of groups(demos)) {
          for (const { demo, steps } of await runTogether(group, { ...pair, protectedRun })) {
            await t.test(demo.id, () => {
              assert.deepEqual(steps.filter((step) => step.problems.length > 0).map(({ step, problems }) => ({ step, problems })), []);
            });
          }
        }
      });
    }
  }
});
