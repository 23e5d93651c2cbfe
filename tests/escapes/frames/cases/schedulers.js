'use strict';
// A guarded function handed to something that calls it later, from no code of ours.
const fs = require('fs');
const childProcess = require('child_process');
const { EventEmitter, once } = require('events');

const bound = (ctx) => fs.mkdirSync.bind(fs, ctx.target, undefined);
const boundTouch = (ctx) => childProcess.execFileSync.bind(childProcess, 'touch', [ctx.marker], undefined);

/** Things that call a function by themselves. Each is tried with a write and with a program. */
const SCHEDULERS = {
  setTimeout: (call) => { setTimeout(call, 1); },
  setImmediate: (call) => { setImmediate(call); },
  setInterval: (call) => { const timer = setInterval(call, 1); setTimeout(() => clearInterval(timer), 4); },
  'process.nextTick': (call) => { process.nextTick(call); },
  queueMicrotask: (call) => { queueMicrotask(call); },
  'promise.then': (call) => { Promise.resolve().then(call); },
  'promise.catch': (call) => { Promise.reject(new Error('x')).catch(call); },
  'promise.finally': (call) => { Promise.resolve().finally(call).catch(() => {}); },
  'a thenable': (call) => { Promise.resolve({ then: call }); },
  'an awaited thenable': (call) => { (async () => { await { then: call }; })(); },
  'a thenable in Promise.all': (call) => { Promise.all([{ then: call }]); },
  'timers/promises': (call) => { require('timers/promises').setTimeout(1).then(call); },
  'a process warning': (call) => { process.once('warning', call); process.emitWarning('escape'); },
  'an abort signal': (call) => { AbortSignal.timeout(1).addEventListener('abort', call); },
  'onabort': (call) => { AbortSignal.timeout(1).onabort = call; },
  'a message port': (call) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => { port1.close(); };
    port1.once?.('message', call);
    port2.postMessage(1);
  },
  'an event target of a message port': (call) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', call);
    port1.addEventListener('message', () => port1.close());
    port1.start();
    port2.postMessage(1);
  },
  'the end of a stream': (call) => { require('stream').Readable.from(['x']).on('end', call).resume(); },
  'the read of a stream': (call) => { const s = new (require('stream').Readable)({ read: call }); s.on('error', () => {}); s.read(); },
  'the callback of stream.finished': (call) => {
    const { PassThrough, finished } = require('stream');
    const through = new PassThrough();
    finished(through, call);
    through.end().resume();
  },
  'the callback of a lookup': (call) => { require('dns').lookup('127.0.0.1', call); },
  'the callback of zlib': (call) => { require('zlib').deflate('x', call); },
  'the callback of crypto': (call) => { require('crypto').randomBytes(1, call); },
  'the callback of fs.access': (call) => { fs.access(__filename, call); },
  'the listener of a server': (call) => {
    const server = require('net').createServer();
    server.listen(0, '127.0.0.1', call);
    server.once('listening', () => server.close());
  },
  'a diagnostics channel': (call) => {
    const channel = require('diagnostics_channel').channel('escape');
    channel.subscribe(call);
    setTimeout(() => channel.publish({}), 1);
  },
  'an event of Node-RED': (call, ctx) => { ctx.RED.events.once('escape', call); setImmediate(() => ctx.RED.events.emit('escape')); },
  'AsyncResource.bind': (call) => { setTimeout(require('async_hooks').AsyncResource.bind(call), 1); },
  'domain.bind': (call) => { setTimeout(require('domain').create().on('error', () => {}).bind(call), 1); },
  'a performance observer': (call) => {
    const { PerformanceObserver, performance } = require('perf_hooks');
    const observer = new PerformanceObserver(call);
    observer.observe({ entryTypes: ['mark'] });
    performance.mark('escape');
    setTimeout(() => observer.disconnect(), 20);
  },
  'a broadcast channel': (call) => {
    const [a, b] = [new BroadcastChannel('escape'), new BroadcastChannel('escape')];
    a.onmessage = call;
    b.postMessage(1);
    setTimeout(() => { a.close(); b.close(); }, 30);
  },
};

const rows = Object.entries(SCHEDULERS);

