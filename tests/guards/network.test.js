'use strict';
// Every way to a socket: refused without a grant and nothing arrives, done with one [G1][G8].
const assert = require('node:assert/strict');
const dgram = require('node:dgram');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const tls = require('node:tls');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { eventually } = require('../support/effects.js');
const { REPO } = require('../support/installs.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const keys = require('../support/tls.js');
const { installSentinel, tempDir } = require('../support/userdir.js');
const { groups } = require('./lib/network-rows.js');

const ROWS = fs.readFileSync(path.join(__dirname, 'lib', 'network-rows.js'), 'utf8');
const CALLS = { run: "({ group, to, who }) => require('./rows.js').runAll(group, to, who)" };
const NAMES = { granted: 'guards-granted', none: 'guards-none', listed: 'guards-listed' };

const listen = (server, ...args) => new Promise((resolve) => { server.listen(...args, () => resolve(server.address()?.port)); });

/** Servers outside of Node-RED that write down what arrives. */
async function openServers(dir) {
  const heard = [];
  const collect = (socket) => {
    let text = '';
    socket.on('data', (bytes) => { text += bytes; });
    socket.on('error', () => undefined);
    socket.on('end', () => heard.push(text.trim()));
    socket.on('close', () => socket.destroy());
  };
  const servers = [net.createServer(collect), tls.createServer(keys, collect), net.createServer(collect), tls.createServer(keys, collect)];
  const to = { dir, path: path.join(dir, 'outside.sock'), tlsPath: path.join(dir, 'outside-tls.sock') };
  to.tcp = await listen(servers[0], 0);
  to.tls = await listen(servers[1], 0);
  await listen(servers[2], to.path);
  await listen(servers[3], to.tlsPath);
  const bound = (onMessage) => new Promise((resolve) => {
    const socket = dgram.createSocket('udp4', onMessage);
    servers.push(socket);
    socket.bind(0, '127.0.0.1', () => resolve(socket));
  });
  to.udp = (await bound((bytes) => heard.push(`${bytes}`))).address().port;
  // A name server that knows nobody: the question ends with its name, which is all that is read.
  const names = await bound((bytes, from) => {
    heard.push(readName(bytes));
    bytes.writeUInt16BE(0x8183, 2);
    names.send(bytes, from.port, from.address);
  });
  to.dns = names.address().port;
  return { heard, to, close: () => servers.forEach((server) => server.close()) };
}

function readName(bytes) {
  const labels = [];
  for (let at = 12; bytes[at] > 0; at += bytes[at] + 1) labels.push(bytes.toString('latin1', at + 1, at + 1 + bytes[at]));
  return labels.join('.').toLowerCase();
}

/** What a server of a package says to who connects. */
function visit(address, secure) {
  return new Promise((resolve) => {
    const options = typeof address === 'string' ? { path: address } : { port: address.port, host: address.address === '::1' ? '::1' : '127.0.0.1' };
    const socket = secure ? tls.connect({ ...options, rejectUnauthorized: false }) : net.connect(options);
    let text = '';
    socket.on('error', (error) => resolve(error.code));
    socket.on('data', (bytes) => { text += bytes; });
    socket.on('close', () => resolve(text));
    socket.write('GET / HTTP/1.0\r\n\r\n');
  });
}

async function checkGroup(t, session, group, servers) {
  const rows = Object.keys(groups[group]);
  const ask = async (who) => {
    const answer = await session.call(NAMES[who], 'run', { group, to: servers.to, who });
    assert.equal(answer.ok, true, JSON.stringify(answer));
    return JSON.parse(answer.value);
  };
  const none = await ask('none');
  const granted = await ask('granted');
  const arrived = (who, row) => servers.heard.some((text) => text === `${who} ${row}` || text === `${who}-${rows.indexOf(row)}.example`);
  for (const row of rows) {
    await t.test(`${group}: ${row}`, async () => {
      assert.equal(none[row].code, 'ERR_SENTINEL_DENIED', JSON.stringify(none[row]));
      assert.equal(arrived('none', row), false, 'nothing may arrive');
      if (group === 'listening') {
        assert.equal(granted[row].ok, true, JSON.stringify(granted[row]));
        assert.ok((await visit(JSON.parse(granted[row].said), row.startsWith('tls'))).endsWith(`granted ${row}`));
      } else if (group === 'lookups') {
        assert.match(granted[row].said, /^(127\.0\.0\.1|::1)$/);
      } else {
        assert.equal(await eventually(() => arrived('granted', row), 5000), true, `it must arrive: ${JSON.stringify(granted[row])}`);
        if (group === 'names') assert.equal(granted[row].code, 'ENOTFOUND');
      }
    });
  }
  if (group === 'listening') assert.deepEqual(fs.readdirSync(servers.to.dir).filter((name) => name.startsWith('listen')).length, 2, 'sockets of the granted package only');
}

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: every way to a socket`, async (t) => {
    const base = tempDir('nrgs-guards-');
    const dir = fs.mkdtempSync(path.join(base, 's'));
    const servers = await openServers(dir);
    const files = { 'rows.js': ROWS, 'tls.js': fs.readFileSync(path.join(__dirname, '..', 'support', 'tls.js'), 'utf8') };
    const packages = Object.values(NAMES).map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, files }));
    const capabilities = ['network:tcp', 'network:udp', 'network:dns', 'network:listen'];
    const granted = { capabilities, capabilityConfig: { 'network:tcp': { allowedHosts: ['*:*', `unix:${dir}`] }, 'network:listen': { allowedPorts: ['*', `unix:${dir}`] } } };
    const session = new Session({
      ...pair, base, packages, sentinel: installSentinel(REPO, path.join(base, 'user')),
      settings: { sentinel: { server: { packages: { [NAMES.granted]: granted } } } },
    });
    try {
      for (const group of Object.keys(groups)) await checkGroup(t, session, group, servers);
      assert.equal(session.starts, 1, 'Node-RED goes on');
    } finally {
      servers.close();
      await session.close();
    }
  });
}
