'use strict';
// Classes and generators of Node.js that nobody exports, but that objects of one's own lead to: what a parser of HTTP works for, keys, states and halves of streams, what is gone through with `for`. A package that holds nothing but its
// types puts accessors and methods there, or another class above them: it gets no connection, no key and nothing that others stream or list [G3].
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const HEAD = `
const http = require('http'); const stream = require('stream'); const crypto = require('crypto'); const util = require('util'); const fs = require('fs');
const got = [];
const above = (object) => Object.getPrototypeOf(object);
const tries = (act) => { try { return act(); } catch { return undefined; } };
/** An accessor by which fields end up here that objects are given when they are made. */
const takes = (prototype, key, name) => tries(() => Object.defineProperty(prototype, key, { configurable: true, set(value) {
  got.push(name);
  if (key === 'socket') { const { write } = value; value.write = function (...args) { got.push(String(args[0])); return Reflect.apply(write, this, args); }; }
  Object.defineProperty(this, key, { value, writable: true, configurable: true });
} }));
const stands = (prototype, key, name, original = prototype[key]) => tries(() => Object.defineProperty(prototype, key, { configurable: true, writable: true, value(...args) { got.push(name); return Reflect.apply(original, this, args); } }));
function pair() {
  const made = [];
  for (const other of [1, 0]) made.push(new stream.Duplex({ read() {}, write(chunk, encoding, done) { made[other].push(chunk); done(); }, final(done) { made[other].push(null); done(); } }));
  return made;
}
const HALVES = { readable: new TransformStream().readable, writable: new TransformStream().writable, branch: new ReadableStream().tee()[0], bytes: new ReadableStream({ type: 'bytes' }).tee()[0] };
`;
/** [what the one does, what the other one does then, what the first one gets without Sentinel]. */
const ATTACKS = {
  keys: [`() => {
    const { privateKey } = crypto.generateKeyPairSync('ed25519');
    for (const key of [privateKey, crypto.createSecretKey('own', 'utf8')]) {
      const parent = Object.getPrototypeOf(key.constructor);
      const made = function (...args) { got.push('a key'); return Reflect.construct(parent, args, new.target); };
      Object.setPrototypeOf(made, parent);
      made.prototype = parent.prototype;
      tries(() => Object.setPrototypeOf(key.constructor, made));
    }
  }`, "() => crypto.createSecretKey('a secret', 'utf8').symmetricKeySize + crypto.generateKeyPairSync('ed25519').privateKey.type", '8private', 'a key'],
  readers: ["() => { for (const name of ['branch', 'bytes']) if (above(HALVES[name]) !== ReadableStream.prototype) stands(above(HALVES[name]), 'getReader', 'a reader'); }", '() => { const [one] = new ReadableStream().tee(); one.getReader(); return one.locked; }', 'true', { 20: 'a reader' }],
  halves: ["() => { if (above(HALVES.writable) !== WritableStream.prototype) stands(above(HALVES.writable), 'getWriter', 'a writer'); }", '() => { const { writable } = new TransformStream(); writable.getWriter(); return writable.locked; }', 'true', { 20: 'a writer' }],
  old: ["() => { const { ReadableState } = stream.Readable; const { prototype } = ReadableState; tries(() => { ReadableState.prototype = Object.create(prototype, { constructor: { value: ReadableState }, mine: { value: 'theirs' } }); }); }", "() => { const { mine } = new stream.PassThrough()._readableState; if (mine !== undefined) got.push('a state'); return got.splice(0).join() || 'none'; }", { 0: 'none', bare: 'a state' }, ''],
  duplex: ["() => stands(above(stream.Duplex.from({ writable: new stream.Writable() })), 'write', 'written')", "() => { const out = []; stream.Duplex.from({ writable: new stream.Writable({ write(chunk, encoding, done) { out.push(String(chunk)); done(); } }) }).write('a secret'); return out.join(); }", 'a secret', 'written'],
  types: ["() => { const { params } = new util.MIMEType('a/b;c=d'); for (const name of ['keys', 'values', 'entries']) stands(above(params[name]()), 'next', name); }", "() => [...new util.MIMEType('a/b;mine=secret').params.values()].join()", 'secret', 'values'],
  folders: ["() => { const { prototype } = fs.Dir.prototype.entries; const { next } = Object.getPrototypeOf(prototype); stands(prototype, 'next', 'a folder', next); }", 'async () => { const found = []; for await (const { name } of fs.opendirSync(__dirname)) found.push(name); return found.includes("probe.js"); }', 'true', 'a folder'],
  headers: [`() => {
    const found = new Set();
    const look = (object, depth) => { for (const key of Reflect.ownKeys(object)) { const value = tries(() => object[key]); if (typeof value !== 'object' || value === null) continue; for (let at = above(value); at !== null && at !== Object.prototype; at = above(at)) if (Object.hasOwn(at, Symbol.iterator)) found.add(at[Symbol.iterator]); if (depth > 0) look(value, depth - 1); } };
    look(new Request('http://127.0.0.1/'), 1);
    for (const { prototype } of found) if (prototype !== undefined && Object.getPrototypeOf(prototype) === Object.getPrototypeOf(function* () {}.prototype)) stands(prototype, 'next', 'a header', Object.getPrototypeOf(prototype).next);
  }`, "() => { const request = new Request('http://127.0.0.1/', { headers: { authorization: 'a secret' } }); return new Request(request, { headers: request.headers }).headers.get('authorization'); }", 'a secret', null],
  functions: ["() => tries(() => Object.defineProperty((async () => {}).constructor, Symbol.hasInstance, { configurable: true, value: () => { got.push('a function'); return false; } }))", '() => (async () => {}) instanceof (async () => {}).constructor', { 0: 'true', bare: 'false' }, 'a function'],
  sockets: [`() => new Promise((resolve) => {
    const [one, other] = pair();
    http.createServer(({ socket: { parser } }) => {
      const works = parser[Object.getOwnPropertySymbols(parser).find((key) => String(key).includes('resource_symbol'))];
      if (works !== undefined) takes(above(works), 'socket', 'a socket');
      resolve('told');
    }).emit('connection', one);
    other.write('GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n');
  })`, "() => 'asked'", 'asked', 'a socket'],
};
const CALLS = Object.fromEntries(Object.entries(ATTACKS).flatMap(([name, [arms, works]]) => [[`arms ${name}`, arms], [`works ${name}`, works]]));
CALLS.got = '() => got.splice(0).join()';

