'use strict';
// A file that another package has open: its number is known or guessed, its objects are found.
const fs = require('fs');

const bytes = () => Buffer.alloc(100);
const kept = (name) => globalThis[name];
/** Node.js 26 ends a process in which an open handle is collected. */
const handles = [];
const keep = (handle) => handles[handles.push(handle) - 1];
const opened = async (...args) => keep(await fs.promises.open(...args));
const handleKey = (handle) => Object.getOwnPropertySymbols(handle).find((symbol) => /handle/i.test(symbol.description ?? ''));

const READS = {
  'readFileSync of the number': (ctx, fd) => fs.readFileSync(fd, 'utf8'),
  'readFile of the number': (ctx, fd) => { const { promise, done } = ctx.kit.callback(); fs.readFile(fd, 'utf8', done); return promise; },
  'readSync of the number': (ctx, fd) => { const b = bytes(); fs.readSync(fd, b, 0, 100, 0); return b; },
  'read of the number': (ctx, fd) => { const b = bytes(); const { promise, done } = ctx.kit.callback(); fs.read(fd, b, 0, 100, 0, (error) => done(error, b)); return promise; },
  'readvSync of the number': (ctx, fd) => { const b = bytes(); fs.readvSync(fd, [b], 0); return b; },
  'readv of the number': (ctx, fd) => { const b = bytes(); const { promise, done } = ctx.kit.callback(); fs.readv(fd, [b], 0, (error) => done(error, b)); return promise; },
  'a stream over the number': (ctx, fd) => ctx.kit.collect(fs.createReadStream('', { fd, start: 0, autoClose: false })),
  'a stream whose number is changed': (ctx, fd) => { const s = fs.createReadStream(`${ctx.allowed}/ok.txt`); s.once('open', () => { s.fd = fd; s.start = 0; s.pos = 0; }); return ctx.kit.collect(s); },
  'a stream over an object with that number': (ctx, fd) => ctx.kit.collect(fs.createReadStream('', { fd: Object.assign(Object.create(null), { valueOf: () => fd }), start: 0 })),
  '/proc/self/fd of the number': (ctx, fd) => fs.readFileSync(`/proc/self/fd/${fd}`, 'utf8'),
  '/dev/fd of the number': (ctx, fd) => fs.readFileSync(`/dev/fd/${fd}`, 'utf8'),
  '/proc/self/task of the number': (ctx, fd) => fs.readFileSync(`/proc/self/task/${process.pid}/fd/${fd}`, 'utf8'),
  'a copy of /proc/self/fd of the number': (ctx, fd) => { fs.copyFileSync(`/proc/self/fd/${fd}`, `${ctx.allowed}/copy`); return fs.readFileSync(`${ctx.allowed}/copy`, 'utf8'); },
  'a socket over the number': (ctx, fd) => new Promise((resolve, reject) => { const s = new (require('tty').ReadStream)(fd); s.on('data', resolve).on('error', reject); }),
  'a program that inherits the number': (ctx, fd) => require('child_process').execFileSync('cat', ['-'], { stdio: [fd, 'pipe', 'pipe'] }),
};

module.exports = [
  ...Object.entries(READS).map(([name, run]) => ({
    name, wants: 'read', before: 'open', run: (ctx) => run(ctx, ctx.given.fd),
  })),
  { name: 'writeSync to the number', wants: 'write', before: 'openForWriting', run: (ctx) => fs.writeSync(ctx.given.fd, 'x') },
  { name: 'ftruncate of the number', wants: 'write', before: 'openForWriting', run: (ctx) => fs.ftruncateSync(ctx.given.fd) },
  { name: 'writev to the number', wants: 'write', before: 'openForWriting', run: (ctx) => fs.writevSync(ctx.given.fd, [Buffer.from('x')]) },
  { name: 'fchmod of the number', wants: 'write', before: 'openForWriting', run: (ctx) => fs.fchmodSync(ctx.given.fd, 0o777) },
  { name: 'futimes of the number', wants: 'write', before: 'openForWriting', run: (ctx) => fs.futimesSync(ctx.given.fd, 1, 1) },
  { name: 'appendFile to the number', wants: 'write', before: 'openForWriting', run: (ctx) => fs.appendFileSync(ctx.given.fd, 'x') },
  { name: 'writeFile to the number', wants: 'write', before: 'openForWriting', run: (ctx) => fs.writeFileSync(ctx.given.fd, 'x') },
  { name: 'a write stream over the number', wants: 'write', before: 'openForWriting', run: (ctx) => new Promise((resolve) => { fs.createWriteStream('', { fd: ctx.given.fd }).on('error', resolve).on('finish', resolve).end('x'); }) },
  { name: 'a console over the number', wants: 'write', before: 'openForWriting', run: (ctx) => new Promise((resolve) => { const s = fs.createWriteStream('', { fd: ctx.given.fd }); s.on('error', resolve); new console.Console(s).log('x'); setTimeout(resolve, 20); }) },
  { name: 'closeSync of the number', wants: 'escaped', before: 'open', run: (ctx) => { fs.closeSync(ctx.given.fd); return 'ESCAPED'; } },
  { name: 'fstat of the number', wants: 'escaped', before: 'open', run: (ctx) => (fs.fstatSync(ctx.given.fd).size > 0 ? 'ESCAPED' : '') },
  { name: "another package's FileHandle, handed out by it", wants: 'read', before: 'handle', run: () => kept('bystanderHandle').readFile('utf8'), shared: true },
  {
    name: 'a FileHandle around the number', wants: 'read', before: 'open',
    run: async (ctx) => {
      const own = await opened(`${ctx.allowed}/ok.txt`);
      const made = keep(new own.constructor(new own[handleKey(own)].constructor(ctx.given.fd)));
      return made.readFile('utf8');
    },
  },
  {
    name: 'the native handle read by a stream', wants: 'read', before: 'open',
    run: async (ctx) => {
      const own = await opened(`${ctx.allowed}/ok.txt`);
      const made = keep(new own.constructor(new own[handleKey(own)].constructor(ctx.given.fd)));
      return ctx.kit.collect(made.createReadStream({ start: 0 }));
    },
  },
  {
    name: 'methods of a FileHandle on one with that number', wants: 'read', before: 'open',
    run: async (ctx) => {
      const own = await opened(`${ctx.allowed}/ok.txt`);
      const fake = Object.create(own, { fd: { value: ctx.given.fd } });
      return Object.getPrototypeOf(own).readFile.call(fake, 'utf8');
    },
  },
  {
    name: "the constructor of another package's stream", wants: 'read', before: 'stream', run: (ctx) => ctx.kit.collect(new (kept('bystanderStream').constructor)(ctx.secret)),
  },
  {
    name: "the fs of another package's stream", wants: 'read', before: 'stream',
    run: (ctx) => {
      const stream = kept('bystanderStream');
      const key = Object.getOwnPropertySymbols(stream).find((symbol) => typeof stream[symbol]?.open === 'function');
      return stream[key].readFileSync(ctx.secret, 'utf8');
    },
  },
];

// What a package hands out of itself is its own doing: these only say what happens, and are not asserted.
for (const entry of module.exports) if (entry.shared) entry.later = 'the owner gave it away';
