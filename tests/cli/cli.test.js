'use strict';
// The command line: what it prints, its exit codes (0 fine, 1 no, 2 wrong command line), one line per mistake.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const crypto = require('node:crypto');
const { spawnSync } = require('node:child_process');
const { test, before, after } = require('node:test');

const main = path.resolve(__dirname, '..', '..', 'js', 'cli', 'main.js');
const cli = (...args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: dir } });
  return { status, stdout, stderr };
};
const sha256 = (text) => crypto.createHash('sha256').update(text).digest('hex');
let dir;

before(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'nrg-sentinel-cli-'));
});
after(() => fs.rmSync(dir, { recursive: true, force: true }));

test('hash prints the canonical form, its SHA-256 and the grant', () => {
  const { status, stdout } = cli('hash', '--', 'ls -la');
  assert.equal(status, 0);
  assert.match(stdout, /^canonical form: ls -la$/m);
  assert.match(stdout, new RegExp(`"process:exec": \\{ allowedCommands: \\["${sha256('ls -la')}"\\]`));
});

test('hash knows the forms with a program, arguments and options', () => {
  const parsed = (...args) => JSON.parse(cli('hash', '--json', ...args).stdout);
  assert.equal(parsed('--file', 'git', '--', 'status', '--short').canonical, '{"file":"git","args":["status","--short"]}');
  assert.equal(parsed('--cwd', '/', '--shell', '--env', 'A=b=c', '--', 'ls').canonical, '{"command":"ls","cwd":"/","env":{"A":"b=c"},"shell":true}');
  assert.equal(parsed('--clear-env', '--shell-path', '/bin/sh', '--uid', '0', '--', 'ls').canonical, '{"command":"ls","env":{},"clearEnv":true,"shell":"/bin/sh","uid":0}');
  for (const args of [['--file', 'git'], ['--', 'ls']]) {
    const { canonical, sha256: hash } = parsed(...args);
    assert.equal(hash, sha256(canonical));
  }
});

test('hash of an addon and of a WebAssembly module is the hash of the file', () => {
  const file = path.join(dir, 'x.node');
  fs.writeFileSync(file, Buffer.from([0, 255, 10]));
  for (const [option, key] of [['--addon', 'allowedFiles'], ['--wasm', 'allowedModules']]) {
    const { status, stdout } = cli('hash', option, file);
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`${key}: \\["${sha256(Buffer.from([0, 255, 10]))}"\\]`));
  }
  assert.deepEqual(cli('hash', '--addon', '/nope'), { status: 1, stdout: '', stderr: 'nrg-sentinel hash: cannot read `/nope`: ENOENT\n' });
});

test('a wrong command line is one line and exit code 2', () => {
  for (const args of [['nope'], ['policy'], ['hash'], ['hash', 'ls', 'x'], ['hash', '--nope', 'x'], ['hash', '--env', 'x', '--', 'ls'],
    ['hash', '--uid', '-1x', '--', 'ls'], ['constructor'], ['__proto__']]) {
    const { status, stdout, stderr } = cli(...args);
    assert.equal(status, 2, args.join(' '));
    assert.equal(stdout, '');
    assert.match(stderr, /^nrg-sentinel[^\n]*\n$/, args.join(' '));
  }
  assert.match(cli('policy').stderr, /did you mean `nrg-sentinel policy check`\?/);
});

test('help lists every command and explains each', () => {
  const { stdout } = cli('help');
  for (const name of ['hash', 'policy check', 'audit verify', 'status', 'version']) {
    assert.ok(stdout.includes(`  ${name} `), name);
    assert.match(cli(...name.split(' '), '--help').stdout, new RegExp(`^nrg-sentinel ${name}: `));
    assert.equal(cli('help', ...name.split(' ')).status, 0);
  }
});

test('version is the version of the package', () => {
  assert.equal(cli('version').stdout, `${require('../../package.json').version}\n`);
  assert.equal(cli('--version').stdout, cli('version').stdout);
});

test('status speaks of the last start, in text that cannot fool a terminal', () => {
  assert.equal(cli('status', '-u', dir).status, 1);
  const log = path.join(dir, '.sentinel', 'audit.jsonl');
  fs.mkdirSync(path.dirname(log), { recursive: true });
  const line = (record) => `${JSON.stringify(record)}\n`;
  fs.writeFileSync(log.replace('.jsonl', '.1.jsonl'), line({ seq: 1, time: 1, kind: 'start', status: 'NotEnforced' }));
  fs.writeFileSync(log, line({ seq: 2, time: 2, kind: 'refusal', package: 'old', capability: 'fs:read' })
    + line({ seq: 3, time: 3, kind: 'start', status: 'FullyEnforced' })
    + line({ seq: 4, time: 4, kind: 'refusal', package: 'e\u202evil\u001b[2J', capability: 'process:exec', suppressed: 4 })
    + '{"torn');
  const { status, stdout } = cli('status', '-u', dir);
  assert.equal(status, 0);
  assert.match(stdout, /^status +FullyEnforced$/m);
  assert.match(stdout, /^ +5 {2}e\\u\{202e\}vil\\u\{1b\}\[2J lacks process:exec$/m);
  assert.doesNotMatch(stdout, /old|NotEnforced/);
});

test('status --surface prints the certificate of this Node.js', () => {
  const { status, stdout } = cli('status', '--surface', '--json');
  const { node, reviewed, modules, unclassified } = JSON.parse(stdout);
  assert.deepEqual([status, node, reviewed, unclassified], [0, process.version, true, []]);
  assert.ok(modules.fs.guarded > 80 && modules.path.safe > 10);
  assert.match(cli('status', '--surface').stdout, /^fs +\d+ +\d+ +0$/m);
});
