'use strict';
// A process that is not Node-RED is left alone [T4], and its children find the preload wherever they start.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { execFileSync } = require('node:child_process');
const { test } = require('node:test');
const { REPO, nodeRed } = require('../support/installs.js');
const { installSentinel, writeFiles } = require('../support/userdir.js');
const { STATUS, makeHome, redScript } = require('./lib/home.js');
const { PRELOAD, run } = require('./lib/process.js');

/** What the process shows of itself: is the addon mapped, is anything of Node's replaced? */
const REPORT = `
const fs = require('fs');
const maps = fs.readFileSync('/proc/self/maps', 'utf8');
let added = true;
try { Object.defineProperty(Object.prototype, 'added', { value: 1, configurable: true }); } catch { added = false; }
console.log('REPORT ' + JSON.stringify({
  addon: /sentinel[.].*[.]node/.test(maps), added, open: Object.isExtensible(Array.prototype),
  reads: 'value' in Object.getOwnPropertyDescriptor(fs, 'readFileSync'), process: Object.getOwnPropertyDescriptor(globalThis, 'process').set !== undefined,
  env: process.env.SEEN, toString: Function.prototype.toString.call(Function.prototype.toString),
}));
`;
const report = (output) => JSON.parse(/^REPORT (.*)$/m.exec(output)[1]);

/** The same script with and without the preload shows the same. */
async function assertInert(args, options) {
  const env = { SEEN: 'yes', ...options.env };
  const bare = await run(args, { ...options, env, preload: null });
  const inert = await run(args, { ...options, env });
  assert.equal(inert.code, 0, inert.output);
  assert.deepEqual(report(inert.output), report(bare.output));
  assert.equal(report(inert.output).addon, false);
  assert.ok(!inert.output.includes('[@nrg/sentinel]'), inert.output);
}

test('inert: a plain script, code on the command line, and a script of a package for Node-RED', async (t) => {
  const home = makeHome(t);
  writeFiles(home.base, {
    'plain.js': REPORT,
    'red.js': REPORT,
    'contrib/package.json': { name: 'node-red-contrib-x', devDependencies: { 'node-red': '*' }, peerDependencies: { 'node-red': '*' }, 'node-red': {} },
    'contrib/build.js': REPORT,
  });
  const options = { cwd: home.base, env: { HOME: home.home } };
  await assertInert(['plain.js'], options);
  await assertInert(['red.js'], options);
  await assertInert(['-e', REPORT, 'red.js'], options);
  await assertInert(['contrib/build.js'], options);
});

test('inert: npm and what it runs', async (t) => {
  const home = makeHome(t);
  writeFiles(home.base, { 'package.json': { name: 'x', version: '1.0.0', scripts: { show: 'node plain.js' } }, 'plain.js': REPORT });
  const npm = execFileSync('sh', ['-c', 'readlink -f "$(command -v npm)"'], { encoding: 'utf8' }).trim();
  const { code, output } = await run([npm, 'run', '--silent', 'show'], { cwd: home.base, env: { HOME: home.home } });
  assert.equal(code, 0, output);
  assert.equal(report(output).addon, false);
  assert.ok(!output.includes('[@nrg/sentinel]'), output);
});

test('inert: node-red admin, which is a client', async (t) => {
  const home = makeHome(t);
  const { code, output } = await run([await redScript('4.1'), 'admin', 'hash-pw', '--help'], { cwd: home.base, env: { HOME: home.home } });
  assert.equal(code, 0, output);
  assert.ok(!output.includes('[@nrg/sentinel]'), output);
});

const CHILD = `
const { fork, spawnSync } = require('child_process');
const { Worker } = require('worker_threads');
if (process.argv[2] === undefined) {
  const spawned = spawnSync(process.execPath, [__filename, 'spawned'], { cwd: '/', encoding: 'utf8' });
  console.log(spawned.stdout + spawned.stderr);
  fork(__filename, ['forked'], { cwd: '/' }).on('exit', (code) => console.log('EXIT ' + code));
} else console.log('ALIVE ' + process.argv[2] + ' ' + JSON.stringify([process.env.NODE_OPTIONS ?? '', process.execArgv]));
`;

test('children that start elsewhere find a preload given by name, by a relative path, with spaces, and on the command line', async (t) => {
  const home = makeHome(t);
  const dir = path.join(home.base, 'a folder');
  writeFiles(dir, { 'child.js': CHILD, 'package.json': {} });
  const installed = path.join(installSentinel(REPO, dir), 'js', 'preload.js');
  const ways = ['--require=@nrg/sentinel/preload', '-r ./node_modules/@nrg/sentinel/js/preload.js', `--require "${installed}"`, '--require "../a folder/node_modules/@nrg/sentinel/js/preload"'];
  for (const way of ways) {
    const env = { HOME: home.home, NODE_OPTIONS: `--no-warnings ${way} --max-old-space-size=200` };
    const { output } = await run(['child.js'], { cwd: dir, env, preload: null });
    assert.match(output, /^ALIVE spawned .*--no-warnings .*preload\.js\\*" --max-old-space-size=200/m, output);
    assert.match(output, /^ALIVE forked /m, output);
    assert.match(output, /^EXIT 0$/m, output);
  }
  const { output } = await run(['--require', '@nrg/sentinel/preload', 'child.js'], { cwd: dir, env: { HOME: home.home }, preload: null });
  assert.match(output, /^ALIVE forked .*preload\.js/m, output);
  assert.match(output, /^EXIT 0$/m, output);
});

test('Node-RED itself: a child of core that starts elsewhere, and a preload that is a link to a checkout', async (t) => {
  const home = makeHome(t);
  const userDir = home.userDir('user');
  fs.mkdirSync(path.join(userDir, 'node_modules', '@nrg'));
  fs.symlinkSync(REPO, path.join(userDir, 'node_modules', '@nrg', 'sentinel'));
  writeFiles(userDir, { 'child.js': REPORT });
  fs.appendFileSync(path.join(userDir, 'settings.js'), `
const child = require('child_process').spawnSync(process.execPath, [${JSON.stringify(path.join(userDir, 'child.js'))}], { cwd: '/', encoding: 'utf8' });
console.log(child.stdout + child.stderr);\n`);
  const { output } = await run([await redScript('4.1'), '-p', '0', '-u', userDir], {
    cwd: userDir, env: { HOME: home.home }, preload: '@nrg/sentinel/preload', until: /Started flows/,
  });
  assert.equal(report(output).addon, false, output);
  assert.equal(output.match(STATUS)?.length, 1, output);
  assert.match(output, /"denied":"ERR_SENTINEL_DENIED"/);
});
