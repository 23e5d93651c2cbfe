'use strict';
const http = require('http');
const net = require('net');

const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
const upgraded = (request, then = (socket) => socket.destroy()) => new Promise((resolve, reject) => {
  request.on('error', reject);
  request.on('upgrade', (response, socket) => { then(socket); resolve('upgraded'); });
  request.on('response', (response) => { response.resume(); resolve(`${response.statusCode}`); });
  request.end();
});
const open = (socket) => new Promise((resolve, reject) => {
  socket.onopen = () => { socket.close(); resolve('open'); };
  socket.onerror = () => reject(new Error('not opened'));
});

module.exports = require('./probe.js')('demo-55-websocket', {
  upgrade: ({ url }) => upgraded(http.get(url, { headers })),
  // as popular libraries do it: they connect themselves
  made: ({ port, path }) => upgraded(http.request({ host: '127.0.0.1', port, path, headers, createConnection: (options) => net.connect({ host: options.host, port: options.port }) })),
  afterwards: ({ url, path }) => {
    const request = Object.assign(http.request(url), { path });
    for (const name of Object.keys(headers)) request.setHeader(name, headers[name]);
    return upgraded(request);
  },
  plain: ({ url }) => upgraded(http.get(url)),
  after: ({ url, path }) => new Promise((resolve, reject) => {
    const request = http.get(url, { headers });
    request.on('error', reject);
    request.on('upgrade', (response, socket) => {
      socket.on('error', reject);
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, () => { socket.destroy(); resolve('written'); });
    });
  }),
  socket: ({ url }) => open(new globalThis.WebSocket(url)),
  behind: ({ url }) => open(new (globalThis.WebSocket.prototype.constructor)(url)),
});
