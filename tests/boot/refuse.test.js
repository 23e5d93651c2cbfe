'use strict';
// Fail closed [T3] [P5]: whatever is wrong with the addon, the policy or the userDir, Node-RED does not start: exit code 78,
// one clear message, and no package has run.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { before, test } = require('node:test');
const { REPO } = require('../support/installs.js');
const { installSentinel } = require('../support/userdir.js');
const { REFUSED, STARTED, STATUS, makeHome, probes, redScript } = require('./lib/home.js');
const { PRELOAD, run } = require('./lib/process.js');

const NOBODY = 65534;
let script;
before(async () => { script = await redScript('4.1'); });

/** Starts with this userDir, which must be refused, and returns the message. */
async function refused(home, dir, { preload, uid, args = [] } = {}) {
  const { code, output, match } = await run([script, '-p', '0', '-u', dir, ...args], { cwd: '/', env: { HOME: home.home }, until: STARTED, preload, uid });
  assert.equal(match, null, output);
  assert.equal(code, 78, output);
  assert.equal(output.match(REFUSED)?.length, 1, output);
  assert.deepEqual(probes(output), [], output);
  return output;
}

/** A copy of Sentinel in the home, to break. */
function copySentinel(home) {
  const root = installSentinel(REPO, path.join(home.base, 'copy'));
  const [addon] = fs.readdirSync(path.join(root, 'native')).filter((name) => name.endsWith('.node'));
  return { preload: path.join(root, 'js', 'preload.js'), addon: path.join(root, 'native', addon) };
}

const BROKEN_ADDONS = {
  missing: (file) => fs.rmSync(file),
  empty: (file) => fs.writeFileSync(file, ''),
  truncated: (file) => fs.truncateSync(file, 5000),
  'not a library': (file) => fs.writeFileSync(file, 'module.exports = { claim: () => ({}) };\n'),
  'for another processor': (file) => {
    const bytes = fs.readFileSync(file);
    bytes.writeUInt16LE(bytes.readUInt16LE(18) === 0xB7 ? 0x3E : 0xB7, 18);
    fs.writeFileSync(file, bytes);
  },
};

for (const [what, spoil] of Object.entries(BROKEN_ADDONS)) {
  test(`refuses to start: the addon is ${what}`, async (t) => {
    const home = makeHome(t);
    const { preload, addon } = copySentinel(home);
    spoil(addon);
    const output = await refused(home, home.userDir('user'), { preload });
    assert.match(output, /the native addon .* cannot be used on .*\n {2}\(ERR_SENTINEL_ADDON, see docs\/errors\/ERR_SENTINEL_ADDON\.md\)\n$/);
    if (what === 'missing') assert.match(output, /it is missing/);
  });
}

test('a second copy of Sentinel, preloaded after the first, is a package like others', async (t) => {
  const home = makeHome(t);
  const { preload } = copySentinel(home);
  const { output } = await run([script, '-p', '0', '-u', home.userDir('user')], { env: { HOME: home.home }, until: STARTED, preload: `${PRELOAD} --require ${preload}` });
  assert.equal(output.match(STATUS)?.length, 1, output);
  assert.equal(probes(output)[0]?.denied, 'ERR_SENTINEL_DENIED', output);
});

/** `sentinel` in settings.js as source text -> what the message says. */
const SETTINGS = {
  'an unknown capability': ['{ server: { packages: { x: { capabilities: ["fs:raed"] } } } }', /settings\.js: sentinel\.server\.packages.*capabilities\[0\]: found `fs:raed`, accepted: .*did you mean `fs:read`\?/],
  'a field that does not exist': ['{ server: { pakages: {} } }', /settings\.js: sentinel\.server.*pakages/],
  'a list where an object belongs': ['{ server: { packages: [] } }', /settings\.js: sentinel\.server\.packages: found/],
  'a string where a list belongs': ['{ server: { packages: { x: { capabilities: "fs:read" } } } }', /capabilities: found/],
  'a number': ['7', /settings\.js: sentinel: found/],
  'false': ['false', /settings\.js: sentinel: found/],
  'a mode that does not exist': ['{ mode: "off" }', /settings\.js: sentinel\.mode: found `off`, accepted: .*enforce/],
  'a function': ['{ server: () => ({}) }', /settings\.js: sentinel\.server: found a function/],
  'a symbol': ['{ mode: Symbol("enforce") }', /settings\.js: sentinel\.mode: found a symbol/],
  'a hole in a list': ['{ server: { packages: { x: { capabilities: [, "fs:read"] } } } }', /capabilities\[0\]: found undefined/],
  'NaN': ['{ server: NaN }', /sentinel\.server: found NaN/],
  'a getter that throws': ['{ get server() { throw new Error("no") } }', /sentinel\.server: found a getter that throws \(no\)/],
  'a getter that throws something odd': ['{ get server() { throw { get message() { throw 1 } } } }', /sentinel\.server: found a getter that throws/],
  'a getter of the whole section that throws': [null, /sentinel: found a getter that throws \(no\)/],
  'a cycle': ['(() => { const a = { server: {} }; a.server.defaults = a; return a; })()', /sentinel\.server\.defaults: found a cycle/],
  'a Map': ['{ server: { packages: new Map([["x", { capabilities: ["all"] }]]) } }', /sentinel\.server\.packages: found \[object Map\]/],
  'deep nesting': ['(() => { let a = {}; for (let i = 0; i < 5000; i++) a = { server: a }; return a; })()', /found more than 32 levels/],
  'a key __proto__': ['{ server: { packages: JSON.parse(\'{"__proto__":{"capabilities":["all"]}}\') } }', /__proto__/],
  'a promise': ['Promise.resolve({})', /sentinel: found \[object Promise\]/],
};

