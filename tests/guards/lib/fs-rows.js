'use strict';
// Copied as `rows.js` into the packages of fs.test.js: one call for every row of js/guards/fs/table.js, in every form Node
// has. `dir` holds f.txt ("text in file"), link -> f.txt, d/x.txt and an empty directory e.
const fs = require('fs');

const buffer = () => Buffer.alloc(12);

/** name -> { args(dir, fd), sees: true (what comes back tells something) | changes: true (the directory is changed) } */
const rows = {
  access: { args: (dir) => [`${dir}/f.txt`], sees: true },
  appendFile: { args: (dir) => [`${dir}/f.txt`, 'more'], changes: true },
  chmod: { args: (dir) => [`${dir}/f.txt`, 0o600], changes: true },
  chown: { args: (dir) => [`${dir}/f.txt`, process.getuid(), process.getgid()], sees: true },
  close: { args: (dir, fd) => [fd], fd: true, sees: true },
  copyFile: { args: (dir) => [`${dir}/f.txt`, `${dir}/copy`], changes: true },
  cp: { args: (dir) => [`${dir}/d`, `${dir}/copies`, { recursive: true }], changes: true },
  exists: { args: (dir) => [`${dir}/f.txt`], sees: true },
  fchmod: { args: (dir, fd) => [fd, 0o600], fd: true, changes: true },
  fchown: { args: (dir, fd) => [fd, process.getuid(), process.getgid()], fd: true, sees: true },
  fdatasync: { args: (dir, fd) => [fd], fd: true, sees: true },
  fstat: { args: (dir, fd) => [fd], fd: true, sees: true },
  fsync: { args: (dir, fd) => [fd], fd: true, sees: true },
  ftruncate: { args: (dir, fd) => [fd, 2], fd: true, changes: true },
  futimes: { args: (dir, fd) => [fd, 1, 1], fd: true, changes: true },
  glob: { args: (dir) => [`${dir}/*.txt`], sees: true },
  lchmod: { args: (dir) => [`${dir}/link`, 0o600], sees: true },
  lchown: { args: (dir) => [`${dir}/link`, process.getuid(), process.getgid()], sees: true },
  link: { args: (dir) => [`${dir}/f.txt`, `${dir}/hard`], changes: true },
  lstat: { args: (dir) => [`${dir}/link`], sees: true },
  lutimes: { args: (dir) => [`${dir}/f.txt`, 1, 1], changes: true },
  mkdir: { args: (dir) => [`${dir}/new`], changes: true },
  mkdtemp: { args: (dir) => [`${dir}/temp-`], changes: true },
  mkdtempDisposable: { args: (dir) => [`${dir}/temp-`], changes: true },
  open: { args: (dir) => [`${dir}/created`, 'w'], changes: true },
  openAsBlob: { args: (dir) => [`${dir}/f.txt`], sees: true },
  opendir: { args: (dir) => [`${dir}/d`], sees: true },
  read: { args: (dir, fd) => [fd, buffer(), 0, 12, 0], fd: true, sees: true },
  readFile: { args: (dir) => [`${dir}/f.txt`, 'utf8'], sees: true },
  readdir: { args: (dir) => [dir], sees: true },
  readlink: { args: (dir) => [`${dir}/link`], sees: true },
  readv: { args: (dir, fd) => [fd, [buffer()], 0], fd: true, sees: true },
  realpath: { args: (dir) => [`${dir}/link`], sees: true },
  rename: { args: (dir) => [`${dir}/f.txt`, `${dir}/g.txt`], changes: true },
  rm: { args: (dir) => [`${dir}/d`, { recursive: true }], changes: true },
  rmdir: { args: (dir) => [`${dir}/e`], changes: true },
  stat: { args: (dir) => [`${dir}/f.txt`], sees: true },
  statfs: { args: (dir) => [dir], sees: true },
  symlink: { args: (dir) => [`${dir}/f.txt`, `${dir}/link2`], changes: true },
  truncate: { args: (dir) => [`${dir}/f.txt`, 2], changes: true },
  unlink: { args: (dir) => [`${dir}/f.txt`], changes: true },
  unwatchFile: { args: (dir) => [`${dir}/f.txt`], event: true, quiet: true },
  utimes: { args: (dir) => [`${dir}/f.txt`, 1, 1], changes: true },
  watch: { args: (dir) => [dir], event: true, sees: true },
  watchFile: { args: (dir) => [`${dir}/f.txt`, () => {}], event: true, sees: true },
  write: { args: (dir, fd) => [fd, 'written'], fd: true, changes: true },
  writeFile: { args: (dir) => [`${dir}/f.txt`, 'written'], changes: true },
  writev: { args: (dir, fd) => [fd, [Buffer.from('written')]], fd: true, changes: true },
};

/** The forms of a row that this Node has: `name`, `nameSync`, `promises.name` (lchmod of promises is there everywhere and works on macOS only). */
const formsOf = (name) => [name, `${name}Sync`].filter((form) => typeof fs[form] === 'function')
  .concat(typeof fs.promises[name] === 'function' && (name !== 'lchmod' || typeof fs.lchmod === 'function') ? [`promises.${name}`] : []);

async function settled(value) {
  if (value && typeof value[Symbol.asyncIterator] === 'function' && typeof value.next === 'function') {
    const step = await value.next();
    return step.value;
  }
  return value;
}

function call(name, form, args) {
  if (form.startsWith('promises.')) {
    if (name === 'watch') args.push({ signal: AbortSignal.timeout(30) });
    const result = fs.promises[name](...args);
    return name === 'watch' ? settled(result).catch((error) => { if (error.name !== 'AbortError') throw error; return 'watching'; }) : settled(result);
  }
  if (form.endsWith('Sync') || name === 'openAsBlob') return fs[form](...args);
  if (rows[name].event) {
    const watcher = fs[form](...args);
    watcher?.close?.();
    if (name === 'watchFile') fs.unwatchFile(args[0]);
    return 'watching';
  }
  return new Promise((resolve, reject) => {
    fs[form](...args, (...results) => {
      if (name === 'exists') resolve(results[0]);
      else if (results[0]) reject(results[0]);
      else resolve(results[1]);
    });
  });
}

/** Calls one form of one row. @returns {Promise<{ok: boolean, said?: string, code?: string}>} */
async function run(name, form, dir, fd) {
  const own = rows[name].fd ? fd ?? fs.openSync(`${dir}/f.txt`, 'r+') : undefined;
  try {
    const value = await call(name, form, rows[name].args(dir, own));
    // Node.js 26 ends the process where an open file is lost.
    if (typeof value?.close === 'function' && typeof value.fd === 'number') await value.close();
    return { ok: true, said: typeof value === 'boolean' ? String(value) : typeof value };
  } catch (error) {
    return { ok: false, code: error.code ?? error.message };
  } finally {
    if (own !== undefined && fd === undefined && name !== 'close') fs.closeSync(own);
  }
}

/** Every row in every form; each in its own directory below `base`. */
async function runAll(base, fds) {
  const outcome = {};
  for (const name of Object.keys(rows)) for (const form of formsOf(name)) outcome[form] = await run(name, form, `${base}/${form}`, fds?.[form]);
  return outcome;
}

/** Opens what the other package is to be refused. */
const openAll = (base) => Object.fromEntries(Object.keys(rows).filter((name) => rows[name].fd).flatMap((name) => formsOf(name).map((form) => [form, fs.openSync(`${base}/${form}/f.txt`, 'r+')])));

module.exports = { formsOf, openAll, rows, runAll };
