'use strict';
// Copied as `rows.js` into the packages of process.test.js: one call for every function in js/guards/process/rows.js, and for
// what a package can read of `process` and set on it. Each answers what there is to see afterwards.
const fs = require('fs');

/** Signals to the helper: it says in its file what arrived. */
const told = async (file, signal) => {
  for (let i = 0; i < 200; i++) {
    if (fs.existsSync(file) && fs.readFileSync(file, 'utf8').includes(signal)) return signal;
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
  return 'nothing arrived';
};

const identity = (get, set) => () => {
  const before = process[get]();
  process[set](before);
  return `${process[get]()}` === `${before}`;
};

/**
 * name -> { run(given), sees: what a granted call answers (anything when left out), lacks: what a refused one does, by
 * default an error, never: no grant allows it }.
 */
const rows = {
  _debugEnd: { run: () => { process._debugEnd(); return 'called'; }, sees: 'called' },
  _debugProcess: { run: ({ pid, heard }) => { process._debugProcess(pid); return told(heard, 'SIGUSR1'); }, sees: 'SIGUSR1' },
  _fatalException: { never: true, run: () => process._fatalException(new Error('of a package')) },
  _getActiveHandles: { never: true, run: () => process._getActiveHandles().length > 0, lacks: 'false' },
  _getActiveRequests: { never: true, run: () => { fs.stat(__filename, () => {}); return process._getActiveRequests().length > 0; }, lacks: 'false' },
  _kill: { run: ({ pid, heard }) => { process._kill(pid, 12); return told(heard, 'SIGUSR2'); }, sees: 'SIGUSR2' },
  _linkedBinding: { never: true, run: () => process._linkedBinding('of_nobody') },
  _startProfilerIdleNotifier: { run: () => { process._startProfilerIdleNotifier(); return 'called'; }, sees: 'called' },
  _stopProfilerIdleNotifier: { run: () => { process._stopProfilerIdleNotifier(); return 'called'; }, sees: 'called' },
  _tickCallback: { never: true, run: () => process._tickCallback() },
  addUncaughtExceptionCaptureCallback: { run: () => { process.addUncaughtExceptionCaptureCallback(() => false); return 'added'; }, sees: 'added' },
  binding: { never: true, run: () => process.binding('constants') },
  chdir: { run: ({ dir }) => { const before = process.cwd(); process.chdir(dir); const now = process.cwd(); process.chdir(before); return now === dir; }, sees: 'true' },
  'chdir, a relative path': {
    async run({ dir }) {
      const before = process.cwd();
      process.chdir(dir);
      try {
        fs.writeFileSync('here', 'text');
        await fs.promises.appendFile('../' + dir.slice(dir.lastIndexOf('/') + 1) + '/here', ' and more');
        fs.cpSync('here', 'there');
        return [fs.readFileSync('there', 'utf8'), ...fs.globSync?.('th*') ?? ['there']].join();
      } finally {
        process.chdir(before);
      }
    },
    sees: 'text and more,there',
  },
  dlopen: { run: ({ addon }) => { const made = { exports: {} }; process.dlopen(made, addon); return typeof made.exports.claim; }, sees: 'function' },
  initgroups: { privileged: true, run: () => process.initgroups(process.getuid(), process.getgid()) },
  kill: { run: ({ pid, heard }) => { process.kill(pid, 'SIGHUP'); return told(heard, 'SIGHUP'); }, sees: 'SIGHUP' },
  loadEnvFile: { run: ({ envFile, name }) => { process.loadEnvFile(envFile); return process.env[name]; }, sees: 'from the file' },
  openStdin: { run: () => typeof process.openStdin().pipe, sees: 'function' },
  setSourceMapsEnabled: { never: true, run: () => { const before = process.sourceMapsEnabled; process.setSourceMapsEnabled(true); const now = process.sourceMapsEnabled; process.setSourceMapsEnabled(false); return before || now; }, lacks: 'false' },
  setUncaughtExceptionCaptureCallback: { run: () => { process.setUncaughtExceptionCaptureCallback(() => {}); const has = process.hasUncaughtExceptionCaptureCallback(); process.setUncaughtExceptionCaptureCallback(null); return has; }, sees: 'true' },
  setegid: { run: identity('getegid', 'setegid'), sees: 'true' },
  seteuid: { run: identity('geteuid', 'seteuid'), sees: 'true' },
  setgid: { run: identity('getgid', 'setgid'), sees: 'true' },
  setgroups: { privileged: true, run: () => process.setgroups(process.getgroups()) },
  setuid: { run: identity('getuid', 'setuid'), sees: 'true' },
  umask: { run: () => { const before = process.umask(0o077); const now = process.umask(); process.umask(before); return now; }, sees: '63' },

  // Not rows: values and events.
  'warning, heard': {
    run: () => new Promise((resolve) => {
      process.once('warning', ({ name, message, code, stack }) => resolve([name, message, code, stack.includes('of the rows')].join()));
      process.emitWarning('of the rows', { type: 'RowWarning', code: 'ROW' });
    }),
    sees: 'RowWarning,of the rows,ROW,true', lacks: 'RowWarning,of the rows,ROW,true',
  },
  'env, read': { run: ({ secret }) => process.env[secret], sees: 'text of a variable', lacks: '' },
  'env, asked for': { run: ({ secret }) => secret in process.env, sees: 'true', lacks: 'false' },
  'env, listed': { run: ({ secret }) => Object.keys(process.env).includes(secret), sees: 'true', lacks: 'false' },
  'env, written': { run: ({ fresh }) => { process.env[fresh] = 'written'; return process.env[fresh]; }, sees: 'written', lacks: '' },
  'env, deleted': { run: ({ doomed }) => delete process.env[doomed] && process.env[doomed] === undefined, sees: 'true', lacks: 'true' },
  'env, by a symbol': {
    run: () => {
      const ways = [() => { process.env[Symbol('s')] = 1; }, () => { process.env.GUARDS_SYMBOL = Symbol('s'); }];
      return [...ways.map((way) => { try { way(); return 'written'; } catch (error) { return `${error.name}: ${error.message}`; } }), process.env[Symbol('s')], Symbol('s') in process.env].join();
    },
    sees: 'TypeError: Cannot convert a Symbol value to a string,TypeError: Cannot convert a Symbol value to a string,,false',
    lacks: 'TypeError: Cannot convert a Symbol value to a string,TypeError: Cannot convert a Symbol value to a string,,false',
  },
  'env, harmless': { run: () => process.env.TERM, sees: 'dumb', lacks: 'dumb' },
  'exitCode, set': { run: () => { process.exitCode = 3; const now = process.exitCode; process.exitCode = undefined; return `${now}`; }, sees: '3', lacks: 'undefined' },
  'title, set': { run: () => { const before = process.title; process.title = 'of a package'; const now = process.title; process.title = before; return now; }, sees: 'of a package', lacks: 'node-red' },
  'a signal listened to': { run: () => { process.on('SIGCONT', () => {}); return process.listeners('SIGCONT').length; }, sees: '1', lacks: '0' },
  'a signal emitted': { run: () => { process.emit('SIGWINCH'); return 'emitted'; }, sees: 'emitted' },
  'report.getReport': { run: () => typeof process.report.getReport().environmentVariables, sees: 'object', lacks: 'undefined' },
  'report.getReport, of the C library': { run: () => { const { header, sharedObjects } = process.report.getReport(); return [typeof header.glibcVersionRuntime, header.platform, Array.isArray(sharedObjects)].join(); }, sees: 'string,linux,true', lacks: 'string,linux,true' },
  'report.writeReport': { run: ({ dir }) => { process.report.writeReport(`${dir}/report.json`); return fs.existsSync(`${dir}/report.json`); }, sees: 'true' },
};

/** Those that end the process; each is called alone. */
const ends = {
  abort: { run: () => process.abort(), exit: 'SIGABRT' },
  execve: { never: true, run: ({ dir }) => process.execve('/bin/sh', ['sh', '-c', `echo ran > '${dir}/replaced'; exit 9`], { PATH: '/usr/bin:/bin' }) },
  exit: { run: () => process.exit(7), exit: 7 },
  'kill of itself': { run: () => process.kill(process.pid, 'SIGKILL'), exit: 'SIGKILL' },
  reallyExit: { run: () => process.reallyExit(8), exit: 8 },
};

/** Only where there is a channel to a parent process, which Node-RED has when something forks it. */
const channel = ['disconnect', 'send'];

const exists = (name) => name.includes(' ') || name.includes('.') || typeof process[name] === 'function';

async function run(name, row, given) {
  if (!exists(name)) return { absent: true };
  try {
    const value = await row.run(given);
    return { ok: true, said: value === undefined ? '' : String(value) };
  } catch (error) {
    return { ok: false, code: error.code ?? error.message };
  }
}

async function runAll(given) {
  const outcome = {};
  for (const [name, row] of Object.entries(rows)) outcome[name] = await run(name, row, given);
  for (const [name, row] of Object.entries(ends)) if (given.denied || row.never) outcome[name] = await run(name, row, given);
  return outcome;
}

const end = ({ name, ...given }) => run(name, ends[name], given);

module.exports = { channel, end, ends, rows, runAll };
