'use strict';
// What core reads and writes while code of a package runs in between: Node's `fs` asks prototypes that packages replace. The
// call stays core's and does what it should; what the package does in it stays the package's.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { leanCore } = require('../support/core-nodes.js');
const { probePackage } = require('../support/packages.js');
const { PROBE_SETTINGS } = require('../support/probe-settings.js');
const { Session } = require('../support/session.js');
const { tempDir, writeFiles } = require('../support/userdir.js');

const SECRET = 'nobody but core may see this';

/** Replaces what Node consults while it reads and writes, and tries every way to the file when asked. */
const CALLS = {
  replace: `({ secret, target, deep }) => {
    const fs = require('fs');
    const seen = globalThis.guardsSeen = { ran: 0, found: [] };
    let busy = false;
    const attempt = (work) => { try { const value = work(); if (value !== undefined) seen.found.push(String(value)); } catch {} };
    const act = () => {
      if (busy) return;
      busy = true;
      seen.ran += 1;
      attempt(() => fs.readFileSync(secret, 'latin1'));
      attempt(() => fs.openSync(secret, 'r'));
      attempt(() => fs.writeFileSync(target, 'by the package'));
      for (const shared of [process.mainModule, module.constructor]) attempt(() => shared.require('fs').readFileSync(secret, 'latin1'));
      for (let fd = 3; fd < 60; fd++) attempt(() => { const bytes = Buffer.alloc(40); return fs.readSync(fd, bytes, 0, 40, 0) > 0 ? bytes.latin1Slice() : undefined; });
      busy = false;
    };
    const replace = (object, key) => attempt(() => {
      const original = object[key];
      object[key] = function instead(...args) { act(); return Reflect.apply(original, this, args); };
    });
    for (const key of ['allocUnsafe', 'isBuffer', 'concat', 'byteLength']) replace(Buffer, key);
    for (const key of ['slice', 'toString', 'utf8Slice', 'latin1Slice']) replace(Buffer.prototype, key);
    for (const key of ['call', 'apply', 'bind']) replace(Function.prototype, key);
    for (const key of ['exec', 'test']) replace(RegExp.prototype, key);
    for (const key of ['push', 'join', 'slice']) replace(Array.prototype, key);
    // A bare Node-RED does not survive these.
    if (!deep) return;
    for (const key of ['alloc', 'from']) replace(Buffer, key);
    for (const key of ['subarray', 'latin1Write', 'utf8Write', 'write']) replace(Buffer.prototype, key);
    for (const key of ['set', 'fill', 'subarray']) replace(Object.getPrototypeOf(Uint8Array.prototype), key);
    for (const kind of [Uint8Array, Object.getPrototypeOf(Uint8Array), ArrayBuffer]) {
      attempt(() => Object.defineProperty(kind, Symbol.species, { get() { act(); return kind; }, configurable: true }));
    }
    for (const key of ['encoding', 'flag', 'mode', 'signal']) attempt(() => Object.defineProperty(Object.prototype, key, { get: act, configurable: true }));
  }`,
  harvest: '() => JSON.stringify(globalThis.guardsSeen)',
};

/** settings.js whose own code reads and writes when it is asked to. */
const settings = (secret, target) => `const fs = require('fs');
module.exports = {
  uiHost: '127.0.0.1', flowFile: 'flows.json', credentialSecret: 'x', disableEditor: true, nodesExcludes: ${JSON.stringify(leanCore().nodesExcludes)},
  httpAdminMiddleware(req, res, next) {
    const secret = ${JSON.stringify(secret)};
    const target = ${JSON.stringify(target)};
    const calls = {
      bytes: () => fs.readFileSync(secret),
      text: () => fs.readFileSync(secret, 'utf8'),
      latin1: () => fs.readFileSync(secret, { encoding: 'latin1' }),
      write: () => { fs.writeFileSync(target, 'by core'); fs.appendFileSync(target, ' twice'); fs.truncateSync(target, 7); return 'written'; },
    };
    const call = calls[req.url.slice('/guards-core/'.length)];
    if (call === undefined) return next();
    try { res.end(call()); } catch (error) { res.end('failed: ' + error.code); }
  },
};
${PROBE_SETTINGS}`;

async function attack({ base, sentinel, pair }) {
  const secret = path.join(base, 'secret');
  const target = path.join(base, 'target');
  writeFiles(base, { secret: SECRET });
  const session = new Session({
    ...pair, base, sentinel, settings: settings(secret, target), packages: [probePackage(path.join(base, 'packages'), { name: 'guards-core', calls: CALLS })],
  });
  try {
    const nodeRed = await session.nodeRed();
    const replaced = await session.call('guards-core', 'replace', { secret, target, deep: sentinel !== false });
    assert.ok(replaced.ok, JSON.stringify(replaced));
    const got = {};
    for (const call of ['bytes', 'text', 'latin1', 'write']) got[call] = (await nodeRed.get(`/guards-core/${call}`)).text;
    const harvest = await session.call('guards-core', 'harvest');
    assert.ok(harvest.ok, JSON.stringify({ got, harvest }));
    return { got, target: fs.existsSync(target) ? fs.readFileSync(target, 'utf8') : 'nothing', seen: JSON.parse(harvest.value) };
  } finally {
    await session.close();
  }
}

test('without Sentinel the package sees it all', async () => {
  const { seen } = await attack({ base: tempDir('nrgs-guards-'), sentinel: false, pair: { version: '4.1', node: 20 } });
  assert.ok(seen.ran > 0);
  assert.ok(seen.found.some((text) => text.includes(SECRET)));
});

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: a package in the middle of what core reads and writes`, async () => {
    const base = tempDir('nrgs-guards-');
    const { got, target, seen } = await attack({ base, sentinel: true, pair });
    assert.deepEqual(got, { bytes: SECRET, text: SECRET, latin1: SECRET, write: 'written' });
    assert.equal(target, 'by core');
    assert.deepEqual(seen.found.filter((text) => text.includes(SECRET)), []);
  });
}
