'use strict';
// The userDir is found in every way Node-RED knows [T2]: the policy that lies there is in force, which shows in a file
// the package could read and one it could not.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const installs = require('../support/installs.js');
const { STARTED, STATUS, makeHome, placeProbe, probes, redScript } = require('./lib/home.js');
const { run } = require('./lib/process.js');

/** name -> (home) => { args, env, cwd }: how Node-RED is told, with a userDir made for it */
const WAYS = {
  '-u <dir>': (home) => ({ args: ['-u', home.userDir('user')] }),
  '--userDir <dir>': (home) => ({ args: ['--userDir', home.userDir('user')] }),
  '--userDir=<dir>': (home) => ({ args: [`--userDir=${home.userDir('user')}`] }),
  'an abbreviation, relative to the working directory': (home) => {
    home.userDir('user');
    return { args: ['--user', 'user'], cwd: home.base };
  },
  'short options in one word': (home) => ({ args: ['-vu', home.userDir('user')] }),
  '~/ in the value': (home) => {
    home.userDir('home/mine');
    return { args: ['--userDir', '~/mine'] };
  },
  '-s <file> whose settings name the userDir': (home) => {
    const userDir = home.userDir('user', { settings: null });
    home.userDir('etc', { settings: { userDir }, grants: null });
    return { args: ['-s', path.join(home.base, 'etc', 'settings.js')] };
  },
  '-s <file without extension> and HOME': (home) => {
    home.userDir('home/.node-red', { settings: null });
    home.userDir('etc', { grants: null, file: 'red-settings.js' });
    return { args: ['-s', path.join(home.base, 'etc', 'red-settings')] };
  },
  'a file of settings in another userDir than --userDir': (home) => {
    home.userDir('wrong', { grants: null });
    return { args: ['-s', path.join(home.base, 'wrong', 'settings.js'), '-u', home.userDir('user', { settings: null })] };
  },
  '-D userDir=<dir>': (home) => {
    home.userDir('home/.node-red', { grants: null });
    return { args: ['-D', `userDir=${home.userDir('user')}`] };
  },
  HOME: (home) => {
    home.userDir('home/.node-red');
    return { args: [] };
  },
  'NODE_RED_HOME with a .config.json': (home) => {
    const dir = home.userDir('nrhome');
    fs.writeFileSync(path.join(dir, '.config.json'), '{}');
    return { args: [], env: { NODE_RED_HOME: dir } };
  },
  'NODE_RED_HOME without one: HOME': (home) => {
    home.userDir('nrhome', { grants: null });
    home.userDir('home/.node-red');
    return { args: [], env: { NODE_RED_HOME: path.join(home.base, 'nrhome') } };
  },
  'a symlink to it': (home) => {
    const link = path.join(home.base, 'link');
    fs.symlinkSync(home.userDir('user'), link);
    return { args: ['-u', link] };
  },
  'projects enabled': (home) => ({ args: ['-u', home.userDir('user', { settings: { editorTheme: { projects: { enabled: true } } } })] }),
  'with an option of Node.js, from another directory': (home) => ({ args: ['-u', home.userDir('user')], flags: ['--max-old-space-size=300'], cwd: '/' }),
};

/** The probe read what it was granted and nothing else, and the status was said once. */
function assertPolicyFound(home, { output }) {
  const [found] = probes(output);
  assert.ok(found, output);
  assert.equal(found.granted, home.secrets.granted, output);
  assert.equal(found.denied, 'ERR_SENTINEL_DENIED', output);
  assert.ok(!output.includes(home.secrets.denied), output);
  assert.equal(output.match(STATUS).length, 1, output);
}

async function start(home, { args, env, cwd, flags = [] }, { version = '4.1', major } = {}) {
  const script = await redScript(version);
  return run([...flags, script, '--port', '0', ...args], {
    cwd: cwd ?? home.base, env: { HOME: home.home, TMPDIR: path.join(home.base, 'tmp'), ...env }, until: STARTED, major,
  });
}

for (const [name, way] of Object.entries(WAYS)) {
  test(`the policy is found: ${name}`, async (t) => {
    const home = makeHome(t);
    assertPolicyFound(home, await start(home, way(home)));
  });
}

for (const [version, major] of [['3.1', 20], ['5.0', 22]]) {
  for (const name of ['--userDir=<dir>', 'HOME', 'NODE_RED_HOME with a .config.json', '-s <file> whose settings name the userDir']) {
    test(`the policy is found by Node-RED ${version} on Node.js ${major}: ${name}`, async (t) => {
      const home = makeHome(t);
      assertPolicyFound(home, await start(home, WAYS[name](home), { version, major }));
    });
  }
}

test('the policy is found by the node-red-pi script itself', async (t) => {
  const home = makeHome(t);
  const userDir = home.userDir('user');
  const script = path.join(path.dirname(await redScript('4.1')), 'bin', 'node-red-pi');
  const result = await run(['--max-old-space-size=300', '-p', '0', '-u', userDir], { file: script, cwd: home.base, env: { HOME: home.home }, until: STARTED });
  assertPolicyFound(home, result);
});

test('node-red installed inside the userDir: core is told from the packages beside it', async (t) => {
  const home = makeHome(t);
  const userDir = home.userDir('user');
  const installed = await installs.nodeRed('4.1');
  // Hard links: real files at another place, without copying 100 MB.
  const copy = spawnSync('cp', ['-al', ...fs.readdirSync(path.join(installed, 'node_modules')).map((name) => path.join(installed, 'node_modules', name)), path.join(userDir, 'node_modules')]);
  if (copy.status !== 0) spawnSync('cp', ['-a', path.join(installed, 'node_modules', '.'), path.join(userDir, 'node_modules')]);
  placeProbe(userDir, '@node-red/imposter', home.files);
  placeProbe(userDir, 'node-red-node-mine', home.files);
  // A palette package that changes what it shares with core.
  const spoiler = path.join(userDir, 'node_modules', 'node-red-node-spoiler');
  fs.mkdirSync(spoiler);
  fs.writeFileSync(path.join(spoiler, 'package.json'), '{"name":"node-red-node-spoiler","version":"1.0.0","node-red":{"nodes":{"s":"s.js"}}}');
  fs.writeFileSync(path.join(spoiler, 's.js'), `module.exports = () => {
  try { require('fs-extra').readFile = () => { console.log('SPOILT'); }; } catch (error) { console.log(error.message); }
  try { require('express').application.use = () => { console.log('SPOILT'); }; } catch (error) { console.log(error.message); }
  console.log('SPOILER ' + (require('fs-extra').readFile.toString().length < 60));
};`);
  const result = await run([path.join(userDir, 'node_modules', 'node-red', 'red.js'), '-p', '0', '-u', userDir], { cwd: home.base, env: { HOME: home.home }, until: STARTED });
  const { output } = result;
  const found = Object.fromEntries(probes(output).map((probe) => [probe.name, probe]));
  assert.equal(found['boot-probe']?.granted, home.secrets.granted, output);
  for (const name of ['boot-probe', '@node-red/imposter', 'node-red-node-mine']) assert.equal(found[name]?.denied, 'ERR_SENTINEL_DENIED', `${name}\n${output}`);
  assert.equal(found['@node-red/imposter'].granted, 'ERR_SENTINEL_DENIED', output);
  assert.match(output, /^SPOILER true$/m);
  assert.doesNotMatch(output, /SPOILT/);
  assert.notEqual(result.match, null, output);
});
