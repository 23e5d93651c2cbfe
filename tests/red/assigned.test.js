'use strict';
// What a package *assigns* to the classes of Node.js and to prototypes of the language, where core, its libraries and Node.js look and nothing is: it is found by that package alone. A package that may do nothing but register
// nodes is no strategy by which people log in, is handed no request, no stream and no key of a connection, lets no reader write, says nothing of where somebody comes from, and keeps nobody from anything [R5][R15][G3].
const test = require('node:test');
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const fs = require('node:fs');
const https = require('node:https');
const { leanCore } = require('../support/core-nodes.js');
const installs = require('../support/installs.js');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');
const { cert, key } = require('../support/tls.js');

/** Each puts something there, says whether it finds it itself, and takes it away again. */
const assigning = (object, name, value) => `() => { const object = ${object}; const name = ${name}; const value = ${value}; object[name] = value; kept.push(() => Reflect.deleteProperty(object, name)); return String(object[name] === value); }`;
const MARK = (make, name) => `Reflect.ownKeys((() => { ${make} })()).find((one) => one.description === '${name}')`;
const HTTP = "require('http')";
const LURES = {
  // passport takes what has an `authenticate` for a strategy, and a name is a text.
  strategy: assigning('String.prototype', "'authenticate'", 'function (req) { got.push(req.headers.authorization); }'),
  // content-type takes what has a `getHeader` for an answer.
  header: assigning(`${HTTP}.IncomingMessage.prototype`, "'getHeader'", 'function (name) { got.push(this.headers.authorization); return this.headers[name]; }'),
  // passport puts who has logged in somewhere else, and Node-RED takes it that nobody has to.
  user: assigning(`${HTTP}.IncomingMessage.prototype`, "'_userProperty'", "'somebody'"),
  address: assigning("require('net').Socket.prototype", "'_peername'", "({ address: '192.0.2.1', port: 1, family: 'IPv4' })"),
  // A text that is a URL is no path.
  path: "() => { String.prototype.href = 'file:///x'; String.prototype.protocol = 'file:'; kept.push(() => { Reflect.deleteProperty(String.prototype, 'href'); Reflect.deleteProperty(String.prototype, 'protocol'); }); return String('x'.href === 'file:///x'); }",
  keys: assigning(`${HTTP}.Agent.prototype`, MARK("const agent = new (require('https').Agent)(); agent.on('keylog', () => {}); return agent;", 'onkeylog'), "function (line) { got.push(this.constructor.name + ' ' + String(line).slice(0, 6)); }"),
  open: assigning("require('stream').Readable.prototype", "'open'", "function () { got.push(String(this.path)); this.destroy(); }"),
  // What express says of an error goes out with the headers that the error has.
  answers: assigning('Error.prototype', "'headers'", "({ refresh: '0;url=http://lured.example/' })"),
  connections: assigning("require('net').Server.prototype", "'maxConnections'", '-1'),
};
/** Node.js before 24 takes for a key what has the marks of one: with those of a package, bytes of everybody's are its key. */
const KEYED = `() => {
  const made = require('crypto').createSecretKey(Buffer.from('key of the package'));
  for (const mark of Reflect.ownKeys(made)) { Buffer.prototype[mark] = made[mark]; kept.push(() => Reflect.deleteProperty(Buffer.prototype, mark)); }
  Buffer.prototype.type = 'secret';
  kept.push(() => Reflect.deleteProperty(Buffer.prototype, 'type'));
}`;
const CALLS = { ...LURES, keyed: KEYED, got: '() => got.splice(0).join()', undo: '() => { for (const undo of kept.splice(0)) undo(); }', rest: `() => {
  const above = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
  above.return = function () { got.push('REST ' + this.next().value); return {}; };
  kept.push(() => Reflect.deleteProperty(above, 'return'));
  const [first] = ['first', 'own'];
  return first + got.splice(0).join();
}` };
/** Another package takes the beginning of a list. */
const OTHER = { signs: "() => require('crypto').createHmac('sha256', Buffer.from('own key')).update('text').digest('hex')", takes: "() => { const [first] = ['first', 'a secret']; return first; }" };

const at = (id, type, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...more });
const flows = (port) => [
  { id: 't', type: 'tab', label: 'first' }, { id: 'tls', type: 'tls-config', verifyservercert: false }, at('out', 'http response', { wires: [] }),
  at('ip', 'http in', { url: '/ip', method: 'get', wires: [['tell']] }), at('tell', 'function', { func: 'msg.payload = msg.req.ip; return msg;', outputs: 1, wires: [['out']] }),
  at('fetch', 'http in', { url: '/fetch', method: 'get', wires: [['ask']] }), at('ask', 'http request', { method: 'GET', ret: 'txt', url: `https://127.0.0.1:${port}/`, tls: 'tls', wires: [['out']] }),
];

