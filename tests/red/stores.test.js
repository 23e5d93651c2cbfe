'use strict';
// Stores of contexts that settings.js takes from packages [R2][R7][R8]: everybody's values go through them, and nodes among these are stand-ins there.
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { settingsText, tempDir } = require('../support/userdir.js');
const { probePackage, writePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');

const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 24 }];

/** Keeps what it is given; asked for `told` it says what it can do with the node under `node`, and with the object under `kind`. */
const STORE = `
'use strict';
const all = new Map();
let first;
const of = (scope) => all.get(scope) ?? all.set(scope, new Map()).get(scope);
const attempt = (act) => { try { return String(act()); } catch (error) { return error.code; } };
function told() {
  const { node, kind } = first;
  return [
    Array.isArray(node._closeCallbacks) ? 'raw' : 'stand-in', attempt(() => node.label), attempt(() => JSON.stringify(node.credentials)), attempt(() => node.send({ payload: 'by the store' }) ?? 'sent'),
    attempt(() => { Object.getPrototypeOf(kind).tell = () => 'CHANGED'; return 'changed'; }),
  ].join();
}
class Store {
  async open() {}
  async close() {}
  async clean() {}
  async delete(scope) { all.delete(scope); }
  keys(scope, callback) { const list = [...of(scope).keys()]; if (callback) callback(null, list); return list; }
  set(scope, key, value, callback) {
    const values = Array.isArray(key) ? value : [value];
    [key].flat().forEach((name, i) => { of(scope).set(name, values[i]); if (name === 'node') first = { node: values[i] }; if (name === 'kind') first.kind = values[i]; });
    if (callback) callback();
  }
  get(scope, key, callback) {
    const values = [key].flat().map((name) => (name === 'told' ? told() : of(scope).get(name)));
    if (callback) callback(null, ...values);
    return Array.isArray(key) ? values : values[0];
  }
}
module.exports = () => new Store();
module.exports.Store = Store;
module.exports.plain = () => { const made = new Store(); return Object.fromEntries(['open', 'close', 'get', 'set', 'keys', 'delete', 'clean'].map((name) => [name, (...args) => made[name](...args)])); };
`;

const NODES = `
const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType(NAME + '-node', function (config) {
    given.nodes.createNode(this, config);
    nodes[config.id] = this;
    this.label = 'own label';
    this.on('input', (msg, send, done) => { got.push(msg.payload); send(msg); done(); });
  }, { credentials: { password: { type: 'password' } } });
};`;

const LEAVE = `() => {
  const { flow } = nodes.left.context();
  class Kind { tell() { return 'told'; } }
  kind = new Kind();
  flow.set('node', nodes.left, 'own');
  nodes.left.context().global.set('left', nodes.left, 'file');
  flow.set(['kind', 'plain'], [kind, { deep: { word: 'plain word' } }], 'own');
}`;
/** Whoever left something finds that, by every way of asking. */
const FIND = `async () => {
  const { flow } = nodes.left.context();
  const [one, plain] = flow.get(['kind', 'plain'], 'own');
  const later = await new Promise((resolve, reject) => flow.get(['node', 'kind'], 'own', (error, ...values) => (error ? reject(error) : resolve(values))));
  return [one === kind, plain.deep.word, later[0] === nodes.left, later[1] === kind, flow.get('node', 'own') === nodes.left, flow.keys('own').join('-'), flow.get('nothing', 'own')].join();
}`;
/** A node of core, too. */
const CODE = `
const found = flow.get('node', 'own');
flow.set('mine', { node: found, n: 1 }, 'own');
const mine = flow.get('mine', 'own');
return { payload: ['code', mine.node === found, mine.n, flow.get(['mine', 'node'], 'own')[0] === mine].join() };`;
const calls = {
  leave: LEAVE, find: FIND, told: "() => nodes.left.context().flow.get('told', 'own')", tell: '() => kind.tell()', got: '() => got.splice(0).join()', code: "() => { nodes.left.send({ payload: 'x' }); }",
  sees: "() => { const node = nodes.looks.context().flow.get('node', 'own'); return [node.id, Array.isArray(node._closeCallbacks), node.label].join(); }",
};
/** What a store writes down is told who has it written, and with what, where that is code that is not strict. */
const LOOK = `async () => {
  let found = 'nothing';
  await new Promise((resolve) => {
    const look = Function('take', 'return function toJSON() { try { for (let f = arguments.callee.caller, i = 0; f && i < 12; f = f.caller, i++) for (const given of f.arguments ?? []) take(given); } finally { take(); } return "x"; }');
    const take = (given) => { if (given === undefined) resolve(); else if (Array.isArray(given?.left?._closeCallbacks)) found = 'raw'; };
    nodes.looks.context().global.set('lure', { toJSON: look(take) }, 'file');
  });
  nodes.looks.context().global.set('lure', 'word', 'file');
  return [found, nodes.looks.context().global.get('lure', 'file')].join();
}`;
calls.look = LOOK;
// What no file can hold keeps what others leave from being written.
calls.poison = `() => {
  const { flow, global } = nodes.looks.context();
  const circle = { word: 'circle word' };
  circle.circle = circle;
  // In this order, at once.
  flow.set('first', 'first word', 'file');
  nodes.looks.context().set('poison', 1n, 'file');
  nodes.looks.context().set('beside', 'beside word', 'file');
  global.set('circle', circle, 'file');
  nodes.looks.context().set('circle', circle, 'file');
}`;
calls.keep = "() => { nodes.left.context().set('kept', 'kept word', 'file'); }";
const at = (id, type, wires = [], more = {}) => ({ id, type, z: 't', x: 1, y: 1, wires: [wires], ...more });
const FLOWS = [
  { id: 't', type: 'tab', label: 'tab' }, at('left', 'stores-left-node', ['code', 'next']), at('next', 'stores-left-node'), at('looks', 'stores-other-node'),
  at('code', 'function', ['next'], { func: CODE, outputs: 1 }),
];

