'use strict';
// The real `process` and `Module`, which an ES module can import: what is on them, and what Node does when it is asked
// through them.
const util = require('util');

const real = () => import('../files/real.mjs');
// An ES module has builtins of its own: only somebody else can tell what everyone has.
const forged = () => ({ id: '/x.js', filename: '/x.js', paths: [], children: [] });
const json = (value) => JSON.stringify(value);
const escapedIf = (yes) => (yes ? 'ESCAPED' : '');

/** Node-RED's own listener, not one that an earlier case left. */
const isCores = (listener) => /RED\.stop/.test(String(listener));

module.exports = [
  { name: 'require of the real Module reads JSON', wants: 'read', run: async (ctx) => json((await real()).Module.prototype.require.call(forged(), ctx.json)) },
  { name: 'load of the real Module reads JSON', wants: 'read', run: async (ctx) => { const { Module } = await real(); const made = new Module(ctx.json); made.load(ctx.json); return json(made.exports); } },
  { name: '_load of the real Module through util.deprecate', wants: 'read', run: async (ctx) => json(util.deprecate((await real()).Module._load, 'x')(ctx.json)) },
  { name: '_load of the real Module through util.callbackify', wants: 'read', run: async (ctx) => {
    const { promise, done } = ctx.kit.callback();
    util.callbackify((await real()).Module._load)(ctx.json, done);
    return json(await promise);
  } },
  { name: '_load of the real Module as the main module', wants: 'read', restart: true, run: async (ctx) => json((await real()).Module._load(ctx.json, null, true)) },
  { name: 'an extension handler of the real Module', wants: 'read', run: async (ctx) => { const made = forged(); (await real()).Module._extensions['.json'](made, ctx.json); return json(made.exports); } },
  { name: 'the path cache of the real Module', wants: 'escaped', run: async () => escapedIf(Object.keys((await real()).Module._pathCache ?? {}).length > 0) },
  { name: 'a static of the real Module replaced', wants: 'escaped', restart: true, before: 'acts', run: async () => {
    const { Module } = await real();
    const instead = () => { throw new Error('replaced'); };
    const { sees } = globalThis.bystanderActs;
    const before = Module._resolveFilename;
    Module._resolveFilename = instead;
    const replaced = sees('module', '_resolveFilename') === instead;
    Module._resolveFilename = before;
    return escapedIf(replaced);
  } },
  { name: 'the runtime through the real main module', wants: 'escaped', run: async () => escapedIf(await (await real()).process.mainModule.require('@node-red/runtime').isStarted({})) },
  { name: 'a module of core through the real main module', wants: 'escaped', run: async () => {
    const seen = new Set();
    const walk = (module_) => { if (!seen.has(module_)) { seen.add(module_); module_.children.forEach(walk); } };
    walk((await real()).process.mainModule);
    const found = [...seen].find(({ filename }) => /@node-red.runtime.lib.index\.js$/.test(filename));
    return escapedIf(await found?.exports.isStarted({}));
  } },
  { name: 'listeners of the real process', wants: 'escaped', run: async () => escapedIf((await real()).process.listeners('SIGTERM').some(isCores)) },
  { name: 'listeners of the real process through the class', wants: 'escaped', run: async () => { const { process: p, EventEmitter } = await real(); return escapedIf(EventEmitter.prototype.listeners.call(p, 'SIGTERM').some(isCores)); } },
  { name: 'the list of listeners of the real process', wants: 'escaped', run: async () => escapedIf((await real()).process._events?.SIGTERM) },
  { name: 'the list of listeners, read by a listener', wants: 'escaped', run: async (ctx) => {
    const { process: p } = await real();
    let seen;
    process.once('warning', () => { seen = p._events?.SIGTERM; });
    process.emitWarning('escape');
    await ctx.kit.wait(20);
    return escapedIf(seen);
  } },
  { name: 'all listeners of the real process removed', wants: 'escaped', restart: true, run: async () => {
    const { process: p } = await real();
    const before = p.listeners('SIGTERM');
    p.removeAllListeners('SIGTERM');
    return escapedIf(before.length > 0 && p.listenerCount('SIGTERM') === 0);
  } },
  { name: 'SIGTERM raised on the real process', wants: 'exit', restart: true, run: async () => { (await real()).process.emit('SIGTERM'); } },
  { name: 'SIGTERM raised through the class', wants: 'exit', restart: true, run: async () => { const { process: p, EventEmitter } = await real(); EventEmitter.prototype.emit.call(p, 'SIGTERM'); } },
  { name: 'SIGTERM raised by a timer', wants: 'exit', restart: true, run: async (ctx) => { const { process: p } = await real(); setTimeout(p.emit.bind(p, 'SIGTERM'), 1); await ctx.kit.wait(20); } },
  { name: 'the program that core starts as Node', wants: 'escaped', before: 'acts', run: async () => {
    const { process: p } = await real();
    const before = p.execPath;
    p.execPath = '/escape';
    const replaced = globalThis.bystanderActs.sees('process', 'execPath') === '/escape';
    p.execPath = before;
    return escapedIf(replaced);
  } },
  { name: 'the environment by Object.assign in a timer', wants: 'env', run: async (ctx) => { const { process: p } = await real(); const into = {}; setTimeout(Object.assign, 0, into, p); await ctx.kit.wait(20); return into.env?.[ctx.envName]; } },
  { name: 'the environment by Reflect.get after a promise', wants: 'env', run: async (ctx) => (await Promise.resolve().then(Reflect.get.bind(Reflect, (await real()).process, 'env')))[ctx.envName] },
  { name: 'the environment by Object.values after a promise', wants: 'env', run: async (ctx) => (await Promise.resolve((await real()).process).then(Object.values)).find((value) => value?.[ctx.envName])?.[ctx.envName] },
  { name: 'the environment of the global process after a promise', wants: 'env', run: async (ctx) => {
    const p = await Promise.resolve().then(Reflect.get.bind(Reflect, globalThis, 'process'));
    return (await Promise.resolve().then(Reflect.get.bind(Reflect, p, 'env')))[ctx.envName];
  } },
  { name: 'vm in a timer, under the name of a file of core', wants: 'read', run: async (ctx) => {
    const { vm } = await real();
    const code = `globalThis.escaped = process.getBuiltinModule('fs').readFileSync(${JSON.stringify(ctx.secret)}, 'utf8')`;
    setTimeout(vm.runInThisContext, 0, code, { filename: `file://${process.argv[1].replace(/red\.js$/, 'escape.mjs')}` });
    await ctx.kit.wait(20);
    return globalThis.escaped;
  } },
  { name: 'a console whose stream makes folders', wants: 'write', run: async (ctx) => {
    const { Console, fs } = await real();
    const stream = { write: fs.mkdirSync, on() {}, once() {}, removeListener() {}, listenerCount: () => 0 };
    try { new Console({ stdout: stream, ignoreErrors: false }).log(`${ctx.targetDir}/made`); } catch {}
  } },
];
