'use strict';
// Copied into two packages (reachable.test.js): goes from the global object, the modules and what it makes to all that is reached from there. The second one tries what the first one has reached, too.
const operator = globalThis[Symbol.for('nrgs.operator')];
const { builtinModules } = require('node:module');
const [crypto, events, fs, http, net, stream, tls, util, zlib] = ['crypto', 'events', 'fs', 'http', 'net', 'stream', 'tls', 'util', 'zlib'].map((name) => require(name));
const diagnostics = require('diagnostics_channel');
const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
const { performance, PerformanceObserver, createHistogram, monitorEventLoopDelay } = require('perf_hooks');

const MODULES = [...builtinModules, 'node:sqlite', 'node:sea', 'node:ffi', 'node:test', 'node:test/reporters', 'node:quic', 'node:stream/iter', 'node:zlib/iter'];
/** Not asked for: these say on standard error that they are experimental, or belong to the test. */
const NOT_READ = new Set(['localStorage', 'sessionStorage']);
const LATE = 500;
const CERTIFICATE = require('./made.json').cert;
/** How far it goes from where it begins, in letters of the way. */
const FAR = 90;

const named = new Map();
const queue = [];
function reach(value, way) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || named.has(value)) return;
  named.set(value, way);
  queue.push([value, way]);
}
function tries(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}

const within = (promise) => Promise.race([promise, new Promise((resolve) => { setTimeout(resolve, LATE).unref(); })]).catch(() => undefined);
const thrown = (act) => { try { act(); } catch (error) { return error; } return undefined; };
const readable = () => new stream.Readable({ read() {} });
function pair() {
  const made = [];
  for (const other of [1, 0]) made.push(new stream.Duplex({ read() {}, write(chunk, encoding, done) { made[other].push(chunk); done(); }, final(done) { made[other].push(null); done(); } }));
  return made;
}
const controlled = (Class, member, more) => { let found; const made = new Class({ ...more, start(controller) { found = controller; } }); return [made, found, found?.[member]]; };

