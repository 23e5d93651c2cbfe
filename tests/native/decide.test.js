'use strict';
// Decisions over the border: where paths lead, what is never writable, and that failures are refusals [C1][C2].
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { CAP, start } = require('./lib/addon');

const KEEP_LAST = 1;
const TREE = 2;
const PART = 4;

const { api, userDir } = start((dir) => ({
  neverWrite: [path.join(dir, 'settings.js'), path.join(dir, 'flows.json')], grantsFiles: [path.join(dir, '.sentinel-grants.json')],
}));
const allowed = path.join(userDir, 'shared');
const secret = path.join(userDir, 'secret');
fs.mkdirSync(path.join(allowed, 'inner'), { recursive: true });
fs.mkdirSync(secret);
fs.writeFileSync(path.join(secret, 'key'), 'k');
fs.writeFileSync(path.join(allowed, 'file'), 'f');
fs.writeFileSync(path.join(userDir, 'settings.js'), '');

const reader = api.principal('reader');
const writer = api.principal('writer');
const nobody = api.principal('nobody');
const answer = JSON.parse(api.loadPolicy(JSON.stringify({
  server: {
    packages: {
      reader: { capabilities: ['fs:read', 'process:exit'], capabilityConfig: { 'fs:read': { allowedPaths: [allowed] } } },
      writer: { capabilities: ['fs:all'], capabilityConfig: { 'fs:read': { allowedPaths: ['/'] }, 'fs:write': { allowedPaths: ['/'] } } },
      everything: { capabilities: ['all'] },
    },
  },
}), path.join(userDir, 'settings.js'), null, null));
const read = (file, flags = 0, who = reader) => api.decidePath(who, CAP['fs:read'], file, flags);
const write = (file, flags = 0, who = writer) => api.decidePath(who, CAP['fs:write'], file, flags);
const link = (name, target) => { fs.symlinkSync(target, path.join(allowed, name)); return path.join(allowed, name); };

test('the policy is in force', () => {
  assert.deepStrictEqual([answer.mode, answer.packages, answer.all], ['enforce', 3, ['everything']]);
  assert.strictEqual(answer.generation, api.generation());
  assert.ok(api.hasEntry('reader') && !api.hasEntry('nobody'));
});

test('paths are judged where they lead', () => {
  assert.strictEqual(read(path.join(allowed, 'file')), 1);
  assert.strictEqual(read(path.join(allowed, 'new/file')), 1, 'what does not exist yet');
  assert.strictEqual(read(path.join(secret, 'key')), 0);
  assert.strictEqual(read(`${allowed}/../secret/key`), 0);
  assert.strictEqual(read(path.join(link('out', secret), 'key')), 0);
  assert.strictEqual(read(`${link('door', path.join(secret))}/../shared/file`), 1, '.. after a link leaves where it leads');
  assert.strictEqual(read(link('dangling', path.join(secret, 'new'))), 0);
  assert.strictEqual(read(link('self', 'self')), 0);
  assert.strictEqual(read(`${allowed}/file\0`), 0);
  assert.strictEqual(read(''), 0);
  assert.strictEqual(read('', 0, api.principal('everything')), 1, 'an empty path is the working directory');
});

test('a link that was swapped since the last question is judged anew', () => {
  const swapped = link('swap', allowed);
  assert.strictEqual(read(`${swapped}/file`), 1);
  fs.unlinkSync(swapped);
  fs.symlinkSync(secret, swapped);
  assert.strictEqual(read(`${swapped}/key`), 0);
});

test('the last component is kept when asked', () => {
  const last = link('last', path.join(secret, 'key'));
  assert.strictEqual(read(last), 0);
  assert.strictEqual(read(last, KEEP_LAST), 1);
  assert.strictEqual(read(`${link('last-dir', secret)}/`, KEEP_LAST), 0, 'a trailing slash follows');
});

test('relative paths start in the working directory', () => {
  const before = process.cwd();
  process.chdir(allowed);
  try {
    assert.strictEqual(read('file'), 1);
    assert.strictEqual(read('../secret/key'), 0);
    assert.strictEqual(api.resolvePath('inner/..//file', 0), path.join(allowed, 'file'));
  } finally {
    process.chdir(before);
  }
});

test('process links lead where they lead', { skip: process.platform !== 'linux' }, () => {
  const fds = [fs.openSync(secret, 'r'), fs.openSync(allowed, 'r')];
  try {
    for (const door of ['/proc/self/fd', `/proc/${process.pid}/fd`, '/dev/fd', '/proc/thread-self/fd', '/proc/self/root/proc/self/fd']) {
      assert.strictEqual(read(api.resolvePath(`${door}/${fds[0]}/key`, 0)), 0, door);
      assert.strictEqual(read(api.resolvePath(`${door}/${fds[1]}/file`, 0)), 1, door);
      assert.strictEqual(read(`${door}/${fds[1]}/file`), 0, 'another file may have the number when it is opened');
      assert.strictEqual(read(link(`by-number${door.replaceAll('/', '-')}`, `${door}/${fds[1]}/file`)), 0, 'nor by a link');
    }
    assert.strictEqual(read('/proc/self/cwd/file'), 0);
    assert.strictEqual(read(`/proc/self/root${allowed}/file`), 1);
    assert.strictEqual(read(`/proc/self/root${secret}/key`), 0);
    assert.strictEqual(write(`/proc/self/root${userDir}/settings.js`), 0);
  } finally {
    fds.forEach((fd) => fs.closeSync(fd));
  }
});

