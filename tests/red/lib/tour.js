'use strict';
// Takes Node-RED on a tour (tour-flows.js): what editors and browsers ask for, and all flows once.
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const path = require('node:path');
const { eventually } = require('../../support/effects.js');
const { wholeCore } = require('../../support/core-nodes.js');
const installs = require('../../support/installs.js');
const { startNodeRed } = require('../../support/node-red.js');
const { settingsText, tempDir, writeFiles } = require('../../support/userdir.js');
const { cert, key } = require('../../support/tls.js');
const { makeProject } = require('./projects.js');
const { BRANCHES, FLOWS, surroundings } = require('./tour-flows.js');

/** One exchange on a connection that may be kept. @returns {Promise<{status: number, headers: object, text: string}>} */
function ask(port, place, { method = 'GET', headers = {}, body, agent = false, secure = false } = {}) {
  return new Promise((resolve, reject) => {
    const { request } = secure ? https : http;
    const req = request({ host: '127.0.0.1', port, method, path: place, agent, headers, rejectUnauthorized: false }, (res) => {
      const chunks = [];
      res.on('data', (chunk) => chunks.push(chunk)).on('error', reject).on('end', () => resolve({ status: res.statusCode, headers: res.headers, text: String(Buffer.concat(chunks)) }));
    });
    // A connection that the server has closed meanwhile.
    const again = (error) => (req.reusedSocket && error.code === 'ECONNRESET' ? ask(port, place, { method, headers, body, secure }).then(resolve, reject) : reject(error));
    req.on('error', again).setTimeout(20_000, () => req.destroy(new Error(`${method} ${place} was not answered`)));
    req.end(body);
  });
}

/** What is no request, or the end of one in the middle: until the server has closed the connection. */
const raw = (port, text) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
  socket.on('error', () => undefined).on('data', () => undefined).on('close', resolve);
  socket.setTimeout(1000, () => socket.destroy());
});

const multipart = (parts) => `${parts.map(([head, text]) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}\r\n`).join('')}--b--\r\n`;

/** What browsers ask of a flow. */
async function browse(port, secure) {
  const agent = new (secure ? https : http).Agent({ keepAlive: true, maxSockets: 1 });
  const go = (place, options) => ask(port, place, { agent, secure, ...options });
  const json = { 'content-type': 'application/json' };
  for (const name of BRANCHES) await go(`/go/${name}?word=Word&list=a&list=b`);
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'POST']) await go('/echo/part?a[b]=c&d=1', { method, headers: { cookie: 'one=two; s=s%3Ax.y; j=j%3A%7B%22a%22%3A1%7D', 'x-forwarded-for': '1.2.3.4', origin: 'http://elsewhere', ...json }, body: ['GET', 'HEAD', 'OPTIONS'].includes(method) ? undefined : '{"a":1}' });
  const bodies = [['application/x-www-form-urlencoded', 'a=b&c[]=d'], ['text/plain', 'text'], ['application/octet-stream', Buffer.from('bytes')], ['application/json', '{bad'], ['application/json; charset=utf-16', '[1]'], ['multipart/form-data; boundary=b', multipart([['name="a"', 'b'], ['name="f"; filename="f.txt"', 'file']])], ['multipart/form-data', 'none'], ['application/cbor', 'x']];
  for (const [type, body] of bodies) for (const place of ['/echo/part', '/raw']) await go(place, { method: 'POST', headers: { 'content-type': type, expect: type === 'text/plain' ? '100-continue' : undefined, 'content-length': Buffer.byteLength(body) }, body }).catch(() => undefined);
  await go('/echo/part', { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, body: require('node:zlib').gzipSync('{"a":1}') });
  for (const [place, headers] of [['/static/page.txt', {}], ['/static/page.txt', { range: 'bytes=1-3' }], ['/static/page.txt', { range: 'bytes=900-' }], ['/static/page.txt', { 'if-modified-since': new Date().toUTCString() }], ['/static/page.txt', { 'if-none-match': '*', 'accept-encoding': 'gzip' }], ['/static', {}], ['/static/.hidden', {}], ['/static/../x', {}], ['/none', {}], ['/%zz', {}], ['/none', { accept: 'application/json' }]]) await go(place, { headers });
  agent.destroy();
}

/** What the flows ask of others. */
async function fetchAll(port, { tcpPort, tls }) {
  const to = `http://127.0.0.1:${tcpPort}`;
  const messages = [{ method: 'GET' }, { method: 'POST', payload: { a: 1 }, headers: { 'x-y': 'z', 'content-type': 'application/json' } }, { method: 'POST', payload: 'text', cookies: { a: 'b', c: { value: 'd' } } }, { method: 'POST', headers: { 'content-type': 'multipart/form-data' }, payload: { a: 'b', f: { value: 'x', options: { filename: 'f' } } } }, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: { a: 'b' } }, { method: 'GET', followRedirects: false, requestTimeout: 5000 }];
  const get = (name, place, more) => ask(port, `/go/${name}?to=${encodeURIComponent(place)}&more=${encodeURIComponent(JSON.stringify(more ?? { method: 'GET' }))}`);
  for (const more of messages) for (const place of ['/plain', '/on']) await get('fetch', to + place, more);
  for (const name of ['fetchBuffer', 'fetchJson', 'fetchBasic', 'fetchBearer', 'fetchProxy']) for (const place of ['/json', '/gzip']) await get(name, to + place);
  await get('fetchDigest', `${to}/digest`);
  await get('fetch', `http://127.0.0.1:${port}/go/none`);
  for (const place of ['http://127.0.0.1:1/', 'not a url']) await get('fetch', place);
  if (tls) await get('fetchTls', `https://127.0.0.1:${tls}/go/none`);
}

