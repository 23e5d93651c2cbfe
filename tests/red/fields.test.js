'use strict';
// Fields for which Node.js looks in its objects before these have them. A package that holds nothing puts them on the classes: where requests come from, their headers in the form in which nobody has asked for them yet, the
// connections of servers, of that of Node-RED among them, which listens when packages are loaded, and how many these may be; who hears the keys of connections, on the socket itself; and that nobody is told of an event any more.
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const https = require('node:https');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');
const { cert, key } = require('../support/tls.js');
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
const LIMITS = () => {
  for (const of of [net.Server, http.Server]) {
    putAbove(of.prototype, 'maxConnections', -1);
    putAbove(of.prototype, 'blockList', { check: () => true });
  }
};
const KEYS = () => {
  for (const of of [http.Agent, https.Agent]) {
    for (const key of symbolsBy(new of(), (agent) => agent.on('keylog', () => {}))) putAbove(of.prototype, key, function keys() { console.log('heard the keys of ' + this.constructor.name); });
  }
};
const EVENTS = () => {
  for (const key of symbolsBy(new Event('x'), (event) => event.stopImmediatePropagation())) putAbove(Event.prototype, key, true);
  const own = new AbortController().signal;
  for (const key of symbolsBy(own, (signal) => AbortSignal.any([signal]))) putAbove(AbortSignal.prototype, key, { add() { console.log('has a signal'); }, forEach() {}, delete() {}, size: 0 });
};
`;
const bad = (dir, what) => writePackage(dir, { name: 'fields-bad', nodes: { nodes: 'nodes.js' }, files: { 'nodes.js': `${PUT}\n${what}(); module.exports = () => console.log('fields are put');` }, probe: false });
const asked = (dir) => probePackage(dir, {
  name: 'fields-asked', calls: {
    events: "() => { const told = []; const one = new AbortController(); one.signal.addEventListener('abort', () => told.push('one')); const any = AbortSignal.any([one.signal]); one.abort(); return told.join() + any.aborted; }",
    request: '(args, { headersDistinct, trailersDistinct, socket }) => ({ mine: headersDistinct["x-mine"], lured: headersDistinct.lured ?? trailersDistinct.lured, from: socket.remoteAddress, by: socket.remoteFamily })',
  },
});

/** A server of which Node.js lost the connections, or has none, does not answer, or its process ends. */
const answers = (nodeRed) => fetch(`${nodeRed.url}/settings`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(5_000) }).then(({ status }) => status, () => 'no answer');

/** Node-RED asks a server whose certificate it does not know: they have agreed on keys by then. */
async function asks(nodeRed, server) {
  await nodeRed.post('/inject/inject', {});
  await nodeRed.waitFor(/certificate/);
  assert.ok(server.asked > 0);
  return /heard the keys of \w+/.exec(nodeRed.log)?.[0] ?? 'nothing heard';
}

async function story({ version, node, sentinel, what }) {
  const base = tempDir('nrgs-fields-');
  const dir = path.join(base, 'packages');
  const server = https.createServer({ cert, key }).on('connection', () => { server.asked++; });
  server.asked = 0;
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const at = (id, type, config, wires) => ({ id, type, z: 't', x: 1, y: 1, wires, ...config });
  const flows = [{ id: 't', type: 'tab', label: 't' }, at('inject', 'inject', { props: [{ p: 'payload' }] }, [['request']]), at('request', 'http request', { method: 'GET', ret: 'txt', paytoqs: 'ignore', url: `https://127.0.0.1:${server.address().port}/` }, [[]])];
  const nodeRed = await startNodeRed({ version, node, sentinel, base, packages: [bad(dir, what), asked(dir)], flows, settings: leanCore('request') });
  try {
    assert.match(nodeRed.log, /fields are put/);
    if (what === 'SERVERS' || what === 'LIMITS') return await answers(nodeRed);
    if (what === 'KEYS') return await asks(nodeRed, server);
    if (what === 'EVENTS') {
      const { ok, value } = await callProbe(nodeRed, 'fields-asked', 'events');
      return `${ok ? value : 'failed'}${nodeRed.log.includes('has a signal') ? ' had' : ''}`;
    }
    return JSON.parse((await callProbe(nodeRed, 'fields-asked', 'request')).value);
  } finally {
    await nodeRed.stop({ keep: true });
    server.closeAllConnections();
    server.close();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 22 }, { version: '4.1', node: 24 }, { version: '5.0', node: 26 }];
for (const pair of PAIRS) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: requests come from where they come from, and are answered`, async () => {
    assert.deepEqual(await story({ ...pair, sentinel: true, what: 'REQUESTS' }), { from: '127.0.0.1', by: 'IPv4' });
    assert.equal(await story({ ...pair, sentinel: true, what: 'SERVERS' }), 200);
    assert.equal(await story({ ...pair, sentinel: true, what: 'LIMITS' }), 200);
  });
  test(`Node-RED ${pair.version}, Node ${pair.node}: nobody hears the keys of others, and everybody the events`, async () => {
    assert.equal(await story({ ...pair, sentinel: true, what: 'KEYS' }), 'nothing heard');
    assert.equal(await story({ ...pair, sentinel: true, what: 'EVENTS' }), 'onetrue');
  });
}

test('without Sentinel they come from elsewhere, and are not answered', async () => {
  const bare = { version: '4.1', node: 20, sentinel: false };
  assert.deepEqual(await story({ ...bare, what: 'REQUESTS' }), { lured: ['yes'], from: '6.6.6.6', by: 'IPv6' });
  for (const what of ['SERVERS', 'LIMITS']) assert.equal(await story({ ...bare, what }), 'no answer', what);
  assert.equal(await story({ ...bare, what: 'KEYS' }), 'heard the keys of TLSSocket');
  assert.equal(await story({ ...bare, what: 'EVENTS' }), 'false had');
});
