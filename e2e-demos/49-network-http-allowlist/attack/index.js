'use strict';
const http = require('http');

const settled = (request) => new Promise((resolve, reject) => {
  request.on('error', reject);
  request.on('response', (response) => { response.resume(); response.on('end', () => resolve(`${response.statusCode}`)); });
});
const raw = (path) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`;

module.exports = require('./probe.js')('demo-49-network-http-allowlist', {
  get: ({ url }) => settled(http.get(url)),
  fetch: async ({ url }) => (await fetch(url)).text(),
  request: ({ options }) => settled(http.request(options).end()),
  over: ({ url, options }) => settled(http.request(url, options).end()),
  changed: ({ url, path }) => settled(Object.assign(http.request(url), { path }).end()),
  agent: ({ port, path }) => settled(http.request({ host: '127.0.0.1', port: 1, path, agent: new http.Agent({ host: 'localhost', port }) }).end()),
  // a GET has no length: what is written stands on the wire as it is, and the server reads it as the next request
  body: ({ url, path }) => {
    const request = http.request(url, { agent: new http.Agent({ keepAlive: true }) });
    request.write(raw(path));
    return settled(request.end());
  },
  socket: ({ url, path }) => new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', agent: false });
    request.on('error', reject);
    request.on('socket', (socket) => socket.on('connect', () => socket.write(raw(path))));
    setTimeout(resolve, 200, 'written');
  }),
});
