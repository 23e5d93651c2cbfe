'use strict';
// Packages that hold `registry:write` and one capability more, and one that has something to lose.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { probePackage } = require('../../support/packages.js');
const deputies = require('./deputies.js');
const handed = require('./handed.js');
const { HELD } = require('./methods.js');
const requests = require('./requests.js');
const subflows = require('./subflows.js');

const typeHtml = (...types) => types.map((type) => `<script type="text/html" data-template-name="${type}"></script>\n`).join('');

/** Package -> what it holds besides `registry:write`. */
const HOLDS = {
  'single-plain': {},
  'single-admin': { capabilities: ['http:admin'] },
  'single-http': { capabilities: ['http:node'] },
  nrg: { capabilities: ['http:admin'] },
  'single-global': { capabilities: ['http:admin:global'], capabilityConfig: { 'http:admin:global': { allowedPaths: ['/shared'] } } },
  'single-comms': { capabilities: ['comms:publish'] },
  'single-env': { capabilities: ['process:env:read'] },
  'single-hooks': { capabilities: ['hooks:message'] },
  'single-events': { capabilities: ['events:subscribe'], capabilityConfig: { 'events:subscribe': { allowedEvents: ['*'] } } },
  'single-files': { capabilities: ['fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: ['/etc', `${path.resolve(os.tmpdir())}/**/page.single-plain`] } } },
  'single-tls': { capabilities: ['node:read'] },
  'single-read': { capabilities: ['node:read'] },
  'single-settings': { capabilities: ['settings:all'] },
  ...deputies.HOLDS,
  ...requests.HOLDS,
  ...Object.fromEntries(Object.entries(HELD).map(([name, capabilities]) => [name, { capabilities }])),
};

/** How a request is made another one: what it asks for, what express remembers of that, and what answers when somebody looks. */
const ANOTHER = `{
  url: (q) => { q.url = '/single-after'; },
  parsed: (q) => { q._parsedUrl = Object.assign(new (require('url').Url)(), { _raw: q.url, pathname: '/single-after' }); },
  changed: (q) => { q._parsedUrl.pathname = '/single-after'; },
  accessor: (q) => { const { url } = q; Object.defineProperty(q, 'url', { get: () => (/parseurl/.test(new Error().stack) ? '/single-after' : url), set() {}, configurable: true }); },
  remembers: (q) => { const parsed = Object.assign(new (require('url').Url)(), { _raw: q.url, pathname: '/single-after' }); Object.defineProperty(q, '_parsedUrl', { get: () => parsed, set() {}, configurable: true }); },
  kept: (q) => { Object.defineProperty(q, 'url', { value: '/single-after' }); q._parsedUrl = undefined; Object.defineProperty(q, 'url', { writable: false, configurable: false }); },
  method: (q) => { q._body = true; Object.defineProperty(q, 'method', { get: () => 'POST', set() {}, configurable: true }); },
  ordinary: (q) => { q.ofMine = typeof q._parsedUrl; },
}`;

const NODES = `
const probe = module.exports;
const another = ${ANOTHER};
module.exports = (given) => {
  probe(given);
  given.nodes.registerType(NAME + '-node', function (config) {
    if (config.first) eval(config.first);
    if (config.property) all.push(config.z + '=' + config.property);
    given.nodes.createNode(this, config);
    const self = this;
    nodes[config.id] = this;
    if (config.then) eval(config.then);
    this.server = config.server && given.nodes.getNode(config.server);
    this.greet = (listener) => listener.call(this, this);
    this.on('input', (msg, send, done) => { if (msg.req) last = msg; got.push('got:' + msg.payload); all.push(config.id + '=' + msg.payload); send(msg); done(); });
    // What stands in the place of a node.
    if (config.returns === 'catch') return { id: config.id, type: 'catch', receive: (msg) => got.push('caught:' + msg.payload), updateWires() {}, close: async () => {}, on() {} };
    if (config.returns === 'broker') return { id: config.id, type: 'mqtt-broker', register: (node) => got.push('raw:' + typeof node._closeCallbacks + typeof node.credentials), close: async () => {}, on() {} };
    if (config.returns === 'another') return given.nodes.getNode('victim');
    if (config.returns === 'prototype') return Object.getPrototypeOf(Object.getPrototypeOf(this));
    if (config.returns === 'function') return Object.assign(() => {}, { id: config.id, type: 'catch', register: (node) => got.push('raw:' + typeof node._closeCallbacks), close: async () => {}, on() {} });
    if (config.returns === 'flow') return new Proxy(Object.create(this), { get: (target, key) => (key === '_flow' ? fakeFlow : Reflect.get(target, key)) });
    if (config.returns === 'proxy') return new Proxy(this, {});
    if (config.breaks) this.type = null;
    return this;
  }, { credentials: { password: { type: 'text' }, token: { type: 'text' } } });
  // Before there are any of nodes.
  if (NAME === 'single-http') given.httpNode.get('/early', (request, response, next) => { another[request.query.way ?? 'url'](request); request.query = request.body = 'INJECTED'; next(); });
  ROUTES
  for (const definition of SUBFLOWS) given.nodes.registerSubflow(definition);
};`;

const PLUGIN = `
module.exports = (RED) => {
  module.exports.RED = RED;
  RED.plugins.registerPlugin('httpNodeCors', { type: 'x', settings: { '*': { exportable: true } } });
  if (require('./package.json').name === 'single-plain') RED.plugins.registerPlugin('single-theme', { type: 'node-red-theme', css: ['theme/linked.css', 'theme/own.css'] });
  RED.plugins.registerPlugin('single-plugin', { type: 'x', settings: { word: { value: 'x', exportable: true } } });
};`;

/** Reads everything that can be reached by reading, and tells which secrets and which parts of the runtime are there. */
const WALK = `
function walk(roots) {
  const secrets = ['broker-password', 'victim-key', 'tls-passphrase', 'env-secret', 'group-secret', 'instance-secret'];
  const found = new Set();
  const seen = new Set();
  const queue = Object.entries(roots);
  const note = (what, at) => found.add(what + ' at ' + at);
  const look = (value, at) => {
    const keys = Reflect.ownKeys(value);
    if (keys.includes('activeNodes')) note('a flow', at);
    if (keys.includes('_closeCallbacks') && !Object.values(nodes).includes(value)) note('a node', at);
    if (keys.includes('_events') && keys.includes('_connections')) note('a server', at);
    for (const key of keys) {
      if (typeof key === 'symbol' && String(key).includes('nrgs.')) continue;
      // On a Node.js 20 without Sentinel C++ reads this of classes too, from memory that is not theirs, which may end the process.
      if (key === 'onread') continue;
      try {
        const item = value[key];
        // What classes are asked for of themselves fails, in promises later on.
        if (item instanceof Promise) item.catch(() => undefined);
        queue.push([at + '.' + String(key), item]);
      } catch {}
    }
    queue.push([at + '.__proto__', Object.getPrototypeOf(value)]);
    if (keys.includes('stack') && Array.isArray(value.stack) && value.stack[0]?.handle) note('a router', at);
    if (value instanceof Map) for (const [, item] of value) queue.push([at + '[]', item]);
    if (value instanceof Set) for (const item of value) queue.push([at + '[]', item]);
  };
  while (queue.length > 0 && seen.size < 60000) {
    const [at, value] = queue.shift();
    if (typeof value === 'string') for (const secret of secrets) if (value.includes(secret)) note(secret, at);
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value) || at.length > 160) continue;
    seen.add(value);
    try { look(value, at); } catch {}
  }
  return 'walked ' + seen.size + ' found: ' + [...found].join('; ');
}`;

/** What core reads of a package for whoever asks. */
const FILES = {
  'linked/linked.js': 'module.exports = () => {};', 'linked/deep/own.html': '<!-- own half -->', 'icons/own.png': 'own icon', 'theme/own.css': '/* own theme */', 'examples/own.json': '[{ "own": "own example" }]',
  'locales/en-US/probe-nodes.json': '{ "own": "own text" }', 'locales/de/probe-nodes.html': '<!-- own help -->',
};
/** The same as links, and how far above what is the operator's lies. */
const LINKED = {
  'linked/linked.html': '../../../', 'icons/linked.png': '../../../', 'theme/linked.css': '../../../', 'examples/linked.json': '../../../', 'linked/locales/en-US/linked.json': '../../../../../', 'locales/fr/probe-nodes.html': '../../../../',
};

/** @param {Record<string, string>} calls what it does */
function actor(dir, name, calls) {
  const isOwner = name === subflows.OWNER;
  const isPlain = name === 'single-plain';
  const made = probePackage(dir, {
    name,
    calls: { ...calls, walked: "() => (last ? walk({ req: last.req, res: last.res }) : '')", got: '() => got.splice(0).join(" ")', heard: "() => all.join(' | ')" },
    head: `const NAME = ${JSON.stringify(name)}; const SUBFLOWS = ${JSON.stringify(isOwner ? subflows.definitions : [])}; const all = []; const got = []; const nodes = {}; let last; const noteRaw = (node) => { got.push('raw:' + typeof node._closeCallbacks + node.password); }; const fakeFlow = { handleStatus: noteRaw, handleError: noteRaw, log() {}, send() {} }; const own = () => nodes[NAME + '-1'];${name === deputies.HOLDER ? deputies.head : ''}${WALK}`,
    files: { 'probe-nodes.html': typeHtml(`${name}-node`, ...(isOwner ? subflows.types : [])), 'plugin.js': PLUGIN, 'missing.x/file': '', 'resources/own.txt': 'own resource', 'resources/deep/own.txt': 'own resource', ...FILES, ...(isPlain ? handed.FILES : {}) },
    manifest: { 'node-red': { nodes: { probe: 'probe-nodes.js', linked: 'linked/linked.js', ...(isPlain ? handed.SETS : {}) }, plugins: { plugin: 'plugin.js' } } },
    after: NODES.replace('ROUTES', () => requests.atLoad(name)),
  });
  // As in a checkout that was installed by its folder.
  fs.symlinkSync('../../../flows_cred.json', path.join(made, 'resources', 'linked.json'));
  for (const [name, above] of Object.entries(LINKED)) {
    fs.mkdirSync(path.dirname(path.join(made, name)), { recursive: true });
    fs.symlinkSync(`${above}flows_cred.json`, path.join(made, name));
  }
  fs.symlinkSync('deep/own.txt', path.join(made, 'resources', 'within.txt'));
  fs.symlinkSync('../../..', path.join(made, 'resources', 'folder'));
  return made;
}

function victim(dir) {
  return probePackage(dir, {
    name: 'single-victim',
    calls: {
      failWith: '() => { const error = Object.assign(new Error("with a node"), { node: nodes.victim }); nodes.victim.error(error); nodes.victim._complete({}, error); }',
      fail: '() => nodes.victim.error("an error", { payload: "private" })',
      register: '({ id }) => RED.nodes.getNode(id).register(nodes.victim)',
      server: '() => JSON.stringify(nodes.victim.server.credentials)',
      text: '() => { try { return RED._("runtime:runtime.version", { component: "victim-word", version: "y" }); } catch { return "nothing"; } }',
      send: '() => { nodes.victim.send({ payload: 1 }); nodes.victim.status({ text: "x" }); }',
      told: '() => told.splice(0).join(" ")',
      evaluate: '({ text }) => String(eval(text))',
      tell: '() => RED.nodes.getNode("broker").error("told", { payload: 1 })',
      logged: '() => lines.splice(0).join(" ")',
    },
    head: 'const lines = []; const told = []; const nodes = {};',
    files: { 'probe-nodes.html': typeHtml('single-victim') },
    after: `const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('single-victim', function (config) {
    given.nodes.createNode(this, config);
    nodes[config.id] = this;
    this.server = given.nodes.getNode('broker');
    this.greet = (listener) => listener.call(this, this);
  }, { credentials: { key: { type: 'password' } } });
  given.events.on('node-status', ({ id, status }) => told.push(id + ':' + status?.text));
  const handler = new (require('events'))();
  handler.on('log', (line) => lines.push([line.msg ?? line.event, line.path, line.z, line.nodeid ?? line.id, ...(Number(line.level) === 98 ? ['by ' + JSON.parse(JSON.stringify(line)).package] : [])].join()));
  handler.on('log', ({ msg, type, name }) => type && lines.push(['[' + type, name + ']', msg].join(':')));
  given.log.addHandler(handler);
};`,
  });
}

module.exports = { HOLDS, actor, victim };
