'use strict';
// `nrg-sentinel policy check`: what Node-RED would say at start, without starting it [P5].
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { test, beforeEach, afterEach } = require('node:test');

const root = path.resolve(__dirname, '..', '..');
const main = path.join(root, 'js', 'cli', 'main.js');
let userDir;

beforeEach(() => {
  userDir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'nrg-sentinel-policy-')));
});
afterEach(() => fs.rmSync(userDir, { recursive: true, force: true }));

const check = (...args) => spawnSync(process.execPath, [main, 'policy', 'check', ...(args.length > 0 ? args : ['-u', userDir])], {
  encoding: 'utf8', env: { PATH: process.env.PATH, HOME: userDir },
});
const settings = (sentinel, file = path.join(userDir, 'settings.js')) => fs.writeFileSync(file, `module.exports = { sentinel: ${sentinel} };\n`);
const grants = (content) => fs.writeFileSync(path.join(userDir, '.sentinel-grants.json'), content);

test('a good policy is read from both files', () => {
  settings('{ server: { packages: { a: { capabilities: ["registry:write"] } } } }');
  grants('{ "server": { "packages": { "b": { "capabilities": ["fs:read"], "capabilityConfig": { "fs:read": { "allowedPaths": ["/data"] } } } } } }');
  const { status, stdout, stderr } = check();
  assert.equal(stderr, '');
  assert.equal(status, 0);
  assert.match(stdout, /^read +.*settings\.js$/m);
  assert.match(stdout, /^read +.*\.sentinel-grants\.json$/m);
  assert.match(stdout, /^ok +2 packages in the policy, mode enforce$/m);
});

test('the example in README is a good policy', () => {
  const [, example] = /```js\n([\s\S]*?)```/.exec(fs.readFileSync(path.join(root, 'README.md'), 'utf8'));
  fs.writeFileSync(path.join(userDir, 'settings.js'), example);
  assert.deepEqual([check().stderr, check().status], ['', 0]);
});

test('what is said of the provenance of messages', () => {
  settings('{ server: { provenance: { mode: "detect", trace: true } } }');
  const { status, stdout } = check();
  assert.equal(status, 0);
  assert.match(stdout, /^warning {2}message provenance is `detect`: /m);
  assert.match(stdout, /^warning {2}every delivery of a message is written to \.sentinel\/messages\.jsonl/m);
  settings('{ server: { provenance: "of" } }');
  assert.match(check().stderr, /settings\.js: sentinel\.server\.provenance: found `of`, accepted: `enforce`, `detect`, `off` \(did you mean `off`\?\)/);
  settings('{}');
  grants('{ "server": { "provenance": { "mode": "off", "trace": true } } }');
  assert.match(check().stdout, /^warning {2}server\.provenance: nothing is traced while `mode` is `off`$/m);
  assert.match(check().stdout, /^warning {2}message provenance is `off`/m);
});

test('an unknown name says where it is and what was meant', () => {
  settings('{ server: { packages: { "my-node": { capabilities: ["registry:write", "fs:raed"] } } } }');
  const { status, stderr } = check();
  assert.equal(status, 1);
  assert.match(stderr, /settings\.js: sentinel\.server\.packages.*my-node.*capabilities\[1\].*fs:raed.*fs:read/);
});

test('mistakes in the grants file name that file', () => {
  for (const [content, what] of [['{', /sentinel-grants\.json/], ['{"server":{"packages":[]}}', /packages/], ['{"__proto__":{}}', /__proto__/]]) {
    grants(content);
    const { status, stderr } = check();
    assert.equal(status, 1, content);
    assert.match(stderr, /sentinel-grants\.json/);
    assert.match(stderr, what);
  }
});

test('old names are accepted and reported; `all` and observe modes are warned about', () => {
  settings('{ mode: "observe", server: { packages: { a: { capabilities: ["registry:register"] }, b: { capabilities: ["all"] } } } }');
  const { status, stdout, stderr } = check();
  assert.deepEqual([stderr, status], ['', 0]);
  assert.match(stdout, /^warning +.*registry:register.*registry:write/m);
  assert.match(stdout, /^warning +b holds `all`/m);
  assert.match(stdout, /^warning +mode is `observe`/m);
});

test('settings that are not plain data, or that throw, are one clear line', () => {
  settings('{ get server() { throw new Error("boom"); } }');
  assert.deepEqual([check().status, /sentinel\.server: found a getter that throws \(boom\)/.test(check().stderr)], [1, true]);
  settings('{ server: { packages: { a: { capabilities: () => [] } } } }');
  assert.match(check().stderr, /capabilities: found a function/);
  fs.writeFileSync(path.join(userDir, 'settings.js'), 'throw new Error("broken\\nsettings");');
  assert.match(check().stderr, /^nrg-sentinel policy check: `.*settings\.js` cannot be loaded: broken\n$/);
});

test('a settings file elsewhere that names its userDir is followed there', () => {
  const elsewhere = path.join(userDir, 'conf');
  fs.mkdirSync(elsewhere);
  fs.writeFileSync(path.join(elsewhere, 's.js'), `module.exports = { userDir: ${JSON.stringify(userDir)} };\n`);
  grants('{ "server": { "packages": { "b": { "capabilities": ["nope"] } } } }');
  const { status, stderr } = check('-s', path.join(elsewhere, 's.js'));
  assert.equal(status, 1);
  assert.match(stderr, /nope/);
  assert.match(check('-s', '/nope/settings.js').stderr, /there is no settings file `\/nope\/settings\.js`/);
});
