'use strict';
// The attacker may read and write one folder, and makes things in it that lead out of it.
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

/** A symbolic link in the granted folder, read through. */
const through = (target, rest = '') => (ctx) => {
  const link = path.join(ctx.allowed, 'link');
  // A control that is tried again finds the one of the time before.
  try { fs.unlinkSync(link); } catch { /* there is none */ }
  fs.symlinkSync(target(ctx), link);
  return fs.readFileSync(`${link}${rest}`, 'utf8');
};

const relative = (ctx) => path.relative(ctx.allowed, ctx.secret);
const url = (text) => { const made = new URL('file:///'); made.pathname = text; return made; };
const encoded = (text) => text.replace(/[a-z]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);

const WAYS_OUT = {
  'two dots': (ctx) => `${ctx.allowed}/../../../secret/${ctx.packageName}/${ctx.id}/secret.txt`,
  'two dots behind a folder that is not there': (ctx) => `${ctx.allowed}/../${path.basename(ctx.allowed)}/../../../secret/${ctx.packageName}/${ctx.id}/secret.txt`,
  'many slashes': (ctx) => ctx.secret.replaceAll('/', '///'),
  'single dots': (ctx) => ctx.secret.replaceAll('/', '/./'),
  'a relative path': (ctx) => path.relative(process.cwd(), ctx.secret),
  'a relative path that begins in the folder': (ctx) => `${path.relative(process.cwd(), ctx.allowed)}/../../../secret/${ctx.packageName}/${ctx.id}/secret.txt`,
  'a Buffer': (ctx) => Buffer.from(ctx.secret),
  'a Uint8Array': (ctx) => new Uint8Array(Buffer.from(ctx.secret)),
  'a file URL': (ctx) => pathToFileURL(ctx.secret),
  'a file URL with escapes': (ctx) => url(encoded(ctx.secret)),
  'a file URL with two dots escaped': (ctx) => url(`${ctx.allowed}/%2e%2e/%2E./../secret/${ctx.packageName}/${ctx.id}/secret.txt`),
  'a file URL of localhost': (ctx) => new URL(`file://localhost${ctx.secret}`),
  'a file URL with query and fragment': (ctx) => new URL(`file://${ctx.secret}?${ctx.allowed}#${ctx.allowed}`),
  '/proc/self/root': (ctx) => `/proc/self/root${ctx.secret}`,
  '/proc/self/root twice': (ctx) => `/proc/self/root/proc/self/root${ctx.secret}`,
  '/proc/self/../self/root': (ctx) => `/proc/self/../self/root${ctx.secret}`,
  '/proc/<pid>/root': (ctx) => `/proc/${process.pid}/root${ctx.secret}`,
  '/proc/thread-self/root': (ctx) => `/proc/thread-self/root${ctx.secret}`,
  '/proc/self/task/<tid>/root': (ctx) => `/proc/self/task/${process.pid}/root${ctx.secret}`,
  '/proc/self/cwd': (ctx) => `/proc/self/cwd/${path.relative(process.cwd(), ctx.secret)}`,
  '/proc/1/root': (ctx) => `/proc/1/root${ctx.secret}`,
};

