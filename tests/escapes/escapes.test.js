'use strict';
// Attacks on the mechanism itself, judged by effect. Each works without Sentinel (its positive control) and has no effect
// with it; what is marked `legit` also works under Sentinel in a package that was granted what it does.
// NRGS_TEST_NODE and NRGS_TEST_NODE_RED (comma lists) narrow the pairs while working.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { runTechniques, problemOf } = require('./lib/run.js');
const { techniqueNames } = require('./lib/techniques.js');

const list = (name) => process.env[name]?.split(',');
const techniques = techniqueNames();

for (const pair of combinations({ nodes: list('NRGS_TEST_NODE'), nodeReds: list('NRGS_TEST_NODE_RED') })) {
  for (const protectedRun of [false, true]) {
    const what = protectedRun ? 'no escape has an effect with Sentinel' : 'every escape works without Sentinel';
    test(`Node-RED ${pair.version}, Node ${pair.node}: ${what}`, async (t) => {
      const outcomes = await runTechniques(techniques, { ...pair, protectedRun });
      for (const technique of techniques) {
        await t.test(technique, () => {
          const problems = outcomes.filter(({ entry }) => entry.technique === technique)
            .map((outcome) => [`${outcome.packageName}: ${outcome.entry.name}`, problemOf(outcome, protectedRun)])
            .filter(([, problem]) => problem);
          assert.deepEqual(Object.fromEntries(problems), {});
        });
      }
    });
  }
}
