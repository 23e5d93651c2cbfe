'use strict';
// The real `process`. Packages have one of their own, but the real one can be found (an ES module that imports
// `process`, `this` in a listener). What a package asks it for, the package's own answers.

const { ObjectAssign, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectKeys, ReflectApply, ReflectGet, ReflectOwnKeys, ReflectSet, SafeMap, StringPrototypeStartsWith, SymbolPrototypeDescriptionGet } = require('../../boot/primordials');
const { process, realProcess } = require('../../boot/builtins');
const { state } = require('../../boot/state');
const { CORE, INTERNAL, SOMEHOW, UNKNOWN, callerOf, writerOf } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { closeFunctions } = require('../../core/harden');
const { lockObject } = require('../../core/lock');
const { lasting } = require('../../core/stopped');
const { streams } = require('../readers');
const { passes, rows } = require('./rows');
const survive = require('./survive');

const emitter = require('events').prototype;

/** Node-internal scripts that use `process` as an emitter; none of them calls functions it was given. */
const EMITTERS = [
  'node:internal/bootstrap/node', 'node:internal/bootstrap/switches/is_main_thread', 'node:internal/child_process', 'node:internal/cluster/child',
  'node:internal/cluster/primary', 'node:internal/main/worker_thread', 'node:internal/process/execution', 'node:internal/process/per_thread',
  'node:internal/process/pre_execution', 'node:internal/process/promises', 'node:internal/process/signal', 'node:internal/process/warning',
  'node:internal/process/worker_thread_only', 'node:internal/process/finalization', 'node:internal/util', 'node:internal/util/trace_sigint',
  'node:internal/process/report', 'node:internal/heap_utils', 'node:internal/source_map/source_map_cache', 'node:internal/trace_events_async_hooks',
  'node:internal/util/colors', 'node:internal/worker', 'node:internal/v8/startup_snapshot', 'node:internal/modules/run_main', 'node:internal/main/run_main_module',
];
/** Reads `process.emit` when a signal gets its first listener, and binds it: C++ calls that with no script on the stack. */
const SIGNALS = ['node:internal/process/signal'];
/** Raised by C++, with no script on the stack. */
const RAISED_BELOW = { __proto__: null, beforeExit: true, exit: true };
const STORE = { __proto__: null, _events: true, _eventsCount: true, _maxListeners: true };

const isSignal = (name) => typeof name === 'string' && StringPrototypeStartsWith(name, 'SIG');

/** How often the list of listeners may be read by the method of the emitter that is at work. */
let reads = 0;
lasting(() => reads, (value) => { reads = value; });

/**
 * Runs a method of the emitter on the real process. `emit` looks at the list once, before any listener runs: what a
 * listener asks for afterwards is not part of it.
 */
function onReal(method, args, isEmit) {
  const before = reads;
  reads = isEmit ? 1 : Infinity;
  try {
    return ReflectApply(method, realProcess, args);
  } finally {
    reads = before;
  }
}

/** What C++ calls when a signal arrives; a package that got hold of it is judged like any other caller of `emit`. */
function raiseSignal(processOf) {
  return function emit(...args) {
    const who = callerOf(0);
    if (who !== CORE && who !== UNKNOWN) return ReflectApply(processOf(who).emit, undefined, args);
    return isSignal(args[0]) && onReal(survive.emit, args, true);
  };
}

function placeEmit(guarded, processOf, native) {
  const readers = native.internals(SIGNALS);
  const forSignals = raiseSignal(processOf);
  let current = guarded;
  const accessors = {
    // Asked also before any package runs, when everyone is core.
    get: () => (native.caller(readers) === INTERNAL ? forSignals : current),
    set(...args) {
      if (writerOf(args) === CORE) current = args[0];
    },
  };
  ObjectDefineProperty(realProcess, 'emit', { __proto__: null, get: accessors.get, set: accessors.set, enumerable: false, configurable: false });
}

function guardEmitter(name, original, processOf, native, internals) {
  const holder = {
    method(...args) {
      if (this !== realProcess) return ReflectApply(original, this, args);
      const isEmit = name === 'emit';
      // Adding a listener raises `newListener`.
      if (reads === Infinity) return onReal(original, args, isEmit);
      const first = callerOf(internals);
      // The operator can hand `process` to packages, and a value has its methods called by whoever looks at it.
      const who = first === CORE ? callerOf(internals, 0, SOMEHOW) : first;
      // The events of a worker thread are its own.
      const trusted = who === CORE || who === INTERNAL || state.confined !== undefined || (first === UNKNOWN && isEmit && RAISED_BELOW[args[0]] === true);
      return trusted ? onReal(original, args, isEmit) : ReflectApply(processOf(who)[name], undefined, args);
    },
  };
  conceal(holder.method, original);
  if (name === 'emit') placeEmit(holder.method, processOf, native);
  else ObjectDefineProperty(realProcess, name, { __proto__: null, value: holder.method, writable: true, enumerable: false, configurable: true });
}

/** The list of listeners: for methods of the emitter that are at work for core. */
function hideStore(name) {
  let current = realProcess[name];
  const accessors = {
    get() {
      if (reads > 0) {
        reads--;
        return current;
      }
      return callerOf(0) === CORE ? current : undefined;
    },
    set(...args) {
      if (reads > 0 || writerOf(args) === CORE) current = args[0];
    },
  };
  ObjectDefineProperty(realProcess, name, { __proto__: null, get: accessors.get, set: accessors.set, enumerable: true, configurable: false });
}

