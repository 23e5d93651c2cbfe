'use strict';
// Editors that ask who one is: logging in, permissions and logging out work as ever, and an admin route of a package learns who asks and
// nothing of how that is found out [R5][R15].
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const installs = require('../support/installs.js');
const { startNodeRed } = require('../support/node-red.js');
const { settingsText, tempDir } = require('../support/userdir.js');
const { writePackage } = require('../support/packages.js');

const CODE = `
// What every object has under \`constructor\` is a code for a token that the package has chosen.
Object.assign(Object, { user: 'root', scope: '*', exchangeCodeExpires: Infinity, accessToken: 'made-up' });
module.exports = (RED) => {
  const seen = (object) => Boolean(object);
  const look = (req, res) => res.json({
    user: req.user?.username, scope: req.authInfo?.scope, may: req.isAuthenticated(), locals: Reflect.ownKeys(res.locals).length,
    passport: seen(req._passport), manager: seen(req._sessionManager), app: seen((req.app ?? {})._router ?? (req.app ?? {}).router?.stack), mine: req.session?.mine,
  });
  RED.httpAdmin.get('/login-look', RED.auth.needsPermission('login.read'), (req, res, next) => { req.session = { mine: 'mine' }; next(); }, look);
  RED.httpAdmin.get('/login-session', (req, res) => res.json([typeof req.session, typeof req.sessionStore]));
  RED.httpAdmin.get('/login-write', RED.auth.needsPermission('login.write'), look);
};`;

/** Users of the editor: one may do everything, the other read. */
async function adminAuth(version) {
  const bcrypt = await installs.library(version, 'bcryptjs');
  const user = (username, permissions) => ({ username, password: bcrypt.hashSync(`${username}-password`, 4), permissions });
  return { type: 'credentials', users: [user('root', '*'), user('guest', 'read')] };
}

/** What an operator writes as code: who comes with a token of another system. */
const TOKENS = "\nmodule.exports.adminAuth.tokens = async (token) => (token === 'from-elsewhere' ? { username: 'elsewhere', permissions: 'read' } : null);\n";

/** A strategy as the packages of passport have them, that settings.js loads: it needs what it does, and nothing for being one. What it has asked it keeps in the session. */
const STRATEGY = `
console.log('the first line of all is that of a package, and it prints on ' + typeof process.stdin.fd);
class Strategy {
  constructor(options, verify) { Object.assign(this, { name: 'login-strategy', options, verify }); }

  authenticate(req) {
    if (req.session === undefined) return this.error(new Error('there is no session'));
    if (req.query.password !== undefined) {
      req.session['login-strategy'] = { ...req.query, state: Math.random() };
      return this.redirect('/auth/strategy/callback?state=' + req.session['login-strategy'].state);
    }
    const { password, state, user } = req.session['login-strategy'] ?? {};
    delete req.session['login-strategy'];
    if (password !== this.options.password || String(state) !== req.query.state) return this.fail('wrong');
    return this.verify('token', 'refresh', { username: user }, (error, user) => (error ? this.error(error) : this.success(user)));
  }
}
module.exports = { Strategy };
`;
const BY_STRATEGY = `
module.exports.adminAuth = {
  type: 'strategy',
  strategy: { name: 'login-strategy', label: 'log in', strategy: require('login-strategy').Strategy, options: { password: 'strategy-password', verify: (token, refresh, profile, done) => done(null, profile) } },
  users: [{ username: 'root', permissions: '*' }, { username: 'guest', permissions: 'read' }],
};
`;

/** Node-RED 5 sends people on with a code, for which there is a token once. */
async function exchanged(nodeRed, location) {
  const [, code] = /[?]code=(.+)$/.exec(location) ?? [];
  return code === undefined ? undefined : (await nodeRed.post('/auth/token', { code })).json().accessToken;
}

