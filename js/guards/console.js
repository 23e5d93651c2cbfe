'use strict';
// `console` as one package sees it: an object of its own. What a package replaces on it, it replaces for itself; the
// methods are those of the shared console, which only core can change.

const {
  ObjectCreate, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPreventExtensions, ReflectApply, ReflectGet, ReflectOwnKeys, SymbolToStringTag, globalThis,
} = require('../boot/primordials');
const { CORE, INTERNAL, callerOf } = require('../core/caller');
const { conceal } = require('../core/conceal');
const { lockObject } = require('../core/lock');
const { readReal } = require('./process/shared');

/** As it was at start, also for a realm whose global was replaced. */
const real = globalThis.console;
const STREAMS = { __proto__: null, _stdout: 'stdout', _stderr: 'stderr' };

function put(target, key, value, enumerable) {
  ObjectDefineProperty(target, key, { __proto__: null, value, writable: true, enumerable, configurable: true });
}

/** A method that is looked up when it is called: core may have replaced it. */
function method(key, original) {
  const holder = {
    method(...args) {
      return ReflectApply(ReflectGet(real, key), real, args);
    },
  };
  return conceal(holder.method, original);
}

/**
 * The console of one package.
 * @param {{stdout: object, stderr: object}} process its own
 */
function consoleFor(process) {
  const view = ObjectCreate(ObjectGetPrototypeOf(real));
  const keys = ReflectOwnKeys(real);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const { value, enumerable } = ObjectGetOwnPropertyDescriptor(real, key);
    if (STREAMS[key] !== undefined) {
      const holder = { get: () => process[STREAMS[key]] };
      ObjectDefineProperty(view, key, { __proto__: null, get: holder.get, enumerable, configurable: true });
    } else if (typeof key === 'string' || key === SymbolToStringTag) {
      const shown = ReflectGet(real, key);
      if (key === 'Console' || typeof shown !== 'function') put(view, key, typeof value === 'object' ? undefined : shown, enumerable);
      else put(view, key, method(key, shown), enumerable);
    }
  }
  return view;
}

/**
 * What stands for a stream on the shared console: it writes, and leads nowhere. The methods of the console take it from there
 * for every line, so there is no look at the stack.
 */
function outlet(name) {
  let target;
  // The console, too, keeps the stream it found first.
  const stream = () => (target ??= readReal(name));
  const pass = (key) => (...args) => {
    const value = ReflectGet(stream(), key);
    return typeof value === 'function' ? ReflectApply(value, target, args) : undefined;
  };
  // The console listens for errors while it writes.
  const forErrors = (key) => (event, listener) => {
    if (event === 'error') ReflectApply(stream()[key], target, [event, listener]);
  };
  return ObjectFreeze({
    write: (text, callback) => ReflectApply(stream().write, target, [text, callback]),
    on: forErrors('on'),
    once: forErrors('once'),
    removeListener: forErrors('removeListener'),
    listenerCount: (event) => ReflectApply(stream().listenerCount, target, [event]),
    getColorDepth: pass('getColorDepth'),
    hasColors: pass('hasColors'),
    get isTTY() {
      return stream().isTTY;
    },
    get _writableState() {
      return { __proto__: null, errorEmitted: stream()._writableState?.errorEmitted === true };
    },
    get columns() {
      return stream().columns;
    },
  });
}

function replaceStream(key) {
  const descriptor = ObjectGetOwnPropertyDescriptor(real, key);
  if (descriptor === undefined || !descriptor.configurable) return;
  ObjectDefineProperty(real, key, { __proto__: null, value: outlet(STREAMS[key]), writable: false, enumerable: descriptor.enumerable, configurable: false });
}

/**
 * Locks the shared console and makes the global one answer with the package's own.
 * @param {(principal: number) => {console: object, process: object}} compartmentOf
 * @param {number} readers set of the Node-internal scripts that write to its streams
 */
function lock(compartmentOf, readers) {
  replaceStream('_stdout');
  replaceStream('_stderr');
  lockObject(real);
  ObjectPreventExtensions(ObjectGetPrototypeOf(real));
  const { configurable, enumerable } = ObjectGetOwnPropertyDescriptor(globalThis, 'console');
  if (!configurable) return;
  let current = globalThis.console;
  const holder = {
    get() {
      const who = callerOf(readers);
      return who === CORE || who === INTERNAL ? current : compartmentOf(who).console;
    },
    set(next) {
      if (callerOf(0) === CORE) current = next;
    },
  };
  ObjectDefineProperty(globalThis, 'console', { __proto__: null, get: holder.get, set: holder.set, enumerable, configurable: false });
}

module.exports = { consoleFor, lock, real };
