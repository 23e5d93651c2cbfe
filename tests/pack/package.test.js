'use strict';
// What is published: complete, nothing else, and nothing that names where it came from.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { pack } = require('./tarball');
const { addonName } = require('../../scripts/lib/platform');

const root = path.resolve(__dirname, '..', '..');
const manifest = require('../../package.json');
let packed;

before(() => {
  packed = pack();
});
after(() => packed?.remove());

test('every path package.json names exists', () => {
  const named = [
    ...manifest.files.map((entry) => entry.replace(/\/\*.*$/, '')),
    ...Object.values(manifest.bin), ...Object.values(manifest['node-red'].plugins),
    manifest.types, manifest.exports['./preload'].default, manifest.exports['./preload'].types,
  ];
  for (const entry of named) assert.ok(fs.existsSync(path.join(root, entry)), `${entry} does not exist`);
  for (const plugin of Object.values(manifest['node-red'].plugins)) {
    assert.ok(fs.existsSync(path.join(root, plugin.replace(/\.js$/, '.html'))), 'the editor half lies beside the runtime half');
  }
});

test('the tarball has the addon of this platform and every part', () => {
  const { files } = packed;
  for (const wanted of [`native/${addonName()}`, 'js/preload.js', 'js/boot/native.js', 'js/cli/main.js', 'js/plugin/sentinel.js',
    'js/plugin/sentinel.html', 'js/generated/capabilities.js', 'docs/errors/ERR_SENTINEL_DENIED.md', 'index.d.ts', 'LICENSE', 'README.md', 'CHANGELOG.md', 'package.json']) {
    assert.ok(files.includes(wanted), `${wanted} is missing`);
  }
  assert.ok(files.some((file) => file.startsWith('schema/') && file.endsWith('.json')), 'the schema is missing');
});

test('the tarball has nothing else', () => {
  const allowed = /^(js\/.+\.(js|mjs|cjs|html|json)|native\/sentinel\.[\w-]+\.node|schema\/.+\.json|docs\/errors\/\w+\.md|index\.d\.ts|LICENSE|README\.md|CHANGELOG\.md|package\.json)$/;
  const junk = packed.files.filter((file) => !allowed.test(file) || /\.test\.|(^|\/)\.|node_modules/.test(file));
  assert.deepEqual(junk, []);
});

test('installing runs no script and brings no other package', () => {
  const scripts = Object.keys(manifest.scripts);
  const lifecycle = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare', 'prepublish'];
  assert.deepEqual(scripts.filter((name) => lifecycle.includes(name)), []);
  for (const key of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies']) assert.equal(manifest[key], undefined);
  // npm builds a package that has a binding.gyp even without a script.
  assert.equal(packed.files.includes('binding.gyp'), false);
});

test('the lockfile names no host to download from and fits package.json', () => {
  const lock = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const rootEntry = lock.packages[''];
  assert.equal(rootEntry.version, manifest.version);
  assert.deepEqual(rootEntry.devDependencies, manifest.devDependencies);
  for (const [name, entry] of Object.entries(lock.packages)) {
    assert.equal(entry.resolved, undefined, `${name} names where it was downloaded from`);
    if (name) assert.match(entry.integrity, /^sha512-/, `${name} has no integrity`);
  }
});

test('js/boot/native.js looks for the addon under the name the build gives it', () => {
  const { addonPath } = require('../../js/boot/native');
  assert.equal(path.basename(addonPath()), addonName());
});

test('versions of the npm package and the crate are the same', () => {
  const cargo = fs.readFileSync(path.join(root, 'Cargo.toml'), 'utf8');
  assert.equal(/^version = "(.+)"$/m.exec(cargo)[1], manifest.version);
});
