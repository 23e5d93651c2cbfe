'use strict';
// Built-in methods replaced by ones that look at everything that passes: no original function, policy object or handle may.
const fs = require('fs');
const childProcess = require('child_process');

const WATCHED = [
  [Function.prototype, ['call', 'apply', 'bind', 'toString', Symbol.hasInstance]], [Reflect, ['apply', 'construct', 'get', 'set', 'has', 'ownKeys', 'defineProperty', 'getOwnPropertyDescriptor']],
  [Object, ['defineProperty', 'defineProperties', 'getOwnPropertyDescriptor', 'getOwnPropertyDescriptors', 'assign', 'create', 'freeze', 'keys', 'entries', 'setPrototypeOf', 'getPrototypeOf', 'fromEntries']],
  [Map.prototype, ['get', 'set', 'has']], [WeakMap.prototype, ['get', 'set', 'has']], [Set.prototype, ['add', 'has']], [WeakSet.prototype, ['add', 'has']],
  [Array.prototype, ['push', 'map', 'forEach', 'slice', 'concat', 'filter', 'includes', 'indexOf', 'join', 'unshift', 'splice', Symbol.iterator]],
  [JSON, ['stringify', 'parse']], [Promise.prototype, ['then', 'catch', 'finally']], [Promise, ['resolve', 'reject', 'all']],
  [String.prototype, ['startsWith', 'endsWith', 'slice', 'split', 'replace', 'includes', 'indexOf']], [RegExp.prototype, ['exec', 'test']],
];

const NAMES = new Set(['readFileSync', 'openSync', 'execFileSync', 'spawnSync', 'spawn', 'binding', 'getBuiltinModule', 'require', '_load']);

/** What an attacker can do with a function or an object that fell into his hands. */
function use(item, ctx) {
  const tries = [
    () => item.readFileSync(ctx.secret, 'utf8'), () => item('fs').readFileSync(ctx.secret, 'utf8'),
    () => (item.name === 'readFileSync' ? item(ctx.secret, 'utf8') : ''), () => item.fs.readFileSync(ctx.secret, 'utf8'),
  ];
  for (const attempt of tries) {
    try {
      const value = attempt();
      if (typeof value === 'string' && value) return value;
    } catch {}
  }
  return '';
}

const triggers = {
  'a refused read': (ctx) => fs.readFileSync(ctx.secret), 'a refused program': (ctx) => childProcess.execFileSync('touch', [ctx.marker]),
  'a require': () => require('fs'), 'a new require': () => process.getBuiltinModule('child_process'), 'the environment': () => ({ ...process.env }),
  'a stream': (ctx) => fs.createReadStream(ctx.secret).on('error', () => {}), 'a promise': (ctx) => { fs.promises.readFile(ctx.secret).catch(() => {}); },
  'an exit listener': () => process.emit('escape'), 'a module': () => require('../files/small.js'),
};

module.exports = Object.entries(triggers).map(([what, trigger]) => ({
  name: `what passes during ${what}`, wants: 'read',
  run: (ctx) => {
    const seen = new Set();
    const restore = [];
    let watching = false;
    const keep = (item) => { if ((typeof item === 'function' || typeof item === 'object') && item !== null) seen.add(item); };
    const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;
    for (const [object, keys] of WATCHED) {
      for (const key of keys) {
        const before = getOwnPropertyDescriptor(object, key);
        const original = before.value;
        const watcher = function watcher(...args) {
          if (watching) { keep(this); for (let i = 0; i < args.length; i += 1) keep(args[i]); }
          const result = apply(original, this, args);
          if (watching) keep(result);
          return result;
        };
        try { if (defineProperty(object, key, { ...before, value: watcher })) restore.push(() => defineProperty(object, key, before)); } catch {}
      }
    }
    watching = true;
    try { trigger(ctx); } catch {}
    watching = false;
    for (const back of restore) back();
    const all = [...seen];
    for (const item of all) {
      if (typeof item === 'function' && !NAMES.has(item.name) && !item.readFileSync) continue;
      const value = use(item, ctx);
      if (value) return value;
    }
    return '';
  },
}));
