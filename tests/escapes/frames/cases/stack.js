'use strict';
// Stacks that are deep, empty, cut short or forged.
const fs = require('fs');
const path = require('path');
const { EventEmitter } = require('events');

const CORE = process.argv[1];
const read = (ctx) => fs.readFileSync(ctx.secret, 'utf8');

/** A function whose call goes through `depth` frames of node:events before it reaches `last`. */
function throughEmitters(depth, last) {
  const emitter = new EventEmitter();
  for (let i = 0; i < depth; i += 1) emitter.on(`e${i}`, emitter.emit.bind(emitter, `e${i + 1}`));
  emitter.on(`e${depth}`, last);
  return emitter.emit.bind(emitter, 'e0');
}

/** Runs with a property of Error replaced, and puts it back. */
const withError = (key, descriptor, attack) => {
  const before = Object.getOwnPropertyDescriptor(Error, key);
  try { Object.defineProperty(Error, key, { configurable: true, ...descriptor }); } catch {}
  try {
    return attack();
  } finally {
    try { if (before) Object.defineProperty(Error, key, before); else delete Error[key]; } catch {}
  }
};

const forged = {
  'a builtin': 'node:internal/fs/utils', 'another builtin': 'node:fs', 'node-red': CORE,
  'a file of Sentinel': path.join(__dirname, '..', '..', '..', '@nrg', 'sentinel', 'js', 'preload.js'), 'a function node': 'Function node:abc [x]',
  'an evalmachine': 'evalmachine.<anonymous>', 'nothing': '',
};

const CODE = `((fs, p) => fs.readFileSync(p, 'utf8'))`;

