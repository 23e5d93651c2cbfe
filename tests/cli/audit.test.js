'use strict';
// `nrg-sentinel audit verify` against logs that were left alone and logs that were not [V2].
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { test, beforeEach, afterEach } = require('node:test');

const main = path.resolve(__dirname, '..', '..', 'js', 'cli', 'main.js');
let userDir;
let log;

beforeEach(() => {
  userDir = fs.mkdtempSync(path.join(os.tmpdir(), 'nrg-sentinel-audit-'));
  log = path.join(userDir, '.sentinel', 'audit.jsonl');
  fs.mkdirSync(path.dirname(log));
});
afterEach(() => fs.rmSync(userDir, { recursive: true, force: true }));

const verify = () => spawnSync(process.execPath, [main, 'audit', 'verify', '-u', userDir], { encoding: 'utf8' });
const sha256 = (text) => crypto.createHash('sha256').update(text).digest('hex');

/** `count` lines of an honest log. */
function lines(count) {
  const all = [];
  for (let seq = 1; seq <= count; seq++) {
    const prev = seq === 1 ? '0'.repeat(64) : sha256(all[seq - 2]);
    all.push(JSON.stringify({ seq, prev, time: seq, kind: 'refusal', package: 'p' }));
  }
  return all;
}

const write = (file, all) => fs.writeFileSync(file, all.map((line) => `${line}\n`).join(''));

test('an honest log verifies, over rotated files too', () => {
  const all = lines(5);
  write(log, all);
  assert.deepEqual([verify().status, verify().stdout], [0, 'ok: 5 records, number 1 to 5\n']);
  write(log.replace('.jsonl', '.1.jsonl'), all.slice(1, 3));
  write(log, all.slice(3));
  assert.deepEqual([verify().status, verify().stdout], [0, 'ok: 4 records, number 2 to 5\nrecords before number 2 were rotated away\n']);
});

for (const [what, tamper] of Object.entries({
  changed: (all) => all.with(2, all[2].replace('"p"', '"q"')),
  removed: (all) => all.toSpliced(2, 1),
  inserted: (all) => all.toSpliced(2, 0, all[2].replace('"seq":3', '"seq":4')),
  reordered: (all) => all.toSpliced(2, 2, all[3], all[2]),
})) {
  test(`a line that was ${what} breaks the chain`, () => {
    write(log, tamper(lines(5)));
    const { status, stdout, stderr } = verify();
    assert.equal(status, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /^audit verify: the chain is broken\n {2}.*audit\.jsonl:\d: /);
  });
}

test('a log that is not there is one clear line', () => {
  const { status, stderr } = verify();
  assert.equal(status, 1);
  assert.match(stderr, /^nrg-sentinel audit verify: there is no threat log `.*`[^\n]*\n$/);
});

test('a trace that somebody wrote himself is told of as broken, and moves no cursor', () => {
  const forged = [
    { kind: 'delivery', msgid: 'm', time: 'x\u001B[2J', n: '5\u001B[2J', via: {}, port: '\u001B[2J', from: { package: 'p\u202E', type: 't', id: 'i' }, to: { package: 'core', type: 't', id: 'i' } },
    { kind: 'delivery', msgid: 'm', time: 1e99, from: null, to: 5 },
  ];
  write(path.join(path.dirname(log), 'messages.jsonl'), forged.map((record) => JSON.stringify(record)));
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'audit', 'trace', 'm', '-u', userDir], { encoding: 'utf8' });
  assert.equal(status, 1);
  assert.match(stderr, /the chain of the trace is broken/);
  assert.equal(stdout.split('\n').length, 3);
  assert.doesNotMatch(stdout, /[^\P{C}\n]/u);
});