/** What is there at once. Not every Node.js has all of it. */
const MAKES = {
  timers: () => [setTimeout(() => undefined, 1), setImmediate(() => undefined)],
  iterators: () => [[].values(), new Map().entries(), new Set().values(), 'a'[Symbol.iterator](), 'a'.matchAll(/a/g), (function* () {})(), (async function* () {})(), new Intl.Segmenter().segment('a'), new Intl.Segmenter().segment('a')[Symbol.iterator]()],
  helpers: () => [[].values().map((x) => x), globalThis.Iterator.from({ next() {} })], joined: () => globalThis.Iterator.concat([1]),
  functions: () => [async () => undefined, function* () {}, async function* () {}, new WeakRef({}), new FinalizationRegistry(() => undefined), Promise.resolve()],
  errors: () => [thrown(() => Buffer.alloc('x')), thrown(() => structuredClone(() => undefined)), thrown(() => require('assert')(false)), new AggregateError([]), thrown(() => fs.readFileSync('/none'))],
  dates: () => Object.getOwnPropertyNames(globalThis.Temporal).map((name) => globalThis.Temporal[name]), locales: () => Object.getOwnPropertyNames(Intl).map((name) => tries(() => new Intl[name]('en'))), stacks: () => [new globalThis.DisposableStack(), new globalThis.AsyncDisposableStack()],
  streams: () => [readable(), readable().iterator(), readable()[Symbol.asyncIterator](), new stream.PassThrough(), stream.compose(new stream.PassThrough()), stream.Readable.from(['x']), stream.Duplex.from({ writable: new stream.PassThrough() }), readable().compose(new stream.PassThrough())],
  steps: () => ['map', 'filter', 'flatMap', 'drop', 'take', 'asIndexedPairs'].map((name) => tries(() => readable()[name](1))),
  web: () => [...controlled(ReadableStream), ...controlled(ReadableStream, 'byobRequest', { type: 'bytes' }), ...controlled(WritableStream, 'signal'), ...controlled(TransformStream), new ReadableStream().values(), new ReadableStream().getReader(), new ReadableStream({ type: 'bytes' }).getReader({ mode: 'byob' }), new WritableStream().getWriter()],
  halves: () => [new ReadableStream().tee(), new ReadableStream({ type: 'bytes' }).tee(), new TransformStream(), new CompressionStream('gzip'), new DecompressionStream('gzip'), new TextDecoderStream(), new TextEncoderStream()].flatMap((one) => [...(Array.isArray(one) ? one : [one.readable, one.writable]), one]),
  made: () => [ReadableStream.from([1]), new Response('x').clone().body, new Blob(['x']).stream(), new Response('x').body.pipeThrough(new TextDecoderStream()), new CountQueuingStrategy({ highWaterMark: 1 }).size],
  turned: () => [stream.Readable.fromWeb(new ReadableStream()), stream.Readable.toWeb(readable()), stream.Duplex.toWeb(new stream.PassThrough()), stream.Writable.toWeb(new stream.PassThrough()), stream.Writable.fromWeb(new WritableStream())],
  fetched: () => [new Headers(), new Headers().entries(), new Request('http://x/'), new Response('x'), new FormData(), new FormData().entries()], locations: () => [new URL('http://x/'), new URLSearchParams(), new URLSearchParams().entries(), require('url').parse('http://x/')],
  bytes: () => [new Blob([]), new File([], 'x'), new TextEncoder(), new TextDecoder(), new TextDecoder('utf-16le'), Buffer.from('x')], pattern: () => new globalThis.URLPattern(),
  ports: () => [new MessageChannel(), new BroadcastChannel('reachable')].map((one) => { one.close?.(); one.port1?.close(); return one; }),
  signals: () => [new AbortController(), AbortSignal.abort(), AbortSignal.any([AbortSignal.abort()]), new Event('x'), new CustomEvent('x'), new EventTarget()],
  contexts: () => [new AsyncLocalStorage(), new AsyncResource('x'), AsyncLocalStorage.snapshot()], scope: () => new AsyncLocalStorage().withScope(1),
  network: () => [new net.Socket(), new net.Server(), new net.BlockList(), new net.SocketAddress(), new http.Server(), new http.Agent(), new http.OutgoingMessage(), new http.IncomingMessage(new net.Socket()), new http.ServerResponse(new http.IncomingMessage(new net.Socket()))],
  secure: () => [tls.createSecureContext(), new tls.TLSSocket(new net.Socket()), new tls.TLSSocket(new stream.PassThrough()), tls.createServer(), require('https').createServer(), require('http2').createServer()],
  names: () => [new (require('dns').Resolver)(), new (require('dns').promises.Resolver)(), require('dgram').createSocket('udp4')].map((one) => { one.close?.(); return one; }),
  archives: () => Object.keys(zlib).filter((name) => name.startsWith('create')).map((name) => tries(() => zlib[name]([])) ?? tries(() => zlib[name]())),
  keys: () => [crypto.createSecretKey('k', 'utf8'), ...Object.values(crypto.generateKeyPairSync('ed25519')), crypto.createHash('sha256'), crypto.createHmac('sha256', 'k'), crypto.createSign('sha256'), crypto.createVerify('sha256'), crypto.createECDH('prime256v1'), crypto.getDiffieHellman('modp14')],
  ciphers: () => ['createCipheriv', 'createDecipheriv'].map((name) => crypto[name]('aes-128-cbc', '0123456789abcdef', '0123456789abcdef')),
  types: () => { const { params } = new util.MIMEType('a/b;c=d'); return [params, params.entries(), params.keys(), params.values()]; },
  emitters: () => [events.on(new events(), 'x'), new events.EventEmitterAsyncResource({ name: 'x' }), events.once(new events(), 'x').catch(() => undefined), require('domain').create()], lines: () => ['readline', 'readline/promises'].map((name) => require(name).createInterface({ input: new stream.PassThrough() })),
  channels: () => { diagnostics.subscribe('reachable', () => undefined); diagnostics.channel('reachable bound').bindStore(new AsyncLocalStorage()); return [diagnostics.channel('reachable'), diagnostics.channel('reachable bound'), diagnostics.channel('reachable plain'), diagnostics.tracingChannel('reachable')]; },
  measures: () => [performance.mark('x'), new PerformanceObserver(() => undefined), createHistogram(), monitorEventLoopDelay()], decoder: () => new (require('string_decoder').StringDecoder)(),
  files: () => [fs.opendirSync(__dirname), fs.opendirSync(__dirname).entries(), fs.createReadStream(__filename), fs.statSync(__filename), fs.statSync(__filename, { bigint: true }), fs.readdirSync(__dirname, { withFileTypes: true })],
  watching: () => { const own = fs.watch(__dirname); own.close(); const one = fs.watchFile(__filename, () => undefined); fs.unwatchFile(__filename); return [own, one]; },
  process: () => [process.allowedNodeEnvironmentFlags, process.finalization, process.stdout, process.stderr, process.stdin, new console.Console(new stream.PassThrough())], serializer: () => new (require('v8').Serializer)(), locks: () => [globalThis.navigator, globalThis.navigator.locks],
  copies: () => [
    () => new net.BlockList(), () => new net.SocketAddress(), () => new crypto.X509Certificate(CERTIFICATE), () => crypto.createSecretKey('k', 'utf8'), () => new Blob(['x']), () => new File(['x'], 'x'), createHistogram, monitorEventLoopDelay, () => new DOMException('x'),
    () => thrown(() => Buffer.alloc('x')), ...['privateKey', 'publicKey'].map((name) => () => crypto.generateKeyPairSync('ed25519')[name]),
  ].map((make) => tries(() => structuredClone(make()))),
  moved: () => [() => new ReadableStream(), () => new WritableStream(), () => new TransformStream(), () => util.transferableAbortController().signal, () => new MessageChannel().port1].map((make) => tries(() => { const one = make(); const copy = structuredClone(one, { transfer: [one] }); copy.close?.(); return copy; })),
  pauses: () => [require('timers/promises').setInterval(1), require('timers/promises').scheduler], own: () => [require, module, require('module').createRequire(__filename)],
};
/** What comes later. */
const WAITS = {
  handle: async () => { const handle = await fs.promises.open(__filename); return [handle, handle.readLines()]; }, webHandle: async () => { const handle = await fs.promises.open(__filename); return [handle.readableWebStream()]; }, opened: () => fs.openAsBlob(__filename), globs: () => fs.promises.glob('*', { cwd: __dirname }),
  read: async () => { const reader = new Blob(['x']).stream().getReader({ mode: 'byob' }); return [reader, await reader.read(new Uint8Array(4))]; }, key: () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']), copiedKey: async () => structuredClone(await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt'])),
  form: () => new Response('a=b', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }).formData(), lock: () => globalThis.navigator.locks.request('reachable', async (lock) => lock),
  entries: () => new Promise((resolve) => { const observer = new PerformanceObserver((list) => { resolve([list, ...list.getEntries()]); observer.disconnect(); }); observer.observe({ entryTypes: ['mark'] }); performance.mark('reachable'); }),
  event: () => new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port2.onmessage = (event) => { resolve(event); port1.close(); }; port1.postMessage(1); }), aborted: () => new Promise((resolve) => { const own = new AbortController(); own.signal.onabort = resolve; own.abort(); }),
  request: () => new Promise((resolve) => { const [one, other] = pair(); http.createServer((req, res) => resolve([req, res, req.socket, req.socket.parser])).emit('connection', one); other.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'); }),
  answer: () => new Promise((resolve, reject) => {
    const [one, other] = pair();
    http.createServer((req, res) => res.write('x')).emit('connection', one);
    const request = http.request({ createConnection: () => other, host: '127.0.0.1' }, (res) => resolve([request, res, res.socket, res.socket.parser]));
    request.on('error', reject).end();
  }),
};

/** Objects that others inherit from -> nothing; classes. */
const parents = new Set();
const classes = new Set();
const isFunction = (value) => typeof value === 'function';
const textOf = (fn) => tries(() => Function.prototype.toString.call(fn)) ?? '';

/** A function that nobody has for a class has a prototype that is of no use to anybody. */
function isIdle(prototype) {
  const made = tries(() => prototype.constructor);
  return isFunction(made) && Reflect.ownKeys(prototype).length === 1 && Object.getPrototypeOf(prototype) === Object.prototype && made.prototype === prototype && !textOf(made).startsWith('class') && !/^[A-Z]/u.test(made.name);
}

function look(object, way) {
  const above = tries(() => Object.getPrototypeOf(object));
  if (above) parents.add(above);
  reach(above, `${way}^`);
  for (const key of tries(() => Reflect.ownKeys(object)) ?? []) {
    const own = tries(() => Object.getOwnPropertyDescriptor(object, key));
    if (own === undefined || key === 'caller' || key === 'arguments' || (object === globalThis && NOT_READ.has(key))) continue;
    if (key === 'prototype' && isFunction(object) && typeof own.value === 'object' && own.value !== null) {
      if (!isIdle(own.value)) parents.add(own.value);
      if (textOf(object).startsWith('class') || Reflect.ownKeys(own.value).length > 1) classes.add(object);
    }
    const at = `${way}.${String(key)}`;
    for (const part of ['value', 'get', 'set']) reach(own[part], at);
    if (own.get !== undefined && at.length < FAR) reach(tries(() => object[key]), at);
  }
}

const seen = (object, key) => tries(() => operator.look(object, key));
let count = 0;

/** @returns {string[]} what could be done to it */
function opened(parent) {
  const told = [];
  const key = `reachable${++count}`;
  tries(() => Object.defineProperty(parent, key, { get: () => 'mine', configurable: true }));
  if (seen(parent, key) === 'mine') told.push('an accessor');
  for (const name of Reflect.ownKeys(parent)) {
    const own = tries(() => Object.getOwnPropertyDescriptor(parent, name));
    if (!isFunction(own?.value) || name === 'constructor') continue;
    const mine = () => undefined;
    tries(() => { parent[name] = mine; });
    if (seen(parent, name) !== mine) tries(() => Object.defineProperty(parent, name, { value: mine, configurable: true, writable: true }));
    if (seen(parent, name) !== mine) continue;
    told.push(`replaces ${String(name)}`);
    tries(() => Object.defineProperty(parent, name, own));
    break;
  }
  return [...told, ...exchanged(parent)];
}

function exchanged(object) {
  const above = Reflect.getPrototypeOf(object);
  const mine = isFunction(object) ? Object.setPrototypeOf(() => undefined, above) : Object.create(above);
  tries(() => Reflect.setPrototypeOf(object, mine));
  if (Reflect.getPrototypeOf(object) !== mine) return [];
  Reflect.setPrototypeOf(object, above);
  return ['exchanged'];
}

function openedClass(made) {
  const told = exchanged(made);
  const mine = () => undefined;
  for (const key of ['call', 'apply', Symbol.hasInstance]) {
    const own = Object.getOwnPropertyDescriptor(made, key);
    tries(() => Object.defineProperty(made, key, { value: mine, configurable: true, writable: true }));
    if (seen(made, key) !== mine) continue;
    told.push(`has ${String(key)}`);
    tries(() => Reflect.deleteProperty(made, key));
    if (own !== undefined) tries(() => Object.defineProperty(made, key, own));
  }
  const { prototype } = made;
  tries(() => { made.prototype = { reachable: 'mine' }; });
  if (seen(made, 'prototype') !== prototype) told.push('has another prototype');
  tries(() => { made.prototype = prototype; });
  return told;
}

const nameOf = (parent) => String(tries(() => parent.constructor.name) || named.get(parent));

module.exports = async () => {
  for (const own of [operator, globalThis[Symbol.for('nrgs.probes')]]) named.set(own, 'of the test');
  reach(globalThis, 'globalThis');
  for (const name of MODULES) reach(tries(() => require(name)), name);
  const all = [];
  for (const [name, make] of Object.entries(MAKES)) all.push([name, tries(make)]);
  for (const [name, make] of Object.entries(WAITS)) all.push([name, await within((async () => make())())]);
  for (const [name, made] of all) for (const one of Array.isArray(made) ? made : [made]) reach(one, name);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) look(...next);
  if (operator.reached.push(named) === 1) return JSON.stringify({ shared: named.size });
  const isShared = (object) => operator.reached[0].has(object);
  const open = [];
  for (const parent of [...parents].filter(isShared)) {
    const told = opened(parent);
    if (told.length > 0) open.push(`${nameOf(parent)}: ${told.join(', ')}`);
  }
  for (const made of [...classes].filter(isShared)) {
    const told = openedClass(made);
    if (told.length > 0) open.push(`class ${made.name || named.get(made)}: ${told.join(', ')}`);
  }
  return JSON.stringify({ shared: [...named.keys()].filter(isShared).length, open });
};
