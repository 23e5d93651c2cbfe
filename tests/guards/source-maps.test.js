'use strict';
// `--enable-source-maps`: a map names files, and Node.js 22 and later quote them where an assertion fails. Nothing is between Node and those
// files, so maps are not used.
const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { pathToFileURL } = require('node:url');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { eventually } = require('../support/effects.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir, writeFiles } = require('../support/userdir.js');

const CALLS = {
  fails: "() => import('./fails.mjs').then(() => 'passed', (error) => error.message)",
  enables: '() => { process.setSourceMapsEnabled(true); }',
  throws: "() => import('./throws.mjs').then(({ f }) => { try { return f(); } catch (error) { return error.stack; } })",
};
const inline = (map) => `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}\n`;

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(',') ?? ['20', '22', '26'], nodeReds: ['4.1'] })) {
  for (const sentinel of [false, true]) {
    test(`Node-RED ${pair.version}, Node ${pair.node} ${sentinel ? 'with' : 'without'} Sentinel: what source maps lead to`, async (t) => {
      const base = tempDir('nrgs-guards-');
      writeFiles(base, { 'secret/f.txt': 'SECRET_WORD(abc)\n' });
      const map = (source) => ({ version: 3, file: 'x', sources: [source], sourcesContent: null, names: [], mappings: ';AAAA' });
      const files = {
        'fails.mjs': `import assert from 'node:assert';\nassert(0);\n${inline(map(pathToFileURL(path.join(base, 'secret', 'f.txt')).href))}`,
        'throws.mjs': `export const f = () => {\nthrow new Error('mapped'); };\n${inline(map('source.ts'))}`,
        'source.ts': 'its own line\n',
      };
      const session = new Session({
        ...pair, base, packages: [probePackage(path.join(base, 'packages'), { name: 'guards-maps', calls: CALLS, files })],
        sentinel, nodeArgs: ['--enable-source-maps'], settings: { sentinel: { server: { packages: { 'guards-maps': { capabilities: ['process:signal'] } } } } },
      });
      const ask = async (call) => (await session.call('guards-maps', call)).value;
      try {
        await t.test('a foreign file is quoted to nobody who may not read it', async () => {
          const message = await ask('fails');
          if (sentinel) assert.doesNotMatch(message, /SECRET_WORD/);
          else if (pair.node !== 20) assert.match(message, /SECRET_WORD/);
          assert.match(message, /falsy value|0 == true/);
        });
        await t.test('maps are used by nobody, and people are told', async () => {
          assert.match(await ask('throws'), sentinel ? /throws\.mjs\S*:2:7/ : /source\.ts:1:1/);
          if (sentinel) assert.match(session.log, /source maps are not used \(--enable-source-maps\)/);
        });
        await t.test('no package turns them on', async () => {
          const { error } = await session.call('guards-maps', 'enables');
          assert.equal(error, undefined);
          if (!sentinel) return;
          assert.ok(await eventually(() => /BLOCKED process\.setSourceMapsEnabled\(\)/.test(session.log)), session.log);
          assert.match(await ask('throws'), /throws\.mjs\S*:2:7/);
        });
      } finally {
        await session.close();
      }
    });
  }
}
