'use strict';
// Who was given a request keeps its connection, and the same client may have something else made of it later: what goes through a websocket is heard by nobody then, and the objects of core that work with it are found by
// nobody [R15]. Without Sentinel a package that may do nothing but register nodes hears what editors log in with, all of them.
const { test } = require('node:test');
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const net = require('node:net');
const { leanCore } = require('../support/core-nodes.js');
const { eventually } = require('../support/effects.js');
const installs = require('../support/installs.js');
const { probePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');

/** What it does with the connection of a request. */
const ATTACKS = {
  emit: 'const { emit } = s; s.emit = function (event, ...rest) { if (event === "data") got.push(String(rest[0])); return emit.call(this, event, ...rest); };',
  push: 'const { push } = s; s.push = function (bytes, ...rest) { got.push(String(bytes)); return push.call(this, bytes, ...rest); };',
  // When it has become something else.
  later: 'held.push(() => { s.prependListener("data", (bytes) => got.push(String(bytes))); });',
  handle: 'const handle = s._handle; held.push(() => { new (require("net").Socket)({ handle }).on("data", (bytes) => got.push(String(bytes))); });',
  object: `held.push(() => {
    const socket = Object.getOwnPropertySymbols(s).map((key) => s[key]).find((value) => value?.constructor?.name === 'WebSocket');
    const { emit } = socket.constructor.prototype;
    socket.constructor.prototype.emit = function (event, ...rest) { if (event === 'message') got.push(String(rest[0])); return emit.call(this, event, ...rest); };
  });`,
};
const CALLS = { got: '() => got.splice(0).join()', act: '() => { for (const act of held.splice(0)) try { act(); } catch (error) { got.push(error.message); } }' };

const at = (id, type, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...more });
const FLOWS = [
  { id: 't', type: 'tab', label: 't' }, at('in', 'http in', { url: '/given', method: 'get', wires: [['node']] }), at('node', 'upgrade-node', { wires: [['out']] }), at('out', 'http response', { wires: [] }),
  { id: 'listener', type: 'websocket-listener', path: '/echo', wholemsg: 'false' }, at('from', 'websocket in', { server: 'listener', wires: [['back']] }), at('back', 'websocket out', { server: 'listener', wires: [] }),
];

function start(options) {
  const dir = probePackage(tempDir(), {
    name: 'upgrade-package', calls: CALLS, head: `const got = []; const held = []; const attacks = { none() {}, ${Object.entries(ATTACKS).map(([name, text]) => `${name}(s) { ${text} }`).join(',\n')} };`,
    files: { 'probe-nodes.html': '<script type="text/html" data-template-name="upgrade-node"></script>' },
    after: `const probe = module.exports; module.exports = (given) => { probe(given); given.nodes.registerType('upgrade-node', function (config) {
      given.nodes.createNode(this, config);
      this.on('input', (msg, send, done) => { attacks[msg.req.query.way](msg.req.socket); send({ ...msg, payload: 'given' }); done(); });
    }); };`,
  });
  return startNodeRed({ ...options, packages: [dir], flows: FLOWS, settings: { ...leanCore('websocket'), disableEditor: false, sentinel: { server: { packages: { 'upgrade-package': { capabilities: ['registry:write'] } } } } } });
}

const asking = (place, more = '') => `GET ${place} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
const upgrading = (place) => asking(place, `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${crypto.randomBytes(16).toString('base64')}\r\n`);
/** A short frame of text, as clients send it. */
const frame = (text) => Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);

/** A connection that is kept: `tell` waits until the answer has that in it, or the connection is closed. */
function connection(port) {
  const socket = net.connect(port, '127.0.0.1');
  let heard = '';
  let isClosed = false;
  let look = () => undefined;
  socket.on('error', () => undefined).on('close', () => { isClosed = true; look(); }).on('data', (bytes) => { heard += bytes; look(); });
  return {
    end: () => socket.destroy(),
    tell(bytes, wanted) {
      heard = '';
      socket.write(bytes);
      return new Promise((resolve) => {
        look = () => { if (isClosed || heard.includes(wanted)) resolve(isClosed ? `closed${heard}` : heard); };
        look();
      });
    },
  };
}

/** Somebody else says something, and is answered. */
async function somebody(nodeRed, version) {
  const WebSocket = await installs.library(version, 'ws');
  const socket = new WebSocket(`ws://127.0.0.1:${nodeRed.port}/echo`);
  await new Promise((resolve, reject) => { socket.on('error', reject).on('message', resolve).on('open', () => socket.send('SECRET')); });
  socket.terminate();
}

