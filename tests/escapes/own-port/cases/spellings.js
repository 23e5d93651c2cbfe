'use strict';
// Node-RED's own port [C5], by every spelling of where it is: an answer of Node-RED's is what must not come.
const http = require('http');
const http2 = require('http2');
const net = require('net');
const os = require('os');

const PATH = '/settings';
/** What Node-RED says of itself; also to who may not see more. */
const isNodeRed = (text) => (/"version"|"httpNodeRoot"/.test(text) ? 'ESCAPED' : text.slice(0, 100));
const portOf = (ctx) => Number(new URL(ctx.url).port);

const settle = (request) => new Promise((resolve) => {
  request.on('error', (error) => resolve(`${error.code ?? error}`));
  request.on('response', (response) => {
    let text = '';
    response.on('data', (bytes) => { text += bytes; }).on('end', () => resolve(isNodeRed(text)));
  });
  request.end();
});
/** Speaks HTTP by hand. */
const speak = (ctx, socket) => new Promise((resolve) => {
  let text = '';
  socket.on('data', (bytes) => { text += bytes; }).on('error', (error) => resolve(`${error.code ?? error}`)).on('close', () => resolve(isNodeRed(text)));
  socket.write(`GET ${PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
});
const get = (host, more) => (ctx) => settle(http.request({ host, port: portOf(ctx), path: PATH, agent: false, ...more }));
const connect = (host, more) => (ctx) => speak(ctx, net.connect({ host, port: portOf(ctx), ...more }));
const fetched = (address) => async (ctx) => {
  try {
    return isNodeRed(await (await fetch(address(portOf(ctx)))).text());
  } catch (error) {
    return `${error.cause?.code ?? error}`;
  }
};
/** A lookup that leads there. */
const leads = (to) => (host, options, done) => (options.all ? done(null, [{ address: to, family: net.isIP(to) }]) : done(null, to, net.isIP(to)));

/** Node-RED listens on 127.0.0.1 only, so not all of them lead there without Sentinel either. */
const HOSTS = [
  '127.0.0.1', 'localhost', 'LOCALHOST', 'localhost.', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '0.0.0.0', '0', '::1', '::', '::ffff:127.0.0.1', '::ffff:7f00:1',
  '127.0.0.2', 'a.localhost', os.hostname(), '１２７.0.0.1',
];
const named = new Set(['127.0.0.1', 'localhost', '127.1', '::ffff:127.0.0.1']);
const legit = (host) => named.has(host);

/** A server of the package's own that answers with a redirect. */
const redirecting = (ctx, then) => new Promise((resolve) => {
  const server = http.createServer((request, response) => { response.writeHead(302, { location: `http://127.0.0.1:${portOf(ctx)}${PATH}`, connection: 'close' }).end(); });
  server.listen(0, '127.0.0.1', () => { then(server.address().port).then((found) => { server.close(); resolve(found); }); });
});

module.exports = [
  ...HOSTS.map((host) => ({ name: `http to ${host}`, run: get(host), legit: legit(host) })),
  ...HOSTS.map((host) => ({ name: `a socket to ${host}`, run: connect(host), legit: legit(host) })),
  { name: 'fetch', legit: true, run: fetched((port) => `http://127.0.0.1:${port}${PATH}`) },
  { name: 'fetch of a number', run: fetched((port) => `http://2130706433:${port}${PATH}`) },
  { name: 'fetch of an IPv6 spelling', run: fetched((port) => `http://[::ffff:127.0.0.1]:${port}${PATH}`) },
  { name: 'fetch of another name', run: fetched((port) => `http://a.localhost:${port}${PATH}`) },
  { name: 'fetch that follows a redirect', legit: true, run: (ctx) => redirecting(ctx, (port) => fetched(() => `http://127.0.0.1:${port}/`)(ctx)) },
  { name: 'a name whose own lookup leads there', run: get('allowed.example', { lookup: leads('127.0.0.1') }) },
  { name: 'a name whose own lookup leads to no address in particular', run: get('allowed.example', { lookup: leads('0.0.0.0') }) },
  { name: 'a socket to a name whose own lookup leads there', run: connect('allowed.example', { lookup: leads('127.0.0.1') }) },
  { name: 'a socket to a name whose own lookup leads to an IPv6 spelling', run: connect('allowed.example', { lookup: leads('::ffff:127.0.0.1') }) },
  {
    name: 'a socket to a name with several addresses', run: connect('allowed.example', {
      autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 50,
      lookup: (host, options, done) => done(null, [{ address: '127.0.0.2', family: 4 }, { address: '::ffff:127.0.0.1', family: 6 }, { address: '127.0.0.1', family: 4 }]),
    }),
  },
  { name: 'createConnection of the options', run: get('allowed.example', { agent: undefined, createConnection: (options) => net.connect(options.port, '127.0.0.1') }) },
  { name: 'an agent that goes there', run: (ctx) => settle(http.request({ host: 'allowed.example', port: portOf(ctx), path: PATH, agent: new http.Agent({ host: '127.0.0.1' }) })) },
  { name: 'Node-RED taken for a proxy', run: (ctx) => settle(http.request({ host: '127.0.0.1', port: portOf(ctx), path: `http://allowed.example${PATH}` })) },
  { name: 'a proxy from the environment', minNode: 24, run: (ctx) => settle(http.request({ host: 'allowed.example', path: PATH, agent: new http.Agent({ proxyEnv: { HTTP_PROXY: ctx.url } }) })) },
  { name: 'a request that asks for a WebSocket', run: get('127.0.0.1', { headers: { upgrade: 'websocket' } }) },
  {
    name: 'a WebSocket', minNode: 22, run: (ctx) => new Promise((resolve) => {
      const socket = new globalThis.WebSocket(`ws://127.0.0.1:${portOf(ctx)}/comms`);
      socket.onopen = () => { socket.close(); resolve('ESCAPED'); };
      socket.onerror = () => resolve('error');
      setTimeout(() => { socket.close(); resolve('waits'); }, 300);
    }),
  },
  { name: 'a socket that connects twice', run: (ctx) => { const socket = new net.Socket(); socket.on('error', () => undefined); socket.connect(ctx.to.tcp, '127.0.0.2'); return speak(ctx, socket.connect(portOf(ctx), '127.0.0.1')); } },
  {
    name: 'HTTP/2 over a socket that connects later', run: (ctx) => new Promise((resolve) => {
      const socket = new net.Socket();
      const session = http2.connect('http://allowed.example', { createConnection: () => socket });
      session.on('error', (error) => resolve(`${error.code}`)).on('close', () => resolve('closed'));
      socket.on('connect', () => resolve('ESCAPED'));
      socket.connect(portOf(ctx), '127.0.0.1');
    }),
  },
].map((entry) => ({ wants: 'escaped', ...entry }));