/** @returns {Promise<Record<string, [string, string]>>} what comes of it, and what the other package got */
async function story({ version, node, sentinel }) {
  const base = tempDir('nrgs-inner-');
  const granted = { capabilities: ['registry:write'] };
  const nodeRed = await startNodeRed({
    version, node, sentinel, base, packages: ['inner-bad', 'inner-good'].map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, head: HEAD })),
    settings: { ...leanCore(), sentinel: { server: { packages: { 'inner-bad': granted, 'inner-good': { capabilities: ['registry:write', 'fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: [path.join(base, 'user', 'node_modules', 'inner-good')] } } } } } } },
  });
  const call = async (name, what) => {
    const { ok, value, error } = await callProbe(nodeRed, name, what);
    return ok ? value : `failed: ${error.message}`;
  };
  const told = {};
  try {
    for (const name of Object.keys(ATTACKS)) {
      const armed = await call('inner-bad', `arms ${name}`);
      assert.doesNotMatch(armed, /^failed/u, `${name}: ${armed}`);
      await call('inner-bad', 'got');
      told[name] = [await call('inner-good', `works ${name}`), ''];
      if (name === 'sockets') await nodeRed.get('/settings');
      told[name][1] = await call('inner-bad', 'got');
    }
    return told;
  } finally {
    await nodeRed.stop({ keep: true });
    fs.rmSync(base, { recursive: true, force: true });
  }
}

const of = (value, node) => (typeof value === 'object' && value !== null ? value[node] ?? value[0] : value);
const NAMES = Object.keys(ATTACKS);

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 22 }, { version: '4.1', node: 24 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: what nobody exports is changed by nobody`, async () => {
    const told = await story({ ...pair, sentinel: true });
    assert.deepEqual(told, Object.fromEntries(NAMES.map((name) => [name, [of(ATTACKS[name][2], 0), '']])));
  });
}

for (const pair of [{ version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}, without Sentinel: others are told of all of it`, async () => {
    const told = await story({ ...pair, sentinel: false });
    for (const name of NAMES) {
      const [value, found] = told[name];
      const [, , works, gets] = ATTACKS[name];
      assert.equal(value, works?.bare ?? of(works, pair.node), name);
      if (gets !== null) assert.equal(found.includes(of(gets, pair.node) ?? ''), true, `${name}: ${found}`);
    }
    assert.match(told.sockets[1], /a socket,.*HTTP\/1[.]1 200 OK/su);
  });
}
