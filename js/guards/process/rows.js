'use strict';
// The table of `process`: what is judged, what passes (with the reason), and what packages do not see.

const { Number, ObjectAssign, StringPrototypeSlice, StringPrototypeStartsWith } = require('../../boot/primordials');
const { fs, process } = require('../../boot/builtins');
const { toPath } = require('../../core/args');
const { splitText } = require('../../core/lists');
const { isOverflow } = require('../../core/overflow');
const { withoutNegativeZeros } = require('../../core/numbers');
const { state } = require('../../boot/state');
const { judge, judgePath } = require('../../core/decide');

const os = require('os');

let native;

function configure(api) {
  native = api;
}

const needs = (capability, describe) => (principal, args) => judge(principal, capability, undefined) && {
  capability, resource: describe === undefined ? '' : describe(args),
};
const all = (what) => () => ({ capability: 'all', resource: what });
const first = (args) => (args.length > 0 && typeof args[0] !== 'object' ? `${args[0]}` : '');

/** Reading the mask is free; setting it is not. */
function umask(principal, args) {
  withoutNegativeZeros(args);
  return args.length === 0 || args[0] === undefined ? undefined : needs('process:signal', first)(principal, args);
}

function chdir(principal, args) {
  if (typeof args[0] !== 'string') args[0] = undefined;
  return needs('process:signal', first)(principal, args);
}

/** The signal at which Node.js opens its inspector, by name or, as the system takes it, by number. */
const OPENS = 'SIGUSR1';
const { [OPENS]: OPENS_NUMBER } = os.constants.signals;
const opensInspector = (signal) => signal === OPENS || (typeof signal === 'number' && (signal | 0) === OPENS_NUMBER);

/** What this process runs; undefined where the system does not say. */
function programOf(pid) {
  try {
    return fs.readlinkSync(`/proc/${pid}/exe`);
  } catch (error) {
    if (isOverflow(error)) throw error;
    return error.code === 'ENOENT' ? null : undefined;
  }
}

/**
 * May this be a process of Node.js, this one among them? Each of its threads has a number, too. What is no number of one process means several, and where the system does not say what runs anywhere, as without `/proc`,
 * any may be one.
 */
function isNode(pid) {
  if (pid <= 0 || pid === process.pid) return true;
  const own = programOf('self');
  if (typeof own !== 'string') return true;
  const program = programOf(pid);
  return program === undefined || program === own; // null: there is none
}

function kill(principal, args) {
  args[0] = Number(args[0]);
  if (typeof args[1] === 'object') args[1] = undefined;
  const refused = needs('process:signal', first)(principal, args);
  if (refused !== undefined || !opensInspector(args[1]) || !isNode(args[0] | 0)) return refused;
  return judge(principal, 'inspector:open', undefined) && { capability: 'inspector:open', resource: `${OPENS} to ${args[0]}` };
}

/** A native addon as the addon of Sentinel opened it: `hash number path`. */
function openAddon(file) {
  try {
    return splitText(native.openAddon(file), ' ');
  } catch {
    return undefined;
  }
}

/** dlopen(module, file): by the SHA-256 of the file. What is loaded is what was hashed. */
function dlopen(principal, args) {
  const file = toPath(args[1]);
  args[1] = undefined;
  if (file === undefined) return { capability: 'native:addon', resource: '' };
  const opened = openAddon(file);
  if (opened === undefined) return { capability: 'native:addon', resource: file };
  if (judge(principal, 'native:addon', opened[0]) !== undefined) {
    if (opened[1] !== '-1') native.closeAddon(Number(opened[1]));
    return { capability: 'native:addon', resource: `${opened[0]} ${file}` };
  }
  args[1] = opened[2];
  for (let i = 3; i < opened.length; i++) args[1] += ` ${opened[i]}`;
  return undefined;
}

/** The same for a file that Node.js will open itself. */
function mayLoad(principal, file) {
  const args = [undefined, file];
  const refused = dlopen(principal, args);
  const prefix = '/proc/self/fd/';
  if (refused === undefined && StringPrototypeStartsWith(args[1], prefix)) native.closeAddon(Number(StringPrototypeSlice(args[1], prefix.length)));
  return refused;
}

function loadEnvFile(principal, args) {
  args[0] = args[0] === undefined ? '.env' : toPath(args[0]);
  return judgePath(principal, 'fs:read', args[0], 0) ?? needs('process:env:write')(principal, args);
}

/** A bare replacement of this process by another program: no allowlist names it. */
const replaceProcess = all('replaces this process by another program');

const signal = { judge: needs('process:signal', first) };
const ends = needs('process:exit', first);
/** lodash asks for `util`: what kind a value is, by the functions that `util.types` has. */
const inner = all('Node.js internals');
const binding = (principal, args) => (args[0] === 'util' ? undefined : inner(principal, args));
/** In a worker thread it ends that thread. */
const exit = { judge: (principal, args) => (state.confined === undefined ? ends(principal, args) : undefined) };