for (const [what, [source, message]] of Object.entries(SETTINGS)) {
  test(`refuses to start: settings.sentinel with ${what}`, async (t) => {
    const home = makeHome(t);
    const settings = source === null ? 'get sentinel() { throw new Error("no") }' : `sentinel: ${source}`;
    const output = await refused(home, home.userDir('user', { settings }));
    assert.match(output, message);
    assert.match(output, /ERR_SENTINEL_POLICY, see docs\/errors\/ERR_SENTINEL_POLICY\.md/);
  });
}

test('what is inherited grants nothing and hurts nothing', async (t) => {
  const home = makeHome(t);
  const dir = home.userDir('user', {
    grants: null,
    settings: `sentinel: { server: Object.create({ packages: { 'boot-probe': { capabilities: ['all'] } } }, { defaults: { value: {}, enumerable: true } }) }`,
  });
  const { output } = await run([script, '-p', '0', '-u', dir], { env: { HOME: home.home }, until: STARTED });
  assert.equal(probes(output)[0]?.granted, 'ERR_SENTINEL_DENIED', output);
});

const deep = (depth) => `${'{"server":'.repeat(depth)}{}${'}'.repeat(depth)}`;
/** `.sentinel-grants.json` -> what the message says. */
const GRANTS = {
  empty: ['', /\.sentinel-grants\.json/],
  truncated: ['{"server":{"packages":{"x":{"capab', /\.sentinel-grants\.json.*/],
  'not UTF-8': [Buffer.from('{"server":{"packages":{"\xff\xfe":{"capabilities":[]}}}}', 'latin1'), /UTF-8/],
  'of 50 MB': [`{"server":{}}${' '.repeat(50 * 1024 * 1024)}`, /\.sentinel-grants\.json.*(MB|large|bytes)/],
  'nested deeply': [deep(100_000), /levels|deep/],
  'with a key __proto__': ['{"server":{"packages":{"__proto__":{"capabilities":["all"]}}}}', /__proto__/],
  'with a key twice': ['{"server":{"packages":{"x":{"capabilities":[]},"x":{"capabilities":["all"]}}}}', /twice|duplicate/],
  'with a mode': ['{"mode":"observe-all"}', /mode/],
};

for (const [what, [content, message]] of Object.entries(GRANTS)) {
  test(`refuses to start: a grants file that is ${what}`, async (t) => {
    const home = makeHome(t);
    const output = await refused(home, home.userDir('user', { grants: content }));
    assert.match(output, message);
    assert.ok(output.length < 2000, 'the message quotes no file');
  });
}

test('refuses to start: the grants file is a directory, or a pipe nobody writes to', async (t) => {
  const home = makeHome(t);
  const dir = home.userDir('user', { grants: null });
  const file = path.join(dir, '.sentinel-grants.json');
  fs.mkdirSync(file);
  assert.match(await refused(home, dir), /cannot be read/);
  fs.rmdirSync(file);
  require('node:child_process').execFileSync('mkfifo', [file]);
  assert.match(await refused(home, dir), /cannot be read/);
});

/** Gives a folder to the user Node-RED shall run as; tests that run as root need one without its powers. */
function giveAway(home) {
  if (process.getuid() !== 0) return undefined;
  for (const name of ['.', ...fs.readdirSync(home.base, { recursive: true })]) fs.lchownSync(path.join(home.base, name), NOBODY, NOBODY);
  return NOBODY;
}

