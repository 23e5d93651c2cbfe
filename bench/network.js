'use strict';
// What the network costs a package, and Node-RED beside it, over loopback to servers in a process of their own: CPU time of the
// process that calls. Where a list says which paths of a server may be asked for, what is written is read as well.
const { fork } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const { withPair } = require('./lib/pair.js');
const { Table, run } = require('./lib/stats.js');

const REQUESTS = [
  ['getAll', 'http.get, kept connection', 200],
  ['get', 'http.get, a list of paths', 200],
  ['post', 'http.request with a body, a list of paths', 200],
  ['getAnew', 'http.request, a new connection', 100],
  ['https', 'https.request, kept connection', 200],
  ['fetchAll', 'fetch', 200],
  ['fetch', 'fetch, a list of paths', 200],
  ['webSocket', 'a message to and from a WebSocket', 400],
  ['serve', 'a request that a server of the package answers', 200],
  ['connect', 'net.connect, until it is closed', 100],
  ['write', 'socket.write and an answer', 400],
  ['datagram', 'dgram send', 400],
  ['lookup', "dns.lookup('localhost')", 100],
];
const OF_CORE = [['getAll', 'http.get by core', 200], ['serve', "a request that a server of core's answers", 200], ['write', 'socket.write by core', 400]];
const MODULES = [['requireSeen', "require('http')", 5000], ['requireOwn', "require('./own')", 5000]];
const only = process.env.BENCH_ONLY === undefined ? /./ : new RegExp(process.env.BENCH_ONLY);
const rounds = Number(process.env.BENCH_ROUNDS ?? 20);

const within = (limit, found) => ({ text: `<= ${limit / 1000} µs over bare`, met: found.difference <= limit });

async function measure(major, pair) {
  const table = new Table(`Node.js ${major}`);
  const add = async (what, limit, measured) => {
    const found = await measured;
    table.add(what, 'ns', found, within(limit, found));
  };
  for (const [name, what, n] of REQUESTS) {
    if (!only.test(name) || (name === 'webSocket' && major < 22)) continue;
    await add(what, 10_000, pair.measure(`/bench/traffic/${name}`, n, { rounds, samples: 4 }));
  }
  for (const [name, what, n] of OF_CORE) {
    if (only.test(`core-${name}`)) await add(what, 10_000, pair.measure(`/core-traffic/${name}`, n, { rounds, samples: 4 }));
  }
  for (const [name, what, n] of MODULES) if (only.test(name)) await add(`${what}, loaded before`, 5_000, pair.measure(`/bench/${name}`, n));
  for (const [name, what, n] of [['importSeen', "import('http')", 500], ['importOwn', "import('./own.mjs')", 500]]) {
    if (only.test(name)) await add(`${what}, loaded before`, 5_000, pair.measure(`/bench/imports/${name}`, n));
  }
  return table.missed;
}

run(async (major) => {
  const server = fork(path.join(__dirname, 'lib', 'server.js'));
  try {
    const [ports] = await once(server, 'message');
    return await withPair(major, { env: { BENCH_SERVERS: JSON.stringify(ports) } }, (pair) => measure(major, pair));
  } finally {
    server.kill();
  }
});
