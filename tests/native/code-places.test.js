'use strict';
// Who writes the code of another package has what that was granted from the next start on. No grant reaches code, wherever it lies [C1]: not that of linked
// packages, of nodesDir, and of files that have an entry of their own. What lies beside it is written as granted.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { CAP, start, tempDir } = require('./lib/addon');

const outside = tempDir();
const at = (...names) => path.join(outside, ...names);
for (const dir of ['linked', 'scoped', 'nodes-dir', 'data', 'own']) fs.mkdirSync(at(dir));
const { api, userDir } = start((dir) => {
  fs.mkdirSync(path.join(dir, 'node_modules', '@scope'), { recursive: true });
  fs.symlinkSync(at('linked'), path.join(dir, 'node_modules', 'linked'));
  fs.symlinkSync(at('scoped'), path.join(dir, 'node_modules', '@scope', 'scoped'));
  // A package.json that names its own folder as a dependency.
  fs.symlinkSync('..', path.join(dir, 'node_modules', 'itself'));
  return { pathNamedDirs: [path.join(dir, 'nodes'), at('nodes-dir'), dir] };
});
const everything = { capabilities: ['fs:write'], capabilityConfig: { 'fs:write': { allowedPaths: ['/'] } } };
api.loadPolicy(JSON.stringify({ server: { packages: { writer: everything, linked: everything, './auth.js': everything, [at('own', 'store.js')]: everything } } }), 'settings.js', null, null);

const writes = (name, file) => api.decidePath(api.principal(name), CAP['fs:write'], file, 0) === 1;

test('code of packages is written by nobody, themselves included', () => {
  const files = [at('linked', 'index.js'), at('linked', 'lib', 'new.js'), at('scoped', 'package.json'), at('nodes-dir', 'other.js'), path.join(userDir, 'nodes', 'x.js'),
    path.join(userDir, 'auth.js'), at('own', 'store.js'), path.join(userDir, 'node_modules', 'linked', 'index.js')];
  for (const file of files) for (const name of ['writer', 'linked']) assert.equal(writes(name, file), false, `${name} ${file}`);
});

test('what lies beside it is written as granted', () => {
  for (const file of [at('data', 'x'), at('own', 'data.json'), at('linked-data'), path.join(userDir, 'data.json'), path.join(userDir, 'context', 'x')]) assert.equal(writes('writer', file), true, file);
});

test('the folder of such code is not moved away', () => {
  const TREE = 2;
  assert.equal(api.decidePath(api.principal('writer'), CAP['fs:write'], at('data'), TREE), 1);
  assert.equal(api.decidePath(api.principal('writer'), CAP['fs:write'], at('own'), TREE), 0);
});
