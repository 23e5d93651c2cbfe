'use strict';
// Servers that answer; their process tells the ports.
const { createHash } = require('node:crypto');
const dgram = require('node:dgram');
const { once } = require('node:events');
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const tls = require('../../tests/support/tls.js');

/** Asks the server of whoever asks, on one connection, and answers then. */
async function drive(port, n, response) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (let i = 0; i < n; i++) {
    const [answer] = await once(http.get({ host: '127.0.0.1', port, agent }), 'response');
    await once(answer.resume(), 'end');
  }
  agent.destroy();
  response.end('x');
}

function answer(request, response) {
  request.resume();
  const [, what, port, n] = request.url.split('/');
  if (what === 'drive') drive(Number(port), Number(n), response).catch((error) => response.destroy(error));
  else response.end('x');
}

/** Sends each message of a WebSocket back; messages are short, and come one by one. */
function echo(request, socket) {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.on('error', () => {});
  socket.on('data', (frame) => {
    const length = frame[1] & 0x7f;
    const body = Buffer.from(frame.subarray(6, 6 + length).map((byte, i) => byte ^ frame[2 + (i & 3)]));
    socket.write(Buffer.concat([Buffer.from([frame[0], length]), body]));
  });
}

async function main() {
  const servers = {
    http: http.createServer({ keepAliveTimeout: 60_000 }, answer).on('upgrade', echo),
    https: https.createServer({ ...tls, keepAliveTimeout: 60_000 }, answer),
    tcp: net.createServer((socket) => { socket.on('error', () => {}).pipe(socket); }),
  };
  const ports = {};
  for (const [name, server] of Object.entries(servers)) {
    await once(server.listen(0, '0.0.0.0'), 'listening');
    ports[name] = server.address().port;
  }
  const datagrams = dgram.createSocket('udp4').bind(0, '0.0.0.0');
  await once(datagrams, 'listening');
  process.send({ ...ports, udp: datagrams.address().port });
}

process.on('disconnect', () => process.exit());
main();
