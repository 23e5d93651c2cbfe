'use strict';
// Sentinel loads its own files itself: they are in no cache that a package finds, and nobody else is given one.
const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { REPO } = require('../support/installs.js');
const { writeFiles } = require('../support/userdir.js');
const { STARTED, makeHome, redScript } = require('./lib/home.js');
const { run } = require('./lib/process.js');

const OWN = path.join(REPO, 'js') + path.sep;
const WANTED = ['boot/state.js', 'boot/files.js', 'loader/esm-bridge.js', 'core/caller.js', 'plugin/sentinel.js'];

/** A set of nodes that asks for Sentinel's files in every way there is. */
const asks = `const path = require('path');
const own = ${JSON.stringify(OWN)};
const outcome = (what) => { try { const found = what(); return typeof found === 'string' ? found : found === undefined ? 'nothing' : 'given'; } catch (error) { return error.code; } };
module.exports = async function (RED) {
  const result = {};
  for (const name of ${JSON.stringify(WANTED)}) {
    const file = path.join(own, name);
    result['require ' + name] = outcome(() => require(file));
    result['main ' + name] = outcome(() => require.main.require(file));
    result['load ' + name] = outcome(() => module.constructor._load(file, module, false));
    result['import ' + name] = await import(file).then(() => 'given', (error) => error.code);
  }
  const caches = [require.cache, module.constructor._cache, require('module')._cache, process.mainModule && process.mainModule.constructor._cache];
  result.cached = outcome(() => caches.flatMap((cache) => Object.keys(cache ?? {})).filter((file) => file.startsWith(own)).join() || undefined);
  console.log('ASKED ' + JSON.stringify(result));
};
`;

async function ask(t, preload) {
  const home = makeHome(t);
  const dir = home.userDir('user', { settings: '' });
  writeFiles(path.join(dir, 'node_modules', 'asks'), {
    'package.json': { name: 'asks', version: '1.0.0', 'node-red': { nodes: { asks: 'asks.js' } } }, 'asks.js': asks,
  });
  const { output } = await run([await redScript('4.1'), '-p', '0', '-u', dir], { env: { HOME: home.home }, until: /ASKED .*\n/, preload });
  const found = /ASKED (.*)\n/.exec(output);
  assert.notEqual(found, null, output);
  return JSON.parse(found[1]);
}

test('control: without Sentinel its files are files like others', async (t) => {
  const { cached, ...rest } = await ask(t, null);
  assert.notEqual(cached, 'nothing');
  assert.deepEqual(new Set(Object.values(rest)), new Set(['given']));
});

test('a package is given none of them', async (t) => {
  const { cached, ...rest } = await ask(t);
  assert.equal(cached, 'nothing');
  for (const [way, answer] of Object.entries(rest)) assert.match(answer, /^ERR_SENTINEL_/, way);
});
