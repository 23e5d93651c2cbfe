'use strict';
// `native:wasm`: WebAssembly by the hash of its bytes, in every context and by every way of importing. The same calls work without Sentinel
// and for the allowed module; another module is refused in each of them.
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { REPO } = require('../support/installs.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { installSentinel, tempDir } = require('../support/userdir.js');

/** A module with one function `f` that gives `answer`. */
const moduleOf = (answer) => Buffer.concat([Buffer.from('0061736d010000000105016000017f03020100070501016600000a06010400', 'hex'), Buffer.from([0x41, answer, 0x0b])]);
const ALLOWED = 42;
const OTHER = 43;
const hash = crypto.createHash('sha256').update(moduleOf(ALLOWED)).digest('hex');

const SETTLE = "(async (act) => { try { const value = await act(); return typeof value === 'number' || typeof value === 'boolean' ? value : `no number: ${value}`; } catch (error) { return error.code ?? error.name; } })";
const run = (source) => `({ bytes }) => { const code = Uint8Array.from(bytes); const vm = require('vm'); return ${SETTLE}(() => { ${source} }); }`;
const inContext = (code, options = '{}') => run(`return vm.runInContext(${JSON.stringify(code)}, vm.createContext({ code, Response }, ${options}));`);

const COMPILED = {
  module: run('return new WebAssembly.Instance(new WebAssembly.Module(code)).exports.f();'),
  compile: run('return WebAssembly.compile(code).then((module) => new WebAssembly.Instance(module).exports.f());'),
  contextModule: inContext('new WebAssembly.Instance(new WebAssembly.Module(code)).exports.f()'),
  contextBuffer: inContext('new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(code).buffer)).exports.f()'),
  contextClass: inContext('(class extends WebAssembly.Module {}, new WebAssembly.Instance(new (class extends WebAssembly.Module {})(code)).exports.f())'),
  contextNamed: inContext('new WebAssembly.Instance(new WebAssembly.Module.prototype.constructor(code)).exports.f()'),
  contextCompile: inContext('WebAssembly.compile(code).then((module) => new WebAssembly.Instance(module).exports.f())'),
  contextInstantiate: inContext('WebAssembly.instantiate(code).then(({ instance }) => instance.exports.f())'),
  contextStreaming: inContext("WebAssembly.instantiateStreaming(new Response(code, { headers: { 'content-type': 'application/wasm' } })).then(({ instance }) => instance.exports.f())"),
  contextLater: inContext('(async () => { await null; return new WebAssembly.Instance(await WebAssembly.compile(code)).exports.f(); })()'),
  newContext: run("return vm.runInNewContext('new WebAssembly.Instance(new WebAssembly.Module(code)).exports.f()', { code });"),
  script: run("return new vm.Script('new WebAssembly.Instance(new WebAssembly.Module(code)).exports.f()').runInNewContext({ code });"),
  contextAsked: inContext('new WebAssembly.Instance(new WebAssembly.Module(code)).exports.f()', '{ codeGeneration: { wasm: true } }'),
};
/** What holds of an allowed module, whatever answers. */
const SAME = {
  contextKind: inContext("const m = new WebAssembly.Module(code); m instanceof WebAssembly.Module && Object.prototype.toString.call(m) === '[object WebAssembly.Module]' && WebAssembly.Module.exports(m)[0].name === 'f' && m.constructor === WebAssembly.Module"),
  contextTwice: inContext('WebAssembly.compile(code).then((m) => WebAssembly.instantiate(m)).then((instance) => instance.exports.f() > 0)'),
};
const NONE = inContext('new WebAssembly.Module(code)', '{ codeGeneration: { wasm: false } }');

/** Imports, by files of the package. `import source` is syntax that not every Node.js can read. */
const IMPORTED = {
  imported: `({ kind }) => ${SETTLE}(async () => (await import('./' + kind + '.wasm')).f())`,
  static: `({ kind }) => ${SETTLE}(async () => (await import('./static-' + kind + '.mjs')).f())`,
  url: `({ kind }) => ${SETTLE}(async () => (await import(new URL('./' + kind + '.wasm?x=1', require('url').pathToFileURL(__filename)))).f())`,
};
const SOURCES = { source: `({ kind }) => ${SETTLE}(async () => (await import('./source-' + kind + '.mjs')).answer)` };
const DATA = `({ bytes }) => ${SETTLE}(async () => (await import('data:application/wasm;base64,' + Buffer.from(bytes).toString('base64'))).f())`;
const FILES = Object.fromEntries([['allowed', ALLOWED], ['other', OTHER]].flatMap(([kind, answer]) => [
  [`${kind}.wasm`, moduleOf(answer)], [`static-${kind}.mjs`, `export { f } from './${kind}.wasm';\n`],
  [`source-${kind}.mjs`, `import source module from './${kind}.wasm';\nexport const answer = new WebAssembly.Instance(module).exports.f();\n`],
]));

const FLAG = '--experimental-wasm-modules';
const DENIED = 'ERR_SENTINEL_DENIED';

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(',') ?? [20, 22, 24, 26], nodeReds: ['4.1', '5.0'] })) {
  for (const sentinel of [false, true]) {
    test(`Node-RED ${pair.version}, Node ${pair.node}, ${sentinel ? 'with' : 'without'} Sentinel`, async (t) => {
      const base = tempDir('nrgs-guards-');
      const installed = sentinel ? installSentinel(REPO, path.join(base, 'user')) : false;
      const flag = pair.node < 24 ? FLAG : '';
      const calls = { ...COMPILED, ...SAME, ...IMPORTED, ...SOURCES, none: NONE, data: DATA };
      const packages = ['wasm-granted', 'wasm-other'].map((name) => probePackage(path.join(base, 'packages'), { name, calls, files: FILES }));
      const allowed = { 'native:wasm': { allowedModules: [hash] } };
      const session = new Session({
        ...pair, base, packages, sentinel: installed, env: { NODE_OPTIONS: `${sentinel ? `--require ${installed}/js/preload.js ` : ''}${flag}` },
        settings: { sentinel: { server: { packages: { 'wasm-granted': { capabilities: ['vm:execute', 'native:wasm'], capabilityConfig: allowed }, 'wasm-other': { capabilities: ['vm:execute'] } } } } },
      });
      const ask = async (name, call, args) => {
        const { value, error } = await session.call(name, call, args);
        if (error) throw new Error(`${name} ${call}: ${error.message}`);
        try { return JSON.parse(value); } catch { return value; }
      };
      const bytes = (answer) => [...moduleOf(answer)];
      try {
        for (const call of Object.keys(COMPILED)) {
          await t.test(call, async () => {
            assert.equal(await ask('wasm-granted', call, { bytes: bytes(ALLOWED) }), ALLOWED);
            assert.equal(await ask('wasm-granted', call, { bytes: bytes(OTHER) }), sentinel ? DENIED : OTHER);
            assert.equal(await ask('wasm-other', call, { bytes: bytes(ALLOWED) }), sentinel ? DENIED : ALLOWED);
          });
        }
        for (const call of Object.keys(SAME)) await t.test(call, async () => assert.equal(await ask('wasm-granted', call, { bytes: bytes(ALLOWED) }), true));
        await t.test('a context that wants none gets none', async () => assert.equal(await ask('wasm-granted', 'none', { bytes: bytes(ALLOWED) }), 'CompileError'));
        for (const call of [...Object.keys(IMPORTED), ...(pair.node >= 24 ? Object.keys(SOURCES) : [])]) {
          await t.test(`import: ${call}`, async () => {
            assert.equal(await ask('wasm-granted', call, { kind: 'allowed' }), ALLOWED);
            assert.equal(await ask('wasm-granted', call, { kind: 'other' }), sentinel ? DENIED : OTHER);
            assert.equal(await ask('wasm-other', call, { kind: 'allowed' }), sentinel ? DENIED : ALLOWED);
          });
        }
        await t.test('import: data', async () => {
          assert.equal(await ask('wasm-granted', 'data', { bytes: bytes(ALLOWED) }), ALLOWED);
          assert.equal(await ask('wasm-granted', 'data', { bytes: bytes(OTHER) }), sentinel ? DENIED : OTHER);
          assert.equal(await ask('wasm-other', 'data', { bytes: bytes(ALLOWED) }), sentinel ? DENIED : ALLOWED);
        });
      } finally {
        await session.close();
      }
    });
  }
}
