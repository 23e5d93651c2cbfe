'use strict';
// What Sentinel costs with the whole palette: CPU time of the start, resident memory and heap, bare
// and protected (every package with its grants), so that the price of giving each palette package
// its own copy of shared dependencies is known.
//
//   node tests/corpus/measure.js [rounds] [Node-RED line] [Node major]
const fs = require('node:fs');
const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { ensurePalette, CORPUS } = require('./install.js');
const { withLock } = require('../support/lock.js');
const { prepare } = require('./run.js');
const { settingsText } = require('./settings.js');
const { grants } = require('./grants.js');

/** CPU seconds of a process so far, user and system. */
function cpuSeconds(pid) {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** Files of the palette of which there is more than one script. Without Sentinel there are some, too: of modules that are evicted and loaded again. */
function copies(scripts, modules) {
  const own = Object.entries(scripts).filter(([file]) => file.startsWith(modules) && !file.startsWith(path.join(modules, '@nrg')));
  const sum = (value) => own.reduce((total, [, script]) => total + value(script), 0);
  return {
    files: own.length, copied: sum(({ count }) => (count > 1 ? 1 : 0)), extra: sum(({ count }) => count - 1), text: sum(({ count, bytes }) => (count - 1) * bytes) / 2 ** 20,
  };
}

/** One start, measured. */
async function start(options) {
  const userDir = await ensurePalette();
  const dir = prepare(userDir);
  const port = 1;
  const peer = { port };
  const world = { userDir, dir, ports: { mqtt: port, modbus: port, mta: port }, peers: { influx: peer, telegram: peer, s7: peer, smtp: peer, mysql: peer } };
  const nodeRed = await startNodeRed({
    flows: [], settings: settingsText(), userDir, ...options, grants: options.sentinel ? grants(world) : undefined,
  });
  try {
    const cpu = cpuSeconds(nodeRed.pid);
    const answer = await nodeRed.get('/corpus-memory');
    if (answer.status !== 200) throw new Error(`/corpus-memory answered ${answer.status}: ${answer.text}`);
    const memory = answer.json();
    const rss = Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${nodeRed.pid}/status`, 'utf8'))[1]) / 1024;
    const scripts = (await nodeRed.get('/corpus-scripts')).json();
    return { cpu, rss, heap: memory.heapUsed / 2 ** 20, external: memory.external / 2 ** 20, ...copies(scripts, path.join(userDir, 'node_modules')) };
  } finally {
    await nodeRed.stop({ keep: true });
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const ROWS = [
  ['cpu', 'CPU, user + system (s)', 2], ['rss', 'resident memory (MB)', 1], ['heap', 'heap after collection (MB)', 1], ['external', 'external (MB)', 1],
  ['files', 'JavaScript files of the palette', 0], ['copied', 'of these more than once', 0], ['extra', 'further copies', 0], ['text', 'their text (MB)', 2],
];

/** Interleaved rounds, so that a busy moment of the machine hits both kinds. */
async function measure(rounds, options) {
  const kinds = { bare: [], protected: [] };
  for (let round = 0; round < rounds; round++) {
    kinds.bare.push(await start({ ...options, sentinel: false }));
    if (!options.bareOnly) kinds.protected.push(await start({ ...options, sentinel: 'installed' }));
  }
  const of = (kind, key) => median(kinds[kind].map((sample) => sample[key]));
  console.log(`${'start of the whole palette'.padEnd(34)}${'bare'.padStart(10)}${'protected'.padStart(12)}${'difference'.padStart(12)}`);
  for (const [key, label, digits] of ROWS) {
    const bare = of('bare', key);
    const guarded = kinds.protected.length > 0 ? of('protected', key) : NaN;
    console.log(`${label.padEnd(34)}${bare.toFixed(digits).padStart(10)}${guarded.toFixed(digits).padStart(12)}${(guarded - bare).toFixed(digits).padStart(12)}`);
  }
}

if (require.main === module) {
  const words = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  const [rounds = '3', version = '4.1', node] = words;
  const options = { version, ...(node && { node: Number(node) }), bareOnly: process.argv.includes('--bare') };
  withLock(path.join(CORPUS, 'run.lock'), () => measure(Number(rounds), options)).catch((error) => { console.error(error.message); process.exitCode = 1; });
}