test('nothing makes protected files and node_modules writable [C1]', () => {
  const settings = path.join(userDir, 'settings.js');
  const everything = api.principal('everything');
  fs.linkSync(settings, path.join(allowed, 'hard'));
  fs.mkdirSync(path.join(allowed, 'tree/deep/node_modules'), { recursive: true });
  for (const who of [writer, everything]) {
    assert.strictEqual(write(path.join(allowed, 'file'), 0, who), 1);
    assert.strictEqual(write(settings, 0, who), 0);
    assert.strictEqual(write(link(`to-settings-${who}`, settings), 0, who), 0);
    assert.strictEqual(write(path.join(allowed, 'hard'), 0, who), 0, 'a hard link is the same file');
    assert.strictEqual(write(path.join(allowed, 'hard'), KEEP_LAST, who), 0);
    assert.strictEqual(write(path.join(allowed, 'node_modules/x'), 0, who), 0);
    assert.strictEqual(write(userDir, TREE, who), 0, 'what lies below goes with it');
    assert.strictEqual(write(path.join(allowed, 'tree'), TREE, who), 0);
    assert.strictEqual(write(path.join(allowed, 'inner'), TREE, who), 1);
  }
  assert.strictEqual(read(settings, 0, writer), 1);
});

test('what Sentinel lives from is protected without being listed', () => {
  for (const name of ['.sentinel/audit.jsonl', '.sentinel', 'sentinel/js/preload.js', '.sentinel-grants.json']) {
    assert.strictEqual(write(path.join(userDir, name)), 0, name);
  }
  assert.strictEqual(write(path.join(userDir, '.sentinel-other')), 1);
});

test('core passes, everyone else needs a grant', () => {
  assert.strictEqual(api.decide(0, CAP['process:exit'], undefined), 1);
  assert.strictEqual(api.decidePath(0, CAP['fs:write'], path.join(userDir, 'settings.js'), 0), 1);
  assert.strictEqual(api.decide(reader, CAP['process:exit'], undefined), 1);
  for (const who of [1, 2, nobody, 0xFFFFFFFD, 0xFFFFFFFE, 99_999]) {
    assert.strictEqual(api.decide(who, CAP['process:exit'], undefined), 0);
    assert.strictEqual(read(path.join(allowed, 'file'), 0, who), 0);
  }
});

test('whatever goes wrong is a refusal, never an exception and never a crash', () => {
  const odd = [undefined, null, NaN, -1, 0.5, 2 ** 32, Infinity, '0', true, {}, [], Symbol('x'), 0n, () => 0, new Proxy({}, {})];
  for (const value of odd) {
    assert.strictEqual(api.decide(value, CAP['process:exit'], undefined), 0);
    assert.strictEqual(api.decide(reader, value, undefined), 0);
    assert.strictEqual(api.decidePath(value, CAP['fs:read'], allowed, 0), 0);
    assert.strictEqual(api.decidePath(reader, value, allowed, 0), 0);
    assert.strictEqual(api.decidePath(reader, CAP['fs:read'], allowed, value), 0);
    if (typeof value !== 'string') assert.strictEqual(read(value), 0);
  }
  for (const value of odd.slice(2).filter((item) => typeof item !== 'string')) {
    assert.strictEqual(api.decide(reader, CAP['process:env:read'], value), 0);
  }
  assert.strictEqual(api.decide(), 0);
  assert.strictEqual(api.decidePath(), 0);
  assert.strictEqual(api.decide(reader, CAP['fs:read'], path.join(allowed, 'file')), 0, 'a path comes through decidePath');
  assert.strictEqual(read('a'.repeat(10_000_000)), 0);
  assert.strictEqual(read(`/${'a/'.repeat(10_000)}`), 0);
  assert.strictEqual(read('\ud800'), 0);
});

test('a policy that cannot be read keeps the last one and says why [P5]', () => {
  const generation = api.generation();
  const bad = path.join(userDir, 'grants.json');
  for (const text of ['{', '[]', '{"server":{"packages":{"x":{"capabilities":["fs:raed"]}}}}', Buffer.from([0xff, 0xfe])]) {
    fs.writeFileSync(bad, text);
    assert.throws(() => api.loadPolicy('{}', 'settings.js', bad, null), (error) => {
      assert.strictEqual(error.code, 'ERR_SENTINEL_POLICY');
      assert.ok(error.message.includes(bad), error.message);
      return true;
    });
  }
  fs.rmSync(bad);
  fs.mkdirSync(bad);
  assert.throws(() => api.loadPolicy('{}', 'settings.js', bad, null), { code: 'ERR_SENTINEL_POLICY', message: /cannot be read/ });
  assert.strictEqual(api.generation(), generation);
  assert.strictEqual(read(path.join(allowed, 'file')), 1);
});

test('whether anything there or below may be read', () => {
  for (const place of [userDir, allowed, path.join(allowed, 'inner/none'), '/']) assert.strictEqual(read(place, PART), 1, place);
  assert.strictEqual(read(secret, PART), 0);
  assert.strictEqual(read(allowed, PART, nobody), 0);
});

test('where links below a directory lead', () => {
  const own = path.join(userDir, 'own');
  fs.mkdirSync(path.join(own, 'deep'), { recursive: true });
  fs.symlinkSync('deep', path.join(own, 'inside'));
  assert.deepStrictEqual(api.waysOut(own, 1), []);
  fs.symlinkSync(secret, path.join(own, 'deep/out'));
  assert.deepStrictEqual(api.waysOut(own, 1), [secret]);
  fs.mkdirSync(path.join(userDir, 'beside'));
  fs.symlinkSync('../beside', path.join(own, 'climbs'));
  assert.throws(() => api.waysOut(own, 1), /climbs/);
  assert.deepStrictEqual(api.waysOut(own, 0).sort(), [secret, path.join(userDir, 'beside')].sort());
});
