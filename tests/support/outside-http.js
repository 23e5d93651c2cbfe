'use strict';
// HTTP servers outside of Node-RED, on every address of this machine: plain, TLS and HTTP/2. They write down the requests that a
// package which may only ask for `/ok` on 127.0.0.2 must not make; they redirect, are a proxy, and speak WebSocket.
const crypto = require('node:crypto');
const http = require('node:http');
const http2 = require('node:http2');
const https = require('node:https');
const net = require('node:net');
const keys = require('./tls.js');

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const listen = (server) => new Promise((resolve) => { server.listen(0, '0.0.0.0', () => resolve(server.address().port)); });

function accept(request, socket) {
  const key = crypto.createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
}

/**
 * @param {string[]} heard where they write
 * @returns {Promise<{to: {http: number, https: number, http2: number}, close: () => void}>}
 */
async function openHttpServers(heard) {
  const sockets = new Set();
  const note = (address, method, path, host) => {
    if (address !== '127.0.0.2' || !path.startsWith('/ok') || !/^(127\.0\.0\.2|\[?::ffff:127\.0\.0\.2)/.test(host)) heard.push(`${address} ${method} ${path} ${host}`);
  };
  const own = (address) => `${address}`.replace(/^::ffff:/, '');
  const answer = (request, response) => {
    note(own(request.socket.localAddress), request.method, request.url, `${request.headers.host}`);
    const to = new URL(request.url, 'http://x').searchParams.get('to');
    if (to) response.writeHead(307, { location: to });
    request.resume();
    response.end('answered');
  };
  const servers = [http.createServer(answer), https.createServer(keys, answer), http2.createServer()];
  for (const server of servers) server.on('connection', (socket) => { sockets.add(socket); socket.on('error', () => undefined); });
  for (const server of servers.slice(0, 2)) {
    server.on('upgrade', (request, socket) => {
      note(own(socket.localAddress), 'UPGRADE', request.url, `${request.headers.host}`);
      accept(request, socket);
      socket.on('data', (bytes) => { if (/^[A-Z]+ \//.test(`${bytes}`)) heard.push(`after an upgrade: ${bytes}`); });
    });
    server.on('connect', (request, socket) => {
      const [host, port] = request.url.split(':');
      const through = net.connect(Number(port), host, () => { socket.write('HTTP/1.1 200 OK\r\n\r\n'); through.pipe(socket).pipe(through); });
      through.on('error', () => socket.destroy());
    });
  }
  servers[2].on('stream', (stream, headers) => {
    note(own(stream.session.socket.localAddress), 'H2', headers[':path'] ?? '', `${headers.host ?? headers[':authority']}`);
    stream.on('error', () => undefined);
    stream.respond({ ':status': 200 });
    stream.end('answered');
  });
  const to = { http: await listen(servers[0]), https: await listen(servers[1]), http2: await listen(servers[2]) };
  const close = () => {
    servers.forEach((server) => server.close());
    sockets.forEach((socket) => socket.destroy());
  };
  return { to, close };
}

module.exports = { openHttpServers };
