'use strict';
// Copied as `rows.js` into the packages of network.test.js: one call for every way to a socket. `to` says where the servers
// of the test are; each call sends its own name there, so that the test sees from outside what arrived.
const dgram = require('dgram');
const dns = require('dns');
const net = require('net');
const tls = require('tls');
const { promisify } = require('util');

class Sub extends net.Socket {
  connect(...args) {
    return super.connect(...args);
  }
}
function Old(options) {
  net.Socket.call(this, options);
}
require('util').inherits(Old, net.Socket);

/** A socket that says its name when it is connected. */
const says = (make) => (to, name) => new Promise((resolve, reject) => {
  const socket = make(to, name);
  socket.on('error', reject);
  socket.on('close', () => resolve('closed'));
  socket.end(`${name}\n`);
});
/** The same for one that connects later. */
const saysLater = (connect) => (to, name) => new Promise((resolve, reject) => {
  const socket = new net.Socket();
  socket.on('error', reject);
  socket.on('connect', () => socket.end(`${name}\n`));
  socket.on('close', () => resolve('closed'));
  connect(socket, to);
});
const tlsOptions = { rejectUnauthorized: false };
const local = '127.0.0.1';
const known = (host, options, callback) => (options.all ? callback(null, [{ address: local, family: 4 }]) : callback(null, local, 4));

const connecting = {
  'connect(port, host)': says((to) => net.connect(to.tcp, local)),
  'connect(port)': says((to) => net.connect(to.tcp)),
  'connect(text port)': says((to) => net.connect(`${to.tcp}`, local)),
  'connect(options)': says((to) => net.connect({ port: to.tcp, host: local })),
  'connect(options, callback)': says((to) => net.connect({ port: to.tcp, host: local }, () => undefined)),
  'connect by name': says((to) => net.connect({ port: to.tcp, host: 'localhost', family: 4 })),
  'connect by name, one address': says((to) => net.connect({ port: to.tcp, host: 'localhost', family: 4, autoSelectFamily: false })),
  'connect by name, all addresses': says((to) => net.connect({ port: to.tcp, host: 'localhost', autoSelectFamily: true })),
  'connect with a lookup': says((to) => net.connect({ port: to.tcp, host: 'localhost', lookup: known })),
  'connect from a port': says((to) => net.connect({ port: to.tcp, host: local, localAddress: local })),
  'createConnection': says((to) => net.createConnection(to.tcp, local)),
  'connect(path)': says((to) => net.connect(to.path)),
  'connect({ path })': says((to) => net.connect({ path: to.path })),
  'Socket.connect': says((to) => new net.Socket().connect(to.tcp, local)),
  'Socket without new': says((to) => net.Socket().connect({ port: to.tcp })),
  'Stream': says((to) => new net.Stream().connect(to.tcp, local)),
  'connect again': (to, name) => new Promise((resolve, reject) => {
    const socket = new net.Socket();
    socket.on('error', reject);
    socket.connect(to.tcp, local, () => {
      socket.once('close', () => {
        socket.once('close', () => resolve('closed'));
        socket.connect(to.tcp, local, () => socket.end(`${name}\n`));
      });
      socket.destroy();
    });
  }),
  'class': says((to) => new Sub().connect(to.tcp, local)),
  'inherits': says((to) => new Old().connect(to.tcp, local)),
  'prototype.connect.call': says((to) => net.Socket.prototype.connect.call(new net.Socket(), to.tcp, local)),
  'Reflect.apply': says((to) => Reflect.apply(net.Socket.prototype.connect, new net.Socket(), [{ port: to.tcp }])),
  'normalized arguments': says((to) => new net.Socket().connect(net._normalizeArgs([{ port: to.tcp, host: local }]))),
  'setImmediate': saysLater((socket, to) => setImmediate(socket.connect.bind(socket), to.tcp, local)),
  'nextTick': saysLater((socket, to) => process.nextTick(socket.connect.bind(socket), { port: to.tcp, host: local })),
  'then': saysLater((socket, to) => Promise.resolve().then(() => socket.connect(to.tcp, local))),
  'import()': async (to, name) => says((where) => where.net.connect(where.tcp, local))({ ...to, net: await import('node:net') }, name),
  'tls.connect(options)': says((to) => tls.connect({ port: to.tls, host: local, ...tlsOptions })),
  'tls.connect(port, host, options)': says((to) => tls.connect(to.tls, local, tlsOptions)),
  'tls.connect({ path })': says((to) => tls.connect({ path: to.tlsPath, ...tlsOptions })),
  'tls.connect({ socket })': says((to) => tls.connect({ socket: net.connect(to.tls, local), ...tlsOptions })),
  'TLSSocket': (to, name) => new Promise((resolve, reject) => {
    const below = net.connect(to.tls, local).on('error', reject);
    new tls.TLSSocket(below, tlsOptions).on('error', reject).on('close', () => resolve('closed')).end(`${name}\n`);
  }),
};

