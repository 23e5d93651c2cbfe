'use strict';
// What the whole process shares: numbers of open files that wait for their turn, listeners of `process`.
const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir, writeFiles } = require('../support/userdir.js');

const CALLS = {
  closedTooEarly: `({ file }) => new Promise((resolve) => {
    const fs = require('fs');
    const fd = fs.openSync(file);
    for (let i = 0; i < 4; i++) require('crypto').pbkdf2('a', 'b', 100000, 64, 'sha512', () => {});
    const bytes = Buffer.alloc(3);
    fs.read(fd, bytes, 0, 3, 0, (error) => resolve(error ? error.code : bytes.toString()));
    fs.closeSync(fd);
  })`,
  newListeners: `() => {
    const seen = [];
    const own = () => {};
    process.on('newListener', (name, listener) => seen.push(listener === own));
    process.on('custom', own);
    return seen;
  }`,
  listeners: "() => [process.listenerCount('SIGTERM') > 0, process.listeners('SIGTERM').length === process.listenerCount('SIGTERM'), process.removeAllListeners('SIGTERM').listenerCount('SIGTERM') > 0]",
  emptied: `({ file }) => {
    const fs = require('fs');
    let reads = 0;
    const options = Object.defineProperty([], 'flag', { enumerable: true, get: () => (reads++ === 0 ? undefined : 'w+') });
    fs.readFileSync(file, options);
    return fs.readFileSync(file, 'utf8');
  }`,
  // Until Node 24 `repl` loads `domain`; what was loaded in vain is loaded again, as a script that nobody vouches for.
  domainThrows: `() => new Promise((resolve) => {
    const [outer, inner] = [require('domain').create(), require('domain').create()];
    const heard = [];
    outer.on('error', (error) => resolve([...heard, 'outer ' + error.message]));
    inner.on('error', (error) => {
      heard.push('inner ' + error.message);
      if (heard.length > 9) resolve(heard);
      throw new Error('of the handler');
    });
    setTimeout(() => outer.run(() => inner.run(() => { throw new Error('first'); })), 1);
  })`,
  domainAfterRepl: "() => { require('repl'); return require('domain').create().run(() => 'ran'); }",
  observerThatThrows: `() => new Promise((resolve) => {
    const { performance, PerformanceObserver } = require('perf_hooks');
    const first = new PerformanceObserver(() => { first.disconnect(); require('fs').readFileSync('/etc/hostname'); });
    const second = new PerformanceObserver(() => { second.disconnect(); resolve('heard'); });
    for (const observer of [first, second]) observer.observe({ entryTypes: ['mark'] });
    performance.mark('x');
    setTimeout(() => resolve('not heard'), 12_000).unref();
  })`,
  listensToPerformance: `() => {
    const heard = [];
    const tell = (name) => (event) => heard.push(name + event.type);
    const [first, second] = [tell('1'), tell('2')];
    performance.addEventListener('x', first, { once: true });
    performance.addEventListener('x', second);
    performance.onresourcetimingbufferfull = tell('on ');
    for (const type of ['x', 'x', 'y', 'resourcetimingbufferfull']) performance.dispatchEvent(new Event(type));
    performance.removeEventListener('x', second);
    performance.onresourcetimingbufferfull = null;
    for (const type of ['x', 'resourcetimingbufferfull']) performance.dispatchEvent(new Event(type));
    return heard;
  }`,
  contexts: `async () => {
    const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
    const { EventEmitterAsyncResource } = require('events');
    const [a, b] = [new AsyncLocalStorage(), new AsyncLocalStorage()];
    const turn = (wait) => new Promise((resolve) => wait(() => resolve(a.getStore())));
    const inside = await a.run(1, async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return b.run(2, async () => [a.getStore(), b.getStore(), await turn(setTimeout), await turn(setImmediate), await turn(process.nextTick), await turn(queueMicrotask), a.exit(() => a.getStore()), a.run(undefined, () => a.getStore()), a.getStore()]);
    });
    const [snapshot, bound] = a.run(3, () => [AsyncLocalStorage.snapshot(), AsyncResource.bind(() => a.getStore())]);
    const emitter = a.run(4, () => new EventEmitterAsyncResource({ name: 'Mine' }));
    const heard = new Promise((resolve) => emitter.once('x', () => resolve(a.getStore())));
    emitter.emit('x');
    const entered = await (async () => { b.enterWith(5); await null; const value = b.getStore(); b.disable(); return [value, b.getStore()]; })();
    return [inside, snapshot(() => a.getStore()), bound(), await heard, entered, a.getStore()];
  }`,
  forkRefused: "() => { const child = require('child_process').fork('/nowhere.js'); return [child.send({}), child.connected, typeof child.disconnect]; }",
};

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: what packages share`, async (t) => {
    const base = tempDir('nrgs-guards-');
    writeFiles(base, { 'own/f.txt': 'own' });
    const grants = { capabilities: ['fs:read', 'inspector:open'], capabilityConfig: { 'fs:read': { allowedPaths: [path.join(base, 'own')] } } };
    const session = new Session({
      ...pair, base, packages: ['guards-shared', 'guards-nothing'].map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS })),
      sentinel: true, settings: { sentinel: { server: { packages: { 'guards-shared': grants } } } },
    });
    const ask = async (call, args) => (await session.call('guards-shared', call, args)).value;
    try {
      await t.test('a number is not given away while an operation on it waits', async () => {
        assert.equal(await ask('closedTooEarly', { file: path.join(base, 'own', 'f.txt') }), 'own');
      });
      await t.test('[A8] options that are a list say the same to judge and original', async () => {
        assert.equal(await ask('emptied', { file: path.join(base, 'own', 'f.txt') }), 'own');
      });
      await t.test('a package is told about its own listeners', async () => { assert.equal(await ask('newListeners'), '[true]'); });
      await t.test('it counts those of others and cannot remove them', async () => { assert.equal(await ask('listeners'), '[true,true,true]'); });
      await t.test('an error that the handler of a domain throws goes to the one around it', async () => {
        assert.equal(await ask('domainThrows'), '["inner first","outer of the handler"]');
      });
      await t.test('a domain runs although a session was asked for before', async () => { assert.equal(await ask('domainAfterRepl'), 'ran'); });
      await t.test('an observer of performance hears what there is after another has thrown', async () => { assert.equal(await ask('observerThatThrows'), 'heard'); });
      await t.test('who listens to performance is told', async () => { assert.equal(await ask('listensToPerformance'), '["1x","2x","2x","on resourcetimingbufferfull"]'); });
      await t.test('a package that was granted nothing has contexts of its own', async () => {
        const { value, error } = await session.call('guards-nothing', 'contexts');
        assert.equal(value, '[[1,2,1,1,1,1,null,null,1],3,3,4,[5,null],null]', error?.message);
      });
      await t.test('a refused fork has the ends of a channel', async () => { assert.equal(await ask('forkRefused'), '[false,false,"function"]'); });
    } finally {
      await session.close();
    }
  });
}
