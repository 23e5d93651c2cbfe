'use strict';
// What the operator hands to packages in settings.js: what is changed in builtin modules there must not reach Node-RED, and a `require` must not lead to the one behind it.
const path = require('path');

const operator = globalThis[Symbol.for('nrgs.operator')];

const MEMBERS = { fs: ['readFile', 'writeFileSync', 'createReadStream'], child_process: ['spawn', 'exec'] };

function change(name, key) {
  const mine = () => undefined;
  const before = operator[name][key];
  const assign = [() => { operator[name][key] = mine; }, () => Object.defineProperty(operator[name], key, { value: mine, configurable: true, writable: true })];
  for (const attempt of assign) {
    try {
      attempt();
      if (operator.core[name][key] === mine) return 'ESCAPED';
    } catch {
      // locked
    } finally {
      try { operator[name][key] = before; } catch { /* locked */ }
    }
  }
  return '';
}

/** The functions that a function leads to by its prototype, itself where that names nothing else. */
const behind = (fn) => [fn.prototype?.constructor, Object.getPrototypeOf(fn.prototype ?? fn)?.constructor, fn].filter((found) => typeof found === 'function' && found !== Function && found !== Object);
// There where the case runs, and not where it is listed.
const load = operator?.load;
/** Each of them -> what it says of a file that is not the package's. */
const LOADERS = {
  'a require': (file) => behind(load.require).map((fn) => () => fn(file)),
  'what createRequire made': (file) => behind(load.made).map((fn) => () => fn(file)),
  'the require of a module': (file) => behind(load.module.require).map((fn) => () => Reflect.apply(fn, load.module, [file])),
  '_load of the loader': (file) => behind(load.Module._load).map((fn) => () => fn(file)),
  'createRequire of the loader': (file) => behind(load.Module.createRequire).map((fn) => () => fn(file)(file)),
};
const RESOLVERS = { 'a require': () => load.require.resolve, 'what createRequire made': () => load.made.resolve, 'the loader': () => load.Module._resolveFilename };

module.exports = [
  ...Object.entries(MEMBERS).flatMap(([name, keys]) => keys.map((key) => ({
    name: `a function that Node-RED calls replaced in what settings.js hands on: ${name}.${key}`, wants: 'escaped', run: () => change(name, key),
  }))),
  ...Object.entries(LOADERS).map(([name, ways]) => ({
    name: `${name} that settings.js hands on, and what its prototype names`, wants: 'read', run: (ctx) => ctx.kit.first(ways(path.join(ctx.secretDir, 'secret.js'))),
  })),
  ...Object.entries(RESOLVERS).map(([name, resolver]) => ({
    name: `where a file lies by ${name} that settings.js hands on, and what its prototype names`, wants: 'escaped',
    run: (ctx) => ctx.kit.first(behind(resolver()).map((fn) => () => (fn(ctx.secret) === ctx.secret ? 'ESCAPED' : undefined))),
  })),
];
