'use strict';
// Datagrams to a server that is not allowed.
const dgram = require('dgram');

const bad = '127.0.0.1';
const good = '127.0.0.2';
const state = (socket) => socket[Object.getOwnPropertySymbols(socket).find((symbol) => symbol.description === 'state symbol')];
const open = (options = 'udp4') => dgram.createSocket(options).on('error', () => undefined).unref();
const bound = (socket) => new Promise((resolve) => { socket.bind(0, resolve); });
const sent = (send) => (ctx) => new Promise((resolve) => { send(ctx, (error) => resolve(error ? `${error.code ?? error}` : 'sent')); });
const elsewhere = (address, options, callback) => (typeof options === 'function' ? options(null, bad, 4) : callback(null, bad, 4));

module.exports = [
  { name: 'send', legit: true, run: sent((ctx, done) => open().send(ctx.token, ctx.to.udp, bad, done)) },
  { name: 'send without an address', run: sent((ctx, done) => open().send(ctx.token, ctx.to.udp, done)) },
  { name: 'the prototype', run: sent((ctx, done) => dgram.Socket.prototype.send.call(open(), ctx.token, ctx.to.udp, bad, done)) },
  { name: 'the constructor of a socket', run: sent((ctx, done) => new (open().constructor)('udp4').unref().send(ctx.token, ctx.to.udp, bad, done)) },
  { name: 'sendto', run: sent((ctx, done) => open().sendto(Buffer.from(ctx.token), 0, ctx.token.length, ctx.to.udp, bad, done)) },
  { name: 'connect', run: sent((ctx, done) => { const socket = open(); socket.connect(ctx.to.udp, bad, (error) => (error ? done(error) : socket.send(ctx.token, done))); }) },
  { name: 'a lookup of its own', run: sent((ctx, done) => open({ type: 'udp4', lookup: elsewhere }).send(ctx.token, ctx.to.udp, 'allowed.example', done)) },
  { name: 'a lookup of its own for connect', run: sent((ctx, done) => { const socket = open({ type: 'udp4', lookup: elsewhere }); socket.connect(ctx.to.udp, 'allowed.example', (error) => (error ? done(error) : socket.send(ctx.token, done))); }) },
  { name: 'a lookup put on the handle', run: async (ctx) => { const socket = open(); try { state(socket).handle.lookup = elsewhere; } catch { /* fixed */ } return sent((given, done) => socket.send(given.token, given.to.udp, 'allowed.example', done))(ctx); } },
  { name: 'send of the handle', run: async (ctx) => { const socket = open(); await bound(socket); const { handle } = state(socket); class Request {} return `${handle.send(await request(ctx) ?? new Request(), [Buffer.from(ctx.token)], 1, ctx.to.udp, bad, false)}`; } },
  { name: 'bytes on their way to where they may go, by the handle', run: async (ctx) => { const socket = open(); await bound(socket); const { handle } = state(socket); const given = await request(ctx); const bytes = Buffer.from(ctx.token); socket.send(bytes, 9, good); return `${handle.send(given, [bytes], 1, ctx.to.udp, bad, false)}`; } },
  {
    name: 'bytes that were about to go where they may, by the handle',
    run: async (ctx) => {
      const socket = open();
      await bound(socket);
      const { handle } = state(socket);
      const given = await request(ctx);
      const list = await new Promise((resolve) => {
        Object.defineProperty(handle, 'send', { configurable: true, value: (asked, bytes) => { resolve(bytes); return 1; } });
        socket.send(ctx.token, 9, good, () => undefined);
      });
      delete handle.send;
      return `${handle.send(given, list, 1, ctx.to.udp, bad, false)}`;
    },
  },
  { name: 'connect of the handle', run: async (ctx) => { const socket = open(); await bound(socket); const { handle } = state(socket); const failed = handle.connect(bad, ctx.to.udp); if (failed) return `${failed}`; state(socket).connectState = 2; return sent((given, done) => socket.send(given.token, done))(ctx); } },
  { name: 'a handle of its own making', run: async (ctx) => { const socket = open(); const Handle = state(socket).handle.constructor; const handle = new Handle(); handle.bind('0.0.0.0', 0, 0); return `${handle.send(await request(ctx), [Buffer.from(ctx.token)], 1, ctx.to.udp, bad, false)}`; } },
  { name: 'a connected state that is forged', run: async (ctx) => { const socket = open(); await bound(socket); state(socket).connectState = 2; return sent((given, done) => socket.send(given.token, 0, given.token.length, given.to.udp, done))(ctx); } },
  { name: 'before it is bound', run: sent((ctx, done) => { const socket = open(); socket.send('x', 9, good, () => undefined); socket.send(ctx.token, ctx.to.udp, bad, done); }) },
  {
    name: 'bound to every address by a lookup of its own', wants: 'escaped',
    run: () => new Promise((resolve) => {
      const socket = open({ type: 'udp4', lookup: (name, options, done) => done(null, '0.0.0.0', 4) });
      socket.on('error', (error) => resolve(error.code));
      try { socket.bind(41234, 'allowed.example', () => resolve(socket.address().address === '0.0.0.0' ? 'ESCAPED' : '')); } catch (error) { resolve(error.code); }
    }),
  },
  { name: 'nextTick of the method', run: sent((ctx, done) => { const socket = open(); process.nextTick(socket.send.bind(socket), ctx.token, ctx.to.udp, bad, done); }) },
  { name: 'an address that is an object', run: sent((ctx, done) => { let asked = 0; open().send(ctx.token, ctx.to.udp, { toString: () => { asked += 1; return asked > 1 ? bad : good; } }, done); }) },
  {
    name: 'a handle of its own below a socket',
    run: async (ctx) => {
      const socket = open();
      const Handle = state(socket).handle.constructor;
      const handle = new Handle();
      handle.lookup = elsewhere;
      state(socket).handle = handle;
      return sent((given, done) => socket.send(given.token, given.to.udp, 'allowed.example', done))(ctx);
    },
  },
].map((entry) => ({ wants: 'sent', ...entry }));

/** A request object of Node's, taken from a send that is allowed. */
function request(ctx) {
  return new Promise((resolve) => {
    const socket = open();
    socket.bind(0, () => {
      const { handle } = state(socket);
      handle.send = (given) => { try { resolve(new given.constructor()); } catch { resolve(given); } return 1; };
      socket.send('x', 9, ctx.kit ? good : bad, () => undefined);
    });
  });
}