module.exports = [
  ...[1, 9, 16, 17, 40, 64, 100, 300, 1000].map((depth) => ({
    name: `behind ${depth} frames of core`, wants: 'write', legit: depth < 100,
    run: (ctx) => { throughEmitters(depth, fs.mkdirSync.bind(fs, ctx.target, undefined))(); },
  })),
  ...[20, 300].map((depth) => ({
    name: `behind ${depth} frames of core and a timer`, wants: 'write',
    run: async (ctx) => { setTimeout(throughEmitters(depth, fs.mkdirSync.bind(fs, ctx.target, undefined)), 1); await ctx.kit.wait(20); },
  })),
  ...[100, 2000].map((depth) => ({
    name: `at the end of ${depth} calls of its own`, wants: 'read', legit: true,
    run: (ctx) => { const dive = (n) => (n === 0 ? read(ctx) : dive(n - 1)); return dive(depth); },
  })),
  {
    name: 'at the very end of the stack', wants: 'read',
    run: (ctx) => {
      let out = '';
      const dive = () => { try { dive(); } catch {} if (!out) { try { out = read(ctx); } catch {} } };
      dive();
      return out;
    },
  },
  { name: 'after many awaits', wants: 'read', legit: true, run: async (ctx) => { for (let i = 0; i < 100; i += 1) await null; return read(ctx); } },
  {
    name: 'after hops over timers, ticks and immediates', wants: 'read', legit: true,
    run: (ctx) => new Promise((resolve, reject) => {
      setTimeout(() => setImmediate(() => process.nextTick(() => queueMicrotask(() => {
        try { resolve(read(ctx)); } catch (error) { reject(error); }
      }))), 1);
    }),
  },
  { name: 'with Error.stackTraceLimit 0', wants: 'read', legit: true, run: (ctx) => withError('stackTraceLimit', { value: 0, writable: true }, () => read(ctx)) },
  { name: 'with a stackTraceLimit that is no number', wants: 'read', legit: true, run: (ctx) => withError('stackTraceLimit', { value: 'x', writable: true }, () => read(ctx)) },
  { name: 'with a stackTraceLimit that throws', wants: 'read', legit: true, run: (ctx) => withError('stackTraceLimit', { get: () => { throw new Error('no'); } }, () => read(ctx)) },
  { name: 'with a stackTraceLimit that answers differently', wants: 'read', run: (ctx) => withError('stackTraceLimit', { get: () => 0, set: () => {} }, () => read(ctx)) },
  { name: 'with a prepareStackTrace that gives nothing', wants: 'read', legit: true, run: (ctx) => withError('prepareStackTrace', { value: () => [], writable: true }, () => read(ctx)) },
  { name: 'with a prepareStackTrace that throws', wants: 'read', legit: true, run: (ctx) => withError('prepareStackTrace', { value: () => { throw new Error('no'); }, writable: true }, () => read(ctx)) },
  { name: 'with a prepareStackTrace that tells of core', wants: 'read', run: (ctx) => withError('prepareStackTrace', { value: () => `Error\n    at x (${CORE}:1:1)`, writable: true }, () => read(ctx)) },
  { name: 'with a prepareStackTrace that empties the list', wants: 'read', run: (ctx) => withError('prepareStackTrace', { value: (e, sites) => { sites.length = 0; return sites; }, writable: true }, () => read(ctx)) },
  { name: 'with captureStackTrace replaced', wants: 'read', legit: true, run: (ctx) => ctx.kit.replaced(Error, 'captureStackTrace', (o) => { o.stack = `Error\n    at x (${CORE}:1:1)`; }, () => read(ctx)) },
  {
    name: 'with a prepareStackTrace that takes functions from call sites', wants: 'read',
    run: (ctx) => {
      const found = [];
      const take = (e, sites) => { for (const site of sites) { try { found.push(site.getFunction(), site.getThis()); } catch {} } return ''; };
      withError('prepareStackTrace', { value: take, writable: true }, () => { try { read(ctx); } catch (error) { void error.stack; } });
      for (const item of found) {
        if (typeof item?.readFileSync === 'function') { try { return item.readFileSync(ctx.secret, 'utf8'); } catch {} }
        if (item?.name === 'readFileSync') { try { return item(ctx.secret, 'utf8'); } catch {} }
      }
      return '';
    },
  },
  {
    name: 'through caller and arguments of a function', wants: 'read',
    run: (ctx) => {
      const sloppy = new Function('ctx', 'return arguments.callee.caller');
      const caller = sloppy(ctx);
      return typeof caller?.readFileSync === 'function' ? caller.readFileSync(ctx.secret) : '';
    },
  },
  ...Object.entries(forged).flatMap(([what, name]) => [
    { name: `eval with the sourceURL of ${what}`, wants: 'read', run: (ctx) => eval(`${CODE}\n//# sourceURL=${name}`)(fs, ctx.secret) },
    { name: `indirect eval with the sourceURL of ${what}`, wants: 'read', run: (ctx) => (0, eval)(`${CODE}\n//# sourceURL=${name}`)(fs, ctx.secret) },
    { name: `new Function with the sourceURL of ${what}`, wants: 'read', run: (ctx) => new Function('fs', 'p', `return fs.readFileSync(p, 'utf8');\n//# sourceURL=${name}`)(fs, ctx.secret) },
    {
      name: `a timer of new Function with the sourceURL of ${what}`, wants: 'write',
      run: async (ctx) => { setTimeout(new Function('fs', 'p', `fs.mkdirSync(p);\n//# sourceURL=${name}`), 1, fs, ctx.target); await ctx.kit.wait(15); },
    },
    {
      name: `_compile under the name of ${what}`, wants: 'read',
      run: (ctx) => {
        const made = new module.constructor(name, module);
        made._compile(`module.exports = (p) => process.getBuiltinModule('fs').readFileSync(p, 'utf8');`, name || '/x.js');
        return made.exports(ctx.secret);
      },
    },
    {
      name: `_compile under the name of ${what}, called later`, wants: 'write',
      run: async (ctx) => {
        const made = new module.constructor(name, module);
        made._compile(`module.exports = (p) => process.getBuiltinModule('fs').mkdirSync(p);`, name || '/x.js');
        setTimeout(made.exports, 1, ctx.target);
        await ctx.kit.wait(15);
      },
    },
    {
      name: `vm.Script under the name of ${what}`, wants: 'read',
      run: (ctx) => new (require('vm').Script)(CODE, { filename: name }).runInThisContext()(fs, ctx.secret),
    },
    {
      name: `vm.runInThisContext under the name of ${what}, called later`, wants: 'write',
      run: async (ctx) => {
        setTimeout(require('vm').runInThisContext('((fs, p) => fs.mkdirSync(p))', name), 1, fs, ctx.target);
        await ctx.kit.wait(15);
      },
    },
    { name: `a function called like ${what}`, wants: 'read', legit: true, run: (ctx) => ({ [name]: () => read(ctx) })[name]() },
  ]),
  {
    name: 'a sourceURL in a file of its own', wants: 'read', run: (ctx) => require('../files/source-url.js')(ctx.secret),
  },
  {
    name: 'an .mjs module from a data: URL', wants: 'read',
    run: async (ctx) => (await import(`data:text/javascript,import fs from 'node:fs'; export default (p) => fs.readFileSync(p, 'utf8');//${Math.random()}`)).default(ctx.secret),
  },
  {
    name: 'an .mjs module from a data: URL, called later', wants: 'write',
    run: async (ctx) => {
      const { default: made } = await import(`data:text/javascript,import fs from 'node:fs'; export default (p) => fs.mkdirSync(p);//${Math.random()}`);
      setTimeout(made, 1, ctx.target);
      await ctx.kit.wait(15);
    },
  },
  {
    name: 'the same eval text as core uses', wants: 'read',
    run: (ctx) => { const code = 'this'; void (0, eval)(code); return (0, eval)(`(fs, p) => fs.readFileSync(p, 'utf8')`)(fs, ctx.secret); },
  },
  {
    name: 'a nested eval', wants: 'read', run: (ctx) => eval(`eval("eval(\\"(c) => fs.readFileSync(c.secret, 'utf8')\\")")`)(ctx),
  },
  {
    name: 'a script of a worker-like realm', wants: 'read',
    run: (ctx) => require('vm').runInNewContext('f(p)', { f: fs.readFileSync, p: ctx.secret }),
  },
  {
    name: 'a function of a new realm that is handed fs', wants: 'write',
    run: async (ctx) => {
      setTimeout(require('vm').runInNewContext('(fs, p) => fs.mkdirSync(p)'), 1, fs, ctx.target);
      await ctx.kit.wait(15);
    },
  },
  {
    name: 'while the package loads', wants: 'read', when: 'load', run: (ctx) => read(ctx),
  },
  { name: 'in a timer set while the package loads', wants: 'read', when: 'load', run: async (ctx) => { await ctx.kit.wait(1); return read(ctx); } },
  { name: 'as a then callback set while the package loads', wants: 'read', when: 'load', run: (ctx) => Promise.resolve(ctx.secret).then(fs.promises.readFile) },
  { name: 'a program while the package loads', wants: 'exec', when: 'load', run: (ctx) => { require('child_process').execFileSync('touch', [ctx.marker]); } },
];
