'use strict';
// Every row of the table of `child_process`, in every form: refused without a grant and without effect, done with one [G1][G8].
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { REPO, node } = require('../support/installs.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir, writeFiles } = require('../support/userdir.js');
const { commands, forms } = require('./lib/child-rows.js');

const ROWS = fs.readFileSync(path.join(__dirname, 'lib', 'child-rows.js'), 'utf8');
const CALLS = {
  run: "({ base }) => require('./rows.js').runAll(base)",
  callbacks: `async ({ dir }) => {
    const told = [];
    const child = require('child_process').spawn('touch', [dir + '/marker'], {}, () => told.push('callback'));
    child.on('error', (error) => told.push(error.code));
    await new Promise((resolve) => child.on('close', resolve));
    return told;
  }`,
};
/** Channels to the parent process need `all`, which nobody here has. */
const NEVER = ['_forkChild'];

/** One directory for every form, with what its program needs. */
function layOut(base) {
  for (const form of Object.keys(forms)) {
    const dir = path.join(base, form);
    writeFiles(dir, { 'child.js': "require('fs').writeFileSync(process.argv[2], 'ran');\nprocess.disconnect?.();\n", program: `#!/bin/sh\necho ran > '${dir}/marker'\n` });
    fs.chmodSync(path.join(dir, 'program'), 0o755);
  }
}

const ran = (base, form) => fs.existsSync(path.join(base, form, 'marker'));

test('every row of the table is called here', () => {
  const table = fs.readFileSync(path.join(REPO, 'js', 'guards', 'child_process', 'index.js'), 'utf8');
  const rows = /const rows = \{([\s\S]*?)\n\};/.exec(table)[1].matchAll(/^ {2}(\w+): \{/gm);
  const called = new Set(Object.keys(forms).map((form) => /^\w+/.exec(form)[0]));
  assert.deepEqual([...rows].map((row) => row[1]).filter((row) => !called.has(row)), []);
});

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: every form of child_process`, async (t) => {
    const base = tempDir('nrgs-guards-');
    const dirs = { granted: path.join(base, 'granted'), none: path.join(base, 'none') };
    layOut(dirs.granted);
    layOut(dirs.none);
    const packages = ['guards-granted', 'guards-none'].map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, files: { 'rows.js': ROWS } }));
    const nodeBinary = fs.realpathSync(await node(pair.node));
    const allowedCommands = commands(dirs.granted, nodeBinary).map((text) => crypto.createHash('sha256').update(text).digest('hex'));
    // The program that is forked is the package: it reads and writes where that may.
    const granted = {
      capabilities: ['process:exec', 'process:env:read', 'fs:read', 'fs:write'],
      capabilityConfig: { 'process:exec': { allowedCommands }, 'fs:read': { allowedPaths: [dirs.granted] }, 'fs:write': { allowedPaths: [dirs.granted] } },
    };
    const session = new Session({
      ...pair, base, packages, sentinel: true,
      settings: { sentinel: { server: { packages: { 'guards-granted': granted } } } },
    });
    try {
      const refused = JSON.parse((await session.call('guards-none', 'run', { base: dirs.none })).value);
      const done = JSON.parse((await session.call('guards-granted', 'run', { base: dirs.granted })).value);
      for (const form of Object.keys(forms)) {
        await t.test(form, () => {
          assert.equal(ran(dirs.none, form), false, 'nothing may run without a grant');
          assert.equal(refused[form].code, 'ERR_SENTINEL_DENIED');
          if (NEVER.includes(form)) {
            assert.equal(done[form].code, 'ERR_SENTINEL_DENIED');
          } else {
            assert.deepEqual(done[form], { ok: true });
            assert.equal(ran(dirs.granted, form), true, 'the granted call must run its program');
          }
        });
      }
      await t.test('what Node does not take for a callback is not called', async () => {
        assert.equal((await session.call('guards-none', 'callbacks', { dir: dirs.none })).value, '["ERR_SENTINEL_DENIED"]');
      });
    } finally {
      await session.close();
    }
  });
}
