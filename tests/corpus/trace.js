'use strict';
// Evidence for grants.js: a preload WITHOUT any protection that writes down which guarded builtin
// calls the palette really makes. Run through `node tests/corpus/trace-run.js`.
// One JSON line per distinct call: package of the nearest third-party frame, call, first arguments.
const fs = require('node:fs');
const { appendFileSync, realpathSync } = fs;
const out = process.env.CORPUS_TRACE;
if (!out) throw new Error('CORPUS_TRACE names the file to write');
const seen = new Set();
const root = realpathSync(process.env.CORPUS_PALETTE);
let busy = false;

/** Frames of the current stack as file names, without parsing text. */
function files() {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = 60;
  Error.prepareStackTrace = (_error, sites) => sites.map((site) => site.getFileName() || '');
  const list = new Error().stack;
  Error.stackTraceLimit = stackTraceLimit;
  Error.prepareStackTrace = prepareStackTrace;
  return Array.isArray(list) ? list.filter((file) => file !== __filename) : [];
}

/** Writes one line unless the same package made the same call before. */
function record(call, args) {
  if (busy) return;
  busy = true;
  try {
    const list = files();
    // The module loader's own reads are not the package's.
    const loader = list[0] && list[0].startsWith('node:internal/modules');
    const third = list.filter((file) => file.startsWith(root));
    if (loader || third.length === 0) return;
    const relative = third[0].slice(root.length + 1);
    const what = args.map((arg) => (typeof arg === 'string' || typeof arg === 'number' ? String(arg)
      : Array.isArray(arg) ? JSON.stringify(arg) : typeof arg === 'object' && arg !== null && (arg.port || arg.path) ? JSON.stringify({ port: arg.port, host: arg.host, path: arg.path }) : '')).slice(0, 2);
    const line = JSON.stringify({ call, args: what, at: relative, from: third.at(-1).slice(root.length + 1), direct: list[0] === third[0] });
    if (seen.has(line)) return;
    seen.add(line);
    appendFileSync(out, line + '\n');
  } finally {
    busy = false;
  }
}

/** Replaces the functions of an object by ones that record and pass on. */
function watch(object, label, names = Object.keys(object)) {
  for (const name of names) {
    const original = object[name];
    if (typeof original !== 'function' || /^[A-Z_]/.test(name)) continue;
    object[name] = function watched(...args) {
      record(`${label}.${name}`, args);
      return new.target ? Reflect.construct(original, args) : Reflect.apply(original, this, args);
    };
    Object.defineProperties(object[name], Object.getOwnPropertyDescriptors(original));
  }
}

watch(fs, 'fs');
watch(fs.promises, 'fs.promises');
watch(require('node:child_process'), 'child_process');
watch(require('node:net'), 'net', ['connect', 'createConnection']);
watch(require('node:net').Server.prototype, 'net.Server', ['listen']);
watch(require('node:net').Socket.prototype, 'net.Socket', ['connect']);
watch(require('node:dns'), 'dns', ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveMx', 'resolveSrv', 'resolveTxt', 'reverse', 'getServers', 'setServers']);
watch(require('node:http'), 'http', ['request', 'get']);
watch(require('node:https'), 'https', ['request', 'get']);
watch(require('node:dgram'), 'dgram', ['createSocket']);
watch(require('node:vm'), 'vm', ['runInThisContext', 'runInNewContext', 'runInContext', 'createContext', 'compileFunction', 'isContext']);
watch(process, 'process', ['exit', 'abort', 'reallyExit', 'kill', 'chdir', 'cwd', 'binding', 'dlopen', 'umask', 'setuid', 'setgid',
  'getuid', 'emit', 'getBuiltinModule', 'loadEnvFile', 'setUncaughtExceptionCaptureCallback', 'on', 'once', 'addListener', 'prependListener',
  'removeListener', 'removeAllListeners', 'emitWarning', 'memoryUsage', 'cpuUsage', 'resourceUsage', 'hrtime', 'uptime']);

const env = process.env;
process.env = new Proxy(env, {
  get(target, key) { if (typeof key === 'string') record('env.get', [key]); return target[key]; },
  has(target, key) { if (typeof key === 'string') record('env.has', [key]); return key in target; },
  set(target, key, value) { record('env.set', [String(key), String(value)]); target[key] = value; return true; },
  deleteProperty(target, key) { record('env.delete', [String(key)]); return delete target[key]; },
  ownKeys(target) { record('env.ownKeys', []); return Reflect.ownKeys(target); },
});
