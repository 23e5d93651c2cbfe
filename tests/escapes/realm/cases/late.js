'use strict';
// Classes that Node.js loads when they are first asked for, reached without their name, or asked for where the stack ends.

const above = (object) => Object.getPrototypeOf(object);
const instead = () => 'instead';

/** Changes a member where it is, for a moment; ESCAPED: the change was there. */
function changed(prototype, key) {
  for (let at = prototype; at !== null; at = above(at)) {
    const before = Reflect.getOwnPropertyDescriptor(at, key);
    if (before === undefined) continue;
    try { Object.defineProperty(at, key, { value: instead, configurable: true, writable: true }); } catch { /* locked */ }
    const after = Reflect.getOwnPropertyDescriptor(at, key);
    Reflect.defineProperty(at, key, before);
    return after.value === instead ? 'ESCAPED' : '';
  }
  throw new Error(`no ${key}`);
}

/** Does it with ever more room on the stack, from none at all, until it is done. */
function atTheEnd(action) {
  let isDone = false;
  let tries = 0;
  (function down() {
    try { down(); } catch { /* no room left */ }
    if (isDone || tries++ > 3000) return;
    try {
      action();
      isDone = true;
    } catch { /* with more room */ }
  }());
}

/** Adds what everybody who waits for an instance would ask for; ESCAPED: instances had it. */
function answered(prototype) {
  try { Object.defineProperty(prototype, 'then', { value: instead, configurable: true }); } catch { /* its place is kept */ }
  const { then } = Object.create(prototype);
  Reflect.deleteProperty(prototype, 'then');
  return then === instead ? 'ESCAPED' : '';
}

