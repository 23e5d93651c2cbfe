'use strict';
// Small packages of every kind that a loader meets: what bundlers write, conditions of exports, imports of their own, questions to the loader.
// `facts` must be the same with and without Sentinel; `reads` open a file by the same road and must be refused where they were not granted it.

/** As esbuild writes a bundle for CommonJS, and rollup. */
const ESBUILD = `"use strict";
var __create = Object.create, __defProp = Object.defineProperty, __getOwnPropDesc = Object.getOwnPropertyDescriptor, __getOwnPropNames = Object.getOwnPropertyNames, __getProtoOf = Object.getPrototypeOf, __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => { for (var name in all) __defProp(target, name, { get: all[name], enumerable: true }); };
var __copyProps = (to, from, except, desc) => { if (from && typeof from === "object" || typeof from === "function") { for (let key of __getOwnPropNames(from)) if (!__hasOwnProp.call(to, key) && key !== except) __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable }); } return to; };
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target, mod));
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);
var index_exports = {}; __export(index_exports, { default: () => index_default, read: () => read });
module.exports = __toCommonJS(index_exports);
var import_node_fs = __toESM(require("node:fs")); var import_meta = {};
function read(file) { return (0, import_node_fs.readFileSync)(file, "utf8"); }
var index_default = { read };
0 && (module.exports = { read });
`;
const ROLLUP = `'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
var fs = require('fs'); var require$$0 = require('path');
function _interopNamespaceDefault(e) { var n = Object.create(null, { [Symbol.toStringTag]: { value: 'Module' } }); if (e) { Object.keys(e).forEach(function (k) { if (k !== 'default') { var d = Object.getOwnPropertyDescriptor(e, k); Object.defineProperty(n, k, d.get ? d : { enumerable: true, get: function () { return e[k]; } }); } }); } n.default = e; return Object.freeze(n); }
var fs__namespace = /*#__PURE__*/_interopNamespaceDefault(fs);
exports.sep = require$$0.sep; exports.read = (file) => fs__namespace.readFileSync(file, 'utf8');
`;
const ESM_BUNDLE = `import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __f } from 'node:url';
const require = __createRequire(import.meta.url); const __filename = __f(import.meta.url);
var __require = /* @__PURE__ */ ((x) => typeof require !== "undefined" ? require : x)(function (x) { return require.apply(this, arguments); });
var __commonJS = (cb, mod) => function () { return mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports; };
var require_inner = __commonJS({ "inner.js"(exports, module) { module.exports = { read: (file) => __require("fs").readFileSync(file, "utf8") }; } });
const inner = require_inner(); export const read = inner.read; export const name = __filename.split(/[\\\\/]/).pop(); export default inner;
`;
const READER = "exports.read = (file) => require('fs').readFileSync(file, 'utf8');\n";
const META = `import { readFileSync } from 'node:fs';
const name = (url) => url.replace(/[?#].*/, '').split('/').pop();
export const meta = { dirname: import.meta.dirname?.split(/[\\\\/]/).pop(), filename: import.meta.filename?.split(/[\\\\/]/).pop(), main: import.meta.main, url: name(import.meta.url), keys: Object.keys(import.meta).sort().join() };
export const resolve = (what) => { try { return name(import.meta.resolve(what)); } catch (error) { return error.code; } };
export const found = [resolve('./meta.mjs'), resolve('kinds-conditions'), resolve('#inner'), resolve('kinds-not-there')];
export const read = (file) => readFileSync(file, 'utf8');
export const self = import('kinds/inside').then((module) => module.default.word);
export const json = (file) => import(file, { with: { type: 'json' } }).then((module) => module.default);
`;

