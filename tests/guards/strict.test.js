'use strict';
// Switches of the operator about modules: `strictModules` [G5] and NRG_SENTINEL_ALLOW_ESM [I8].
const assert = require('node:assert/strict');
const { test } = require('node:test');
const path = require('node:path');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir } = require('../support/userdir.js');

const CALLS = {
  require: '({ name }) => { try { return typeof require(name); } catch (error) { return error.capability; } }',
  import: '({ name }) => import(name).then((all) => typeof all, (error) => error.capability)',
  other: "() => import('strict-other/inside.cjs').then((all) => all.default.inside, (error) => error.capability)",
};

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  const start = (base, options) => new Session({
    ...pair, base, sentinel: true,
    packages: [
      probePackage(path.join(base, 'packages'), { name: 'strict-one', calls: CALLS }),
      probePackage(path.join(base, 'packages'), { name: 'strict-other', calls: CALLS, files: { 'inside.cjs': "exports.inside = 'inside';\n" } }),
    ],
    ...options,
  });
  const ask = async (session, call, args) => {
    const { value, error } = await session.call('strict-one', call, args);
    if (error) throw new Error(error.message);
    return value;
  };

  test(`Node-RED ${pair.version}, Node ${pair.node}: [G5] strictModules`, async () => {
    const session = start(tempDir('nrgs-guards-'), {
      settings: { sentinel: { server: { strictModules: true, packages: { 'strict-one': { capabilities: ['threads:spawn'] } } } } },
    });
    try {
      assert.equal(await ask(session, 'require', { name: 'vm' }), 'vm:execute');
      assert.equal(await ask(session, 'require', { name: 'node:vm' }), 'vm:execute');
      assert.equal(await ask(session, 'require', { name: 'worker_threads' }), 'object');
      assert.equal(await ask(session, 'require', { name: 'fs' }), 'object');
      assert.equal(await ask(session, 'import', { name: 'vm' }), 'vm:execute');
      assert.equal(await ask(session, 'import', { name: 'worker_threads' }), 'object');
    } finally {
      await session.close();
    }
  });

  test(`Node-RED ${pair.version}, Node ${pair.node}: [I8] NRG_SENTINEL_ALLOW_ESM`, async () => {
    const strict = start(tempDir('nrgs-guards-'), {});
    try {
      assert.match(await ask(strict, 'other'), /^module:load/);
    } finally {
      await strict.close();
    }
    const relaxed = start(tempDir('nrgs-guards-'), { env: { NRG_SENTINEL_ALLOW_ESM: 'strict-one,strict-other' } });
    try {
      assert.equal(await ask(relaxed, 'other'), 'inside');
      assert.match(relaxed.log, /WARNING NRG_SENTINEL_ALLOW_ESM is set: ES modules of strict-one,strict-other/);
      assert.match(relaxed.log, /rules for ES modules relaxed: strict-one,strict-other/);
    } finally {
      await relaxed.close();
    }
  });
}
