'use strict';
// What goes over the network, one call after the other, on connections that are kept. The package requires it; pair.js writes its
// text into settings.js, where the same functions must be core's.
const dns = require('dns');
const http = require('http');
const net = require('net');

const read = (resolve) => (response) => response.resume().on('end', resolve);
const request = (module, options, body) => new Promise((resolve, reject) => {
  module.request(options, read(resolve)).on('error', reject).end(body);
});
const get = (url) => new Promise((resolve, reject) => {
  http.get(url, read(resolve)).on('error', reject);
});
const opened = (emitter, event) => new Promise((resolve, reject) => {
  emitter.once(event, resolve);
  emitter.once('error', reject);
});

/** A function for each name that makes a function which does it once; `to` says where the servers are. */
const traffic = {
  // A list says which paths, so what is written is read as well.
  get: (to) => () => get(`http://127.0.0.2:${to.http}/bench`),
  // Everything of this server is granted.
  getAll: (to) => () => get(`http://127.0.0.3:${to.http}/bench`),
  post: (to) => () => request(http, { host: '127.0.0.2', port: to.http, path: '/bench', method: 'POST' }, 'x'.repeat(1000)),
  getAnew: (to) => () => request(http, { host: '127.0.0.3', port: to.http, path: '/bench', agent: false }),
  https: (to) => () => request(require('https'), { host: '127.0.0.3', port: to.https, path: '/bench', rejectUnauthorized: false }),
  fetch: (to) => async () => { await (await fetch(`http://127.0.0.2:${to.http}/bench`)).text(); },
  fetchAll: (to) => async () => { await (await fetch(`http://127.0.0.3:${to.http}/bench`)).text(); },
  connect: (to) => () => new Promise((resolve, reject) => {
    const socket = net.connect(to.tcp, '127.0.0.3', () => socket.end());
    socket.on('error', reject).on('close', resolve).resume();
  }),
  async write(to) {
    const socket = net.connect(to.tcp, '127.0.0.3');
    await opened(socket, 'connect');
    let arrived;
    socket.on('data', () => arrived());
    return () => new Promise((resolve) => {
      arrived = resolve;
      socket.write('x');
    });
  },
  async datagram(to) {
    const socket = require('dgram').createSocket('udp4').unref();
    return () => new Promise((resolve, reject) => {
      socket.send('x', to.udp, '127.0.0.3', (error) => (error ? reject(error) : resolve()));
    });
  },
  lookup: () => () => new Promise((resolve, reject) => {
    dns.lookup('localhost', (error) => (error ? reject(error) : resolve()));
  }),
  async webSocket(to) {
    const socket = new globalThis.WebSocket(`ws://127.0.0.3:${to.http}/`);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    let arrived;
    socket.onmessage = () => arrived();
    return () => new Promise((resolve) => {
      arrived = resolve;
      socket.send('x');
    });
  },
  // A server of its own, which answers the process of the other servers as often as that likes.
  async serve(to, n) {
    const server = http.createServer((incoming, response) => {
      incoming.resume();
      response.end('x');
    });
    server.listen(0, '127.0.0.1');
    await opened(server, 'listening');
    return Object.assign(() => get(`http://127.0.0.3:${to.http}/drive/${server.address().port}/${n}`), { calls: n, end: () => server.close() });
  },
};

const carriers = {};

/** CPU time of the process in nanoseconds per call, one number for each sample of `n` calls. */
async function carry(name, to, n, samples) {
  const once = name === 'serve' ? await traffic.serve(to, n) : carriers[name] ?? await traffic[name](to);
  if (name !== 'serve') carriers[name] = once;
  const times = [];
  for (let sample = 0; sample < samples; sample++) {
    const before = process.cpuUsage();
    for (let i = 0; i < (once.calls === undefined ? n : 1); i++) await once();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) * 1000 / n);
  }
  once.end?.();
  return times;
}

module.exports = { carry };
