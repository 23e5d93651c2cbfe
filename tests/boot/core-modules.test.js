'use strict';
// Modules of core that Sentinel loads while Node-RED starts are what Node's own loader makes of them.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { test } = require('node:test');
const { tempDir } = require('../support/userdir.js');
const compile = require('../../js/loader/compile.js');
const coreModules = require('../../js/loader/core-modules.js');

const { _load } = Module;
let asked = [];
/** What Sentinel's own Module._load does with a file of core, for files of a folder. */
function quickIn(dir, isQuick) {
  Module._load = function load(request, parent, isMain) {
    const filename = Module._resolveFilename(request, parent, isMain);
    const asNode = () => {
      if (Module._cache[filename]?.loaded !== true) asked.push(path.basename(filename));
      return Reflect.apply(_load, Module, [request, parent, isMain]);
    };
    if (!filename.startsWith(dir + path.sep)) return Reflect.apply(_load, Module, [request, parent, isMain]);
    if (Module._cache[filename] === undefined && isQuick && coreModules.isFit(filename)) return coreModules.load(filename, parent, asNode);
    return coreModules.again(filename, asNode);
  };
  compile.configure({ bindScript: () => undefined, expectHeads: () => undefined });
  coreModules.configure({ fs, globals: { console, setTimeout, setInterval, setImmediate, queueMicrotask }, isUntouched: true, settings: () => undefined });
}

const FILES = {
  'whole.js': 'exports.id = module.id; exports.file = __filename; exports.dir = __dirname; exports.self = this === exports; exports.main = require.main === module; exports.loaded = module.loaded;',
  'one.js': "exports.early = 1; exports.two = require('./two'); exports.late = 2;",
  'two.js': "const one = require('./one'); exports.saw = Object.keys(one); exports.missing = one.nothing === undefined; exports.one = one;",
  'class.js': "module.exports = class A { static get b() { return require('./class-of') } }; require('./class-of');",
  'class-of.js': "exports.a = require('./class');",
  'throws.js': "require('./whole'); throw new TypeError('as it is');",
  'catches.js': "try { require('./throws'); } catch (error) { exports.message = error.message; exports.name = error.name; } exports.kept = Object.keys(require.cache).some((name) => name.endsWith('throws.js'));",
  'syntax.js': 'let a = ; // 1',
  'runs-syntax.js': "JSON.parse('{');",
  'mark.js': '\uFEFFexports.mark = 1;',
  'hash.js': '#!/usr/bin/env node\nexports.hash = 1;',
  'data.json': '{ "a": 1 }',
  'json.js': "module.exports = require('./data.json');",
  'function.js': 'module.exports = () => 1; module.exports.a = 1;',
};

/** Exports and module object of each file. */
function outcomes(t, isQuick) {
  const dir = fs.realpathSync(tempDir('nrgs-core-'));
  t.after(() => fs.rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(FILES)) fs.writeFileSync(path.join(dir, name), text);
  const plain = (text) => text?.replaceAll(dir, '');
  const parent = new Module(path.join(dir, 'parent.js'));
  parent.filename = parent.id;
  parent.paths = Module._nodeModulePaths(dir);
  asked = [];
  quickIn(dir, isQuick);
  const results = {};
  try {
    for (const name of [...Object.keys(FILES), 'missing.js']) {
      try {
        const exports = parent.require(`./${name}`);
        const proto = typeof exports === 'object' ? Object.getPrototypeOf(exports) === Object.prototype : Object.getPrototypeOf(exports) === Function.prototype;
        results[name] = { exports: plain(JSON.stringify(exports, (key, value) => (key === 'one' ? Object.getPrototypeOf(value) === Object.prototype : value)) ?? String(exports)), proto };
      } catch (error) {
        results[name] = { error: plain(`${error.name} ${error.code} ${error.message}`) };
      }
    }
    for (const [file, module] of Object.entries(Module._cache)) {
      if (!file.startsWith(dir + path.sep)) continue;
      Object.assign(results[path.basename(file)], {
        id: plain(module.id), filename: plain(module.filename), loaded: module.loaded, path: plain(module.path), paths: module.paths.map(plain),
        children: module.children.map(({ id }) => plain(id)), parent: plain(module.parent.id), keys: Object.keys(module).sort(), isModule: module instanceof Module,
      });
      delete Module._cache[file];
    }
    results.parent = parent.children.map(({ id }) => plain(id));
  } finally {
    Module._load = _load;
  }
  return results;
}

test('modules that are loaded here are what Node makes of them', (t) => {
  const warnings = process.listeners('warning');
  process.removeAllListeners('warning');
  t.after(() => warnings.forEach((listener) => process.on('warning', listener)));
  const expected = outcomes(t, false);
  assert.ok(asked.includes('whole.js'));
  const found = outcomes(t, true);
  assert.deepEqual(found, expected);
  assert.equal(asked.includes('whole.js'), false);
  // Node asked about what is not to be decided here: other kinds of files, errors, modules that are being loaded.
  assert.deepEqual([...new Set(asked)].sort(), ['class.js', 'data.json', 'mark.js', 'one.js', 'syntax.js']);
});

test('who changes how modules are loaded takes part', () => {
  quickIn('/nowhere', true);
  Module._load = _load;
  const again = () => coreModules.configure({ fs, globals: {}, isUntouched: true, settings: () => undefined });
  const changes = {
    'another kind of file': () => { Module._extensions['.min.js'] = Module._extensions['.js']; return () => delete Module._extensions['.min.js']; },
    'another way to read files': () => { const { readFileSync } = fs; fs.readFileSync = (...args) => readFileSync(...args); return () => { fs.readFileSync = readFileSync; }; },
  };
  for (const [holder, name] of [[Module._extensions, '.js'], [Module, '_load'], [Module, '_cache'], [Module, '_extensions'], [Module.prototype, '_compile'], [Module.prototype, 'load'], [Module.prototype, 'require']]) {
    changes[name] = () => {
      const before = holder[name];
      holder[name] = typeof before === 'function' ? (...args) => Reflect.apply(before, Module, args) : { ...before };
      return () => { holder[name] = before; };
    };
  }
  for (const [what, change] of Object.entries(changes)) {
    again();
    assert.equal(coreModules.isFit('/a.js'), true, what);
    const restore = change();
    const isFit = coreModules.isFit('/a.js');
    restore();
    assert.equal(isFit, false, what);
    assert.equal(coreModules.isFit('/a.js'), true, what);
  }
  for (const name of ['register', 'registerHooks']) {
    again();
    coreModules.hooksOfCore(() => 'registered')[name](() => 'hooked', undefined, []);
    assert.equal(coreModules.isFit('/a.js'), false, name);
  }
  coreModules.configure({ fs, globals: {}, isUntouched: false, settings: () => undefined });
  assert.equal(coreModules.isFit('/a.js'), false);
});
