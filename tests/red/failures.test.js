'use strict';
// What packages throw while they are loaded: Node-RED prints it before it starts the flows, and tells editors of it.
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { leanCore } = require('../support/core-nodes.js');
const { REPO } = require('../support/installs.js');
const { probePackage, writePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');

const SETS = { silent: 'throw { toString() { throw new Error("unsaid"); } };', bare: 'throw Object.create(null);', honest: 'throw Object.assign(new Error("an honest error"), { code: "EHONEST" });' };

/** What Node-RED would wait for as long as it has anything to do. */
const WAITS = { never: 'module.exports = () => new Promise(() => {});' };
/** The same by what is like a promise, and by what an import waits for. */
const ALIKE = { ...WAITS, like: 'module.exports = () => ({ then: () => ({ catch: () => ({ then() {} }) }) });', imported: 'exports.then = () => {};' };
const PLUGIN = 'module.exports = () => new Promise((resolve) => { module.exports.settle = resolve; });';

/** What keeps Node.js busy meanwhile, and says so. */
const BUSY = { busy: 'module.exports = () => new Promise(() => { let times = 0; setInterval(() => { times += 1; console.log(`busy for the ${times}th time`); }, 100); });' };
/** Seconds of Sentinel's pass fifty times as fast. */
const CLOCK = 'const { setInterval } = globalThis; globalThis.setInterval = (act, ms, ...args) => setInterval(act, ms === 1000 ? 20 : ms, ...args);';

function start({ version, node, sentinel, sets = SETS, plugins = {}, ...options }) {
  const base = tempDir('nrgs-failures-');
  const failing = probePackage(path.join(base, 'packages'), {
    name: 'failing', calls: { there: "() => 'there'", settle: "() => { require('./plugin.js').settle(); return 'settled'; }" }, files: Object.fromEntries(Object.entries({ ...sets, plugin: PLUGIN }).map(([name, text]) => [`${name}.js`, text])),
    manifest: { 'node-red': { nodes: { probe: 'probe-nodes.js', ...Object.fromEntries(Object.keys(sets).map((name) => [name, `${name}.js`])) }, plugins } },
  });
  const policy = { packages: { failing: { capabilities: ['registry:write'] } } };
  return startNodeRed({ version, node, sentinel, base, packages: [failing], flows: [], settings: { disableEditor: true, sentinel: { server: policy } }, ...options });
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

/** As `start`, with a package that keeps Node.js busy. */
function startBusy(pair, options) {
  const base = tempDir('nrgs-busy-');
  const clock = path.join(base, 'clock.js');
  fs.writeFileSync(clock, CLOCK);
  const NODE_OPTIONS = [clock, ...(pair.sentinel ? [path.join(REPO, 'js', 'preload.js')] : [])].map((file) => `--require ${file}`).join(' ');
  return start({ ...pair, sets: BUSY, env: { NODE_OPTIONS }, ...options });
}

test('Node-RED 4.1, Node 20: without Sentinel it waits as long as a package keeps Node.js busy', async () => {
  const nodeRed = await startBusy({ version: '4.1', node: 20, sentinel: false }, { until: 'spawned' });
  try {
    await nodeRed.waitFor(/busy for the 60th time/);
    assert.doesNotMatch(nodeRed.log, /Server now running/);
  } finally {
    await nodeRed.stop();
  }
});

for (const pair of [{ version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: Node-RED starts after a while when a package keeps Node.js busy, and installs others`, async () => {
    const installing = { externalModules: { palette: { allowInstall: true } } };
    const settings = { ...leanCore(), ...installing, sentinel: { server: { packages: Object.fromEntries(['failing', 'later', 'honest'].map((name) => [name, { capabilities: ['registry:write'] }])) } } };
    const nodeRed = await startBusy({ ...pair, sentinel: true }, { settings });
    try {
      const [, times] = /busy for the (\d+)th time(?![\s\S]*busy for[\s\S]*Server now running)[\s\S]*Server now running/.exec(nodeRed.log);
      assert.ok(Number(times) > 10, `Node-RED waited for it, ${times} times`);
      assert.equal((await callProbe(nodeRed, 'failing', 'there')).value, 'there');
      const install = async (name, text) => {
        const module = writePackage(path.join(nodeRed.base, 'later'), { name, files: { 'nodes.js': text }, manifest: { 'node-red': { nodes: { nodes: 'nodes.js' } } }, probe: false });
        const answer = await nodeRed.post('/nodes', { module });
        assert.equal(answer.status, 200, answer.text);
        return answer.json().nodes.map(({ id, err }) => `${id}: ${err}`);
      };
      assert.deepEqual(await install('later', BUSY.busy), ['later/nodes: it did not say that it is loaded']);
      assert.deepEqual(await install('honest', "module.exports = (RED) => { RED.nodes.registerType('honest-node', function () {}); };"), ['honest/nodes: undefined']);
    } finally {
      await nodeRed.stop();
    }
  });
}
