'use strict';
// Honest software keeps working: twenty palette packages with all their types and 39 effects, the
// same without Sentinel, with it and their grants, and as far as they can without any grant.
const assert = require('node:assert/strict');
const { test, describe, before } = require('node:test');
const { isDeepStrictEqual } = require('node:util');
const { run } = require('./run.js');
const { grants, enforced, typesOnly } = require('./grants.js');
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

/** Said or not when Node-RED stops, depending on whether a request was under way. */
const WHEN_STOPPING = ['[error] [s7 endpoint:s7-0] Error: Disconnected'];

/** Warnings and errors of Node-RED without what changes from run to run. */
function complaints(log) {
  return [...new Set(log.split(/\r?\n/).filter((line) => /\[(warn|error)\]/.test(line))
    .map((line) => line.replace(/^.*?- (?=\[(warn|error)\])/, '').replace(/\d{4,}/g, '#')))].sort();
}

/** `package capability` of every grant that is enforced today. */
function enforcedGrants(world) {
  return Object.entries(grants(world).server.packages)
    .flatMap(([name, { capabilities }]) => capabilities.filter((capability) => enforced(capability) && capability !== 'registry:write').map((capability) => `${name} ${capability}`));
}

test('packages.json names exactly the packages that are installed', () => {
  assert.deepEqual(Object.fromEntries(Object.entries(packages).map(([name, { version }]) => [name, version])), locked.dependencies);
});

/** A describe of one run; the run is made once, before its tests. */
function describeRun(title, options, tests) {
  describe(title, () => {
    const made = {};
    before(async () => { Object.assign(made, await run(options)); });
    tests(made);
  });
}

for (const { version, node } of STARTS) {
  const start = { version, ...(node && { node }) };
  const where = `Node-RED ${version} on Node ${node ?? process.versions.node}`;
  let bare = { sets: {}, log: '' };

  describeRun(`${where} without Sentinel`, { ...start, sentinel: false }, (made) => {
    test('every type loads', () => {
      bare = made;
      for (const note of made.notes) console.log(`# ${note}`);
      assert.deepEqual(loaded(made.sets), EXPECTED);
    });
    for (const { name } of behaviours) test(name, () => assert.ifError(made.results.get(name)));
  });

  describeRun(`${where} with grants`, { ...start, sentinel: 'installed', grants }, (made) => {
    test('the same sets and types load', () => assert.deepEqual(made.sets, bare.sets));

    for (const { name } of behaviours) test(name, () => assert.ifError(made.results.get(name)));

    test('the same native addons are loaded', () => assert.deepEqual(made.addons, bare.addons));

    test('Node-RED complains about nothing new and ends as before', () => {
      const known = new Set([...complaints(bare.log), ...WHEN_STOPPING]);
      assert.deepEqual(complaints(made.log).filter((line) => !known.has(line)), []);
      assert.equal(made.exitCode, bare.exitCode);
    });

    test('every refusal is explained, and every explanation is used', () => {
      const seen = refusals(made.log);
      assert.deepEqual(seen.filter((refusal) => !WITH_GRANTS.some((entry) => explains(entry, refusal, made.world))), []);
      const unused = WITH_GRANTS.filter((entry) => !entry.sometimes && !seen.some((refusal) => explains(entry, refusal, made.world)));
      assert.deepEqual(unused.map((entry) => `${entry.package} ${entry.capability}`), []);
    });
  });

  describeRun(`${where} with node types alone`, { ...start, sentinel: 'installed', grants: typesOnly }, (made) => {
    test('only what needs its grant while loading is lost', () => {
      const lost = Object.entries(EXPECTED).filter(([id, types]) => !isDeepStrictEqual(made.sets[id]?.types, types)).map(([id]) => id);
      assert.deepEqual(lost.sort(), Object.keys(LOST).sort());
    });

    test('no native addon is loaded', () => assert.deepEqual(made.addons, made.addons && []));

    for (const { name, package: from, also, needs } of behaviours) {
      const needed = needs.filter(enforced);
      test(`${name} ${needed.length > 0 ? 'does not come about' : 'comes about'}`, () => {
        const error = made.results.get(name);
        if (needed.length === 0) return assert.ifError(error);
        assert.ok(error, `${name} came about without ${needed}`);
        const named = refusals(made.log).filter((refusal) => needed.includes(refusal.capability));
        assert.ok(named.some((refusal) => [from, also].includes(refusal.package)), `the log names no refusal of ${needed}`);
      });
    }

    test('exactly what the grants allow is refused', () => {
      const wanted = enforcedGrants(made.world);
      const seen = refusals(made.log);
      const names = new Set(seen.map((refusal) => `${refusal.package} ${refusal.capability}`));
      const unexplained = seen.filter((refusal) => !wanted.includes(`${refusal.package} ${refusal.capability}`)
        && !WITH_GRANTS.some((entry) => explains(entry, refusal, made.world)));
      assert.deepEqual(unexplained, []);
      assert.deepEqual(wanted.filter((name) => !names.has(name)).sort(), Object.keys(SHADOWED).sort(), 'grants that nothing asks for');
    });
  });
}