// `below`: how Node's C++ calls the shared function, with no JavaScript on the stack. A promise would hand over one argument.
const rows = {
  __proto__: null,
  _debugEnd: { judge: needs('inspector:open') },
  _debugProcess: { judge: needs('inspector:open', first) },
  _fatalException: { judge: all('the fatal error handler'), below: (args) => args.length === 2 && typeof args[1] === 'boolean' },
  _getActiveHandles: { judge: all('handles of everyone'), refuse: () => [] },
  _getActiveRequests: { judge: all('requests of everyone'), refuse: () => [] },
  _kill: { judge: kill },
  _linkedBinding: { judge: all('Node.js internals') },
  _startProfilerIdleNotifier: { judge: needs('inspector:open') },
  _stopProfilerIdleNotifier: { judge: needs('inspector:open') },
  _tickCallback: { judge: all('the task queue'), below: (args) => args.length === 0 },
  abort: { judge: ends },
  addUncaughtExceptionCaptureCallback: signal,
  binding: { judge: binding },
  chdir: { judge: chdir },
  disconnect: { judge: (principal, args) => (state.confined === undefined ? signal.judge(principal, args) : undefined) },
  dlopen: { judge: dlopen },
  execve: { judge: replaceProcess },
  exit,
  initgroups: signal,
  kill: { judge: kill },
  loadEnvFile: { judge: loadEnvFile },
  openStdin: signal,
  reallyExit: exit,
  // The channel of a program that a package started leads to that package.
  // As a copy of another process (`cluster`) Node itself asks the parent for what it listens on.
  send: { judge: () => (state.confined === undefined ? { capability: 'all', resource: 'the channel to the parent process' } : undefined), callers: ['node:internal/cluster/utils'] },
  // Maps name files, which Node then reads: boot/arm.js. Who would like to have them does without, as everybody.
  setSourceMapsEnabled: { judge: all('source maps of the whole process'), answer: 'nothing' },
  setUncaughtExceptionCaptureCallback: {
    judge: needs('process:signal', first),
    // Domains set a function of their own, and call functions they were given: a package's would have an owner.
    callers: ['node:domain'],
    internal: (args) => typeof args[0] !== 'function' || native.scriptOwner(args[0]) < 0,
  },
  setegid: signal,
  seteuid: signal,
  setgid: signal,
  setgroups: signal,
  setuid: signal,
  umask: { judge: umask },
};

/** Node-internal scripts that call the shared functions themselves. None that calls functions it was given: domains, the task queue. */
const internals = [
  'node:internal/process/per_thread', 'node:internal/process/execution', 'node:internal/process/promises',
  'node:internal/process/signal', 'node:internal/modules/cjs/loader', 'node:internal/child_process', 'node:internal/main/run_main_module',
  'node:internal/main/worker_thread',
  'node:internal/bootstrap/node', 'node:internal/modules/run_main',
];

const READS = 'reads a number or a name';
const passes = {
  __proto__: null,
  _rawDebug: 'prints to standard error',
  assert: 'throws',
  availableMemory: READS,
  constrainedMemory: READS,
  cpuUsage: READS,
  cwd: READS,
  emitWarning: 'prints a warning',
  getActiveResourcesInfo: 'names only',
  getegid: READS,
  geteuid: READS,
  getgid: READS,
  getgroups: READS,
  getuid: READS,
  hasUncaughtExceptionCaptureCallback: READS,
  hrtime: READS,
  memoryUsage: READS,
  nextTick: 'schedules a function; what it calls is judged',
  ref: 'keeps the process alive for a handle one has',
  resourceUsage: READS,
  threadCpuUsage: READS,
  unref: 'the opposite of ref',
  uptime: READS,
};

/** Values a package gets as a copy of its own, so that a change reaches nobody else. */
const copies = ['argv', 'config', 'execArgv', 'features', 'moduleLoadList', 'release', 'versions'];

/** Values read from the real process each time. */
const reads = [
  'allowedNodeEnvironmentFlags', 'arch', 'argv0', 'connected', 'debugPort', 'execPath', 'exitCode', 'noDeprecation', 'permission', 'pid', 'platform', 'ppid',
  'sourceMapsEnabled', 'throwDeprecation', 'title', 'traceDeprecation', 'version',
];

/** Values that change the process for everyone when they are set: name -> capability. */
const writes = ObjectAssign({ __proto__: null }, { exitCode: 'process:exit', title: 'process:signal', debugPort: 'inspector:open' });

module.exports = { configure, copies, internals, mayLoad, passes, reads, rows, writes };
