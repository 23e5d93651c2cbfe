'use strict';
// Files that are not what they should be, and command lines with text that a terminal obeys: one clear line, an exit code, and an end.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { test, beforeEach, afterEach } = require('node:test');

const main = path.resolve(__dirname, '..', '..', 'js', 'cli', 'main.js');
const LIMIT_MS = 30_000;
let dir;

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'nrg-sentinel-odd-'));
  fs.mkdirSync(path.join(dir, '.sentinel'));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

/** Runs a command, which must end by itself and print nothing that a terminal obeys; its exit code and what it said. */
function cli(...args) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', timeout: LIMIT_MS, env: { PATH: process.env.PATH, HOME: dir } });
  assert.equal(signal, null, `${args.join(' ')} did not end`);
  assert.doesNotMatch(stdout + stderr, /[^\P{Cc}\n]/u);
  return { status, text: stdout + stderr };
}

/** What can lie in the place of a file -> what is said of it. */
const ODD = {
  'a folder': [(file) => fs.mkdirSync(file), /not a regular file/],
  'a pipe': [(file) => assert.equal(spawnSync('mkfifo', [file]).status, 0), /not a regular file/],
  'a device without end': [(file) => fs.symlinkSync('/dev/zero', file), /not a regular file/],
  'more than there is memory': [(file) => { fs.writeFileSync(file, ''); fs.truncateSync(file, 3 * 2 ** 30); }, /larger than \d+ bytes|a second torn line|cannot be read/],
};
const COMMANDS = {
  status: ['.sentinel/audit.jsonl', (file, userDir) => ['status', '-u', userDir]],
  'audit verify': ['.sentinel/audit.jsonl', (file, userDir) => ['audit', 'verify', '-u', userDir]],
  'audit trace': ['.sentinel/messages.jsonl', (file, userDir) => ['audit', 'trace', 'x', '-u', userDir]],
  'policy check': ['.sentinel-grants.json', (file, userDir) => ['policy', 'check', '-u', userDir]],
  'hash --addon': ['x.node', (file) => ['hash', '--addon', file]],
};

for (const [command, [name, args]] of Object.entries(COMMANDS)) {
  test(`${command}: what is no file ends it with one clear message`, { skip: process.platform === 'win32' }, () => {
    for (const [what, [make, said]] of Object.entries(ODD)) {
      if (command === 'hash --addon' && what.startsWith('more')) continue; // addons may be large
      const file = path.join(dir, name);
      make(file);
      const { status, text } = cli(...args(file, dir));
      assert.equal(status, 1, `${what}: ${text}`);
      assert.match(text, said, what);
      assert.doesNotMatch(text, /\n\s+at |node:internal/, what);
      fs.rmSync(file, { recursive: true });
    }
  });
}

test('records that somebody wrote do not end `status`', () => {
  const log = path.join(dir, '.sentinel', 'audit.jsonl');
  fs.writeFileSync(log, '{"kind":"start","time":1e300,"\\u001b[31m":{}}\n{"kind":"refusal","package":{"toString":1},"capability":"\\u001b[2J","suppressed":1e308}\n');
  const { status, text } = cli('status', '-u', dir);
  assert.equal(status, 0);
  assert.match(text, /\{"toString":1\} lacks \\u\{1b\}\[2J/);
});

test('what a command line says is printed as text', () => {
  const nasty = '\u001b[31mx\n[@nrg/sentinel] all is well';
  for (const [code, ...args] of [[2, nasty], [2, 'help', nasty], [1, 'hash', '--addon', nasty], [2, 'hash', '--env', nasty, '--', 'ls'], [0, 'hash', '--', nasty], [1, 'status', '-u', nasty],
    [1, 'policy', 'check', '-u', nasty], [1, 'policy', 'check', '-s', nasty], [2, 'version', nasty], [1, 'audit', 'verify', '--log', nasty], [2, 'status', '-u', '']]) {
    const { status, text } = cli(...args);
    assert.equal(status, code, text);
    assert.doesNotMatch(text, /^\[@nrg/m);
  }
  for (const options of [['--addon', 'a', '--wasm', 'b'], ['--addon', 'a', '--', 'b'], ['--addon', 'a', '--shell']]) assert.equal(cli('hash', ...options).status, 2);
});

test('a settings file that throws or ends the process is no yes', () => {
  const file = path.join(dir, 'settings.js');
  for (const [source, said] of [
    ['process.exit(0)', /ended this process before the command was done/],
    ['throw { get message() { throw 1; } }', /it throws what cannot be read/],
    ['throw "\\u001b[31m"', /cannot be loaded: \\u\{1b\}\[31m/],
    ['module.exports = { get sentinel() { throw new Error("\\u001b[31m"); } }', /a getter that throws \(\\u\{1b\}\[31m\)/],
  ]) {
    fs.writeFileSync(file, source);
    const { status, text } = cli('policy', 'check', '-u', dir);
    assert.equal(status, 1, source);
    assert.match(text, said);
  }
});
