'use strict';
// Listening on an address that is not granted, and taking over servers and open files of others.
const http = require('http');
const net = require('net');
const tls = require('tls');

const said = (server, listen) => new Promise((resolve) => {
  server.on('error', (error) => resolve(error.code));
  server.on('listening', () => { resolve(`${server.address().address === '127.0.0.2' ? 'allowed' : 'ESCAPED'} ${JSON.stringify(server.address())}`); server.close(); });
  listen(server);
});
const server = (listen) => () => said(net.createServer(), listen);
const changing = (first, then) => { let asked = 0; return () => { asked += 1; return asked > 1 ? then : first; }; };
const port = (answer) => { const ask = changing(...answer); return { get port() { return ask(); }, host: '127.0.0.2' }; };

module.exports = [
  { name: 'listen(port)', legit: true, run: server((one) => one.listen(0)) },
  { name: 'listen({ host })', run: server((one) => one.listen({ port: 0, host: '127.0.0.1' })) },
  { name: 'listen by name', run: server((one) => one.listen(0, 'localhost')) },
  { name: 'listen(path)', run: (ctx) => said(net.createServer(), (one) => one.listen(`${ctx.targetDir}/x.sock`)) },
  { name: 'listen on a name without a file', run: (ctx) => said(net.createServer(), (one) => one.listen(`\0${ctx.id}`)) },
  { name: 'a host that answers twice', run: server((one) => { const ask = changing('127.0.0.2', '127.0.0.1'); one.listen({ port: 0, get host() { return ask(); } }); }) },
  { name: 'a port that answers twice', run: () => said(net.createServer(), (one) => one.listen(port([70000, 0]))) },
  { name: 'the prototype of servers', run: () => said(net.createServer(), (one) => net.Server.prototype.listen.call(one, 0)) },
  { name: 'http.createServer', run: () => said(http.createServer(), (one) => one.listen(0)) },
  { name: 'tls.createServer', run: () => said(tls.createServer(), (one) => one.listen(0)) },
  { name: '_listen2', run: () => said(net.createServer(), (one) => one._listen2('127.0.0.1', 0, 4, 5)) },
  { name: '_createServerHandle', run: () => { const handle = net._createServerHandle('127.0.0.1', 0, 4); const failed = handle.listen(5); handle.close(); return failed === 0 ? 'ESCAPED' : `${failed}`; } },
  {
    name: 'a handle put there while the name is looked up',
    run: () => said(net.createServer(), (one) => {
      one.listen(0, '127.0.0.2');
      const handle = one._handle;
      one._handle = null;
      handle.close();
      one.listen(0, 'allowed.example');
      one._handle = net._createServerHandle('127.0.0.1', 0, 4);
    }),
  },
  {
    name: "Node-RED's own descriptor while a server is about to listen", restart: true,
    run: () => new Promise((resolve) => {
      const server = net.createServer().on('error', () => resolve(''));
      let found = '';
      const adopt = () => { for (let fd = 3; fd < 60 && found === ''; fd += 1) { try { new net.Socket({ fd }).on('error', () => undefined).unref(); found = 'ESCAPED'; } catch { /* the next */ } } return 0; };
      const between = { listen: adopt, close: () => undefined, getAsyncId: () => 1 };
      let kept;
      Object.defineProperty(server, '_handle', { get: () => kept, set(value) { kept = value && between; } });
      server.listen(0, '127.0.0.2');
      setTimeout(() => resolve(found), 100);
    }),
  },
  {
    name: 'another handle while a server is about to listen',
    run: () => new Promise((resolve) => {
      const first = net.createServer().listen(0, '127.0.0.2', () => {
        let other;
        try { other = new (first._handle.constructor)(1); } catch (error) { resolve(error.code); return; } finally { first.close(); }
        const server = net.createServer().on('error', () => undefined);
        let asked = 0;
        Object.defineProperty(server, '_handle', { get() { asked += 1; return asked > 3 ? other : undefined; }, set() { /* not kept */ } });
        try { server.listen(0, '127.0.0.2'); } catch { /* refused */ }
        setTimeout(() => { const out = {}; other.getsockname(out); resolve(out.port > 0 ? `ESCAPED ${JSON.stringify(out)}` : 'not bound'); other.close(); }, 100);
      });
      first.on('error', (error) => resolve(error.code));
    }),
  },
  { name: "the handle of Node-RED's server", restart: true, run: ({ RED }) => said(net.createServer(), (one) => one.listen(RED.server)) },
  {
    name: "a socket on Node-RED's own descriptor", restart: true,
    run: () => { for (let fd = 3; fd < 60; fd += 1) { try { new net.Socket({ fd }).on('error', () => undefined).unref(); return 'ESCAPED'; } catch { /* the next */ } } return ''; },
  },
  {
    name: "the class above TLSSocket on Node-RED's own descriptor", restart: true,
    run: () => { for (let fd = 3; fd < 60; fd += 1) { try { new (Object.getPrototypeOf(tls.TLSSocket))({ fd }).on('error', () => undefined).unref(); return 'ESCAPED'; } catch { /* the next */ } } return ''; },
  },
  { name: "listen on Node-RED's own descriptor", restart: true, run: async () => { for (let fd = 3; fd < 60; fd += 1) { const text = await said(net.createServer(), (one) => one.listen({ fd })).catch((error) => error.code); if (`${text}`.startsWith('ESCAPED')) return text; } return ''; } },
].map((entry) => ({ wants: 'escaped', ...entry }));
