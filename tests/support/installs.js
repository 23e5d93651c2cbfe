'use strict';
// The Node binaries and Node-RED versions that tests run against, installed on first use into
// `.work` (not in git). Everything is pinned here and nowhere else.
const fs = require('node:fs');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { withLock } = require('./lock.js');

const REPO = path.resolve(__dirname, '..', '..');
const WORK = path.join(REPO, '.work');

/** Exact Node versions by major. */
const NODE_VERSIONS = Object.freeze({
  20: '20.20.2',
  22: '22.23.3',
  24: '24.21.0',
  26: '26.10.0',
});

/** Exact Node-RED versions, each with the Node majors it supports. */
const NODE_RED_VERSIONS = Object.freeze({
  '3.1.15': [20],
  '4.1.8': [20, 22, 24],
  '4.1.15': [20, 22, 24, 26],
  '5.0.7': [22, 24, 26],
});

/** Short names: the newest patch of each line. */
const NODE_RED_LINES = Object.freeze({ '3.1': '3.1.15', 4.1: '4.1.15', '5.0': '5.0.7' });

/** Turns `4.1` or `4.1.15` into an exact version of the table. */
function nodeRedVersion(name) {
  const version = NODE_RED_LINES[name] ?? name;
  if (!Object.hasOwn(NODE_RED_VERSIONS, version)) {
    throw new Error(`Node-RED ${name} is not in the table of tests/support/installs.js`);
  }
  return version;
}

/** The environment npm gets: nothing of ours that would change what it installs. */
function npmEnvironment() {
  const env = { ...process.env };
  for (const name of ['NODE_OPTIONS', 'NODE_PATH', 'NODE_TEST_CONTEXT', 'NODE_V8_COVERAGE']) delete env[name];
  // set by an outer `npm test`; they would make the inner npm work in the outer project
  for (const name of ['npm_config_prefix', 'npm_config_local_prefix', 'npm_config_global', 'INIT_CWD']) delete env[name];
  return env;
}

/**
 * Runs npm and waits; throws with its last lines when it fails.
 * @param {string} cwd
 * @param {string[]} args
 */
function npm(cwd, args) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, { cwd, env: npmEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => { output = (output + chunk).slice(-4000); };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`npm ${args.join(' ')} in ${cwd} ended with ${code}:\n${output}`));
    });
  });
}

/**
 * Installs `specs` into `dir` once. An interrupted install is simply run again: only the marker
 * file, written last and naming what was asked for, says that the folder is complete.
 * @param {string} dir
 * @param {string[]} specs npm specs, exact versions
 */
async function ensureInstalled(dir, specs) {
  const marker = path.join(dir, '.complete');
  const wanted = `${specs.join('\n')}\n`;
  const complete = () => fs.existsSync(marker) && fs.readFileSync(marker, 'utf8') === wanted;
  if (complete()) return dir;
  await withLock(`${dir}.lock`, async () => {
    if (complete()) return;
    fs.mkdirSync(dir, { recursive: true });
    fs.writeFileSync(path.join(dir, 'package.json'), '{ "private": true }\n');
    await npm(dir, ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', ...specs]);
    fs.writeFileSync(marker, wanted);
  });
  return dir;
}

/**
 * A real Node binary of this major: the one that runs the tests when it matches, else from npm.
 * @param {number|string} major
 * @returns {Promise<string>} absolute path
 */
async function node(major) {
  if (process.versions.node.split('.')[0] === String(major)) return process.execPath;
  const version = NODE_VERSIONS[major];
  if (!version) throw new Error(`Node ${major} is not in the table of tests/support/installs.js`);
  // The `node` package only fetches this one in an install script, and we run no scripts.
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const dir = await ensureInstalled(path.join(WORK, 'node', String(major)), [`${name}@${version}`]);
  return path.join(dir, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * A folder with `node_modules/node-red` of this version in it.
 * @param {string} name `4.1`, `4.1.15`, …
 * @returns {Promise<string>} absolute path of the folder
 */
async function nodeRed(name) {
  const version = nodeRedVersion(name);
  return ensureInstalled(path.join(WORK, 'node-red', version), [`node-red@${version}`]);
}

/** What a library of that Node-RED's exports. */
const library = async (version, name) => require(path.join(await nodeRed(version), 'node_modules', name));

module.exports = {
  REPO, WORK, NODE_VERSIONS, NODE_RED_VERSIONS, NODE_RED_LINES,
  library, node, nodeRed, nodeRedVersion, ensureInstalled, npm, npmEnvironment,
};

// `node tests/support/installs.js [node:22 node-red:4.1 …]` fills .work ahead of a run.
if (require.main === module) {
  const all = [...Object.keys(NODE_VERSIONS).map((v) => `node:${v}`), ...Object.keys(NODE_RED_VERSIONS).map((v) => `node-red:${v}`)];
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : all;
  (async () => {
    for (const item of wanted) {
      const [kind, version] = item.split(':');
      console.log(item, await (kind === 'node' ? node(version) : nodeRed(version)));
    }
  })().catch((error) => { console.error(error.message); process.exitCode = 1; });
}
