'use strict';
// What settings.js takes from packages [T1]: where everything is stored, handlers of the log, who people are, middleware, libraries of function nodes, sources of the library. All of
// that does what it did, and what core hands to it is no more than it was granted [R1][R12][R15].
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const https = require('node:https');
const path = require('node:path');
const installs = require('../support/installs.js');
const { eventually } = require('../support/effects.js');
const { startNodeRed } = require('../support/node-red.js');
const tls = require('../support/tls.js');
const { leanCore } = require('../support/core-nodes.js');
const { settingsText, tempDir, writeFiles } = require('../support/userdir.js');
const { probePackage, writePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');

const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 22 }, { version: '5.0', node: 24 }];

/** Keeps everything in files of its own, in a place that a setting names; what it is asked for besides, it tries with what core handed to it. */
const STORE = `
'use strict';
const fs = require('fs');
const path = require('path');
let settings, runtime, saved, given;
const attempt = (act) => { try { return String(act()); } catch (error) { return error.code ?? error.message; } };
const calls = {
  secrets: () => ['functionGlobalContext', 'adminAuth', 'httpStaticAuth'].map((name) => [settings, runtime.settings].map((all) => attempt(() => JSON.stringify(all[name]) + JSON.stringify(all.get(name))))).join(),
  node: () => attempt(() => typeof runtime.nodes.getNode('victim')._closeCallbacks + JSON.stringify(runtime.nodes.getNode('victim').credentials)),
  credentials: () => attempt(() => JSON.stringify(runtime.nodes.getCredentials('victim'))),
  parts: () => ['adminApp', 'nodeApp', 'server', 'flows', 'storage', 'library', 'plugins', 'telemetry'].filter((name) => runtime[name]).join('-') || 'none',
  hook: () => attempt(() => { runtime.hooks.add('onSend.store', (events) => { saved.heard = JSON.stringify(events[0].msg.payload); }); }),
  heard: () => String(saved.heard),
  route: () => attempt(() => { runtime.adminApp.get('/store-route', (req, res) => res.send('STORED')); }),
  // What core goes on with is what was read and written.
  change: () => { for (const list of [saved, given]) if (Array.isArray(list)) for (const node of list) if (node.id === 'victim') node.changed = 'CHANGED'; },
  level: () => { settings.set('storeWord', 'x'); },
  has: () => [typeof runtime.version(), typeof runtime.log.info, typeof runtime.isStarted(), runtime.settings === settings, typeof runtime.util.cloneMessage, typeof runtime.i18n._].join(),
};
const file = (name) => path.join(settings.operatorPlace, name + '.json');
const read = (name, otherwise) => { try { return JSON.parse(fs.readFileSync(file(name), 'utf8')); } catch { return otherwise; } };
const write = async (name, value) => { fs.writeFileSync(file(name), JSON.stringify(value)); };
class Storage {
  constructor() { Object.assign(this, { getSettings: async () => read('settings', {}), saveSettings: async (all) => write('settings', all), getSessions: async () => read('sessions', {}), saveSessions: async (all) => write('sessions', all) }); }
  init(all, whole) { settings = all; runtime = whole; require('./probe.js')('operator-store', calls)({}); runtime.log.info('the store is ready'); return { then: (done) => { done({ a: this }); } }; }
  async getFlows() { given = read('flows', require('./flows.json')); return given; }
  async saveFlows(flows) { saved = flows; return write('flows', flows); }
  async getCredentials() { return read('credentials', { victim: { key: 'victim-key' } }); }
  async saveCredentials(all) { return write('credentials', all); }
  async getLibraryEntry(type, name) { const all = read('library', {}); return all[type + name] ?? Object.keys(all).filter((key) => key.startsWith(type)).map((fn) => ({ fn })); }
  async saveLibraryEntry(type, name, meta, body) { return write('library', { ...read('library', {}), [type + name]: body }); }
}
module.exports = new Storage();
`;