/** Listens, and says where; the test connects from outside. */
const serves = (start, make = (name) => net.createServer((socket) => socket.end(name))) => (to, name) => new Promise((resolve, reject) => {
  const server = make(name);
  server.on('error', reject);
  server.on('listening', () => {
    server.unref();
    resolve(JSON.stringify(server.address()));
  });
  start(server, to);
});

const listening = {
  'listen(port)': serves((server) => server.listen(0)),
  'listen()': serves((server) => server.listen()),
  'listen(callback)': serves((server) => server.listen(() => undefined)),
  'listen(port, host)': serves((server) => server.listen(0, local)),
  'listen(port, host, backlog)': serves((server) => server.listen(0, local, 5)),
  'listen(port, name)': serves((server) => server.listen(0, 'localhost')),
  'listen(options)': serves((server) => server.listen({ port: 0, host: local, exclusive: true })),
  'listen({ signal })': serves((server) => server.listen({ port: 0, signal: new AbortController().signal })),
  'listen({ port: undefined })': serves((server) => server.listen({ port: undefined })),
  'listen(text port)': serves((server) => server.listen('0')),
  'listen(path)': serves((server, to) => server.listen(`${to.dir}/listen-path`)),
  'listen({ path })': serves((server, to) => server.listen({ path: `${to.dir}/listen-options`, readableAll: true })),
  'new Server': serves((server) => server.listen(0), (name) => new net.Server((socket) => socket.end(name))),
  'Server without new': serves((server) => server.listen(0), (name) => net.Server((socket) => socket.end(name))),
  'prototype.listen.call': serves((server) => net.Server.prototype.listen.call(server, 0)),
  '_listen2': serves((server) => server._listen2(local, 0, 4, 5)),
  'tls.createServer': serves((server) => server.listen(0), (name) => tls.createServer({ ...require('./tls.js') }, (socket) => socket.end(name))),
  'http.createServer': serves((server) => server.listen(0), (name) => require('http').createServer((request, response) => response.end(name))),
  'net of import()': async (to, name) => {
    const imported = await import('node:net');
    return serves((server) => server.listen(0), () => imported.createServer((socket) => socket.end(name)))(to, name);
  },
};

const socket4 = () => {
  const socket = dgram.createSocket('udp4');
  socket.unref();
  return socket;
};
const sent = (send, make = socket4) => (to, name) => new Promise((resolve, reject) => {
  const socket = make();
  socket.on('error', reject);
  send(socket, to, Buffer.from(name), (error) => (error ? reject(error) : resolve('sent')));
});

