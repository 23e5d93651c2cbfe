'use strict';
// What the preload costs in a process that is not Node-RED: npm, a script, a child of Node-RED.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { REPO, node } = require('../tests/support/installs.js');
const { tempDir } = require('../tests/support/userdir.js');
const { Table, paired, run } = require('./lib/stats.js');

const ROUNDS = 41;

run(async (major) => {
  const dir = tempDir('nrgs-bench-');
  try {
    const binary = await node(major);
    const script = path.join(dir, 'script.js');
    fs.writeFileSync(script, 'const { user, system } = process.cpuUsage(); console.log(JSON.stringify({ wall: performance.now(), cpu: (user + system) / 1000 }));');
    const once = (guarded) => JSON.parse(execFileSync(binary, [...(guarded ? ['--require', path.join(REPO, 'js', 'preload.js')] : []), script], { cwd: dir, encoding: 'utf8', env: { PATH: process.env.PATH } }));
    const samples = { bare: [], guarded: [] };
    for (let round = 0; round < ROUNDS + 2; round++) {
      const order = round % 2 === 0 ? ['bare', 'guarded'] : ['guarded', 'bare'];
      for (const kind of order) {
        const sample = once(kind === 'guarded');
        if (round > 1) samples[kind].push(sample);
      }
    }
    const of = (key) => paired(samples.bare.map((sample) => sample[key]), samples.guarded.map((sample) => sample[key]));
    const table = new Table(`Node.js ${major}, ${ROUNDS} processes of each`);
    const cpu = of('cpu');
    table.add('preload in another process, CPU', 'ms', cpu, { text: '<= 5 ms over bare', met: cpu.difference <= 5 });
    table.add('preload in another process, wall clock', 'ms', of('wall'));
    return table.missed;
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
});
