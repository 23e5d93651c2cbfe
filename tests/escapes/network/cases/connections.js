'use strict';
// Connecting to a server that is not allowed: the server says whether the token arrived.
const dns = require('dns');
const { EventEmitter } = require('events');
const fs = require('fs');
const net = require('net');
const tls = require('tls');

const bad = '127.0.0.1';
const good = '127.0.0.2';

/** Sends the token through a socket, and waits for its end. */
const send = (ctx, socket) => new Promise((resolve) => {
  socket.on('error', (error) => resolve(error.code));
  socket.on('close', () => resolve('closed'));
  socket.end(`${ctx.token}\n`);
});
const through = (connect) => (ctx) => send(ctx, connect(ctx));

/** Sends it when the socket is connected, whoever connects it. */
const when = (ctx, socket, connect) => new Promise((resolve) => {
  socket.on('error', (error) => resolve(error.code));
  socket.on('close', () => resolve('closed'));
  socket.on('connect', () => socket.end(`${ctx.token}\n`));
  connect();
});
const later = (connect) => (ctx) => { const socket = new net.Socket(); return when(ctx, socket, () => connect(socket, ctx)); };

/** An options object whose answers change. */
const changing = (first, then) => {
  const asked = {};
  return new Proxy({}, {
    get: (target, key) => { asked[key] = (asked[key] ?? 0) + 1; return (asked[key] > 1 ? then : first)[key]; },
    ownKeys: () => Object.keys(first), has: (target, key) => key in first,
    getOwnPropertyDescriptor: (target, key) => (key in first ? { value: first[key], writable: true, enumerable: true, configurable: true } : undefined),
  });
};
const getters = (first, then) => Object.keys(first).reduce((target, key) => {
  let asked = 0;
  return Object.defineProperty(target, key, { enumerable: true, get: () => { asked += 1; return asked > 1 ? then[key] : first[key]; } });
}, {});

/** The handle class and the request class behind sockets, found on a socket of one's own. */
const classes = (ctx) => new Promise((resolve) => {
  const socket = net.connect(ctx.to.tcp, good);
  const found = { socket, TCP: socket._handle.constructor, handle: socket._handle };
  socket.on('error', () => undefined);
  const below = socket._handle.connect;
  socket._handle.connect = (request, ...args) => { resolve({ ...found, Request: request.constructor }); return Reflect.apply(below, socket._handle, [request, ...args]); };
});
/** Writes the token through a bare handle once it is connected. */
const raw = async (ctx, use) => {
  const { TCP, Request, socket } = await classes(ctx);
  const handle = new TCP(0);
  const request = new Request();
  const connected = new Promise((resolve) => { request.oncomplete = resolve; });
  const failed = use(handle, request, { socket, TCP });
  if (failed) return `error ${failed}`;
  await connected;
  return send(ctx, new net.Socket({ handle, readable: true, writable: true }));
};

/** As raw(), with the handle of a socket that Node is about to connect to the good address. */
const prepared = async (ctx, addressOf) => {
  const { Request } = await classes(ctx);
  const socket = net.connect(ctx.to.tcp, good).on('error', () => undefined);
  const handle = socket._handle;
  // Node asks before it connects.
  socket.connecting = false;
  const request = new Request();
  const connected = new Promise((resolve) => { request.oncomplete = resolve; });
  const failed = handle.connect(request, addressOf(), ctx.to.tcp);
  if (failed) return `error ${failed}`;
  await connected;
  return send(ctx, new net.Socket({ handle, readable: true, writable: true }));
};

const lookups = {
  'a lookup of its own': (host, options, callback) => (options.all ? callback(null, [{ address: bad, family: 4 }]) : callback(null, bad, 4)),
  'a lookup that answers with getters': (host, options, callback) => {
    let asked = 0;
    const answer = { get address() { asked += 1; return asked > 1 ? bad : good; }, family: 4 };
    return options.all ? callback(null, [answer]) : callback(null, answer.address && bad, 4);
  },
  'a lookup that answers twice': (host, options, callback) => {
    const say = (address) => (options.all ? callback(null, [{ address, family: 4 }]) : callback(null, address, 4));
    say(bad);
    say(bad);
  },
  'a lookup with a good and a bad address': (host, options, callback) => (options.all ? callback(null, [{ address: bad, family: 4 }, { address: '10.255.255.1', family: 4 }]) : callback(null, bad, 4)),
};

