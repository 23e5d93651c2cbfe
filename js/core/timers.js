'use strict';
// What a package gets from `setTimeout` and its relatives. Node.js keeps timers of the same length in one list: `_idleNext` and
// `_idlePrev` of a timer lead to those of everybody, with the functions they will call and what they will call them with. A
// package's timer has the methods and no way to the list; what it will call is known to nobody.

const {
  MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, Number, ObjectDefineProperty, ObjectGetPrototypeOf, ReflectApply, SafeMap, SymbolDispose, SymbolToPrimitive, TypeError,
  clearImmediate, clearInterval, clearTimeout, globalThis, setImmediate, setTimeout,
} = require('../boot/primordials');
const { state } = require('../boot/state');
const { CORE, callerOf } = require('./caller');
const { copyList } = require('./lists');
const { conceal } = require('./conceal');
const { hardenPrototype } = require('./harden');

const originals = { __proto__: null, clearImmediate, clearInterval, clearTimeout };
const never = () => undefined;
/** Node.js takes what is longer for 1. */
const LONGEST = 2 ** 31 - 1;

/** The methods of Node's own classes. */
function methodsOf(probe, clear) {
  clear(probe);
  return ObjectGetPrototypeOf(probe);
}
const timeouts = methodsOf(setTimeout(never, 1), clearTimeout);
const immediates = methodsOf(setImmediate(never), clearImmediate);

/** Numbers of timers that were asked for -> the timer. Only its own package ends a timer by its number. */
const byNumber = new SafeMap();

class Timeout {
  #real;
  #principal;
  #callback;

  constructor(real, principal, callback) {
    this.#real = real;
    this.#principal = principal;
    this.#callback = callback;
  }

  static realOf(value) {
    return typeof value === 'object' && value !== null && #real in value ? value.#real : undefined;
  }

  static belongsTo(timer, principal) {
    return timer.#principal === principal;
  }

  static forget(timer) {
    if (byNumber.size > 0) MapPrototypeDelete(byNumber, ReflectApply(timeouts[SymbolToPrimitive], timer.#real, []));
  }

  ref() {
    if (#real in this) ReflectApply(timeouts.ref, this.#real, []);
    return this;
  }

  unref() {
    if (#real in this) ReflectApply(timeouts.unref, this.#real, []);
    return this;
  }

  hasRef() {
    return ReflectApply(timeouts.hasRef, this.#real, []);
  }

  refresh() {
    ReflectApply(timeouts.refresh, this.#real, []);
    return this;
  }

  close() {
    clearTimeout(this.#real);
    return this;
  }

  [SymbolToPrimitive]() {
    const number = ReflectApply(timeouts[SymbolToPrimitive], this.#real, []);
    MapPrototypeSet(byNumber, number, this);
    return number;
  }

  get _idleTimeout() {
    return this.#real._idleTimeout;
  }

  // As Node.js has it that nothing comes after.
  set _idleTimeout(value) {
    if (value === -1) clearTimeout(this.#real);
  }

  get _repeat() {
    return this.#real._repeat;
  }

  // A timer becomes an interval, or no longer is one.
  set _repeat(value) {
    this.#real._repeat = typeof value === 'number' && value >= 1 && value <= LONGEST ? value : null;
  }

  get _destroyed() {
    return this.#real._destroyed;
  }

  get _onTimeout() {
    return this.#real._onTimeout === null ? null : this.#callback;
  }

  // So Node ends the timer of a socket, see guards/network/timeouts.js.
  set _onTimeout(value) {
    if (value === null) clearTimeout(this.#real);
  }
}

class Immediate {
  #real;

  constructor(real) {
    this.#real = real;
  }

  static realOf(value) {
    return typeof value === 'object' && value !== null && #real in value ? value.#real : undefined;
  }

  ref() {
    ReflectApply(immediates.ref, this.#real, []);
    return this;
  }

  unref() {
    ReflectApply(immediates.unref, this.#real, []);
    return this;
  }

  hasRef() {
    return ReflectApply(immediates.hasRef, this.#real, []);
  }

  get _destroyed() {
    return this.#real._destroyed;
  }
}

const { belongsTo, forget, realOf: realTimeout } = Timeout;
const { realOf: realImmediate } = Immediate;

/** `using timer = setTimeout(…)`, where the language has it. */
function addDispose(Class, clear) {
  if (SymbolDispose === undefined) return;
  const holder = {
    dispose() {
      clear(this);
    },
  };
  ObjectDefineProperty(Class.prototype, SymbolDispose, { __proto__: null, value: holder.dispose, writable: true, enumerable: false, configurable: true });
}

/** No package changes the classes for another, or makes a timer of its own. */
function seal(Class, clear) {
  addDispose(Class, clear);
  const { name } = Class;
  const value = { [name]: function () {
    throw new TypeError('Illegal constructor');
  } }[name];
  ObjectDefineProperty(value, 'prototype', { __proto__: null, value: Class.prototype, writable: false, enumerable: false, configurable: false });
  ObjectDefineProperty(Class.prototype, 'constructor', { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  hardenPrototype(Class.prototype);
}

/** Whose timer was called last: for an error that comes up out of it, which may be one of somebody else's function. */
let called = CORE;
const lastCalled = () => called;

/**
 * A timer of a package.
 * @param {string} kind `setTimeout`, `setInterval` or `setImmediate`
 * @param {Function} original
 * @param {number} principal
 * @param {any[]} args as the package gave them, the function already handed on
 */
function schedule(kind, original, principal, args) {
  const callback = args[0];
  if (typeof callback !== 'function') return ReflectApply(original, globalThis, args);
  const isImmediate = kind === 'setImmediate';
  const rest = copyList(args, isImmediate ? 1 : 2);
  const call = () => {
    called = principal;
    if (kind === 'setTimeout') forget(timer);
    return ReflectApply(callback, timer, rest);
  };
  const real = isImmediate ? original(call) : original(call, args[1]);
  const timer = isImmediate ? new Immediate(real) : new Timeout(real, principal, callback);
  return timer;
}

/** What stands for a timer that Node's own scripts made, and does all that they do with it. */
const standFor = (real) => new Timeout(real, CORE, never);

/** clearTimeout and its relatives: for timers of packages, timers of core, and numbers. */
function clearing(name) {
  const original = originals[name];
  const realOf = name === 'clearImmediate' ? realImmediate : realTimeout;
  const end = (timer, real) => {
    if (realOf === realTimeout) forget(timer);
    return original(real);
  };
  const holder = {
    clear(timer) {
      const real = realOf(timer);
      if (real !== undefined) return end(timer, real);
      if (!state.armed || (typeof timer !== 'number' && typeof timer !== 'string')) return original(timer);
      const known = MapPrototypeGet(byNumber, Number(timer));
      const who = callerOf(0);
      if (known === undefined) return who === CORE ? original(timer) : undefined;
      return who === CORE || belongsTo(known, who) ? end(known, realTimeout(known)) : undefined;
    },
  };
  return conceal(holder.clear, original);
}

const clears = { __proto__: null, clearImmediate: clearing('clearImmediate'), clearInterval: clearing('clearInterval'), clearTimeout: clearing('clearTimeout') };
seal(Timeout, clears.clearTimeout);
seal(Immediate, clears.clearImmediate);

/** Locks Node's own classes, once everything in Node has been looked at: their names are those of their constructors. */
function lockClasses() {
  hardenPrototype(timeouts);
  hardenPrototype(immediates);
}

module.exports = { lastCalled, clears, lockClasses, schedule, standFor };
