'use strict';
// TypeScript that Node.js runs by itself (22.18 and later): links to a checkout, files of {userDir}/nodes, as CommonJS and as ES modules.
// What types are taken from is attributed and judged like everything else, and loads exactly where it loads without Sentinel.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { REPO } = require('../support/installs.js');
const { writePackage } = require('../support/packages.js');
const { PROBE_FILE } = require('../support/probe.js');
const { Session } = require('../support/session.js');
const { installSentinel, tempDir, writeFiles } = require('../support/userdir.js');

const PROBE = fs.readFileSync(PROBE_FILE, 'utf8');

const ATTEMPT = 'const attempt = <T>(action: () => T): T | string => { try { return action(); } catch (error: any) { return error.code; } };\n';
const LIB = {
  'lib/cjs.cts': "const fs = require('fs') as any;\ninterface Named { word: string }\nconst own: Named = { word: 'cts' };\nexports.word = own.word; exports.read = (file: string): string => fs.readFileSync(file, 'utf8');\nexports.state = {} as Record<string, number>;\n",
  'lib/esm.mts': "import { readFileSync } from 'node:fs';\nimport { read as viaCjs, word as other } from './cjs.cts';\nimport type { Stats } from 'node:fs';\nexport const word: string = 'mts';\nexport const read = (file: string): string => readFileSync(file, 'utf8');\nexport { other, viaCjs };\nexport type Unused = Stats;\n",
  'lib/plain.ts': "const fs = require('node:fs') as any;\nexports.read = (file: string) => fs.readFileSync(file, 'utf8') as string;\n",
  'lib/fails.ts': "function fails(message: string): never {\n  throw new Error(message);\n}\nexports.fails = fails;\n",
  'lib/shape.ts': "enum Shape { Round = 'round' }\nexports.shape = Shape.Round;\n",
  'lib/broken.ts': "const a: = 1;\n",
  'lib/hooked.vue': 'hooked',
};
const CALLS = `{
  facts: async () => [require('./lib/cjs.cts').word, (await import('./lib/esm.mts')).word, require('./lib/esm.mts').other, (await import('./lib/cjs.cts')).default.word, (await import('./lib/cjs.cts')).word],
  read: async ({ file }: { file: string }) => {
    const esm: any = await import('./lib/esm.mts');
    return [attempt(() => require('fs').readFileSync(file, 'utf8')), attempt(() => require('./lib/cjs.cts').read(file)), attempt(() => require('./lib/esm.mts').read(file)), attempt(() => require('./lib/plain.ts').read(file)), attempt(() => esm.read(file)), attempt(() => esm.viaCjs(file))];
  },
  same: async () => require('./lib/esm.mts') === await import('./lib/esm.mts') || require('./lib/esm.mts').viaCjs === (await import('./lib/esm.mts')).viaCjs,
  line: () => { try { require('./lib/fails.ts').fails('x'); } catch (error: any) { return /fails\\.ts:2:9/.test(error.stack); } },
  errors: () => [attempt(() => require('./lib/shape.ts').shape), attempt(() => require('./lib/broken.ts'))],
  extension: () => { require.extensions['.vue'] = (module: any, file: string) => { module._compile('exports.word = ' + JSON.stringify(require('./lib/cjs.cts').word) + '; exports.fs = require("fs")', file); }; return require('./lib/hooked').word; },
  hooked: ({ file }: { file: string }) => attempt(() => require('./lib/hooked').fs.readFileSync(file, 'utf8')),
}`;
const script = (name) => `const probe = require('./probe.js');\n${ATTEMPT}module.exports = probe('${name}', ${CALLS});\n`;
const esm = (name) => `import { createRequire } from 'node:module';\nimport type { Stats } from 'node:fs';\nconst require = createRequire(import.meta.url);\n${ATTEMPT}const calls: Record<string, unknown> = ${CALLS};\nexport default require('./probe.cjs')('${name}', calls);\nexport type Unused = Stats;\n`;

const NAMES = { 'typed-linked': 'typed-linked', 'typed-module': 'typed-module', 'typed-path': './nodes/typed-path.js' };
const KINDS = Object.keys(NAMES);