const datagrams = {
  'send(buffer, port, address, callback)': sent((socket, to, bytes, done) => socket.send(bytes, to.udp, local, done)),
  'send(buffer, port, callback)': sent((socket, to, bytes, done) => socket.send(bytes, to.udp, done)),
  'send(buffer, offset, length, port, address, callback)': sent((socket, to, bytes, done) => socket.send(bytes, 0, bytes.length, to.udp, local, done)),
  'send(list)': sent((socket, to, bytes, done) => socket.send([bytes], to.udp, local, done)),
  'send(text)': sent((socket, to, bytes, done) => socket.send(`${bytes}`, to.udp, 'localhost', done)),
  'sendto': sent((socket, to, bytes, done) => socket.sendto(bytes, 0, bytes.length, to.udp, local, done)),
  'connect and send': sent((socket, to, bytes, done) => socket.connect(to.udp, local, (error) => (error ? done(error) : socket.send(bytes, done)))),
  'bound first': sent((socket, to, bytes, done) => socket.bind(0, local, () => socket.send(bytes, to.udp, local, done))),
  'new Socket': sent((socket, to, bytes, done) => socket.send(bytes, to.udp, local, done), () => new dgram.Socket('udp4').unref()),
  'with options': sent((socket, to, bytes, done) => socket.send(bytes, to.udp, local, done), () => dgram.createSocket({ type: 'udp4', reuseAddr: true }).unref()),
  'class of dgram': sent((socket, to, bytes, done) => socket.send(bytes, to.udp, local, done), () => new (class extends dgram.Socket {})('udp4').unref()),
  'prototype.send.call': sent((socket, to, bytes, done) => dgram.Socket.prototype.send.call(socket, bytes, to.udp, local, done)),
  'twice before it is bound': sent((socket, to, bytes, done) => {
    socket.send('first', to.udp, local, () => undefined);
    socket.send(bytes, to.udp, local, done);
  }),
};

/** Asks the name server of the test for `<row>.example`. */
const resolver = (to, kind = dns.Resolver) => {
  const one = new kind({ timeout: 10_000, tries: 1 });
  one.setServers([`127.0.0.1:${to.dns}`]);
  return one;
};
const asked = (ask) => (to, name, host) => ask(to, host);
const withCallback = (method, ...args) => asked((to, host) => new Promise((resolve, reject) => {
  resolver(to)[method](host, ...args, (error, found) => (error ? reject(error) : resolve(JSON.stringify(found))));
}));

const names = {
  'Resolver.resolve': withCallback('resolve', 'A'),
  'Resolver.resolve4': withCallback('resolve4'),
  'Resolver.resolve6': withCallback('resolve6'),
  'Resolver.resolveTxt': withCallback('resolveTxt'),
  'Resolver.resolveMx': withCallback('resolveMx'),
  'Resolver.resolveAny': withCallback('resolveAny'),
  'Resolver.prototype.resolve4.call': asked((to, host) => new Promise((resolve, reject) => {
    dns.Resolver.prototype.resolve4.call(resolver(to), host, (error, found) => (error ? reject(error) : resolve(JSON.stringify(found))));
  })),
  'promises.Resolver.resolve4': asked((to, host) => resolver(to, dns.promises.Resolver).resolve4(host)),
  'dns/promises Resolver.resolve': asked((to, host) => resolver(to, require('dns/promises').Resolver).resolve(host, 'A')),
};
const lookups = {
  lookup: () => new Promise((resolve, reject) => { dns.lookup('localhost', (error, address) => (error ? reject(error) : resolve(address))); }),
  'lookup with options': () => new Promise((resolve, reject) => { dns.lookup('localhost', { all: true }, (error, found) => (error ? reject(error) : resolve(found[0].address))); }),
  'promisified lookup': async () => (await promisify(dns.lookup)('localhost')).address,
  'promises.lookup': async () => (await dns.promises.lookup('localhost')).address,
  'lookup of import()': async () => (await (await import('node:dns/promises')).lookup('localhost')).address,
};

const groups = { connecting, listening, datagrams, names, lookups };

/** What was granted comes about, on a busy machine late; of what was refused some say nothing. */
const patient = (promise, who) => Promise.race([promise, new Promise((resolve, reject) => { setTimeout(() => reject(new Error('nothing happened')), who === 'granted' ? 12_000 : 2500).unref(); })]);

async function run(name, call, to, who, at) {
  try {
    return [name, { ok: true, said: `${await patient(call(to, `${who} ${name}`, `${who}-${at}.example`), who)}` }];
  } catch (error) {
    return [name, { ok: false, code: error.code, message: error.message }];
  }
}

/** Runs every call of a group. */
async function runAll(group, to, who) {
  return Object.fromEntries(await Promise.all(Object.entries(groups[group]).map(([name, call], at) => run(name, call, to, who, at))));
}

module.exports = { groups, runAll };
