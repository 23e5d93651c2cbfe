'use strict';
/**
 * Somebody else's tests, with the preload and without it: what passes must be the same. For Node-RED's own unit tests and those of
 * `node-red-node-test-helper`, from their repositories, after `npm install` there:
 *
 *   node scripts/foreign-tests.js <folder> 'test/unit/_spec.js' 'test/unit/**\/*_spec.js' 'test/nodes/**\/*_spec.js'
 *
 * Further words go to mocha (`--grep`, `--timeout`). The exit code is 1 when a test passes without Sentinel and not with it.
 *
 * Mocha is a tool: there the preload only watches. With `--armed` the tests are run by a program of their own, in which Sentinel stands in the middle
 * of everything that Node-RED does (lib/foreign-main.js); the words are then paths or directories, and `--grep=` and `--timeout=` are understood.
 */
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { filesIn, prepare } = require('./lib/foreign-armed');
const { root } = require('./lib/platform');

const PRELOAD = path.join(root, 'js', 'preload.js');

/** Its program has no ending in older versions. */
function mochaOf(folder) {
  const { bin } = JSON.parse(fs.readFileSync(path.join(folder, 'node_modules', 'mocha', 'package.json'), 'utf8'));
  return path.join(folder, 'node_modules', 'mocha', bin.mocha);
}

/** Runs a program that writes mocha's results. */
async function ended(args, folder, env, stdout) {
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, NODE_ENV: 'test', ...env }, stdio: ['ignore', stdout, 'inherit'] });
  return new Promise((resolve, reject) => { child.on('error', reject).on('exit', (...how) => resolve(how.find((part) => part !== null))); });
}

/** @returns {Map<string, string>} full title -> passed, failed or pending */
function resultsOf(file, code) {
  if (!fs.existsSync(file)) throw new Error(`mocha ended with ${code} and wrote no results`);
  const { tests } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const stateOf = ({ err, pending, duration }) => (Object.keys(err ?? {}).length > 0 ? 'failed' : pending || duration === undefined ? 'pending' : 'passed');
  const results = new Map();
  for (const test of tests) {
    const before = [...results.keys()].filter((title) => title === test.fullTitle || title.startsWith(`${test.fullTitle} #`)).length;
    results.set(before === 0 ? test.fullTitle : `${test.fullTitle} #${before + 1}`, stateOf(test));
  }
  return results;
}

/** A function that runs the tests with these NODE_OPTIONS, under mocha itself. */
function underMocha(folder, words, work) {
  return async (isGuarded) => {
    const file = path.join(work, `${isGuarded}.json`);
    const args = [mochaOf(folder), '--exit', '--reporter', 'json', '--reporter-option', `output=${file}`, ...words];
    return resultsOf(file, await ended(args, folder, { NODE_OPTIONS: isGuarded ? `--require ${PRELOAD}` : '' }, 'ignore'));
  };
}

/** The same in a program of their own, which Sentinel guards. */
function inProgram(folder, words, work) {
  const { main, early, nodeRed, preload, probe } = prepare(folder, work);
  const option = (name) => words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  // Many of these tests count milliseconds.
  const options = { grep: option('grep'), retries: 2, timeout: Number(option('timeout') ?? 10_000) };
  const files = words.filter((word) => !word.startsWith('--')).map((word) => path.resolve(folder, word))
    .flatMap((file) => (fs.statSync(file).isDirectory() ? filesIn(file, (name) => name.endsWith('_spec.js')) : [file])).sort();
  return async (isGuarded) => {
    const output = path.join(work, `${isGuarded}.json`);
    const env = { HOME: work, NRG_SENTINEL_NO_PROTO_FREEZE: '1', NODE_OPTIONS: isGuarded ? `--require ${preload}` : '' };
    const log = fs.openSync(path.join(work, `${isGuarded}.log`), 'w');
    try {
      const code = await ended([main, nodeRed, probe, JSON.stringify({ early, files, options, output })], folder, env, log);
      const said = /a package reads a file: (.*)/u.exec(fs.readFileSync(path.join(work, `${isGuarded}.log`), 'utf8'))?.[1];
      if ((said !== 'read') !== isGuarded) throw new Error(`the probe said "${said}", so that these results say nothing`);
      return resultsOf(output, code);
    } finally {
      fs.closeSync(log);
      if (isGuarded) fs.rmSync(main);
    }
  };
}

const count = (results, wanted) => [...results.values()].filter((state) => state === wanted).length;
const sentence = (results) => ['passed', 'failed', 'pending'].map((state) => `${count(results, state)} ${state}`).join(', ');

async function main([...words]) {
  const isArmed = words[0] === '--armed';
  if (isArmed) words.shift();
  const [folder, ...rest] = words;
  if (folder === undefined || rest.length === 0) throw new Error('a folder and the tests in it are needed');
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'nrgs-foreign-'));
  const run = (isArmed ? inProgram : underMocha)(path.resolve(folder), rest, work);
  const bare = await run(false);
  console.log(`without Sentinel: ${sentence(bare)}`);
  const guarded = await run(true);
  console.log(`with Sentinel:    ${sentence(guarded)}`);
  const different = [...new Set([...bare.keys(), ...guarded.keys()])].filter((title) => bare.get(title) !== guarded.get(title));
  for (const title of different) console.log(`  ${bare.get(title) ?? 'absent'} -> ${guarded.get(title) ?? 'absent'}: ${title}`);
  if (different.length === 0) fs.rmSync(work, { recursive: true, force: true });
  else console.log(`What was printed lies in ${work}`);
  if (different.some((title) => bare.get(title) === 'passed')) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`foreign-tests: ${error.message}`);
  process.exitCode = 1;
});
