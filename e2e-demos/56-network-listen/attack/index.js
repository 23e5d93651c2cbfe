'use strict';
const http = require('http');
const net = require('net');

/** Says where it listens, and stops. */
const serve = (server, ...args) => new Promise((resolve, reject) => {
  server.on('error', reject);
  server.listen(...args, () => {
    const address = server.address();
    server.close();
    resolve(`listening ${typeof address === 'string' ? address : address.address}`);
  });
});

module.exports = require('./probe.js')('demo-56-network-listen', {
  address: ({ host }) => serve(net.createServer(), { port: 0, host }),
  everywhere: () => serve(net.createServer(), 0),
  http: () => serve(http.createServer(), 0),
  local: ({ path }) => serve(net.createServer(), path),
  below: () => new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject).on('listening', () => { server.close(); resolve('listening below'); });
    server._listen2('0.0.0.0', 0, 4, 5);
  }),
  handle: () => {
    const handle = net._createServerHandle('0.0.0.0', 0, 4);
    const failed = handle.listen(5);
    handle.close();
    return failed === 0 ? 'listening handle' : `${failed}`;
  },
});
