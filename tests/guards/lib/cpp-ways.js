'use strict';
// Ways to end the process through objects of Node.js in C++, and what honest code does with the same objects. The source of each stands by itself: `part(object, name)` is the
// object of C++ with a method of that name which an object keeps, `duplex()` a stream that leads nowhere.

const memory = require('./cpp-memory.js');
const numbers = require('./cpp-numbers.js');

const PRELUDE = `${memory.PRELUDE}${numbers.PRELUDE}
const [buffer, crypto, dgram, dns, events, fs, http, http2, net, perf, stream, tls, zlib] = ['buffer', 'crypto', 'dgram', 'dns', 'events', 'fs', 'http', 'http2', 'net', 'perf_hooks', 'stream', 'tls', 'zlib'].map((name) => require(name));
const CERT = '-----BEGIN CERTIFICATE-----\\nMIIBLjCB4aADAgECAhR24c5OCyvEqPNOQ7tgZVz5TJGNQTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAgFw0yNjExMjEwOTQzMDJaGA8yMTI2MTAyODA5NDMwMlowDDEKMAgGA1UEAwwBeDAqMAUGAytlcAMhAEwoUh/mWRFjLL7/7Ao0NkKwiwANIsTmuMMR1exQH5ldo1MwUTAdBgNVHQ4EFgQUKbN+ZkJK6Fs4TGVV79k/wXRP9QYwHwYDVR0jBBgwFoAUKbN+ZkJK6Fs4TGVV79k/wXRP9QYwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQAJ8Ik1WcWHcNO5QczvDXgYyNzltfOHMwSiRIZaufBsiT/UXLCReukPP6TD/Y1Q6VGhu1psJ6EkCvJ41oqUqJAD\\n-----END CERTIFICATE-----';
const part = (object, name) => Reflect.ownKeys(object).map((key) => object[key]).find((value) => typeof value === 'object' && value !== null && typeof value[name] === 'function');
const duplex = () => new stream.Duplex({ read() {}, write(chunk, encoding, done) { done(); } });
const quiet = (emitter) => emitter.on('error', () => {});
const hash = () => part(crypto.createHash('sha1'), 'update');
const cipher = () => part(crypto.createCipheriv('aes-128-gcm', '0123456789abcdef', '0123456789ab'), 'update');
const secure = () => quiet(new tls.TLSSocket(duplex()))._handle ?? undefined;
const parser = () => { const end = duplex(); http.createServer().emit('connection', end); return end.parser; };
const big = Buffer.alloc(1 << 20);
const noise = () => crypto.randomFillSync(Buffer.alloc(1 << 24));
const collect = () => { try { require('v8').setFlagsFromString('--expose_gc'); require('vm').runInNewContext('gc')(); } catch { for (let i = 0; i < 9; i++) new ArrayBuffer(1 << 27); } };
const session = () => part(quiet(http2.connect('http://localhost', { createConnection: duplex })), 'goaway');
`;

