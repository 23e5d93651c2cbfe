'use strict';
// What an operator does with a running Node-RED works as without Sentinel: every kind of deployment, stopping and starting the flows, adding,
// exporting, changing and removing one flow, packages installed and removed, several editors at once, projects.
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { wholeCore } = require('../support/core-nodes.js');
const installs = require('../support/installs.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage, writePackage } = require('../support/packages.js');
const { filesOf, makeProject } = require('./lib/projects.js');

const NODES = `
const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('operation-node', function (config) {
    given.nodes.createNode(this, config);
    log.push('open ' + config.tag);
    nodes[config.tag] = this;
    this.on('input', (msg, send, done) => { send({ ...msg, payload: config.tag }); done(); });
    this.on('close', (removed, done) => { log.push('close ' + config.tag + ' ' + removed); if (config.tag === 'acting') held = done; else done(); });
  });
};`;
/** What a node does that runs, that is being closed, and that is no more. */
const ACT = `() => {
  const node = nodes.acting;
  const tell = (act) => { try { return String(act()); } catch (error) { return 'ERROR ' + error.message; } };
  return [
    () => node.error('an error', { payload: 'of the error' }), () => node.status({ text: 'a status' }), () => node.send({ payload: 'sent' }), () => node.warn('a warning'), () => RED.nodes.getNode('acting') === node,
    () => { node.context().set('kept', 'kept'); return node.context().get('kept'); }, () => node.context().flow.get('nothing'), () => RED.util.evaluateNodeProperty('NOBODY', 'env', node), () => node.receive({ payload: 'received' }),
  ].map(tell).join();
}`;
/** Told of what is installed and removed. */
const HOOKS = ['preInstall', 'postInstall', 'preUninstall', 'postUninstall'];
const HOOK = `() => { for (const name of ${JSON.stringify(HOOKS)}) RED.hooks.add(name + '.' + module.id.length, (event) => { log.push(name + ' ' + event.module); }); }`;
const TAKE = "() => RED.nodes.registerType('later-node', function (config) { RED.nodes.createNode(this, config); log.push('took'); })";
const LATER = `
module.exports = (RED) => {
  RED.nodes.registerType('later-node', function (config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { send({ ...msg, payload: 'later' }); done(); });
  });
};`;
/** What core calls of a plugin when its package comes and goes. */
const PLUGIN = `
module.exports = (RED) => RED.plugins.registerPlugin('later-plugin', {
  type: 'later', onadd() { this.kept = 'kept'; RED.log.warn('later plugin added'); }, onremove() { RED.log.warn('later plugin removed ' + this.kept); },
});`;

const at = (z, id, type, wires, more) => ({ id, type, z, x: 1, y: 1, wires, ...more });
const flow = (z, tag, type = 'operation-node') => [
  at(z, `${z}in`, 'http in', [[`${z}node`]], { url: `/${z}`, method: 'get' }),
  at(z, `${z}node`, type, [[`${z}out`]], { tag }),
  at(z, `${z}out`, 'http response', [], {}),
];
const HEARD = "const all = global.get('heard') ?? []; global.set('heard', [...all, msg.error?.message ?? msg.status?.text ?? msg.payload]); return null;";
const acting = (isThere) => [
  { id: 'five', type: 'tab', label: 'five' }, ...(isThere ? [at('five', 'acting', 'operation-node', [['heard']], { tag: 'acting' })] : []),
  at('five', 'caught', 'catch', [['heard']], { scope: null }), at('five', 'shown', 'status', [['heard']], { scope: null }), at('five', 'heard', 'function', [[]], { func: HEARD, outputs: 1 }),
];
const both = (one, two) => [{ id: 'one', type: 'tab', label: 'one' }, ...flow('one', one), { id: 'two', type: 'tab', label: 'two' }, ...flow('two', two)];

async function eventually(ask, wanted) {
  for (const end = Date.now() + 30_000; ;) {
    const answer = await ask();
    if (wanted.test(answer) || Date.now() > end) return answer;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

/** Two editors that see each other; what the second one is told of the first. */
async function editors(version, port) {
  const WebSocket = await installs.library(version, 'ws');
  const open = (session) => new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/comms`);
    const heard = [];
    socket.on('message', (data) => heard.push(...JSON.parse(String(data))));
    socket.on('error', reject);
    socket.on('open', () => {
      for (const topic of ['multiplayer/#', 'notification/#']) socket.send(JSON.stringify({ subscribe: topic }));
      socket.send(JSON.stringify({ topic: 'multiplayer/connect', data: { session } }));
      resolve({ socket, heard });
    });
  });
  const first = await open('sessionone');
  await eventually(() => JSON.stringify(first.heard), /multiplayer\/init/);
  const second = await open('sessiontwo');
  await eventually(() => JSON.stringify(second.heard), /multiplayer\/init/);
  await eventually(() => JSON.stringify(first.heard), /multiplayer\/connection-added/);
  const others = second.heard.find(({ topic }) => topic === 'multiplayer/init')?.data.sessions.length;
  const added = first.heard.filter(({ topic }) => topic === 'multiplayer/connection-added').length > 0;
  first.socket.close();
  second.socket.close();
  return { others, added };
}

async function story({ version, node, sentinel }) {
  const base = tempDir();
  const dir = probePackage(base, {
    name: 'operation-package', head: 'const log = []; const nodes = {}; let held;', after: NODES, calls: { act: ACT, holds: '() => String(typeof held)', release: '() => held()', hook: HOOK, take: TAKE, log: '() => log.splice(0).sort().join()', write: "({ file }) => { require('fs').appendFileSync(file, ' '); return 'written'; }" },
    files: { 'probe-nodes.html': '<script type="text/html" data-template-name="operation-node"></script>\n' },
  });
  const plain = probePackage(base, { name: 'operation-plain', head: 'const log = [];', calls: { hook: HOOK, log: '() => log.splice(0).join()' } });
  const later = writePackage(base, { name: 'later-package', manifest: { 'node-red': { nodes: { later: 'later.js' }, plugins: { plugin: 'plugin.js' } } }, files: { 'later.js': LATER, 'plugin.js': PLUGIN, 'later.html': '<script type="text/html" data-template-name="later-node"></script>\n' }, probe: false });
  const granted = { capabilities: ['registry:write'] };
  const userDir = path.join(base, 'user');
  const writing = { capabilities: ['registry:write', 'fs:write', ...['pre-install', 'post-install', 'pre-uninstall', 'post-uninstall'].map((name) => `hooks:${name}`)], capabilityConfig: { 'fs:write': { allowedPaths: [userDir] } } };
  const nodeRed = await startNodeRed({
    version, node, sentinel, base, packages: [dir, plain].map((folder) => ({ dir: folder, how: 'npm' })), flows: both('a', 'b'),
    settings: {
      ...wholeCore(), disableEditor: false, externalModules: { palette: { allowInstall: true } }, runtimeState: { enabled: true }, editorTheme: { multiplayer: { enabled: true }, projects: { enabled: true } },
      sentinel: { server: { packages: { 'operation-package': writing, 'later-package': granted } } },
    },
  });
  const told = [];
  // A request that comes while nodes are exchanged may never be answered, and is made again; one to a package is answered once, and what it says is said.
  const get = (place, limit = 3000) => fetch(`${nodeRed.url}${place}`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(limit) }).then((answer) => answer.text(), () => '');
  const probe = (name, call, args = {}) => get(`/probe/${name}?call=${call}&args=${encodeURIComponent(JSON.stringify(args))}`, 60_000);
  const remove = async (place) => (await fetch(`${nodeRed.url}${place}`, { method: 'DELETE', headers: { connection: 'close' } })).status;
  const say = async () => JSON.parse(await probe('operation-package', 'log')).value;
  const ask = async (name, call) => JSON.parse(await probe(name, call)).value;
  const note = async (what, wanted) => told.push([what, await eventually(() => get('/one'), wanted), await say()]);
  const deploy = async (list, kind) => {
    const answer = await nodeRed.post('/flows', list === undefined ? undefined : { flows: list }, { 'node-red-api-version': 'v2', 'node-red-deployment-type': kind });
    told.push([kind, answer.status]);
  };
  const send = async (list, rev) => (await nodeRed.post('/flows', { flows: list, rev }, { 'node-red-api-version': 'v2', 'node-red-deployment-type': 'nodes' })).status;
  const revision = async () => (await nodeRed.get('/flows', { 'node-red-api-version': 'v2' })).json().rev;
  /** A package acts before, while and after its node is removed, and another editor deploys meanwhile. */
  const inFlight = async () => {
    const seen = [];
    const gone = [];
    const act = async (wanted) => {
      const done = await ask('operation-package', 'act');
      await get('/one'); // what was sent is there by then
      seen.push([done, await eventually(async () => (await nodeRed.get('/context/global/heard')).json().msg ?? '', wanted)]);
    };
    seen.push(await send([...both('e', 'b'), ...acting(true)]));
    await eventually(say, /open acting/);
    await act(/(?=.*received)(?=.*sent)(?=.*a status)/);
    const rev = await revision();
    const first = send([...both('e', 'b'), ...acting(false)], rev);
    await eventually(() => ask('operation-package', 'holds'), /function/);
    const second = send(both('never', 'b'), rev);
    await act(/./);
    await ask('operation-package', 'release');
    seen.push(await first, await second);
    await nodeRed.waitFor((log) => log.match(/Started modified nodes/g).length > 2);
    await act(/./);
    // What it sends when it is no more goes nowhere (docs/threat-model.md).
    const [list] = seen.at(-1).splice(1);
    seen.push(JSON.parse(list).slice(0, 10));
    gone.push(JSON.parse(list).slice(10));
    seen.push(await send(both('e', 'b'), await revision()), await say());
    return { seen, gone };
  };
  const state = async (wanted) => told.push([wanted, (await nodeRed.post('/flows/state', { state: wanted })).status, (await nodeRed.get('/flows/state')).json().state]);
  try {
    await note('start', /^a$/);
    await deploy(both('c', 'b'), 'nodes');
    await note('nodes', /^c$/);
    await deploy([...both('d', 'b').slice(0, 4), ...both('d', 'b').slice(4)], 'flows');
    await note('flows', /^d$/);
    await deploy(both('e', 'b'), 'full');
    await note('full', /^e$/);
    await deploy(undefined, 'reload');
    await note('reload', /^e$/);
    await state('stop');
    told.push((await nodeRed.get('/one')).status, await say());
    await state('start');
    await note('started', /^e$/);
    const { seen, gone } = await inFlight();
    told.push(seen);
    const added = await nodeRed.post('/flow', { label: 'three', nodes: flow('three', 'f') });
    const { id } = added.json();
    told.push(added.status, await eventually(() => get('/three'), /^f$/), (await nodeRed.get(`/flow/${id}`)).json().nodes.map(({ type }) => type).sort());
    told.push(await remove(`/flow/${id}`), (await nodeRed.get(`/flow/${id}`)).status);
    for (const name of ['operation-package', 'operation-plain']) await ask(name, 'hook');
    const installed = await nodeRed.post('/nodes', { module: later });
    told.push(installed.status, installed.status === 200 ? installed.json().nodes.map(({ types, err }) => [types, err]) : installed.text);
    await deploy([...both('e', 'b'), { id: 'four', type: 'tab' }, ...flow('four', '', 'later-node')], 'full');
    told.push(await eventually(() => get('/four'), /^later$/));
    await deploy(both('e', 'b'), 'full');
    told.push(await remove('/nodes/later-package'), /later-node/.test((await nodeRed.get('/nodes', { accept: 'application/json' })).text));
    told.push(await say(), nodeRed.log.match(/later plugin .*/g));
    const overheard = await ask('operation-plain', 'log');
    // The type that was removed is for another package that the operator installs for it.
    await probe('operation-package', 'take');
    await deploy([...both('e', 'b'), { id: 'four', type: 'tab' }, ...flow('four', '', 'later-node')], 'nodes');
    const taken = await eventually(say, sentinel ? /^$/ : /took/);
    await deploy(both('e', 'b'), 'full');
    await eventually(() => get('/one'), /^e$/);
    await say();
    if (version !== '3.1') told.push(await editors(version, nodeRed.port));
    told.push(await makeProject(nodeRed, () => deploy(both('g', 'b'), 'full')));
    await note('project', /^g$/);
    const { log } = nodeRed;
    const writes = {};
    for (const file of [...filesOf(userDir), 'own.txt']) writes[file] = JSON.parse(await probe('operation-package', 'write', { file: path.join(userDir, file) })).value ?? 'refused';
    return { told, gone, writes, overheard, log, taken };
  } finally {
    await nodeRed.stop();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 24 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}: what an operator does with it works as without Sentinel`, async () => {
    const bare = await story({ ...pair, sentinel: false });
    const guarded = await story({ ...pair, sentinel: true });
    assert.deepEqual(guarded.told, bare.told);
    assert.equal(bare.told.at(-1)[1], 'g');
    // Node-RED 3.1 removes no plugins.
    assert.deepEqual(bare.told.find((item) => item?.[0] === 'later plugin added'), ['later plugin added', ...(pair.version === '3.1' ? [] : ['later plugin removed kept'])]);
    assert.deepEqual([bare.gone, guarded.gone], [[['sent']], [[]]]);
    // What belongs to the project is the flow file of Node-RED [C1].
    assert.deepEqual(new Set(Object.values(bare.writes)), new Set(['written']));
    assert.deepEqual(Object.keys(guarded.writes).filter((file) => guarded.writes[file] === 'written'), ['own.txt']);
    if (pair.version !== '3.1') assert.deepEqual(bare.told.find(({ others }) => others), { others: 2, added: true });
    if (process.env.NRGS_LOG) fs.writeFileSync(process.env.NRGS_LOG, `${JSON.stringify(guarded.told)}\n${guarded.log}`);
    // Who was not granted the hooks was told of nothing [R6].
    assert.equal(bare.overheard, HOOKS.map((name) => `${name} later-package`).join());
    assert.equal(guarded.overheard, '');
    assert.match(bare.taken, /took/);
    assert.doesNotMatch(guarded.taken, /took/);
    assert.deepEqual(guarded.log.match(/BLOCKED .*/g), [
      ...HOOKS.map((name) => `BLOCKED RED.hooks.add("${name}") — operation-plain lacks hooks:${name.replace('I', '-i').replace('U', '-u')}`),
      'BLOCKED RED.nodes.registerType() — operation-package lacks all',
    ]);
  });
}
