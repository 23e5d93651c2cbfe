'use strict';
// What a WebSocket keeps of its handshake is, on Node.js 22, an object of the class that works for each `fetch`. A package with `network:ws` alone is told of nothing there that another one fetches [G3].
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { probePackage } = require('../support/packages.js');
const { tempDir } = require('../support/userdir.js');

const CALLS = {
  // `next` is how the body is read on.
  lurks: `async () => {
    const socket = new WebSocket('ws://127.0.0.1:1');
    await new Promise((resolve) => { socket.onerror = resolve; });
    const working = Object.getOwnPropertySymbols(socket).map((key) => socket[key]).find((value) => typeof value?.terminate === 'function');
    if (working === undefined) return 'nothing there';
    const kept = Symbol('next');
    try {
      Object.defineProperty(Object.getPrototypeOf(working), 'next', {
        configurable: true,
        get() { return this[kept]; },
        set(read) { this[kept] = async (...args) => { const got = await read(...args); if (got.value) heard.push(Buffer.from(got.value).toString()); return got; }; },
      });
    } catch { return 'refused'; }
    return Reflect.setPrototypeOf(Object.getPrototypeOf(working), Object.create(require('events').prototype)) ? 'defined and exchanged' : 'defined';
  }`,
  heard: '() => heard.join()',
  fetches: `() => new Promise((resolve, reject) => {
    const server = require('http').createServer((request, response) => response.end('a secret')).listen(0, '127.0.0.1', async () => {
      try { resolve(await (await fetch('http://127.0.0.1:' + server.address().port)).text()); } catch (error) { reject(error); }
      server.close();
      server.closeAllConnections();
    });
  })`,
};
const GRANTS = { lurking: { capabilities: ['registry:write', 'network:ws'] }, fetching: { capabilities: ['registry:write', 'network:http', 'network:listen'] } };

async function seen({ version, node, sentinel }) {
  const base = tempDir('nrgs-websocket-parts-');
  const packages = Object.keys(GRANTS).map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, head: 'const heard = [];' }));
  const nodeRed = await startNodeRed({ version, node, sentinel, base, packages, settings: { ...leanCore(), sentinel: { server: { packages: GRANTS } } } });
  const call = async (name, of) => {
    const { ok, value, error } = await callProbe(nodeRed, name, of);
    assert.ok(ok, `${of} ${JSON.stringify(error)}`);
    return value;
  };
  try {
    return { lurks: await call('lurking', 'lurks'), fetches: await call('fetching', 'fetches'), heard: await call('lurking', 'heard') };
  } finally {
    await nodeRed.stop({ keep: true });
    fs.rmSync(base, { recursive: true, force: true });
  }
}

// What it defines there is its own, as on other classes.
test('Node.js 22: a package hears nothing behind a WebSocket of what others fetch', async () => {
  assert.deepEqual(await seen({ version: '4.1', node: 22, sentinel: true }), { lurks: 'defined', fetches: 'a secret', heard: '' });
});

test('Node.js 22, without Sentinel: it hears what others fetch', async () => {
  assert.deepEqual(await seen({ version: '4.1', node: 22, sentinel: false }), { lurks: 'defined and exchanged', fetches: 'a secret', heard: 'a secret' });
});

for (const [version, node] of [['4.1', 24], ['5.0', 26]]) {
  for (const sentinel of [true, false]) {
    test(`Node.js ${node}, ${sentinel ? 'with' : 'without'} Sentinel: nothing leads there`, async () => {
      assert.deepEqual(await seen({ version, node, sentinel }), { lurks: 'nothing there', fetches: 'a secret', heard: '' });
    });
  }
}
