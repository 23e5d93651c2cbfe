'use strict';
// What the modules of the network keep for everybody: timers, settings, tables. The bystander sees whether it changed.
const dns = require('dns');
/** Not with the package: a process in which it was loaded has no capture callback for exceptions, which others try. */
const domains = () => require('domain');
const { EventEmitter } = require('events');
const http = require('http');
const https = require('https');
const net = require('net');
const tls = require('tls');

const LENGTH = 54_321;
const acts = () => globalThis.bystanderActs;

/** Looks for a way from what this object keeps to timers of others. */
const timersOf = (object) => {
  for (const key of Object.getOwnPropertySymbols(object)) {
    for (const link of ['_idleNext', '_idlePrev']) if (object[key]?.[link]) return 'ESCAPED';
  }
  return '';
};
/** There is a timer of that length, of somebody else. */
const beside = (use) => () => { acts().timer(); return use(); };
const counting = (make) => beside(() => {
  const server = make();
  server.connectionsCheckingInterval = LENGTH;
  server.emit('listening');
  return timersOf(server);
});
/** What is kept under any symbol that anybody sets. */
const catching = (use) => beside(() => {
  const server = http.createServer();
  server.connectionsCheckingInterval = LENGTH;
  server.emit('listening');
  const caught = {};
  // Without these the timer would look for connections that the target does not have, which ends the process when a run takes longer than it waits.
  const never = { headersTimeout: { value: 0 }, requestTimeout: { value: 0 } };
  const target = Object.create(server, { connectionsCheckingInterval: { value: LENGTH }, ...never });
  for (const key of Object.getOwnPropertySymbols(server)) Object.defineProperty(target, key, { configurable: true, get: () => undefined, set: (value) => { caught[key] = value; } });
  use(server, target);
  return timersOf(caught) || timersOf(target);
});

/** Changes something that has a name, and asks the bystander. */
const changing = (module, key, change) => async () => {
  const look = () => JSON.stringify(acts().sees(module, key)) + String(acts().sees(module, key));
  const before = look();
  try { await change(); } catch { /* refused */ }
  return look() === before ? '' : 'ESCAPED';
};
const asking = (module, key, change) => async () => {
  const before = acts().asks(module, key);
  try { await change(!before); } catch { /* refused */ }
  return acts().asks(module, key) === before ? '' : 'ESCAPED';
};

/** Gives a member of something that everybody has another value, and looks whether it has it; puts it back. */
const setting = (find, key, value) => () => {
  const object = find();
  const name = typeof key === 'string' ? key : Object.getOwnPropertySymbols(object).find(key);
  const before = object[name];
  const look = () => (object[name] === value ? 'ESCAPED' : '');
  for (const set of [() => { object[name] = value; }, () => Object.defineProperty(object, name, { value, configurable: true, writable: true })]) {
    try { set(); } catch { continue; }
    const found = look();
    try { Object.defineProperty(object, name, { value: before }); } catch { object[name] = before; }
    if (found) return found;
  }
  return '';
};
const classOf = (prototype) => prototype.constructor;
const called = (name) => (symbol) => symbol.description === name;

