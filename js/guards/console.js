'use strict';
// `console` as one package sees it: an object of its own. What a package replaces on it, it replaces for itself; the
// methods are those of the shared console, which only core can change.

const {
  ObjectCreate, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPreventExtensions, ReflectApply, ReflectGet, ReflectOwnKeys, SymbolToStringTag, globalThis,
} = require('../boot/primordials');
const { state } = require('../boot/state');
const { CORE, INTERNAL, UNKNOWN, callerOf } = require('../core/caller');
const { conceal } = require('../core/conceal');
const { lockObject } = require('../core/lock');

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

/** The streams of the shared console are core's; a package that found it gets its own. */
function divertStream(key, processOf, readers) {
  const descriptor = ObjectGetOwnPropertyDescriptor(real, key);
  if (descriptor === undefined || !descriptor.configurable) return;
  const holder = {
    get() {
      const who = state.exporting ? UNKNOWN : callerOf(readers);
      return who === CORE || who === INTERNAL ? ReflectApply(descriptor.get ?? (() => descriptor.value), real, []) : processOf(who)[STREAMS[key]];
    },
    set(next) {
      const who = callerOf(readers);
      if ((who === CORE || who === INTERNAL) && descriptor.set !== undefined) ReflectApply(descriptor.set, real, [next]);
    },
  };
  ObjectDefineProperty(real, key, { __proto__: null, get: holder.get, set: holder.set, enumerable: descriptor.enumerable, configurable: false });
}

/**
 * Locks the shared console and makes the global one answer with the package's own.
 * @param {(principal: number) => {console: object, process: object}} compartmentOf
 * @param {number} readers set of the Node-internal scripts that write to its streams
 */
function lock(compartmentOf, readers) {
  divertStream('_stdout', (who) => compartmentOf(who).process, readers);
  divertStream('_stderr', (who) => compartmentOf(who).process, readers);
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
