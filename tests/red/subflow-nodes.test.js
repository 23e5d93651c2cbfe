'use strict';
// What lies in the subflow of a package does what the package may [R14]: the code of function nodes is the package's, whatever function nodes of the
// operator may, and a type that somebody else registers later is as foreign as one that was there.
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { settingsText, tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');
const { eventually } = require('../support/effects.js');

const PAIRS = [{ version: '3.1', node: 20 }, { version: '5.0', node: 24 }];
const html = (...types) => types.map((type) => `<script type="text/html" data-template-name="${type}"></script>\n`).join('');

const inject = (id, z, wires) => ({ id, type: 'inject', z, x: 1, y: 1, props: [{ p: 'payload' }], payload: 'x', payloadType: 'str', once: true, onceDelay: 0.1, wires: [wires] });
const reader = (id, z, file, wires) => ({
  id, type: 'function', z, x: 1, y: 1, name: `reads [as] ${z}`, outputs: 1, wires: [wires],
  func: `try { msg.payload = '${z} ' + global.get('fs').readFileSync(${JSON.stringify(file)}, 'utf8'); } catch (error) { msg.payload = '${z} denied ' + error.package; } msg.payload += ' ' + global.get('left').node.word; return msg;`,
});
/** A node of core that needs no code to read a context. */
const change = (id, z, wires) => ({
  id, type: 'change', z, x: 1, y: 1, wires: [wires],
  rules: [{ t: 'set', p: 'word', pt: 'msg', to: 'left.node.word', tot: 'global' }, { t: 'set', p: 'payload', pt: 'msg', to: `"${z} changed " & $string(word)`, tot: 'jsonata' }],
});
/** A package whose nodes leave themselves where everybody finds them. */
const leaver = (dir) => probePackage(dir, {
  name: 'a-leaver', calls: {}, files: { 'probe-nodes.html': html('a-leaver') },
  after: `const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('a-leaver', function (config) {
    given.nodes.createNode(this, config);
    this.word = 'left-word';
    this.context().global.set('left', { node: this });
  });
};`,
});
const subflow = (type, module, flow) => ({ id: type, type: 'subflow', name: type, meta: { module, type }, env: [], in: [], out: [], flow });

/** The function node calls a subroutine of its subflow, and one of the operator (Node-RED 5). */
const caller = (id, z, wires) => ({
  id, type: 'function', z, x: 1, y: 1, outputs: 1, wires: [wires],
  func: "const told = []; for (const name of ['within', 'beside']) told.push(name + ' ' + await node.linkcall(name, { payload: '' }, { timeout: 4000 }).then((msg) => msg.payload, (error) => error.package ?? error.message)); msg.payload = told.join(); return msg;",
});
const subroutine = (name, id, z) => [
  { id, type: 'link in', z, name, x: 1, y: 1, links: [], wires: [[`${id}-set`]] },
  { id: `${id}-set`, type: 'change', z, x: 1, y: 1, rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'answered', tot: 'str' }], wires: [[`${id}-back`]] },
  { id: `${id}-back`, type: 'link out', z, mode: 'return', x: 1, y: 1, links: [], wires: [] },
];

/** A package with a node that keeps what it is sent. */
function sink(dir, name, type, { definition, declares = [type] } = {}) {
  const register = definition === undefined ? '' : `given.nodes.registerSubflow(${JSON.stringify(definition)});`;
  return probePackage(dir, {
    name, head: 'const log = [];', calls: { log: '() => log.join(" | ")' }, files: { 'probe-nodes.html': html(...declares) },
    after: `const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('${type}', function (config) {
    given.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { log.push(String(msg.payload)); done(); });
  });
  ${register}
};`,
  });
}

async function logOf(nodeRed, name) {
  return (await (await nodeRed.get(`/probe/${name}?call=log&args={}`)).json()).value;
}

