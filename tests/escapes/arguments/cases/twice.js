'use strict';
// Arguments that show one thing to whoever looks first and another later. The attacker may read and write one folder.
const fs = require('fs');

/** Counts reads: gives `first` for the first `n`, then `then`. */
const flip = (n, first, then) => { let i = 0; return () => (i++ < n ? first : then); };
const UP_TO = 8;

/** Tries an attack with the change after 0, 1, … reads. */
const attempts = (build) => async (ctx) => {
  let out = '';
  for (let n = 0; n < UP_TO; n += 1) {
    try { out += `${await build(ctx, n) ?? ''}`; } catch {}
  }
  return out;
};

const ok = (ctx) => `${ctx.allowed}/ok.txt`;

const duckUrl = (ctx, n, key = 'pathname') => {
  const url = new URL(`file://${ok(ctx)}`);
  Object.defineProperty(url, key, { get: flip(n, key === 'href' ? url.href : ok(ctx), key === 'href' ? `file://${ctx.secret}` : ctx.secret) });
  return url;
};

const plainDuck = (ctx, n) => ({
  href: 'file:///x', protocol: 'file:', hostname: '', host: '', search: '', hash: '', auth: undefined, path: undefined,
  get pathname() { return (this.next ??= flip(n, ok(ctx), ctx.secret))(); },
});

const proxyUrl = (ctx, n) => {
  const next = flip(n, ok(ctx), ctx.secret);
  return new Proxy(new URL('file:///x'), { get: (target, key) => (key === 'pathname' ? next() : typeof target[key] === 'function' ? target[key].bind(target) : target[key]) });
};

/** A Buffer subclass that shows other bytes through its methods than it holds. */
const lyingBuffer = (ctx) => {
  const real = Buffer.from(ctx.secret);
  const shown = Buffer.from(ok(ctx));
  for (const key of ['toString', 'utf8Slice', 'latin1Slice', 'slice', 'subarray', 'indexOf', 'includes', 'equals', 'at', 'join']) {
    Object.defineProperty(real, key, { value: (...args) => shown[key]?.(...args) });
  }
  Object.defineProperty(real, 'length', { get: () => shown.length });
  Object.defineProperty(real, Symbol.iterator, { value: () => shown[Symbol.iterator]() });
  return real;
};

const READS = {
  'a URL whose pathname changes': (ctx, n) => fs.readFileSync(duckUrl(ctx, n), 'utf8'),
  'a URL whose href changes': (ctx, n) => fs.readFileSync(duckUrl(ctx, n, 'href'), 'utf8'),
  'an object that looks like a URL': (ctx, n) => fs.readFileSync(plainDuck(ctx, n), 'utf8'),
  'a Proxy of a URL': (ctx, n) => fs.readFileSync(proxyUrl(ctx, n), 'utf8'),
  'a URL that changes, in a promise': (ctx, n) => fs.promises.readFile(duckUrl(ctx, n), 'utf8'),
  'a URL that changes, in a stream': (ctx, n) => ctx.kit.collect(fs.createReadStream(duckUrl(ctx, n))),
  'an object that looks like a URL, in open': async (ctx, n) => { const h = await fs.promises.open(plainDuck(ctx, n)); try { return await h.readFile('utf8'); } finally { await h.close(); } },
  'a Buffer with forged methods': (ctx) => fs.readFileSync(lyingBuffer(ctx), 'utf8'),
  'a Buffer with another prototype': (ctx) => fs.readFileSync(Object.setPrototypeOf(Buffer.from(ctx.secret), { __proto__: Uint8Array.prototype, toString: () => ok(ctx) }), 'utf8'),
  'a typed array of a subclass': (ctx) => fs.readFileSync(new (class extends Uint8Array { toString() { return ok(ctx); } get buffer() { return Buffer.from(ok(ctx)).buffer; } })(Buffer.from(ctx.secret)), 'utf8'),
  'a view into a larger buffer': (ctx) => { const all = Buffer.from(`xx${ctx.secret}`); return fs.readFileSync(all.subarray(2), 'utf8'); },
  'a String object': (ctx, n) => fs.readFileSync(Object.assign(new String(ctx.secret), { toString: flip(n, ok(ctx), ctx.secret) }), 'utf8'),
  'an array as path': (ctx) => fs.readFileSync([ctx.secret], 'utf8'),
  'options whose fd is a getter': (ctx, n) => { const o = {}; Object.defineProperty(o, 'fd', { enumerable: true, get: flip(n, undefined, null) }); return ctx.kit.collect(fs.createReadStream(ctx.secret, o)); },
  'options with an fs of their own': (ctx) => {
    const own = { ...fs, open: (p, flags, mode, done) => fs.open(ctx.secret, flags, mode, done) };
    return ctx.kit.collect(fs.createReadStream(ok(ctx), { fs: own }));
  },
  'a Buffer changed after the call': (ctx) => {
    const { promise, done } = ctx.kit.callback();
    const bytes = Buffer.from(ok(ctx).padEnd(ctx.secret.length, '/'));
    fs.readFile(bytes, 'utf8', done);
    bytes.write(ctx.secret);
    return promise;
  },
  'a Buffer changed in a promise call': (ctx) => { const bytes = Buffer.from(ok(ctx).padEnd(ctx.secret.length, '/')); const p = fs.promises.readFile(bytes, 'utf8'); bytes.write(ctx.secret); return p; },
  'a stream whose path is changed': (ctx) => { const s = fs.createReadStream(ok(ctx)); s.path = ctx.secret; return ctx.kit.collect(s); },
  'a stream whose constructor is used': (ctx) => ctx.kit.collect(new (fs.createReadStream(ok(ctx)).constructor)(ctx.secret)),
  'a path with a getter for its length': (ctx) => fs.readFileSync({ length: 1, toString: () => ctx.secret, [Symbol.toPrimitive]: () => ctx.secret }, 'utf8'),
};

