'use strict';
// What a package declares, returns, throws or keeps in hand, and Node-RED looks into later on, for everybody at once [R3][R7][R12][R14]: its settings and credentials, the set of nodes that it is,
// and names of its types. Without Sentinel each of these keeps others from something, or gives the package what is theirs.
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { eventually } = require('../support/effects.js');
const { Session } = require('../support/session.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage, writePackage } = require('../support/packages.js');

const SECRET = 'declared-credential-secret';
const html = (...types) => types.map((type) => `<script type="text/html" data-template-name="${type}"></script>\n`).join('');
const NODES = `
const probe = module.exports;
module.exports = (given) => {
  probe(given);
  // There are no flows yet.
  given.nodes.getCredentials('nobody');
  given.nodes.registerType('declared-node', function (config) {
    given.nodes.createNode(this, config);
    added = undefined;
    if (config.adds) try { given.nodes.addCredentials(config.id, { token: 1n })?.catch?.(() => {}); added = 'added'; } catch ({ name }) { added = name; }
    stored = given.nodes.getCredentials(config.id);
    ({ _module } = config);
  }, { credentials: { token: { type: 'password' } } });
  given.nodes.registerType('declared-null', function (config) { given.nodes.createNode(this, config); }, { credentials: { token: null } });
};`;
/** What is thrown, and what that throws when it is printed, cannot be printed. */
const THROWS = `
const odd = () => ({ get stack() { throw odd(); }, get message() { throw odd(); }, toString() { throw odd(); } });
module.exports = (RED) => {
  RED.nodes.registerType('declared-throws', function () { throw odd(); });
  class Waits { constructor(config) {
    RED.nodes.createNode(this, config);
    if (config.how === 'own') this.then = () => {};
    if (config.how === 'inherited') Object.setPrototypeOf(this, Object.create(Object.getPrototypeOf(this), { then: { get: () => () => {} } }));
    if (config.how === 'proxy') return new Proxy(this, { get: (target, key) => (key === 'then' ? () => {} : Reflect.get(target, key)) });
  } }
  RED.nodes.registerType('declared-waits', Waits);
};`;
/** It has core's own function hand over what that returns. */
const LATER = 'module.exports = () => ({ then(go) { module.exports.set = go(); return Promise.resolve(module.exports.set); } });';
const VICTIM = `module.exports = (RED) => RED.nodes.registerType('declared-victim-node', function (config) { RED.nodes.createNode(this, config); console.log('victim made'); }, { credentials: { password: { type: 'password' } } });`;

const settingsOf = (type, settings) => `() => RED.nodes.registerType('${type}', function () {}, { settings: ${settings} })`;
const calls = {
  nothing: settingsOf('declared-a', '{ declaredAWord: null }'),
  method: settingsOf('declared-b', '{ declaredBWord: { exportable: true, hasOwnProperty: 1 } }'),
  later: "() => { const settings = new (class {})(); RED.nodes.registerType('declared-c', function () {}, { settings }); settings.declaredCWord = null; }",
  secret: "() => RED.nodes.registerType('credential-secret', function () {}, Object.assign(() => {}, { settings: { credentialSecret: { exportable: true } } }))",
  own: settingsOf('declared-d', "{ declaredDWord: { value: 'declared word', exportable: true } }"),
  plugin: "() => require('./plugin.js').RED.plugins.registerPlugin('exportNodeSettings', { settings: { word: null } })",
  pluginFunction: "() => require('./plugin.js').RED.plugins.registerPlugin('declaredPlugin', Object.assign(() => {}, { settings: { word: null } }))",
  stored: "({ value }) => { if (!stored) return ''; stored.token = value === 'once' ? { toJSON() { delete this.toJSON; throw new Error('once'); } } : 1n; return 'done'; }",
  added: '() => added',
  types: "({ value }) => { if (value) _module.types.push(1n); else _module.types.length = 2; }",
  set: "({ value }) => { const { set } = require('./later.js'); Object.defineProperty(set, 'types', { configurable: true, writable: true, value: value ? [1n] : [] }); }",
  subflow: "({ type }) => RED.nodes.registerSubflow({ id: 'declared-subflow', type: 'subflow', name: 'x', env: [], in: [], out: [], meta: { type }, flow: [] })",
};
const at = (id, type, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...more });
const TAB = { id: 't', type: 'tab' };