/** What the function nodes of an operator and of a package read. */
async function read({ version, node, sentinel, packages, more = [] }) {
  const base = tempDir();
  const file = path.join(base, 'secret');
  fs.writeFileSync(file, 'secret');
  const definition = subflow('code-sub', 'code-nodes', [inject('ci', 'code-sub', ['cf', 'cc']), reader('cf', 'code-sub', file, ['cs']), change('cc', 'code-sub', ['cs']), { id: 'cs', type: 'code-sink', z: 'code-sub', wires: [] }]);
  const reading = { capabilities: ['fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: [file] } } };
  const policy = Object.fromEntries(packages.map((name) => [name, reading]));
  policy['a-leaver'] = { capabilities: ['registry:write'] };
  policy['code-nodes'] = { ...policy['code-nodes'], capabilities: ['registry:write', ...more, ...policy['code-nodes']?.capabilities ?? []] };
  const nodeRed = await startNodeRed({
    version, node, sentinel, packages: [leaver(base), sink(base, 'code-nodes', 'code-sink', { definition, declares: ['code-sink', 'code-sub'] })],
    settings: `${settingsText({ sentinel: { server: { packages: policy } } })}\nmodule.exports.functionGlobalContext = { fs: require('fs') };\n`,
    flows: [
      { id: 't', type: 'tab', label: 'tab' }, { id: 'leaver', type: 'a-leaver', z: 't', x: 1, y: 1, wires: [] }, { id: 'instance', type: 'code-sub', z: 't', x: 1, y: 1, wires: [] },
      inject('oi', 't', ['of', 'oc']), reader('of', 't', file, ['os']), change('oc', 't', ['os']), { id: 'os', type: 'code-sink', z: 't', x: 1, y: 1, wires: [] },
    ],
  });
  try {
    let text = '';
    await eventually(async () => {
      text = await logOf(nodeRed, 'code-nodes');
      return text.split(' | ').length === 4;
    }, 5000);
    return text.split(' | ').sort().map((line) => line.replace(/^\S+-code-sub|^instance\S*/, 'code-sub'));
  } finally {
    await nodeRed.stop();
  }
}

/** What a function node in the subflow of a package can call. */
async function called({ version, node, sentinel, grants = [] }) {
  const base = tempDir();
  const flow = [inject('ki', 'call-sub', ['kf']), caller('kf', 'call-sub', ['ks']), { id: 'ks', type: 'call-sink', z: 'call-sub', wires: [] }, ...subroutine('within', 'kin', 'call-sub')];
  const nodeRed = await startNodeRed({
    version, node, sentinel, packages: [sink(base, 'call-nodes', 'call-sink', { definition: subflow('call-sub', 'call-nodes', flow), declares: ['call-sink', 'call-sub'] })],
    settings: { sentinel: { server: { packages: { 'call-nodes': { capabilities: ['registry:write', ...grants] } } } } },
    flows: [
      { id: 't', type: 'tab', label: 'tab' }, { id: 'instance', type: 'call-sub', z: 't', x: 1, y: 1, wires: [] }, ...subroutine('beside', 'oin', 't'),
      inject('oi', 't', ['of']), caller('of', 't', ['os']), { id: 'os', type: 'call-sink', z: 't', x: 1, y: 1, wires: [] },
    ],
  });
  try {
    let text = '';
    await eventually(async () => {
      text = await logOf(nodeRed, 'call-nodes');
      return text.split(' | ').length === 2;
    }, 15_000);
    // What nobody answers is over by now, and ends nothing.
    await new Promise((resolve) => { setTimeout(resolve, 4100); });
    assert.equal(await logOf(nodeRed, 'call-nodes'), text);
    return text.split(' | ').sort();
  } finally {
    await nodeRed.stop();
  }
}

test('Node-RED 5.0, Node 24: code of a package calls what lies in its subflow, that of the operator what it likes', async () => {
  const pair = { version: '5.0', node: 24 };
  const all = 'within answered,beside answered';
  assert.deepEqual(await called({ ...pair, sentinel: false }), [all, all]);
  assert.deepEqual(await called({ ...pair, sentinel: true }), [all, 'within answered,beside call-nodes']);
  assert.deepEqual(await called({ ...pair, sentinel: true, grants: ['node:receive'] }), [all, all]);
});

/** Does a subflow reach the nodes of a package that is loaded after it was registered? */
async function reached({ version, node, sentinel, grants = [] }) {
  const base = tempDir();
  const definition = subflow('early-sub', 'early-nodes', [inject('ei', 'early-sub', ['el']), { id: 'el', type: 'late-sink', z: 'early-sub', wires: [] }]);
  const nodeRed = await startNodeRed({
    version, node, sentinel,
    // The late one says nothing of its type before it registers it.
    packages: [sink(base, 'early-nodes', 'early-sink', { definition, declares: ['early-sink', 'early-sub'] }), sink(base, 'late-nodes', 'late-sink', { declares: [] })],
    settings: { sentinel: { server: { packages: { 'early-nodes': { capabilities: ['registry:write', ...grants] }, 'late-nodes': { capabilities: ['registry:write'] } } } } },
    flows: [{ id: 't', type: 'tab', label: 'tab' }, { id: 'instance', type: 'early-sub', z: 't', x: 1, y: 1, wires: [] }],
  });
  try {
    let text = '';
    const isThere = async () => {
      text = await logOf(nodeRed, 'late-nodes');
      return text !== '';
    };
    if (sentinel && grants.length === 0) {
      assert.ok(await eventually(() => /early-nodes lacks node:receive/.test(nodeRed.log), 15_000), nodeRed.log);
      await isThere();
    } else await eventually(isThere, 15_000);
    return text;
  } finally {
    await nodeRed.stop();
  }
}

/** What a function node reads whose id looks like that of another one, with a name behind it. */
async function disguised({ version, node, sentinel, id, isRefused, grants = [] }) {
  const base = tempDir();
  const file = path.join(base, 'secret');
  fs.writeFileSync(file, 'secret');
  const flow = [inject('di', 'odd-sub', [id]), reader(id, 'odd-sub', file, ['ds']), { id: 'ds', type: 'odd-sink', z: 'odd-sub', wires: [] }];
  const nodeRed = await startNodeRed({
    version, node, sentinel, packages: [leaver(base), sink(base, 'odd-nodes', 'odd-sink', { definition: subflow('odd-sub', 'odd-nodes', flow), declares: ['odd-sink', 'odd-sub'] })],
    settings: `${settingsText({ sentinel: { server: { packages: { 'a-leaver': { capabilities: ['registry:write'] }, 'odd-nodes': { capabilities: ['registry:write', ...grants], capabilityConfig: { 'fs:read': { allowedPaths: [file] } } } } } } })}\nmodule.exports.functionGlobalContext = { fs: require('fs') };\n`,
    flows: [{ id: 't', type: 'tab', label: 'tab' }, { id: 'leaver', type: 'a-leaver', z: 't', x: 1, y: 1, wires: [] },
      // Flows would wait for a type that was refused.
      ...(isRefused ? [] : [{ id: 'instance [x', type: 'odd-sub', z: 't', x: 1, y: 1, wires: [] }])],
  });
  try {
    let text = '';
    const isTold = async () => {
      text = await logOf(nodeRed, 'odd-nodes');
      return text !== '' || /odd-nodes lacks all/.test(nodeRed.log);
    };
    assert.ok(await eventually(isTold, 15_000), nodeRed.log);
    return text || nodeRed.log.match(/odd-nodes lacks all.*/)[0].replace(/ \(.*/, '');
  } finally {
    await nodeRed.stop();
  }
}

/** What a node in a subflow of the operator gets from a node in that of a package which calls itself an instance of it. */
async function planted({ version, node, sentinel, grants = [] }) {
  const base = tempDir();
  const definition = subflow('plant-sub', 'plant-nodes', [inject('pi', 'plant-sub', ['pj']), { id: 'pj', type: 'junction', subflow: 'operators', z: 'plant-sub', x: 1, y: 1, wires: [[]] }]);
  const isRefused = sentinel && grants.length === 0;
  const nodeRed = await startNodeRed({
    version, node, sentinel, packages: [sink(base, 'plant-nodes', 'plant-sink', { definition, declares: ['plant-sink', 'plant-sub'] }), sink(base, 'target-nodes', 'target-sink')],
    settings: { sentinel: { server: { packages: { 'plant-nodes': { capabilities: ['registry:write', ...grants] }, 'target-nodes': { capabilities: ['registry:write'] } } } } },
    flows: [
      { id: 't', type: 'tab', label: 'tab' }, { id: 'operators', type: 'subflow', name: 'operators', in: [{ x: 1, y: 1, wires: [{ id: 'target' }] }], out: [], env: [] },
      { id: 'target', type: 'target-sink', z: 'operators', x: 1, y: 1, wires: [] }, ...(isRefused ? [] : [{ id: 'instance', type: 'plant-sub', z: 't', x: 1, y: 1, wires: [] }]),
    ],
  });
  try {
    let text = '';
    const isTold = async () => {
      text = isRefused ? nodeRed.log.match(/plant-nodes lacks node:receive/)?.[0] ?? '' : await logOf(nodeRed, 'target-nodes');
      return text !== '';
    };
    assert.ok(await eventually(isTold, 15_000), nodeRed.log);
    return text;
  } finally {
    await nodeRed.stop();
  }
}

for (const pair of PAIRS) {
  const name = `Node-RED ${pair.version}, Node ${pair.node}`;
  test(`${name}: without Sentinel all function nodes are alike`, async () => {
    assert.deepEqual(await read({ ...pair, sentinel: false, packages: [] }), ['code-sub changed left-word', 'code-sub secret left-word', 't changed left-word', 't secret left-word']);
  });
  test(`${name}: the function node of a package is no function node of the operator`, async () => {
    assert.deepEqual(await read({ ...pair, sentinel: true, packages: ['<function-node>'] }), ['code-sub changed ', 'code-sub denied code-nodes undefined', 't changed left-word', 't secret left-word']);
    assert.deepEqual(await read({ ...pair, sentinel: true, packages: ['code-nodes'], more: ['node:read'] }), ['code-sub changed left-word', 'code-sub secret left-word', 't changed left-word', 't denied <function-node> left-word']);
  });
  test(`${name}: code of a package is its own whatever the ids of its nodes look like`, async () => {
    assert.equal(await disguised({ ...pair, sentinel: false, id: 'code [x' }), 'odd-sub secret left-word');
    assert.equal(await disguised({ ...pair, sentinel: true, id: 'code [x', isRefused: true }), 'odd-nodes lacks all');
    // The id of an instance is the operator's.
    assert.equal(await disguised({ ...pair, sentinel: true, id: 'code' }), 'odd-sub denied odd-nodes undefined');
    assert.equal(await disguised({ ...pair, sentinel: true, id: 'code', grants: ['fs:read'] }), 'odd-sub secret undefined');
  });
  test(`${name}: a node in a subflow of a package is no instance of a subflow of the operator`, async () => {
    assert.equal(await planted({ ...pair, sentinel: false }), 'x');
    assert.equal(await planted({ ...pair, sentinel: true }), 'plant-nodes lacks node:receive');
    assert.equal(await planted({ ...pair, sentinel: true, grants: ['node:receive'] }), 'x');
  });
  test(`${name}: a subflow reaches no node of a package that comes later`, async () => {
    assert.equal(await reached({ ...pair, sentinel: false }), 'x');
    assert.equal(await reached({ ...pair, sentinel: true }), '');
    assert.equal(await reached({ ...pair, sentinel: true, grants: ['node:receive'] }), 'x');
  });
}