async function attacked(nodeRed, way, version) {
  const own = connection(nodeRed.port);
  try {
    assert.match(await own.tell(asking(`/given?way=${way}`), 'given'), /^HTTP\/1\.1 200/u);
    const answer = await own.tell(upgrading('/echo'), '\r\n\r\n');
    await callProbe(nodeRed, 'upgrade-package', 'act');
    const hasGot = async () => (await callProbe(nodeRed, 'upgrade-package', 'got')).value.includes('SECRET');
    const said = own.tell(frame('SECRET'), 'SECRET');
    if (way === 'object') await somebody(nodeRed, version);
    // Where the package has taken the connection away from core nothing comes back.
    else if (answer !== 'closed' && way === 'handle') return { answer: answer.slice(0, 12), got: await eventually(hasGot) };
    else await said;
    return { answer: answer.slice(0, 12), got: await hasGot() };
  } finally {
    own.end();
  }
}

const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }];

for (const pair of PAIRS) {
  test(`Node-RED ${pair.version}: nobody hears what goes through a websocket by the connection of a request`, async () => {
    const nodeRed = await start({ ...pair, sentinel: true });
    try {
      for (const way of Object.keys(ATTACKS)) assert.deepEqual(await attacked(nodeRed, way, pair.version), { answer: 'closed', got: false }, way);
      // At once, before the first is answered.
      const both = connection(nodeRed.port);
      assert.match(await both.tell(asking('/given?way=object') + upgrading('/echo'), 'never'), /^closed/u);
      await callProbe(nodeRed, 'upgrade-package', 'act');
      await somebody(nodeRed, pair.version);
      assert.doesNotMatch((await callProbe(nodeRed, 'upgrade-package', 'got')).value, /SECRET/u);
      // What needs no other connection goes on with the one it has.
      const kept = connection(nodeRed.port);
      assert.match(await kept.tell(asking('/given?way=none'), 'given'), /^HTTP\/1\.1 200/u);
      assert.match(await kept.tell(asking('/given?way=none'), 'given'), /^HTTP\/1\.1 200/u);
      assert.match(await kept.tell(upgrading('/echo'), '\r\n\r\n'), /^closed$/u);
      const editors = connection(nodeRed.port);
      assert.match(await editors.tell(asking('/settings'), 'httpNodeRoot'), /^HTTP\/1\.1 200/u);
      assert.match(await editors.tell(upgrading('/comms'), '\r\n\r\n'), /^HTTP\/1\.1 101/u);
      editors.end();
      const echo = connection(nodeRed.port);
      assert.match(await echo.tell(upgrading('/echo'), '\r\n\r\n'), /^HTTP\/1\.1 101/u);
      assert.match(await echo.tell(frame('echoed'), 'echoed'), /echoed$/u);
      echo.end();
      await somebody(nodeRed, pair.version);
    } finally {
      await nodeRed.stop();
    }
  });
}

test('without Sentinel it does', async () => {
  for (const way of Object.keys(ATTACKS)) {
    const nodeRed = await start({ ...PAIRS.at(-1), sentinel: false });
    try {
      assert.deepEqual(await attacked(nodeRed, way, PAIRS.at(-1).version), { answer: 'HTTP/1.1 101', got: true }, way);
    } finally {
      await nodeRed.stop();
    }
  }
});
