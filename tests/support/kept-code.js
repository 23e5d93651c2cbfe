'use strict';
// A Node-RED that people use was started before, and Sentinel has kept what V8 compiled then (docs/decisions/0009-kept-code.md). Most tests start it like that, with
// what a first start has left, which takes half the CPU. That is made once for each version, by a start with all of core and one package that asks for much.
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');
const { REPO, WORK, nodeRedVersion } = require('./installs.js');
const { withLock } = require('./lock.js');
const { eventually } = require('./effects.js');
const { wholeCore } = require('./core-nodes.js');
const { writePackage } = require('./packages.js');
const { tempDir } = require('./userdir.js');

/** The folder of a userDir in which it lies. */
const STATE = '.sentinel';
/** Where modules were found is kept only of folders in which nothing has changed for so long before the start. */
const SETTLED_MS = 3000;
const KEPT_TIMEOUT = 120_000;

/** Guards are loaded when they are first needed. */
const PACKAGE = {
  name: 'kept-code',
  nodes: { kept: 'index.js' },
  files: {
    'index.js': `module.exports = async function (RED) {
      for (const name of ['fs', 'fs/promises', 'http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'child_process', 'worker_threads', 'cluster', 'vm', 'v8', 'module', 'perf_hooks', 'diagnostics_channel', 'crypto', 'zlib']) require(name);
      for (const area of Object.keys(RED)) void RED[area];
      RED.nodes.registerType('kept-code', function (config) { RED.nodes.createNode(this, config); this.on('input', () => {}); });
      try { require('fs').readFileSync('/refused'); } catch {}
      await fetch('http://127.0.0.1:1').catch(() => {});
      await import('./module.mjs').catch(() => {});
    };\n`,
    'module.mjs': "import 'node:fs';\nexport default 1;\n",
  },
};

const isKept = (name) => /^code-.*\.bin$/.test(name);
const keptIn = (dir) => (fs.existsSync(dir) ? fs.readdirSync(dir).filter(isKept) : []);

/** Names, sizes and times of Sentinel's files: what was kept of others is only in the way. */
function fingerprint() {
  const hash = crypto.createHash('sha256');
  for (const top of ['js', 'native']) {
    for (const name of fs.readdirSync(path.join(REPO, top), { recursive: true }).sort()) {
      const stat = fs.statSync(path.join(REPO, top, name));
      if (stat.isFile()) hash.update(`${top}/${name} ${stat.size} ${stat.mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

let sentinel;
const made = new Map();

async function make(dir, start) {
  const marker = path.join(dir, '.complete');
  const complete = () => fs.existsSync(marker) && fs.readFileSync(marker, 'utf8') === sentinel;
  sentinel ??= fingerprint();
  fs.mkdirSync(path.dirname(dir), { recursive: true });
  if (complete()) return dir;
  await withLock(`${dir}.lock`, async () => {
    if (complete()) return;
    fs.rmSync(dir, { recursive: true, force: true });
    await delay(SETTLED_MS);
    const base = tempDir();
    const settings = { ...wholeCore(), sentinel: { server: { packages: { 'kept-code': { capabilities: ['registry:write'] } } } } };
    const nodeRed = await start({ base, settings, kept: false, packages: [writePackage(path.join(base, 'packages'), PACKAGE)], flows: [{ id: 't', type: 'tab' }, { id: 'n', type: 'kept-code', z: 't' }] });
    try {
      const state = path.join(nodeRed.userDir, STATE);
      if (!await eventually(() => keptIn(state).length > 0, KEPT_TIMEOUT)) throw new Error(`nothing was kept\n${nodeRed.log}`);
      fs.mkdirSync(dir);
      for (const name of keptIn(state)) fs.copyFileSync(path.join(state, name), path.join(dir, name));
    } finally {
      await nodeRed.stop();
      fs.rmSync(base, { recursive: true, force: true });
    }
    fs.writeFileSync(marker, sentinel);
  });
  return dir;
}

/**
 * Puts into a userDir what an earlier start would have kept there, unless something is.
 * @param {string} userDir
 * @param {{node: string, version: string}} pair of what will be started
 * @param {(options: object) => Promise<object>} start startNodeRed
 */
async function giveKeptCode(userDir, { node, version }, start) {
  const state = path.join(userDir, STATE);
  if (fs.existsSync(state)) return;
  const repository = crypto.createHash('sha256').update(REPO).digest('hex').slice(0, 8);
  const dir = path.join(WORK, 'kept-code', `${nodeRedVersion(version)}-${node}-${repository}`);
  if (!made.has(dir)) made.set(dir, make(dir, (options) => start({ ...options, node, version })));
  await made.get(dir);
  fs.mkdirSync(state, { mode: 0o700 });
  for (const name of keptIn(dir)) {
    fs.copyFileSync(path.join(dir, name), path.join(state, name));
    fs.chmodSync(path.join(state, name), 0o600);
  }
}

module.exports = { giveKeptCode };