module.exports = [
  { name: 'how strictly servers read requests', run: setting(() => classOf(require('_http_common').HTTPParser.prototype), 'kLenientNone', 1) },
  { name: 'what parsers of servers are told to read', run: setting(() => classOf(require('_http_common').HTTPParser.prototype), 'REQUEST', 2) },
  { name: 'how many connections an agent may have', run: setting(() => classOf(require('_http_agent').Agent.prototype), 'defaultMaxSockets', 1) },
  { name: 'who listens to the timeline of performance', run: setting(() => performance, called('kEvents'), new Map()) },
  { name: 'who listens to the timeline of performance, on a list that was taken while it was empty', run: () => {
    const key = Object.getOwnPropertySymbols(performance).find(called('kEvents'));
    const lists = [performance[key]];
    acts().listens();
    lists.push(performance[key]);
    return lists.some((list) => { const { listener, callback } = list?.get('escape')?.next ?? {}; return (listener ?? callback)?.secret; }) ? 'ESCAPED' : '';
  } },
  { name: 'when Node.js started', run: setting(() => performance.nodeTiming, 'startTime', 1) },
  { name: 'what the scheduler knows itself by', run: setting(() => require('timers/promises').scheduler, called('kScheduler'), false) },
  { name: 'what ports and their like know themselves by', run: setting(() => Object.getPrototypeOf(MessagePort), called('kIsNodeEventTarget'), false) },
  { name: 'the timer of a server that counts connections', run: counting(() => http.createServer()) },
  { name: 'the timer of a server of https', run: counting(() => https.createServer()) },
  { name: 'the timer of a server, caught where it is put', run: catching((server, target) => server.listeners('listening').forEach((listener) => { try { listener.call(target); } catch { /* not this one */ } })) },
  { name: 'the timer of a server, set up by hand', run: catching((server, target) => require('_http_server').setupConnectionsTracking.call(target)) },
  { name: 'the timer of a socket', run: beside(() => { const socket = new net.Socket(); socket.setTimeout(LENGTH); return timersOf(socket); }) },
  { name: 'the timer of a socket, caught where it is put', run: beside(() => {
    const socket = new net.Socket();
    socket.setTimeout(LENGTH);
    const caught = {};
    const target = Object.create(socket, { destroyed: { value: false } });
    for (const key of Object.getOwnPropertySymbols(socket)) Object.defineProperty(target, key, { get: () => undefined, set: (value) => { caught[key] = value; } });
    net.Socket.prototype.setTimeout.call(target, LENGTH);
    return timersOf(caught);
  }) },
  { name: 'the order of addresses', run: asking('dns', 'getDefaultResultOrder', () => dns.setDefaultResultOrder(dns.getDefaultResultOrder() === 'verbatim' ? 'ipv4first' : 'verbatim')) },
  { name: 'the order of addresses, by the promises', run: asking('dns', 'getDefaultResultOrder', () => dns.promises.setDefaultResultOrder(dns.getDefaultResultOrder() === 'verbatim' ? 'ipv4first' : 'verbatim')) },
  { name: 'how names with several addresses are tried', run: asking('net', 'getDefaultAutoSelectFamily', () => net.setDefaultAutoSelectFamily(!net.getDefaultAutoSelectFamily())) },
  { name: 'how long they are tried', run: asking('net', 'getDefaultAutoSelectFamilyAttemptTimeout', () => net.setDefaultAutoSelectFamilyAttemptTimeout(net.getDefaultAutoSelectFamilyAttemptTimeout() + 100)) },
  { name: 'the servers that are asked for names', run: asking('dns', 'getServersText', () => dns.setServers(['127.0.0.9'])) },
  { name: 'the oldest version of TLS', run: changing('tls', 'DEFAULT_MIN_VERSION', () => { tls.DEFAULT_MIN_VERSION = 'TLSv1'; }) },
  { name: 'the ciphers of TLS', run: changing('tls', 'DEFAULT_CIPHERS', () => { tls.DEFAULT_CIPHERS = 'AES128-SHA'; }) },
  { name: 'the list of root certificates', run: changing('tls', 'rootCertificates', () => { tls.rootCertificates.push('mine'); }) },
  { name: 'whom everybody trusts', minNode: 24, run: async () => { const before = acts().sees('tls', 'getCACertificates')().length; try { tls.setDefaultCACertificates([]); } catch { /* refused */ } return acts().sees('tls', 'getCACertificates')().length === before ? '' : 'ESCAPED'; }, restart: true },
  { name: 'what a status is called', run: changing('http', 'STATUS_CODES', () => { http.STATUS_CODES[200] = 'Broken'; }), restart: true },
  { name: 'the methods there are', run: changing('http', 'METHODS', () => { http.METHODS.push('MINE'); }), restart: true },
  { name: 'the agent of everybody', run: changing('http', 'globalAgent', () => { http.globalAgent = { toString: () => 'mine', mine: 1 }; }), restart: true },
  { name: 'how many sockets everybody has', run: async () => { const before = acts().sees('http', 'Agent').defaultMaxSockets; try { http.Agent.defaultMaxSockets = 1; } catch { /* refused */ } return acts().sees('http', 'Agent').defaultMaxSockets === before ? '' : 'ESCAPED'; }, restart: true },
  { name: 'the constants of HTTP/2', run: changing('http2', 'constants', () => { require('http2').constants.HTTP2_HEADER_PATH = ':mine'; }), restart: true },
  {
    name: 'errors of others, through a domain that is entered', legit: true, restart: true, run: () => new Promise((resolve) => {
      const mine = domains().create();
      mine.on('error', (error) => resolve(/bystander/.test(error.message) ? 'ESCAPED' : ''));
      try { mine.enter(); } catch { /* refused */ }
      acts().emits();
      setTimeout(resolve, 200, '');
    }),
  },
  {
    name: 'errors of others, through a domain that is imported', restart: true, run: async () => {
      const { create } = await import('node:domain');
      try { create().on('error', () => undefined).enter(); } catch { /* refused */ }
      return process.hasUncaughtExceptionCaptureCallback() ? 'ESCAPED' : '';
    },
  },
  {
    name: 'a domain made without its constructor', restart: true, run: () => {
      const domain = domains();
      const mine = Object.create(domain.Domain.prototype);
      EventEmitter.call(mine);
      Object.assign(mine, { members: [] }).on('error', () => undefined);
      const entered = () => process.hasUncaughtExceptionCaptureCallback();
      for (const enter of [() => mine.enter(), () => mine.run(() => entered()), () => mine.on('enter', domain.Domain.prototype.enter).emit('enter'), () => domain._stack.push(mine)]) {
        try { if (enter() === true || entered()) return 'ESCAPED'; } catch { /* refused */ }
      }
      return '';
    },
  },
  {
    name: 'emitters of others, through a domain in which they are made', restart: true, run: () => new Promise((resolve) => {
      const mine = domains().create();
      mine.on('error', (error) => resolve(error.domainEmitter ? 'ESCAPED' : ''));
      try { mine.run(() => acts().emits()); } catch { /* refused */ }
      setTimeout(resolve, 200, '');
    }),
  },
  {
    name: 'what others write, by the class of requests to write', restart: true, run: async () => {
      const server = net.createServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.2');
      await new Promise((resolve) => { server.once('listening', resolve); });
      const connect = () => new Promise((resolve) => { const socket = net.connect(server.address().port, '127.0.0.2', () => resolve(socket)); });
      const [mine, other] = [await connect(), await connect()];
      let seen = '';
      const handle = mine._handle;
      handle.writeUtf8String = (request, ...rest) => {
        const set = function set() { if (this.constructor === request.constructor) seen = 'ESCAPED'; };
        try { Object.defineProperty(Object.getPrototypeOf(request), 'callback', { configurable: true, set }); } catch { /* refused */ }
        return Reflect.apply(Object.getPrototypeOf(handle).writeUtf8String, handle, [request, ...rest]);
      };
      mine.write('first');
      other.write('second');
      for (const closable of [mine, other]) closable.destroy();
      server.close();
      return seen;
    },
  },
  {
    name: 'what others look up, by the class of requests to look up', restart: true, run: async () => {
      const lookUp = () => new Promise((resolve) => { dns.lookup('allowed.example', function done() { resolve(this); }); });
      const request = await lookUp();
      let seen = '';
      try { Object.defineProperty(Object.getPrototypeOf(request ?? {}), 'callback', { configurable: true, set() { seen = 'ESCAPED'; } }); } catch { /* refused */ }
      dns.lookup('allowed.example', () => undefined);
      return seen;
    },
  },
].map((entry) => ({ wants: 'escaped', before: 'acts', ...entry }));
