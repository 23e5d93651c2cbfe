'use strict';
// The files that decide may be links: to a folder of the operator's, or as Kubernetes mounts a ConfigMap (`settings.js` -> `..data/settings.js`,
// `..data` -> a folder with a date). Who replaces one of the links decides what they say. No grant reaches them, nor the link by which the userDir was found [C1].
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { writeFiles } = require('../support/userdir.js');
const { makeHome, redScript, settingsText } = require('./lib/home.js');
const { run } = require('./lib/process.js');

const MAJOR = Number(process.versions.node.split('.')[0]);
const VERSION = MAJOR <= 20 ? '4.1' : '5.0';

/** Names in the userDir that are links to the operator's folder. */
const DIRECT = ['.sentinel-grants.json', 'flows.json', 'package.json', '.npmrc', '.config.users.json', 'nodes', 'environment'];

/** What a package tries with each of them, which it was granted the folder for. */
const TRIES = `module.exports = (RED) => {
  const fs = require('fs');
  const ways = {
    removed: (file) => fs.unlinkSync(file),
    replaced: (file) => { fs.writeFileSync(file + '.mine', '{}'); fs.renameSync(file + '.mine', file); },
    'moved away': (file) => fs.renameSync(file, file + '.away'),
    written: (file) => fs.writeFileSync(file, '{}'),
    'linked anew': (file) => { fs.symlinkSync(require('path').join(file, '..', 'elsewhere'), file + '.link'); fs.renameSync(file + '.link', file); },
  };
  const done = [];
  for (const file of JSON.parse(process.argv.at(-1))) {
    for (const [way, go] of Object.entries(ways)) {
      const links = () => { try { return fs.readlinkSync(file); } catch { return 'none'; } };
      const before = links();
      try { go(file); done.push(way + ' ' + file); } catch {}
      if (links() !== before) { try { fs.rmSync(file, { recursive: true, force: true }); } catch {} fs.symlinkSync(before, file); }
    }
  }
  console.log('DONE ' + JSON.stringify(done));
};`;

async function tried(t, preload) {
  const { base, home } = makeHome(t);
  const at = (...names) => path.join(base, ...names);
  const everything = { capabilities: ['fs:all'], capabilityConfig: { 'fs:write': { allowedPaths: [base] }, 'fs:read': { allowedPaths: [base] } } };
  writeFiles(at('conf'), {
    '.sentinel-grants.json': { server: { packages: { tries: everything } } }, 'flows.json': '[{"id":"t","type":"tab"}]', 'package.json': '{"name":"user"}', '.npmrc': '', environment: '',
    '.config.users.json': '{}', 'nodes/none': '',
  });
  writeFiles(at('user', '..2026_11_21'), { 'settings.js': settingsText({}) });
  fs.symlinkSync('..2026_11_21', at('user', '..data'));
  fs.symlinkSync('..data/settings.js', at('user', 'settings.js'));
  for (const name of DIRECT) fs.symlinkSync(`../conf/${name}`, at('user', name));
  writeFiles(at('user', 'node_modules', 'tries'), { 'package.json': { name: 'tries', version: '1.0.0', 'node-red': { nodes: { tries: 'tries.js' } } }, 'tries.js': TRIES });
  fs.symlinkSync('user', at('by-link'));
  const files = [...DIRECT, 'settings.js', '..data', 'mine'].map((name) => at('user', name));
  fs.symlinkSync('data', at('user', 'mine'));
  const { output } = await run([await redScript(VERSION), '-p', '0', '-u', at('by-link'), JSON.stringify([...files, at('by-link')])], { env: { HOME: home }, until: /DONE .*\n/, preload });
  const found = /DONE (.*)\n/.exec(output);
  assert.notEqual(found, null, output);
  return JSON.parse(found[1]).map((text) => text.replace(`${base}/`, '').replace('user/', ''));
}

test('no grant reaches the links through which the files lead that decide', { skip: process.platform === 'win32' }, async (t) => {
  const bare = await tried(t, null);
  for (const name of [...DIRECT, 'settings.js', '..data', 'mine', 'by-link']) for (const way of ['removed', 'replaced', 'moved away', 'linked anew']) assert.ok(bare.includes(`${way} ${name}`), `${way} ${name}: ${bare}`);
  // The control: a link of the package's own in the same folder.
  assert.deepEqual(await tried(t), ['removed mine', 'replaced mine', 'moved away mine', 'written mine', 'linked anew mine']);
});
