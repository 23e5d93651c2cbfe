'use strict';
// What every peer shares: it listens on a free loopback port and can be closed with its connections.
const net = require('node:net');
const { once } = require('node:events');

/**
 * Listens on 127.0.0.1, any port.
 * @param {import('node:net').Server} server
 * @returns {Promise<{ port: number, close: () => void }>}
 */
async function listen(server) {
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: server.address().port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Ports that are free now, for servers that run inside Node-RED. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => net.createServer());
  const ports = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports.push(server.address().port);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => { server.close(resolve); })));
  return ports;
}

/** Calls `onLine` for every CRLF line of a socket; returns a function that hands over raw bytes instead. */
function lines(socket, onLine) {
  let rest = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk) => {
    rest += chunk;
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      onLine(line);
    }
  });
}

module.exports = { listen, freePorts, lines };