/** Without Sentinel each ends the process; `on`: the versions of Node.js where it does, if not all. */
const WAYS = {
  // How it is called.
  'a hash, called by the package': { way: 'hash().update()' },
  'a hash, called by a list': { way: '[undefined].map(hash().update.bind(hash()))' },
  'a hash, called by a promise': { way: 'Promise.resolve().then(hash().update.bind(hash()))' },
  'a hash, called by a timer': { way: 'setTimeout(hash().update.bind(hash()))' },
  'a hash, called by an emitter': { way: "new events().on('x', hash().update.bind(hash())).emit('x')" },
  'a hash, called by an accessor': { way: "Object.defineProperty({}, 'x', { get: hash().update.bind(hash()) }).x" },
  'a hash, handed something by a stream': { way: "crypto.createHash('sha1')._transform(1, undefined, () => {})" },
  'a cipher, handed something by a stream': { way: "crypto.createCipheriv('aes-128-cbc', '0123456789abcdef', '0123456789abcdef')._transform(1, undefined, () => {})" },
  // Classes.
  'the class of a hash without new': { way: 'Reflect.apply(hash().constructor, {}, [])' },
  'the class of a cipher without new': { way: 'Reflect.apply(cipher().constructor, {}, [])' },
  'the class of compressors': { way: 'new (zlib.createGzip()._handle.constructor)()' },
  'the class below that of keys': { way: 'Reflect.construct(Object.getPrototypeOf(crypto.KeyObject), [], crypto.KeyObject)' },
  'the class below that of certificates': { way: "Reflect.apply(Object.getPrototypeOf(Object.getPrototypeOf(new crypto.X509Certificate(CERT))).constructor, undefined, [])", on: [20] },
  'the class below that of compressors in JavaScript': { way: 'new (Object.getPrototypeOf(zlib.Gunzip))()' },
  'the class below that of compressors, by what it makes': { way: "Reflect.construct(Object.getPrototypeOf(zlib.Gunzip.prototype).constructor, [{}, 'x'])" },
  'the class below that of compressors, by another one': { way: 'new (Object.getPrototypeOf(Object.getPrototypeOf(zlib.BrotliCompress)))()' },
  'an accessor, called as a class': { way: "for (const key of ['protocol', 'username', 'port', 'search', 'hash']) for (let i = 0; i < 99; i++) Reflect.construct(Object.getOwnPropertyDescriptor(URLPattern.prototype, key).get, [{}, i])", on: [24, 26] },
  'an accessor of streams, called as a class': { way: "const made = secure(); const { get } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(made), 'writeQueueSize'); for (let i = 0; i < 99; i++) Reflect.construct(get, [{}, i])", on: [24, 26] },
  'an accessor of what is stored, called as a class': { way: "const { get } = Object.getOwnPropertyDescriptor(Storage.prototype, 'length'); for (let i = 0; i < 99; i++) Reflect.construct(get, [{}, i])", on: [26] },
  'a worker that is none': { way: "const { Worker } = require('worker_threads'); for (const key of Object.getOwnPropertySymbols(Worker.prototype)) if (key.description === 'kOnExit') Worker.prototype[key].call({})" },
  'a search to no end': { way: "Buffer.from('abc').indexOf(5, 0, null)", on: [24, 26] },
  'a search where nothing says how long that is': { way: "Buffer.prototype.lastIndexOf.call(new DataView(new ArrayBuffer(9)), 'x')", on: [24, 26] },
  'a search where something else says how long that is': { way: "Object.defineProperty(Buffer.alloc(9), 'length', { value: null }).includes('x')", on: [24, 26] },
  'a search for half a character': { way: "for (const encoding of [undefined, 'utf8', 'UTF-8']) Buffer.from('abc').indexOf('b\\ud800', 0, encoding)", on: [24] },
  'a search for half a character in what is named first': { way: "Buffer.from('abc').lastIndexOf('\\udc00', 'utf8')", on: [24] },
  'a compressor that its stream does not take': { way: "for (const name of ['Gzip', 'InflateRaw', 'BrotliCompress', 'BrotliDecompress', 'ZstdCompress', 'ZstdDecompress']) for (let i = 0; zlib[name] !== undefined && i < 9; i++) { try { new class extends zlib[name] { set _writeState(value) { throw 1; } }(); } catch {} }; await null; await null; collect(); for (const act of ['gzipSync', 'brotliCompressSync']) zlib[act]('x'); collect()" },
  'a channel that has another number': { way: "const made = require('diagnostics_channel').channel('x'); made._index = {}; made.subscribe(() => {})", on: [26] },
  'the same of what is no channel': { way: "const { prototype } = require('diagnostics_channel').Channel; prototype.bindStore.call({ _index: 'x' }, {})", on: [26] },
  'a stream of JavaScript that HTTP/2 writes to': { way: "const client = quiet(http2.connect('http://localhost', { createConnection: duplex })); const [key] = Object.getOwnPropertySymbols(client).filter((one) => one.description === 'socket'); client[key].write('x')" },
  // Members of its own.
  'a meter that is none': { way: "const made = perf.createHistogram(); Reflect.apply(part(made, 'mean').mean, undefined, [])" },
  'a meter of time that is none': { way: "const made = perf.monitorEventLoopDelay(); Reflect.apply(part(made, 'mean').mean, {}, [])" },
  'a meter that is told of what is none': { way: "const made = perf.createHistogram(); const key = Reflect.ownKeys(made).find((one) => made[one]?.mean && typeof one === 'symbol'); made.add(Object.defineProperty(Object.create(made), key, { value: {} }))" },
  'a meter that fills what is no map': { way: "const made = perf.createHistogram(); for (const key of Object.getOwnPropertySymbols(made)) if (key.description === 'kMap') made[key] = { clear() {} }; made.percentiles", on: [20] },
  'a compressor that is begun where the stack ends': { way: "for (const act of [() => zlib.gunzipSync('x'), () => zlib.createGzip(), () => zlib.brotliDecompressSync('x')]) { const attempt = () => { try { act(); } catch {} }; attempt(); for (let size = 0; size < 20; size++) { let left = 40; const down = (...args) => { try { down(...args); } catch {} if (left-- > 0) attempt(); }; down(...Array(size)); } } collect(); await wait(); collect()" },
  // What was closed.
  'a meter of time that is closed': { way: "for (let i = 0; i < 20; i++) { const made = Array.from({ length: 20 }, () => part(perf.monitorEventLoopDelay(), 'countBigInt')); for (const one of made) try { one.close(); } catch {} await wait(); Array.from({ length: 50 }, () => perf.createHistogram()); for (const one of made) for (const name of ['countBigInt', 'max', 'percentile']) try { one[name](50); } catch {} }" },
  'a meter of time that is closed by what others close with': { way: "for (let i = 0; i < 20; i++) { const made = Array.from({ length: 20 }, () => perf.monitorEventLoopDelay()); for (const one of made) try { process.stdout._handle.close.call(part(one, 'countBigInt')); } catch {} await wait(); Array.from({ length: 50 }, () => perf.createHistogram()); for (const one of made) one.percentiles.get(one.max + one.count + one.reset()); }" },
  'a socket for datagrams that is closed': { way: "for (let i = 0; i < 20; i++) { const made = Array.from({ length: 20 }, () => { const socket = dgram.createSocket('udp4'); return Reflect.ownKeys(socket).map((key) => socket[key]?.handle).find(Boolean); }); for (const one of made) one.close(); await wait(); Array.from({ length: 60 }, () => Buffer.alloc(900, 255)); for (const one of made) for (const name of ['recvStop', 'recvStart']) try { one[name](); } catch {} }" },
  // Arguments.
  'a cipher that is told how long': { way: "cipher().setAAD(Buffer.alloc(1))" },
  'a signer': { way: "part(crypto.createSign('sha256'), 'sign').sign()" },
  'a curve': { way: "part(crypto.createECDH('prime256v1'), 'setPublicKey').setPublicKey()" },
  'a group': { way: "part(crypto.createDiffieHellman('17', 'hex'), 'setPrivateKey').setPrivateKey()" },
  'a certificate': { way: "part(new crypto.X509Certificate(CERT), 'checkHost').checkHost()", on: [20, 22, 24] },
  'a context of TLS': { way: 'tls.createSecureContext().context.setKey()' },
  'a blob': { way: "part(new Blob(['x']), 'slice').slice()" },
  'a list of addresses': { way: "part(new net.BlockList(), 'addAddress').addAddress()" },
  'a meter': { way: "part(perf.monitorEventLoopDelay(), 'percentiles').percentiles()" },
  'a resolver': { way: 'new dns.Resolver()._handle.asyncReset()' },
  'a resolver that is made again': { way: "const made = new dns.Resolver(); for (let level = made; level; level = Object.getPrototypeOf(level)) for (const key of Object.getOwnPropertySymbols(level)) if (key.description === 'dns:resolver:initializeHandle') made[key]('x', 'y')" },
  'a blob, cut nowhere': { way: "new Blob(['x']).slice(NaN)", on: [20] },
  'a socket for datagrams': { way: "const socket = dgram.createSocket('udp4'); Reflect.ownKeys(socket).map((key) => socket[key]?.handle).find(Boolean).open()" },
  'a parser': { way: 'parser().execute()' },
  'a parser that is told what to parse': { way: 'parser().initialize()' },
  'a parser that is told what to read': { way: 'parser().consume({})', on: [20, 22] },
  'TLS, what it receives': { way: 'new tls.TLSSocket(duplex()).ssl.receive()' },
  'TLS, put on nothing': { way: 'new tls.TLSSocket(duplex())._wrapHandle()' },
  'TLS that begins again': { way: "const made = quiet(new tls.TLSSocket(duplex())); made._start(); made._start()" },
  'TLS of a server that begins': { way: "quiet(new tls.TLSSocket(duplex(), { isServer: true, secureContext: tls.createSecureContext() }))._start()" },
  'TLS, what nobody has agreed on': { way: "quiet(new tls.TLSSocket(duplex())).getEphemeralKeyInfo()", on: [26] },
  'TLS, what it writes': { way: 'new tls.TLSSocket(duplex()).ssl.writeUtf8String()' },
  'TLS, what it writes without a request': { way: "new tls.TLSSocket(duplex()).ssl.writeUtf8String(null, 'x')", on: [20, 22, 24] },
  'TLS, a request of another kind': { way: "new tls.TLSSocket(duplex()).ssl.shutdown(Object.create({ getAsyncId() {} }))" },
  'TLS, a method of the stream below': { way: 'const [above, below] = [secure(), secure()]; above._parent = below; below.getpeername = below.setServername; above.getpeername({})' },
  'TLS, held by the stream below': { way: 'const [above, below] = [secure(), secure()]; above._parent = below; below.ref = below.setServername; above.ref({})' },
  'TLS, a method that is called by a socket': { way: "const [above, below] = [quiet(new tls.TLSSocket(duplex())), secure()]; above._handle._parent = below; below.setKeepAlive = below.setServername; net.Socket.prototype.setKeepAlive.call(above, true)" },
  'TLS, connected by a socket': { way: "const below = secure(); const server = net.createServer(); server._handle = secure(); server._handle._parent = below; below.listen = below.setServername; server._listen2()" },
  'TLS, a method of the handle': { way: 'const made = quiet(new tls.TLSSocket(duplex())); made._handle.getFinished = made._handle.setServername; made.getFinished({})' },
  'TLS that is over': { way: 'const made = quiet(new tls.TLSSocket(duplex())); const handle = made._handle; made.destroy(); await wait(); await wait(); const other = new tls.TLSSocket(duplex()); other._handle = handle; other.getProtocol()' },
  'a stream of JavaScript': { way: 'new tls.TLSSocket(duplex()).ssl._parent.finishWrite(1)' },
  'a stream of JavaScript that is told to end by what is no request': { way: "quiet(new tls.TLSSocket(duplex())).ssl._parent.onshutdown({}); await wait()" },
  'a stream of JavaScript that has written what is no request': { way: "const { _parent } = quiet(new tls.TLSSocket(duplex())).ssl; const made = Object.getOwnPropertySymbols(_parent).map((key) => _parent[key]).find((one) => one?.finishWrite); for (const key of Object.getOwnPropertySymbols(made)) if (key.description === 'kCurrentWriteRequest') made[key] = {}; made.finishWrite(_parent, 0)" },
  'a stream of JavaScript that reads what is no bytes': { way: "const end = duplex(); quiet(new tls.TLSSocket(end)); end.emit('data', {})" },
  'TLS over a stream that has a text to read': { way: "const below = quiet(new tls.TLSSocket(duplex())).setEncoding('utf8'); below.push('x'); quiet(new tls.TLSSocket(below)); await until(50)" },
  'a certificate that is asked for one that is none': { way: "new crypto.X509Certificate(CERT).checkIssued(new Proxy({}, { get: () => ({}) }))", on: [20, 22, 24] },
  'a certificate that is asked for one under the symbol of another one': { way: "const one = new crypto.X509Certificate(CERT); const like = Object.create(one); for (const key of Object.getOwnPropertySymbols(one)) if (/handle/i.test(key.description)) like[key] = {}; one.checkIssued(like)", on: [20, 22, 24] },
  'a file that has a symbol for a number': { way: "fs.closeSync(Symbol('x'))", on: [20] },
  'a sum that begins below zero with nothing': { way: "zlib.crc32('x', -0)", on: [20, 22] },
  'a session of HTTP/2': { way: 'session().altsvc()' },
  'a server of HTTP/2 that is elsewhere, and does not say for whom': { way: "quiet(http2.performServerHandshake(duplex())).altsvc('x')" },
  'a compressor': { way: 'zlib.createGzip()._handle.write()' },
  'a compressor, beyond its memory': { way: 'zlib.createGzip()._handle.writeSync(2, Buffer.alloc(1), 0, 2 ** 20, Buffer.alloc(1), 0, 2 ** 20)', on: [20] },
  'a compressor, by a field of its stream': { way: "const made = zlib.createGzip(); made._outOffset = 2 ** 31; quiet(made).write('x')", on: [20] },
  // Fields of C++.
  'TLS that is to call what is no function': { way: 'secure().onread = 5' },
  'TLS that is to call what is no function, by its class': { way: "const made = secure(); Reflect.set(Object.getPrototypeOf(made), 'onread', 5, made)" },
  'TLS that is to call what is no function, by its accessor': { way: "const made = secure(); const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(made), 'onread'); set.call(made, 5)", on: [22, 24, 26] },
  'a stream of JavaScript that is to call what is no function': { way: 'new tls.TLSSocket(duplex()).ssl._parent.onread = {}' },
  'a stream of HTTP/2 that is to call what is no function': { way: "const client = session(); const made = quiet(http2.connect('http://localhost', { createConnection: duplex })).request(); part(made, 'rstStream').onread = 5" },
  'what is written that is to call what is no function': { way: 'process.stdout._handle.onread = 5' },
  'what is written that is to call what is no function, by its class': { way: "let level = process.stdout._handle; while (!Object.hasOwn(level, 'onread')) level = Object.getPrototypeOf(level); Reflect.set(level, 'onread', null, process.stdout._handle)" },
  'a parser that is to call what streams call': { way: "let level = secure(); while (!Object.hasOwn(level, 'onread')) level = Object.getPrototypeOf(level); Reflect.set(level, 'onread', () => {}, parser())", on: [20] },
  'a server that is told to wait for what is no time': { way: "const made = http.createServer({ connectionsCheckingInterval: 1 }); made.headersTimeout = 'x'; made.emit('listening'); const end = Date.now() + 50; setTimeout(() => {}, 40)", on: [20, 22] },
  'a decoder with another name for how': { way: "const made = new TextDecoder('utf-16le'); for (const key of Object.getOwnPropertySymbols(made)) if (key.description === 'encoding') made[key] = 1; made.decode(Buffer.from('ab'))", on: [20, 22] },
  'a decoder that says another name for how': { way: "const made = Object.defineProperty(new TextDecoder('utf-16le'), 'encoding', { value: 1 }); made.decode(Buffer.from('ab'))", on: [20, 22] },
  'a decoder with nothing to decode with': { way: "const made = new TextDecoder('utf-16le'); for (const key of Object.getOwnPropertySymbols(made)) if (key.description === 'handle') made[key] = {}; made.decode(Buffer.from('ab'))" },
  'a decoder that is none': { way: "const made = new TextDecoder('utf-16le'); const one = Object.create(made); for (const key of Object.getOwnPropertySymbols(made)) if (key.description === 'handle') Object.defineProperty(one, key, { value: 'x' }); one.decode(Buffer.from('ab'))", on: [24, 26] },
  'a decoder that is changed while it is told how': { way: "const made = new TextDecoder(); const keys = Object.getOwnPropertySymbols(made); const handle = Object.getOwnPropertySymbols(new TextDecoder('utf-16le')).find(({ description }) => /handle/i.test(description)); made.decode(Buffer.from('ab'), { get stream() { for (const key of keys) if (/FastPath/.test(key.description)) Object.defineProperty(made, key, { value: false, configurable: true }); Object.defineProperty(made, handle, { value: {}, configurable: true }); return true; } })" },
  'a decoder that says another name for how, and goes on': { way: "Object.defineProperty(new TextDecoder(), 'encoding', { value: 1 }).decode(Buffer.from('ab'), { stream: true })", on: [20, 22] },
  'a decoder that changes while it is looked at': { way: "const made = new TextDecoder(); const keys = Object.getOwnPropertySymbols(made); const handle = Object.getOwnPropertySymbols(new TextDecoder('utf-16le')).find(({ description }) => /handle/i.test(description)); const one = Object.create(TextDecoder.prototype); for (const key of keys) if (key !== handle) Object.defineProperty(one, key, { value: made[key], configurable: true, writable: true }); Object.defineProperty(one, keys.find(({ description }) => description === 'decoder' || description === 'kDecoder'), { get() { for (const key of keys) if (/FastPath/.test(key.description)) one[key] = false; Object.defineProperty(one, handle, { value: {}, configurable: true }); return true; } }); one.decode(Buffer.from('ab'))", on: [24, 26] },
  'a decoder that inherits another name for how': { way: "const made = new TextDecoder('utf-16le'); Object.setPrototypeOf(made, new Proxy(TextDecoder.prototype, { get: (target, key) => (key === 'encoding' ? 1 : target[key]), getPrototypeOf: () => TextDecoder.prototype, getOwnPropertyDescriptor: () => undefined })); made.decode(Buffer.from('ab'))", on: [20, 22] },
  'a serializer without errors': { way: "const made = new (require('v8').Serializer)(); made._getDataCloneError = undefined; made.writeValue(() => {})" },
  'an error that C++ makes, with a setter that throws': { way: "Object.defineProperty(Error.prototype, 'code', { set() { throw 1; }, configurable: true }); const made = crypto.createDecipheriv('aes-128-gcm', '0123456789abcdef', '0123456789ab'); for (const act of [() => made.final(), () => Buffer.alloc(3).utf8Write(5), () => Buffer.alloc(3).hexSlice(5, 3), () => new crypto.X509Certificate('x'), () => fs.statSync(__dirname + '/none')]) try { act(); } catch {} delete Error.prototype.code" },
  'the same of an error that the system makes': { way: "Object.defineProperty(Error.prototype, 'syscall', { get() { throw 1; }, set() { throw 1; }, configurable: true }); try { fs.readFileSync(__dirname + '/none'); } catch {} delete Error.prototype.syscall" },
  'a list with an address that is none': { way: "const of = (value) => new Proxy({}, { get: (target, key) => (typeof key === 'symbol' ? {} : value) }); const list = new net.BlockList(); for (const act of ['addAddress', 'addRange', 'check']) try { list[act](of(), of()); } catch {}" },
  'a list with an address under the symbol of another one': { way: "const one = new net.SocketAddress(); const like = Object.create(one); for (const key of Object.getOwnPropertySymbols(one)) if (key.description === 'kHandle') like[key] = {}; new net.BlockList().addRange(one, like)" },
  'a list with part of an address that is longer': { way: "new net.BlockList().addSubnet(Object.defineProperty(new net.SocketAddress(), 'family', { value: 'ipv6' }), 100)" },
  // Memory.
  'memory that becomes less while it is parsed': { way: "const memory = new ArrayBuffer(1 << 24, { maxByteLength: 1 << 24 }); const bytes = Buffer.from(memory); const one = 'GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'; for (let i = 0; i < 9999; i++) bytes.write(one, i * one.length); const end = duplex(); http.createServer(() => memory.resize(0)).emit('connection', end); end.push(bytes.subarray(0, one.length * 9999))" },
  'memory that is moved away while it is compressed to': { way: "const made = quiet(zlib.createGzip({ chunkSize: 1 << 25 })); made.resume().write(noise()); setTimeout(() => { const { buffer } = made._outBuffer; structuredClone(buffer, { transfer: [buffer] }); setImmediate(collect); }, 1); setTimeout(() => {}, 900)" },
  'memory that becomes less while it is compressed': { way: "const memory = new ArrayBuffer(1 << 26, { maxByteLength: 1 << 26 }); quiet(zlib.createGzip()).resume().write(Buffer.from(memory)); setTimeout(() => memory.resize(0), 1); setTimeout(() => {}, 900)", on: [26] },
  // States.
  'something that is going on, and has no number': { way: "new (require('async_hooks').AsyncResource)('x').runInAsyncScope.call('x', () => {})" },
  'something that is going on below zero': { way: "const { AsyncResource } = require('async_hooks'); const made = new AsyncResource('x'); for (const key of Object.getOwnPropertySymbols(made)) if (key.description === 'async_id_symbol') made[key] = -5; made.runInAsyncScope(() => zlib.gzip('x', () => {}))" },
  'TLS that writes twice': { way: "const made = quiet(new tls.TLSSocket(duplex())); made._handle; made._writeGeneric(false, 'x', 'utf8', () => {}); made._writeGeneric(false, 'y', 'utf8', () => {})" },
  'a compressor at work': { way: 'const made = zlib.createGzip(); made.write(big); made._handle.writeSync(2, big, 0, 1, Buffer.alloc(9), 0, 9)' },
  'a compressor at work, by its stream': { way: 'const made = zlib.createGzip(); made.write(big); made._processChunk(big, 2)' },
  'a compressor that is closed': { way: 'const made = zlib.createGzip(); made._handle.close(); made.write(big)' },
  'a compressor whose memory was moved': { way: 'const made = zlib.createGzip(); structuredClone(made._outBuffer, { transfer: [made._outBuffer.buffer] }); quiet(made).write(big)', on: [20] },
};

