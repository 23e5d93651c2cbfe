'use strict';
// Operations that reach more than the path they are given, or a path they make themselves.
const fs = require('fs');
const path = require('path');

const list = async (source) => { const all = []; for await (const x of source) all.push(x.name ?? x); return all; };

module.exports = [
  { name: 'recursive readdir of an ancestor', wants: 'fact', run: (ctx) => fs.readdirSync(`${ctx.base}/secret/${ctx.packageName}`, { recursive: true }) },
  { name: 'readdir with two dots', wants: 'fact', run: (ctx) => fs.readdirSync(`${ctx.allowed}/../../../secret/${ctx.packageName}/${ctx.id}/named`) },
  { name: 'opendir outside', wants: 'fact', run: async (ctx) => list(await fs.promises.opendir(`${ctx.secretDir}/named`)) },
  { name: 'opendirSync recursive', wants: 'fact', run: (ctx) => { const dir = fs.opendirSync(ctx.secretDir, { recursive: true }); const all = []; for (let e; (e = dir.readSync());) all.push(e.name); dir.closeSync(); return all; } },
  { name: 'glob with an absolute pattern', wants: 'fact', minNode: 22, run: (ctx) => fs.globSync(`${ctx.secretDir}/named/*`) },
  { name: 'glob with two dots', wants: 'fact', minNode: 22, run: (ctx) => fs.globSync(`../../../secret/${ctx.packageName}/${ctx.id}/named/*`, { cwd: ctx.allowed }) },
  { name: 'glob with braces', wants: 'fact', minNode: 22, run: (ctx) => fs.globSync(`{sub,../../../secret/${ctx.packageName}/${ctx.id}/named}/*`, { cwd: ctx.allowed }) },
  { name: 'glob of promises', wants: 'fact', minNode: 22, run: (ctx) => list(fs.promises.glob(`${ctx.secretDir}/**`)) },
  { name: 'glob with a cwd outside', wants: 'fact', minNode: 22, run: (ctx) => fs.globSync('**', { cwd: ctx.secretDir }) },
  { name: 'glob with a cwd that is a URL', wants: 'fact', minNode: 22, run: (ctx) => fs.globSync('**', { cwd: new URL(`file://${ctx.secretDir}/`) }) },
  { name: 'rename in', wants: 'write', run: (ctx) => fs.renameSync(ctx.precious, `${ctx.allowed}/got`) },
  { name: 'rename out', wants: 'write', run: (ctx) => fs.renameSync(`${ctx.allowed}/ok.txt`, ctx.target) },
  { name: 'rename over', wants: 'write', run: (ctx) => fs.renameSync(`${ctx.allowed}/ok.txt`, ctx.precious) },
  { name: 'rename of a folder around it', wants: 'write', run: (ctx) => fs.renameSync(ctx.targetDir, `${ctx.targetDir}-moved`) },
  { name: 'rename of a folder onto it', wants: 'write', run: (ctx) => { fs.rmSync(`${ctx.allowed}/sub/ok.txt`); fs.renameSync(`${ctx.allowed}/sub`, `${ctx.targetDir}/target`); } },
  { name: 'the granted folder replaced by a link', wants: 'read', run: (ctx) => { fs.renameSync(ctx.allowed, `${ctx.allowed}-old`); fs.symlinkSync(ctx.secretDir, ctx.allowed); return fs.readFileSync(`${ctx.allowed}/secret.txt`, 'utf8'); } },
  { name: 'rm of an ancestor', wants: 'write', run: (ctx) => fs.rmSync(ctx.targetDir, { recursive: true }) },
  { name: 'rm of an ancestor by a promise', wants: 'write', run: (ctx) => fs.promises.rm(path.dirname(ctx.precious), { recursive: true, force: true }) },
  { name: 'rmdir', wants: 'write', run: (ctx) => { fs.rmSync(`${ctx.targetDir}/dir/kept.txt`); fs.rmdirSync(`${ctx.targetDir}/dir`); } },
  { name: 'rm of a tree with a link out', wants: 'write', run: (ctx) => { fs.symlinkSync(ctx.targetDir, `${ctx.allowed}/sub/l`); fs.rmSync(`${ctx.allowed}/sub/l/`, { recursive: true }); } },
  { name: 'unlink', wants: 'write', run: (ctx) => fs.unlinkSync(ctx.precious) },
  { name: 'mkdtemp outside', wants: 'write', run: (ctx) => fs.mkdtempSync(`${ctx.targetDir}/t`) },
  { name: 'mkdtemp with a prefix that leaves the folder', wants: 'write', run: (ctx) => fs.mkdtempSync(`${ctx.allowed}/../../../target/${ctx.packageName}/${ctx.id}/t`) },
  { name: 'mkdtemp of promises', wants: 'write', run: (ctx) => fs.promises.mkdtemp(`${ctx.targetDir}/t`) },
  { name: 'mkdtempDisposableSync', wants: 'write', minNode: 24, run: (ctx) => fs.mkdtempDisposableSync(`${ctx.targetDir}/t`).path },
  { name: 'mkdir recursive through the folder', wants: 'write', run: (ctx) => fs.mkdirSync(`${ctx.allowed}/x/../../../../target/${ctx.packageName}/${ctx.id}/target/y`, { recursive: true }) },
  { name: 'cp in', wants: 'read', run: (ctx) => { fs.cpSync(ctx.secretDir, `${ctx.allowed}/in`, { recursive: true }); return fs.readFileSync(`${ctx.allowed}/in/secret.txt`, 'utf8'); } },
  { name: 'cp out', wants: 'write', run: (ctx) => fs.cpSync(ctx.allowed, ctx.target, { recursive: true }) },
  { name: 'cp with a filter that changes things', wants: 'read', run: (ctx) => {
    const filter = (from) => { if (from.endsWith('ok.txt')) { try { fs.unlinkSync(from); fs.symlinkSync(ctx.secret, from); } catch {} } return true; };
    fs.cpSync(`${ctx.allowed}/sub`, `${ctx.allowed}/in`, { recursive: true, dereference: true, filter });
    return fs.readFileSync(`${ctx.allowed}/in/ok.txt`, 'utf8');
  } },
  { name: 'cp of promises with a filter that waits', wants: 'read', run: async (ctx) => {
    const filter = async (from) => { if (from.endsWith('ok.txt')) { await null; try { fs.unlinkSync(from); fs.symlinkSync(ctx.secret, from); } catch {} } return true; };
    await fs.promises.cp(`${ctx.allowed}/sub`, `${ctx.allowed}/in`, { recursive: true, dereference: true, filter });
    return fs.readFileSync(`${ctx.allowed}/in/ok.txt`, 'utf8');
  } },
  { name: 'copyFile out', wants: 'write', run: (ctx) => fs.copyFileSync(`${ctx.allowed}/ok.txt`, ctx.target) },
  { name: 'copyFile in', wants: 'read', run: (ctx) => { fs.copyFileSync(ctx.secret, `${ctx.allowed}/in`); return fs.readFileSync(`${ctx.allowed}/in`, 'utf8'); } },
  { name: 'a new link outside', wants: 'write', run: (ctx) => fs.symlinkSync('/etc', ctx.target) },
  { name: 'a blob', wants: 'read', run: async (ctx) => (await fs.openAsBlob(ctx.secret)).text() },
  { name: 'a blob of a link', wants: 'read', run: async (ctx) => { fs.symlinkSync(ctx.secret, `${ctx.allowed}/l`); return (await fs.openAsBlob(`${ctx.allowed}/l`)).text(); } },
  { name: 'watchFile', wants: 'escaped', run: (ctx) => { fs.watchFile(ctx.secret, () => {}); fs.unwatchFile(ctx.secret); return 'ESCAPED'; } },
  { name: 'watch of a folder', wants: 'escaped', run: (ctx) => new Promise((resolve) => {
    const watcher = fs.watch(ctx.base, () => {});
    watcher.on('error', () => resolve(''));
    setTimeout(() => { watcher.close(); resolve('ESCAPED'); }, 20);
  }) },
  { name: 'watch of promises', wants: 'escaped', run: async (ctx) => {
    const ends = new AbortController();
    setTimeout(() => ends.abort(), 20);
    try { for await (const event of fs.promises.watch(ctx.base, { signal: ends.signal })) return `ESCAPED ${event.eventType}`; } catch (error) { return error.name === 'AbortError' ? 'ESCAPED' : ''; }
    return '';
  } },
  ...['statSync', 'lstatSync', 'realpathSync', 'accessSync', 'statfsSync'].map((key) => ({
    name: `${key} tells of a file`, wants: 'escaped', run: (ctx) => { fs[key](ctx.secret); return 'ESCAPED'; },
  })),
  { name: 'existsSync tells of a file', wants: 'escaped', run: (ctx) => (fs.existsSync(ctx.secret) && !fs.existsSync(`${ctx.secret}x`) ? 'ESCAPED' : '') },
  { name: 'realpath.native tells of a file', wants: 'escaped', run: (ctx) => { fs.realpathSync.native(ctx.secret); return 'ESCAPED'; } },
  { name: 'chmod', wants: 'write', run: (ctx) => fs.chmodSync(ctx.precious, 0o777) },
  { name: 'chown', wants: 'write', run: (ctx) => fs.chownSync(ctx.precious, 12345, 12345) },
  { name: 'utimes', wants: 'write', run: (ctx) => fs.utimesSync(ctx.precious, 1, 1) },
  { name: 'lutimes', wants: 'write', run: (ctx) => fs.lutimesSync(ctx.precious, 1, 1) },
  { name: 'truncate', wants: 'write', run: (ctx) => fs.truncateSync(ctx.precious) },
  { name: 'the never-writable node_modules', wants: 'escaped', run: (ctx) => { fs.writeFileSync(`${ctx.userDir}/node_modules/escape.js`, 'x'); return fs.existsSync(`${ctx.userDir}/node_modules/escape.js`) ? 'ESCAPED' : ''; } },
];
