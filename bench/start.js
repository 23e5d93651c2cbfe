'use strict';
// What the start of Node-RED costs: CPU time of all threads until it says `Started flows`, and memory half a second later.
// Without Sentinel, with it, and with it for the first time, when nothing is kept of what V8 compiled.
const fs = require('node:fs');
const path = require('node:path');
const { startNodeRed } = require('../tests/support/node-red.js');
const { tempDir } = require('../tests/support/userdir.js');
const { Table, paired, run } = require('./lib/stats.js');
const { options } = require('./lib/pair.js');

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);
const MB = 2 ** 20;

/** Long enough for Sentinel to keep what V8 compiled. */
const LINGER = 6000;

/** One start in the userDir of before; the process measures itself and ends. */
async function once(base, major, kind, linger) {
  const guarded = kind !== 'bare';
  if (kind === 'first') fs.rmSync(path.join(base, 'user', '.sentinel'), { recursive: true, force: true });
  const result = path.join(base, 'result.json');
  fs.rmSync(result, { force: true });
  const first = !fs.existsSync(path.join(base, 'user', 'node_modules'));
  const given = options({ base, major, guarded, data: base, env: { BENCH_RESULT: result, ...(linger ? { BENCH_LINGER: String(LINGER) } : {}) } });
  // The large policy has a row of its own.
  const grants = guarded ? { server: { packages: { 'node-red-contrib-bench': { capabilities: ['fs:read', 'process:env:read', 'http:admin:global', 'registry:write', 'node:receive', 'node:send'], capabilityConfig: { 'http:admin:global': { allowedPaths: ['/bench'] } } } } } } : undefined;
  // What is kept is what the starts before this one have left, and nothing is given to a first one.
  const nodeRed = await startNodeRed({ ...given, grants, packages: first ? given.packages : [], kept: false, until: 'spawned' });
  const code = await nodeRed.exitCode;
  if (code !== 0 || !fs.existsSync(result)) throw new Error(`Node-RED ended with ${code}\n${nodeRed.log}`);
  return JSON.parse(fs.readFileSync(result, 'utf8'));
}

run(async (major) => {
  const base = tempDir('nrgs-bench-');
  try {
    const samples = { bare: [], guarded: [], first: [] };
    for (let round = 0; round < ROUNDS + 1; round++) {
      const kinds = Object.keys(samples);
      for (const kind of round % 2 === 0 ? kinds : kinds.reverse()) {
        const sample = await once(path.join(base, kind), major, kind, round === 0 && kind === 'guarded');
        if (round > 0) samples[kind].push(sample);
      }
    }
    const of = (key, scale, kind = 'guarded') => paired(samples.bare.map((sample) => sample[key] / scale), samples[kind].map((sample) => sample[key] / scale));
    const table = new Table(`Node.js ${major}, ${ROUNDS} starts of each`);
    const cpu = of('cpu', 1000);
    table.add('CPU to "Started flows"', 'ms', cpu, { text: '<= 25 ms over bare', met: cpu.difference <= 25 });
    table.add('the same, first start in a userDir', 'ms', of('cpu', 1000, 'first'));
    const rss = of('rss', MB);
    table.add('resident memory after start', 'MB', rss, { text: '<= 8 MB over bare', met: rss.difference <= 8 });
    table.add('the same, first start in a userDir', 'MB', of('rss', MB, 'first'));
    table.add('heap after a collection', 'MB', of('heap', MB));
    return table.missed;
  } finally {
    fs.rmSync(base, { recursive: true, force: true });
  }
});
