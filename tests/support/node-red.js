'use strict';
// Starts a real Node-RED in a child process and gives a handle to it. No sleeps: everything waits
// for a line of the log, the exit of the process, or an answer.
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { spawn } = require('node:child_process');
const installs = require('./installs.js');
const { closeAfterExit } = require('./effects.js');
const { giveKeptCode } = require('./kept-code.js');
const { tempDir, writeFiles, settingsText, placePackages, installSentinel } = require('./userdir.js');

const START_TIMEOUT = 90_000;
const WAIT_TIMEOUT = 20_000;
const STOP_TIMEOUT = 8_000;

/** Children still running; a test run that ends early must not leave any behind. */
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** The file to give to `--require` for the `sentinel` option, or null. */
function preloadOf(sentinel, userDir) {
  if (!sentinel) return null;
  if (sentinel === 'installed') return path.join(installSentinel(installs.REPO, userDir), 'js', 'preload.js');
  const root = sentinel === true ? installs.REPO : sentinel;
  return root.endsWith('.js') ? root : path.join(root, 'js', 'preload.js');
}

/** `NODE_OPTIONS` text that requires `file`, also when its path has spaces. */
function requireOption(file) {
  return /[\s"\\]/.test(file) ? `--require "${file.replace(/["\\]/g, '\\$&')}"` : `--require ${file}`;
}

/** The environment of the child: only what is named here, so that a run does not depend on ours. */
function childEnvironment(base, preload, extra) {
  const env = { PATH: process.env.PATH, HOME: path.join(base, 'home'), TMPDIR: path.join(base, 'tmp'), LANG: 'C' };
  if (process.platform === 'win32') Object.assign(env, { SystemRoot: process.env.SystemRoot, USERPROFILE: env.HOME });
  if (preload) env.NODE_OPTIONS = requireOption(preload);
  Object.assign(env, extra);
  for (const name of Object.keys(env)) if (env[name] === undefined) delete env[name];
  return env;
}

const REQUEST_LIMIT = 60_000;

/** One HTTP exchange, never kept alive: an idle socket would hold the test process open. */
function request(port, method, urlPath, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const sent = text === undefined ? headers : { 'content-type': 'application/json', ...headers };
    const req = http.request({ host: '127.0.0.1', port, method, path: urlPath, agent: false, headers: sent }, (res) => {
      const chunks = [];
      res.on('data', (chunk) => chunks.push(chunk));
      res.on('error', reject);
      res.on('end', () => {
        const answer = Buffer.concat(chunks).toString('utf8');
        resolve({ status: res.statusCode, headers: res.headers, text: answer, json: () => JSON.parse(answer) });
      });
    });
    req.on('error', reject);
    // A request that nobody answers is a failure, not a wait.
    req.setTimeout(REQUEST_LIMIT, () => req.destroy(new Error(`${method} ${urlPath} was not answered within ${REQUEST_LIMIT} ms`)));
    req.end(text);
  });
}

/** The log of a child and everything that waits for it. */
class NodeRed {
  #child;
  #watchers = new Set();
  #removable;
  log = '';
  ended = false;

  constructor(child, { base, userDir, removable }) {
    this.#child = child;
    this.#removable = removable;
    this.base = base;
    this.userDir = userDir;
    this.pid = child.pid;
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (chunk) => { this.log += chunk; this.#wake(); });
    }
    /** Exit code, or the name of the signal that ended it. */
    this.exitCode = new Promise((resolve, reject) => {
      child.on('error', reject);
      closeAfterExit(child);
      child.on('close', (code, signal) => {
        running.delete(child);
        this.ended = true;
        resolve(code ?? signal);
        this.#wake();
      });
    });
  }

  #wake() {
    for (const look of [...this.#watchers]) look();
  }

  get lines() {
    return this.log.split(/\r?\n/);
  }

  /**
   * Waits until the log matches, and returns the match; fails when the process ends first.
   * @param {RegExp | ((log: string) => any)} wanted
   */
  waitFor(wanted, { timeout = WAIT_TIMEOUT } = {}) {
    const test = typeof wanted === 'function' ? wanted : (log) => wanted.exec(log);
    return new Promise((resolve, reject) => {
      const finish = (settle, value) => { clearTimeout(timer); this.#watchers.delete(look); settle(value); };
      const fail = (why) => {
        const error = new Error(`Node-RED ${why} before ${wanted}\n--- log ---\n${this.log}`);
        finish(reject, Object.assign(error, { log: this.log, base: this.base }));
      };
      const timer = setTimeout(() => fail(`did not get there in ${timeout} ms`), timeout);
      const look = () => {
        const found = test(this.log);
        if (found) finish(resolve, found);
        else if (this.ended) fail('ended');
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** What it said before it answered is in the log when the answer is here: both are read in one turn of the loop, in whatever order. */
  async #answer(...args) {
    const answer = await request(this.port, ...args);
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => { setImmediate(resolve); });
    return answer;
  }

  get(urlPath, headers) { return this.#answer('GET', urlPath, undefined, headers); }

  post(urlPath, body, headers) { return this.#answer('POST', urlPath, body, headers); }

  /** Ends a process that does not answer any more. */
  kill() {
    this.#child.kill('SIGKILL');
    return this.exitCode;
  }

  /** Ends the process by its pid, waits for that, and removes its folders unless `keep`. */
  async stop({ keep = false } = {}) {
    if (!this.ended) this.#child.kill('SIGTERM');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT);
    const code = await this.exitCode;
    clearTimeout(late);
    if (this.#removable && !keep) fs.rmSync(this.base, { recursive: true, force: true });
    return code;
  }
}

/** Fills the userDir for one start. */
async function prepare(base, userDir, { settings = {}, grants, packages = [], files = {}, flows }) {
  for (const dir of [userDir, path.join(base, 'home'), path.join(base, 'tmp')]) fs.mkdirSync(dir, { recursive: true });
  const content = { ...files };
  if (settings !== null) content['settings.js'] ??= settingsText(settings);
  if (flows !== null && !fs.existsSync(path.join(userDir, 'flows.json'))) {
    content['flows.json'] ??= flows ?? [{ id: 'tab1', type: 'tab', label: 'test', disabled: false, info: '' }];
  }
  if (grants !== undefined) content['.sentinel-grants.json'] = grants;
  writeFiles(userDir, content);
  await placePackages(userDir, packages);
}

/**
 * Starts Node-RED and waits until its flows run.
 * @param {object} [options]
 * @param {string} [options.version] Node-RED version or line, `4.1` unless told
 * @param {number} [options.node] Node major; the one that runs the tests unless told
 * @param {boolean|'installed'|string} [options.sentinel] true: preload of this repository;
 *   'installed': copied into the userDir; a path: that installation or preload file; false: none
 * @param {object|string|null} [options.settings] settings.js as plain object or text; null: write none
 * @param {object|string|Buffer} [options.grants] content of `.sentinel-grants.json`
 * @param {Array} [options.packages] see placePackages
 * @param {object} [options.files] further files, names relative to the userDir
 * @param {object[]|null} [options.flows] content of flows.json
 * @param {object} [options.env] added to the environment; undefined removes
 * @param {string[]} [options.args] added to the command line
 * @param {string} [options.userDir] an existing folder to use; it is not removed
 * @param {boolean} [options.passUserDir] false: no `--userDir` on the command line
 * @param {string} [options.cwd] working directory of the child
 * @param {string[]} [options.nodeArgs] options of Node.js on the command line
 * @param {string} [options.script] run this file instead of node-red's red.js
 * @param {boolean} [options.kept] false: as on the first start ever, without what Sentinel keeps of earlier ones
 * @param {'started'|'spawned'} [options.until] 'spawned': return at once, for starts that must fail
 * @returns {Promise<NodeRed & {url: string, port: number}>}
 */
async function startNodeRed(options = {}) {
  const { sentinel = true, env = {}, args = [], passUserDir = true, until = 'started' } = options;
  const base = options.base ?? (options.userDir ? path.dirname(options.userDir) : tempDir());
  const userDir = options.userDir ?? path.join(base, 'user');
  const { node = process.versions.node.split('.')[0], version = '4.1' } = options;
  const nodeBinary = await installs.node(node);
  const installed = await installs.nodeRed(version);
  await prepare(base, userDir, options);
  // An installed Sentinel has files of its own, of which nothing is kept: such a start is a first one.
  if (sentinel === true && (options.kept ?? true)) await giveKeptCode(userDir, { node, version }, startNodeRed);
  const preload = preloadOf(sentinel, userDir);
  const script = options.script ?? path.join(installed, 'node_modules', 'node-red', 'red.js');
  const commandLine = [...(options.nodeArgs ?? []), script, '--port', '0', ...(passUserDir ? ['--userDir', userDir] : []), ...args];
  const child = spawn(nodeBinary, commandLine, {
    cwd: options.cwd ?? base, env: childEnvironment(base, preload, env), stdio: ['ignore', 'pipe', 'pipe'],
  });
  const removable = !options.userDir && !options.base;
  const nodeRed = new NodeRed(child, { base, userDir, removable });
  if (until === 'spawned') return nodeRed;
  try {
    const [, port] = await nodeRed.waitFor(/Server now running at https?:\/\/[^\s:]+:(\d+)/, { timeout: START_TIMEOUT });
    await nodeRed.waitFor(/Started flows/, { timeout: START_TIMEOUT });
    nodeRed.port = Number(port);
    nodeRed.url = `http://127.0.0.1:${port}`;
  } catch (error) {
    await nodeRed.stop();
    throw error;
  }
  return nodeRed;
}

module.exports = { startNodeRed, prepare, request };