const FILES = {
  'bundle/esbuild.js': ESBUILD, 'bundle/rollup.js': ROLLUP, 'bundle/bundle.mjs': ESM_BUNDLE, 'lib/inner.js': `exports.word = 'inner'; ${READER}`,
  'lib/inside.js': "exports.word = 'inside';\n", 'lib/meta.mjs': META, 'data.json': { word: 'json' }, 'features/one.js': "exports.word = 'one';\n",
  'lib/parent.js': 'exports.parent = module.parent && module.parent.filename; exports.children = () => module.children.length; require("./inside.js");\n',
};
const MANIFEST = {
  name: 'kinds', dependencies: { 'kinds-conditions': '1' },
  imports: { '#inner': './lib/inner.js', '#fs': 'fs', '#dependency': 'kinds-conditions', '#by-condition': { import: './lib/meta.mjs', require: './lib/inner.js' }, '#deep/*': './lib/*.js' },
  exports: { '.': './index.js', './inside': './lib/inside.js', './features/*': './features/*.js', './package.json': './package.json' },
};
const DEPENDENCY = {
  'package.json': {
    name: 'kinds-conditions', version: '1.0.0',
    exports: { '.': { browser: './no.js', import: { node: './esm.mjs', default: './no.js' }, require: { node: './cjs.js', default: './no.js' } }, './sub': { 'node-addons': './addon.js', default: './no.js' } },
  },
  'esm.mjs': "import { readFileSync } from 'fs';\nexport const kind = 'import'; export const read = (file) => readFileSync(file, 'utf8');\n", 'cjs.js': `exports.kind = 'require'; exports.load = (file) => require(file); ${READER}`, 'addon.js': "exports.kind = 'addon';\n",
};

const FACTS = {
  listenersAtMost: `() => {
    const before = process.getMaxListeners(), isItself = process.setMaxListeners(before + 40) === process, more = process.getMaxListeners();
    const wrong = [-1, 'x', undefined].map((most) => { try { return typeof process.setMaxListeners(most); } catch (error) { return error.code; } });
    process.setMaxListeners(before);
    return JSON.stringify([before, isItself, more, wrong, process.getMaxListeners()]);
  }`,
  bundles: "async () => [Object.keys(require('./bundle/esbuild.js')).sort(), require('./bundle/rollup.js').sep, (await import('./bundle/bundle.mjs')).name, Object.keys(await import('./bundle/esbuild.js')).sort(), (await import('./bundle/rollup.js')).sep]",
  conditions: "async () => [require('kinds-conditions').kind, (await import('kinds-conditions')).kind, require('kinds-conditions/sub').kind, (await import('kinds-conditions/sub')).kind, (() => { try { require('kinds-conditions/cjs.js'); } catch (error) { return error.code; } })(), await import('kinds-conditions/cjs.js').catch((error) => error.code)]",
  self: "async () => [require('kinds/inside').word, (await import('kinds/inside')).word, require('kinds/features/one').word, (() => { try { return require('kinds/lib/inner.js'); } catch (error) { return error.code; } })(), await (await import('./lib/meta.mjs')).self]",
  imports: "async () => [require('#inner').word, (await import('#inner')).word, typeof (await import('#fs')).readFileSync, require('#dependency').kind, (await import('#dependency')).kind, require('#by-condition').word, typeof (await import('#by-condition')).resolve, require('#deep/inside').word, await import('#not').catch((error) => error.code)]",
  meta: "async () => { const { meta, found, resolve } = await import('./lib/meta.mjs'); return [meta, found, resolve('./inside.js')]; }",
  json: "async () => [require('./data.json').word, (await (await import('./lib/meta.mjs')).json('../data.json')).word, await import('./data.json').catch((error) => error.code)]",
  urls: "async () => { const { pathToFileURL } = require('url'); return [(await import(pathToFileURL(require.resolve('./lib/inside.js')))).default.word, (await import('data:text/javascript,export default 7')).default, (await import('data:application/json,{\"a\":1}', { with: { type: 'json' } })).default.a, await import('data:text/plain,x').catch((error) => error.code), await import('http://127.0.0.1/x.mjs').catch((error) => error.code), (await import(pathToFileURL(require.resolve('./lib/inside.js')) + '?again')).default.word]; }",
  tree: "() => { const child = require('./lib/parent.js'); return [child.parent === __filename, child.children(), module.children.some((m) => /parent\\.js$/.test(m.id)), module.paths.length > 1, module.paths[0].endsWith('node_modules'), require.main.filename.endsWith('red.js'), Array.isArray(require.main.paths), require.main.children.length >= 0, require.resolve.paths('x').length > 1, require.resolve.paths('fs'), module.id === __filename, module.loaded, typeof require.cache[__filename]]; }",
  found: "() => { const m = require('module'); if (!m.findPackageJSON) return []; const end = (file) => file && file.split(/[\\\\/]/).slice(-2).join('/'); return [end(m.findPackageJSON('kinds-conditions', __filename)), end(m.findPackageJSON('./lib/inside.js', __filename)), end(m.findPackageJSON(require('url').pathToFileURL(__filename).href))]; }",
  asked: "() => { const m = require('module'); const key = (o) => o && Object.keys(o).sort(); return [m.isBuiltin('fs'), m.isBuiltin('x'), m.builtinModules.includes('fs'), key(m.constants), key(m.constants?.compileCacheStatus), typeof m.enableCompileCache, typeof m.flushCompileCache, typeof m.getCompileCacheDir, m.getCompileCacheDir?.() ?? null, typeof m.SourceMap, new m.SourceMap({ version: 3, sources: ['a.js'], mappings: 'AAAA' }).findEntry(0, 0).originalSource, m.findSourceMap(__filename) ?? null, m.wrap('x'), typeof m.Module, m === m.Module, module instanceof m, module.constructor === m]; }",
  stripped: "() => { const m = require('module'); return [m.stripTypeScriptTypes ? m.stripTypeScriptTypes('const a: number = 1') : null]; }",
  builtins: "() => [typeof process.getBuiltinModule?.('fs').readFileSync, process.getBuiltinModule?.('no') ?? null, process.getBuiltinModule?.('node:fs') === (process.getBuiltinModule && require('fs')), Object.keys(process.features).sort(), process.features.typescript ?? null, process.features.require_module ?? null, process.features.inspector]",
  sea: "() => { const sea = require('node:sea'); return [sea.isSea(), (() => { try { sea.getAsset('x'); } catch (error) { return error.code; } })()]; }",
  cache: "() => { const file = require.resolve('./lib/inside.js'); const before = require(file); delete require.cache[file]; const again = require(file); return [before !== again, require(file) === again, file in require.cache]; }",
  created: "() => { const { createRequire } = require('module'); return [createRequire(__filename)('./lib/inside.js').word, createRequire(require('url').pathToFileURL(__filename))('kinds-conditions').kind, createRequire(__dirname + '/')('./data.json').word]; }",
};

