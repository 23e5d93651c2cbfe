'use strict';
// What a request to Node-RED costs: CPU time of the main thread for one that an `http in` node answers, alone on a kept connection. Nothing of a package is on its way, or one node of a package.
const fs = require('node:fs');
const http = require('node:http');
const { Table, paired, run } = require('./lib/stats.js');
const { withPair } = require('./lib/pair.js');

const route = (name, between) => [
  { id: `${name}-in`, type: 'http in', z: 'tab1', name: '', url: `/${name}`, method: 'get', wires: [[between ?? `${name}-out`]], x: 1, y: 1 },
  { id: `${name}-out`, type: 'http response', z: 'tab1', name: '', wires: [], x: 1, y: 1 },
];
const FLOWS = [
  { id: 'tab1', type: 'tab', label: 'bench', disabled: false, info: '' },
  { id: 'bench1', type: 'bench', z: 'tab1', wires: [[]], x: 100, y: 100 },
  ...route('go'),
  ...route('through', 'through-step'), { id: 'through-step', type: 'bench-step', z: 'tab1', name: 'step', wires: [['through-out']], x: 1, y: 1 },
];
const ROUNDS = 16;
const REQUESTS = 300;
const WARM = 10;

/** Nanoseconds that the main thread of a process was at work, by the system. */
const atWork = ({ pid }) => Number(fs.readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]);

const ask = ({ port }, agent, path) => new Promise((resolve, reject) => {
  const request = http.get({ host: '127.0.0.1', port, path, agent }, (response) => {
    response.resume();
    response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${path} answered ${response.statusCode}`))));
  });
  request.on('error', reject);
});

async function burst(instance, agent, path) {
  const before = atWork(instance);
  for (let i = 0; i < REQUESTS; i++) await ask(instance, agent, path);
  return (atWork(instance) - before) / REQUESTS;
}

async function measure(pair, path) {
  const agents = { bare: new http.Agent({ keepAlive: true, maxSockets: 1 }), guarded: new http.Agent({ keepAlive: true, maxSockets: 1 }) };
  const times = { bare: [], guarded: [] };
  for (let round = 0; round < ROUNDS + WARM; round++) {
    for (const kind of round % 2 === 0 ? ['bare', 'guarded'] : ['guarded', 'bare']) {
      const time = await burst(pair[kind], agents[kind], path);
      if (round >= WARM) times[kind].push(time);
    }
  }
  for (const kind of ['bare', 'guarded']) agents[kind].destroy();
  const least = { bare: Math.min(...times.bare), guarded: Math.min(...times.guarded) };
  return { medians: paired(times.bare, times.guarded), least: { ...least, difference: least.guarded - least.bare, ratio: least.guarded / least.bare } };
}

run((major) => withPair(major, { flows: FLOWS }, async (pair) => {
  const table = new Table(`Node.js ${major}`);
  const core = await measure(pair, '/go');
  table.add('CPU of a request that an http in node answers', 'ns', core.medians, { text: 'ratio <= 1.3', met: core.medians.ratio <= 1.3 });
  table.add('the same, least of each', 'ns', core.least);
  const through = await measure(pair, '/through');
  table.add('the same through a node of a package', 'ns', through.medians);
  table.add('the same, least of each', 'ns', through.least);
  return table.missed;
}));
