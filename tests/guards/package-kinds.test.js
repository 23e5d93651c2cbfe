'use strict';
// Packages of every kind work under Sentinel exactly as without it, and the same roads lead a package that was granted nothing nowhere.
const assert = require('node:assert/strict');
const path = require('node:path');
const { test, describe, before, after } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir, writeFiles } = require('../support/userdir.js');
const honest = require('./lib/honest.js');
const kinds = require('./lib/package-kinds.js');
const mistakes = require('./lib/mistakes.js');

const { DEPENDENCY, MANIFEST, READS } = kinds;
const FACTS = { ...kinds.FACTS, ...mistakes.FACTS, ...honest.FACTS };
const FILES = { ...kinds.FILES, ...mistakes.FILES, ...honest.FILES };
const NAMES = ['kinds', 'kinds-refused'];
const DENIED = 'ERR_SENTINEL_DENIED';

/** Starts Node-RED with the packages. */
function start(pair, sentinel) {
  const base = tempDir('nrgs-guards-');
  const userDir = path.join(base, 'user');
  const own = path.join(base, 'own');
  writeFiles(own, { 'f.txt': 'it is read', 'f.json': { word: 'it is read' }, 'modules/kinds-by-path/package.json': { name: 'kinds-by-path', version: '1.0.0' }, 'modules/kinds-by-path/index.js': "exports.word = 'it is read';\n" });
  writeFiles(path.join(userDir, 'node_modules', 'kinds-conditions'), DEPENDENCY);
  const packages = NAMES.map((name) => probePackage(path.join(base, 'packages'), {
    name, calls: { ...FACTS, ...READS }, files: FILES, manifest: { ...MANIFEST, name, exports: { ...MANIFEST.exports, '.': './probe-nodes.js' } },
  }));
  const session = new Session({
    ...pair, base, packages, sentinel, env: { NODE_PATH: path.join(own, 'modules') },
    settings: { sentinel: { server: { packages: { kinds: { capabilities: ['fs:read', 'network:tcp', 'network:udp', 'network:http', 'network:listen'], capabilityConfig: { 'fs:read': { allowedPaths: [own] } } } } } } },
  });
  const args = { file: path.join(own, 'f.txt'), json: path.join(own, 'f.json'), byPath: path.join(own, 'modules', 'kinds-by-path', 'index.js') };
  const ask = async (name, call) => {
    const { value, error } = await session.call(name, call, args);
    if (error) return `${error.code ?? error.message}`;
    try { return JSON.parse(value); } catch { return value; }
  };
  return { session, ask };
}

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(',') ?? [20, 22, 24, 26] })) {
  describe(`Node-RED ${pair.version}, Node ${pair.node}`, () => {
    const bare = start(pair, false);
    const guarded = start(pair, true);
    const facts = {};
    before(async () => {
      for (const call of Object.keys(FACTS)) facts[call] = await bare.ask('kinds', call);
    });
    after(async () => {
      await bare.session.close();
      await guarded.session.close();
    });
    for (const call of Object.keys(FACTS)) {
      test(`${call}: as without Sentinel`, async () => {
        assert.notEqual(typeof facts[call], 'string', facts[call]); // an error
        assert.deepEqual(await guarded.ask('kinds', call), facts[call]);
      });
    }
    for (const call of Object.keys(mistakes.REFUSED)) {
      test(`${call}: refused without the grant, as everything like it`, async () => {
        const answers = (await guarded.ask('kinds-refused', call)).flatMap((answer) => (Array.isArray(answer) ? answer.slice(1) : [answer]));
        assert.deepEqual(answers.filter((code) => code !== DENIED), []);
      });
    }
    for (const call of Object.keys(READS)) {
      test(`${call}: reads with the grant, and not without`, async () => {
        assert.equal(await bare.ask('kinds-refused', call), 'it is read', 'without Sentinel');
        assert.equal(await guarded.ask('kinds', call), 'it is read', 'with the grant');
        assert.equal(await guarded.ask('kinds-refused', call), DENIED, 'without the grant');
      });
    }
  });
}
