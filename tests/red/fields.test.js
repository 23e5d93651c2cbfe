'use strict';
// Fields for which Node.js looks in its objects before these have them. A package that holds nothing puts them on the classes: where requests come from, their headers in the form in which nobody has asked for them yet, and the
// connections of servers, of that of Node-RED among them, which listens when packages are loaded.
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage, writePackage } = require('../support/packages.js');

/** In every way, on a class and on all above it. */
const PUT = `
const http = require('http'); const https = require('https'); const net = require('net'); const tls = require('tls');
function put(object, key, value) {
  class Given { constructor() { return object; } }
  const attempts = [
    () => { object[key] = value; }, () => Object.defineProperty(object, key, { value, configurable: true }), () => Reflect.defineProperty(object, key, { value, configurable: true }),
    () => { class Field extends Given { [key] = value; } return new Field(); }, () => Object.assign(object, { [key]: value }),
  ];
  for (const attempt of attempts) try { attempt(); } catch {}
}
function putAbove(object, key, value) { for (let level = object; level !== null && level !== Object.prototype; level = Object.getPrototypeOf(level)) put(level, key, value); }
const symbolsBy = (object, act) => { const before = Object.getOwnPropertySymbols(object); act(object); return Object.getOwnPropertySymbols(object).filter((key) => !before.includes(key)); };
const away = { address: '6.6.6.6', port: 6, family: 'IPv6' };
const REQUESTS = () => {
  for (const of of [net.Socket, tls.TLSSocket]) putAbove(of.prototype, '_peername', away);
  const requests = http.IncomingMessage.prototype;
  try { requests.headersDistinct = { lured: ['yes'] }; requests.trailersDistinct = { lured: ['yes'] }; } catch {}
  for (const key of symbolsBy(new http.IncomingMessage(new net.Socket()), (message) => [message.headersDistinct, message.trailersDistinct])) putAbove(requests, key, { lured: ['yes'] });
};
const SERVERS = () => {
  const none = { all: () => [], idle: () => [], active: () => [], expired: () => [] };
  for (const of of [http.Server, https.Server]) {
    const server = new of();
    for (const key of symbolsBy(server, () => server.emit('listening'))) if (String(key).includes('connections)')) putAbove(of.prototype, key, none);
  }
};
`;
const bad = (dir, what) => writePackage(dir, { name: 'fields-bad', nodes: { nodes: 'nodes.js' }, files: { 'nodes.js': `${PUT}\n${what}(); module.exports = () => console.log('fields are put');` }, probe: false });
const asked = (dir) => probePackage(dir, {
  name: 'fields-asked', calls: { request: '(args, { headersDistinct, trailersDistinct, socket }) => ({ mine: headersDistinct["x-mine"], lured: headersDistinct.lured ?? trailersDistinct.lured, from: socket.remoteAddress, by: socket.remoteFamily })' },
});

async function story({ version, node, sentinel, what }) {
  const base = tempDir('nrgs-fields-');
  const dir = path.join(base, 'packages');
  const nodeRed = await startNodeRed({ version, node, sentinel, base, packages: [bad(dir, what), asked(dir)], settings: leanCore() });
  try {
    assert.match(nodeRed.log, /fields are put/);
    if (what === 'SERVERS') {
      // A server of which Node.js lost the connections does not answer, or its process ends.
      const signal = AbortSignal.timeout(5_000);
      return await fetch(`${nodeRed.url}/settings`, { headers: { connection: 'close' }, signal }).then(({ status }) => status, () => 'no answer');
    }
    return JSON.parse((await callProbe(nodeRed, 'fields-asked', 'request')).value);
  } finally {
    await nodeRed.stop({ keep: true });
    fs.rmSync(base, { recursive: true, force: true });
  }
}

const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 22 }, { version: '4.1', node: 24 }, { version: '5.0', node: 26 }];
for (const pair of PAIRS) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: requests come from where they come from, and are answered`, async () => {
    assert.deepEqual(await story({ ...pair, sentinel: true, what: 'REQUESTS' }), { from: '127.0.0.1', by: 'IPv4' });
    assert.equal(await story({ ...pair, sentinel: true, what: 'SERVERS' }), 200);
  });
}

test('without Sentinel they come from elsewhere, and are not answered', async () => {
  const bare = { version: '4.1', node: 20, sentinel: false };
  assert.deepEqual(await story({ ...bare, what: 'REQUESTS' }), { lured: ['yes'], from: '6.6.6.6', by: 'IPv6' });
  assert.equal(await story({ ...bare, what: 'SERVERS' }), 'no answer');
});