/** Ways to open a file, one for each kind; `path` is a module in a folder of NODE_PATH. */
const READS = {
  esbuild: "({ file }) => require('./bundle/esbuild.js').read(file)",
  esbuildImported: "async ({ file }) => (await import('./bundle/esbuild.js')).default.read(file)",
  rollup: "({ file }) => require('./bundle/rollup.js').read(file)",
  bundledModule: "async ({ file }) => (await import('./bundle/bundle.mjs')).read(file)",
  required: "({ file }) => require('kinds-conditions').read(file)",
  imported: "async ({ file }) => (await import('kinds-conditions')).read(file)",
  ownImport: "async ({ file }) => (await import('#fs')).readFileSync(file, 'utf8')",
  inner: "async ({ file }) => (await import('#inner')).read(file)",
  metaReads: "async ({ file }) => (await import('./lib/meta.mjs')).read(file)",
  dataURL: "async ({ file }) => (await import('data:text/javascript,import fs from \"fs\"; export default (f) => fs.readFileSync(f, \"utf8\")')).default(file)",
  jsonImported: "async ({ json }) => (await (await import('./lib/meta.mjs')).json(require('url').pathToFileURL(json).href)).word",
  jsonRequired: "({ json }) => require(json).word",
  createdReads: "({ file }) => require('module').createRequire(__filename)('fs').readFileSync(file, 'utf8')",
  getBuiltin: "({ file }) => (process.getBuiltinModule ?? ((name) => require(name)))('fs').readFileSync(file, 'utf8')",
  nodePath: "() => require('kinds-by-path').word",
  nodePathImported: "async ({ byPath }) => (await import(require('url').pathToFileURL(byPath).href)).default.word",
  mainPaths: "({ byPath }) => require.main.require(byPath).word",
  // Bytes on every Node.js: version 20 makes a buffer of each part without Sentinel.
  webStream: "async ({ file }) => { const handle = await require('fs/promises').open(file); let text = ''; for await (const part of handle.readableWebStream()) text += Buffer.from(part); await handle.close(); return text; }",
  webStreamOfBytes: "async ({ file }) => { const handle = await require('fs/promises').open(file), reader = handle.readableWebStream({ type: 'bytes' }).getReader({ mode: 'byob' }), { value } = await reader.read(new Uint8Array(64)); await reader.cancel(); await handle.close(); return Buffer.from(value).toString(); }",
  child: "({ byPath }) => { const m = new module.constructor(byPath, module); m.filename = byPath; m.load(byPath); return m.exports.word; }",
};

module.exports = { DEPENDENCY, FACTS, FILES, MANIFEST, READS };
