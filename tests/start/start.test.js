'use strict';
// README's first command: the demonstration of `npm start`, in the form that ends by itself.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { attacks } = require('../../examples/hostile-node/hostile');

const script = path.resolve(__dirname, '..', '..', 'scripts', 'start.js');
const start = (args, env) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env: { ...process.env, ...env }, timeout: 240_000 });
const leftovers = () => fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith('nrg-sentinel-start-'));

test('npm start -- --once blocks every attack, lets the honest package work and cleans up', () => {
  const before = leftovers();
  const { status, stdout, stderr } = start(['--once']);
  const log = stdout + stderr;
  assert.equal(status, 0, log);
  for (const attack of attacks) assert.match(log, new RegExp(`hostile-node: ${attack} +blocked`));
  assert.match(log, /node-red-contrib-fs-ops: list the folder it was granted +works/);
  assert.match(log, /\[@nrg\/sentinel\] BLOCKED fs\.readFileSync\(\) — hostile-node lacks fs:read/);
  assert.doesNotMatch(log, /NotEnforced/);
  assert.deepEqual(leftovers().filter((name) => !before.includes(name)), []);
});

test('a port in use and an unknown option are one clear line each', () => {
  const wrong = start(['--twice']);
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /^start: unknown: --twice; the only option is --once\n$/);
  const port = start([], { PORT: 'http' });
  assert.equal(port.status, 1);
  assert.match(port.stderr, /^start: PORT must be a port number, not `http`\n$/);
});
