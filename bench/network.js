'use strict';
// What a request of a package costs, over loopback to a server in a process of its own, on connections that are kept. The package
// has a list of URLs for 127.0.0.2 and nothing else there, so that what it writes is read as well.
const { fork } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const { withPair } = require('./lib/pair.js');
const { Table, run } = require('./lib/stats.js');

run(async (major) => {
  const server = fork(path.join(__dirname, 'lib', 'server.js'));
  try {
    const [port] = await once(server, 'message');
    return await withPair(major, {}, async (pair) => {
      const table = new Table(`Node.js ${major}`);
      for (const [name, what] of [['get', 'http.get'], ['post', 'http.request with a body'], ['fetch', 'fetch']]) {
        table.add(`${what} over loopback`, 'ns', await pair.measure(`/bench/network/${port}/${name}`, 50, { rounds: 30 }));
      }
      return table.missed;
    });
  } finally {
    server.kill();
  }
});
