'use strict';
// Packages of every kind load and work: ES modules, dual, bundled, TypeScript. What they ask the loader is answered or judged.
const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { probePackage, writePackage } = require('../support/packages.js');
const { PROBE_FILE } = require('../support/probe.js');
const { Session } = require('../support/session.js');
const { tempDir, writeFiles } = require('../support/userdir.js');
const fs = require('node:fs');
const service = require('./lib/service.js');

const PROBE = fs.readFileSync(PROBE_FILE, 'utf8');

/** An ES module as a set of nodes: named, default and namespace imports, a helper of each kind, a dependency. */
const esmSource = (name) => `
import fs, { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import helper, { word } from './helper.cjs';
import { other } from './lib/other.mjs';
import dual, { kind, state as dualState } from 'guards-dual';
const require = createRequire(import.meta.url);
const attempt = (action) => { try { return action(); } catch (error) { return error.code; } };
export default require('./probe.cjs')('${name}', {
  facts: () => [word, helper.word, other, kind, dual.kind, fileURLToPath(import.meta.url) === fileURLToPath(new URL(import.meta.url)), process === require('process')],
  read: ({ file }) => [attempt(() => readFileSync(file, 'utf8')), attempt(() => fs.readFileSync(file, 'utf8')), attempt(() => helper.read(file)), attempt(() => dual.read(file))],
  touch: async () => { const { state } = await import('guards-dual'); state.touched = (state.touched ?? 0) + 1; dualState.touched++; return [state.touched - 1, dualState.touched, (await import('guards-dual')).state.touched]; },
  later: async ({ file }) => { await null; return attempt(() => readFileSync(file, 'utf8')); },
});
`;
const esmFiles = (name, entry) => ({
  [entry]: esmSource(name), 'probe.cjs': PROBE, 'lib/other.mjs': "export const other = 'other';\n",
  'helper.cjs': "exports.word = 'word'; exports.read = (file) => require('fs').readFileSync(file, 'utf8');\n",
});
const dual = {
  'package.json': { name: 'guards-dual', version: '1.0.0', exports: { import: './index.mjs', require: './index.cjs' } },
  'index.mjs': "import fs from 'fs'; export const kind = 'import'; export const state = {}; export default { kind, read: (file) => fs.readFileSync(file, 'utf8') };\n",
  'index.cjs': "const fs = require('fs'); exports.kind = 'require'; exports.read = (file) => fs.readFileSync(file, 'utf8');\n",
};

/** An ES module whose graph has everything in it that a require must bring along. */
const graph = {
  'package.json': { name: 'guards-graph', version: '1.0.0', type: 'module', exports: './index.js' },
  'index.js': "import fs, { readFileSync } from 'node:fs'; import common, { word, state } from './common.cjs'; import * as all from './again.cjs'; import data from './data.json' with { type: 'json' }; import { inner } from './inner.js'; import own from './undeclared/file.js';\nexport const facts = [word, common.word, common.state === state, Object.keys(all).sort().join(), data.word, inner, own.word, fs.readFileSync === readFileSync, typeof import.meta.url]; export { state, common }; export const read = (file) => readFileSync(file, 'utf8'); export const readCommon = (file) => common.read(file); export const later = () => import('./common.cjs');\n",
  'common.cjs': "exports.word = 'common'; exports.state = {}; exports.read = (file) => require('fs').readFileSync(file, 'utf8');\n",
  'again.cjs': "module.exports = require('./common.cjs');\n", 'data.json': { word: 'data' }, 'inner.js': "import './index.js'; export const inner = 'inner';\n",
  'undeclared/package.json': {}, 'undeclared/file.js': "exports.word = 'undeclared';\n",
};

/** What imports for whoever has it: the granted package, one without grants, and the granted one again. */
const imports = {
  'package.json': { name: 'guards-imports', version: '1.0.0' },
  'index.js': "exports.load = (what) => import(what).then((module) => module.default, (error) => error.code);\n",
};
const IMPORT = "async ({ file }) => { const { load } = require('guards-imports'); return [await load(file), await load(file), await load(file)]; }";

