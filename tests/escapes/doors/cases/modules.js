'use strict';
// Every way to a builtin module; each is tried for a file and for a program.
const path = require('node:path');

const coreModule = () => Object.values(require.cache).find((entry) => /node_modules.node-red.red\.js$/.test(entry.filename)) ?? process.mainModule;
const Module = () => module.constructor;

const DOORS = {
  'require()': { get: (name) => require(name), legit: true },
  'require() of a node: name': { get: (name) => require(`node:${name}`), legit: true },
  'module.require': { get: (name) => module.require(name), legit: true },
  'process.getBuiltinModule': { get: (name) => process.getBuiltinModule(name), legit: true },
  'process.getBuiltinModule of a node: name': { get: (name) => process.getBuiltinModule(`node:${name}`) },
  'getBuiltinModule of the required process': { get: (name) => require('process').getBuiltinModule(name) },
  'import()': { get: (name) => import(name), legit: true },
  'import() of a node: name': { get: (name) => import(`node:${name}`), legit: true },
  'the default export of import()': { get: async (name) => (await import(name)).default, legit: true },
  'the module.exports export of import()': { get: async (name) => (await import(name))['module.exports'], minNode: 24 },
  'createRequire': { get: (name) => require('module').createRequire(__filename)(name), legit: true },
  'createRequire of a trusted file': { get: (name) => require('module').createRequire(process.argv[1])(name) },
  'createRequire of the root': { get: (name) => require('module').createRequire('/')(name) },
  'createRequire of a URL': { get: (name) => require('module').createRequire('file:///nowhere/x.js')(name) },
  'createRequire of an imported module module': { get: async (name) => (await import('module')).createRequire(process.argv[1])(name) },
  'module.constructor._load': { get: (name) => module.constructor._load(name) },
  'module.constructor._load with a trusted parent': { get: (name) => Module()._load(name, coreModule(), false) },
  'module.constructor._load as main': { get: (name) => Module()._load(`node:${name}`, null, true) },
  'Module.prototype.require': { get: (name) => Module().prototype.require.call(module, name) },
  'Module.prototype.require on a trusted module': { get: (name) => Module().prototype.require.call(coreModule(), name) },
  'Module.prototype.require on a plain object': { get: (name) => Module().prototype.require.call({ paths: [] }, name) },
  'require of a new Module': { get: (name) => new (Module())('x').require(name) },
  'require of a new Module with a forged file name': {
    get: (name) => Object.assign(new (Module())(process.argv[1]), { filename: process.argv[1], paths: [] }).require(name),
  },
  'require.main.require': { get: (name) => require.main.require(name) },
  'process.mainModule.require': { get: (name) => process.mainModule.require(name) },
  'module.parent.require': { get: (name) => module.parent.require(name) },
  'the parent of the parent': {
    get: (name) => { let m = module; while (m.parent) m = m.parent; return m.require(name); },
  },
  'a module of require.cache': { get: (name) => Object.values(require.cache)[0].require(name) },
  'a module of Module._cache': { get: (name) => Object.values(Module()._cache)[0].require(name) },
  'a child of the main module': { get: (name) => require.main.children[0].require(name) },
  'a walk over children of children': {
    get: (name) => {
      const seen = new Set();
      const walk = (m) => { if (!seen.has(m)) { seen.add(m); m.children.forEach(walk); } };
      walk(require.main);
      return [...seen].pop().require(name);
    },
  },
  'eval': { get: (name) => eval('require')(name), legit: true },
  'indirect eval': { get: (name) => (0, eval)('process').getBuiltinModule(name) },
  'new Function': { get: (name) => new Function('return process')().getBuiltinModule(name) },
  'Function of a constructor of a constructor': { get: (name) => ''.constructor.constructor('return process')().mainModule.require(name) },
  'new AsyncFunction': { get: (name) => (async () => {}).constructor('n', 'return process.getBuiltinModule(n)')(name) },
  'new GeneratorFunction': { get: (name) => (function* () {}).constructor('n', 'yield process.getBuiltinModule(n)')(name).next().value },
  'import() inside new Function': { get: (name) => new Function('n', 'return import(n)')(name) },
  'import() inside eval': { get: (name) => eval(`import(${JSON.stringify(name)})`) },
  'import() of a data: module that requires': {
    get: async (name) => (await import(`data:text/javascript,import * as x from 'node:${name}'; export { x }`)).x,
  },
  'a data: module with createRequire': {
    get: async (name) => (await import(`data:text/javascript,import { createRequire } from 'node:module'; export const x = createRequire('/x')('${name}')`)).x,
  },
  'a static import in an .mjs file': { get: async (name) => (await import('../files/static.mjs'))[name], legit: true },
  'an .mjs file with a query': { get: async (name) => (await import('../files/static.mjs?again'))[name] },
  'a re-export in an .mjs file': { get: async (name) => (await import('../files/re-export.mjs')).builtins[name] },
  'import.meta': { get: async (name) => (await import('../files/meta.mjs')).get(name), minNode: 20 },
  'require() of an .mjs file': { get: (name) => require('../files/static.mjs')[name] },
  'a module compiled by hand': {
    get: (name) => {
      const made = new (Module())(path.join(__dirname, 'made.js'), module);
      made.filename = made.id;
      made._compile(`module.exports = require(${JSON.stringify(name)});`, made.id);
      return made.exports;
    },
  },
  'a module compiled under a trusted name': {
    get: (name) => {
      const made = new (Module())(process.argv[1], module);
      made.paths = [];
      made._compile(`module.exports = require(${JSON.stringify(name)});`, process.argv[1]);
      return made.exports;
    },
  },
  'the .js extension handler with a trusted name': {
    get: (name) => {
      const made = new (Module())(process.argv[1]);
      made.filename = process.argv[1];
      made.paths = [];
      Module()._extensions['.js'](made, path.join(__dirname, '..', 'files', 'get.js'));
      return made.exports(name);
    },
  },
  'a handler for a file ending of its own': {
    get: (name) => {
      require.extensions['.evil'] = (made, file) => made._compile('module.exports = (n) => require(n);', file);
      try {
        return require('../files/door.evil')(name);
      } finally {
        delete require.extensions['.evil'];
      }
    },
  },
  'the require of a function handed out by core': { get: (name) => coreModule().constructor._load(name, coreModule()) },
  'vm.runInThisContext': { get: (name) => require('vm').runInThisContext('process').getBuiltinModule(name) },
  'vm.runInNewContext and the way back out': {
    get: (name) => require('vm').runInNewContext('host.constructor.constructor("return process")()', { host: {} }).getBuiltinModule(name),
  },
  'vm.compileFunction': { get: (name) => require('vm').compileFunction('return process.getBuiltinModule(n)', ['n'])(name) },
  'vm.Script under a trusted name': {
    get: (name) => new (require('vm').Script)(`process.getBuiltinModule(${JSON.stringify(name)})`, { filename: process.argv[1] }).runInThisContext(),
  },
  'vm.Script with importModuleDynamically': {
    get: (name) => new (require('vm').Script)(`import(${JSON.stringify(name)})`, {
      importModuleDynamically: require('vm').constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }).runInThisContext(),
  },
};

const ATTACKS = {
  fs: { wants: 'read', run: (fs, ctx) => fs.readFileSync(ctx.secret, 'utf8') },
  child_process: { wants: 'exec', run: (childProcess, ctx) => { childProcess.execFileSync('touch', [ctx.marker]); } },
};

module.exports = Object.entries(DOORS).flatMap(([name, { get, legit, ...limits }]) => Object.entries(ATTACKS).map(([builtin, { wants, run }]) => ({
  name: `${builtin} by ${name}`, wants, ...limits, legit: legit && builtin === 'fs', run: async (ctx) => run(await get(builtin), ctx),
})));