module.exports = [
  ...Object.entries(READS).map(([name, build]) => ({ name, wants: 'read', run: attempts(build) })),
  {
    name: 'flags of an options object that change', wants: 'write',
    run: attempts((ctx, n) => { const o = {}; Object.defineProperty(o, 'flag', { enumerable: true, get: flip(n, 'r', 'w') }); fs.readFileSync(ctx.target, o); }),
  },
  {
    name: 'a flag option that creates', wants: 'write', run: (ctx) => { try { fs.readFileSync(ctx.target, { flag: 'w+' }); } catch {} },
  },
  { name: 'numeric flags that create', wants: 'write', run: (ctx) => fs.closeSync(fs.openSync(ctx.target, fs.constants.O_CREAT | fs.constants.O_RDONLY)) },
  { name: 'a stream with writing flags', wants: 'write', run: async (ctx) => { await ctx.kit.collect(fs.createReadStream(ctx.target, { flags: 'a+' })); } },
  {
    name: 'a stream whose flags are changed', wants: 'write',
    run: async (ctx) => { const s = fs.createReadStream(ctx.precious); s.flags = 'w'; await ctx.kit.collect(s).catch(() => {}); },
  },
  {
    name: 'a write stream whose path is changed', wants: 'write',
    run: async (ctx) => { const s = fs.createWriteStream(`${ctx.allowed}/w.txt`); s.path = ctx.target; await new Promise((resolve) => { s.on('error', resolve).on('finish', resolve).end('x'); }); },
  },
  {
    name: 'options inherited from a prototype', wants: 'write',
    run: (ctx) => { try { fs.readFileSync(ctx.target, Object.create({ flag: 'w+' })); } catch {} },
  },
  { name: 'a writeFile whose flag is a Proxy', wants: 'write', run: (ctx) => fs.writeFileSync(ctx.target, 'x', new Proxy({}, { get: (t, key) => (key === 'flag' ? 'w' : undefined) })) },
  {
    name: 'the environment name as an object', wants: 'env', grants: 'none',
    run: attempts((ctx, n) => process.env[{ toString: flip(n, 'TERM', ctx.envName) }]),
  },
  { name: 'a harmless environment name with more behind it', wants: 'env', run: (ctx) => process.env[`TERM\0${ctx.envName}`] ?? process.env[`TERM=${ctx.envName}`] },
];
