'use strict';
// Starting a worker for a package. What the new thread is, it learns from a passport in the addon: the token for it is in
// the environment of the thread, and its preload takes it out before any other code runs (boot/worker.js). Everything
// else in the options that could change how the thread starts is made here, or refused.

const {
  ArrayIsArray, ArrayPrototypePush, JSONStringify, MapPrototypeForEach, ObjectDefineProperty, ObjectKeys, ObjectSetPrototypeOf, ReflectApply, ReflectConstruct, SafeMap, String, StringPrototypeStartsWith, URL, globalThis,
} = require('../../boot/primordials');
const { fs, path, process } = require('../../boot/builtins');
const { put } = require('../../core/lists');
const { isOverflow } = require('../../core/overflow');
const { needRoom } = require('../../core/room');
const { snapshotList, toPath } = require('../../core/args');
const { loader } = require('../../core/loader');
const environment = require('../process/environment');
const { tellOfWorker } = require('../process/events');
const { TOKEN } = require('../../boot/thread');
const { PRELOAD, isHarmless } = require('../../core/flags');
const { hideParts, lockClasses } = require('./parts');
const transfers = require('./transfers');

/** All that a worker can be told; each is read once. */
const OPTIONS = ['argv', 'env', 'eval', 'execArgv', 'name', 'resourceLimits', 'stderr', 'stdin', 'stdout', 'trackUnmanagedFds', 'transferList', 'workerData'];
const LIMITS = ['maxOldGenerationSizeMb', 'maxYoungGenerationSizeMb', 'codeRangeSizeMb', 'stackSizeMb'];

const { nextTick } = process;

let native;
let originals;

/** Worker(filename, options): the file is code of the package or readable for it; the options are a copy. */
function judgeStart(principal, args) {
  const given = args[1];
  const options = { __proto__: null };
  const hasOptions = (typeof given === 'object' && given !== null) || typeof given === 'function';
  for (let i = 0; hasOptions && i < OPTIONS.length; i++) options[OPTIONS[i]] = given[OPTIONS[i]];
  args[1] = options;
  if (!options.eval) {
    const text = typeof args[0] === 'object' && args[0] !== null ? `${args[0].href ?? args[0]}` : args[0];
    if (typeof text === 'string' && StringPrototypeStartsWith(text, 'data:')) args[0] = text;
    else judgeFile(principal, args);
  }
  return judgeFlags(options);
}

function judgeFile(principal, args) {
  const isText = typeof args[0] === 'string';
  const file = toPath(args[0]);
  // Other names Node refuses itself.
  if (file === undefined || (isText && !path.isAbsolute(file) && file[0] !== '.')) return;
  args[0] = path.resolve(file);
  loader.place(loader.compartmentOf(principal).home, real(args[0]));
}

function real(file) {
  try {
    return fs.realpathSync(file);
  } catch (error) {
    if (isOverflow(error)) throw error;
    return file;
  }
}

/** `execArgv`: flags that load code or open doors are not for packages; the preload itself is added anyway. */
function judgeFlags(options) {
  if (!ArrayIsArray(options.execArgv)) {
    options.execArgv = undefined;
    return undefined;
  }
  const flags = snapshotList(options.execArgv);
  const kept = [];
  for (let i = 0; i < flags.length; i++) {
    if ((flags[i] === '--require' || flags[i] === '-r') && flags[i + 1] === PRELOAD) i++;
    else if (flags[i] === `--require=${PRELOAD}`) continue;
    else if (isHarmless(flags[i])) put(kept, kept.length, flags[i]);
    else return { capability: 'all', resource: `a worker with the option ${flags[i]}` };
  }
  options.execArgv = kept;
  return undefined;
}

/** The variables the package gives its worker: its own, or what it sees itself. */
function givenEnvironment(principal, { env }) {
  if (typeof env !== 'object' || env === null) return environment.givenTo(principal);
  const result = {};
  const names = ObjectKeys(env);
  for (let i = 0; i < names.length; i++) put(result, names[i], String(env[names[i]]));
  return result;
}

/** What a package may use is for its own code: Sentinel's takes so much memory in a thread. */
const OWN_HEAP_MB = 16;
/** With less, the threads of Node.js itself end the process. */
const LEAST_STACK_MB = 1;