function start(pair, { granted, sentinel, flags }) {
  const base = tempDir('nrgs-guards-');
  const userDir = path.join(base, 'user');
  writeFiles(base, { 'own/f.txt': 'own', 'user/nodes/typed-path.html': '<!-- -->', 'user/nodes/typed-path.js': "module.exports = require('./entry.ts');\n", 'user/nodes/entry.ts': script('typed-path'), 'user/nodes/probe.js': PROBE });
  writeFiles(path.join(userDir, 'nodes'), LIB);
  const at = path.join(base, 'checkouts');
  const packages = [
    { dir: writePackage(at, { name: 'typed-linked', nodes: { linked: 'index.ts' }, files: { ...LIB, 'index.ts': script('typed-linked') } }), how: 'symlink' },
    { dir: writePackage(at, { name: 'typed-module', nodes: { module: 'index.ts' }, probe: false, files: { ...LIB, 'lib/package.json': {}, 'index.ts': esm('typed-module'), 'probe.cjs': PROBE }, manifest: { type: 'module' } }), how: 'symlink' },
    writePackage(at, { name: 'typed-installed', nodes: { installed: 'index.js' }, files: { 'index.js': "module.exports = require('./probe.js')('typed-installed', { load: () => { try { require('./lib.ts'); return 'loaded'; } catch (error) { return error.code; } }, add: async () => { try { await import('./lib.mts'); return 'loaded'; } catch (error) { return error.code; } } });\n", 'lib.ts': 'const a: number = 1; exports.a = a;\n', 'lib.mts': 'export const a: number = 1;\n' } }),
  ];
  const grants = (name) => ({ capabilities: granted ? ['fs:read'] : [], capabilityConfig: { 'fs:read': { allowedPaths: [path.join(base, 'own')] } } });
  const policy = Object.fromEntries([...Object.values(NAMES), 'typed-installed'].map((name) => [name, grants(name)]));
  const installed = sentinel ? installSentinel(REPO, userDir) : false;
  const session = new Session({
    ...pair, base, packages, sentinel: installed, env: flags === undefined ? {} : { NODE_OPTIONS: `--require ${installed}/js/preload.js ${flags}` }, settings: { sentinel: { server: { packages: policy } } },
  });
  const ask = async (name, call, args) => {
    const { value, error } = await session.call(name, call, args);
    if (error) throw new Error(`${name} ${call}: ${error.message}\n${session.log.slice(-2000)}`);
    try { return JSON.parse(value); } catch { return value; }
  };
  return { session, ask, file: path.join(base, 'own', 'f.txt') };
}

const DENIED = 'ERR_SENTINEL_DENIED';
const RUNS = [
  { title: 'without Sentinel', sentinel: false, granted: false, answer: 'own' },
  { title: 'granted', sentinel: true, granted: true, answer: 'own' },
  { title: 'granted nothing', sentinel: true, granted: false, answer: DENIED },
  { title: 'granted, types transformed, with source maps', sentinel: true, granted: true, answer: 'own', flags: '--experimental-transform-types --enable-source-maps', transforms: true },
];

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(',') ?? [22, 24, 26] })) {
  if (pair.node < 22) continue;
  for (const { title, sentinel, granted, answer, flags, transforms } of RUNS) {
    if (transforms && pair.node > 24) continue; // Node.js 26 has no such flag
    test(`Node-RED ${pair.version}, Node ${pair.node}, ${title}`, async (t) => {
      const { session, ask, file } = start(pair, { sentinel, granted, flags });
      try {
        for (const name of KINDS) {
          await t.test(`${name} loads, and is judged as ${NAMES[name]}`, async () => {
            assert.deepEqual(await ask(name, 'facts'), ['cts', 'mts', 'cts', 'cts', 'cts']);
            assert.deepEqual(await ask(name, 'read', { file }), new Array(6).fill(answer));
            assert.equal(await ask(name, 'same'), true);
            // Node.js maps lines only for what it compiles itself
            if (!transforms) assert.equal(await ask(name, 'line'), true);
            assert.deepEqual(await ask(name, 'errors'), [transforms ? 'round' : 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX', 'ERR_INVALID_TYPESCRIPT_SYNTAX']);
            // Node-RED 5 imports it, and the require that Node.js 22 itself gives to what it imports has no extensions
            if (pair.node === 22 && pair.version === '5.0' && !sentinel && name === 'typed-linked') return;
            assert.equal(await ask(name, 'extension'), 'cts');
            assert.equal(await ask(name, 'hooked', { file }), answer);
          });
        }
        await t.test('below node_modules Node.js takes no types away', async () => {
          assert.equal(await ask('typed-installed', 'load'), 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING');
          assert.equal(await ask('typed-installed', 'add'), 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING');
        });
      } finally {
        await session.close();
      }
    });
  }
}