/** Logging in by a strategy: who is sent on with which token, what that is good for, and whether another package has the session meanwhile. */
async function byStrategy({ version, node, sentinel }) {
  const base = tempDir();
  const packages = [writePackage(base, { name: 'login-strategy', files: { 'index.js': STRATEGY } }), writePackage(base, { name: 'login-package', nodes: { login: 'login.js' }, files: { 'login.js': CODE } })];
  const policy = { server: { packages: { 'login-package': { capabilities: ['registry:write', 'http:admin:global'] } } } };
  const nodeRed = await startNodeRed({ version, node, sentinel, packages, settings: settingsText({ disableEditor: false, sentinel: policy }) + BY_STRATEGY });
  try {
    const told = [];
    const seen = [];
    for (const [user, password] of [['root', 'wrong'], ['root', 'strategy-password'], ['guest', 'strategy-password'], ['nobody', 'strategy-password']]) {
      const asked = await nodeRed.get(`/auth/strategy?user=${user}&password=${password}`);
      const cookie = { cookie: `${asked.headers['set-cookie']}`.split(';')[0] };
      seen.push((await nodeRed.get('/login-session', cookie)).json().join());
      const { status, headers } = await nodeRed.get(asked.headers.location, cookie);
      const [, token] = /access_token=(.+)$/.exec(headers.location) ?? [undefined, await exchanged(nodeRed, headers.location)];
      const authorization = { authorization: `Bearer ${token}` };
      told.push([user, status, token !== undefined, (await nodeRed.get('/flows', authorization)).status, (await nodeRed.post('/flows', [{ id: 'tab1', type: 'tab', label: user }], authorization)).status]);
    }
    await nodeRed.post('/auth/token', { code: 'constructor' });
    assert.equal((await nodeRed.get('/flows', { authorization: 'Bearer made-up' })).status, sentinel || version !== '5.0' ? 401 : 200);
    assert.match(nodeRed.log, /the first line of all is that of a package, and it prints on number/);
    assert.doesNotMatch(nodeRed.log, /BLOCKED/);
    assert.deepEqual(seen, seen.map(() => (sentinel ? 'undefined,undefined' : 'object,object')));
    return told;
  } finally {
    await nodeRed.stop();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

async function story({ version, node, sentinel }) {
  const base = tempDir();
  const dir = writePackage(base, { name: 'login-package', nodes: { login: 'login.js' }, files: { 'login.js': CODE } });
  const nodeRed = await startNodeRed({
    version, node, sentinel, packages: [dir],
    settings: settingsText({ disableEditor: false, adminAuth: await adminAuth(version), sentinel: { server: { packages: { 'login-package': { capabilities: ['registry:write', 'http:admin:global'] } } } } }) + TOKENS,
  });
  const told = [];
  const looks = [];
  try {
    const login = async (username, password) => {
      const answer = await nodeRed.post('/auth/token', { client_id: 'node-red-editor', grant_type: 'password', scope: '', username, password });
      told.push([username, answer.status]);
      return answer.status === 200 ? { authorization: `Bearer ${answer.json().access_token}` } : {};
    };
    const ask = async (place, headers) => told.push([place, (await nodeRed.get(place, headers)).status]);
    await login('root', 'wrong');
    const root = await login('root', 'root-password');
    const guest = await login('guest', 'guest-password');
    const elsewhere = { authorization: 'Bearer from-elsewhere' };
    for (const headers of [{}, guest, root, elsewhere, { authorization: 'Bearer unknown' }]) for (const place of ['/flows', '/login-look', '/login-write']) await ask(place, headers);
    for (const headers of [guest, root]) told.push((await nodeRed.post('/flows', [{ id: 'tab1', type: 'tab', label: 'login' }], headers)).status);
    looks.push((await nodeRed.get('/login-look', root)).json());
    const token = root.authorization.slice('Bearer '.length);
    told.push((await nodeRed.post('/auth/revoke', { token }, root)).status);
    await ask('/flows', root);
    return { told, look: looks[0], log: nodeRed.log };
  } finally {
    await nodeRed.stop();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 22 }]) {
  test(`Node-RED ${pair.version}: logging in works, and passport stays core's`, async () => {
    const bare = await story({ ...pair, sentinel: false });
    const guarded = await story({ ...pair, sentinel: true });
    assert.deepEqual(guarded.told, bare.told);
    const { app, manager, passport, ...shown } = guarded.look;
    assert.deepEqual({ app: bare.look.app, manager: bare.look.manager, passport: bare.look.passport }, { app: true, manager: true, passport: true });
    assert.deepEqual({ app, manager, passport }, { app: false, manager: false, passport: false });
    assert.equal(shown.user, 'root');
    assert.equal(shown.mine, 'mine');
    assert.equal(shown.locals, 0);
    assert.doesNotMatch(guarded.log, /BLOCKED/);
  });
}

for (const pair of [{ version: '4.1', node: 20, sentinel: false }, { version: '5.0', node: 22, sentinel: false }, { version: '3.1', node: 20, sentinel: true }, { version: '5.0', node: 22, sentinel: true }]) {
  test(`Node-RED ${pair.version} ${pair.sentinel ? 'with' : 'without'} Sentinel: a strategy logs people in`, async () => {
    assert.deepEqual(await byStrategy(pair), [['root', 302, false, 401, 401], ['root', 302, true, 200, 204], ['guest', 302, true, 200, 401], ['nobody', 302, false, 401, 401]]);
  });
}
