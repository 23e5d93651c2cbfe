'use strict';
// The table of `fs`. One row per operation; `forms` says in which shapes Node offers it: c callback, s `…Sync`,
// p in fs.promises; `whole` is how core's `Sync` call is done in one go. `passes` names what needs no judgement, and why.

const { NO_FOLLOW, READ, TREE, WRITE, access, all, copy, descriptor, exists, file, link, makeDirectory, named, open, path, prefix, rename, symlink, writing } = require('./judges');
const { judgeClose } = require('./descriptors');
const directories = require('./directories');
const globs = require('./globs');
const loads = require('./loads');
const runs = require('./runs');
const trees = require('./trees');
const watchers = require('./watchers');
const whole = require('./whole');

const rows = {
  __proto__: null,
  access: { forms: 'csp', judge: access },
  appendFile: { forms: 'csp', judge: file(WRITE, 2, true), run: loads.judging(runs.onDescriptor, true), core: loads.working(true), whole: whole.appendFile },
  chmod: { forms: 'csp', judge: path(0, WRITE) },
  chown: { forms: 'csp', judge: path(0, WRITE) },
  close: { forms: 'cs', judge: judgeClose, run: runs.close },
  copyFile: { forms: 'csp', judge: copy },
  cp: { forms: 'csp', judge: trees.copy, run: runs.moving },
  exists: { forms: 'cs', judge: exists, answers: { c: 'callbackNo', s: 'no' } },
  fchmod: { forms: 'cs', judge: descriptor(WRITE), run: runs.onDescriptor },
  fchown: { forms: 'cs', judge: descriptor(WRITE), run: runs.onDescriptor },
  // Loggers wait for what they have printed (`pino`).
  fdatasync: { forms: 'cs', judge: descriptor(READ, true), run: runs.onDescriptor },
  fstat: { forms: 'cs', judge: descriptor(READ), run: runs.onDescriptor },
  fsync: { forms: 'cs', judge: descriptor(READ, true), run: runs.onDescriptor },
  ftruncate: { forms: 'cs', judge: descriptor(WRITE), run: runs.onDescriptor },
  futimes: { forms: 'cs', judge: descriptor(WRITE), run: runs.onDescriptor },
  glob: { forms: 'csp', judge: globs.judge, run: globs.run, answers: { p: 'iterate' } },
  lchmod: { forms: 'csp', judge: path(0, WRITE, NO_FOLLOW) },
  lchown: { forms: 'csp', judge: path(0, WRITE, NO_FOLLOW) },
  link: { forms: 'csp', judge: link, run: runs.moving },
  lstat: { forms: 'csp', judge: path(0, READ, NO_FOLLOW) },
  lutimes: { forms: 'csp', judge: path(0, WRITE, NO_FOLLOW) },
  mkdir: { forms: 'csp', judge: makeDirectory },
  mkdtemp: { forms: 'csp', judge: prefix },
  mkdtempDisposable: { forms: 'sp', judge: prefix },
  open: { forms: 'csp', judge: open, run: runs.open, internal: loads.isLoadable },
  openAsBlob: { forms: 'cs', judge: all(path(0, READ)), run: runs.asBlob, core: runs.asBlob, answers: { c: 'reject' } },
  opendir: { forms: 'csp', judge: trees.list, run: directories.run },
  read: { forms: 'cs', judge: descriptor(READ), run: runs.onDescriptor },
  readFile: { forms: 'csp', judge: file(READ, 1), internal: loads.isLoadable, run: loads.judging(runs.onDescriptor, false), core: loads.working(false), whole: whole.readFile },
  readdir: { forms: 'csp', judge: trees.list, run: trees.runList },
  readlink: { forms: 'csp', judge: path(0, READ, NO_FOLLOW) },
  readv: { forms: 'cs', judge: descriptor(READ), run: runs.onDescriptor },
  realpath: { forms: 'csp', judge: named(path(0, READ)), own: { native: { judge: named(path(0, READ)) } } },
  rename: { forms: 'csp', judge: rename, run: runs.moving },
  rm: { forms: 'csp', judge: path(0, WRITE, NO_FOLLOW | TREE) },
  rmdir: { forms: 'csp', judge: path(0, WRITE, NO_FOLLOW | TREE) },
  stat: { forms: 'csp', judge: path(0, READ) },
  statfs: { forms: 'csp', judge: path(0, READ) },
  symlink: { forms: 'csp', judge: symlink, run: runs.moving },
  truncate: { forms: 'csp', judge: file(WRITE, 1), run: loads.judging(runs.onDescriptor, true), core: loads.working(true), whole: whole.truncate },
  unlink: { forms: 'csp', judge: path(0, WRITE, NO_FOLLOW) },
  // Without a listener it would silence everyone who watches the file: it needs the right to read it.
  unwatchFile: { forms: 'c', judge: all(path(0, READ)), run: watchers.runUnwatch, answers: { c: 'nothing' } },
  utimes: { forms: 'csp', judge: path(0, WRITE) },
  watch: { forms: 'cp', judge: all(path(0, READ)), run: watchers.run, core: watchers.run, answers: { c: 'throw', p: 'iterate' } },
  watchFile: { forms: 'c', judge: all(path(0, READ)), run: watchers.runFile, core: watchers.run, answers: { c: 'throw' } },
  write: { forms: 'cs', judge: writing(4), run: runs.onDescriptor },
  writeFile: { forms: 'csp', judge: file(WRITE, 2, true), run: loads.judging(runs.onDescriptor, true), core: loads.working(true), whole: whole.writeFile },
  writev: { forms: 'cs', judge: writing(2), run: runs.onDescriptor },
};

/** What everyone may use as it is, with the reason. */
const passes = {
  __proto__: null,
  constants: 'numbers',
  F_OK: 'number', R_OK: 'number', W_OK: 'number', X_OK: 'number',
  Dirent: 'a value; its prototype is locked',
  Stats: 'a value; its prototype is locked',
  _toUnixTimestamp: 'arithmetic',
};

/**
 * Scripts of Node that call the shared functions as part of an operation that was judged when it began, or for the
 * module loader. The CommonJS loader reads files for whoever requires them; those reads are not the package's.
 */
const internals = [
  'node:fs', 'node:internal/modules/cjs/loader', 'node:internal/modules/esm/load', 'node:internal/modules/esm/resolve', 'node:internal/modules/esm/translators',
  'node:internal/modules/helpers', 'node:internal/modules/package_json_reader', 'node:internal/modules/package_map',
  'node:internal/fs/rimraf', 'node:internal/fs/cp/cp', 'node:internal/fs/cp/cp-sync', 'node:internal/fs/glob',
  'node:internal/fs/recursive_watch', 'node:internal/fs/watchers', 'node:internal/fs/read/context',
  'node:internal/source_map/source_map_cache',
  'node:internal/bootstrap/switches/is_main_thread', 'node:internal/process/warning',
];

module.exports = { internals, passes, rows };