async function story({ version, node, sentinel, grants = [], made = "require('stores-own')" }) {
  const base = tempDir();
  const both = ['stores-left', 'stores-other'].map((name) => probePackage(base, {
    name, calls, head: `const NAME = ${JSON.stringify(name)}; const nodes = {}; const got = []; let kind;`, after: NODES,
    files: { 'probe-nodes.html': `<script type="text/html" data-template-name="${name}-node"></script>\n` },
  }));
  const store = writePackage(base, { name: 'stores-own', files: { 'index.js': STORE }, probe: false });
  const policy = {
    packages: { ...Object.fromEntries(['stores-left', 'stores-other'].map((name) => [name, { capabilities: ['registry:write'] }])), 'stores-own': { capabilities: grants } },
    types: grants.length > 0 ? { 'stores-left-node': { 'node:credentials:read': { packages: ['stores-own'], types: [] } } } : {},
  };
  const settings = settingsText({ credentialSecret: false, sentinel: { server: policy } });
  const nodeRed = await startNodeRed({
    version, node, sentinel, base, packages: [...both, store], flows: FLOWS, files: { 'flows_cred.json': { left: { password: 'left-password' } } },
    settings: `${settings}\nmodule.exports.contextStorage = { default: { module: 'memory' }, own: { module: ${made} }, file: { module: 'localfilesystem', config: { flushInterval: 0 } } };\n`,
  });
  const ask = async (name, call) => {
    const answer = await callProbe(nodeRed, name, call);
    return answer.ok ? answer.value : `ERROR ${answer.error.message}`;
  };
  const until = async (wanted) => {
    let text = '';
    for (const end = Date.now() + 15_000; !wanted.test(text) && Date.now() < end; await new Promise((resolve) => { setTimeout(resolve, 10); })) text += await ask('stores-left', 'got');
    return text;
  };
  try {
    await ask('stores-left', 'leave');
    const found = await ask('stores-left', 'find');
    const sees = await ask('stores-other', 'sees');
    const looked = await ask('stores-other', 'look');
    await ask('stores-left', 'code');
    const code = await until(/code/);
    const told = await ask('stores-left', 'told');
    const sent = /by the store/.test(await (sentinel && grants.length === 0 ? ask('stores-left', 'got') : until(/by the store/)));
    const tell = await ask('stores-left', 'tell');
    const wanted = [['t/flow', 'first word'], ['t/looks', 'beside word'], ['t/looks', 'circle word'], ['global/global', 'circle word'], ['t/left', 'kept word']];
    const has = ([name, word]) => {
      const file = path.join(nodeRed.userDir, 'context', `${name}.json`);
      return fs.existsSync(file) && fs.readFileSync(file, 'utf8').includes(word);
    };
    /** Which of them are there in the end. */
    const writes = async (limit) => {
      for (const end = Date.now() + limit; Date.now() < end && !wanted.every(has); await new Promise((resolve) => { setTimeout(resolve, 10); }));
      return wanted.filter(has).map(([name, word]) => `${name} ${word}`).join();
    };
    await ask('stores-other', 'poison');
    await ask('stores-left', 'keep');
    return { found, looked, sees, code: code.includes('code,true,1,true'), told, sent, tell, kept: await writes(sentinel ? 15_000 : 500) };
  } finally {
    await nodeRed.stop();
  }
}

const HONEST = { found: 'true,plain word,true,true,true,node-kind-plain,', code: true, kept: 't/flow first word,t/looks beside word,t/looks circle word,global/global circle word,t/left kept word' };
const MADE = { 'by its package': "require('stores-own')", 'by settings.js': "() => new (require('stores-own').Store)()" };

const PLAIN = 'by settings.js of functions';
MADE[PLAIN] = "() => require('stores-own').plain()";

for (const pair of PAIRS) {
  const name = `Node-RED ${pair.version}, Node ${pair.node}`;
  test(`${name}: without Sentinel a store has what everybody leaves`, async () => {
    const { kept, ...rest } = await story({ ...pair, sentinel: false });
    // What was begun before the value that no file can hold may have been written.
    assert.doesNotMatch(kept, /left|looks/);
    assert.deepEqual({ ...rest, kept: HONEST.kept }, { ...HONEST, looked: 'raw,word', sees: 'left,true,own label', told: 'raw,own label,{"password":"left-password"},sent,changed', sent: true, tell: 'CHANGED' });
  });
  for (const [how, made] of Object.entries(MADE)) {
    // Nothing in it is another one's in another version.
    if (how === PLAIN && pair.version !== '5.0') continue;
    test(`${name}: a store that is made ${how} has nothing of what others leave`, async () => {
      const { told, ...rest } = await story({ ...pair, sentinel: true, made });
      assert.deepEqual(rest, { ...HONEST, looked: 'nothing,word', sees: 'left,false,', sent: false, tell: 'told' });
      assert.match(told, /^stand-in,undefined,undefined,ERR_SENTINEL_DENIED,/);
    });
  }
  test(`${name}: a store does with nodes what it was granted`, async () => {
    const { told, sent, tell } = await story({ ...pair, sentinel: true, grants: ['node:read', 'node:send'] });
    assert.match(told, /^stand-in,own label,\{"password":"left-password"\},sent,/);
    assert.deepEqual([sent, tell], [true, 'told']);
  });
}