/** The same for a package that was granted a little. */
const GRANTED = {
  'name servers that are none': { way: "new dns.Resolver()._handle.setServers([['x']])", grants: ['network:dns'] },
  'a stream of HTTP/2 that is over': {
    way: `const once = (begin) => {
      const ends = [0, 1].map(() => quiet(new stream.Duplex({ read() {}, write(chunk, encoding, done) { this.other.push(chunk); done(); }, final(done) { this.other.push(null); done(); } })));
      [ends[0].other, ends[1].other] = [ends[1], ends[0]];
      const seen = {};
      const server = quiet(http2.createServer()).on('sessionError', () => {}).on('session', (one) => { seen.session = quiet(one); });
      server.on('stream', (one) => { seen.stream = quiet(one); one.respond({ ':status': 200 }); one.write('abc'); });
      server.emit('connection', ends[0]);
      const client = quiet(http2.connect('http://localhost', { createConnection: () => ends[1] }));
      const request = quiet(client.request({ ':path': '/', ':method': 'POST' })).on('data', () => {});
      request.write('x');
      begin(() => {
        request.write('x');
        client.ping(() => {});
        quiet(client.request()).end();
        seen.stream?.write('y');
        request.end();
        setTimeout(() => { client.destroy(); seen.session?.destroy(); }, 3);
      });
    };
    process.on('uncaughtException', () => {});
    for (let i = 0; i < 20; i++) setTimeout(once, i * 10, i % 2 === 0 ? (act) => act() : setImmediate);
    await new Promise((done) => { setTimeout(done, 500); })`,
    grants: ['network:http'], on: [26],
  },
};

