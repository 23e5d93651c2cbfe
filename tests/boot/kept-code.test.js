'use strict';
// Compiled code of Node-RED's own files is kept between starts: it is used, only as it was written, only where nobody else
// can write, and never keeps Node-RED from starting.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const v8 = require('node:v8');
const { test } = require('node:test');
const { NODE_RED_VERSIONS, REPO } = require('../support/installs.js');
const { installSentinel } = require('../support/userdir.js');
const { STARTED, makeHome, redScript } = require('./lib/home.js');
const { changed, keptFiles, poison, poisonText } = require('./lib/kept-code.js');
const { run } = require('./lib/process.js');

const MAJOR = Number(process.versions.node.split('.')[0]);
const VERSION = NODE_RED_VERSIONS['4.1.15'].includes(MAJOR) ? '4.1' : '5.0';
const KEPT = /^KEPT \d/m;
const WATCH = `watch: setInterval(() => {
  const folder = require('path').join(process.argv[process.argv.indexOf('-u') + 1], '.sentinel');
  const kept = require('fs').statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? require('fs').readdirSync(folder).filter((name) => /^code-.*bin$/.test(name)) : [];
  if (kept.length === Number(process.env.WANTED)) console.log('KEPT', kept.length);
}, 50).unref(), flags: (() => {
  const tag = () => require('v8').cachedDataVersionTag();
  console.log('FLAGS', tag());
  setInterval(() => process.argv.flags !== tag() && console.log('FLAGS', process.argv.flags = tag()), 10).unref();
})()`;

/** Starts Node-RED until it has started, or until so many files of kept code lie in its userDir. */
async function start(home, dir, { wanted, env = {}, major = MAJOR, args = [], uid, preload } = {}) {
  const script = await redScript(VERSION);
  const outcome = await run([...args, script, '-p', '0', '-u', dir], {
    env: { HOME: home.home, MARKER: path.join(home.base, 'marker'), ...(wanted === undefined ? {} : { WANTED: String(wanted) }), ...env },
    until: wanted === undefined ? STARTED : KEPT, major, uid, preload,
  });
  assert.notEqual(outcome.match, null, outcome.output);
  return outcome.output;
}

const STATEMENT = "process.getBuiltinModule ? process.getBuiltinModule('fs').writeFileSync(process.env.MARKER,'1') : require('fs').writeFileSync(process.env.MARKER,'1')";

/** What V8 said of its flags in settings.js and later, one value for each time it was another. */
const flagsIn = (output) => [...output.matchAll(/^FLAGS (\d+)$/gm)].map((match) => Number(match[1])).filter((tag, i, all) => tag !== all[i - 1]);

/** What a first start keeps: it does not depend on the userDir. */
let first;
async function firstFile(t) {
  const home = makeHome(t);
  const dir = home.userDir('user', { settings: WATCH });
  const output = await start(home, dir, { wanted: 1 });
  const [file] = keptFiles(dir);
  return { name: path.basename(file), bytes: fs.readFileSync(file), flags: flagsIn(output), modes: [file, path.dirname(file)].map((name) => fs.statSync(name).mode & 0o777) };
}

/** A userDir in which code is kept, and how to change that. */
async function keptHome(t) {
  first ??= await firstFile(t);
  const home = makeHome(t);
  const dir = home.userDir('user', { settings: WATCH });
  const file = path.join(dir, '.sentinel', first.name);
  fs.mkdirSync(path.dirname(file), { mode: 0o700 });
  fs.writeFileSync(file, first.bytes, { mode: 0o600 });
  const module = path.join(path.dirname(await redScript(VERSION)), '..', '@node-red', 'registry', 'lib', 'installer.js');
  const ran = () => fs.existsSync(path.join(home.base, 'marker'));
  return {
    home, dir, file, ran,
    poison: (sealed) => poison(file, fs.realpathSync(module), STATEMENT, sealed),
    poisonText: () => poisonText(file, fs.realpathSync(module), STATEMENT),
    poisonOwn: (sealed) => poison(file, OWN, STATEMENT, sealed, 'own'),
  };
}

/** A file of Sentinel's own that every start loads. */
const OWN_NAME = path.join('js', 'red', 'arming.js');
const OWN = path.join(REPO, OWN_NAME);

test('what is kept is private, and the next start leaves it as it is', async (t) => {
  const { home, dir, file } = await keptHome(t);
  assert.deepEqual(first.modes, [0o600, 0o700]);
  const { mtimeMs, ino } = fs.statSync(file);
  await start(home, dir);
  assert.deepEqual([fs.statSync(file).mtimeMs, fs.statSync(file).ino], [mtimeMs, ino]);
});

