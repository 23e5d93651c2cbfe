'use strict';
// What packages throw while they are loaded: Node-RED prints it before it starts the flows, and tells editors of it.
const test = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const SETS = { silent: 'throw { toString() { throw new Error("unsaid"); } };', bare: 'throw Object.create(null);', honest: 'throw Object.assign(new Error("an honest error"), { code: "EHONEST" });' };

function start({ version, node, sentinel }) {
  const base = tempDir('nrgs-failures-');
  const failing = probePackage(path.join(base, 'packages'), {
    name: 'failing', calls: { there: "() => 'there'" }, files: Object.fromEntries(Object.entries(SETS).map(([name, text]) => [`${name}.js`, text])),
    manifest: { 'node-red': { nodes: { probe: 'probe-nodes.js', ...Object.fromEntries(Object.keys(SETS).map((name) => [name, `${name}.js`])) } } },
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
