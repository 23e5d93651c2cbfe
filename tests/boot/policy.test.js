'use strict';
// What the operator is told at start, and the forms of earlier versions from end to end.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { STARTED, STATUS, grant, makeHome, probes, redScript } = require('./lib/home.js');
const { run } = require('./lib/process.js');

async function start(home, dir, env = {}) {
  const { output } = await run([await redScript('4.1'), '-p', '0', '-u', dir], { cwd: home.base, env: { HOME: home.home, ...env }, until: STARTED });
  assert.equal(output.match(STATUS)?.length, 1, output);
  return { output, probe: probes(output)[0], status: output.match(STATUS)[0] };
}

const lists = (home) => ({ server: { defaults: { capabilityConfig: { 'fs:read': { allowedPaths: [home.files.granted] } } } } });

test('the forms of earlier versions grant, and are named at every start', async (t) => {
  const home = makeHome(t);
  const inSettings = home.userDir('settings', { grants: null, settings: { sentinel: { ...lists(home), allow: { 'boot-probe': ['fs:read', 'registry:register'] } } } });
  const first = await start(home, inSettings);
  assert.equal(first.probe.granted, home.secrets.granted, first.output);
  assert.equal(first.probe.denied, 'ERR_SENTINEL_DENIED', first.output);
  assert.match(first.output, /^\[@nrg\/sentinel\] policy: .*sentinel\.allow/m);
  // And nothing else is missing.
  assert.match(first.status, /enforcement: PartiallyEnforced\(not guarded yet: the editor, programs of packages, integrity of files\) — /);

  const inFile = home.userDir('file', { settings: { sentinel: lists(home) }, grants: { packages: { 'boot-probe': ['fs:read'] } } });
  const second = await start(home, inFile);
  assert.equal(second.probe.granted, home.secrets.granted, second.output);
  assert.match(second.output, /^\[@nrg\/sentinel\] policy: .*packages/m);

  fs.renameSync(path.join(inFile, '.sentinel-grants.json'), path.join(inFile, '.sentinel-permissions.json'));
  const third = await start(home, inFile);
  assert.equal(third.probe.granted, home.secrets.granted, third.output);
  assert.equal(third.probe.denied, 'ERR_SENTINEL_DENIED', third.output);
});

test('`all`, an observing mode and open prototypes are announced', async (t) => {
  const home = makeHome(t);
  const all = await start(home, home.userDir('all', { grants: { server: { packages: { 'boot-probe': { capabilities: ['all'] } } } } }));
  assert.match(all.output, /WARNING boot-probe was granted `all`/);
  assert.equal(all.probe.denied, home.secrets.denied, all.output);

  const observe = await start(home, home.userDir('observe', { settings: { sentinel: { mode: 'observe' } } }), { NRG_SENTINEL_NO_PROTO_FREEZE: '1' });
  assert.match(observe.output, /WARNING mode "observe": .* LET PASS/);
  assert.match(observe.status, /built-in prototypes left open.*mode observe$/);
  assert.equal(observe.probe.denied, home.secrets.denied, observe.output);
});

test('another preload that ran before is named in the status', async (t) => {
  const home = makeHome(t);
  const dir = home.userDir('user', { grants: grant('boot-probe', home.files.granted) });
  const other = path.join(home.base, 'other', 'node_modules', 'early-bird');
  fs.mkdirSync(other, { recursive: true });
  fs.writeFileSync(path.join(other, 'index.js'), 'globalThis.early = require("fs").readFileSync;\n');
  const { output } = await run(['--require', path.join(other, 'index.js'), await redScript('4.1'), '-p', '0', '-u', dir], { env: { HOME: home.home }, until: STARTED });
  assert.equal(probes(output)[0]?.denied, 'ERR_SENTINEL_DENIED', output);
});