/** Imports the same with the same library in the middle of somebody else's next import, where Node.js tells of imports. */
const WITHIN = `({ file }) => {
  const channel = require('diagnostics_channel').channel('tracing:module.import:start');
  const watch = () => { channel.unsubscribe(watch); globalThis.importedWithin = require('guards-imports').load(file); };
  channel.subscribe(watch);
}`;

const CALLS = {
  imported: IMPORT,
  graph: "async ({ file }) => { const attempt = (f) => { try { return f(); } catch (e) { return e.code; } }; const m = require('guards-graph'); m.state.touched = (m.state.touched ?? 0) + 1; const later = await m.later(); const imported = await import('guards-graph'); return [m.facts, m.state.touched, later.state === m.state, later.default === m.common, imported.state === m.state, require('guards-graph') === m, attempt(() => m.read(file)), attempt(() => m.readCommon(file))]; }",
  touch: "async () => { const { state } = await import('guards-dual'); state.touched = (state.touched ?? 0) + 1; const again = (await import('guards-dual')).state; again.touched++; return [state.touched - 1, again.touched, state.touched]; }",
  dual: "async ({ file }) => { const attempt = (f) => { try { return f(); } catch (e) { return e.code; } }; const r = require('guards-dual'); const i = await import('guards-dual'); return [r.kind, i.kind, i.default.kind, attempt(() => r.read(file)), attempt(() => i.default.read(file))]; }",
  bundled: "() => require('guards-bundled').bundled",
  self: "() => require('guards-loader/inside').inside",
  imports: "async () => [require('#inner').inside, (await import('#inner')).default.inside]",
  failing: "async () => { const of = (what) => import(what).then((found) => found.default, (e) => [e instanceof Error, e.name, e.code, e.message.split(' ', 3).join(' ')]); return Promise.all(['./nowhere.mjs', './lib/plain.mjs', './lib', '#nowhere', './lib/plain.mjs'].map(of)); }",
  json: "() => [require('./data.json').x, require('guards-loader/package.json').name]",
  esm: "() => { const m = require('./lib/plain.mjs'); return [m.default, m.named, m.__esModule, require('./lib/plain.mjs') === m]; }",
  esmSame: "async () => (await import('./lib/plain.mjs')).state === require('./lib/plain.mjs').state",
  interop: "() => require('./lib/interop.mjs')",
  typescript: "() => require('./lib/typed.cts').typed",
  asked: "({ dir }) => { const m = require('module'); const attempt = (f) => { try { return f(); } catch (e) { return e.code; } }; return [m.enableCompileCache?.().status ?? 3, m.flushCompileCache?.() ?? 'nothing', m._initPaths() ?? 'nothing', attempt(() => m.register('data:text/javascript,')), m.findPackageJSON ? attempt(() => m.findPackageJSON(dir)) : 'ERR_SENTINEL_DENIED', m.findPackageJSON ? m.findPackageJSON('guards-dual', __filename).endsWith('guards-dual/package.json') : true]; }",
  nodePath: "() => { process.env.NODE_PATH = '/'; require('module')._initPaths(); try { return require('etc/hostname'); } catch (error) { return error.code; } }",
};
const FILES = {
  'data.json': { x: 1 }, 'lib/plain.mjs': "export default 'default'; export const named = 'named'; export const state = {};\n",
  'lib/interop.mjs': "const value = 'as required'; export { value as 'module.exports' };\n", 'inside.js': "exports.inside = 'inside';\n",
  'lib/typed.cts': "interface Typed { a: string }\nconst value: Typed = { a: 'typed' };\nexports.typed = value.a;\n",
  'node_modules/guards-bundled/package.json': { name: 'guards-bundled', version: '1.0.0' }, 'node_modules/guards-bundled/index.js': "exports.bundled = 'bundled';\n",
};
const MANIFEST = { bundledDependencies: ['guards-bundled'], dependencies: { 'guards-dual': '1', 'guards-bundled': '1', 'guards-graph': '1', 'guards-imports': '1' }, imports: { '#inner': './inside.js' }, exports: { './inside': './inside.js', './package.json': './package.json' } };

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1', '5.0'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: packages of every kind`, async (t) => {
    const base = tempDir('nrgs-guards-');
    writeFiles(base, { 'own/f.txt': 'own', 'own/code.mjs': "export default 'code';\n", 'secret/package.json': '{}', 'secret/f.txt': 'secret' });
    writeFiles(path.join(base, 'user', 'node_modules', 'guards-dual'), dual);
    writeFiles(path.join(base, 'user', 'node_modules', 'guards-graph'), graph);
    writeFiles(path.join(base, 'user', 'node_modules', 'guards-imports'), imports);
    writeFiles(path.join(base, 'user', 'node_modules', 'guards-named'), service.named);
    const own = path.join(base, 'own', 'f.txt');
    const secret = path.join(base, 'secret', 'f.txt');
    const grants = { capabilities: ['fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: [path.join(base, 'own')] } } };
    const dependencies = { 'guards-dual': '1' };
    const at = path.join(base, 'packages');
    const packages = [
      probePackage(at, { name: 'guards-loader', calls: CALLS, files: FILES, manifest: MANIFEST }),
      probePackage(at, { name: 'guards-second', calls: { graph: CALLS.graph, imported: IMPORT, within: WITHIN, importedWithin: '() => globalThis.importedWithin' }, manifest: { dependencies: { 'guards-graph': '1', 'guards-imports': '1' } } }),
      writePackage(at, { name: 'guards-typed', nodes: { typed: 'index.js' }, files: esmFiles('guards-typed', 'index.js'), manifest: { type: 'module', dependencies } }),
      writePackage(at, { name: 'guards-mjs', nodes: { mjs: 'index.mjs' }, files: esmFiles('guards-mjs', 'index.mjs'), manifest: { dependencies } }),
      writePackage(at, { name: 'guards-syntax', nodes: { syntax: 'index.js' }, files: esmFiles('guards-syntax', 'index.js'), manifest: { dependencies } }),
      ...service.servicePackages(at),
    ];
    const names = ['guards-loader', 'guards-typed', 'guards-mjs'];
    const session = new Session({
      ...pair, base, packages, sentinel: true,
      settings: { sentinel: { server: { packages: { ...Object.fromEntries(names.map((name) => [name, grants])), 'guards-nodes': { capabilities: ['registry:write'] }, 'guards-second': { capabilities: ['inspector:open'] }, 'guards-named': { capabilities: [] } } } } },
      flows: [{ id: 'tab1', type: 'tab' }, ...service.flowNodes],
    });
    const ask = async (name, call, args) => {
      const { value, error } = await session.call(name, call, args);
      if (error) throw new Error(`${name} ${call}: ${error.message}`);
      try {
        return JSON.parse(value);
      } catch {
        return value;
      }
    };
    const denied = 'ERR_SENTINEL_DENIED';
    try {
      for (const name of ['guards-typed', 'guards-mjs', 'guards-syntax']) {
        await t.test(`${name} loads, with what it imports`, async () => {
          assert.deepEqual(await ask(name, 'facts'), ['word', 'word', 'other', 'import', 'import', true, true]);
        });
      }
      await t.test('[A7] an ES module and what it imports have the rights of their package', async () => {
        assert.deepEqual(await ask('guards-typed', 'read', { file: own }), ['own', 'own', 'own', 'own']);
        assert.deepEqual(await ask('guards-mjs', 'read', { file: own }), ['own', 'own', 'own', 'own']);
        assert.deepEqual(await ask('guards-syntax', 'read', { file: own }), [denied, denied, denied, denied]);
        assert.deepEqual(await ask('guards-typed', 'read', { file: secret }), [denied, denied, denied, denied]);
        assert.equal(await ask('guards-mjs', 'later', { file: own }), 'own');
      });
      await t.test('[A7] an ES module that packages share exists once for each of them', async () => {
        for (const name of ['guards-typed', 'guards-mjs']) assert.deepEqual(await ask(name, 'touch'), [1, 2, 2], name);
        assert.deepEqual(await ask('guards-loader', 'touch'), [1, 2, 2]);
      });
      await t.test('[C3] what one package may import is remembered for no other', async () => {
        const file = path.join(base, 'own', 'code.mjs');
        for (let i = 0; i < 3; i++) {
          assert.deepEqual(await ask('guards-loader', 'imported', { file }), ['code', 'code', 'code']);
          assert.deepEqual(await ask('guards-second', 'imported', { file }), [denied, denied, denied]);
        }
      });
      await t.test('[A1] who imports in the middle of another import does so in its own name', async () => {
        const file = path.join(base, 'own', 'code.mjs');
        await ask('guards-second', 'within', { file });
        assert.deepEqual(await ask('guards-loader', 'imported', { file }), ['code', 'code', 'code']);
        if (pair.node >= 22) assert.equal(await ask('guards-second', 'importedWithin'), denied);
      });
      await t.test('both halves of a dual package', async () => {
        assert.deepEqual(await ask('guards-loader', 'dual', { file: own }), ['require', 'import', 'import', 'own', 'own']);
      });
      await t.test('bundled packages, self-references, imports and exports, JSON', async () => {
        assert.equal(await ask('guards-loader', 'bundled'), 'bundled');
        assert.equal(await ask('guards-loader', 'self'), 'inside');
        assert.deepEqual(await ask('guards-loader', 'imports'), ['inside', 'inside']);
        assert.deepEqual(await ask('guards-loader', 'json'), [1, 'guards-loader']);
      });
      await t.test('what cannot be imported fails as Node has it fail, and nothing else with it', async () => {
        const missing = [[true, 'Error', 'ERR_MODULE_NOT_FOUND', 'Cannot find module'], 'default', [true, 'Error', 'ERR_UNSUPPORTED_DIR_IMPORT', 'Directory import \''], [true, 'TypeError', 'ERR_PACKAGE_IMPORT_NOT_DEFINED', 'Package import specifier'], 'default'];
        const found = await ask('guards-loader', 'failing');
        found[2][3] = found[2][3].slice(0, 'Directory import \''.length);
        assert.deepEqual(found, missing);
      });
      await t.test('an ES module that is required', async () => {
        assert.deepEqual(await ask('guards-loader', 'esm'), ['default', 'named', true, true]);
        assert.equal(await ask('guards-loader', 'esmSame'), true);
        assert.equal(await ask('guards-loader', 'interop'), 'as required');
      });
      await t.test('[A7] what an ES module that is required brings along is its package\'s own', async () => {
        const facts = ['common', 'common', true, pair.node >= 24 ? 'default,module.exports,read,state,word' : 'default,read,state,word', 'data', 'inner', 'undeclared', true, 'string'];
        assert.deepEqual(await ask('guards-loader', 'graph', { file: own }), [facts, 1, true, true, true, true, 'own', 'own']);
        assert.deepEqual(await ask('guards-second', 'graph', { file: own }), [facts, 1, true, true, true, true, denied, denied]);
      });
      await t.test('[A7] what a palette package exports, and a library with an entry of its own, works for all who require it', async () => {
        for (const name of ['guards-user', 'guards-other']) assert.deepEqual(await ask(name, 'uses'), service.WANTED, name);
      });
      await t.test('[A7] what they change on it, they change for themselves', async () => {
        assert.deepEqual(await ask('guards-nodes', 'sees'), service.UNCHANGED);
      });
      await t.test('[A7] a package registers, sets up and drives nodes of those who lend it their RED and their nodes', async () => {
        assert.deepEqual(await ask('guards-nodes', 'flow'), service.FLOWED);
      });
      await t.test('questions to the loader are answered or judged', async () => {
        assert.deepEqual(await ask('guards-loader', 'asked', { dir: path.join(base, 'secret') }), [3, 'nothing', 'nothing', denied, denied, true]);
        assert.equal(await ask('guards-loader', 'nodePath'), 'MODULE_NOT_FOUND');
      });
    } finally {
      await session.close();
    }
  });
}