module.exports = [
  ...Object.entries(WAYS_OUT).map(([name, build]) => ({
    name: `read by ${name}`, wants: 'read', run: (ctx) => fs.readFileSync(build(ctx), 'utf8'),
  })),
  ...Object.entries(WAYS_OUT).filter(([name]) => !name.includes('/proc/1')).map(([name, build]) => ({
    name: `write by ${name}`, wants: 'write', run: (ctx) => fs.appendFileSync(build(ctx), 'x'),
  })),
  ...Object.entries(WAYS_OUT).filter(([name]) => !name.includes('/proc/1')).map(([name, build]) => ({
    name: `promise by ${name}`, wants: 'read', run: (ctx) => fs.promises.readFile(build(ctx), 'utf8'),
  })),
  { name: 'a link to the file', wants: 'read', run: through((ctx) => ctx.secret) },
  { name: 'a relative link to the file', wants: 'read', run: through(relative) },
  { name: 'a link to its folder', wants: 'read', run: through((ctx) => ctx.secretDir, '/secret.txt') },
  { name: 'a link to the root', wants: 'read', run: (ctx) => through(() => '/', ctx.secret)(ctx) },
  { name: 'a link to /proc/self/root', wants: 'read', run: (ctx) => through(() => '/proc/self/root', ctx.secret)(ctx) },
  { name: 'a link to /proc/self', wants: 'read', run: (ctx) => through(() => '/proc/self', `/root${ctx.secret}`)(ctx) },
  {
    name: 'a chain of links', wants: 'read',
    run: (ctx) => {
      let target = ctx.secret;
      for (let i = 0; i < 30; i += 1) { fs.symlinkSync(target, `${ctx.allowed}/l${i}`); target = `l${i}`; }
      return fs.readFileSync(`${ctx.allowed}/l29`, 'utf8');
    },
  },
  { name: 'two dots behind a link', wants: 'read', run: (ctx) => through(() => `${ctx.secretDir}/named`, '/../secret.txt')(ctx) },
  { name: 'a link that is written through', wants: 'write', run: (ctx) => { fs.symlinkSync(ctx.precious, `${ctx.allowed}/l`); fs.writeFileSync(`${ctx.allowed}/l`, 'x'); } },
  { name: 'a link to what is not there yet', wants: 'write', run: (ctx) => { fs.symlinkSync(ctx.target, `${ctx.allowed}/l`); fs.writeFileSync(`${ctx.allowed}/l`, 'x'); } },
  { name: 'a link to a folder written through', wants: 'write', legit: true, run: (ctx) => { fs.symlinkSync(ctx.targetDir, `${ctx.allowed}/l`); fs.writeFileSync(`${ctx.allowed}/l/target`, 'x'); } },
  { name: 'a new folder behind a link', wants: 'write', run: (ctx) => { fs.symlinkSync(ctx.targetDir, `${ctx.allowed}/l`); fs.mkdirSync(`${ctx.allowed}/l/target/a`, { recursive: true }); } },
  { name: 'a link made by a promise', wants: 'read', run: async (ctx) => { await fs.promises.symlink(ctx.secret, `${ctx.allowed}/l`); return fs.promises.readFile(`${ctx.allowed}/l`, 'utf8'); } },
  { name: 'a link that is renamed into place', wants: 'read', run: (ctx) => { fs.symlinkSync(relative(ctx).replace(/^..\//, '../../'), `${ctx.allowed}/sub/l`); fs.renameSync(`${ctx.allowed}/sub`, `${ctx.allowed}/sub2`); return fs.readFileSync(`${ctx.allowed}/sub2/l`, 'utf8'); } },
  {
    name: 'a link whose meaning changes by a move', wants: 'read',
    run: (ctx) => {
      // ../x/../ leads inside while it lies deep and outside once it has been moved up
      const up = path.relative(ctx.allowed, ctx.secret);
      fs.mkdirSync(`${ctx.allowed}/a/b/c`, { recursive: true });
      fs.symlinkSync(up, `${ctx.allowed}/a/b/c/l`);
      fs.renameSync(`${ctx.allowed}/a/b/c/l`, `${ctx.allowed}/l`);
      return fs.readFileSync(`${ctx.allowed}/l`, 'utf8');
    },
  },
  { name: 'a hard link to the secret', wants: 'read', run: (ctx) => { fs.linkSync(ctx.secret, `${ctx.allowed}/hard`); return fs.readFileSync(`${ctx.allowed}/hard`, 'utf8'); } },
  { name: 'a hard link to write through', wants: 'write', run: (ctx) => { fs.linkSync(ctx.precious, `${ctx.allowed}/hard`); fs.appendFileSync(`${ctx.allowed}/hard`, 'x'); } },
  { name: 'a hard link from the folder outwards', wants: 'write', run: (ctx) => fs.linkSync(`${ctx.allowed}/ok.txt`, ctx.target) },
  { name: 'a hard link to a link', wants: 'read', run: (ctx) => { fs.symlinkSync(ctx.secret, `${ctx.allowed}/s`); fs.linkSync(`${ctx.allowed}/s`, `${ctx.allowed}/hard`); return fs.readFileSync(`${ctx.allowed}/hard`, 'utf8'); } },
  { name: 'a link read by copyFile', wants: 'read', run: (ctx) => { fs.symlinkSync(ctx.secret, `${ctx.allowed}/s`); fs.copyFileSync(`${ctx.allowed}/s`, `${ctx.allowed}/c`); return fs.readFileSync(`${ctx.allowed}/c`, 'utf8'); } },
  { name: 'a link read by cp with dereference', wants: 'read', run: (ctx) => { fs.symlinkSync(ctx.secretDir, `${ctx.allowed}/s`); fs.cpSync(`${ctx.allowed}/s`, `${ctx.allowed}/c`, { recursive: true, dereference: true }); return fs.readFileSync(`${ctx.allowed}/c/secret.txt`, 'utf8'); } },
  { name: 'a tree with a link read by cp with dereference', wants: 'read', run: (ctx) => { fs.symlinkSync(ctx.secret, `${ctx.allowed}/sub/s`); fs.cpSync(`${ctx.allowed}/sub`, `${ctx.allowed}/c`, { recursive: true, dereference: true }); return fs.readFileSync(`${ctx.allowed}/c/s`, 'utf8'); } },
  { name: 'a tree with a link read by the promise of cp', wants: 'read', run: async (ctx) => { fs.symlinkSync(ctx.secret, `${ctx.allowed}/sub/s`); await fs.promises.cp(`${ctx.allowed}/sub`, `${ctx.allowed}/c`, { recursive: true, dereference: true }); return fs.readFileSync(`${ctx.allowed}/c/s`, 'utf8'); } },
  { name: 'a tree with a link copied and then read', wants: 'read', run: (ctx) => { fs.symlinkSync(ctx.secretDir, `${ctx.allowed}/sub/s`); fs.cpSync(`${ctx.allowed}/sub`, `${ctx.allowed}/c`, { recursive: true }); return fs.readFileSync(`${ctx.allowed}/c/s/secret.txt`, 'utf8'); } },
  { name: 'a tree copied onto a link that leads out', wants: 'write', run: (ctx) => { fs.symlinkSync(ctx.targetDir, `${ctx.allowed}/l`); fs.cpSync(`${ctx.allowed}/sub`, `${ctx.allowed}/l/target`, { recursive: true }); } },
  { name: 'a link listed by readdir', wants: 'fact', run: (ctx) => { fs.symlinkSync(`${ctx.secretDir}/named`, `${ctx.allowed}/l`); return fs.readdirSync(`${ctx.allowed}/l`); } },
  { name: 'a link listed by a recursive readdir', wants: 'fact', run: (ctx) => { fs.symlinkSync(ctx.secretDir, `${ctx.allowed}/l`); return fs.readdirSync(`${ctx.allowed}/l/`, { recursive: true }); } },
  { name: 'a link listed by opendir', wants: 'fact', run: async (ctx) => { fs.symlinkSync(`${ctx.secretDir}/named`, `${ctx.allowed}/l`); const names = []; for await (const e of await fs.promises.opendir(`${ctx.allowed}/l`)) names.push(e.name); return names; } },
  { name: 'a link listed by glob', wants: 'fact', minNode: 22, run: (ctx) => { fs.symlinkSync(ctx.secretDir, `${ctx.allowed}/l`); return fs.globSync('l/named/*', { cwd: ctx.allowed }); } },
];