const answer = (text) => fetch(`data:${text}`);
const REACHED = {
  'a response': [() => answer('text/plain,x'), 'text'],
  'the form in a response': [async () => (await answer('application/x-www-form-urlencoded,a=b')).formData(), 'get'],
  'the event of a port': [() => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => { port1.close(); resolve(event); };
    port2.postMessage(1);
  }), 'data'],
  'the timing of Node.js': [() => performance.nodeTiming, 'toJSON'],
  'a histogram': [() => require('perf_hooks').createHistogram(), 'percentile'],
  'a source map': [() => new (require('module').SourceMap)({ version: 3, sources: [], mappings: '' }), 'findEntry'],
  'the mark of a package': [() => performance.mark('escape'), 'name'],
};
const crypto = require('crypto');
/** What an object keeps under a symbol. */
const part = (object, name) => object[Object.getOwnPropertySymbols(object).find((symbol) => symbol.description === name)];
const AES = ['aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16)];
Object.assign(REACHED, {
  'the handle of a hash': [() => part(crypto.createHash('sha256'), 'kHandle'), 'update'],
  'the handle of a keyed hash': [() => part(crypto.createHmac('sha256', 'key'), 'kHandle'), 'init'],
  'the handle of a cipher': [() => part(crypto.createCipheriv(...AES), 'kHandle'), 'update'],
  'the handle of a signature': [() => part(crypto.createSign('sha256'), 'kHandle'), 'sign'],
  'the handle of a key': [() => part(crypto.createSecretKey(Buffer.alloc(8)), 'kHandle'), 'export'],
  'the handle of a key exchange': [() => part(crypto.createECDH('prime256v1'), 'kHandle'), 'computeSecret'],
  'the handle of a compressor': [() => require('zlib').createGzip()._handle, 'write'],
  'the handle of a blob': [() => part(new Blob([]), 'kHandle'), 'getReader'],
  'what stands above the state of a file': [() => Object.create(Object.getPrototypeOf(require('fs').Stats.prototype)), 'isDirectory'],
  'a child process': [() => Object.create(require('child_process').ChildProcess.prototype), 'kill'],
  'the console of others': [() => Object.create(console.Console.prototype), 'log'],
  'the handle of a list of addresses': [() => part(new (require('net').BlockList)(), 'kHandle'), 'check'],
  'the handle of an address': [() => part(new (require('net').SocketAddress)(), 'kHandle'), 'detail'],
  'the parameters of a type': [() => new (require('util').MIMEType)('a/b').params, 'get'],
  'a parser of HTTP': [() => Object.create(require('_http_common').HTTPParser.prototype), 'close'],
});

const { PassThrough } = require('stream');
const thisOf = (begin) => new Promise((resolve) => { begin(function done() { resolve(this); }); });
const session = () => require('http2').connect('http://escape.invalid', { createConnection: () => new PassThrough() }).on('error', () => {});
Object.assign(REACHED, {
  'a request for random bytes': [() => thisOf((done) => crypto.randomBytes(8, done)), 'run'],
  'the derivation of a key': [() => thisOf((done) => crypto.scrypt('password', 'salt', 8, done)), 'run'],
  'a signature under way': [() => thisOf((done) => crypto.sign(null, Buffer.alloc(1), crypto.generateKeyPairSync('ed25519').privateKey, done)), 'run'],
  'the connections of a server': [() => {
    const server = require('http').createServer();
    require('_http_server').setupConnectionsTracking.call(server);
    server.close();
    return part(server, 'http.server.connections');
  }, 'all'],
  'the handle of an open file': [async () => { const file = await require('fs').promises.open(__filename); file.close(); return part(file, 'kHandle'); }, 'close'],
  'half of a pair of streams': [() => require('stream').duplexPair()[0], '_write'],
  'a server of HTTP/2': [() => require('http2').createServer(), 'setTimeout'],
  'a session of HTTP/2': [session, 'ping'],
  'a stream of HTTP/2': [() => session().request({}).on('error', () => {}), '_write'],
});

/** Default values of fields: whoever put an accessor there would be handed every object that has none of its own yet. */
const { EventEmitter } = require('events');
const DEFAULTS = {
  '_maxListeners of emitters': [EventEmitter.prototype, '_maxListeners', () => new EventEmitter()],
  '_eventsCount of emitters': [EventEmitter.prototype, '_eventsCount', () => new EventEmitter()],
  'statusCode of answers': [require('http').ServerResponse.prototype, 'statusCode', () => Object.create(require('http').ServerResponse.prototype).statusCode],
  'isTTY of terminals': [require('tty').WriteStream.prototype, 'isTTY', () => Object.create(require('tty').WriteStream.prototype).isTTY],
};

/** ESCAPED: an accessor was asked, or told, with somebody else's object. */
function overheard(object, key, use) {
  const before = Reflect.getOwnPropertyDescriptor(object, key);
  let seen = '';
  const note = { get: () => { seen = 'ESCAPED'; }, set: () => { seen = 'ESCAPED'; } };
  try { Object.defineProperty(object, key, { ...note, configurable: true }); } catch { /* locked */ }
  try { use(); } catch { /* no matter */ }
  Reflect.defineProperty(object, key, before);
  return seen;
}

/** Adds a member where an instance would find it first, below the class that has it. */
async function shadowed(make, key, isMine) {
  const level = above(await make());
  const before = Reflect.getOwnPropertyDescriptor(level, key);
  try { Object.defineProperty(level, key, { value: instead, configurable: true }); } catch { /* locked */ }
  const is = isMine(await make());
  if (before === undefined) Reflect.deleteProperty(level, key);
  else Reflect.defineProperty(level, key, before);
  return is ? 'ESCAPED' : '';
}
const hmac = () => crypto.webcrypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-1' }, true, ['sign']);
const BELOW = {
  'the resource of an emitter': [() => new (require('events').EventEmitterAsyncResource)({ name: 'escape' }).asyncResource, 'runInAsyncScope', (resource) => resource.runInAsyncScope(() => 1) === 'instead'],
  'a key of the web': [hmac, 'type', (key) => key.type === instead],
};

const NAMED = { FormData: 'append', Request: 'clone', Response: 'text', WebSocket: 'close', CompressionStream: 'readable' };

/** The object itself, by the member under a symbol. */
const under = (object, name) => object[Object.getOwnPropertySymbols(object).find(({ description }) => description === name)];

module.exports = [
  {
    name: 'the class between TLS and a stream', wants: 'escaped',
    run: () => changed(above(new (require('tls').TLSSocket)(new PassThrough()).ssl._parentWrap), 'doWrite'),
  },
  {
    name: 'where all requests of fetch come from', wants: 'escaped', maxNode: 22,
    run: () => {
      const request = new Request('http://localhost/');
      const state = under(request, 'state') ?? under(request, 'kState');
      return changed(state.client.policyContainer, 'referrerPolicy') || changed(state.client, 'policyContainer');
    },
  },
  {
    name: 'the class of the lines of others', wants: 'escaped', minNode: 24,
    run: () => changed(above(require('readline').createInterface({ input: new PassThrough(), output: new PassThrough(), terminal: true }).historyManager), 'addHistory'),
  },
  {
    name: 'what a read of an open file is answered with, described anew', wants: 'exit', maxNode: 20,
    run: async () => { const file = await require('fs').promises.open(__filename); Object.defineProperty(above(part(file, 'kHandle')), 'onread', { value: 1 }); },
  },
  ...Object.entries(NAMED).map(([name, key]) => ({
    name: `${name} named where the stack ends`, wants: 'escaped', restart: true, ...(name === 'WebSocket' ? { minNode: 22 } : {}),
    run: () => {
      atTheEnd(() => globalThis[name]);
      return changed(globalThis[name].prototype, key) || answered(globalThis[name].prototype);
    },
  })),
  ...Object.entries(BELOW).map(([what, given]) => ({ name: `a member below the class of ${what}`, wants: 'escaped', run: () => shadowed(...given) })),
  ...Object.entries(DEFAULTS).map(([what, [object, key, use]]) => ({ name: `an accessor for ${what}`, wants: 'escaped', run: () => overheard(object, key, use) })),
  ...Object.entries(REACHED).map(([what, [make, key]]) => ({ name: `the class of ${what}`, wants: 'escaped', run: async () => changed(above(await make()), key), ...(what === 'the handle of a key' ? { maxNode: 22 } : {}) })),
];