/** It hears every line; told to by one, it throws, changes what others are shown, or tells of a node that it finds. */
const LOG = `
'use strict';
const heard = [];
module.exports.heard = heard;
module.exports.handler = (config) => {
  require('./probe.js')('operator-log', { heard: () => heard.splice(0).join('; ') })({});
  heard.push('made at ' + config.level);
  return (line) => {
    if (line.msg === 'cannot be heard') throw new Error('cannot hear');
    heard.push([line.level, line.type, line.id ?? line.nodeid, line.event, line.user?.username, line.msg?.node ? typeof line.msg.node._closeCallbacks : line.msg].join());
    if (line.msg === 'a line for all') { line.msg = 'CHANGED'; line.level = 1000; }
  };
};
`;

const FRONT = `
'use strict';
require('./probe.js')('operator-front', { seen: () => [module.exports.seen, module.exports.router].join() })({});
module.exports.front = (name) => (req, res, next) => {
  res.setHeader('x-front-' + name, [typeof next, req.url].join());
  if ((req.app?._router ?? req.app?.router)?.stack) module.exports.router = true;
  next();
};
module.exports.verify = ({ origin, req, secure }, done) => {
  const { server } = req.socket;
  module.exports.seen = [origin, secure, server?.listeners ? typeof server.listeners('request')[0] : 'nothing'].join();
  done(origin === 'http://may.example');
};
`;

const AUTH = `
'use strict';
const known = { root: '*', guest: 'read' };
const user = (username) => (known[username] ? { username, permissions: known[username] } : null);
module.exports = { type: 'credentials', users: async (name) => user(name), authenticate: async (name, password) => (password === name + '-password' ? user(name) : null), default: async () => ({ anonymous: true, permissions: 'read' }) };
`;

const NODES = `
const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('operator-victim', function (config) {
    given.nodes.createNode(this, config);
    victim = this;
    this.on('input', (msg, send, done) => { send(msg); done(); });
  }, { credentials: { key: { type: 'password' } } });
};`;
const PLUGIN = `
const entries = [];
module.exports = (given) => {
  class Source {
    constructor(config) { Object.assign(this, { id: config.id, word: config.word }); }
    async init() {}
    async getEntry(type, name) { return name === '/' ? [{ fn: 'one' }] : JSON.stringify([type, name, this.word]); }
    async saveEntry(type, name, meta, body) { entries.push([type, name, body].join()); }
  }
  given.plugins.registerPlugin('operator-source', { type: 'node-red-library-source', class: Source });
};
module.exports.entries = entries;`;
const CALLS = {
  says: '({ text }) => { try { RED.log.info(text); return "said"; } catch ({ message }) { return message; } }',
  fails: '() => { victim.error(Object.assign(new Error("with a node"), { node: victim })); }',
  send: '() => { victim.send({ payload: "private" }); }', entries: '() => require("./plugin.js").entries.join("; ")',
};

const at = (id, type, wires, more) => ({ id, type, z: 't', x: 1, y: 1, wires, ...more });
const flows = (tag) => [
  { id: 't', type: 'tab', label: tag }, at('victim', 'operator-victim', [['code']]),
  at('in', 'http in', [['code']], { url: '/code', method: 'get' }),
  at('code', 'function', [['out']], { func: "if (!msg.res) return null; msg.payload = [lib.name(), os.type() === global.get('os').type(), global.get('lib').name(), global.get('word'), global.keys().sort().join('-')].join(); return msg;", outputs: 1, libs: [{ var: 'lib', module: 'operator-lib' }, { var: 'os', module: 'os' }] }),
  at('out', 'http response', [], {}),
  { id: 'listener', type: 'websocket-listener', path: '/socket', wholemsg: 'false' }, at('heard', 'websocket in', [[]], { server: 'listener' }),
];

/** Where Node-RED sends its telemetry: the schedule is now, and the way there leads to the test. */
const telemetryCode = (port) => `
const { createRequire } = require('module');
const ofRuntime = createRequire(createRequire(require.main.filename).resolve('@node-red/runtime'));
try { ofRuntime('cronosjs').scheduleTask = (schedule, run) => { setImmediate(run); return { stop() {} }; }; } catch {}
require('https').globalAgent.createConnection = (options, done) => require('tls').connect({ port: ${port}, host: '127.0.0.1', rejectUnauthorized: false }, done);
`;

