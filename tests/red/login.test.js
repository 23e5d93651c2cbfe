'use strict';
// Editors that ask who one is: logging in, permissions and logging out work as ever, and an admin route of a package learns who asks and
// nothing of how that is found out [R5][R15].
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const installs = require('../support/installs.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { writePackage } = require('../support/packages.js');

const CODE = `
module.exports = (RED) => {
  const seen = (object) => Boolean(object);
  const look = (req, res) => res.json({
    user: req.user?.username, scope: req.authInfo?.scope, may: req.isAuthenticated(), locals: Reflect.ownKeys(res.locals).length,
    passport: seen(req._passport), manager: seen(req._sessionManager), app: seen((req.app ?? {})._router ?? (req.app ?? {}).router?.stack), mine: req.session?.mine,
  });
  RED.httpAdmin.get('/login-look', RED.auth.needsPermission('login.read'), (req, res, next) => { req.session = { mine: 'mine' }; next(); }, look);
  RED.httpAdmin.get('/login-write', RED.auth.needsPermission('login.write'), look);
};`;

/** Users of the editor: one may do everything, the other read. */
function adminAuth(version) {
  const bcrypt = require(path.join(installs.WORK, 'node-red', installs.nodeRedVersion(version), 'node_modules', 'bcryptjs'));
  const user = (username, permissions) => ({ username, password: bcrypt.hashSync(`${username}-password`, 4), permissions });
  return { type: 'credentials', users: [user('root', '*'), user('guest', 'read')] };
}

async function story({ version, node, sentinel }) {
  const base = tempDir();
  const dir = writePackage(base, { name: 'login-package', nodes: { login: 'login.js' }, files: { 'login.js': CODE } });
  const nodeRed = await startNodeRed({
    version, node, sentinel, packages: [dir],
    settings: { disableEditor: false, adminAuth: adminAuth(version), sentinel: { server: { packages: { 'login-package': { capabilities: ['registry:write', 'http:admin:global'] } } } } },
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
    for (const headers of [{}, guest, root]) for (const place of ['/flows', '/login-look', '/login-write']) await ask(place, headers);
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
