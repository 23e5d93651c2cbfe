'use strict';
// What core looks for where nothing is: users, tokens and codes in plain objects, whether somebody is logged in or a body has been read on a request. A package that may do nothing but register nodes puts something there, on
// what every object or request inherits: it lets nobody in, shows no file, and changes nothing of what others send [R5][R14][R15].
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const installs = require('../support/installs.js');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const CALLS = {
  // What every object has under `constructor` is a module with icons and resources.
  folders: "({ dir }) => { Object.assign(Object, { 0: dir, resources: { path: dir } }); return 'filed'; }",
  // It is a user and a token. Codes: login.test.js.
  files: "({ password }) => { Object.assign(Object, { user: 'root', scope: '*', username: 'root', permissions: '*', password }); return 'filed'; }",
  adds: `() => {
    const { IncomingMessage, ServerResponse } = require('http');
    const add = (of, members) => { for (const [key, value] of Object.entries(members)) Object.defineProperty(of.prototype, key, { value, writable: true, configurable: true }); };
    add(IncomingMessage, { _body: true, body: [{ id: 'lured', type: 'tab', label: 'LURED' }], query: { word: 'LURED' }, cookies: { word: 'LURED' }, ofMine: 'own', files: 'own', _decoder: true, finished: true });
    add(IncomingMessage, { logIn(user, options, done) { seen.push('LURED ' + JSON.stringify(user)); this.user = user; done(); } });
    add(IncomingMessage, { logOut: () => 'own out' });
    add(ServerResponse, { locals: { word: 'LURED' } });
    return 'added';
  }`,
  // What express looks for before a request has a class of its application's, and what a socket of TLS has.
  addsFirst: `() => {
    const { IncomingMessage } = require('http');
    const parsed = Object.assign(new (require('url').Url)(), { _raw: '/hidden', pathname: null });
    for (const [key, value] of Object.entries({ originalUrl: '//lured.example/x', baseUrl: '/LURED', _parsedUrl: parsed, params: { word: 'LURED' } })) IncomingMessage.prototype[key] = value;
    for (const key of ['encrypted', 'authorized']) try { require('net').Socket.prototype[key] = true; } catch {}
    return [new IncomingMessage().baseUrl, 'none'].join();
  }`,
};
/** Routes of another package. */
const CODE = `module.exports = (RED) => {
  RED.httpNode.get('/locals', (req, res) => res.send([String(res.locals.word), req.ofMine, String(req.logOut).includes('own out')].join()));
  RED.httpAdmin.get('/asks', RED.auth.needsPermission('flows.read'), (req, res) => res.send(req.user.username));
};`;
const AFTER = "const probe = module.exports; module.exports = (given) => { probe(given); given.httpNode.get('/own', (req, res) => res.send([req.ofMine, req.files, req.logOut(), seen.join()].join())); };";

const at = (id, type, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...more });
const FLOWS = [
  { id: 't', type: 'tab', label: 'first' }, at('in', 'http in', { url: '/seen', method: 'get', wires: [['look']] }),
  at('look', 'function', { func: 'msg.payload = JSON.stringify([msg.payload, msg.req.query, msg.req.cookies]); return msg;', outputs: 1, wires: [['out']] }), at('out', 'http response', { wires: [] }),
  at('came', 'http in', { url: '/came', method: 'get', wires: [['tell']] }), at('hidden', 'http in', { url: '/hidden', method: 'get', wires: [['tell']] }),
  at('tell', 'function', { func: "const { originalUrl, baseUrl, protocol, secure, socket } = msg.req; msg.payload = [originalUrl, baseUrl, protocol, secure, socket.authorized].join(); return msg;", outputs: 1, wires: [['out']] }),
];

