'use strict';
// Descriptors and handles: opened by someone else, guessed, or turned into something else.
const fs = require('fs');
const path = require('path');

const ok = (ctx) => `${ctx.allowed}/ok.txt`;

/** Opens a folder or a file that is granted, and goes on from its descriptor. */
const from = (open, rest) => (ctx) => {
  const fd = fs.openSync(open(ctx));
  try { return fs.readFileSync(rest(ctx, fd), 'utf8'); } finally { fs.closeSync(fd); }
};

const outOf = (ctx) => path.relative(ctx.allowed, ctx.secret);

module.exports = [
  { name: '/proc/self/fd of a folder and two dots', wants: 'read', run: from((ctx) => ctx.allowed, (ctx, fd) => `/proc/self/fd/${fd}/${outOf(ctx)}`) },
  { name: '/dev/fd of a folder and two dots', wants: 'read', run: from((ctx) => ctx.allowed, (ctx, fd) => `/dev/fd/${fd}/${outOf(ctx)}`) },
  { name: '/proc/<pid>/fd of a folder and two dots', wants: 'read', run: from((ctx) => ctx.allowed, (ctx, fd) => `/proc/${process.pid}/fd/${fd}/${outOf(ctx)}`) },
  { name: '/proc/self/fd of the root folder', wants: 'read', run: from(() => '/', (ctx, fd) => `/proc/self/fd/${fd}${ctx.secret}`) },
  { name: 'the environment in /proc', wants: 'env', run: () => fs.readFileSync('/proc/self/environ', 'utf8') },
  { name: 'the environment in /proc of the pid', wants: 'env', run: () => fs.readFileSync(`/proc/${process.pid}/environ`, 'utf8') },
  { name: 'the environment in /proc of the task', wants: 'env', run: () => fs.promises.readFile(`/proc/self/task/${process.pid}/environ`, 'utf8') },
  { name: 'the environment through a link', wants: 'env', run: (ctx) => { fs.symlinkSync('/proc/self/environ', `${ctx.allowed}/e`); return fs.readFileSync(`${ctx.allowed}/e`, 'utf8'); } },
  { name: 'the memory in /proc', wants: 'escaped', run: () => { fs.closeSync(fs.openSync('/proc/self/mem', 'r+')); return 'ESCAPED'; } },
  { name: 'a stream with a number of its own', wants: 'read', run: (ctx) => { const fd = fs.openSync(ctx.secret); return ctx.kit.collect(fs.createReadStream('', { fd })); } },
  {
    name: 'FileHandle methods that write on a handle for reading', wants: 'write',
    run: async (ctx) => { const handle = await fs.promises.open(ctx.precious); try { await handle.chmod(0o777); } finally { await handle.close(); } },
  },
  { name: 'fchmod on a descriptor for reading', wants: 'write', run: (ctx) => { const fd = fs.openSync(ctx.precious); fs.fchmodSync(fd, 0o777); fs.closeSync(fd); } },
  { name: 'futimes on a descriptor for reading', wants: 'write', run: (ctx) => { const fd = fs.openSync(ctx.precious); fs.futimesSync(fd, 1, 1); fs.closeSync(fd); } },
  { name: 'ftruncate', wants: 'write', run: (ctx) => { const fd = fs.openSync(ctx.precious, 'r+'); fs.ftruncateSync(fd); fs.closeSync(fd); } },
  { name: 'the fs kept in a stream', wants: 'read', run: async (ctx) => {
    const stream = fs.createReadStream(ok(ctx));
    const key = Object.getOwnPropertySymbols(stream).find((symbol) => typeof stream[symbol]?.open === 'function');
    stream.on('error', () => {}).resume();
    const { promise, done } = ctx.kit.callback();
    stream[key].readFile ? stream[key].readFile(ctx.secret, 'utf8', done) : stream[key].open(ctx.secret, 'r', 0, (error, fd) => (error ? done(error) : fs.readFile(fd, 'utf8', done)));
    return promise;
  } },
  { name: 'open called on a stream by hand', wants: 'read', run: (ctx) => { const s = fs.createReadStream(ok(ctx)); s.path = ctx.secret; s.open?.(); return ctx.kit.collect(s); } },
  { name: '_construct called on a stream by hand', wants: 'read', run: (ctx) => new Promise((resolve, reject) => {
    const s = Object.create(fs.ReadStream.prototype);
    const template = fs.createReadStream(ok(ctx));
    Object.defineProperties(s, Object.getOwnPropertyDescriptors(template));
    s.path = ctx.secret;
    s._construct((error) => (error ? reject(error) : fs.readFile(s.fd, 'utf8', (e, text) => (e ? reject(e) : resolve(text)))));
  }) },
  {
    name: 'a race with a link', wants: 'read',
    run: async (ctx) => {
      const link = `${ctx.allowed}/race`;
      let out = '';
      for (let i = 0; i < 150 && !out.includes('SECRET'); i += 1) {
        fs.rmSync(link, { force: true });
        fs.symlinkSync(ok(ctx), link);
        const { promise, done } = ctx.kit.callback();
        try { fs.readFile(link, 'utf8', done); fs.unlinkSync(link); fs.symlinkSync(ctx.secret, link); } catch (error) { done(error); }
        out += await promise.catch(() => '');
      }
      return out;
    },
  },
  {
    name: 'a race with a folder', wants: 'read',
    run: async (ctx) => {
      const dir = `${ctx.allowed}/d`;
      let out = '';
      for (let i = 0; i < 20 && !out.includes('SECRET'); i += 1) {
        fs.rmSync(dir, { recursive: true, force: true });
        fs.mkdirSync(dir);
        fs.writeFileSync(`${dir}/secret.txt`, 'ok');
        // Node's threads are at work: the file is opened after what follows.
        for (let k = 0; k < 4; k += 1) require('crypto').pbkdf2('a', 'b', 30_000, 64, 'sha512', () => {});
        const pending = fs.promises.readFile(`${dir}/secret.txt`, 'utf8');
        try { fs.renameSync(dir, `${dir}${i}`); fs.symlinkSync(ctx.secretDir, dir); } catch {}
        out += await pending.catch(() => '');
      }
      return out;
    },
  },
  {
    name: 'a race with a link while writing', wants: 'write',
    run: async (ctx) => {
      const link = `${ctx.allowed}/race`;
      for (let i = 0; i < 150; i += 1) {
        fs.rmSync(link, { force: true });
        fs.symlinkSync(ok(ctx), link);
        const pending = fs.promises.appendFile(link, 'x');
        try { fs.unlinkSync(link); fs.symlinkSync(ctx.precious, link); } catch {}
        await pending.catch(() => {});
      }
    },
  },
  {
    name: 'a race with a stream', wants: 'read',
    run: async (ctx) => {
      const link = `${ctx.allowed}/race`;
      fs.symlinkSync(ok(ctx), link);
      const stream = fs.createReadStream(link).on('error', () => {});
      fs.unlinkSync(link);
      fs.symlinkSync(ctx.secret, link);
      return ctx.kit.collect(stream);
    },
  },
];
