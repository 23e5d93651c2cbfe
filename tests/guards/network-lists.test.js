'use strict';
// Lists of hosts and ports, Node-RED's own port [C5], and the bound of the whole process [C6].
const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { eventually } = require('../support/effects.js');
const { openServers } = require('../support/outside.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir } = require('../support/userdir.js');

const CALLS = {
  connect: `({ options, lookup }) => new Promise((resolve) => {
    const net = require('net');
    const given = lookup ? { ...options, lookup: (host, asked, done) => (asked.all ? done(null, [{ address: lookup, family: net.isIP(lookup) }]) : done(null, lookup, net.isIP(lookup))) } : options;
    const socket = net.connect(given);
    socket.on('error', (error) => resolve(error.code === 'ERR_SENTINEL_DENIED' ? error.capability + ' ' + error.resource : error.code ?? error.message));
    socket.on('connect', () => { socket.end(); resolve('connected'); });
  })`,
  listen: `({ args }) => new Promise((resolve) => {
    const server = require('net').createServer();
    server.on('error', (error) => resolve(error.code === 'ERR_SENTINEL_DENIED' ? error.capability + ' ' + error.resource : error.code));
    server.listen(...args, () => { const address = server.address(); server.close(); resolve('listening ' + (address.port === undefined ? 'there' : address.address)); });
  })`,
  send: `({ port, host }) => new Promise((resolve) => {
    const socket = require('dgram').createSocket('udp4').unref();
    socket.send('x', port, host, (error) => resolve(error === null ? 'sent' : error.code === 'ERR_SENTINEL_DENIED' ? error.capability + ' ' + error.resource : error.code));
  })`,
  bind: `({ args }) => new Promise((resolve) => {
    const socket = require('dgram').createSocket('udp4').unref();
    socket.on('error', (error) => resolve(error.capability + ' ' + error.resource));
    socket.bind(...args, () => { socket.close(); resolve('bound'); });
  })`,
  lookup: "({ name }) => require('dns').promises.lookup(name).then(() => 'found', (error) => (error.code === 'ERR_SENTINEL_DENIED' ? error.capability + ' ' + error.resource : error.code))",
  quiet: `({ port }) => new Promise((resolve) => {
    const socket = require('net').connect(port, '127.0.0.1');
    socket.write('x');
    socket.on('close', (failed) => resolve([failed, socket.destroyed, socket.connecting, typeof socket.setTimeout(1)]));
  })`,
};
const tcp = (allowedHosts, more = {}) => ({ capabilities: ['network:tcp'], capabilityConfig: { 'network:tcp': { allowedHosts, ...more } } });
/** More than the system has room for. */
const long = (to) => `${to.dir}/${'x'.repeat(120)}.sock`;
const open = { capabilities: ['network:tcp', 'network:udp', 'network:dns', 'network:listen'] };

/** A session of packages with these grants, and the servers outside. */
async function withPackages(pair, { policy, more = {} }, body) {
  const base = tempDir('nrgs-lists-');
  fs.mkdirSync(path.join(base, 's'));
  const outside = await openServers(path.join(base, 's'));
  const granted = policy(outside.to);
  const packages = Object.keys(granted).map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS }));
  const session = new Session({ ...pair, base, packages, sentinel: true, settings: { sentinel: { server: { packages: granted, ...more } } } });
  const ask = async (name, call, args) => (await session.call(name, call, args)).value;
  try {
    await body({ ask, session, to: outside.to, admin: Number(new URL((await session.nodeRed()).url).port) });
  } finally {
    outside.close();
    await session.close();
  }
}

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  const where = `Node-RED ${pair.version}, Node ${pair.node}`;

  test(`${where}: lists`, async (t) => {
    const policy = (to) => ({
      'lists-address': tcp(['127.0.0.1:*']), 'lists-name': tcp(['localhost:*']), 'lists-block': tcp(['127.0.0.0/8', '::1/128']), 'lists-port': tcp([`127.0.0.1:${to.tcp}`]),
      'lists-suffix': tcp(['*.example:*']), 'lists-socket': tcp([`unix:${to.path}`, `unix:${long(to)}`]), 'lists-open': open,
      'lists-listen': { capabilities: ['network:listen'], capabilityConfig: { 'network:listen': { allowedPorts: ['127.0.0.1:0', `unix:${to.dir}/own.sock`, `unix:${long(to)}`] } } },
      'lists-udp': { capabilities: ['network:udp'], capabilityConfig: { 'network:udp': { allowedHosts: [`127.0.0.1:${to.udp}`] } } },
      'lists-dns': { capabilities: ['network:dns'], capabilityConfig: { 'network:dns': { allowedNames: ['localhost', '*.example'] } } },
    });
    await withPackages(pair, { policy }, async ({ ask, to }) => {
      const connect = (name, host, lookup) => ask(name, 'connect', { options: { port: to.tcp, host, family: lookup ? undefined : 4 }, lookup });
      const refused = (host) => `network:tcp ${host}:${to.tcp}`;
      const CASES = [
        ['lists-address', '127.0.0.1', 'connected'], ['lists-address', '::ffff:127.0.0.1', 'connected'],
        ['lists-address', 'localhost', refused('localhost')], ['lists-address', '127.0.0.2', refused('127.0.0.2')],
        ['lists-name', 'localhost', 'connected'], ['lists-name', 'LOCALHOST', 'connected'], ['lists-name', '127.0.0.1', refused('127.0.0.1')],
        ['lists-name', 'localhost', refused('127.0.0.2'), '127.0.0.2'], ['lists-name', 'localhost', 'connected', '127.0.0.1'],
        ['lists-block', '127.0.0.1', 'connected'], ['lists-block', '10.0.0.1', refused('10.0.0.1')],
        ['lists-suffix', 'a.example', 'ENOTFOUND'], ['lists-suffix', 'example', refused('example')], ['lists-suffix', 'a.example', refused('127.0.0.1'), '127.0.0.1'],
        ['lists-open', 'localhost', 'connected'], ['lists-open', 'a.example', 'connected', '127.0.0.1'], ['lists-open', '2130706433', 'connected'],
      ];
      for (const [name, host, expected, lookup] of CASES) {
        await t.test(`${name} to ${host}${lookup ? ` by a lookup that says ${lookup}` : ''}`, async () => {
          const found = await connect(name, host, lookup);
          if (expected === 'ENOTFOUND') assert.match(found, /^(ENOTFOUND|EAI_AGAIN)$/);
          else assert.equal(found, expected);
        });
      }
      await t.test('another port', async () => {
        assert.equal(await ask('lists-port', 'connect', { options: { port: to.tcp, host: '127.0.0.1' } }), 'connected');
        assert.equal(await ask('lists-port', 'connect', { options: { port: to.tls, host: '127.0.0.1' } }), `network:tcp 127.0.0.1:${to.tls}`);
      });
      await t.test('a local socket must be named', async () => {
        assert.equal(await ask('lists-socket', 'connect', { options: { path: to.path } }), 'connected');
        for (const name of ['lists-open', 'lists-block']) assert.equal(await ask(name, 'connect', { options: { path: to.path } }), `network:tcp unix:${to.path}`);
      });
      await t.test('listening', async () => {
        assert.equal(await ask('lists-listen', 'listen', { args: [0, '127.0.0.1'] }), 'listening 127.0.0.1');
        assert.equal(await ask('lists-listen', 'listen', { args: [0] }), 'network:listen 0');
        assert.equal(await ask('lists-listen', 'listen', { args: [`${to.dir}/own.sock`] }), 'listening there');
        assert.equal(await ask('lists-listen', 'listen', { args: [`${to.dir}/other.sock`] }), `network:listen unix:${to.dir}/other.sock`);
        assert.equal(await ask('lists-open', 'listen', { args: [`${to.dir}/other.sock`] }), `network:listen unix:${to.dir}/other.sock`);
      });
      await t.test('a local socket whose path is too long is wrong, and no other one', async () => {
        const expected = pair.node < 24 ? 'all a socket path of more than 107 bytes cannot be judged' : 'EINVAL';
        assert.equal(await ask('lists-socket', 'connect', { options: { path: long(to) } }), expected);
        assert.equal(await ask('lists-listen', 'listen', { args: [long(to)] }), expected);
        if (pair.node >= 24) assert.equal(await ask('lists-open', 'connect', { options: { path: long(to) } }), `network:tcp unix:${long(to)}`);
        assert.deepEqual(fs.readdirSync(to.dir).filter((name) => name.startsWith('xxx')), []);
      });
      await t.test('datagrams', async () => {
        assert.equal(await ask('lists-udp', 'send', { port: to.udp, host: '127.0.0.1' }), 'sent');
        assert.equal(await ask('lists-udp', 'send', { port: to.udp, host: '127.0.0.2' }), `network:udp 127.0.0.2:${to.udp}`);
        assert.equal(await ask('lists-udp', 'bind', { args: [] }), 'bound');
        assert.equal(await ask('lists-udp', 'bind', { args: [to.dns] }), `network:listen ${to.dns}`);
      });
      await t.test('names', async () => {
        assert.equal(await ask('lists-dns', 'lookup', { name: 'localhost' }), 'found');
        assert.equal(await ask('lists-dns', 'lookup', { name: 'example' }), 'network:dns example');
        assert.equal(await ask('lists-name', 'lookup', { name: '127.0.0.1' }), 'found', 'an address is asked for nowhere');
      });
      await t.test('a refused socket that nobody listens to ends like one that failed', async () => {
        assert.equal(await ask('lists-name', 'quiet', { port: to.tcp }), '[true,true,false,"object"]');
      });
    });
  });

  test(`${where}: Node-RED's own port`, async (t) => {
    const policy = () => ({ 'own-open': open, 'own-any': tcp(['*:*']), 'own-named': tcp(['127.0.0.1:*']), 'own-name': tcp(['localhost:*']), 'own-suffix': tcp(['*.example:*', '127.0.0.0/8']) });
    await withPackages(pair, { policy }, async ({ ask, admin }) => {
      const address = Object.values(require('node:os').networkInterfaces()).flat().find((found) => found.family === 'IPv4' && !found.internal)?.address;
      const CASES = [
        ['own-open', '127.0.0.1', false], ['own-open', 'localhost', false], ['own-any', '0.0.0.0', false], ['own-any', '2130706433', false], ['own-any', '127.1', false],
        ['own-any', '::ffff:127.0.0.1', false], ['own-any', 'localhost.', false], ['own-suffix', '127.0.0.1', false], ['own-any', 'a.example', false, '127.0.0.1'],
        ['own-named', '127.0.0.1', true], ['own-name', 'localhost', true],
        ...(address === undefined ? [] : [['own-any', address, false]]),
      ];
      for (const [name, host, passes, lookup] of CASES) {
        await t.test(`${name} to ${host}${lookup ? ' that leads there' : ''}`, async () => {
          const found = await ask(name, 'connect', { options: { port: admin, host }, lookup });
          if (passes) assert.equal(found, 'connected');
          else assert.match(found, /^network:tcp /);
        });
      }
    });
  });

  test(`${where}: the bound of the whole process`, async (t) => {
    const policy = () => ({ 'bound-all': { capabilities: ['all'] } });
    // Written into settings.js before anything listens: a port of its own for what is allowed.
    const server = http.createServer((request, response) => response.end('allowed'));
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const { port } = server.address();
    await withPackages(pair, { policy, more: { network: { allowlist: [`127.0.0.1:${port}`] } } }, async ({ ask, session, to }) => {
      await t.test('a package that holds everything', async () => {
        assert.equal(await ask('bound-all', 'connect', { options: { port, host: '127.0.0.1' } }), 'connected');
        assert.equal(await ask('bound-all', 'connect', { options: { port: to.tcp, host: '127.0.0.1' } }), `network:tcp 127.0.0.1:${to.tcp}`);
        assert.equal(await ask('bound-all', 'lookup', { name: 'localhost' }), 'network:dns localhost');
      });
      await t.test("Node-RED's own nodes", async () => {
        const nodeRed = await session.nodeRed();
        const flow = (target, at) => [
          { id: `tab${at}`, type: 'tab', label: `${at}` },
          { id: `in${at}`, type: 'inject', z: `tab${at}`, once: true, onceDelay: 0.1, props: [{ p: 'payload' }], payload: 'x', payloadType: 'str', wires: [[`tcp${at}`]] },
          { id: `tcp${at}`, type: 'tcp request', z: `tab${at}`, server: '127.0.0.1', port: `${target}`, out: 'immed', ret: 'string', wires: [[]] },
        ];
        const seen = { good: 0, bad: 0 };
        const bad = net.createServer((socket) => { seen.bad += 1; socket.destroy(); });
        await new Promise((resolve) => { bad.listen(0, '127.0.0.1', resolve); });
        server.on('connection', () => { seen.good += 1; });
        const target = bad.address().port;
        await nodeRed.post('/flows', { flows: [...flow(port, 1), ...flow(target, 2)] }, { 'node-red-api-version': 'v2', 'node-red-deployment-type': 'full' });
        assert.equal(await eventually(() => seen.good > 0 && nodeRed.log.includes(`127.0.0.1:${target}`), 15_000), true, session.log);
        bad.close();
        assert.equal(seen.bad, 0, 'what is not listed is not reached');
        assert.match(session.log, /server\.network|allowlist/);
      });
    });
    server.close();
  });
}
