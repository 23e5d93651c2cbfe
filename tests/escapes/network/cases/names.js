'use strict';
// Asking for a name that is not allowed: it tells the secret to whoever answers for that domain.
const dgram = require('dgram');
const dns = require('dns');

const host = (ctx) => `${ctx.token}.example`;
const resolver = (ctx, kind = dns.Resolver) => { const one = new kind({ timeout: 200, tries: 1 }); one.setServers([`127.0.0.1:${ctx.to.dns}`]); return one; };
const asks = (ask) => (ctx) => new Promise((resolve) => { ask(ctx, (error) => resolve(error ? `${error.code}` : 'answered')); });
const found = (ask) => async (ctx) => { const address = await ask(ctx); return address === '127.0.0.1' || address === '::1' ? 'ESCAPED' : `${address}`; };
const state = (socket) => socket[Object.getOwnPropertySymbols(socket).find((symbol) => symbol.description === 'state symbol')];

module.exports = [
  { name: 'resolve4', legit: true, run: asks((ctx, done) => resolver(ctx).resolve4(host(ctx), done)) },
  { name: 'resolve', run: asks((ctx, done) => resolver(ctx).resolve(host(ctx), 'TXT', done)) },
  { name: 'the method of the class', run: asks((ctx, done) => dns.Resolver.prototype.resolveMx.call(resolver(ctx), host(ctx), done)) },
  { name: 'the class of a resolver', run: asks((ctx, done) => resolver(ctx, resolver(ctx).constructor).resolveTxt(host(ctx), done)) },
  { name: 'promises', run: (ctx) => resolver(ctx, dns.promises.Resolver).resolve4(host(ctx)).catch((error) => error.code) },
  { name: 'methods of the other kind of resolver', run: (ctx) => dns.promises.Resolver.prototype.resolve4.call(resolver(ctx), host(ctx)).catch((error) => error.code) },
  {
    name: 'the channel',
    run: (ctx) => new Promise((resolve) => {
      const one = resolver(ctx);
      const channel = one._handle;
      one._handle = { queryA: (request) => { Promise.resolve().then(() => resolve(`${channel.queryA(new request.constructor(), host(ctx))}`)).catch((error) => resolve(error.code)); return 0; } };
      one.resolve4('allowed.example', () => undefined);
    }),
  },
  { name: 'a name that answers twice', run: asks((ctx, done) => { let asked = 0; resolver(ctx).resolve4({ toString: () => { asked += 1; return asked > 1 ? host(ctx) : 'allowed.example'; } }, done); }) },
  { name: 'nextTick of the method', run: asks((ctx, done) => { const one = resolver(ctx); process.nextTick(one.resolve4.bind(one), host(ctx), done); }) },
  {
    name: 'servers set below the method', wants: 'sent',
    run: async (ctx) => {
      const one = new dns.Resolver({ timeout: 200, tries: 1 });
      const key = Object.getOwnPropertySymbols(Object.getPrototypeOf(dns.Resolver.prototype)).find((symbol) => /setServers/.test(symbol.description));
      // The name server outside has no other address; as the server of an allowed question it is fine, so the question is not.
      one[key]([[4, '127.0.0.1', ctx.to.dns]], []);
      return asks((given, done) => one.resolve4(host(given), done))(ctx);
    },
  },
  { name: 'the name in other letters', run: asks((ctx, done) => resolver(ctx).resolve4(`${host(ctx).toUpperCase()}.`, done)) },
].map((entry) => ({ wants: 'sent', ...entry })).concat([
  { name: 'lookup', run: found(() => dns.promises.lookup('localhost').then(({ address }) => address)) },
  { name: 'lookup by a datagram socket', run: found(() => new Promise((resolve) => { state(dgram.createSocket('udp4').unref()).handle.lookup('localhost', (error, address) => resolve(error?.code ?? address)); })) },
  { name: 'lookup by a bind', run: found(() => new Promise((resolve) => { const socket = dgram.createSocket('udp4').unref(); socket.on('error', (error) => resolve(error.code)); socket.bind(0, 'localhost', () => resolve(socket.address().address)); })) },
  { name: 'lookup by a connection that is not allowed', run: found(() => new Promise((resolve) => { require('net').connect(9, 'localhost').on('lookup', (error, address) => resolve(address)).on('error', (error) => resolve(error.code)); })) },
].map((entry) => ({ wants: 'escaped', ...entry })));
