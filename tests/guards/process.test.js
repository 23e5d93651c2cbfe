'use strict';
// Every function of the table of `process`, and the values and events of it: refused without a grant and without effect,
// done with one. Effects are signals another process received, exit codes, files, and what `process` says afterwards.
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { addonPath } = require('../../js/boot/native.js');
const { REPO } = require('../support/installs.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir, writeFiles } = require('../support/userdir.js');
const { channel, ends, rows } = require('./lib/process-rows.js');

const ROWS = fs.readFileSync(path.join(__dirname, 'lib', 'process-rows.js'), 'utf8');
const CALLS = { run: "(given) => require('./rows.js').runAll(given)", end: "(given) => require('./rows.js').end(given)" };
const HELPER = `const fs = require('fs');
for (const name of ['SIGUSR1', 'SIGUSR2', 'SIGHUP']) process.on(name, () => fs.appendFileSync(process.argv[1], name + '\\n'));
process.on('SIGTERM', () => process.exit(0));
setInterval(() => {}, 1000);
console.log('ready');`;
const NAMES = ['guards-none', 'guards-granted', 'guards-all'];

/** A process that writes down the signals it gets. */
async function helper(base, name) {
  const heard = path.join(base, `heard-${name}`);
  fs.writeFileSync(heard, '');
  const child = spawn(process.execPath, ['-e', HELPER, heard], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    pid: child.pid,
    heard,
    async end() {
      if (child.exitCode === null && child.signalCode === null && child.kill()) await once(child, 'exit');
      return fs.readFileSync(heard, 'utf8');
    },
  };
}

function assertRefused(found, row) {
  if (row.lacks === undefined) assert.equal(found.code, 'ERR_SENTINEL_DENIED', JSON.stringify(found));
  else assert.deepEqual(found, { ok: true, said: row.lacks });
}

test('every row of the table is called here', () => {
  const table = fs.readFileSync(path.join(REPO, 'js', 'guards', 'process', 'rows.js'), 'utf8');
  const listed = /const rows = \{([\s\S]*?)\n\};/.exec(table)[1].matchAll(/^ {2}(\w+)(?:: |,)/gm);
  const called = [...Object.keys(rows), ...Object.keys(ends), ...channel];
  assert.deepEqual([...listed].map((row) => row[1]).filter((name) => name !== '__proto__' && !called.includes(name)), []);
});

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: every function of process`, async (t) => {
    const base = tempDir('nrgs-guards-');
    const addon = path.join(base, 'addon.node');
    fs.copyFileSync(addonPath(), addon);
    writeFiles(base, { 'env-file': 'GUARDS_FILE=from the file\n' });
    const packages = NAMES.map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, files: { 'rows.js': ROWS } }));
    const granted = {
      capabilities: ['fs:read', 'fs:write', 'process:env:read', 'process:env:write', 'process:exit', 'process:signal', 'inspector:open', 'native:addon'],
      capabilityConfig: {
        'fs:read': { allowedPaths: [base] }, 'fs:write': { allowedPaths: [base] },
        'native:addon': { allowedFiles: [crypto.createHash('sha256').update(fs.readFileSync(addon)).digest('hex')] },
      },
    };
    const session = new Session({
      ...pair, base, packages, sentinel: true,
      env: { TERM: 'dumb', GUARDS_SECRET: 'text of a variable', ...Object.fromEntries(NAMES.map((name) => [`GUARDS_DOOMED_${name}`, 'still here'])) },
      settings: { sentinel: { server: { packages: { 'guards-granted': granted, 'guards-all': { capabilities: ['all'] } } } } },
    });
    const helpers = {};
    const outcomes = {};
    const given = (name) => {
      const dir = path.join(base, name);
      fs.mkdirSync(dir, { recursive: true });
      const { pid, heard } = helpers[name];
      return { pid, heard, dir, addon, envFile: path.join(base, 'env-file'), name: 'GUARDS_FILE', secret: 'GUARDS_SECRET', fresh: `GUARDS_FRESH_${name}`, doomed: `GUARDS_DOOMED_${name}`, denied: name === 'guards-none' };
    };
    try {
      for (const name of NAMES) {
        helpers[name] = await helper(base, name);
        const ran = await session.call(name, 'run', given(name));
        assert.ok(ran.ok, JSON.stringify(ran));
        outcomes[name] = JSON.parse(ran.value);
      }
      await t.test('nothing arrived from the package without a grant', async () => { assert.equal(await helpers['guards-none'].end(), ''); });
      for (const [name, row] of Object.entries(rows)) {
        const refused = outcomes['guards-none'][name];
        const done = outcomes['guards-granted'][name];
        if (refused.absent) continue;
        await t.test(name, () => {
          assertRefused(refused, row);
          if (row.never) {
            assertRefused(outcomes['guards-all'][name], row);
            return;
          }
          if (row.privileged && done.code === 'EPERM') return;
          assert.equal(done.ok, true, JSON.stringify(done));
          if (row.sees !== undefined) assert.equal(done.said, row.sees);
        });
      }
      for (const [name, row] of Object.entries(ends)) {
        if (outcomes['guards-none'][name].absent) continue;
        await t.test(`${name}, which ends the process`, async () => {
          assertRefused(outcomes['guards-none'][name], row);
          if (row.never) {
            assertRefused(outcomes['guards-all'][name], row);
            assert.equal(fs.existsSync(path.join(base, 'guards-all', 'replaced')), false);
            return;
          }
          const { died, exit } = await session.call('guards-granted', 'end', { ...given('guards-granted'), name });
          assert.deepEqual({ died, exit }, { died: true, exit: row.exit });
        });
      }
    } finally {
      for (const name of NAMES) await helpers[name]?.end();
      await session.close();
    }
  });
}
