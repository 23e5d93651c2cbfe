'use strict';
// Certificates, addresses and lists of addresses that were cloned, and certificates that Node.js has from the other side of a connection, are of classes that nobody exports and that stand between them and the exported ones.
// What a package puts there is not what others trust by [G3][P3].
const { test } = require('node:test');
const assert = require('node:assert/strict');
const { X509Certificate } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { probePackage } = require('../support/packages.js');
const tls = require('../support/tls.js');
const { tempDir } = require('../support/userdir.js');

const HEAD = `
const net = require('net');
const tls = require('tls');
const { X509Certificate } = require('crypto');
const own = require('./tls.json');
const makes = { certificate: () => new X509Certificate(own.cert), list: () => new net.BlockList(), address: () => new net.SocketAddress({ address: '127.0.0.1' }) };
const copyOf = (kind) => structuredClone(makes[kind]());
`;
const CALLS = {
  puts: `(kind) => {
    const between = Object.getPrototypeOf(copyOf(kind));
    const told = [];
    for (const [key, member] of [['fingerprint256', { get: () => 'forged' }], ['address', { get: () => 'forged' }], ['check', { value: () => 'forged' }]]) {
      try { Object.defineProperty(between, key, { ...member, configurable: true }); told.push('defined'); } catch { told.push('refused'); }
    }
    const above = Object.getPrototypeOf(between);
    told.push(Reflect.setPrototypeOf(between, Object.create(above)) ? 'exchanged' : 'kept');
    return told.join();
  }`,
  certificate: "() => copyOf('certificate').fingerprint256",
  address: "() => copyOf('address').address",
  list: "() => { const list = copyOf('list'); return list.check('127.0.0.1') + ' ' + (list instanceof net.BlockList); }",
  peer: `() => new Promise((resolve, reject) => {
    const server = tls.createServer(own).on('error', reject).listen(0, '127.0.0.1', () => {
      const socket = tls.connect({ port: server.address().port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
        const found = socket.getPeerX509Certificate();
        socket.destroy();
        server.close(() => resolve(found.fingerprint256 + ' ' + (found instanceof X509Certificate)));
      }).on('error', reject);
    });
  })`,
};
const GRANTS = { puts: { capabilities: ['registry:write'] }, trusts: { capabilities: ['registry:write', 'network:tcp', 'network:listen'] } };
const { fingerprint256: TRUE } = new X509Certificate(tls.cert);
const HONEST = { certificate: TRUE, address: '127.0.0.1', list: 'false true', peer: `${TRUE} true` };
const FORGED = { certificate: 'forged', address: 'forged', list: 'forged true', peer: 'forged true' };

async function seen({ version, node, sentinel }) {
  const base = tempDir('nrgs-copied-');
  const packages = Object.keys(GRANTS).map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, head: HEAD, files: { 'tls.json': tls } }));
  const nodeRed = await startNodeRed({ version, node, sentinel, base, packages, settings: { ...leanCore(), sentinel: { server: { packages: GRANTS } } } });
  const call = async (name, of, args) => {
    const { ok, value, error } = await callProbe(nodeRed, name, of, args);
    assert.ok(ok, `${of} ${JSON.stringify(error)}`);
    return value;
  };
  try {
    const before = {};
    for (const name of Object.keys(HONEST)) before[name] = await call('trusts', name);
    assert.deepEqual(before, HONEST);
    const put = new Set();
    for (const kind of ['certificate', 'address', 'list']) put.add(await call('puts', 'puts', kind));
    const after = {};
    for (const name of Object.keys(HONEST)) after[name] = await call('trusts', name);
    return { put: [...put], after };
  } finally {
    await nodeRed.stop({ keep: true });
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 22 }, { version: '4.1', node: 24 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: copies and certificates of others are what they are`, async () => {
    assert.deepEqual(await seen({ ...pair, sentinel: true }), { put: ['refused,refused,refused,kept'], after: HONEST });
  });
  test(`Node-RED ${pair.version}, Node ${pair.node}, without Sentinel: they are what a package says`, async () => {
    assert.deepEqual(await seen({ ...pair, sentinel: false }), { put: ['defined,defined,defined,exchanged'], after: FORGED });
  });
}