/** How it goes for everybody else. Each looks at what the case before it left, too. */
function world(session) {
  const { userDir } = session;
  const within = (promise, limit = 3000) => Promise.race([promise.catch(() => undefined), new Promise((resolve) => { setTimeout(resolve, limit).unref(); })]);
  const get = async (place, headers) => (await within((await session.nodeRed()).get(place, headers))) ?? { status: 0, text: 'NOT ANSWERED' };
  const call = async (name, args) => (await session.call('declared', name, args)).value;
  const deploy = async (list, kind = 'full') => (await within((await session.nodeRed()).post('/flows', { flows: [TAB, ...list] }, { 'node-red-api-version': 'v2', 'node-red-deployment-type': kind })))?.status;
  const file = () => fs.readFileSync(path.join(userDir, 'flows_cred.json'), 'utf8');
  const settings = (name, has = false) => async () => {
    await call(name);
    const { status, text } = await get('/settings');
    return has ? text.includes(has) : status === 200;
  };
  /** Are the credentials of the victim saved when they are deployed anew, and encrypted? */
  const saves = async () => {
    const before = file();
    await deploy([at('own', 'declared-node'), at('victim', 'declared-victim-node', { credentials: { password: `plain${Math.random()}` } })], 'nodes');
    return file() !== before && !file().includes('plain');
  };
  const storing = (value) => async () => {
    await deploy([at('own', 'declared-node', { credentials: { token: 'own' } }), at('victim', 'declared-victim-node', { credentials: { password: 'first' } })]);
    assert.ok(await eventually(async () => (await call('stored', { value })) === 'done', 15_000));
    return saves();
  };
  const palette = (name) => async () => {
    await call(name, { value: true });
    const { status } = await get('/nodes', { accept: 'application/json' });
    await call(name, { value: false });
    return status === 200;
  };
  /** Are the nodes of others made, those of another tab, too? */
  const starting = (type, how) => async () => {
    const { log } = session;
    await deploy([at('odd', type, { how }), at('one', 'declared-victim-node'), { id: 'u', type: 'tab' }, { ...at('two', 'declared-victim-node'), z: 'u' }]);
    const made = () => session.log.slice(log.length).split('victim made').length - 1;
    await eventually(() => !session.alive || made() === 2, 1500);
    return made() === 2;
  };
  return {
    'has its settings told to editors': settings('own', 'declared word'),
    'has a secret shown to editors': async () => !(await settings('secret', SECRET)()),
    'keeps editors from all settings by one that is nothing': settings('nothing'),
    'by one with a method': settings('method'),
    'by one that it declares later': settings('later'),
    'by a plugin that is called as what core does': settings('plugin'),
    'by a plugin that is a function': settings('pluginFunction'),
    'keeps credentials of others from being saved by its own': storing('large'),
    'or from being encrypted': storing('once'),
    async 'by those that it adds'() {
      await deploy([at('own', 'declared-node', { adds: true })]);
      const said = () => call('added');
      assert.ok(await eventually(async () => (await said()) !== '', 15_000));
      return (await said()) === 'TypeError' && saves();
    },
    async 'by their definition'() {
      await deploy([at('null', 'declared-null', { credentials: { token: 'x' } }), at('fresh', 'declared-victim-node', { credentials: { password: 'x' } })]);
      return (await get('/credentials/declared-victim-node/fresh')).text === '{"has_password":true}';
    },
    async 'keeps editors from the palette by what it is told of its set'() {
      await deploy([at('own', 'declared-node')]);
      await eventually(async () => (await session.call('declared', 'types', { value: false })).ok, 15_000);
      return palette('types')();
    },
    'by what core goes on with': palette('set'),
    [TEXTS]: async () => (await get('/nodes/messages?lng=en-US')).text.includes('victim text'),
    'keeps flows from starting by what it throws': starting('declared-throws'),
    'by a node that is waited for': starting('declared-waits', 'own'),
    'by one that inherits that': starting('declared-waits', 'inherited'),
    'by a Proxy of one': starting('declared-waits', 'proxy'),
    async 'is taken for another set of nodes by the name of a type'() {
      await call('subflow', { type: 'declared-victim/nodes' });
      return JSON.parse((await get('/nodes/declared-victim/nodes', { accept: 'application/json' })).text).module === 'declared-victim';
    },
  };
}