const FILES = ['/', '/settings', '/theme', '/locales/editor?lng=de', '/locales/node-red', '/locales/nodes?lng=en-US', '/red/red.min.js', '/vendor/vendor.js', '/favicon.ico', '/red/style.min.css', '/icons', '/icons/node-red/inject.svg', '/icons/none/none.svg', '/debug/view/view.html', '/nodes', '/nodes/messages', '/nodes/node-red', '/nodes/node-red/inject', '/nodes/none', '/flows', '/flows/state', '/flow/t', '/flow/none', '/plugins', '/plugins/messages', '/settings/user', '/context/global', '/context/global/g', '/context/flow/t', '/context/flow/t/kept', '/context/node/context-0', '/library/local/flows/', '/library/local/functions/', '/library/flows', '/auth/login', '/diagnostics', '/credentials/mqtt-broker/broker', '/credentials/none/none', '/none', '/red/images/node-red.svg', '/types/node/globals.d.ts', '/projects'];
const FLOW = [{ id: 'f1', type: 'tab', label: 'added' }];

/** What an editor asks for and does. */
async function edit(port, { headers = {}, secure = false, list }) {
  const json = { 'content-type': 'application/json', ...headers };
  const say = (method, place, body, more) => ask(port, place, { method, secure, headers: { ...json, ...more }, body: body === undefined ? undefined : JSON.stringify(body) });
  for (const place of FILES) for (const more of [{}, { accept: 'application/json', 'accept-encoding': 'gzip, deflate, br', 'accept-language': 'de', 'if-none-match': 'W/"x"' }]) await ask(port, place, { secure, headers: { ...headers, ...more } });
  await ask(port, '/nodes', { secure, headers: { ...headers, accept: 'text/html' } });
  const v2 = { 'node-red-api-version': 'v2' };
  for (const kind of ['nodes', 'flows', 'full']) {
    const { rev } = JSON.parse((await ask(port, '/flows', { secure, headers: { ...headers, ...v2 } })).text);
    const changed = list.map((one) => (one.id === 'heard' ? { ...one, func: `return null; // ${kind}` } : one));
    await say('POST', '/flows', { flows: changed, rev, credentials: {} }, { ...v2, 'node-red-deployment-type': kind });
  }
  await say('POST', '/flows', { flows: list, rev: 'old' }, v2);
  await say('POST', '/flows', undefined, { ...v2, 'node-red-deployment-type': 'reload' });
  await say('POST', '/flows', 'no flows');
  const added = await say('POST', '/flow', { label: 'one', nodes: [{ id: 'x1', type: 'comment', z: 'new' }] });
  const { id } = JSON.parse(added.text);
  await say('PUT', `/flow/${id}`, { id, label: 'two', nodes: [] });
  await say('DELETE', `/flow/${id}`);
  await say('POST', '/library/local/flows/in/a/folder', FLOW);
  await ask(port, '/library/local/flows/in/a/folder', { secure, headers });
  await say('POST', '/settings/user', { editor: { view: {} } });
  await say('PUT', '/nodes/node-red/comment', { enabled: false });
  await say('PUT', '/nodes/node-red/comment', { enabled: true });
  await say('POST', '/nodes', { module: 'not a name' });
  await say('DELETE', '/nodes/none');
  await say('DELETE', '/context/global/g?store=file');
  await say('POST', '/debug/debug/disable');
  await say('POST', '/debug/debug/enable');
  await say('POST', '/inject/once', { __user_inject_props__: [{ p: 'payload', v: 'x', vt: 'str' }] });
  await say('POST', '/flows/state', { state: 'stop' });
  await say('POST', '/flows/state', { state: 'start' });
}

