'use strict';
// Workers of packages: without `threads:spawn` there are none; with it a worker is its package, no more and no less.
const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir, writeFiles } = require('../support/userdir.js');

const HEAD = `const threads = require('worker_threads');
const path = require('path');
const answer = (worker) => new Promise((resolve) => worker.on('message', resolve).on('error', (error) => resolve('error: ' + error.message)).on('exit', (code) => setTimeout(resolve, 50, 'exit ' + code)));
const evaluated = (code, options) => answer(new threads.Worker("const { parentPort, workerData } = require('worker_threads'); const say = (x) => parentPort.postMessage(x);" + code, { eval: true, ...options }));`;

const CALLS = {
  evaluated: '({ code, options }) => evaluated(code, options)',
  file: '({ name, options }) => answer(new threads.Worker(path.join(__dirname, name), options))',
  relative: "() => { try { new threads.Worker('./nowhere-at-all.js'); return 'made'; } catch (error) { return error.code; } }",
  writes: "() => { process.env.GUARDS_WRITTEN = 'written'; return evaluated('say([process.env.GUARDS_WRITTEN, process.env.GUARDS_WORKER])'); }",
  shared: "() => evaluated('say(Object.keys(process.env).includes(\"GUARDS_WORKER\"))', { env: threads.SHARE_ENV })",
  subclass: `async () => {
    class Mine extends threads.Worker { constructor() { super("require('worker_threads').parentPort.postMessage(1)", { eval: true }); this.own = true; } twice() { return 2; } }
    const worker = new Mine();
    return [worker instanceof Mine, worker instanceof threads.Worker, worker.own, worker.twice(), await answer(worker)];
  }`,
  ports: `async () => {
    const { port1, port2 } = new threads.MessageChannel();
    const worker = new threads.Worker("require('worker_threads').workerData.postMessage('through a port')", { eval: true, workerData: port2, transferList: [port2] });
    const text = await new Promise((resolve) => port1.once('message', resolve));
    await worker.terminate();
    return [text, threads.receiveMessageOnPort(port1) === undefined];
  }`,
  data: "() => { threads.setEnvironmentData('key', { own: true }); return evaluated(\"say(require('worker_threads').getEnvironmentData('key'))\"); }",
  dataOf: "() => evaluated(\"say(require('worker_threads').getEnvironmentData('key') === undefined)\")",
  broadcast: `async () => {
    const channel = new threads.BroadcastChannel('news');
    const heard = new Promise((resolve) => { channel.onmessage = (event) => resolve(event.data); });
    new threads.Worker("const c = new (require('worker_threads').BroadcastChannel)('news'); c.postMessage(c.name + c.constructor.name); c.close();", { eval: true });
    const text = await heard;
    channel.close();
    return text;
  }`,
  listen: "() => { globalThis.heardByOther = ''; const c = new threads.BroadcastChannel('news'); c.onmessage = (event) => { globalThis.heardByOther = event.data; }; c.unref(); const g = new BroadcastChannel('news'); g.onmessage = c.onmessage; g.unref(); return ''; }",
  heard: '() => globalThis.heardByOther',
  transfer: `async ({ file }) => {
    const handle = await require('fs').promises.open(file);
    try {
      return await evaluated("workerData.readFile('utf8').then(say, (error) => say(error.message))", { workerData: handle, transferList: [handle] });
    } catch (error) {
      return error.code;
    } finally {
      await handle.close();
    }
  }`,
  moves: `async () => {
    const { port1, port2 } = new threads.MessageChannel();
    const buffer = new ArrayBuffer(3);
    const { readable, writable } = new TransformStream();
    const there = [readable, writable, new TransformStream(), port1, buffer];
    const moved = structuredClone(there, { transfer: new Set(there) });
    const cloned = structuredClone({ at: new Date(0) });
    const { port1: left, port2: right } = new threads.MessageChannel();
    const controller = new AbortController();
    left.postMessage(moved, moved);
    const transferable = require('util').transferableAbortSignal(controller.signal);
    left.postMessage(transferable, [transferable]);
    const list = threads.receiveMessageOnPort(right).message;
    const signal = threads.receiveMessageOnPort(right).message;
    controller.abort();
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    list[3].postMessage('through');
    const read = list[0].getReader().read();
    list[1].getWriter().write('streamed');
    const refused = (list) => { try { structuredClone(list, { transfer: [list] }); return 'moved'; } catch (error) { return error.name; } };
    const result = [threads.receiveMessageOnPort(port2).message, (await read).value, list[2] instanceof TransformStream, buffer.byteLength, list[4].byteLength, signal.aborted, cloned.at.getTime(), refused(new Uint8Array(1)), structuredClone.name];
    left.close(); list[3].close();
    return result;
  }`,
  clones: `async () => {
    const { BlockList, SocketAddress } = require('net');
    const crypto = require('crypto');
    const { createHistogram } = require('perf_hooks');
    const key = await crypto.webcrypto.subtle.importKey('raw', new Uint8Array(16), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
    const list = new BlockList();
    list.addAddress('1.2.3.4');
    const made = [new Blob(['text']), createHistogram(), list, new SocketAddress({ address: '1.2.3.4', port: 1 }), crypto.createSecretKey(Buffer.from('k')), key];
    if (process.versions.node.split('.')[0] > 20) made.push(new DOMException('d', 'AbortError'));
    const clones = structuredClone(made);
    return [clones.every((clone, i) => Object.prototype.toString.call(clone) === Object.prototype.toString.call(made[i])), await clones[0].text(), clones[2].check('1.2.3.4'), clones[3].port, clones[4].export().toString(), clones[5].type];
  }`,
  ends: "() => evaluated('setTimeout(() => process.exit(7), 1)')",
  code: "() => evaluated('process.exitCode = 5')",
  hooks: "() => evaluated(\"process.on('uncaughtException', (error) => say('caught ' + error.message)); setTimeout(() => { throw new Error('mine'); }, 1)\")",
  terminated: `async () => {
    for (let i = 0; i < 10; i++) await new threads.Worker('setInterval(() => {}, 1000)', { eval: true }).terminate();
    return 'done';
  }`,
  told: `async () => {
    const seen = [];
    const see = (worker) => { seen.push(worker); };
    process.on('worker', see);
    const worker = new threads.Worker('', { eval: true });
    const during = seen.length;
    await answer(worker);
    process.off('worker', see);
    return [during, seen.length, seen[0] === worker];
  }`,
  listens: "() => { globalThis.heardOf = 0; process.on('worker', () => { globalThis.heardOf++; }); return 0; }",
  heardOf: '() => globalThis.heardOf',
  require: "() => typeof require('worker_threads').Worker",
  spawn: "() => { try { new threads.Worker('', { eval: true }); return 'made'; } catch (error) { return [error.code, error.capability]; } }",
};
const FILES = {
  'worker.js': "const { parentPort, workerData } = require('worker_threads'); const { helper } = require('./helper.js');\nparentPort.postMessage([require.main === module, helper, process.argv.slice(2), workerData, process.env.GUARDS_WORKER, require('child').name]);\n",
  'helper.js': "exports.helper = 'helped';\n",
  'worker.mjs': "import fs, { readFileSync } from 'node:fs'; import { parentPort, workerData } from 'node:worker_threads'; import { helper } from './helper.js';\nawait null;\nparentPort.postMessage([helper, readFileSync === fs.readFileSync, readFileSync(workerData, 'utf8'), await fs.promises.readFile(workerData, 'utf8')]);\n",
  'node_modules/child/package.json': { name: 'child', version: '1.0.0' },
  'node_modules/child/index.js': "exports.name = 'child';\n",
};

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: workers`, async (t) => {
    const base = tempDir('nrgs-guards-');
    writeFiles(base, { 'own/f.txt': 'own', 'secret/f.txt': 'secret' });
    const own = path.join(base, 'own', 'f.txt');
    const grants = { capabilities: ['threads:spawn', 'fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: [path.join(base, 'own')] } } };
    const make = (name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, files: FILES, head: HEAD });
    const session = new Session({
      ...pair, base, packages: ['guards-worker', 'guards-other', 'guards-none'].map(make), sentinel: true,
      settings: { sentinel: { server: { packages: { 'guards-worker': grants, 'guards-other': { capabilities: ['threads:spawn', 'process:env:write'] } } } } }, env: { GUARDS_WORKER: 'seen' },
    });
    const askOf = (name) => async (call, args) => {
      const { value, error } = await session.call(name, call, args);
      if (error) throw new Error(`${call}: ${error.message}`);
      try {
        return JSON.parse(value);
      } catch {
        return value;
      }
    };
    const [ask, other, none] = ['guards-worker', 'guards-other', 'guards-none'].map(askOf);
    const reads = (file) => ask('evaluated', { code: "try { say(require('fs').readFileSync(workerData, 'utf8')); } catch (error) { say(error.code); }", options: { workerData: file } });
    try {
      await t.test('[G5] requiring the module is free, starting a worker is not', async () => {
        assert.equal(await none('require'), 'function');
        assert.deepEqual(await none('spawn'), ['ERR_SENTINEL_DENIED', 'threads:spawn']);
      });
      await t.test('[G5] a worker reads what its package may read and nothing else', async () => {
        assert.equal(await reads(own), 'own');
        assert.equal(await reads(path.join(base, 'secret', 'f.txt')), 'ERR_SENTINEL_DENIED');
      });
      await t.test('a file of the package is its main module, with its helpers, dependencies, arguments and environment', async () => {
        const options = { argv: ['a', 1], workerData: { x: 1 }, env: { GUARDS_WORKER: 'given' } };
        assert.deepEqual(await ask('file', { name: 'worker.js', options }), [true, 'helped', ['a', '1'], { x: 1 }, 'given', 'child']);
      });
      await t.test('an ES module is a worker', async () => {
        assert.deepEqual(await ask('file', { name: 'worker.mjs', options: { workerData: own } }), ['helped', true, 'own', 'own']);
      });
      await t.test('whether a file is there is told to those who may read it', async () => { assert.equal(await ask('relative'), 'ERR_SENTINEL_DENIED'); });
      await t.test('[G6] a shared environment shows what the package may see', async () => { assert.equal(await ask('shared'), false); });
      await t.test('[G6] what the package wrote into the environment is in that of its workers, and nobody else\'s', async () => {
        assert.deepEqual(await other('writes'), ['written', 'seen']);
        assert.deepEqual(await ask('evaluated', { code: "say([typeof process.env.GUARDS_WRITTEN, typeof process.env.GUARDS_WORKER])" }), ['undefined', 'undefined']);
      });
      await t.test('the event of the process tells a package of its own workers', async () => {
        await other('listens');
        assert.deepEqual(await ask('told'), [0, 1, true]);
        assert.equal(await other('heardOf'), 0);
      });
      await t.test('a class of the package extends Worker', async () => { assert.deepEqual(await ask('subclass'), [true, true, true, 2, 1]); });
      await t.test('ports go along', async () => { assert.deepEqual(await ask('ports'), ['through a port', true]); });
      await t.test('[A7] environment data is the package\'s own', async () => {
        assert.deepEqual(await ask('data'), { own: true });
        assert.equal(await other('dataOf'), true);
      });
      await t.test('[A7] a broadcast reaches the workers of the package and nobody else', async () => {
        await other('listen');
        assert.equal(await ask('broadcast'), 'newsBroadcastChannel');
        assert.equal(await other('heard'), '');
      });
      await t.test('an open file is not handed to another thread', async () => { assert.equal(await ask('transfer', { file: own }), 'ERR_SENTINEL_DENIED'); });
      await t.test('[G1] memory, ports, streams and signals are moved as ever', async () => {
        for (const who of [ask, none]) assert.deepEqual(await who('moves'), ['through', 'streamed', true, 0, 3, true, 0, pair.node < 21 ? 'TypeError' : 'DataCloneError', 'structuredClone']);
      });
      await t.test('[G1] what Node.js clones in ways of its own is cloned as ever', async () => {
        for (const who of [ask, none]) assert.deepEqual(await who('clones'), [true, 'text', true, 1, 'k', 'secret']);
      });
      await t.test('[G7] a worker ends itself, not Node-RED', async () => {
        assert.equal(await ask('ends'), 'exit 7');
        assert.equal(await ask('code'), 'exit 5');
        assert.equal(await ask('hooks'), 'caught mine');
        assert.equal(await ask('terminated'), 'done');
        // The memory that Sentinel takes in a thread is not the package's.
        assert.equal(await ask('evaluated', { code: "say('up')", options: { resourceLimits: { maxOldGenerationSizeMb: 6, stackSizeMb: 0.5 } } }), 'up');
        assert.equal(session.starts, 1);
      });
    } finally {
      await session.close();
    }
  });
}
