'use strict';
// Honest software keeps working: twenty palette packages with all their types and 38 effects, the
// same without Sentinel, with it and their grants, and as far as they can without any grant.
const assert = require('node:assert/strict');
const { test, describe, before } = require('node:test');
const { run } = require('./run.js');
const { grants, enforced } = require('./grants.js');
const { WITH_GRANTS, SHADOWED, LOST, refusals, explains } = require('./refusals.js');
const behaviours = require('./behaviours/index.js');
const packages = require('./packages.json');
const locked = require('./palette/package.json');

/** Node-RED lines and the Node that runs them; null is the Node of this test. */
const STARTS = [{ version: '4.1', node: null }, { version: '5.0', node: 24 }];

/** `module/set` -> types, as packages.json has them. */
const EXPECTED = Object.fromEntries(Object.entries(packages).flatMap(([name, { sets }]) => (
  Object.entries(sets).map(([set, types]) => [`${name}/${set}`, types]))));

/** The types of the sets that loaded, comparable with EXPECTED. */
const loaded = (sets) => Object.fromEntries(Object.entries(sets).filter(([, { error }]) => error === null).map(([id, { types }]) => [id, types]));

/** Warnings and errors of Node-RED without what changes from run to run. */
function complaints(log) {
  return [...new Set(log.split(/\r?\n/).filter((line) => /\[(warn|error)\]/.test(line))
    .map((line) => line.replace(/^.*?- (?=\[(warn|error)\])/, '').replace(/\d{4,}/g, '#')))].sort();
}

/** `package capability` of every grant that is enforced today. */
function enforcedGrants(world) {
  return Object.entries(grants(world).server.packages)
    .flatMap(([name, { capabilities }]) => capabilities.filter(enforced).map((capability) => `${name} ${capability}`));
}

test('packages.json names exactly the packages that are installed', () => {
  assert.deepEqual(Object.fromEntries(Object.entries(packages).map(([name, { version }]) => [name, version])), locked.dependencies);
});

for (const { version, node } of STARTS) {
  const options = { version, ...(node && { node }) };

  describe(`the corpus on Node-RED ${version}, Node ${node ?? process.versions.node}`, () => {
    const runs = {};
    before(async () => {
      runs.bare = await run({ ...options, sentinel: false });
      for (const note of runs.bare.notes) console.log(`# ${note}`);
      runs.granted = await run({ ...options, sentinel: true, grants });
      runs.ungranted = await run({ ...options, sentinel: true });
    });

    test('without Sentinel every type loads', () => assert.deepEqual(loaded(runs.bare.sets), EXPECTED));

    for (const { name } of behaviours) {
      test(`without Sentinel: ${name}`, () => assert.ifError(runs.bare.results.get(name)));
    }

    test('with grants the same sets and types load', () => assert.deepEqual(runs.granted.sets, runs.bare.sets));

    for (const { name } of behaviours) {
      test(`with grants: ${name}`, () => assert.ifError(runs.granted.results.get(name)));
    }

    test('with grants Node-RED complains about nothing new and ends as before', () => {
      const known = new Set(complaints(runs.bare.log));
      assert.deepEqual(complaints(runs.granted.log).filter((line) => !known.has(line)), []);
      assert.equal(runs.granted.exitCode, runs.bare.exitCode);
    });

    test('with grants every refusal is explained, and every explanation is used', () => {
      const { world } = runs.granted;
      const seen = refusals(runs.granted.log);
      assert.deepEqual(seen.filter((refusal) => !WITH_GRANTS.some((entry) => explains(entry, refusal, world))), []);
      const unused = WITH_GRANTS.filter((entry) => !entry.sometimes && !seen.some((refusal) => explains(entry, refusal, world)));
      assert.deepEqual(unused.map((entry) => `${entry.package} ${entry.capability}`), []);
    });

    test('without grants only what needs its grant while loading is lost', () => {
      const lost = Object.keys(EXPECTED).filter((id) => runs.ungranted.sets[id]?.error !== null || runs.ungranted.sets[id].types.length === 0);
      assert.deepEqual(lost.sort(), Object.keys(LOST).sort());
    });

    for (const { name, package: from, also, needs } of behaviours) {
      const needed = needs.filter(enforced);
      test(`without grants: ${name} ${needed.length > 0 ? 'does not come about' : 'comes about'}`, () => {
        const error = runs.ungranted.results.get(name);
        if (needed.length === 0) return assert.ifError(error);
        assert.ok(error, `${name} came about without ${needed}`);
        const named = refusals(runs.ungranted.log).filter((refusal) => needed.includes(refusal.capability));
        assert.ok(named.some((refusal) => [from, also].includes(refusal.package)), `the log names no refusal of ${needed}`);
      });
    }

    test('without grants exactly what the grants allow is refused', () => {
      const { world, log } = runs.ungranted;
      const wanted = enforcedGrants(world);
      const seen = refusals(log);
      const names = new Set(seen.map((refusal) => `${refusal.package} ${refusal.capability}`));
      const unexplained = seen.filter((refusal) => !wanted.includes(`${refusal.package} ${refusal.capability}`)
        && !WITH_GRANTS.some((entry) => explains(entry, refusal, world)));
      assert.deepEqual(unexplained, []);
      assert.deepEqual(wanted.filter((name) => !names.has(name)).sort(), Object.keys(SHADOWED).sort(), 'grants that nothing asks for');
    });
  });
}
