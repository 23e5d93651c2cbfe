'use strict';
// A bare and a protected Node-RED, side by side, with the same bench package and the same files.
const fs = require('node:fs');
const path = require('node:path');
const { startNodeRed } = require('../../tests/support/node-red.js');
const { REPO } = require('../../tests/support/installs.js');
const { tempDir } = require('../../tests/support/userdir.js');
const { median, paired } = require('./stats.js');
const { largePolicy } = require('./policy.js');

const PACKAGE = path.join(__dirname, 'package');
const OTHER = path.join(__dirname, 'other');
const FLOWS = [
  { id: 'tab1', type: 'tab', label: 'bench', disabled: false, info: '' },
  { id: 'bench1', type: 'bench', z: 'tab1', first: true, wires: [['bench2']], x: 100, y: 100 },
  { id: 'bench2', type: 'bench', z: 'tab1', wires: [[]], x: 300, y: 100 },
];

/** A core node that hands something to core's own logging again and again. */
const CORE_FLOWS = [
  { id: 'bench-inject', type: 'inject', z: 'tab1', props: [{ p: 'payload' }], repeat: '0.02', once: true, onceDelay: 0.1, payload: 'x', payloadType: 'str', wires: [['bench-debug']], x: 100, y: 200 },
  { id: 'bench-debug', type: 'debug', z: 'tab1', active: true, tosidebar: false, console: true, tostatus: false, complete: 'payload', targetType: 'msg', wires: [], x: 300, y: 200 },
];

/** Files that the calls are about: one, and 10,000 in a hundred folders. */
function writeData(base) {
  const dir = path.join(base, 'data');
  for (let i = 0; i < 10_000; i++) {
    if (i < 100) fs.mkdirSync(path.join(dir, String(i)), { recursive: true });
    fs.writeFileSync(path.join(dir, String(i % 100), String(i)), '');
  }
  fs.writeFileSync(path.join(dir, 'seen'), 'x'.repeat(100));
  return dir;
}

/** settings.js with the functions of package/measure.js and package/traffic.js in it. */
function settingsText() {
  const text = fs.readFileSync(path.join(__dirname, 'settings.js'), 'utf8');
  return text.replace(/^const .* = require\('\.\/package\/(\w+\.js)'\);\n/gm, (line, name) => /'use strict';\n([\s\S]*)module\.exports/.exec(fs.readFileSync(path.join(PACKAGE, name), 'utf8'))[1]);
}

/** Options of one Node-RED of the benches. */
function options({ base, major, guarded, data, env = {}, flows = FLOWS, dir = PACKAGE }) {
  return {
    version: '4.1', node: major, sentinel: guarded, base, packages: [dir, OTHER], flows,
    settings: settingsText(),
    grants: guarded ? largePolicy('node-red-contrib-bench', data) : undefined,
    env: { BENCH: data, ...env },
  };
}

class Pair {
  /**
   * Starts both. `tap`: the bench package can call the addon's functions; `coreNode`: core nodes are at work; `prepare` writes more
   * into a copy of the package; `toFile`: standard output is a file instead of a socket that is read here; `env`: variables of both.
   */
  static async start(major, { tap = false, coreNode = false, env = {}, prepare, flows = FLOWS, toFile = false } = {}) {
    const pair = new Pair();
    pair.base = tempDir('nrgs-bench-');
    const data = writeData(pair.base);
    const dir = prepare === undefined ? PACKAGE : path.join(pair.base, 'package');
    if (prepare !== undefined) {
      fs.cpSync(PACKAGE, dir, { recursive: true });
      prepare(dir);
    }
    const one = (guarded) => {
      const base = path.join(pair.base, guarded ? 'protected' : 'bare');
      const before = [...(guarded && tap ? ['tap.js'] : []), ...(toFile ? ['stdout.js'] : [])].map((name) => path.join(__dirname, name));
      const preloads = [...before, ...(guarded ? [path.join(REPO, 'js', 'preload.js')] : [])];
      return startNodeRed(options({
        base, major, guarded, data, dir, flows: coreNode ? [...flows, ...CORE_FLOWS] : flows,
        env: {
          ...env,
          ...(before.length === 0 ? {} : { NODE_OPTIONS: preloads.map((file) => `--require ${file}`).join(' ') }),
          ...(toFile ? { BENCH_STDOUT: `${base}-stdout` } : {}),
        },
      }));
    };
    pair.bare = await one(false);
    pair.guarded = await one(true);
    return pair;
  }

  /**
   * Bursts of both in turns; the first of each are thrown away.
   * @param {string} route e.g. `/bench/statSeen`
   * @param {number} n calls in one sample
   * @returns {Promise<{bare: number, guarded: number, difference: number, ratio: number, depth: number}>}
   */
  async measure(route, n, { rounds = 40, samples = 10, warm = 4, only } = {}) {
    const times = { bare: [], guarded: [] };
    let depth = 0;
    for (let round = 0; round < rounds + warm; round++) {
      const order = round % 2 === 0 ? ['bare', 'guarded'] : ['guarded', 'bare'];
      for (const kind of order) {
        if (only !== undefined && only !== kind) continue;
        const answer = await this[kind].get(`${route}?n=${n}&samples=${samples}`);
        if (answer.status !== 200) throw new Error(`${route} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
        const burst = answer.json();
        depth = burst.depth;
        if (round >= warm) times[kind].push(median(burst.times));
      }
    }
    if (only !== undefined) return { [only]: median(times[only]), depth };
    return { ...paired(times.bare, times.guarded), depth };
  }

  /**
   * The least of many samples of both in turns, for what takes nanoseconds: noise only ever adds.
   * @param {string} route that answers `{ time, n }`
   */
  async measureBest(route, { rounds = 6, samples = 6 } = {}) {
    const least = { bare: Infinity, guarded: Infinity };
    let n = 0;
    for (let round = 0; round < rounds; round++) {
      for (const kind of round % 2 === 0 ? ['bare', 'guarded'] : ['guarded', 'bare']) {
        const answer = await this[kind].get(`${route}?samples=${samples}&n=${n}`);
        if (answer.status !== 200) throw new Error(`${route} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
        const found = answer.json();
        n ||= found.n;
        least[kind] = Math.min(least[kind], found.time);
      }
    }
    return { ...least, difference: least.guarded - least.bare, ratio: least.guarded / least.bare };
  }

  async stop() {
    await this.bare?.stop({ keep: true });
    await this.guarded?.stop({ keep: true });
    fs.rmSync(this.base, { recursive: true, force: true });
  }
}

/** Runs `use(pair)` and ends both processes whatever happens. */
async function withPair(major, how, use) {
  const pair = await Pair.start(major, how);
  try {
    return await use(pair);
  } finally {
    await pair.stop();
  }
}

module.exports = { Pair, options, withPair, writeData };