test('the file is not written again for a little that is new', () => {
  const codeCache = require('../../js/loader/code-cache.js');
  const told = [];
  const addon = { codeOpen: () => 16, codeFind: () => -1, codeKeep: (...args) => told.push(`kept ${args[1].length}`), codeKeepPlaces: (options, text) => told.push(`places ${text}`), codeFinish: () => told.push('finished') };
  const start = (lengths, places) => {
    told.length = 0;
    codeCache.open(addon, 'folder');
    codeCache.keepPlaces(() => places);
    for (const length of lengths) codeCache.compileParts('', '0'.padEnd(length), '', { __proto__: null, filename: 'new.js', cachedData: undefined });
    codeCache.keep();
    return told.join();
  };
  assert.equal(start([1000, 20_000]), 'finished');
  assert.equal(start([20_000, 20_000]), 'kept 20000,kept 20000,finished');
  assert.equal(start([1000], 'new'), 'kept 1000,places new,finished');
});

test('V8 has the flags of ever when Node-RED has started, and those of the operator all the time', async (t) => {
  const { home, dir } = await keptHome(t);
  const usual = v8.cachedDataVersionTag();
  assert.equal(first.flags.length, MAJOR === 20 ? 2 : 1, first.flags.join());
  assert.equal(first.flags.at(-1), usual);
  if (MAJOR !== 20) return;
  const output = await start(home, dir, { args: ['--interrupt_budget=99999'], wanted: 2 });
  assert.equal(flagsIn(output).length, 1, output);
});

test('code that was kept imports as before', async (t) => {
  const { home } = await keptHome(t);
  const dir = home.userDir('imports', { settings: `${WATCH}, imported: import('node:path').then(({ sep }) => console.log('IMPORTED', sep), (error) => console.log('FAILED', error.message))` });
  for (const wanted of [1, undefined]) {
    const output = await start(home, dir, { wanted });
    assert.match(output, /IMPORTED/);
    assert.doesNotMatch(output, /FAILED|Error/);
  }
});

test('where modules were found is kept, too, for the same options', async (t) => {
  const { home, file } = await keptHome(t);
  const looking = "looked: (() => { const Module = require('module'); const find = Module._findPath; Module._findPath = (...args) => { if (args[0][0] === '.') console.log('LOOKED'); return find(...args); }; })()";
  const looks = async (name, how) => {
    const dir = home.userDir(name, { settings: `${WATCH}, ${looking}` });
    fs.mkdirSync(path.join(dir, '.sentinel'), { mode: 0o700 });
    fs.copyFileSync(file, path.join(dir, '.sentinel', path.basename(file)));
    return (await start(home, dir, how)).match(/^LOOKED/gm)?.length ?? 0;
  };
  const others = await looks('other', { args: ['--no-deprecation'] });
  assert.ok(others > 100, `${others} looks`);
  assert.equal(await looks('same'), 0);
});

/** Texts that import, however it is written, and texts in which nothing does: the latter are kept on every Node.js. */
const IMPORTS = ["import('node:path')", "import /* what */ ('node:path')", "import// it\n('node:path')", "[...[import('node:path')]][0]", "/* @type { */ import('node:path')", "(`@type {${import('node:path').constructor.name}}`, import('node:path'))"];
const NAMES = ["/** @type {import('node:path')} */ Promise.resolve(require('path'))", "/** @param {Array<typeof import('node:path').sep>} a, @returns {import('x').y} */ Promise.resolve(require('path'))", '/* `import()` */ ({ import: (name) => Promise.resolve(require(name)) }).import.call(null, "path")', 'holder.import("path")'];

test('every form of import() is found in what core loads, and nothing else is compiled anew for its words', async (t) => {
  const { home } = await keptHome(t);
  const dir = home.userDir('forms', { settings: `${WATCH}, forms: [${[...IMPORTS, ...NAMES].map((_, i) => `require('./form-${i}.js')`)}]` });
  const textOf = (form, i) => `const holder = { 'import': (name) => Promise.resolve(require(name)) }; (${form}).then(() => console.log('FORM', ${i}), (error) => console.log('FAILED', ${i}, error.message)); // ${form.length} kept\n`;
  const texts = [...IMPORTS, ...NAMES].map(textOf);
  texts.forEach((text, i) => fs.writeFileSync(path.join(dir, `form-${i}.js`), text));
  for (const wanted of [1, undefined]) {
    const output = await start(home, dir, { wanted });
    assert.doesNotMatch(output, /FAILED|Error/);
    assert.equal(output.match(/FORM \d/g)?.length, texts.length, output);
  }
  const bytes = fs.readFileSync(keptFiles(dir)[0]);
  const kept = texts.map((text) => bytes.includes(text));
  assert.deepEqual(kept, texts.map((_, i) => MAJOR !== 20 || i >= IMPORTS.length));
});

test('control: who can write the file runs code in Node-RED', async (t) => {
  const kept = await keptHome(t);
  kept.poison(true);
  await start(kept.home, kept.dir);
  assert.equal(kept.ran(), true);
});

test('control: the code of Sentinel itself is there, too', async (t) => {
  const kept = await keptHome(t);
  kept.poisonOwn(true);
  await start(kept.home, kept.dir);
  assert.equal(kept.ran(), true);
});

