'use strict';
// A disk that is full takes a part of a record. The threat log says so once, counts what it could not write, and goes on where it was when there is room
// again: nothing in it looks as if somebody had changed it [V2]. And where a package has opened as many files as a process may have, its records are written.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const test = require('node:test');
const { tempDir } = require('./lib/addon');

const dir = tempDir();
const log = path.join(dir, '.sentinel', 'audit.jsonl');
const cli = path.resolve(__dirname, '..', '..', 'js', 'cli', 'main.js');
const verify = () => spawnSync(process.execPath, [cli, 'audit', 'verify', '-u', dir], { encoding: 'utf8' });

/** A process that writes records; `limit` is what it may not go beyond, `before` what is done first. */
function write(limit, records, before = '') {
  const script = `
    const { addonPath } = require(${JSON.stringify(path.resolve(__dirname, '..', '..', 'js', 'boot', 'native'))});
    const holder = { exports: {} };
    process.dlopen(holder, addonPath());
    const api = holder.exports.claim();
    api.configure(JSON.stringify({ userDir: ${JSON.stringify(dir)}, sentinelDir: '/sentinel' }));
    ${before}
    for (let i = 0; i < ${records}; i++) api.note('test', JSON.stringify({ text: 'x'.repeat(200) }));
    console.log(JSON.stringify(JSON.parse(api.status()).log));
  `;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `ulimit ${limit} && exec "$0" -e "$1"`, process.execPath, script], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return { ...JSON.parse(stdout), stderr };
}

test('records that do not fit are counted, and the chain holds', { skip: process.platform === 'win32' }, () => {
  // More than once: each start tries again.
  const first = write('-f 4', 20);
  assert.match(first.stderr, /^\[@nrg\/sentinel\] the threat log \S+ cannot be written \(.*\); decisions are not affected, records are counted\n$/);
  assert.equal(first.writable, false);
  const kept = first.records;
  assert.ok(kept > 2 && first.lost === 20 - kept, JSON.stringify(first));
  const full = fs.readFileSync(log, 'utf8');
  assert.equal(full.at(-1), '\n');
  assert.equal(full.trim().split('\n').length, kept);
  for (let i = 0; i < 3; i++) assert.equal(write('-f 4', 2).lost, 2);
  assert.deepEqual([verify().status, verify().stdout], [0, `ok: ${kept} records, number 1 to ${kept}\n`]);
  const again = write('-f unlimited', 2);
  assert.deepEqual([again.lost, again.writable, again.stderr], [0, true, '']);
  assert.deepEqual([verify().status, verify().stdout], [0, `ok: ${kept + 2} records, number 1 to ${kept + 2}\n`]);
});

test('whoever opens all files that a process may have is written down all the same', { skip: process.platform === 'win32' }, () => {
  const { records: before } = write('-n 256', 1);
  const all = "const fs = require('fs'); try { for (;;) fs.openSync('/dev/null'); } catch (error) { if (error.code !== 'EMFILE') throw error; }";
  // More than a file of the log takes: another one is begun meanwhile.
  const { records, lost, stderr } = write('-n 256', 5000, all);
  assert.deepEqual([records - before, lost, stderr], [5000, 0, '']);
  assert.equal(verify().status, 0);
});
