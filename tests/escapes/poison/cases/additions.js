'use strict';
// Properties added to prototypes, which option objects, policy objects and lookups then seem to have.
const fs = require('fs');
const childProcess = require('child_process');

const ADDED = {
  capabilities: ['all', 'fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: ['/'] } }, allowedPaths: ['/'], granted: true, allowed: true,
  all: true, trusted: true, core: true, kind: 0, principal: 0, mode: 'observe-all', get: () => true, has: () => true, value: true,
  0: 0, 1: 1, length: 1, then: undefined, toJSON: () => ({}), fs: fs.constants, filename: process.argv[1], parent: null, paths: [],
};

module.exports = [
  ...Object.entries(ADDED).map(([key, value]) => ({
    name: `Object.prototype.${key}`, wants: 'read',
    run: (ctx) => ctx.kit.replaced(Object.prototype, key, value, () => { try { return fs.readFileSync(ctx.secret).latin1Slice(); } catch { return ''; } }),
  })),
  ...Object.entries(ADDED).map(([key, value]) => ({
    name: `Function.prototype.${key}`, wants: 'read',
    run: (ctx) => (['length'].includes(key) ? '' : ctx.kit.replaced(Function.prototype, key, value, () => fs.readFileSync(ctx.secret).latin1Slice())),
  })),
  {
    name: 'a setter on Object.prototype catches what guards store', wants: 'read',
    run: (ctx) => {
      const caught = [];
      const names = ['original', 'target', 'fn', 'impl', 'real', 'wrapped', 'value', 'readFileSync', 'readFile', 'fs', 'exports', 'handler', 'call'];
      for (const name of names) {
        try { Object.defineProperty(Object.prototype, name, { configurable: true, set(v) { caught.push(v, this); }, get() { return undefined; } }); } catch {}
      }
      try { fs.readFileSync(ctx.secret); } catch {}
      try { require('fs'); } catch {}
      for (const name of names) { try { delete Object.prototype[name]; } catch {} }
      return caught.map((item) => { try { return (item.readFileSync ?? item)(ctx.secret, 'utf8'); } catch { return ''; } }).join('');
    },
  },
  {
    name: 'holes of arrays filled from Array.prototype', wants: 'read',
    run: (ctx) => { let out = ''; for (const key of ['0', '1', '2', '3']) ctx.kit.replaced(Array.prototype, key, 'core', () => { try { out += fs.readFileSync(ctx.secret).latin1Slice(); } catch {} }); return out; },
  },
  {
    name: 'a prototype put under the prototypes', wants: 'read',
    run: (ctx) => {
      const proxy = new Proxy(Object.create(null), { get: (t, key) => (typeof key === 'symbol' ? undefined : true), has: () => true });
      const before = Object.getPrototypeOf(Array.prototype);
      try { Object.setPrototypeOf(Array.prototype, proxy); } catch {}
      try { return fs.readFileSync(ctx.secret).latin1Slice(); } finally { try { Object.setPrototypeOf(Array.prototype, before); } catch {} }
    },
  },
  {
    name: 'Symbol.species of Array', wants: 'read',
    run: (ctx) => {
      const before = Object.getOwnPropertyDescriptor(Array, Symbol.species);
      try { Object.defineProperty(Array, Symbol.species, { configurable: true, get: () => function Evil() { return []; } }); } catch {}
      try { return fs.readFileSync(ctx.secret).latin1Slice(); } finally { try { Object.defineProperty(Array, Symbol.species, before); } catch {} }
    },
  },
  { name: 'process.env replaced', wants: 'env', run: (ctx) => { const before = process.env; try { process.env = { ...before }; return process.env[ctx.envName]; } finally { process.env = before; } } },
  {
    name: 'NODE_OPTIONS on Object.prototype', wants: 'exec',
    run: (ctx) => ctx.kit.replaced(Object.prototype, 'shell', `touch ${ctx.marker};`, () => { childProcess.execFileSync('touch', [ctx.marker]); }),
  },
];