/** V8 uses no more of it, and ends the process where it does not get it. */
const MOST_CODE_MB = 512;

function limitsOf(limits) {
  if (typeof limits !== 'object' || limits === null) return undefined;
  const result = { __proto__: null };
  for (let i = 0; i < LIMITS.length; i++) result[LIMITS[i]] = limits[LIMITS[i]];
  const { codeRangeSizeMb: code, maxOldGenerationSizeMb: heap, stackSizeMb: stack } = result;
  // None is the one that V8 chooses; not so less than that, on Node.js 26.
  if (typeof heap === 'number') result.maxOldGenerationSizeMb = heap > 0 ? heap + OWN_HEAP_MB : undefined;
  if (typeof code === 'number' && code > MOST_CODE_MB) result.codeRangeSizeMb = MOST_CODE_MB;
  if (typeof stack === 'number' && stack > 0 && stack < LEAST_STACK_MB) result.stackSizeMb = LEAST_STACK_MB;
  return result;
}

function optionsOf(principal, given) {
  const { home } = loader.compartmentOf(principal);
  const passport = { __proto__: null, home: home.file, env: givenEnvironment(principal, given) ?? null };
  const { base: env } = environment.forChild(principal);
  env[TOKEN] = native.admitWorker(principal, JSONStringify(passport));
  const execArgv = ['--require', PRELOAD];
  for (let i = 0; i < (given.execArgv?.length ?? 0); i++) ArrayPrototypePush(execArgv, given.execArgv[i]);
  return {
    __proto__: null,
    argv: ArrayIsArray(given.argv) ? snapshotList(given.argv) : undefined,
    env,
    eval: given.eval,
    execArgv,
    name: given.name === undefined ? undefined : String(given.name),
    resourceLimits: limitsOf(given.resourceLimits),
    stderr: given.stderr,
    stdin: given.stdin,
    stdout: given.stdout,
    trackUnmanagedFds: given.trackUnmanagedFds,
    transferList: given.transferList,
    workerData: given.workerData,
  };
}

/** Runs `action` while the package's own environment data stands where Node takes it from for a new worker. */
function withData(own, action) {
  needRoom();
  const { getEnvironmentData, setEnvironmentData } = originals;
  const before = new SafeMap();
  MapPrototypeForEach(own, (value, key) => {
    before.set(key, getEnvironmentData(key));
    setEnvironmentData(key, value);
  });
  try {
    return action();
  } finally {
    MapPrototypeForEach(before, (value, key) => setEnvironmentData(key, value));
  }
}

/**
 * Builds the worker. Its class is always Node's own while it is built, whatever was asked for: a prototype of the package
 * would be asked for the parts of the worker before they are hidden.
 */
function construct(Original, args, target, principal, trusted, dataOf) {
  if (trusted) return ReflectConstruct(Original, args, target);
  const isData = !args[1].eval && typeof args[0] === 'string' && StringPrototypeStartsWith(args[0], 'data:');
  const file = isData ? new URL(args[0]) : args[0];
  const worker = withData(dataOf(principal), () => ReflectConstruct(Original, [file, optionsOf(principal, args[1])], Original));
  hideParts(worker);
  if (target !== Original) ObjectSetPrototypeOf(worker, target.prototype);
  // Node.js tells the whole process of each; a package hears of its own.
  ReflectApply(nextTick, process, [() => tellOfWorker(principal, worker)]);
  return worker;
}

/**
 * Called once for each thread, when the module has its guards.
 * @param {object} values the originals of `worker_threads`
 * @param {object} api the addon
 * @param {object} guards of the shared module
 */
function complete(values, api, guards) {
  native = api;
  originals = values;
  transfers.install(values);
  lockClasses(values, api);
  // The global one is the same class.
  ObjectDefineProperty(globalThis, 'BroadcastChannel', { __proto__: null, value: guards.BroadcastChannel, writable: true, enumerable: false, configurable: true });
  ObjectDefineProperty(globalThis, 'MessageChannel', { __proto__: null, value: guards.MessageChannel, writable: true, enumerable: false, configurable: true });
}

module.exports = { complete, construct, judgeStart };