test('refuses to start: a grants file or a userDir that may not be read; a guessed one only when it is used', async (t) => {
  const home = makeHome(t);
  const dir = home.userDir('user');
  const other = home.userDir('other', { settings: { userDir: path.join(home.base, 'other') } });
  const uid = giveAway(home);
  const file = path.join(dir, '.sentinel-grants.json');
  fs.chmodSync(file, 0);
  assert.match(await refused(home, dir, { uid }), /\.sentinel-grants\.json: cannot be read/);
  fs.chmodSync(file, 0o600);
  for (const mode of [0, 0o400, 0o100]) {
    fs.chmodSync(dir, mode);
    assert.match(await refused(home, dir, { uid }), /the userDir .*\/user cannot be read \(EACCES\).*\n {2}\(ERR_SENTINEL_USERDIR/);
  }
  // HOME is closed, and the settings name a userDir that is not.
  fs.chmodSync(home.home, 0);
  const { output } = await run([script, '-p', '0', '-s', path.join(other, 'settings.js')], { cwd: '/', env: { HOME: home.home }, until: STARTED, uid });
  assert.equal(probes(output)[0]?.granted, home.secrets.granted, output);
  fs.chmodSync(dir, 0o700);
  fs.chmodSync(home.home, 0o700);
});

test('settings.js that throws, or is not there, ends in Node-RED\'s own way', async (t) => {
  const home = makeHome(t);
  const dir = home.userDir('user');
  fs.writeFileSync(path.join(dir, 'settings.js'), 'throw new Error("broken settings");\n');
  const { code, output } = await run([script, '-p', '0', '-u', dir], { env: { HOME: home.home }, until: STARTED });
  assert.equal(code, 1, output);
  assert.match(output, /Error loading settings file: .*settings\.js\n[^]*broken settings/);
  assert.doesNotMatch(output, REFUSED);
});

test('refuses to go on: Node-RED ends up with another userDir than the policy was read for', async (t) => {
  const home = makeHome(t);
  const dir = home.userDir('user');
  const other = home.userDir('other', { grants: { server: { packages: { 'boot-probe': { capabilities: ['all'] } } } } });
  // Node-RED asks for this between init and the first package.
  fs.appendFileSync(path.join(dir, 'settings.js'), `Object.defineProperty(module.exports, 'storageModule', {
  enumerable: true, get() { this.userDir = ${JSON.stringify(other)}; return undefined; } });\n`);
  const { code, output } = await run([script, '-p', '0', '-u', dir], { env: { HOME: home.home }, until: STARTED });
  assert.equal(code, 78, output);
  assert.match(output, /Node-RED uses the userDir .*\/other, but the policy was read for .*\/user/);
  assert.deepEqual(probes(output), [], output);
});

// Node.js 20 has no hooks for imports in the main thread; who had registered some before would be asked first.
test('hooks for imports that others registered before: one line with what to do instead, which works', async (t) => {
  const home = makeHome(t);
  const dir = home.userDir('user');
  const files = {
    'hooks.mjs': 'export const resolve = (specifier, context, next) => next(specifier, context);\n',
    'register.cjs': "require('module').register('./hooks.mjs', require('url').pathToFileURL(__filename));\n",
    'register.mjs': "import { register } from 'node:module';\nregister('./hooks.mjs', import.meta.url);\n",
    'indirect.mjs': "import './register.cjs';\n",
  };
  const at = (name) => path.join(home.base, name);
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(at(name), text);
  const start = (args) => run([...args, script, '-p', '0', '-u', dir], { cwd: '/', env: { HOME: home.home }, until: STARTED, preload: null });

  const early = await start(['--require', at('register.cjs'), '--require', PRELOAD]);
  assert.equal(early.code, 78, early.output);
  assert.match(early.output, /not started: Node\.js v20\S* does not let imports be judged after others have registered hooks for them \(module\.register\):\n {2}register them in a file of `--import`/);
  const later = await start(['--require', PRELOAD, '--import', at('register.mjs')]);
  assert.ok(later.match, later.output);
  // What comes after Sentinel and is a module of its own is nobody of core's.
  for (const args of [['--require', at('register.cjs')], ['--import', at('indirect.mjs')]]) {
    const { match, output, code } = await start(['--require', PRELOAD, ...args]);
    assert.equal(match, null, output);
    assert.equal(code, 78, output);
    assert.match(output, /Node-RED was not started: what was to be loaded before it ended with that refusal\. .*load it with --require before/);
  }
});
