'use strict';
// Sockets of a package that holds nothing: what a handle does by itself.
const dgram = require('dgram');
const net = require('net');

const handleOf = (socket) => socket[Object.getOwnPropertySymbols(socket).find((symbol) => symbol.description === 'state symbol')].handle;
const use = (call) => () => {
  const socket = dgram.createSocket('udp4').on('error', () => undefined);
  const failed = call(handleOf(socket));
  socket.close();
  return failed === 0 || failed === undefined ? 'ESCAPED' : `${failed}`;
};

module.exports = [
  { name: 'datagrams received by a handle', run: use((handle) => handle.recvStart()) },
  { name: 'a handle bound to a port', run: use((handle) => handle.bind('127.0.0.1', 0, 0)) },
  { name: 'a handle that joins a group', run: use((handle) => handle.addMembership('224.0.0.114', '127.0.0.1')) },
  {
    name: 'onread of every handle redefined', wants: 'exit', maxNode: 20,
    run({ url }) {
      const { _handle: handle } = net.connect({ port: 9, host: '127.0.0.1', lookup: () => undefined }).on('error', () => undefined);
      const streams = Object.getPrototypeOf(Object.getPrototypeOf(handle));
      Object.defineProperty(streams, 'onread', { get: () => undefined, set() { /* not kept */ }, configurable: true });
      require('http').get(url).on('error', () => undefined);
    },
  },
].map((entry) => ({ wants: 'escaped', ...entry }));
