'use strict';
// A number is the next file's as soon as it is closed. A handle, or an operation that waits, that goes on with it has whatever somebody else opens then.
const crypto = require('crypto');
const fs = require('fs');
const http2 = require('http2');
const net = require('net');
const { Duplex } = require('stream');
const zlib = require('zlib');

/** Node.js 26 ends a process in which an open handle is collected. */
const handles = [];
const opened = async (...args) => handles[handles.push(await fs.promises.open(...args)) - 1];
const keyOf = (handle) => Object.getOwnPropertySymbols(handle).find((symbol) => symbol.description === 'kHandle');
const acts = () => globalThis.bystanderActs;
// Others are at work as well, and the number goes to whoever is first. Without Sentinel it is tried until that is who it should be, however busy the machine.
const TRIES = 40;
const FREE_TRIES = 600;

const read = (handle) => handle.read(Buffer.alloc(100), 0, 100, 0).then(({ buffer }) => `${buffer}`);

async function isClosed(fd) {
  for (let i = 0; i < 1000; i++) {
    try { fs.fstatSync(fd); } catch { return; }
    await new Promise(setImmediate);
  }
}

const CLOSES = {
  'its number closed': (handle) => fs.closeSync(handle.fd),
  'its number closed with a callback': (handle) => new Promise((resolve) => { fs.close(handle.fd, resolve); }),
  'what is behind it closed by a compressor': (handle) => { const made = zlib.createGzip(); made._handle.close(); made._handle = handle[keyOf(handle)]; made.close(); },
  'what is behind it ended by a socket': (handle) => { new net.Socket({ handle: handle[keyOf(handle)], allowHalfOpen: true, manualStart: true }).on('error', () => {}).end(); },
  'what is behind it closed by another one': async (handle, ctx) => { const other = await opened(`${ctx.allowed}/ok.txt`); other[keyOf(other)] = handle[keyOf(handle)]; await other.close(); },
};

/** Tried until somebody else gets the number. */
const again = (attempt) => async (ctx) => {
  for (let i = 0; i < (ctx.isFree ? FREE_TRIES : TRIES); i++) {
    const text = await attempt(ctx, await opened(`${ctx.allowed}/ok.txt`, 'r+')).catch(() => '');
    if (text.includes('SECRET')) return text;
  }
  return '';
};

const closing = (close, rest) => again(async (ctx, handle) => {
  const { fd } = handle;
  await close(handle, ctx);
  await isClosed(fd);
  return rest(handle);
});

const frame = (type, flags, id, payload) => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(id, 5);
  return Buffer.concat([head, payload]);
};
const HELLO = [Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(4, 0, 0, Buffer.alloc(0)), frame(1, 5, 1, Buffer.concat([Buffer.from([0x82, 0x86, 0x84, 0x01, 1]), Buffer.from('x')]))];
const MORE = Buffer.from([0, 1, 0, 0]);

/** A server of HTTP/2 that answers somebody who waits after 64 KB; `client` says what that one has heard. */
function served(ctx, answer) {
  const client = { heard: '', end: new Duplex({ read() {}, write(chunk, encoding, done) { client.heard += chunk.toString('latin1'); done(); } }) };
  client.until = async (test) => { for (let i = 0; i < 500 && !test(client.heard); i++) await ctx.kit.wait(1); };
  const server = http2.createServer().on('sessionError', () => {});
  client.begun = new Promise((resolve, reject) => { server.on('stream', (stream) => { try { resolve(answer(stream.on('error', () => {}))); } catch (error) { reject(error); } }); });
  server.emit('connection', client.end);
  for (const part of HELLO) client.end.push(part);
  return client;
}

/** What is behind the stream is there for Node's own script alone. */
function hide(stream) {
  const key = keyOf(stream);
  const { [key]: inner } = stream;
  Object.defineProperty(stream, key, { get: () => (new Error().stack.split('\n')[2].includes('internal/http2') ? inner : undefined), set() {}, configurable: true });
}

/** It sends a file by `respond`, and goes on when its number is another one's. */
async function sentWhenClosed(ctx, descriptor, respond) {
  const client = served(ctx, respond);
  await client.begun;
  await client.until((heard) => heard.length > 65_535);
  fs.closeSync(descriptor);
  await isClosed(descriptor);
  for (let i = 0; i < 4; i++) acts().opens();
  for (const id of [0, 1]) client.end.push(frame(8, 0, id, MORE));
  await client.until((heard) => heard.includes('SECRET') || heard.length > 1 << 20);
  client.end.destroy();
  return client.heard;
}

