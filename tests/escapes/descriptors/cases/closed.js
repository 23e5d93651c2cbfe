'use strict';
// A number is the next file's as soon as it is closed. A handle, or an operation that waits, that goes on with it has whatever somebody else opens then.
const crypto = require('crypto');
const fs = require('fs');
const http2 = require('http2');
const { Duplex } = require('stream');
const zlib = require('zlib');

/** Node.js 26 ends a process in which an open handle is collected. */
const handles = [];
const opened = async (...args) => handles[handles.push(await fs.promises.open(...args)) - 1];
const keyOf = (handle) => Object.getOwnPropertySymbols(handle).find((symbol) => symbol.description === 'kHandle');
const acts = () => globalThis.bystanderActs;
const TRIES = 6;

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
  'what is behind it closed by another one': async (handle, ctx) => { const other = await opened(`${ctx.allowed}/ok.txt`); other[keyOf(other)] = handle[keyOf(handle)]; await other.close(); },
};

/** Tried until somebody else gets the number. */
const again = (attempt) => async (ctx) => {
  for (let i = 0; i < TRIES; i++) {
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

/** A server of HTTP/2 sends a file by its number, to somebody who waits after 64 KB. */
async function sentPast(ctx, give) {
  fs.writeFileSync(`${ctx.allowed}/long`, Buffer.alloc(1 << 20));
  const handle = await opened(`${ctx.allowed}/long`);
  const descriptor = fs.openSync(`${ctx.allowed}/long`);
  let heard = '';
  let length = 0;
  const end = new Duplex({ read() {}, write(chunk, encoding, done) { heard += chunk.toString('latin1'); length += chunk.length; done(); } });
  const server = http2.createServer().on('sessionError', () => {});
  const begun = new Promise((resolve) => { server.on('stream', (stream) => { stream.on('error', () => {}).respondWithFD(give(handle, descriptor), undefined, { offset: -1 }); resolve(); }); });
  server.emit('connection', end);
  for (const part of HELLO) end.push(part);
  await begun;
  const until = async (test) => { for (let i = 0; i < 500 && !test(); i++) await ctx.kit.wait(1); };
  await until(() => length > 65_535);
  if (give(true, false)) fs.closeSync(handle.fd);
  else fs.closeSync(descriptor);
  await isClosed(give(handle.fd, descriptor));
  for (let i = 0; i < 4; i++) acts().opens();
  for (const id of [0, 1]) end.push(frame(8, 0, id, MORE));
  await until(() => heard.includes('SECRET') || length > 1 << 20);
  end.destroy();
  return heard;
}

module.exports = [
  { name: 'a file that HTTP/2 sends by its number, which is closed meanwhile', wants: 'read', before: 'acts', run: (ctx) => sentPast(ctx, (handle, descriptor) => descriptor) },
  { name: 'a file that HTTP/2 sends by its handle, whose number is closed meanwhile', wants: 'read', before: 'acts', run: (ctx) => sentPast(ctx, (handle) => handle) },
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
  { name: 'a handle read whose number is closed then', wants: 'read', legit: true, run: async (ctx) => { const handle = await opened(ctx.secret); const text = await read(handle); fs.closeSync(handle.fd); await handle.close().catch(() => {}); return text; } },
];