/** The websocket of an editor, while the others are at work. */
async function comms(version, port, { token, secure = false }) {
  const WebSocket = await installs.library(version, 'ws');
  const socket = new WebSocket(`${secure ? 'wss' : 'ws'}://127.0.0.1:${port}/comms`, { rejectUnauthorized: false });
  let heard = '';
  await new Promise((resolve, reject) => {
    socket.on('error', reject).on('message', (data) => { heard += data; }).on('open', () => {
      if (token) socket.send(JSON.stringify({ auth: token }));
      socket.send(JSON.stringify({ subscribe: 'debug' }));
      for (const topic of ['status/#', 'notification/#']) socket.send(JSON.stringify({ subscribe: topic }));
      socket.send(JSON.stringify({ topic: 'multiplayer/connect', data: { session: 'one' } }));
      socket.send('no JSON');
      socket.ping();
      resolve();
    });
  });
  const echo = new WebSocket(`${secure ? 'wss' : 'ws'}://127.0.0.1:${port}/echo-ws`, { rejectUnauthorized: false });
  await new Promise((resolve, reject) => { echo.on('error', reject).on('message', resolve).on('open', () => echo.send('said')); });
  echo.close();
  return { heard: () => heard, close: () => socket.close() };
}

async function logIn(port) {
  const say = (body) => ask(port, '/auth/token', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const by = { client_id: 'node-red-editor', grant_type: 'password', scope: '*', username: 'root' };
  await say({ ...by, password: 'wrong' });
  await say({ ...by, client_id: 'other' });
  return JSON.parse((await say({ ...by, password: 'root-password' })).text).access_token;
}

const SETTINGS = {
  disableEditor: false, logging: { console: { level: 'debug', metrics: true, audit: true } }, httpNodeCors: { origin: '*', methods: 'GET,PUT,POST,DELETE' }, contextStorage: { default: { module: 'memory' }, file: { module: 'localfilesystem', config: { flushInterval: 0 } } },
  runtimeState: { enabled: true, ui: true }, diagnostics: { enabled: true, ui: true }, functionTimeout: 5, editorTheme: { multiplayer: { enabled: true }, page: { title: 'tour' } }, exportGlobalContextKeys: true, functionExternalModules: false, httpAdminCookieOptions: {}, ...wholeCore(),
};
/** A strategy as the packages of passport have them. */
const STRATEGY = `class { constructor(options, verify) { Object.assign(this, { name: 'tour', verify }); }
  authenticate(req) { if (!req.query.user) return this.redirect('/auth/strategy/callback?user=root'); this.verify('t', 'r', { username: req.query.user }, (error, user) => (error ? this.error(error) : this.success(user))); } }`;

/** What is set in each of the starts. */
async function settingsOf(kind, version, dir) {
  const bcrypt = await installs.library(version, 'bcryptjs');
  const users = [{ username: 'root', password: bcrypt.hashSync('root-password', 4), permissions: '*' }];
  const httpStatic = [{ path: path.join(dir, 'static'), root: '/static/' }];
  if (kind === 'users') return `${settingsText({ ...SETTINGS, httpStatic, adminAuth: { type: 'credentials', users } })}\nmodule.exports.adminAuth.tokens = async (token) => (token === 'elsewhere' ? { username: 'elsewhere', permissions: 'read' } : null);\n`;
  const open = { ...SETTINGS, httpStatic, editorTheme: { projects: { enabled: true } }, httpNodeAuth: { user: 'u', pass: users[0].password }, httpStaticAuth: { user: 'u', pass: users[0].password } };
  if (kind === 'projects') return settingsText(open);
  return `${settingsText({ ...SETTINGS, httpStatic, https: { key, cert }, requireHttps: true })}\nmodule.exports.adminAuth = { type: 'strategy', strategy: { name: 'tour', label: 'log in', strategy: ${STRATEGY}, options: { verify: (token, refresh, profile, done) => done(null, profile) } }, users: [{ username: 'root', permissions: '*' }] };\n`;
}

async function byUsers(version, nodeRed, around, list) {
  const { port } = nodeRed;
  const token = await logIn(port);
  const bearer = { authorization: `Bearer ${token}` };
  for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: 'Bearer elsewhere' }, { authorization: 'Basic x' }]) for (const place of ['/flows', `/flows?access_token=${token}`]) await ask(port, place, { headers });
  const editor = await comms(version, port, { token });
  await browse(port);
  await fetchAll(port, around);
  await edit(port, { headers: bearer, list });
  await eventually(() => /"topic":"debug"/u.test(editor.heard()));
  editor.close();
  for (const text of ['no request\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', 'GET /go/none HTTP/1.0\r\n\r\n', 'GET /comms HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', 'GET /none-ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n', 'POST /echo/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\nGET /go/none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n']) await raw(port, text);
  await ask(port, '/auth/revoke', { method: 'POST', headers: { ...bearer, 'content-type': 'application/json' }, body: JSON.stringify({ token }) });
}