module.exports = [
  ...rows.map(([name, schedule]) => ({
    name: `write from ${name}`, wants: 'write', legit: true, restart: false,
    run: async (ctx) => { schedule(bound(ctx), ctx); await ctx.kit.wait(40); },
  })),
  ...rows.map(([name, schedule]) => ({
    name: `program from ${name}`, wants: 'exec', run: async (ctx) => { schedule(boundTouch(ctx), ctx); await ctx.kit.wait(40); },
  })),
  {
    name: 'readFile from setTimeout with arguments', wants: 'read', legit: true,
    run: (ctx) => { const { promise, done } = ctx.kit.callback(); setTimeout(fs.readFile, 1, ctx.secret, 'utf8', done); return promise; },
  },
  {
    name: 'readFile from setImmediate with arguments', wants: 'read', legit: true,
    run: (ctx) => { const { promise, done } = ctx.kit.callback(); setImmediate(fs.readFile, ctx.secret, 'utf8', done); return promise; },
  },
  {
    name: 'readFile from nextTick with arguments', wants: 'read', legit: true,
    run: (ctx) => { const { promise, done } = ctx.kit.callback(); process.nextTick(fs.readFile, ctx.secret, 'utf8', done); return promise; },
  },
  { name: 'unlink from nextTick', wants: 'write', legit: true, run: async (ctx) => { process.nextTick(fs.unlink, ctx.precious, () => {}); await ctx.kit.wait(20); } },
  { name: 'promises.readFile as a then callback', wants: 'read', legit: true, run: (ctx) => Promise.resolve(ctx.secret).then(fs.promises.readFile) },
  { name: 'readFileSync as a then callback', wants: 'read', legit: true, run: (ctx) => Promise.resolve(ctx.secret).then(fs.readFileSync) },
  { name: 'readFileSync as a catch callback', wants: 'read', legit: true, run: (ctx) => Promise.reject(ctx.secret).catch(fs.readFileSync) },
  {
    name: 'readFile in a promisified timer', wants: 'read', legit: true,
    run: (ctx) => require('timers/promises').setTimeout(1, ctx.secret).then(fs.promises.readFile),
  },
  {
    name: 'execSync from setTimeout', wants: 'exec', run: async (ctx) => { setTimeout(childProcess.execSync, 1, `touch ${ctx.marker}`); await ctx.kit.wait(60); },
  },
  { name: 'exec as a then callback', wants: 'exec', run: async (ctx) => { await Promise.resolve(`touch ${ctx.marker}`).then(childProcess.exec); await ctx.kit.wait(30); } },
  {
    name: 'readFileSync as an event listener', wants: 'write', legit: true,
    run: (ctx) => { const emitter = new EventEmitter(); emitter.on('go', fs.mkdirSync); emitter.emit('go', ctx.target); },
  },
  {
    name: 'a listener called by an emitter of core', wants: 'write', legit: true,
    run: async (ctx) => { process.once('escape-event', fs.mkdirSync); setImmediate(process.emit.bind(process, 'escape-event', ctx.target)); await ctx.kit.wait(10); },
  },
  {
    name: 'events.once and then', wants: 'read', legit: true,
    run: async (ctx) => {
      const emitter = new EventEmitter();
      const later = once(emitter, 'go').then(([path]) => path).then(fs.promises.readFile);
      emitter.emit('go', ctx.secret);
      return later;
    },
  },
  {
    name: 'a code string for a new Function in a timer', wants: 'write',
    run: async (ctx) => { setTimeout(new Function('fs', 'p', 'fs.mkdirSync(p)'), 1, fs, ctx.target); await ctx.kit.wait(20); },
  },
  {
    name: 'a function made from text that finds its own fs', wants: 'write',
    run: async (ctx) => {
      setTimeout(new Function(`process.getBuiltinModule('fs').mkdirSync(${JSON.stringify(ctx.target)})`), 1);
      await ctx.kit.wait(20);
    },
  },
  {
    name: 'a function made from text as a thenable', wants: 'write',
    run: async (ctx) => {
      Promise.resolve({ then: new Function(`process.getBuiltinModule('fs').mkdirSync(${JSON.stringify(ctx.target)})`) });
      await ctx.kit.wait(10);
    },
  },
];