/** Diverted name -> its value for Sentinel itself. */
const diverted = new SafeMap();

/** What the real process has under a name, whoever is on the stack. */
function readReal(name) {
  return diverted.has(name) ? diverted.get(name)() : ReflectGet(realProcess, name);
}

/** Is a socket about to compare itself with the stream of errors? It is shown the stream of nobody, which needs no look at the stack. */
let isCompared = false;
let nobodys;

/**
 * `_destroy` of sockets, which compare themselves for a line of Node's own log.
 * @param {(socket: object) => void} tell of each
 */
function comparing(original, tell) {
  const holder = {
    _destroy(...args) {
      tell(this);
      isCompared = typeof this._handle === 'object' && this._handle !== null;
      try {
        return ReflectApply(original, this, args);
      } finally {
        isCompared = false;
      }
    },
  };
  return conceal(holder._destroy, original);
}

/** A value that leads on (arrays, the main module, functions that hand out modules): a package gets its own. */
function divert(name, descriptor, processOf, readers) {
  let current = descriptor.value;
  const real = () => (descriptor.get === undefined ? current : ReflectApply(descriptor.get, realProcess, []));
  diverted.set(name, real);
  const accessors = {
    get() {
      if (isCompared && name === 'stderr') {
        isCompared = false;
        return nobodys ??= ReflectGet(processOf(UNKNOWN), name);
      }
      const who = state.exporting ? UNKNOWN : callerOf(readers);
      return who === CORE || who === INTERNAL ? real() : ReflectGet(processOf(who), name);
    },
    set(next) {
      const who = callerOf(0);
      if (who !== CORE) ReflectSet(processOf(who), name, next);
      else if (descriptor.set !== undefined) ReflectApply(descriptor.set, realProcess, [next]);
      else current = next;
    },
  };
  ObjectDefineProperty(realProcess, name, { __proto__: null, get: accessors.get, set: accessors.set, enumerable: descriptor.enumerable, configurable: false });
}

// Node reads these itself, or they lead nowhere.
const isPlain = (name, value) => passes[name] !== undefined || rows[name]?.below !== undefined || (typeof value !== 'object' && typeof value !== 'function') || value === null;
// Kept by C++, or replaced by itself when first read.
const BELOW = { __proto__: null, _exiting: true, allowedNodeEnvironmentFlags: true, debugPort: true, domain: true, title: true };
/** What the channel to the parent keeps on `process`, and uses itself. In a program of a package the parent is that package. */
const CHANNEL = { __proto__: null, _channel: true, _disconnect: true, _handleQueue: true, _pendingMessage: true, _send: true, channel: true, disconnect: true, send: true };
/** They use it when a message comes, with nobody on the stack, and where this process is a copy of another one, to listen. */
const CHANNEL_USERS = ['node:internal/child_process', 'node:internal/cluster/child', 'node:internal/cluster/utils'];
const isOfChannel = (key) => (typeof key === 'symbol' ? SymbolPrototypeDescriptionGet(key) === 'kChannelHandle' : CHANNEL[key] === true);
const STREAMS = { __proto__: null, stderr: true, stdin: true, stdout: true };
const DIVERTED = { __proto__: null, report: true, stderr: true, stdin: true, stdout: true };

/**
 * Guards the real process as an emitter; Node hands its methods to C++ from early on.
 * @param {(principal: number) => object} processOf the process of a package
 * @param {object} native the addon
 */
function protect(processOf, native) {
  survive.configure(native);
  const internals = native.internals(EMITTERS);
  const methods = ReflectOwnKeys(emitter);
  for (let i = 0; i < methods.length; i++) {
    const name = methods[i];
    const original = name === 'emit' ? survive.emit : emitter[name];
    if (typeof original === 'function' && typeof name === 'string' && name !== 'constructor') guardEmitter(name, original, processOf, native, internals);
  }
  const stores = ObjectKeys(STORE);
  for (let i = 0; i < stores.length; i++) hideStore(stores[i]);
}

/**
 * The functions that every package has as they are: a `call` that somebody hung on one would be handed the `process` of whoever calls it so, as
 * `graceful-fs` does with `cwd`.
 */
function closePassed() {
  closeFunctions(process, ObjectKeys(passes));
  const finalization = readReal('finalization');
  if (finalization !== undefined) closeFunctions(finalization);
}

/** Locks everything else, when Node and core have put on it what they will. */
function lock(processOf, native) {
  closePassed();
  const own = native.internals(streams);
  const users = native.internals(CHANNEL_USERS);
  const readersOf = (name) => (isOfChannel(name) ? users : STREAMS[name] === undefined ? 0 : own);
  const keys = ReflectOwnKeys(realProcess);
  for (let i = 0; i < keys.length; i++) {
    const name = keys[i];
    const descriptor = ObjectGetOwnPropertyDescriptor(realProcess, name);
    if (!descriptor.configurable) continue;
    if (emitter[name] !== undefined || (state.isProgram && isOfChannel(name))) continue;
    else if ('value' in descriptor ? !isPlain(name, descriptor.value) : DIVERTED[name] !== undefined) divert(name, descriptor, processOf, readersOf(name));
  }
  const open = ObjectAssign({ __proto__: null }, BELOW);
  for (let i = 0; i < keys.length; i++) if (state.isProgram && isOfChannel(keys[i])) open[keys[i]] = true;
  lockObject(realProcess, open);
}

module.exports = { comparing, lock, onReal, protect, readReal };