async function story({ version, node, sentinel }) {
  const base = tempDir();
  const bcrypt = await installs.library(version, 'bcryptjs');
  const hash = (text) => bcrypt.hashSync(text, 4);
  const packages = [
    probePackage(base, { name: 'absent-lures', calls: CALLS, head: 'const seen = [];', after: AFTER }),
    probePackage(base, { name: 'absent-other', calls: {}, files: { 'other.js': CODE }, manifest: { 'node-red': { nodes: { other: 'other.js' } } } }),
  ];
  const policy = { server: { packages: { 'absent-lures': { capabilities: ['registry:write', 'http:node:global'] }, 'absent-other': { capabilities: ['registry:write', 'http:node:global', 'http:admin:global'] } } } };
  const users = [{ username: 'root', password: hash('root-password'), permissions: '*' }];
  const nodeRed = await startNodeRed({ version, node, sentinel, packages, flows: FLOWS, files: { 'secret.json': { word: 'a secret of the operator' } }, settings: { disableEditor: false, adminAuth: { type: 'credentials', users }, sentinel: policy } });
  const told = {};
  const text = async (place, headers) => { const { status, text: body } = await nodeRed.get(place, headers); return `${status} ${body}`; };
  const login = async (username, password) => nodeRed.post('/auth/token', { client_id: 'node-red-editor', grant_type: 'password', scope: '', username, password });
  try {
    const root = { authorization: `Bearer ${(await login('root', 'root-password')).json().access_token}` };
    assert.equal((await callProbe(nodeRed, 'absent-lures', 'files', { password: hash('known') })).value, 'filed');
    told.tokens = (await nodeRed.get('/flows', { authorization: 'Bearer constructor' })).status;
    told.query = (await nodeRed.get('/flows?access_token[]=constructor')).status;
    told.users = (await login('constructor', 'known')).status;
    assert.equal((await callProbe(nodeRed, 'absent-lures', 'folders', { dir: nodeRed.userDir })).value, 'filed');
    told.files = [];
    for (const place of ['/icons/constructor/secret.json', '/resources/constructor/secret.json']) told.files.push((await text(place)).includes('a secret of the operator'));
    told.root = [(await nodeRed.get('/flows', root)).status, (await login('root', 'wrong')).status];
    told.editor = [(await nodeRed.get('/')).status];
    assert.equal((await callProbe(nodeRed, 'absent-lures', 'addsFirst')).value, '/LURED,none');
    const { status, headers } = await nodeRed.get('/');
    told.editor.push(status, headers.location ?? 'here');
    told.came = [await text('/came'), (await text('/hidden')).slice(0, 11)];
    assert.equal((await callProbe(nodeRed, 'absent-lures', 'adds')).value, 'added');
    told.seen = await text('/seen');
    told.asked = await text('/seen?word=asked', { cookie: 'word=asked' });
    told.locals = await text('/locals');
    told.asks = await text('/asks', root);
    told.own = await text('/own');
    told.deploy = (await nodeRed.post('/flows', FLOWS.map((one) => (one.id === 't' ? { ...one, label: 'second' } : one)), root)).status;
    told.flows = /"label": ?"(\w+)"/.exec(fs.readFileSync(path.join(nodeRed.userDir, 'flows.json'), 'utf8'))[1];
    return told;
  } finally {
    await nodeRed.stop();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}: nobody is let in, and nothing is changed, by what a package puts where core looks and nothing is`, async () => {
    assert.deepEqual(await story({ ...pair, sentinel: true }), {
      tokens: 401, query: 401, users: 403, files: [false, false], root: [200, 403], seen: '200 [{},{},{}]', asked: '200 [{"word":"asked"},{"word":"asked"},{"word":"asked"}]', locals: '200 undefined,own,false', asks: '200 root', own: '200 own,own,own out,',
      editor: [200, 200, 'here'], came: ['200 /came,,http,false,', '200 /hidden'],
      deploy: 204, flows: 'second',
    });
  });
}

test('without Sentinel it is, and somebody is', async () => {
  const told = await story({ version: '5.0', node: 26, sentinel: false });
  assert.deepEqual([told.tokens, told.query, told.users], [200, 200, 200]);
  assert.deepEqual(told.files, [true, true]);
  assert.deepEqual([told.locals, told.flows], ['200 LURED,own,true', 'LURED']);
  assert.deepEqual(told.editor, [200, 301, '//lured.example/x/']);
  assert.deepEqual(told.came, ['200 //lured.example/x,/LURED,https,true,true', '404 <!DOCTY']);
  assert.match(told.seen, /LURED/);
  assert.match(told.own, /^200 own,own,own out,LURED/);
});