const TEXTS = 'keeps editors from the texts of others by its own';
/** What JSON can say and cannot be made to say. */
const DEEP = `${'{"a":'.repeat(6000)}"x"${'}'.repeat(6000)}`;

async function story({ version, node, sentinel, only = /./ }) {
  const base = tempDir('nrgs-declared-');
  const dir = path.join(base, 'packages');
  const own = probePackage(dir, {
    name: 'declared', calls, head: 'let stored; let added; let _module;', after: NODES,
    files: { 'probe-nodes.html': html('declared-node', 'declared-null'), 'throws.js': THROWS, 'throws.html': html('declared-throws', 'declared-waits'), 'later.js': LATER, 'later.html': '', 'plugin.js': 'module.exports = (RED) => { module.exports.RED = RED; };', 'locales/en-US/throws.json': DEEP },
    manifest: { 'node-red': { nodes: { probe: 'probe-nodes.js', throws: 'throws.js', later: 'later.js' }, plugins: { plugin: 'plugin.js' } } },
  });
  const victim = writePackage(dir, { name: 'declared-victim', nodes: { nodes: 'nodes.js' }, files: { 'nodes.js': VICTIM, 'nodes.html': html('declared-victim-node'), 'locales/en-US/nodes.json': { word: 'victim text' } }, probe: false });
  const granted = { capabilities: ['registry:write'] };
  const session = new Session({
    version, node, sentinel, base, packages: [own, victim], flows: [TAB], files: { 'flows_cred.json': {} },
    settings: { disableEditor: false, credentialSecret: SECRET, declaredPlugin: { word: 'x' }, sentinel: { server: { packages: { declared: granted, 'declared-victim': granted } } } },
  });
  const found = {};
  try {
    for (const [name, look] of Object.entries(world(session)).filter(([name]) => only.test(name))) {
      found[name] = await look().catch((error) => (session.alive ? Promise.reject(error) : false));
      if (found[name] || sentinel) continue;
      // What was done cannot be taken back.
      await session.end();
      fs.rmSync(path.join(session.userDir, 'flows.json'), { force: true });
      await session.rewrite();
    }
    return { found, log: session.log };
  } finally {
    await session.close();
  }
}

test('Node-RED 4.1, Node 20: without Sentinel a package keeps others from their own by what it declares', async () => {
  const { 'has its settings told to editors': ordinary, [TEXTS]: texts, ...found } = (await story({ version: '4.1', node: 20, sentinel: false })).found;
  // This version does not take such a catalogue.
  assert.deepEqual([ordinary, texts], [true, true]);
  assert.deepEqual(Object.keys(found).filter((name) => found[name]), []);
  assert.deepEqual((await story({ version: '3.1', node: 20, sentinel: false, only: new RegExp(TEXTS) })).found, { [TEXTS]: false });
});

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: what a package declares keeps nobody from anything`, async () => {
    const { found, log } = await story({ ...pair, sentinel: true });
    assert.deepEqual(Object.keys(found).filter((name) => !found[name]), [], log.slice(-3000));
    assert.match(log, /BLOCKED RED\.nodes\.registerSubflow\(\) — declared lacks all\n {2}Resource: "declared-victim\/nodes"/);
    if (process.env.NRGS_LOG) fs.writeFileSync(`${process.env.NRGS_LOG}-${pair.version}`, log);
  });
}
