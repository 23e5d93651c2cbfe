'use strict';
// Agents connect for their requests, when they like; their options count more than the request's.
const http = require('http');
const https = require('https');

const bad = '127.0.0.1';
const good = '127.0.0.2';
const settle = (request) => new Promise((resolve) => {
  request.on('error', (error) => resolve(`${error.code ?? error}`));
  request.on('response', (response) => { response.resume(); response.on('end', () => resolve('answered')); });
  request.end();
});
const ok = (ctx, more) => ({ host: good, port: ctx.to.http, path: `/ok/${ctx.token}`, ...more });
const sends = (make) => (ctx) => settle(make(ctx));
const plain = (ctx) => `GET /${ctx.token} HTTP/1.1\r\nHost: ${bad}\r\nConnection: close\r\n\r\n`;

/** Writes a request on a socket by hand. */
const write = (ctx, socket) => new Promise((resolve) => {
  if (!socket?.on) return resolve('no socket');
  socket.on('error', (error) => resolve(`${error.code ?? error}`));
  socket.on('close', () => resolve('closed'));
  socket.end(plain(ctx));
  return socket.resume();
});

module.exports = [
  { name: 'options of the agent', run: sends((ctx) => http.request(ok(ctx, { agent: new http.Agent({ host: bad }) }))) },
  { name: 'options of the agent, changed', run: sends((ctx) => { const agent = new http.Agent(); agent.options.host = bad; return http.request(ok(ctx, { agent })); }) },
  { name: 'options of the global agent', run: sends((ctx) => { http.globalAgent.options.host = bad; try { return http.request(ok(ctx)); } finally { delete http.globalAgent.options.host; } }) },
  { name: 'a port of the agent', run: (ctx) => settle(http.request({ host: bad, port: 1, path: `/ok/${ctx.token}`, agent: new http.Agent({ port: ctx.to.http }) })) },
  {
    name: 'options changed while it waits', run: async (ctx) => {
      const agent = new http.Agent({ maxSockets: 1 });
      const first = settle(http.request(ok(ctx, { agent, path: '/ok' })));
      const second = settle(http.request(ok(ctx, { agent })));
      agent.options.host = bad;
      return `${await first} ${await second}`;
    },
  },
  {
    name: 'options of a waiting request, changed', run: async (ctx) => {
      const agent = new http.Agent({ maxSockets: 1, maxTotalSockets: 1 });
      const first = settle(http.request(ok(ctx, { agent, path: '/ok' })));
      const waiting = http.request({ host: '127.0.0.2', localAddress: '127.0.0.2', port: ctx.to.http, path: `/ok/${ctx.token}`, agent });
      for (const key of Object.getOwnPropertySymbols(waiting)) if (waiting[key]?.host) waiting[key].host = bad;
      return Promise.race([settle(waiting), first.then(() => new Promise((resolve) => { setTimeout(resolve, 200, 'waits'); }))]);
    },
  },
  { name: 'createConnection called', run: (ctx) => write(ctx, http.globalAgent.createConnection({ host: bad, port: ctx.to.http })) },
  { name: 'createConnection of the prototype', run: (ctx) => write(ctx, http.Agent.prototype.createConnection({ host: bad, port: ctx.to.http })) },
  { name: 'createConnection to the good server, written by hand', run: (ctx) => write(ctx, http.globalAgent.createConnection({ host: good, port: ctx.to.http })) },
  { name: 'createConnection of https with a port and a host', run: (ctx) => write(ctx, https.globalAgent.createConnection(ctx.to.https, bad, { rejectUnauthorized: false })) },
  {
    name: 'createSocket called', run: (ctx) => new Promise((resolve) => {
      const request = http.request(ok(ctx, { path: '/ok' })).on('error', () => undefined);
      http.globalAgent.createSocket(request, { host: bad, port: ctx.to.http }, (error, socket) => resolve(error ? `${error.code}` : write(ctx, socket)));
      setTimeout(resolve, 500, 'nothing');
    }),
  },
  { name: 'addRequest called', run: (ctx) => { const request = http.request(ok(ctx, { createConnection: () => undefined })); http.globalAgent.addRequest(request, { host: bad, port: ctx.to.http }); return settle(request); } },
  { name: 'an agent whose createConnection goes elsewhere', run: sends((ctx) => http.request(ok(ctx, { agent: Object.assign(new http.Agent(), { createConnection: () => require('net').connect(ctx.to.http, bad) }) }))) },
  { name: 'an agent that changes what it was asked for', run: sends((ctx) => http.request(ok(ctx, { agent: new (class extends http.Agent { createConnection(options, done) { return super.createConnection({ ...options, host: bad }, done); } })() }))) },
  { name: 'an agent that is no agent', run: sends((ctx) => http.request(ok(ctx, { agent: { addRequest: (request, options) => http.globalAgent.addRequest(request, { ...options, host: bad }) } }))) },
  { name: 'createConnection in the options', run: sends((ctx) => http.request(ok(ctx, { createConnection: () => require('net').connect(ctx.to.http, bad) }))) },
  { name: 'an agent made without its constructor', run: sends((ctx) => { const agent = Object.create(http.Agent.prototype); require('events').call(agent); Object.assign(agent, { options: { host: bad, path: null }, requests: {}, sockets: {}, freeSockets: {}, maxSockets: 9, maxTotalSockets: 9, totalSocketCount: 0, protocol: 'http:', scheduling: 'lifo' }); return http.request(ok(ctx, { agent })); }) },
  { name: 'the constructor of an agent', run: sends((ctx) => http.request(ok(ctx, { agent: new (http.globalAgent.constructor)({ host: bad }) }))) },
  { name: 'a socket put among the free ones', run: (ctx) => { const agent = new http.Agent({ keepAlive: true }); const socket = http.Agent.prototype.createConnection({ host: bad, port: ctx.to.http }); agent.freeSockets[agent.getName(ok(ctx))] = [socket].filter(Boolean); return settle(http.request(ok(ctx, { agent }))); } },
  { name: 'socketPath of the agent', run: sends((ctx) => http.request(ok(ctx, { agent: new http.Agent({ socketPath: '/var/run/docker.sock' }) }))) },
  { name: 'a proxy of the agent', minNode: 24, run: sends((ctx) => http.request({ host: 'allowed.example', port: 80, path: `/ok/${ctx.token}`, agent: new http.Agent({ proxyEnv: { HTTP_PROXY: `http://${bad}:${ctx.to.http}` } }) })) },
  { name: 'the proxy of everyone', minNode: 24, restart: true, run: (ctx) => { const restore = http.setGlobalProxyFromEnv({ HTTP_PROXY: `http://${bad}:${ctx.to.http}` }); return settle(http.request(`http://127.0.0.2:${ctx.to.http}/ok/${ctx.token}`)).finally(restore); } },
  {
    name: 'sockets of others in the global agent', wants: 'escaped',
    run: (ctx) => new Promise((resolve) => { http.get(`${ctx.url}/`).on('error', () => undefined); setTimeout(() => resolve(Object.keys(http.globalAgent.sockets).some((name) => name.includes(new URL(ctx.url).port)) ? 'ESCAPED' : ''), 50); }),
  },
  {
    name: 'the global agent, imported by its name', wants: 'escaped', maxNode: 20,
    run: async (ctx) => {
      const { globalAgent } = await import('node:http');
      // A connection of its own is on an agent of its own.
      await settle(http.request(ok(ctx, { path: '/ok' })));
      if (globalAgent === http.globalAgent) return '';
      return Object.keys(globalAgent.freeSockets).length + Object.keys(globalAgent.sockets).length > 0 ? 'ESCAPED' : '';
    },
  },
  {
    name: 'the agent of one request, taken by a class that extends it', run: (ctx) => new Promise((resolve) => {
      let socket;
      class Taking extends http.ClientRequest {
        set agent(agent) {
          this.own = agent;
          try {
            socket ??= agent.createConnection({ host: bad, port: ctx.to.http });
          } catch (error) {
            resolve(`${error.code ?? error}`);
          }
        }

        get agent() {
          return this.own;
        }
      }
      new Taking(ok(ctx, { agent: false })).on('error', () => undefined).end();
      resolve(write(ctx, socket));
    }),
  },
  {
    name: 'the agent of one request, taken by a signal', run: (ctx) => new Promise((resolve) => {
      const signal = Object.assign(new EventTarget(), { aborted: false });
      const others = http.globalAgent;
      signal.addEventListener = () => resolve(write(ctx, others.createConnection({ host: bad, port: ctx.to.http })));
      settle(http.request(ok(ctx, { agent: false, signal }))).then(resolve);
    }),
  },
  { name: 'parsers that everyone shares', wants: 'escaped', run: () => (require('_http_common').parsers?.alloc ? 'ESCAPED' : '') },
  { name: 'parsers through import', wants: 'escaped', run: async () => ((await import('node:_http_common')).parsers?.alloc ? 'ESCAPED' : '') },
  {
    name: 'a parser kept for the next connection', wants: 'escaped',
    run: (ctx) => new Promise((resolve) => {
      const get = (then) => http.get(ok(ctx, { path: '/ok', agent: false }), (response) => { const { parser } = response.socket; response.on('close', () => setTimeout(then, 20, parser)).resume(); }).on('error', resolve);
      get((kept) => get((next) => resolve(kept && kept === next ? 'ESCAPED' : '')));
    }),
  },
].map((entry) => ({ wants: 'sent', ...entry }));
