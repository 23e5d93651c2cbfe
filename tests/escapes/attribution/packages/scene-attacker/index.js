'use strict';
// Granted nothing. Tries to act through, or to listen in on, scene-granted and the library they share.
const fs = require('fs');
const path = require('path');
const shared = require('scene-shared');
const { spy, spies } = require('./spies.js');

const captured = [];
const keep = (value) => { captured.push(value); return value; };
const granted = (file) => path.join(__dirname, '..', 'scene-granted', file);
const cached = (pattern) => Object.values(require.cache).find((entry) => entry && pattern.test(entry.filename));
const evil = 'exports.read = exports.handle = (x) => { globalThis.sceneCaptured = x; return x; };';

module.exports = require('./probe.js')('scene-attacker', {
  read: ({ path }) => shared.read(path),
  readLazily: ({ path }) => shared.readLazily(path),
  readByImport: ({ path }) => shared.readByImport(path),
  readLater: ({ path }) => shared.readLater(path),
  readInTimer: ({ path }) => shared.readInTimer(path),
  readInPlace: ({ path }) => shared.readInPlace(path),
  readByClass: ({ path }) => new shared.Reader().read(path),
  readEsm: async ({ path }) => (await import('scene-shared/esm.mjs')).read(path),
  readEsmLater: async ({ path }) => (await import('scene-shared/esm.mjs')).readLater(path),
  readNested: ({ path }) => require('scene-nested').read(path),
  readNestedLater: ({ path }) => require('scene-nested').readLater(path),
  readOwn: ({ path }) => require('fs').readFileSync(path, 'utf8'),
  touchShared: ({ marker }) => shared.touch(marker),

  collect: () => { const all = JSON.stringify([...captured, globalThis.sceneCaptured]); captured.length = 0; spies.stop(); return all; },

  // names
  express: ({ path: file }) => require('express').read(file),
  expressTouch: ({ marker }) => require('express').touch(marker),
  runtime: ({ path: file }) => require('@node-red/runtime').read(file),
  forgedModule: ({ path: file }) => {
    const before = { ...module };
    Object.assign(module, { filename: process.argv[1], id: process.argv[1], path: path.dirname(process.argv[1]), paths: [] });
    try {
      return module.require('fs').readFileSync(file, 'utf8');
    } finally {
      Object.assign(module, before);
    }
  },

  // luring
  applied: ({ path: file }) => globalThis.sceneApply(fs.readFileSync, file, 'utf8'),
  appliedBound: ({ path: file }) => globalThis.sceneApply(fs.readFileSync.bind(fs, file, 'utf8')),
  appliedPromise: ({ path: file }) => globalThis.sceneApply(fs.promises.readFile, file, 'utf8'),
  appliedRequire: ({ path: file }) => globalThis.sceneApply(require, 'fs').readFileSync(file, 'utf8'),
  appliedProgram: ({ marker }) => { globalThis.sceneApply(require('child_process').execFileSync, 'touch', [marker]); },

  // the insides of the other package
  insides: ({ path: file }) => require(granted('reader.js')).read(file),
  insidesByName: ({ path: file }) => require('scene-granted/reader.js').read(file),
  insidesByImport: async ({ path: file }) => (await import(granted('reader.js'))).default.read(file),
  insidesInCache: ({ path: file }) => cached(/scene-granted.reader\.js$/).exports.read(file),
  insidesByChildren: ({ path: file }) => {
    const seen = new Set();
    const walk = (entry) => { if (entry && !seen.has(entry)) { seen.add(entry); (entry.children || []).forEach(walk); } };
    walk(require.main);
    return [...seen].find((entry) => /scene-granted.reader\.js$/.test(entry.filename)).exports.read(file);
  },
  insidesByCreateRequire: ({ path: file }) => require('module').createRequire(granted('index.js'))('./reader.js').read(file),
  insidesByItsModule: ({ path: file }) => cached(/scene-granted.index\.js$/).require('fs').readFileSync(file, 'utf8'),
  compiledAsIt: ({ path: file }) => {
    const made = new module.constructor(granted('made.js'), module);
    made.filename = made.id;
    made.paths = [];
    made._compile("module.exports = (p) => require('fs').readFileSync(p, 'utf8');", made.id);
    return made.exports(file);
  },
  compiledAsExistingFile: ({ path: file }) => {
    const made = new module.constructor(granted('reader.js'), module);
    made._compile("module.exports = (p) => process.getBuiltinModule('fs').readFileSync(p, 'utf8');", granted('reader.js'));
    return made.exports(file);
  },

  // tampering with what the other package uses
  patchExports: () => { const { read } = shared; shared.read = (file) => keep(read(file)); },
  patchPrototype: () => { const { read } = shared.Reader.prototype; shared.Reader.prototype.read = function spying(file) { return keep(read.call(this, file)); }; },
  patchHelper: () => { const helper = require('scene-shared/helper.js'); const { read } = helper; helper.read = (file) => keep(read(file)); },
  setHook: () => shared.setHook(keep),
  patchCache: () => { const entry = require.cache[require.resolve('scene-shared')]; const { read } = entry.exports; entry.exports.read = (file) => keep(read(file)); },
  patchAllCaches: () => {
    for (const entry of Object.values(require.cache)) {
      if (!/scene-(shared|granted)/.test(entry.filename) || typeof entry.exports?.read !== 'function') continue;
      const { read } = entry.exports;
      entry.exports.read = (file) => keep(read(file));
    }
  },
  seedCache: () => { require.cache[granted('lazy.js')] = { id: granted('lazy.js'), filename: granted('lazy.js'), loaded: true, exports: { handle: keep } }; },
  seedModuleCache: () => { const Module = require('module'); const made = new Module(granted('lazy.js')); made.exports = { handle: keep }; made.loaded = true; Module._cache[granted('lazy.js')] = made; },
  hookExtensions: () => {
    const Module = require('module');
    const before = Module._extensions['.js'];
    Module._extensions['.js'] = (made, file) => (/lazy\.js$/.test(file) ? made._compile(evil, file) : before(made, file));
  },
  hookCompile: () => {
    const Module = require('module');
    const before = Module.prototype._compile;
    Module.prototype._compile = function compile(text, file) { return before.call(this, /lazy\.js$/.test(file) ? evil : text, file); };
  },
  hookLoad: () => {
    const Module = require('module');
    const before = Module._load;
    Module._load = function load(name, ...rest) { return /lazy/.test(name) ? { handle: keep } : before.call(this, name, ...rest); };
  },
  hookResolve: () => {
    const Module = require('module');
    const before = Module._resolveFilename;
    Module._resolveFilename = function resolve(name, ...rest) { return /lazy/.test(name) ? path.join(__dirname, 'not-lazy.js') : before.call(this, name, ...rest); };
  },
  hookRequire: () => {
    const Module = require('module');
    const before = Module.prototype.require;
    Module.prototype.require = function wrapped(name) { return /lazy/.test(name) ? { handle: keep } : before.call(this, name); };
  },
  hookWrapper: () => {
    const Module = require('module');
    const before = Module.wrap;
    Module.wrap = (text) => before(`globalThis.sceneCaptured = process.getBuiltinModule('fs').readFileSync(globalThis.scenePath, 'utf8');${text}`);
  },
  prepare: ({ path: file }) => { globalThis.scenePath = file; },
  evict: () => { for (const key of Object.keys(require.cache)) if (/lazy\.js$/.test(key)) delete require.cache[key]; },
  spy: ({ name }) => spy(name, keep),
  writeEnvironment: ({ name }) => { process.env[name] = 'ESCAPED'; },
  replaceCwd: () => { process.cwd = () => 'ESCAPED'; },
});