/** What gives the same with and without Sentinel, when the package was granted a little. */
const HONEST_GRANTED = {
  'scripts that are stopped while C++ makes errors': {
    way: `const vm = require('vm'); const bytes = Buffer.alloc(3); const forever = () => { for (;;) try { bytes.utf8Write(5); } catch {} }; const said = new Set();
      for (let i = 0; i < 100; i++) try { vm.runInNewContext('forever()', { forever }, { timeout: 1 }); } catch (error) { said.add(error.code); }; [...said]`,
    grants: ['vm:execute'],
  },
};

/** What gives the same with and without Sentinel. */
const HONEST = {
  searches: "const one = Buffer.from('abcabc'); const view = new DataView(one.buffer, one.byteOffset, 6); [one.indexOf('c'), one.lastIndexOf('c'), one.lastIndexOf('c', 3), one.includes('YWI=', 0, 'base64'), one.indexOf('6263', 2, 'hex'), one.indexOf(98, 2), one.indexOf(Buffer.from('bc'), -3), one.lastIndexOf('c', undefined, 'latin1'), new Uint16Array([1, 2]).length, (() => { try { return Buffer.prototype.indexOf.call({ length: 3 }, 'x'); } catch (error) { return error.code; } })(), Buffer.prototype.indexOf.call(new Uint8Array([97, 98]), 'b')]",
  'searches for half a character': "const one = Buffer.from('a\\ufffdb'); const sought = process.versions.node.startsWith('24.') ? '\\ufffd' : '\\ud800'; [one.indexOf(sought), one.includes(sought), one.lastIndexOf(sought, 'utf8'), Buffer.from('\\ud800', 'ucs2').indexOf('\\ud800', 0, 'ucs2'), Buffer.from([0]).indexOf('\\ud800', 'latin1')]",
  'channels for what is going on': "const dc = require('diagnostics_channel'); const one = dc.channel('own'); const seen = []; const hear = (message, name) => seen.push(message, name); one.subscribe(hear); one.publish(1); one.unsubscribe(hear); one.publish(2); one.subscribe(hear); dc.channel('own').publish(3); const { AsyncLocalStorage } = require('async_hooks'); const store = new AsyncLocalStorage(); one.bindStore(store); one.runStores(4, () => seen.push(store.getStore())); one.unbindStore(store); const traced = dc.tracingChannel('t'); traced.subscribe({ start: hear }); traced.traceSync(() => 1, { a: 1 }); [seen, one.hasSubscribers, new dc.Channel('n').hasSubscribers]",
  'connections over streams of JavaScript': "const { client, server } = reading(Buffer.alloc(100), () => true); const seen = []; let count = 0; await until(50); client.write(Buffer.alloc(300000, 'x'), () => seen.push('written')); server.on('data', (bytes) => { count += bytes.length; }); await until(200); client.end('bye', () => seen.push('finished')); server.on('end', () => { seen.push('end', count); server.end(); }); client.on('close', () => seen.push('close')); await until(200); const [one, other] = ends(); const far = quiet(http2.createServer()); far.on('stream', (made) => { made.respond({ ':status': 200 }); made.end('x'); }); far.emit('connection', one); const near = quiet(http2.connect('http://localhost', { createConnection: () => other })); near.on('close', () => seen.push('closed')); near.ping(() => seen.push('ping')); await until(100); near.close(); await until(100); seen",
  'a server of HTTP/2 that is elsewhere': "const made = quiet(http2.performServerHandshake(duplex())); const said = [() => made.altsvc('h2=\":1\"', 'https://a/'), () => made.altsvc('x', 1), () => made.altsvc('x', { origin: 'b' }), () => made.altsvc('x', 0), () => made.altsvc('x', {}), () => made.origin('https://a/'), () => made.origin()].map((act) => { try { return act() ?? 'done'; } catch (error) { return error.code; } }); said",
  'a certificate and another one': "const one = new crypto.X509Certificate(CERT); const other = crypto.generateKeyPairSync('ed25519'); const said = (() => { try { return one.checkIssued({}); } catch (error) { return error.code; } })(); [one.checkIssued(new crypto.X509Certificate(CERT)), one.verify(one.publicKey), one.verify(other.publicKey), one.checkPrivateKey(other.privateKey), said]",
  sums: "[zlib.crc32('x'), zlib.crc32('x', 5), zlib.crc32(Buffer.from('x'), 0), zlib.crc32('x', 2 ** 32 - 1), zlib.crc32.length, zlib.crc32.name]",
  'lists of addresses': "const list = new net.BlockList(); const one = new net.SocketAddress({ address: '10.0.0.1' }); list.addAddress(one); list.addAddress('::1', 'ipv6'); list.addRange('10.0.1.1', new net.SocketAddress({ address: '10.0.1.9' })); list.addSubnet(new net.SocketAddress({ address: '8592:757c::', family: 'ipv6' }), 64); list.addSubnet('192.168.0.0', 16); const said = [() => list.addAddress({}), () => list.addSubnet('10.0.0.0', 33), () => list.addRange('10.0.0.9', '10.0.0.1')].map((act) => { try { return act(); } catch (error) { return error.code; } }); [list.check(structuredClone(one)), list.check('10.0.1.5'), list.check('10.0.1.10'), list.check('::1', 'ipv6'), list.check('8592:757c::5', 'ipv6'), list.check(new net.SocketAddress({ address: '192.168.3.4' })), list.check('::ffff:10.0.0.1', 'ipv6'), list.rules, said]",
  'errors of C++ on the last bytes of the stack': `const acts = [() => Buffer.alloc(3).utf8Write(5), () => crypto.createHmac('none', 'x'), () => new URL('x'), () => new net.BlockList().addAddress('x')]; const said = new Set();
    const attempt = (act) => { try { act(); } catch (error) { said.add(error instanceof Error); } };
    for (const act of acts) { attempt(act); for (let size = 0; size < 20; size++) { let left = 30; const down = (...args) => { try { down(...args); } catch {} if (left-- > 0) attempt(act); }; down(...Array(size)); } }; [...said]`,
  'members that errors inherit': "Error.prototype.own = 5; const made = new Error('x'); made.own = 6; const other = new TypeError('y'); other.code = 7; let said; try { Buffer.alloc(3).utf8Write(5); } catch (error) { said = error.code; } [made.own, Object.keys(made), other.own, other.code, new Error('z').own, said]",
  hash: "crypto.createHash('sha1').update('x').update(new Uint16Array(2)).digest('hex')",
  'hash as a stream': "crypto.createHash('sha1').end('x').read().toString('hex')",
  hmac: "crypto.createHmac('sha1', crypto.createSecretKey('k', 'utf8')).update('x').digest('hex') + crypto.createHmac('sha1', new ArrayBuffer(3)).update('x').digest('hex')",
  cipher: "const one = crypto.createCipheriv('aes-128-gcm', '0123456789abcdef', '0123456789ab'); one.setAAD(Buffer.from('aad'), { plaintextLength: 1 }); one.update('x', 'utf8', 'hex') + one.final('hex') + one.getAuthTag().toString('hex')",
  decipher: "const one = crypto.createDecipheriv('aes-128-gcm', '0123456789abcdef', '0123456789ab'); one.setAuthTag(Buffer.alloc(16)); try { one.update(Buffer.from('x')); one.final(); } catch (error) { error.message; }",
  'signature of a curve': "const pair = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }); crypto.createVerify('sha256').update('x').verify(pair.publicKey, crypto.createSign('sha256').update('x').sign(pair.privateKey))",
  'agreement': "const [one, two] = [crypto.createECDH('prime256v1'), crypto.createECDH('prime256v1')]; one.generateKeys(); two.generateKeys(); one.computeSecret(two.getPublicKey()).equals(two.computeSecret(one.getPublicKey()))",
  keys: "const key = crypto.createSecretKey('key', 'utf8'); [key.type, key.symmetricKeySize, key.export().toString(), key.equals(crypto.createSecretKey('key', 'utf8')), key instanceof crypto.KeyObject, key.constructor.name]",
  'a key that is cloned': "structuredClone(crypto.createSecretKey('key', 'utf8')).export().toString()",
  certificate: 'const one = new crypto.X509Certificate(CERT); [one.subject, one.checkHost(\'x\'), one.verify(one.publicKey), one.toLegacyObject().serialNumber]',
  'context of TLS': "const { context } = tls.createSecureContext({ ca: CERT }); context.addCACert(CERT); [typeof context, context.constructor.name]",
  compression: "zlib.gunzipSync(zlib.gzipSync('x'.repeat(1e5))).length + zlib.brotliDecompressSync(zlib.brotliCompressSync('abc')).toString()",
  'compression of every view': "const bytes = zlib.deflateSync('abcd'); const { buffer } = new Uint8Array(bytes); [DataView, Uint8Array, Int8Array].map((View) => zlib.inflateSync(new View(buffer)).toString() + zlib.inflateSync(zlib.deflateSync(new View(new ArrayBuffer(3)))).length)",
  'compression as a stream': "const made = zlib.createDeflate(); const parts = []; made.on('data', (part) => parts.push(part)); made.write('abc'); made.flush(() => made.params(9, 0, () => made.end('def'))); await events.once(made, 'end'); zlib.inflateSync(Buffer.concat(parts)).toString()",
  'compression that starts again': "const made = zlib.createGzip(); made.reset(); const all = made.end('x').read(); all",
  'a mistake in what was compressed': "const made = zlib.createGunzip(); made.end('no gzip'); (await events.once(made, 'error'))[0].code",
  'compression by hand': `const made = zlib.createInflate(); const bytes = zlib.deflateSync('by hand'); const out = Buffer.alloc(64);
    made._handle.writeSync(zlib.constants.Z_FINISH, bytes, 0, bytes.length, out, 0, 64); const left = made._writeState[0]; made._handle.close(); out.subarray(0, 64 - left).toString()`,
  'a compressor kept open': "const made = zlib.createGzip(); const { close } = made._handle; made._handle.close = () => {}; const all = made._processChunk(Buffer.from('x'), zlib.constants.Z_FINISH); made._handle.close = close; made.close(); zlib.gunzipSync(all).toString()",
  'blob, cut': "[await new Blob(['abcdef']).slice(-2).text(), await new Blob(['abcdef']).slice(1, 4).text(), new Blob(['a']).slice().size]",
  blob: "(await new Blob(['abc', 'def']).slice(1, 5).text()) + (await (await new Blob(['x']).stream().getReader().read()).value.length)",
  addresses: "const list = new net.BlockList(); list.addSubnet('10.0.0.0', 8); [list.check('10.1.1.1'), list.rules, new net.SocketAddress({ address: '::1', family: 'ipv6' }).address]",
  meter: 'const one = perf.createHistogram(); one.record(5); one.recordDelta(); const other = perf.monitorEventLoopDelay(); other.enable(); other.disable(); [one.count, one.max, one.percentile(50), other.constructor.name]',
  resolver: 'new dns.Resolver().getServers().length > 0',
  parser: "const end = duplex(); const server = http.createServer((request, response) => response.end('ok')); let said = ''; end._write = (chunk, encoding, done) => { said += chunk; done(); }; server.emit('connection', end); end.push('GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n'); await events.once(end, 'finish'); said.slice(0, 15)",
  'HTTP/2': "const client = quiet(http2.connect('http://localhost', { createConnection: duplex })); client.ping(() => {}); client.settings({ enablePush: false }); const seen = [typeof client.state.localWindowSize, client.localSettings.enablePush]; client.destroy(); seen",
  'TLS, held and let go': "const secure = quiet(new tls.TLSSocket(duplex())); const seen = [secure.unref() === secure, secure.ref() === secure, secure._handle.unref(), secure._handle.ref(), secure.remoteAddress]; secure.destroy(); seen",
  'TLS over a stream': "const secure = quiet(new tls.TLSSocket(duplex())); const seen = [secure.getProtocol(), secure.getCipher(), secure.authorized, secure.isSessionReused(), secure.getPeerCertificate(), typeof secure._handle.getAsyncId(), secure._handle.constructor.name]; secure.destroy(); seen",
  pattern: "if (typeof URLPattern === 'undefined') return 0; const one = new URLPattern('http://a/:b'); [one.protocol, one.test('http://a/c'), one.exec('http://a/c').pathname.groups.b, one instanceof URLPattern, Object.keys(URLPattern.prototype).length]",
  decoders: "const all = ['utf-8', 'utf-16le', 'latin1', 'shift_jis'].map((name) => [new TextDecoder(name).decode(Buffer.from('aé')), new TextDecoder(name, { fatal: true }).encoding, new TextDecoder(name).decode(Buffer.from('x'), { stream: true })]); class Mine extends TextDecoder {}; [...all, new Mine().decode(), Object.keys(new Mine('utf-16le')), new TextDecoder().decode(new Uint8Array([0xe2, 0x82]), { stream: true })]",
  serializers: "const v8 = require('v8'); class Mine extends v8.Serializer { _getDataCloneError(text) { return new RangeError(text); } } const made = new v8.Serializer(); made.writeHeader(); made.writeValue({ a: 1 }); made.writeValue([2]); let said; try { const one = new Mine(); one.writeHeader(); one.writeValue(() => {}); } catch (error) { said = error.name; }; [made.releaseBuffer().toString('hex'), v8.deserialize(v8.serialize(new Map([[1, { b: [3] }]]))).get(1), said, Object.keys(made)]",
  'memory that is moved': "const memory = new ArrayBuffer(9); const moved = structuredClone(memory, { transfer: [memory] }); const less = new ArrayBuffer(9, { maxByteLength: 20 }); less.resize(3); const bytes = new Uint8Array(new ArrayBuffer(1e5)); const packed = await new Promise((done) => { zlib.gzip(bytes, (error, all) => done(all)); }); const again = structuredClone(bytes.buffer, { transfer: [bytes.buffer] }); let part; const reader = new ReadableStream({ type: 'bytes', pull(controller) { controller.enqueue(new Uint8Array([5, 6])); } }).getReader({ mode: 'byob' }); part = await reader.read(new Uint8Array(8)); [memory.byteLength, moved.byteLength, less.byteLength, packed.length, again.byteLength, bytes.length, [...part.value]]",
  search: "const one = Buffer.from('abcabc'); [one.indexOf('c'), one.indexOf(98, 2), one.lastIndexOf('a'), one.includes('ca'), one.indexOf(Buffer.from('bc'), -3), one.indexOf('b', 0, 'latin1'), one.indexOf.length, one.includes(120)]",
  'what is going on': "const { AsyncResource, executionAsyncId } = require('async_hooks'); const made = new AsyncResource('x'); class Mine extends AsyncResource {}; [made.runInAsyncScope((one) => executionAsyncId() === made.asyncId() && one, null, 5), new Mine('y').runInAsyncScope(function f() { return this.x; }, { x: 1 }), AsyncResource.bind(() => 3)(), new events.EventEmitterAsyncResource({ name: 'z' }).on('a', () => {}).emit('a')]",
  'TLS that writes': `const ends = [0, 1].map(() => new stream.Duplex({ read() {}, write(chunk, encoding, done) { this.other.push(chunk); done(); }, final(done) { this.other.push(null); done(); } })); [ends[0].other, ends[1].other] = [ends[1], ends[0]];
    const key = crypto.createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' });
    const CERTS = tls.createSecureContext(); const server = quiet(new tls.TLSSocket(ends[0], { isServer: true, secureContext: CERTS })); const client = quiet(tls.connect({ socket: ends[1], rejectUnauthorized: false }));
    for (let i = 0; i < 9; i++) client.write(i % 2 ? 'x' : Buffer.alloc(9)); const said = []; client.on('error', (error) => said.push(error.code)); await events.once(client, 'close'); said`,
  'what TLS calls': "const made = secure(); const seen = [made.onread.name, typeof made.onread, 'onread' in made]; const mine = () => {}; made.onread = mine; seen.push(made.onread === mine); seen",
  'TLS over a stream that says something': "const secure = quiet(new tls.TLSSocket(duplex())); const said = []; secure.ssl._parent.constructor; secure.on('close', () => said.push('closed')); secure.destroy(); await events.once(secure, 'close'); said",
  datagrams: "const socket = dgram.createSocket('udp4'); const seen = [socket.getSendQueueSize?.(), typeof socket.ref]; socket.unref(); socket.close(); seen",
};

module.exports = {
  GRANTED: { ...GRANTED, ...memory.GRANTED, ...numbers.GRANTED }, HONEST: { ...HONEST, ...memory.HONEST, ...numbers.HONEST }, HONEST_GRANTED: { ...HONEST_GRANTED, ...numbers.HONEST_GRANTED },
  PRELUDE, WAYS: { ...WAYS, ...memory.WAYS, ...numbers.WAYS },
};