async function byProjects(version, nodeRed, around, list) {
  const basic = { authorization: `Basic ${Buffer.from('u:root-password').toString('base64')}` };
  for (const headers of [{}, basic]) for (const place of ['/go/none', '/static/page.txt']) await ask(nodeRed.port, place, { headers });
  await makeProject(nodeRed, () => nodeRed.post('/flows', list));
  for (const place of ['/projects/one', '/projects/one/status', '/projects/one/branches', '/projects/one/remotes', '/projects/one/diff/tree/flows.json', '/projects/one/files/tree/flows.json', '/projects/one/history']) await nodeRed.get(place);
}

async function bySecure(version, nodeRed, around, list) {
  const { port } = nodeRed;
  const { headers: { location = '', 'set-cookie': cookies } } = await ask(port, '/auth/strategy', { secure: true });
  const { headers } = await ask(port, location.replace(/^https?:\/\/[^/]*/u, ''), { secure: true, headers: { cookie: `${cookies}`.split(';')[0] } });
  let [, token] = /access_token=(.+)$/u.exec(headers.location) ?? [];
  const [, code] = /[?]code=(.+)$/u.exec(headers.location) ?? [];
  if (code) token = JSON.parse((await ask(port, '/auth/token', { secure: true, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) })).text).accessToken;
  const editor = await comms(version, port, { token, secure: true });
  await browse(port, true);
  await edit(port, { headers: { authorization: `Bearer ${token}` }, secure: true, list });
  await ask(port, `/go/fetchTls?to=${encodeURIComponent(`https://127.0.0.1:${port}/go/none`)}`, { secure: true });
  editor.close();
}

const STARTS = { users: byUsers, projects: byProjects, secure: bySecure };

/**
 * @param {object} options as for startNodeRed
 * @param {string} kind which start: `users` that log in, `projects`, or `secure` with TLS and a strategy
 * @param {(nodeRed: object) => Promise<void>} [before] what is done when Node-RED has started
 */
async function tour(options, kind, before) {
  const base = tempDir();
  const around = await surroundings(options.version);
  writeFiles(base, { 'static/page.txt': 'a page\n'.repeat(300), 'static/.hidden': 'x' });
  const list = FLOWS({ ...around, dir: base });
  try {
    const nodeRed = await startNodeRed({ ...options, flows: list, settings: await settingsOf(kind, options.version, base) });
    try {
      await before?.(nodeRed);
      await STARTS[kind](options.version, nodeRed, around, list);
      return nodeRed.log;
    } finally {
      await nodeRed.stop();
    }
  } finally {
    around.close();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

module.exports = { STARTS: Object.keys(STARTS), tour };
