'use strict';
// `npm install <tarball>` in a userDir, without Rust and without scripts, protects the Node-RED next to it.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { execFileSync } = require('node:child_process');
const { test, before, after } = require('node:test');
const { pack } = require('./tarball');
const { startNodeRed } = require('../support/node-red');
const { tempDir } = require('../support/userdir');
const { npm } = require('../support/installs');

const hostile = path.resolve(__dirname, '..', '..', 'examples', 'hostile-node');
const flows = [
  { id: 'tab1', type: 'tab', label: 'test', disabled: false, info: '' },
  { id: 'c1', z: 'tab1', type: 'hostile', name: '', x: 100, y: 100, wires: [] },
];
let packed;
let userDir;
let installed;

before(async () => {
  packed = pack();
  userDir = path.join(tempDir('nrg-sentinel-installed-'), 'user');
  fs.mkdirSync(userDir);
  fs.writeFileSync(path.join(userDir, 'package.json'), '{ "name": "user-dir", "version": "0.0.1", "private": true }\n');
  await npm(userDir, ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--install-links=true', hostile, packed.tarball]);
  installed = path.join(userDir, 'node_modules', '@nrg', 'sentinel');
});
after(() => {
  packed?.remove();
  if (userDir) fs.rmSync(path.dirname(userDir), { recursive: true, force: true });
});

/** The hostile package may register its type and nothing else. */
const sentinel = { server: { packages: { 'hostile-node': { capabilities: ['registry:write'] } } } };

/** Starts Node-RED in the userDir in the way README says: by name, from that directory. */
const start = (protect) => startNodeRed({
  userDir, cwd: userDir, sentinel: false, flows, settings: { credentialSecret: false, sentinel },
  files: { 'flows_cred.json': { tab1: { password: 'p' } } },
  env: { DEMO_TOKEN: 'token', ...(protect ? { NODE_OPTIONS: '--require @nrg/sentinel/preload' } : {}) },
  until: 'spawned',
});

test('without the preload the attacks succeed and the plugin says NotEnforced with the line that fixes it [T5]', async () => {
  const nodeRed = await start(false);
  assert.equal(await nodeRed.exitCode, 3);
  assert.match(nodeRed.log, /run `id`: SUCCEEDED/);
  assert.match(nodeRed.log, /\[@nrg\/sentinel\] NotEnforced: the preload is not loaded/);
  assert.ok(nodeRed.log.includes(`--require "${path.join(installed, 'js', 'preload.js')}"`), nodeRed.log);
});

test('with the preload of the tarball they are blocked and Node-RED keeps running', async () => {
  const nodeRed = await start(true);
  try {
    await nodeRed.waitFor(/\[hostile-node\] done: still running/, { timeout: 90_000 });
    // The other of the two streams may come later.
    await nodeRed.waitFor(/\[@nrg\/sentinel\] BLOCKED .* hostile-node lacks process:exec/);
    assert.doesNotMatch(nodeRed.log, /SUCCEEDED|NotEnforced/);
  } finally {
    await nodeRed.stop({ keep: true });
  }
});

test('its command line works from the userDir', () => {
  const cli = path.join(userDir, 'node_modules', '.bin', 'nrg-sentinel');
  const out = execFileSync(cli, ['hash', '--json', '--', 'ls -la'], { encoding: 'utf8' });
  assert.equal(JSON.parse(out).sha256, '1de700c29687cae34561545f50d3c8b3d9afe88e04cc11069f8a6dc6e4ce9464');
});