const LATE = 3000;
/** Of a request that is never answered. */
const within = (promise) => Promise.race([promise.catch(() => 'not answered'), new Promise((resolve) => { setTimeout(resolve, LATE, 'not answered').unref(); })]);

async function story({ version, node, sentinel }) {
  const base = tempDir();
  const elsewhere = https.createServer({ cert, key }, (req, res) => res.end('answered'));
  await new Promise((resolve) => { elsewhere.listen(0, '127.0.0.1', resolve); });
  const bcrypt = await installs.library(version, 'bcryptjs');
  const user = (username, permissions) => ({ username, password: bcrypt.hashSync(username, 4), permissions });
  const packages = [probePackage(base, { name: 'assigned-lures', calls: CALLS, head: 'const got = []; const kept = [];' }), probePackage(base, { name: 'assigned-other', calls: OTHER })];
  const granted = { capabilities: ['registry:write'] };
  const nodeRed = await startNodeRed({
    version, node, sentinel, packages, flows: flows(elsewhere.address().port),
    settings: { ...leanCore('request'), disableEditor: false, adminAuth: { type: 'credentials', users: [user('root', '*'), user('guest', 'read')] }, sentinel: { server: { packages: { 'assigned-lures': granted, 'assigned-other': granted } } } },
  });
  const login = async (name) => ({ authorization: `Bearer ${(await nodeRed.post('/auth/token', { client_id: 'node-red-editor', grant_type: 'password', scope: '', username: name, password: name })).json().access_token}` });
  const ask = (place, headers) => within(nodeRed.get(place, headers).then(({ status, text }) => (place.startsWith('/red') || place === '/flows' ? status : text)));
  const call = async (name, who = 'assigned-lures') => (await callProbe(nodeRed, who, name)).value;
  const told = {};
  try {
    const [root, guest] = [await login('root'), await login('guest')];
    const deploy = (headers) => within(nodeRed.post('/flows', flows(1), headers).then(({ status }) => status));
    const acts = {
      strategy: () => ask('/flows', root), header: () => deploy(root), user: () => deploy(guest), address: () => ask('/ip'), path: () => ask('/red/about', root), // Node-RED before 5.0 takes no certificate of ours, and has shaken hands by then.
      keys: async () => /answered|self-signed/u.test(await ask('/fetch')), open: () => ask('/red/red.min.js'), connections: () => ask('/ip'),
      answers: () => within(nodeRed.post('/flows', 'no JSON', root).then(({ headers }) => headers.refresh ?? 'none')),
    };
    // It is tried whether nodes can be deployed: what asks elsewhere comes first.
    for (const name of ['keys', 'address', 'strategy', 'path', 'open', 'answers', 'user', 'header']) {
      const found = await call(name);
      const answer = await acts[name]();
      const got = await call('got');
      told[name] = [found, answer, [root, guest].some(({ authorization }) => got.includes(authorization)) ? 'a token' : got.split(',')[0].replace(/.*\/(?=red)/u, '')];
      await call('undo');
    }
    told.rest = [await call('rest'), await call('takes', 'assigned-other'), await call('got')];
    await call('undo');
    await call('keyed');
    told.signed = await call('signs', 'assigned-other') === crypto.createHmac('sha256', 'own key').update('text').digest('hex');
    await call('undo');
    told.connections = [await call('connections'), await acts.connections()];
    return told;
  } finally {
    await nodeRed.stop();
    elsewhere.close();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

// A field of Node's own (js/realm/fields.js) a package does not have itself either.
const HARMLESS = {
  keys: ['false', true, ''], address: ['false', '127.0.0.1', ''], strategy: ['true', 200, ''], path: ['true', 200, ''], open: ['true', 200, ''], answers: ['true', 'none', ''], user: ['true', 401, ''], header: ['true', 204, ''],
  rest: ['firstREST own', 'first', ''], signed: true, connections: ['false', '127.0.0.1'],
};

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}: what a package assigns to shared classes is found by that package alone`, async () => {
    assert.deepEqual(await story({ ...pair, sentinel: true }), HARMLESS);
  });
}

// Of the streams that Node.js before 26 reads files by nobody asks how they are opened.
const BARE = [{ version: '4.1', node: 20, open: ['true', 200, ''], signed: false }, { version: '5.0', node: 26, open: ['true', 'not answered', 'red.min.js'], signed: true }];

for (const { version, node, ...differs } of BARE) {
  test(`Node-RED ${version} without Sentinel: everybody finds it`, async () => {
    assert.deepEqual(await story({ version, node, sentinel: false }), {
      keys: ['true', true, 'TLSSocket SERVER'], address: ['true', '192.0.2.1', ''], strategy: ['true', 'not answered', 'a token'], path: ['true', 500, ''], answers: ['true', '0;url=http://lured.example/', ''], user: ['true', 204, ''], header: ['true', 204, 'a token'],
      rest: ['firstREST own', 'first', 'REST a secret'], connections: ['true', 'not answered'], ...differs,
    });
  });
}
