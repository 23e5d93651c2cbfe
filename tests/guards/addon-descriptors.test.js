'use strict';
// What the addon of a package has opened, as that of a serial port does, its JavaScript reads and writes where the path behind it is granted, also later. What others have opened it does not.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { addon, sha256 } = require('../support/addon.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir, writeFiles } = require('../support/userdir.js');

const CALLS = {
  loads: "() => require('./addon.node').descriptor",
  opens: "({ file }) => require('fs').openSync(file, 'r+')",
  closes: "({ descriptor }) => require('fs').closeSync(descriptor)",
  reads: "({ descriptor }) => new Promise((resolve, reject) => { require('fs').read(descriptor, Buffer.alloc(20), 0, 20, 0, (error, count, bytes) => (error ? reject(error) : resolve(bytes.toString('utf8', 0, count)))); })",
  promises: "({ descriptor }) => require('util').promisify(require('fs').read)(descriptor, Buffer.alloc(20), 0, 20, 0).then(({ bytesRead, buffer }) => buffer.toString('utf8', 0, bytesRead))",
  writes: "({ descriptor, text }) => new Promise((resolve, reject) => { require('fs').write(descriptor, text, 0, (error, count) => (error ? reject(error) : resolve(count))); })",
};
const NAMES = ['ad-device', 'ad-pathless', 'ad-reader', 'ad-plain', 'ad-other'];

/** Starts Node-RED with all of them; `ask` gives what a call comes to. */
function start(pair, sentinel) {
  const base = tempDir('nrgs-guards-');
  const device = path.join(base, 'device');
  const others = path.join(base, 'others');
  writeFiles(base, { device: 'from the device', others: 'of another one' });
  const hash = sha256(addon());
  const held = (capabilities, lists) => ({ capabilities, capabilityConfig: { ...(capabilities.includes('native:addon') && { 'native:addon': { allowedFiles: [hash] } }), ...Object.fromEntries(Object.entries(lists).map(([name, allowedPaths]) => [name, { allowedPaths }])) } });
  const both = { 'fs:read': [device, others], 'fs:write': [device, others] };
  const session = new Session({
    ...pair, base, sentinel, env: { NRGS_ADDON_OPENS: device },
    packages: NAMES.map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, files: { 'addon.node': addon() } })),
    settings: { sentinel: { server: { packages: {
      'ad-device': held(['native:addon', 'fs:read', 'fs:write'], both), 'ad-pathless': held(['native:addon'], {}), 'ad-reader': held(['native:addon', 'fs:read'], { 'fs:read': [device] }),
      'ad-plain': held(['fs:read', 'fs:write'], both), 'ad-other': held(['fs:read', 'fs:write'], both),
    } } } },
  });
  const ask = async (name, call, args = {}) => {
    const { ok, value, error } = await session.call(name, call, args);
    return ok ? value : `${error.code} ${error.capability}`;
  };
  return { session, ask, device, others };
}

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: descriptors of addons`, { skip: process.platform === 'win32' }, async () => {
    for (const sentinel of [false, true]) {
      const { session, ask, device, others } = start(pair, sentinel);
      const refused = (lacks, bare) => (sentinel ? `ERR_SENTINEL_DENIED ${lacks}` : bare);
      try {
        const descriptor = Number(await ask('ad-device', 'loads'));
        assert.ok(descriptor > 2, `${descriptor}`);
        assert.equal(await ask('ad-device', 'reads', { descriptor }), 'from the device');
        assert.equal(await ask('ad-device', 'promises', { descriptor }), 'from the device');
        assert.equal(await ask('ad-device', 'writes', { descriptor, text: 'FROM' }), '4');
        assert.equal(fs.readFileSync(device, 'utf8'), 'FROM the device');
        // The path has to be granted, for what is done.
        const mine = Number(await ask('ad-pathless', 'loads'));
        assert.equal(await ask('ad-pathless', 'reads', { descriptor: mine }), refused('fs:read', 'FROM the device'));
        assert.equal(await ask('ad-pathless', 'writes', { descriptor: mine, text: 'from' }), refused('fs:write', '4'));
        const read = Number(await ask('ad-reader', 'loads'));
        assert.match(await ask('ad-reader', 'reads', { descriptor: read }), /^(?:FROM|from) the device$/);
        assert.equal(await ask('ad-reader', 'writes', { descriptor: read, text: 'Text' }), refused('fs:write', '4'));
        // Who has no addon has opened nothing by it, and what a package is known to have opened is its own.
        assert.equal(await ask('ad-plain', 'reads', { descriptor }), refused('all', 'Text the device'));
        const its = Number(await ask('ad-other', 'opens', { file: others }));
        assert.equal(await ask('ad-other', 'reads', { descriptor: its }), 'of another one');
        assert.equal(await ask('ad-device', 'reads', { descriptor: its }), refused('all', 'of another one'));
        assert.equal(await ask('ad-device', 'writes', { descriptor: its, text: 'OF' }), refused('all', '2'));
        assert.equal(fs.readFileSync(others, 'utf8'), sentinel ? 'of another one' : 'OF another one');
        assert.equal(fs.readFileSync(device, 'utf8'), sentinel ? 'FROM the device' : 'Text the device');
        // Said with the path, so that it can be granted.
        if (sentinel) assert.match(session.log, new RegExp(`BLOCKED fs\\.read\\(\\) — ad-pathless lacks fs:read\\n {2}Resource: ${device}\\n[\\s\\S]*?allowedPaths: \\["${device}"\\]`));
      } finally {
        await session.close();
      }
    }
  });
}
