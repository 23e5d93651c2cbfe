'use strict';
/**
 * Somebody else's tests, with the preload and without it: what passes must be the same. For Node-RED's own unit tests and those of
 * `node-red-node-test-helper`, from their repositories, after `npm install` there:
 *
 *   node scripts/foreign-tests.js <folder> 'test/unit/_spec.js' 'test/unit/**\/*_spec.js' 'test/nodes/**\/*_spec.js'
 *
 * Further words go to mocha (`--grep`, `--timeout`). The exit code is 1 when a test passes without Sentinel and not with it.
 */
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { root } = require('./lib/platform');

const PRELOAD = path.join(root, 'js', 'preload.js');

/** Its program has no ending in older versions. */
function mochaOf(folder) {
  const { bin } = JSON.parse(fs.readFileSync(path.join(folder, 'node_modules', 'mocha', 'package.json'), 'utf8'));
  return path.join(folder, 'node_modules', 'mocha', bin.mocha);
}

/** @returns {Promise<Map<string, string>>} full title -> passed, failed or pending */
async function run(folder, words, options) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'nrgs-foreign-')), 'results.json');
  const args = [mochaOf(folder), '--exit', '--reporter', 'json', '--reporter-option', `output=${file}`, ...words];
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, NODE_ENV: 'test', NODE_OPTIONS: options }, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve, reject) => { child.on('error', reject).on('exit', (...ended) => resolve(ended.find((part) => part !== null))); });
  if (!fs.existsSync(file)) throw new Error(`mocha ended with ${code} and wrote no results`);
  const { tests } = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.rmSync(path.dirname(file), { recursive: true, force: true });
  const stateOf = ({ err, pending, duration }) => (Object.keys(err ?? {}).length > 0 ? 'failed' : pending || duration === undefined ? 'pending' : 'passed');
  return new Map(tests.map((test) => [`${test.fullTitle}`, stateOf(test)]));
}

const count = (results, wanted) => [...results.values()].filter((state) => state === wanted).length;
const sentence = (results) => ['passed', 'failed', 'pending'].map((state) => `${count(results, state)} ${state}`).join(', ');

async function main([folder, ...words]) {
  if (folder === undefined || words.length === 0) throw new Error('a folder and the tests in it are needed');
  const bare = await run(path.resolve(folder), words, '');
  console.log(`without Sentinel: ${sentence(bare)}`);
  const guarded = await run(path.resolve(folder), words, `--require ${PRELOAD}`);
  console.log(`with Sentinel:    ${sentence(guarded)}`);
  const different = [...new Set([...bare.keys(), ...guarded.keys()])].filter((title) => bare.get(title) !== guarded.get(title));
  for (const title of different) console.log(`  ${bare.get(title) ?? 'absent'} -> ${guarded.get(title) ?? 'absent'}: ${title}`);
  if (different.some((title) => bare.get(title) === 'passed')) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`foreign-tests: ${error.message}`);
  process.exitCode = 1;
});
