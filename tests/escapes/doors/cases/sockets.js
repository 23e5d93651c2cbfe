'use strict';
// Sockets of a package that holds nothing: what a handle does by itself.
const dgram = require('dgram');

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
  { name: 'a handle that joins a group', bare: 'any', run: use((handle) => handle.addMembership('224.0.0.114', '127.0.0.1')) },
].map((entry) => ({ wants: 'escaped', ...entry }));