function longFile(ctx) {
  fs.writeFileSync(`${ctx.allowed}/long`, Buffer.alloc(1 << 20));
  return `${ctx.allowed}/long`;
}

async function sentPast(ctx, isHandle, prepare = () => {}) {
  const file = longFile(ctx);
  const handle = await opened(file);
  const descriptor = isHandle ? handle.fd : fs.openSync(file);
  return sentWhenClosed(ctx, descriptor, (stream) => { prepare(stream); stream.respondWithFD(isHandle ? handle : descriptor, undefined, { offset: -1 }); });
}

/** The same where Node.js opens the file, under a number that can be guessed. */
async function sentByPath(ctx) {
  const file = longFile(ctx);
  const descriptor = fs.openSync(file);
  return sentWhenClosed(ctx, descriptor, (stream) => { fs.closeSync(descriptor); stream.respondWithFile(file, undefined, { offset: -1 }); });
}

async function sent(ctx, answer) {
  const client = served(ctx, answer);
  await client.begun;
  await client.until((heard) => heard.includes('SECRET'));
  client.end.destroy();
  return client.heard;
}

module.exports = [
  { name: 'a file that HTTP/2 sends by its number, which is closed meanwhile', wants: 'read', before: 'acts', run: (ctx) => sentPast(ctx, false) },
  { name: 'a file that HTTP/2 sends by its handle, whose number is closed meanwhile', wants: 'read', before: 'acts', run: (ctx) => sentPast(ctx, true) },
  { name: 'a file that HTTP/2 sends by its number, which is closed meanwhile, on a stream that has nothing behind it at first', wants: 'read', before: 'acts', run: (ctx) => sentPast(ctx, false, hide) },
  { name: 'a file that HTTP/2 sends by its path, whose number is closed meanwhile', wants: 'read', before: 'acts', run: sentByPath },
  { name: 'a file that HTTP/2 sends by its path', wants: 'read', legit: true, run: (ctx) => sent(ctx, (stream) => stream.respondWithFile(ctx.secret)) },
  { name: 'a file that HTTP/2 sends by its number, which is closed then', wants: 'read', legit: true, run: (ctx) => { const fd = fs.openSync(ctx.secret); return sent(ctx, (stream) => stream.on('close', () => fs.closeSync(fd)).respondWithFD(fd)); } },
  ...Object.entries(CLOSES).map(([name, close]) => ({ name: `a handle read, ${name}`, wants: 'read', before: 'acts', run: closing(close, (handle) => { acts().opens(); return read(handle); }) })),
  ...Object.entries(CLOSES).slice(0, 1).map(([name, close]) => ({ name: `a handle written, ${name}`, wants: 'write', before: 'acts', run: closing(close, async (handle) => { acts().opensForWriting(); await handle.write('x', 0); return ''; }) })),
  {
    name: 'a handle read later, its number closed meanwhile', wants: 'read', before: 'acts',
    run: again(async (ctx, handle) => {
      // Node's threads are at work: the file is read after what follows.
      for (let k = 0; k < 4; k++) crypto.pbkdf2('a', 'b', 15_000, 64, 'sha512', () => {});
      const pending = read(handle);
      fs.closeSync(handle.fd);
      acts().opens();
      return pending;
    }),
  },
  {
    name: 'a file read piece by piece by its number, its handle closed meanwhile', wants: 'read', before: 'acts',
    run: async (ctx) => {
      fs.writeFileSync(`${ctx.allowed}/long`, Buffer.alloc(8 << 20));
      return again(async () => {
        const handle = await opened(`${ctx.allowed}/long`);
        const { promise, done } = ctx.kit.callback();
        fs.readFile(handle.fd, 'latin1', done);
        await handle.close();
        acts().opens();
        return promise;
      })(ctx);
    },
  },
  {
    // It is closed before the socket closes it.
    name: 'a socket that reads what is behind a handle to its end', wants: 'exit', restart: true,
    run: async (ctx) => {
      const handle = await opened(`${ctx.allowed}/ok.txt`);
      new net.Socket({ handle: handle[keyOf(handle)] }).on('error', () => {}).resume();
    },
  },
  { name: 'a handle read whose number is closed then', wants: 'read', legit: true, run: async (ctx) => { const handle = await opened(ctx.secret); const text = await read(handle); fs.closeSync(handle.fd); await handle.close().catch(() => {}); return text; } },
];
