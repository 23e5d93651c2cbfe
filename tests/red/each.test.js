'use strict';
// Each capability of the `node:` group opens what it names on nodes of others, and nothing else [P3].
const test = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 24 }];

/** Capability -> the text of a function that says whether it was there; without one, what throws was not. */
const OPERATIONS = {
  'node:read': "() => node().label === 'label'",
  'node:write': '() => { node().mark = 1; }',
  'node:send': '() => { node().send({ payload: 1 }); }',
  'node:status': "() => { node().status({ text: 'x' }); }",
  'node:log': "() => { node().warn('x'); }",
  'node:receive': '() => { node().receive({ payload: 1 }); }',
  'node:events:subscribe': "() => { node().on('custom', () => {}); }",
  'node:events:unsubscribe': "() => { node().removeAllListeners('nothing'); }",
  'node:list': "() => { const ids = []; RED.nodes.eachNode(({ id }) => ids.push(id)); return ids.includes('victim'); }",
  'node:wires:read': "() => { let seen = JSON.stringify(node().wires) ?? ''; RED.nodes.eachNode(({ wires }) => { seen += JSON.stringify(wires); }); return seen.includes('sink'); }",
  'node:wires:write': "() => { node().updateWires([['sink']]); }",
  'node:context:read': "() => node().context().get('private') === 'context'",
  'node:context:write': "() => { node().context().set('x', 1); }",
  'node:credentials:read': "() => JSON.stringify(RED.nodes.getCredentials('victim') ?? node().credentials ?? {}).includes('victim-key')",
  'node:credentials:write': "() => { RED.nodes.addCredentials('other', { key: 'x' }); }",
  'node:credentials:delete': "() => { RED.nodes.deleteCredentials('other'); }",
  // It comes last: what is closed is no more.
  'node:close': '() => { node().close(); }',
};
const CAPABILITIES = Object.keys(OPERATIONS);
const nameOf = (capability) => `each-${capability.replaceAll(':', '-')}`;

/** What else a capability opens by what it is. */
const MORE = {
  'node:read': ['node:list'],
  // Credentials of others take an entry for the type.
  'node:credentials:read': [], 'node:credentials:write': [], 'node:credentials:delete': [],
};
const expected = (capability) => [...(MORE[capability] !== undefined && capability.includes('credentials') ? [] : [capability]), ...(MORE[capability] ?? [])].sort();

const ALL = `() => {
  const node = () => RED.nodes.getNode('victim');
  const there = [];
  const operations = { ${CAPABILITIES.map((name) => `${JSON.stringify(name)}: ${OPERATIONS[name]}`).join(',\n')} };
  for (const [name, run] of Object.entries(operations)) try { if (run() !== false) there.push(name); } catch {}
  return there.sort().join();
}`;

async function outcomes({ version, node, sentinel }) {
  const base = tempDir();
  const dir = path.join(base, 'packages');
  const victim = probePackage(dir, {
    name: 'each-victim', calls: {}, files: { 'probe-nodes.html': '<script type="text/html" data-template-name="each-victim"></script>' },
    after: `const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('each-victim', function (config) {
    given.nodes.createNode(this, config);
    this.label = 'label';
    this.context().set('private', 'context');
  }, { credentials: { key: { type: 'password' } } });
};`,
  });
  const at = (id, wires) => ({ id, type: 'each-victim', z: 't', x: 1, y: 1, wires: [wires] });
  const nodeRed = await startNodeRed({
    version, node, sentinel, packages: [victim, ...CAPABILITIES.map((capability) => probePackage(dir, { name: nameOf(capability), calls: { all: ALL } }))],
    files: { 'flows_cred.json': { victim: { key: 'victim-key' }, other: { key: 'other-key' } } },
    flows: [{ id: 't', type: 'tab', label: 'tab' }, at('victim', ['sink']), at('sink', []), at('other', [])],
    settings: {
      credentialSecret: false,
      sentinel: { server: { packages: Object.fromEntries([['each-victim', { capabilities: ['registry:write'] }], ...CAPABILITIES.map((name) => [nameOf(name), { capabilities: ['registry:write', name] }])]) } },
    },
  });
  const found = {};
  try {
    // Without Sentinel the first one does everything.
    for (const capability of sentinel ? CAPABILITIES : CAPABILITIES.slice(0, 1)) {
      found[capability] = (await (await nodeRed.get(`/probe/${nameOf(capability)}?call=all&args={}`)).json()).value.split(',').filter(Boolean);
    }
    return found;
  } finally {
    await nodeRed.stop();
  }
}

for (const pair of PAIRS) {
  test(`Node-RED ${pair.version}: without Sentinel all of it is there for everyone`, async () => {
    assert.deepEqual((await outcomes({ ...pair, sentinel: false }))['node:read'], [...CAPABILITIES].sort());
  });
  test(`Node-RED ${pair.version}: a capability opens what it names`, async () => {
    assert.deepEqual(await outcomes({ ...pair, sentinel: true }), Object.fromEntries(CAPABILITIES.map((name) => [name, expected(name)])));
  });
}
