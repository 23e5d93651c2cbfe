'use strict';
// Evidence for grants.js and refusals.js: which guarded calls the palette really makes, seen by a
// preload that protects nothing and only writes down. Not a test.
//
//   node tests/corpus/trace.js [Node-RED line] [Node major]
//
// prints for every package: call, first arguments, and "via" when Node made the call on its behalf.
const fs = require('node:fs');
const { appendFileSync, readFileSync, realpathSync, rmSync } = fs;

/** File names of the current stack, innermost first, without parsing text. */
function stackFiles() {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = 60;
  Error.prepareStackTrace = (_error, sites) => sites.map((site) => site.getFileName() || '');
  const list = new Error().stack;
  Error.stackTraceLimit = stackTraceLimit;
  Error.prepareStackTrace = prepareStackTrace;
  return Array.isArray(list) ? list.filter((file) => file !== __filename) : [];
}

/** Arguments short enough to read. */
function brief(arg) {
  if (typeof arg === 'string' || typeof arg === 'number') return String(arg).slice(-80);
  if (Array.isArray(arg)) return JSON.stringify(arg).slice(0, 80);
  return arg && (arg.port || arg.path) ? JSON.stringify({ host: arg.host, port: arg.port, path: arg.path }) : '';
}

/** Gives the function that writes one line per distinct call. */
function recorder(out, root) {
  const seen = new Set();
  let busy = false;
  return (call, args) => {
    if (busy) return;
    busy = true;
    try {
      const files = stackFiles();
      const third = files.filter((file) => file.startsWith(root));
      // what the module loader reads is not read by the package that requires
      const loader = files.slice(0, 3).some((file) => file.startsWith('node:internal/modules'));
      if (third.length === 0 || (loader && files[0].startsWith('node:'))) return;
      const name = (file) => /^(@[^/]+\/)?[^/]+/.exec(file.slice(file.lastIndexOf('node_modules/') + 13))[0];
      const line = JSON.stringify([name(third[0]), name(third.at(-1)), call, args.slice(0, 2).map(brief), files[0] === third[0] ? '' : 'via']);
      if (seen.has(line)) return;
      seen.add(line);
      appendFileSync(out, `${line}\n`);
    } finally {
      busy = false;
    }
  };
}

/** Replaces functions by ones that record and pass on. */
function watch(record, object, label, names = Object.keys(object)) {
  for (const name of names) {
    const original = object[name];
    if (typeof original !== 'function' || /^[A-Z_]/.test(name)) continue;
    const watched = function watched(...args) {
      record(`${label}.${name}`, args);
      return new.target ? Reflect.construct(original, args) : Reflect.apply(original, this, args);
    };
    object[name] = Object.defineProperties(watched, Object.getOwnPropertyDescriptors(original));
  }
}

function install() {
  const record = recorder(process.env.CORPUS_TRACE, realpathSync(process.env.CORPUS_PALETTE));
  watch(record, fs, 'fs');
  watch(record, fs.promises, 'fs.promises');
  watch(record, require('node:child_process'), 'child_process');
  watch(record, require('node:net').Server.prototype, 'net.Server', ['listen']);
  watch(record, require('node:net').Socket.prototype, 'net.Socket', ['connect']);
  watch(record, require('node:dns'), 'dns', ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveMx', 'resolveSrv', 'reverse']);
  watch(record, require('node:http'), 'http', ['request', 'get']);
  watch(record, require('node:https'), 'https', ['request', 'get']);
  watch(record, require('node:dgram'), 'dgram', ['createSocket']);
  watch(record, require('node:vm'), 'vm', ['runInThisContext', 'runInNewContext', 'runInContext', 'createContext', 'compileFunction']);
  watch(record, process, 'process', ['exit', 'abort', 'reallyExit', 'kill', 'chdir', 'binding', 'dlopen', 'umask', 'setuid', 'setgid', 'emit',
    'getBuiltinModule', 'loadEnvFile', 'setUncaughtExceptionCaptureCallback', 'on', 'once', 'addListener', 'prependListener', 'removeAllListeners']);
  const { env } = process;
  const note = (what, key) => { if (typeof key === 'string' && key !== 'NODE_V8_COVERAGE') record(`env.${what}`, [key]); };
  process.env = new Proxy(env, {
    get(target, key) { note('get', key); return target[key]; },
    has(target, key) { note('has', key); return key in target; },
    set(target, key, value) { note('set', key); target[key] = value; return true; },
    deleteProperty(target, key) { note('delete', key); return delete target[key]; },
    ownKeys(target) { note('ownKeys', '*'); return Reflect.ownKeys(target); },
  });
}

async function main([version = '4.1', node]) {
  const path = require('node:path');
  const { run } = require('./run.js');
  const { ensurePalette, CORPUS } = require('./install.js');
  const palette = path.join(await ensurePalette(), 'node_modules');
  const out = path.join(CORPUS, 'trace.jsonl');
  rmSync(out, { force: true });
  const env = { CORPUS_TRACE: out, CORPUS_PALETTE: palette, NODE_OPTIONS: `--require ${__filename}` };
  await run({ version, ...(node && { node: Number(node) }), sentinel: false, env });
  const lines = readFileSync(out, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  for (const [nearest, outermost, call, args, via] of lines.sort((a, b) => `${a[1]} ${a[0]}`.localeCompare(`${b[1]} ${b[0]}`))) {
    console.log(`${outermost === nearest ? nearest : `${outermost} > ${nearest}`}: ${call}(${args.join(', ')}) ${via}`);
  }
}

if (process.env.CORPUS_TRACE) install();
else if (require.main === module) main(process.argv.slice(2)).catch((error) => { console.error(error.message); process.exitCode = 1; });