module.exports = [
  { name: 'net.connect', legit: true, run: through((ctx) => net.connect(ctx.to.tcp, bad)) },
  { name: 'the prototype', legit: true, run: through((ctx) => net.Socket.prototype.connect.call(new net.Socket(), ctx.to.tcp, bad)) },
  { name: 'the constructor of a socket', run: through((ctx) => new (new net.Socket().constructor)().connect(ctx.to.tcp, bad)) },
  { name: 'the class above TLSSocket', run: through((ctx) => new (Object.getPrototypeOf(tls.TLSSocket))().connect(ctx.to.tcp, bad)) },
  { name: 'tls.connect', legit: true, run: through((ctx) => tls.connect({ port: ctx.to.tls, host: bad, rejectUnauthorized: false })) },
  { name: 'TLSSocket.connect', run: through((ctx) => new tls.TLSSocket(undefined, { rejectUnauthorized: false }).connect(ctx.to.tls, bad)) },
  { name: 'the net of an ES module', run: async (ctx) => { const imported = await import('node:net'); return send(ctx, imported.default.connect(ctx.to.tcp, bad)); } },
  { name: 'getters that answer twice', run: through((ctx) => net.connect(getters({ port: 9, host: good }, { port: ctx.to.tcp, host: bad }))) },
  { name: 'a proxy that answers twice', run: through((ctx) => net.connect(changing({ port: 9, host: good }, { port: ctx.to.tcp, host: bad }))) },
  { name: 'a host that is an object', maxNode: 20, run: through((ctx) => { let asked = 0; return net.connect({ port: ctx.to.tcp, host: { toString: () => { asked += 1; return asked > 1 ? bad : good; } } }); }) },
  { name: 'a port that is an object', run: through((ctx) => { let asked = 0; return net.connect({ port: { valueOf: () => { asked += 1; return asked > 1 ? ctx.to.tcp : 9; } }, host: good }); }) },
  {
    name: 'normalized arguments that answer twice',
    run: through((ctx) => {
      const list = net._normalizeArgs([{ port: 9, host: good }]);
      let asked = 0;
      Object.defineProperty(list, 0, { get: () => { asked += 1; return asked > 1 ? { port: ctx.to.tcp, host: bad } : { port: 9, host: good }; } });
      return new net.Socket().connect(list);
    }),
  },
  { name: 'options in an array', run: through((ctx) => net.connect(Object.assign([], { port: ctx.to.tcp, host: bad }))) },
  ...Object.entries(lookups).flatMap(([name, lookup]) => [true, false].map((autoSelectFamily) => ({
    name: `${name}${autoSelectFamily ? '' : ', one address'}`,
    run: through((ctx) => net.connect({ port: ctx.to.tcp, host: 'allowed.example', lookup, autoSelectFamily })),
  }))),
  { name: 'an allowed name that leads elsewhere', run: through((ctx) => net.connect({ port: ctx.to.tcp, host: 'allowed.example', lookup: lookups['a lookup of its own'] })) },
  { name: 'nextTick of the method', run: later((socket, ctx) => process.nextTick(socket.connect.bind(socket), ctx.to.tcp, bad)) },
  { name: 'setImmediate of the method', run: later((socket, ctx) => setImmediate(net.Socket.prototype.connect.bind(socket, ctx.to.tcp, bad))) },
  { name: 'a promise that calls it', run: later((socket, ctx) => Promise.resolve(ctx.to.tcp).then(net.Socket.prototype.connect.bind(socket))) },
  { name: 'an emitter that calls it', run: later((socket, ctx) => { const emitter = new EventEmitter(); socket.on('go', socket.connect); emitter.on('go', () => socket.emit('go', ctx.to.tcp, bad)); emitter.emit('go'); }) },
  { name: 'a stream of core that calls it', run: later((socket, ctx) => { dns.lookup(bad, socket.connect.bind(socket, ctx.to.tcp)); }) },
  { name: 'map as the caller', run: later((socket, ctx) => [{ port: ctx.to.tcp, host: bad }].map(socket.connect, socket)) },
  {
    name: 'a subclass that changes its mind',
    run: through((ctx) => {
      class Late extends net.Socket {
        connect() { return super.connect({ port: ctx.to.tcp, host: bad }); }
      }
      return new Late().connect({ port: 9, host: good });
    }),
  },
  { name: 'a bare handle', run: (ctx) => raw(ctx, (handle, request) => handle.connect(request, bad, ctx.to.tcp)) },
  { name: 'the method of the class of handles', run: (ctx) => raw(ctx, (handle, request, { TCP }) => TCP.prototype.connect.call(handle, request, bad, ctx.to.tcp)) },
  { name: 'a bare handle with another owner', run: (ctx) => raw(ctx, (handle, request, { socket }) => { handle.owner = socket; return handle.connect(request, bad, ctx.to.tcp); }) },
  { name: 'the handle of a socket that is about to connect', run: (ctx) => prepared(ctx, () => bad) },
  {
    name: 'the handle of a socket that is about to connect, with an address that changes',
    run: (ctx) => prepared(ctx, () => { let asked = 0; return { toString: () => { asked += 1; return asked > 1 ? bad : good; } }; }),
  },
  { name: 'connect6 of a bare handle', run: (ctx) => raw(ctx, (handle, request) => handle.connect6(request, '::ffff:127.0.0.1', ctx.to.tcp)) },
  {
    name: 'a handle below TLS',
    run: (ctx) => raw(ctx, (handle, request) => {
      const secure = new tls.TLSSocket(new net.Socket().on('error', () => undefined), { rejectUnauthorized: false });
      secure.on('error', () => undefined);
      const { connect } = Object.getPrototypeOf(secure._handle);
      return connect.call({ _parent: handle }, request, bad, ctx.to.tcp);
    }),
  },
  {
    name: "a handle below TLS that claims to be core's socket",
    run: (ctx) => raw(ctx, (handle, request) => {
      const secure = new tls.TLSSocket(new net.Socket().on('error', () => undefined), { rejectUnauthorized: false });
      secure.on('error', () => undefined);
      const { connect } = Object.getPrototypeOf(secure._handle);
      // A socket that core connects: the only sure thing is one that core was lured into making.
      handle.owner = globalThis.coreSocket ?? net.connect(ctx.to.tcp, good).on('error', () => undefined);
      return connect.call({ _parent: handle }, request, bad, ctx.to.tcp);
    }),
  },
  {
    name: 'a pipe handle given three arguments',
    run: async (ctx) => {
      fs.symlinkSync(ctx.to.path, `${ctx.allowed}/10.0.0.1`);
      const pipe = net.connect(`${ctx.allowed}/nothing`).on('error', () => undefined);
      const { Request } = await classes(ctx);
      const handle = new (pipe._handle.constructor)(0);
      const request = new Request();
      const connected = new Promise((resolve) => { request.oncomplete = resolve; });
      const failed = handle.connect(request, '10.0.0.1', 80);
      if (failed) return `${failed}`;
      await connected;
      return send(ctx, new net.Socket({ handle }));
    },
  },
  {
    name: 'scripts of Node that call it',
    run: (ctx) => new Promise((resolve) => {
      const secure = new tls.TLSSocket(new net.Socket().on('error', () => undefined), { rejectUnauthorized: false });
      secure.on('error', () => undefined);
      const { connect } = Object.getPrototypeOf(secure._handle);
      const socket = new net.Socket();
      when(ctx, socket, () => net.connect({ host: good, port: 9, get timeout() { connect.call({ _parent: socket }, { port: ctx.to.tcp, host: bad }); return 0; } }).on('error', () => undefined)).then(resolve, (error) => resolve(error.code));
    }),
  },
  {
    name: 'a pipe handle under an address',
    run: async (ctx) => {
      fs.symlinkSync(ctx.to.path, `${ctx.allowed}/link`);
      const socket = new net.Socket();
      const pipe = net.connect(`${ctx.allowed}/nothing`).on('error', () => undefined);
      const Pipe = pipe._handle.constructor;
      socket._handle = new Pipe(0);
      return when(ctx, socket, () => socket.connect({ host: good, port: 9 }));
    },
  },
].map((entry) => ({ wants: 'sent', ...entry }));