/** Answers that there is a newer version. */
async function telemetryServer() {
  const seen = [];
  const server = https.createServer(tls, (req, res) => {
    let text = '';
    req.on('data', (chunk) => { text += chunk; });
    req.on('end', () => { seen.push([req.method, req.headers.host, req.url, ...Object.keys(JSON.parse(text)).sort()].join()); res.end('{"node-red":{"latest":"99.0.0","next":"99.1.0"}}'); });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { seen, port: server.address().port, close: () => { server.closeAllConnections(); server.close(); } };
}

/** What the operator wrote as code. */
const settingsCode = (base, port) => `${telemetryCode(port)}
const { front, verify } = require('operator-front');
Object.assign(module.exports, {
  storageModule: require('operator-store'), adminAuth: require('operator-auth'), operatorPlace: ${JSON.stringify(path.join(base, 'kept'))},
  httpNodeMiddleware: front('node'), webSocketNodeVerifyClient: verify, functionExternalModules: true, exportGlobalContextKeys: true,
  functionGlobalContext: { lib: require('operator-lib'), os: require('os'), word: 'of the operator' },
  httpStatic: [{ path: ${JSON.stringify(path.join(base, 'static'))}, root: '/static/' }, { path: ${JSON.stringify(path.join(base, 'static'))}, root: '/second/', middleware: front('static') }],
  logging: { own: { level: 'info', audit: true, handler: require('operator-log').handler }, console: { level: 'info' } },
});
`;

function makePackages(base) {
  const dir = path.join(base, 'packages');
  const plain = (name, text, files = {}) => writePackage(dir, { name, files: { 'index.js': text, ...files } });
  return [
    plain('operator-store', STORE, { 'flows.json': flows('first') }), plain('operator-log', LOG), plain('operator-front', FRONT), plain('operator-auth', AUTH),
    plain('operator-lib', "module.exports = { name: () => 'operator-lib', deep: { word: 'deep' } };"),
    probePackage(dir, { name: 'operator-nodes', calls: CALLS, head: 'let victim;', after: NODES, manifest: { 'node-red': { nodes: { probe: 'probe-nodes.js' }, plugins: { plugin: 'plugin.js' } } }, files: { 'plugin.js': PLUGIN, 'probe-nodes.html': '<script type="text/html" data-template-name="operator-victim"></script>\n' } }),
  ];
}

function policyFor(base, isGranted) {
  const place = { allowedPaths: [path.join(base, 'kept')] };
  return { server: { packages: {
    'operator-nodes': { capabilities: ['registry:write'] }, 'operator-store': { capabilities: ['settings:read', 'fs:read', 'fs:write', ...(isGranted ? ['hooks:on-send'] : [])], capabilityConfig: { 'fs:read': place, 'fs:write': place } },
  }, types: isGranted ? { 'operator-victim': { 'node:credentials:read': { packages: ['operator-store'], types: [] } } } : {} } };
}

const passwordOf = async (version) => (await installs.library(version, 'bcryptjs')).hashSync('static-password', 4);

/** Is a socket of an editor's user let in, and what did who says so see? */
async function socketOf(nodeRed, version, origin) {
  const WebSocket = await installs.library(version, 'ws');
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${nodeRed.port}/socket`, { origin });
    socket.on('open', () => { socket.close(); resolve('open'); });
    socket.on('error', (error) => resolve(error.message));
  });
}

const PARTS = { 3.1: 'adminApp-nodeApp-server-flows-storage-library-plugins', 4.1: 'adminApp-nodeApp-server-flows-storage-library-plugins-telemetry', '5.0': 'adminApp-nodeApp-server-flows-storage-library-plugins-telemetry' };
const ATTACKS = ['secrets', 'node', 'credentials', 'parts'];

async function story({ version, node, sentinel }) {
  const base = tempDir('nrgs-operator-');
  const ping = await telemetryServer();
  writeFiles(base, { 'static/page.txt': 'a static page', 'kept/.keep': '' });
  const password = await passwordOf(version);
  const options = {
    version, node, sentinel, base, packages: makePackages(base), flows: null,
    files: { 'package.json': { name: 'operators-own', version: '1.0.0', dependencies: Object.fromEntries(['nodes', 'lib', 'store', 'log', 'front', 'auth'].map((name) => [`operator-${name}`, '1.0.0'])) } },
    settings: settingsOf(false),
  };
  function settingsOf(isGranted) {
    return settingsText({ ...leanCore('websocket'), disableEditor: false, credentialSecret: false, httpNodeCors: { origin: '*' }, httpStaticAuth: { user: 'reader', pass: password }, editorTheme: { library: { sources: [{ id: 'own-source', type: 'operator-source', label: 'own', word: 'word of the source' }] } }, sentinel: policyFor(base, isGranted) }) + settingsCode(base, ping.port);
  }
  let nodeRed = await startNodeRed(options);
  const told = {};
  const call = async (who, name, args) => {
    const made = await callProbe(nodeRed, `operator-${who}`, name, args);
    return made.ok ? made.value : `ERROR ${made.error.code ?? made.error.message}`;
  };
  const text = async (place, headers) => { const answer = await nodeRed.get(place, headers); return `${answer.status} ${answer.text}`; };
  const login = async (username, password) => {
    const answer = await nodeRed.post('/auth/token', { client_id: 'node-red-editor', grant_type: 'password', scope: '', username, password });
    return answer.status === 200 ? { authorization: `Bearer ${answer.json().access_token}` } : undefined;
  };
  const deploy = async (tag, headers) => (await nodeRed.post('/flows', { flows: flows(tag) }, { 'node-red-api-version': 'v2', 'node-red-deployment-type': 'nodes', ...headers })).status;
  try {
    told.code = await text('/code');
    const pass = { authorization: `Basic ${Buffer.from('reader:static-password').toString('base64')}`, origin: 'http://may.example' };
    const headersOf = async (place, name, given = pass) => { const { status, headers, text: body } = await nodeRed.get(place, given); return [status, body, headers[name]].join(); };
    told.front = [await headersOf('/static/page.txt', 'x-front-static', {}), await headersOf('/static/page.txt', 'x-front-static'), await headersOf('/code', 'access-control-allow-origin'), await headersOf('/second/page.txt', 'x-front-static'), (await nodeRed.get('/code')).headers['x-front-node']];
    told.sockets = [await socketOf(nodeRed, version, 'http://may.example'), await socketOf(nodeRed, version, 'http://else.example')];
    told.login = [await login('root', 'wrong'), Boolean(await login('guest', 'guest-password'))];
    const root = await login('root', 'root-password');
    told.deploys = [await deploy('guest', await login('guest', 'guest-password')), await deploy('second', root)];
    told.keys = Object.keys((await nodeRed.get('/context/global', root)).json()).length > 0 && (await text('/context/global?keysOnly=true', root));
    told.library = [(await nodeRed.post('/library/local/flows/one', [{ id: 'x', type: 'tab' }], root)).status, await text('/library/local/flows/', root), await text('/library/local/flows/one', root)];
    told.source = [await text('/library/own-source/flows/', root), await text('/library/own-source/flows/deep', root), (await nodeRed.post('/library/own-source/flows/new', ['body'], root)).status, await call('nodes', 'entries')];
    told.flows = (await nodeRed.get('/flows', root)).json()[0].label;
    told.telemetry = [(await nodeRed.post('/settings/user', { telemetryEnabled: true }, root)).status];
    if (version !== '3.1') told.telemetry.push((await nodeRed.waitFor(/A new version of Node-RED is available: .*/))[0], ping.seen.join());
    told.has = await call('store', 'has');
    const heard = await call('log', 'heard');
    told.heard = [/made at info/.test(heard), /the store is ready/.test(heard), /98,,,auth.login,root/.test(heard) || /98,,,flows.set,root/.test(heard)];
    const got = {};
    for (const name of ATTACKS) got[name] = await call('store', name);
    got.hook = await call('store', 'hook');
    await call('nodes', 'send');
    got.heard = await call('store', 'heard');
    got.route = [await call('store', 'route'), await text('/store-route', root)].join();
    await call('store', 'change');
    got.changed = (await text('/flows', root)).includes('CHANGED');
    await call('nodes', 'fails');
    got.found = /with a node|20,operator-victim,victim,,,(\w+)/.exec(await call('log', 'heard'))?.[1];
    got.throws = await call('nodes', 'says', { text: 'cannot be heard' });
    await call('nodes', 'says', { text: 'a line for all' });
    await call('nodes', 'says', { text: 'a line behind it' });
    await nodeRed.waitFor(/a line behind it/);
    got.silenced = !nodeRed.log.includes('a line for all');
    got.given = await call('front', 'seen');
    if (!sentinel) return { told, got };
    await eventually(async () => fs.existsSync(path.join(base, 'kept', 'sessions.json')), 3000);
    const { log } = nodeRed;
    await nodeRed.stop({ keep: true });
    // It is where it was, and what was granted is there.
    nodeRed = await startNodeRed({ ...options, packages: [], settings: settingsOf(true) });
    told.again = [(await nodeRed.get('/flows', root)).json()[0].label, await deploy('third', root), await text('/library/local/flows/one', root)];
    const granted = { node: await call('store', 'node'), hook: await call('store', 'hook') };
    await call('nodes', 'send');
    granted.heard = await call('store', 'heard');
    return { told, got, granted, log };
  } finally {
    ping.close();
    await nodeRed.stop({ keep: true });
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const pair of PAIRS) {
  test(`Node-RED ${pair.version}: what settings.js takes from packages does what it did, and has no more than it was granted`, async () => {
    const bare = await story({ ...pair, sentinel: false });
    const guarded = await story({ ...pair, sentinel: true });
    const { again, ...told } = guarded.told;
    assert.deepEqual(told, bare.told);
    assert.deepEqual(again, ['second', 200, '200 [{"id":"x","type":"tab"}]']);
    assert.deepEqual([told.code, told.telemetry.slice(1)], ['200 operator-lib,true,operator-lib,of the operator,lib-os-word', pair.version === '3.1' ? [] : ['A new version of Node-RED is available: 99.0.0', 'POST,telemetry.nodered.org,/ping,env,instanceId,os']]);
    assert.deepEqual([told.heard, told.sockets, told.deploys, told.flows], [[true, true, true], ['open', 'Unexpected server response: 401'], [401, 200], 'second']);
    const { secrets, ...had } = bare.got;
    assert.match(secrets, /of the operator.*"credentials".*"reader"/);
    assert.deepEqual(had, {
      node: 'object{"key":"victim-key"}', credentials: '{"key":"victim-key"}', parts: PARTS[pair.version], hook: 'undefined', heard: '"private"', route: 'undefined,200 STORED', changed: true,
      found: 'object', throws: 'cannot hear', silenced: true, given: 'http://else.example,false,function,true',
    });
    const { secrets: shown, route, ...got } = guarded.got;
    assert.doesNotMatch(shown, /operator|credentials|reader/);
    assert.match(route, /404/);
    assert.deepEqual(got, {
      node: 'undefinedundefined', credentials: 'undefined', parts: 'none', hook: 'undefined', heard: 'undefined', changed: false, found: 'undefined', throws: 'said', silenced: false, given: 'http://else.example,false,undefined,',
    });
    assert.deepEqual(guarded.granted, { node: 'undefined{"key":"victim-key"}', hook: 'undefined', heard: '"private"' });
    for (const line of ['RED.hooks.add("onSend") — operator-store lacks hooks:on-send', 'RED.nodes.getCredentials() — operator-store lacks node:credentials:read']) assert.ok(guarded.log.includes(`BLOCKED ${line}`), guarded.log);
  });
}
