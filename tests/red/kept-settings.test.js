'use strict';
// Who may change settings changes none that are the operator's word, or that Node-RED keeps for itself [R12]: with them no flow would run from the next deployment on.
const { test } = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { eventually } = require('../support/effects.js');
const { startNodeRed } = require('../support/node-red.js');
const { probePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');

const CALLS = {
  set: '({ name, value }) => RED.settings.set(name, value).then(() => JSON.stringify(RED.settings.get(name)))',
  delete: '({ name }) => RED.settings.delete(name).then(() => JSON.stringify(RED.settings.get(name)))',
  made: '() => made.splice(0).join()',
};
const after = "const probe = module.exports; module.exports = (given) => { probe(given); given.nodes.registerType('keeper-node', function (config) { given.nodes.createNode(this, config); made.push(this.id); }); };";
const FLOWS = [{ id: 't', type: 'tab' }, { id: 'k', type: 'keeper-node', z: 't', x: 1, y: 1, wires: [] }];
/** Name -> what would be there instead. */
const KEPT = { runtimeFlowState: 'stop', telemetryEnabled: true };

async function running(pair, body) {
  const nodeRed = await startNodeRed({
    ...pair, flows: FLOWS, packages: [probePackage(path.join(tempDir('nrgs-kept-'), 'packages'), { name: 'kept-writer', calls: CALLS, head: 'const made = [];', after })],
    settings: { ...leanCore(), sentinel: { server: { packages: { 'kept-writer': { capabilities: ['registry:write', 'settings:read', 'settings:write'] } } } } },
  });
  const ask = async (call, args) => {
    const { ok, value, error } = await callProbe(nodeRed, 'kept-writer', call, args);
    return ok ? value : [error.code, error.capability, error.resource].join(' ');
  };
  /** Deploys anew, and says what was made of it: Node-RED answers before it has started what was deployed. */
  const deploy = async () => {
    const ends = () => nodeRed.log.match(/Started flows|Stopped flows/g).length;
    const before = ends();
    await nodeRed.post('/flows', { flows: FLOWS }, { 'node-red-api-version': 'v2', 'node-red-deployment-type': 'full' });
    assert.ok(await eventually(() => ends() >= before + 2, 15_000), nodeRed.log);
    return ask('made');
  };
  try {
    assert.equal(await ask('made'), 'k');
    await body({ ask, deploy });
  } finally {
    await nodeRed.stop();
  }
}

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: flows run whatever a package makes of settings`, () => running(pair, async ({ ask, deploy }) => {
    for (const [name, value] of Object.entries(KEPT)) {
      assert.equal(await ask('set', { name, value }), `ERR_SENTINEL_DENIED all the setting ${name}`);
      assert.equal(await ask('delete', { name }), `ERR_SENTINEL_DENIED all the setting ${name}`);
    }
    assert.equal(await deploy(), 'k');
    assert.equal(await ask('set', { name: 'keptWriterOwn', value: 'mine' }), '"mine"');
  }));
}

test('without Sentinel they do not', () => running({ version: '4.1', node: 20, sentinel: false }, async ({ ask, deploy }) => {
  for (const [name, value] of Object.entries(KEPT)) assert.equal(await ask('set', { name, value }), JSON.stringify(value));
  assert.equal(await deploy(), '');
}));