test('a file of Sentinel is what its text says, whatever was kept of it', async (t) => {
  const home = makeHome(t);
  const dir = home.userDir('user', { settings: WATCH });
  const root = installSentinel(REPO, path.join(home.base, 'copy'));
  const preload = path.join(root, 'js', 'preload.js');
  await start(home, dir, { wanted: 1, preload });
  assert.equal(fs.existsSync(path.join(home.base, 'marker')), false);
  const file = path.join(root, OWN_NAME);
  // V8 compares nothing but the length.
  fs.writeFileSync(file, changed(file, fs.readFileSync(file, 'utf8'), STATEMENT));
  await start(home, dir, { preload });
  assert.equal(fs.existsSync(path.join(home.base, 'marker')), true);
});

/** How the changed file is there -> what is done. In each case its code must not run, and Node-RED starts. */
const DISTRUSTED = {
  'code that is not what was written': (kept) => kept.poison(false),
  'a text that is not what was written': (kept) => kept.poisonText(),
  'code of Sentinel that is not what was written': (kept) => kept.poisonOwn(false),
  'code of Sentinel in a file that others can write': (kept) => { kept.poisonOwn(true); fs.chmodSync(kept.file, 0o622); },
  'code of Sentinel in a file cut short': (kept) => { kept.poisonOwn(true); fs.truncateSync(kept.file, fs.statSync(kept.file).size - 10); },
  'a file that others can write': (kept) => { kept.poison(true); fs.chmodSync(kept.file, 0o622); },
  'a file that the group can write': (kept) => { kept.poison(true); fs.chmodSync(kept.file, 0o660); },
  'a folder that others can write': (kept) => { kept.poison(true); fs.chmodSync(path.dirname(kept.file), 0o777); },
  'a file with a second name': (kept) => { kept.poison(true); fs.linkSync(kept.file, path.join(kept.dir, 'second')); },
  'a link to the file': (kept) => {
    kept.poison(true);
    fs.renameSync(kept.file, path.join(kept.dir, 'elsewhere'));
    fs.symlinkSync(path.join(kept.dir, 'elsewhere'), kept.file);
  },
  'a link to the folder': (kept) => {
    kept.poison(true);
    const folder = path.dirname(kept.file);
    fs.renameSync(folder, path.join(kept.dir, 'elsewhere'));
    fs.symlinkSync(path.join(kept.dir, 'elsewhere'), folder);
  },
  'a file of another user': (kept) => { kept.poison(true); fs.chownSync(kept.file, 65534, 65534); },
  'a file cut short': (kept) => { kept.poison(true); fs.truncateSync(kept.file, fs.statSync(kept.file).size - 10); },
  'an empty file': (kept) => fs.truncateSync(kept.file, 0),
  'a folder in its place': (kept) => { fs.rmSync(kept.file); fs.mkdirSync(kept.file); },
};

for (const [what, change] of Object.entries(DISTRUSTED)) {
  test(`not run: ${what}`, { skip: process.getuid() !== 0 && what.includes('another user') ? 'needs root' : false }, async (t) => {
    const kept = await keptHome(t);
    change(kept);
    await start(kept.home, kept.dir);
    assert.equal(kept.ran(), false);
  });
}

// What an engine compiles without code, it compiles from the text.
test('not run: a text beside code that V8 does not want', async (t) => {
  const kept = await keptHome(t);
  kept.poison(false);
  kept.poisonText();
  await start(kept.home, kept.dir);
  assert.equal(kept.ran(), false);
});

test('NRG_SENTINEL_NO_CODE_CACHE: nothing kept is run', async (t) => {
  const kept = await keptHome(t);
  kept.poison(true);
  await start(kept.home, kept.dir, { env: { NRG_SENTINEL_NO_CODE_CACHE: '1' } });
  assert.equal(kept.ran(), false);
});

test('other flags of V8 and another Node.js have files of their own', async (t) => {
  const kept = await keptHome(t);
  await start(kept.home, kept.dir, { args: ['--no-opt'], wanted: 2 });
  const other = MAJOR === 24 ? 22 : 24;
  await start(kept.home, kept.dir, { major: other, wanted: 3 });
  const files = keptFiles(kept.dir).filter((file) => file !== kept.file);
  assert.equal(files.length, 2);
  for (const file of files) fs.copyFileSync(kept.file, file);
  // Each says in itself for which engine it is.
  await start(kept.home, kept.dir, { major: other });
  await start(kept.home, kept.dir, { args: ['--no-opt'] });
});

test('a userDir that cannot be written starts as ever', async (t) => {
  const home = makeHome(t);
  const dir = home.userDir('user', { settings: WATCH });
  fs.writeFileSync(path.join(dir, '.sentinel'), 'not a folder');
  await start(home, dir);
  assert.equal(fs.readFileSync(path.join(dir, '.sentinel'), 'utf8'), 'not a folder');
});
