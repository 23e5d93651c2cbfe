'use strict';
// From files to packages on a real directory tree [T1].
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { start, tempDir } = require('./lib/addon');

const base = tempDir();
const place = (dir, manifest) => {
  fs.mkdirSync(path.join(base, dir), { recursive: true });
  fs.writeFileSync(path.join(base, dir, 'package.json'), JSON.stringify(manifest));
  return path.join(base, dir);
};
const nodeRed = place('lib/node_modules/node-red', { name: 'node-red', dependencies: { express: '4', '@node-red/runtime': '4' }, devDependencies: { mocha: '1' } });
const express = place('lib/node_modules/node-red/node_modules/express', { name: 'express', dependencies: { qs: '1' } });
const runtime = place('lib/node_modules/node-red/node_modules/@node-red/runtime', { name: '@node-red/runtime' });
const qs = place('lib/node_modules/qs', { name: 'qs' });
place('lib/node_modules/node-red/node_modules/@node-red/evil', { name: '@node-red/evil' });
place('lib/node_modules/mocha', { name: 'mocha' });
place('checkout/my-node', { name: 'express', 'node-red': { nodes: {} }, dependencies: { qs: '1' } });

const { api, userDir } = start((dir) => {
  fs.mkdirSync(path.join(dir, 'node_modules/@me'), { recursive: true });
  fs.symlinkSync(path.join(base, 'checkout/my-node'), path.join(dir, 'node_modules/@me/my-node'));
  return { coreDirs: [nodeRed, express, runtime, qs], coreFiles: [path.join(dir, 'settings.js')], pathNamedDirs: [path.join(dir, 'nodes')] };
});

test('the closure is what node-red depends on and nothing else', () => {
  assert.deepStrictEqual(api.closure(nodeRed).sort(), [nodeRed, express, runtime, qs].sort());
  assert.deepStrictEqual(api.closure('/nonexistent'), []);
});

test('owners are found by place, never by what a package calls itself', () => {
  const owner = (file) => api.owner(file);
  assert.deepStrictEqual(owner(path.join(express, 'lib/x.js')), [0, '', express, false, false]);
  assert.strictEqual(owner(path.join(nodeRed, 'node_modules/@node-red/evil/x.js'))[1], '@node-red/evil');
  assert.strictEqual(owner(path.join(userDir, 'node_modules/a/node_modules/express/x.js'))[1], 'express');
  assert.strictEqual(owner(path.join(userDir, 'node_modules/a/node_modules/express/x.js'))[0], 1);
  assert.deepStrictEqual(owner(path.join(base, 'checkout/my-node/x.js')), [1, '@me/my-node', path.join(base, 'checkout/my-node'), true, true]);
  assert.deepStrictEqual(owner(path.join(userDir, 'nodes/foo.js')).slice(0, 2), [2, './nodes/foo.js']);
  assert.strictEqual(owner(path.join(userDir, 'settings.js'))[0], 0);
  assert.strictEqual(owner(path.join(userDir, 'sentinel/js/preload.js'))[0], 3);
});

test('declared dependencies are known', () => {
  assert.strictEqual(api.declares(path.join(base, 'checkout/my-node'), 'qs'), true);
  assert.strictEqual(api.declares(path.join(base, 'checkout/my-node'), 'fs-extra'), false);
  assert.strictEqual(api.declares('/nonexistent', 'x'), false);
});

test('names have numbers and nobody becomes core by a name', () => {
  assert.strictEqual(api.principalName(api.principal('@scope/x')), '@scope/x');
  assert.strictEqual(api.principal('@scope/x'), api.principal('@scope/x'));
  assert.strictEqual(api.principal('<function-node>'), 2);
  for (const name of ['core', 'unknown', '<core>', '0', 'node-red']) assert.ok(api.principal(name) >= 3, name);
  assert.strictEqual(api.principal(''), 1);
});
