'use strict';
// What packages throw while they are loaded: Node-RED prints it before it starts the flows, and tells editors of it.
const test = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');

const SETS = { silent: 'throw { toString() { throw new Error("unsaid"); } };', bare: 'throw Object.create(null);', honest: 'throw Object.assign(new Error("an honest error"), { code: "EHONEST" });' };

/** What Node-RED would wait for as long as it has anything to do. */
const WAITS = { never: 'module.exports = () => new Promise(() => {});' };
/** The same by what is like a promise, and by what an import waits for. */
const ALIKE = { ...WAITS, like: 'module.exports = () => ({ then: () => ({ catch: () => ({ then() {} }) }) });', imported: 'exports.then = () => {};' };
const PLUGIN = 'module.exports = () => new Promise((resolve) => { module.exports.settle = resolve; });';

function start({ version, node, sentinel, sets = SETS, plugins = {} }) {
  const base = tempDir('nrgs-failures-');
  const failing = probePackage(path.join(base, 'packages'), {
    name: 'failing', calls: { there: "() => 'there'", settle: "() => { require('./plugin.js').settle(); return 'settled'; }" }, files: Object.fromEntries(Object.entries({ ...sets, plugin: PLUGIN }).map(([name, text]) => [`${name}.js`, text])),
    manifest: { 'node-red': { nodes: { probe: 'probe-nodes.js', ...Object.fromEntries(Object.keys(sets).map((name) => [name, `${name}.js`])) }, plugins } },
  });
  const policy = { packages: { failing: { capabilities: ['registry:write'] } } };
  return startNodeRed({ version, node, sentinel, base, packages: [failing], flows: [], settings: { disableEditor: true, sentinel: { server: policy } } });
}

test('Node-RED 4.1, Node 20: without Sentinel what cannot be printed keeps Node-RED from starting', async () => {
  await assert.rejects(start({ version: '4.1', node: 20, sentinel: false }), /before \/Server now running/);
});

for (const pair of [{ version: '4.1', node: 20 }, { version: '5.0', node: 24 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: Node-RED starts whatever a package throws`, async () => {
    const nodeRed = await start({ ...pair, sentinel: true });
    try {
      assert.match(nodeRed.log, /\[failing\/honest\] Error: an honest error/);
      assert.match(nodeRed.log, /\[failing\/silent\] an error that cannot be shown/);
      const { status, text } = await nodeRed.get('/nodes', { Accept: 'application/json' });
      assert.equal(status, 200);
      // Some versions keep the text with the line, others the error.
      const { err } = JSON.parse(text).find(({ id }) => id === 'failing/honest');
      assert.ok(err.code === 'EHONEST' || /^Error: an honest error/.test(err), JSON.stringify(err));
    } finally {
      await nodeRed.stop();
    }
  });
}

test('Node-RED 5.0, Node 24: without Sentinel a package that never says that it is loaded ends Node-RED', async () => {
  await assert.rejects(start({ version: '5.0', node: 24, sentinel: false, sets: WAITS }), /Node-RED ended before \/Server now running/);
});

for (const pair of [{ version: '3.1', node: 20, plugins: {} }, { version: '5.0', node: 24, plugins: { plugin: 'plugin.js' } }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: Node-RED starts when it has nothing left to do but to wait for a package`, async () => {
    const nodeRed = await start({ ...pair, sentinel: true, sets: ALIKE });
    try {
      const failed = async () => (await nodeRed.get('/nodes', { Accept: 'application/json' })).json().filter(({ err }) => err).map(({ id, err }) => `${id}: ${err}`).sort();
      const without = ['failing/like', 'failing/never'].map((id) => `${id}: it did not say that it is loaded`);
      const told = (await failed()).filter((line) => !line.startsWith('failing/imported'));
      assert.deepEqual(told, without);
      assert.equal((await callProbe(nodeRed, 'failing', 'there')).value, 'there');
      if (!pair.plugins.plugin) return;
      // What it says later has nothing loaded again.
      assert.equal((await callProbe(nodeRed, 'failing', 'settle')).value, 'settled');
      assert.equal((await callProbe(nodeRed, 'failing', 'there')).value, 'there');
      assert.deepEqual((await failed()).filter((line) => !line.startsWith('failing/imported')), without);
    } finally {
      await nodeRed.stop();
    }
  });
}
