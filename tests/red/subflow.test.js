'use strict';
// A subflow that a package registers is the package's, and what the nodes in it ask their flow for the package asks for: in the end it is a
// variable of the environment [R14]. By a property of a node, by an expression, by a template, by what an inject node sends.
const test = require('node:test');
const assert = require('node:assert/strict');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');
const { eventually } = require('../support/effects.js');

const PAIRS = [{ version: '3.1', node: 20 }, { version: '5.0', node: 22 }];

const FLOW = [
  { id: 'once', type: 'inject', payload: 'TOKEN', payloadType: 'env', wires: [['sink']] },
  { id: 'text', type: 'inject', payload: 'x', payloadType: 'str', wires: [['second', 'third']] },
  { id: 'second', type: 'change', rules: [{ t: 'set', p: 'payload', pt: 'msg', to: "$eval('$e' & \"nv('TOKEN')\")", tot: 'jsonata' }], wires: [['sink']] },
  { id: 'third', type: 'template', field: 'payload', fieldType: 'msg', format: 'handlebars', syntax: 'mustache', template: 'text {{env.TOKEN}}', output: 'str', wires: [['sink']] },
  { id: 'sink', type: 'sub-sink', property: '$' + '{TOKEN}', wires: [] },
].map((node) => (node.type === 'inject' ? { ...node, props: [{ p: 'payload' }], once: true, onceDelay: 0.1 } : node)).map((node) => ({ ...node, z: 'sub-flow' }));
const DEFINITION = { id: 'sub-flow', type: 'subflow', name: 'sub', meta: { module: 'sub-nodes', type: 'sub-flow' }, env: [], in: [], out: [], flow: FLOW };

/** What the node in the subflow saw, and the log. */
async function seen({ version, node, sentinel, grants = [] }) {
  const base = tempDir();
  const nodes = probePackage(base, {
    name: 'sub-nodes', head: 'const log = [];', calls: { log: '() => log.join(" | ")' },
    files: { 'probe-nodes.html': ['sub-sink', 'sub-flow'].map((type) => `<script type="text/html" data-template-name="${type}"></script>`).join('') },
    after: `const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('sub-sink', function (config) {
    given.nodes.createNode(this, config);
    log.push(config.property);
    this.on('input', (msg, send, done) => { log.push(String(msg.payload)); done(); });
  });
  given.nodes.registerSubflow(${JSON.stringify(DEFINITION)});
};`,
  });
  const nodeRed = await startNodeRed({
    version, node, sentinel, packages: [nodes], env: { TOKEN: 'very-secret' },
    flows: [{ id: 't', type: 'tab', label: 'tab' }, { id: 'instance', type: 'sub-flow', z: 't', x: 1, y: 1, wires: [] }],
    settings: { sentinel: { server: { packages: { 'sub-nodes': { capabilities: ['registry:write', ...grants] } } } } },
  });
  try {
    let text = '';
    const look = async () => {
      text = (await (await nodeRed.get('/probe/sub-nodes?call=log&args={}')).json()).value;
      return text.split(' | ').length === 4;
    };
    assert.ok(await eventually(look, 15_000), text);
    return { values: text.split(' | ').sort(), log: nodeRed.log };
  } finally {
    await nodeRed.stop();
  }
}

const ALL = ['text very-secret', 'very-secret', 'very-secret', 'very-secret'];

for (const pair of PAIRS) {
  const name = `Node-RED ${pair.version}, Node ${pair.node}`;
  test(`${name}: without Sentinel a subflow has the environment`, async () => {
    assert.deepEqual((await seen({ ...pair, sentinel: false })).values, ALL);
  });
  test(`${name}: a subflow of a package has what the package may read`, async () => {
    const { values, log } = await seen({ ...pair, sentinel: true });
    assert.doesNotMatch(values.join(), /very-secret/);
    assert.match(log, /BLOCKED process\.env — sub-nodes lacks process:env:read/);
    assert.deepEqual((await seen({ ...pair, sentinel: true, grants: ['process:env:read'] })).values, ALL);
  });
}
