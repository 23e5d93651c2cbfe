'use strict';
// Refusals that nobody hears or catches: they must not end Node-RED, which errors nobody hears do.
const { EventEmitter, once } = require('events');
const childProcess = require('child_process');
const dgram = require('dgram');
const dns = require('dns');
const fs = require('fs');
const http = require('http');
const http2 = require('http2');
const https = require('https');
const net = require('net');
const { Readable, Transform, promises: { pipeline } } = require('stream');
const tls = require('tls');
const util = require('util');
const { Worker } = require('worker_threads');
const zlib = require('zlib');

const URL_OUTSIDE = 'http://outside.invalid/';
const read = () => fs.readFileSync('/etc/shadow');
const refusal = () => { try { return read(); } catch (error) { return error; } };

const WAYS = {
  connections: [
    () => net.connect(9, '127.0.0.1'), () => net.connect('/run/none.sock'), () => net.createConnection({ host: 'outside.invalid', port: 80 }).end('x'),
    () => { const socket = new net.Socket(); socket.connect(9, '127.0.0.1'); socket.write('x'); socket.pipe(socket); },
    async () => { for await (const bytes of net.connect(9, '127.0.0.1')) void bytes; },
    () => tls.connect(443, 'outside.invalid'), () => tls.connect({ host: 'outside.invalid', port: 443, servername: 'a' }, () => {}).end('x'),
    () => tls.createServer({}).listen(0), () => net.createServer().listen(0), () => http.createServer().listen(0, () => {}).close(), () => net.createServer().listen('/run/none.sock'),
    async () => { const server = http.createServer(); server.listen(0); await once(server, 'listening'); },
    () => dgram.createSocket('udp4').send('x', 9, '127.0.0.1'), () => dgram.createSocket('udp4').bind(0), () => dgram.createSocket('udp4').connect(9),
    () => { const socket = dgram.createSocket('udp4'); socket.bind(5555); socket.close(); }, () => { const socket = dgram.createSocket('udp4'); socket.bind(0, () => socket.addMembership('239.1.1.1')); },
    () => dns.lookup('outside.invalid', () => {}), () => { dns.promises.lookup('outside.invalid'); dns.promises.resolve4('outside.invalid'); new dns.promises.Resolver().resolve('outside.invalid'); },
  ],
  requests: [
    () => http.get(URL_OUTSIDE), () => https.get('https://outside.invalid'), () => http.request({ host: 'outside.invalid' }).on('response', () => {}),
    () => { const request = http.request({ host: 'outside.invalid', method: 'POST' }); request.write('a'); request.end('b'); request.setTimeout(10); request.setNoDelay(); },
    () => http.request(URL_OUTSIDE).abort(), () => http.request(URL_OUTSIDE).destroy(new Error('mine')).on('error', () => {}),
    () => Readable.from(['a', 'b']).pipe(http.request(URL_OUTSIDE, { method: 'PUT' })),
    () => https.request({ host: 'outside.invalid', agent: new https.Agent({ keepAlive: true }) }).end(),
    () => { const agent = new http.Agent({ maxSockets: 1 }); for (let i = 0; i < 3; i++) http.get({ host: 'outside.invalid', agent }); },
    () => http2.connect(URL_OUTSIDE), () => { const session = http2.connect('https://outside.invalid'); session.request({ ':path': '/' }).end(); session.close(); },
    () => http2.createServer().listen(0), () => http2.createSecureServer({}).listen(0),
    () => { fetch(URL_OUTSIDE); }, () => { fetch(URL_OUTSIDE, { method: 'POST', body: new ReadableStream({ pull(controller) { controller.enqueue(new Uint8Array(3)); } }), duplex: 'half' }); },
    () => typeof globalThis.WebSocket === 'function' && new globalThis.WebSocket('ws://outside.invalid/'), () => typeof globalThis.WebSocket === 'function' && new globalThis.WebSocket('ws://outside.invalid/').close(),
  ],
  files: [
    () => fs.readFile('/etc/shadow', () => {}), () => { fs.promises.readFile('/etc/shadow'); fs.promises.open('/etc/shadow'); fs.promises.cp('/etc', '/dev/null/none', { recursive: true }); },
    () => fs.createReadStream('/etc/shadow'), () => { const stream = fs.createWriteStream('/dev/null/none'); stream.write('a'); stream.end('b'); },
    () => fs.createReadStream('/etc/shadow').pipe(fs.createWriteStream('/dev/null/none')), async () => { for await (const bytes of fs.createReadStream('/etc/shadow')) void bytes; },
    () => { pipeline(fs.createReadStream('/etc/shadow'), fs.createWriteStream('/dev/null/none')); }, () => fs.watch('/etc'), () => fs.watchFile('/etc/shadow', () => {}),
    async () => { for await (const event of fs.promises.watch('/etc')) void event; }, async () => { for await (const name of fs.promises.glob?.('/etc/*') ?? []) void name; },
    () => { fs.promises.opendir('/etc'); fs.opendir('/etc', () => {}); },
  ],
  programs: [
    () => childProcess.exec('true'), () => { const child = childProcess.spawn('true'); child.stdin.write('x'); child.stdout.on('data', () => {}); child.kill(); child.unref(); },
    () => childProcess.spawn('true').stdout.pipe(process.stdout), () => { const child = childProcess.fork('x.js'); child.send({}); child.disconnect(); },
    () => { util.promisify(childProcess.exec)('true'); }, () => new Worker('0', { eval: true }), () => { WebAssembly.compile(Buffer.from('0061736d01000000', 'hex')); },
  ],
  callbacks: [
    () => { Promise.resolve().then(read); }, () => process.nextTick(read), () => setImmediate(read), () => setTimeout(read, 1), () => queueMicrotask(read),
    () => Readable.from(['a']).on('data', read), () => Readable.from(['a']).pipe(new Transform({ transform: read })), () => new Readable({ read }).resume(),
    () => { const emitter = new EventEmitter(); setTimeout(() => emitter.emit('error', refusal()), 1); },
    () => { const target = new EventTarget(); target.addEventListener('x', read); target.dispatchEvent(new Event('x')); },
    () => { const controller = new AbortController(); controller.signal.addEventListener('abort', read); controller.abort(); },
    () => { const { port1, port2 } = new MessageChannel(); port1.on('message', () => { port1.close(); read(); }); port2.postMessage(1); },
    async () => { await null; read(); }, () => require('crypto').randomBytes(4, read), () => zlib.gzip('a', read), () => { new ReadableStream({ pull: read }).getReader().read(); },
    () => { new PerformanceObserver(read).observe({ entryTypes: ['mark'] }); performance.mark('x'); }, () => http.get({ host: 'outside.invalid', lookup: read }),
  ],
  'errors of its own around them': [
    () => { Promise.reject(refusal()); }, async () => { throw new Error('cannot read', { cause: refusal() }); }, () => setTimeout(() => { throw new Error('no', { cause: new Error('nor this', { cause: refusal() }) }); }, 1),
    () => { Promise.any([fs.promises.readFile('/etc/shadow')]); }, () => { Promise.all([fs.promises.readFile('/etc/shadow'), fetch(URL_OUTSIDE)]); },
    () => setImmediate(() => { throw new AggregateError([refusal(), refusal()]); }), async () => { await null; throw new RangeError(`Aborted(${refusal()})`); },
  ],
  'errors that come of them': [
    () => setTimeout(() => { fs.existsSync('/etc/shadow'); null.at(0); }, 1), async () => { await fs.promises.stat('/etc/shadow').catch(() => {}); null.at(0); },
    () => fs.readFile('/etc/shadow', () => setTimeout(() => { null.at(0); }, 20)), () => net.connect(9, '127.0.0.1').on('error', () => { throw new RangeError('tried too often'); }),
  ],
};

/** Makes all of them at once, and waits until what they began is over. */
const all = (ways) => async ({ id }) => {
  // What is thrown at once is the package's to catch.
  for (const way of ways) { try { void way(); } catch { /* refused */ } }
  await new Promise((resolve) => { setTimeout(resolve, 150); });
  return id;
};

module.exports = Object.entries(WAYS).map(([name, ways]) => ({ name: `refusals nobody hears: ${name}`, wants: 'exit', restart: true, run: all(ways) }));
