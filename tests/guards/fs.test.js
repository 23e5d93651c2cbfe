'use strict';
// Every row of the table of `fs`, in every form: refused without a grant and without effect, done with one [G1][G8].
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { watchPaths } = require('../support/effects.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir, writeFiles } = require('../support/userdir.js');
const { rows } = require('./lib/fs-rows.js');

const table = require('../../js/guards/fs/table.js');

const ROWS = fs.readFileSync(path.join(__dirname, 'lib', 'fs-rows.js'), 'utf8');
/** How libraries make a folder: each part of it that is not there yet, or all of them while those that are there may say so. */
const STEPWISE = `async ({ folder, beside }) => {
  const fs = require('fs');
  const parts = folder.split('/').slice(1).map((_, at, all) => '/' + all.slice(0, at + 1).join('/'));
  const code = (act) => { try { act(); return 'done'; } catch (error) { return error.code; } };
  const above = ['/', ...parts];
  for (const part of above) if (!fs.existsSync(part)) fs.mkdirSync(part);
  return JSON.stringify({
    made: above.map((part) => code(() => fs.mkdirSync(part))).every((said) => said === 'EEXIST'),
    access: await Promise.all(above.map((part) => fs.promises.access(part).then(() => true, () => false))),
    modes: above.slice(0, 2).map((part) => [code(() => fs.accessSync(part, fs.constants.W_OK)), code(() => fs.statSync(part)), code(() => fs.readdirSync(part))]),
    recursive: code(() => fs.mkdirSync('/', { recursive: true })),
    beside: [fs.existsSync(beside), code(() => fs.mkdirSync(beside)), code(() => fs.mkdirSync(beside + '/new')), code(() => fs.rmdirSync('/'))],
  });
}`;
const CALLS = { stepwise: STEPWISE, run: "({ base, fds }) => require('./rows.js').runAll(base, fds)", open: "({ base }) => require('./rows.js').openAll(base)" };
const FORMS = Object.keys(rows).flatMap((name) => [name, `${name}Sync`, `promises.${name}`].map((form) => [form, name]));

/** One directory for every form. */
function layOut(base) {
  for (const [form] of FORMS) {
    writeFiles(path.join(base, form), { 'f.txt': 'text in file', 'd/x.txt': 'x' });
    fs.mkdirSync(path.join(base, form, 'e'));
    fs.symlinkSync(path.join(base, form, 'f.txt'), path.join(base, form, 'link'));
    fs.chmodSync(path.join(base, form, 'f.txt'), 0o644);
  }
  return Object.fromEntries(FORMS.map(([form]) => [form, watchPaths([path.join(base, form), path.join(base, form, 'f.txt'), path.join(base, form, 'd')])]));
}

test('every row of the table is called here', () => {
  assert.deepEqual(Object.keys(rows).sort(), Object.keys(table.rows).sort());
});

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: every form of fs`, async (t) => {
    const base = tempDir('nrgs-guards-');
    const dirs = { granted: path.join(base, 'granted'), none: path.join(base, 'none') };
    const watched = { granted: layOut(dirs.granted), none: layOut(dirs.none) };
    const packages = ['guards-granted', 'guards-none'].map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, files: { 'rows.js': ROWS } }));
    const allowedPaths = [base];
    const grants = { capabilities: ['fs:read', 'fs:write'], capabilityConfig: { 'fs:read': { allowedPaths }, 'fs:write': { allowedPaths } } };
    const session = new Session({
      ...pair, base, packages, sentinel: true, settings: { sentinel: { server: { packages: { 'guards-granted': grants } } } },
    });
    try {
      const open = JSON.parse((await session.call('guards-granted', 'open', { base: dirs.none })).value);
      const refused = JSON.parse((await session.call('guards-none', 'run', { base: dirs.none, fds: open })).value);
      const done = JSON.parse((await session.call('guards-granted', 'run', { base: dirs.granted })).value);
      await t.test('a folder is made part by part where the list names what is above it', async () => {
        const beside = tempDir('nrgs-beside-');
        try {
          const folder = path.join(base, 'stepwise', 'a', 'b');
          const found = JSON.parse((await session.call('guards-granted', 'stepwise', { folder, beside })).value);
          assert.equal(fs.statSync(folder).isDirectory(), true);
          assert.deepEqual([found.made, found.recursive, found.access.every(Boolean)], [true, 'done', true]);
          const no = 'ERR_SENTINEL_DENIED';
          assert.deepEqual(found.modes, [[no, no, no], [no, no, no]]);
          assert.deepEqual(found.beside, [false, no, no, no]);
          assert.deepEqual(fs.readdirSync(beside), []);
          const without = await session.call('guards-none', 'stepwise', { folder: path.join(base, 'none', 'stepwise'), beside });
          assert.equal(without.error.code, no);
          assert.equal(fs.existsSync(path.join(base, 'none', 'stepwise')), false);
        } finally {
          fs.rmSync(beside, { recursive: true, force: true });
        }
      });
      for (const [form, name] of FORMS) {
        if (done[form] === undefined) continue;
        await t.test(form, () => {
          const { changes, quiet } = rows[name];
          assert.deepEqual(watched.none[form].changed(), [], 'nothing may happen without a grant');
          if (name === 'exists') assert.equal(refused[form].said, 'false');
          else if (!quiet) assert.equal(refused[form].code, 'ERR_SENTINEL_DENIED');
          assert.equal(done[form].ok, true, JSON.stringify(done[form]));
          if (name === 'exists') assert.equal(done[form].said, 'true');
          if (changes) assert.notDeepEqual(watched.granted[form].changed(), [], 'the granted call must do what it says');
        });
      }
    } finally {
      await session.close();
    }
  });
}
