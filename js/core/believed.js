'use strict';
// Node.js in C++ believes its scripts: a count that is none, an object of another class or a second call where there is one ends the process. So the members of its classes
// are for those scripts, which call them by name, and for core. What libraries call themselves, on a `_handle` say, and what does no harm whatever it is given, is for everybody.

const { NumberIsInteger, ObjectAssign, ObjectFreeze, ObjectGetPrototypeOf, ReflectApply, ReflectConstruct, ReflectDefineProperty, ReflectOwnKeys, ReflectSetPrototypeOf, SafeWeakMap, TypeError } = require('../boot/primordials');
const { state } = require('../boot/state');
const { aliveMethod, checkOf, fitsOf, runOf } = require('./believed-args');
const { CORE, UNKNOWN, byName, callerOf, isCoreCalling, lookWhoCalls } = require('./caller');
const { CLASSES, FITS, RUNS } = require('./compressing');
const { begin, watch } = require('./initialising');
const { callBelow } = require('./brands');
const { conceal } = require('./conceal');
const { judge } = require('./decide');
const { refusal } = require('./deny');
const { closeConstructor, closeFunction } = require('./harden');
const { isOneOf } = require('./lists');
const { withoutNegativeZeros } = require('./numbers');
const { needSome } = require('./room');
const { innerBinding } = require('./inner');

/** Called by anybody, at any time, on any of these objects it does no harm. */
const HARMLESS = {
  __proto__: null,
  AsyncWrap: ['getAsyncContextFrameForDebuggingOnly', 'getAsyncId', 'getProviderType'],
  CipherBase: ['final', 'getAuthTag', 'setAutoPadding'],
  HTTPParser: ['close', 'finish', 'free', 'getCurrentBuffer', 'pause', 'remove', 'resume', 'unconsume'],
  HandleWrap: ['hasRef', 'ref', 'unref'],
  Hash: ['digest'],
  Hmac: ['digest'],
  LibuvStreamWrap: ['readStart', 'readStop'],
  TCP: ['setKeepAlive', 'setNoDelay'],
  TLSWrap: ['readStart', 'readStop'],
  UDP: ['getSendQueueCount', 'getSendQueueSize'],
};

const isHarmless = (named, key) => HARMLESS[named] !== undefined && isOneOf(HARMLESS[named], key);

const WHAT = 'an object of Node.js in C++';

/** Throws unless whoever calls may do all. */
function refuse(api) {
  const found = callerOf(0);
  // Core is below a script of Node.js that calls what somebody gave it.
  const principal = found === CORE ? UNKNOWN : found;
  if (judge(principal, 'all', undefined) !== undefined) throw refusal(principal, 'all', api, WHAT);
}

const misfit = (api) => new TypeError(`${api} was not called as Node.js does it`);

function guardMethod(original, name, api, check, run) {
  const expected = byName(name);
  let isCalled;
  const holder = {
    method(...args) {
      if (state.armed && !(isCalled ??= lookWhoCalls())(expected)) refuse(api);
      withoutNegativeZeros(args);
      if (check !== undefined && !check(args, this)) throw misfit(api);
      return run === undefined ? ReflectApply(original, this, args) : run(original, this, args);
    },
  };
  return conceal(holder.method, original);
}

/** Nobody looks who calls: it is given what it takes, or not called. */
function checkMethod(original, api, fits, run) {
  const holder = {
    method(...args) {
      withoutNegativeZeros(args);
      if (!fits(args, this)) throw misfit(api);
      return run === undefined ? ReflectApply(original, this, args) : run(original, this, args);
    },
  };
  return conceal(holder.method, original);
}

/** Methods of TLS that are those of the stream below, and whether they are for everybody: a kept connection is held and let go for each request, and nobody looks who does it. */
const BELOW = {
  __proto__: null,
  bind: false, bind6: false, connect: false, connect6: false, getpeername: true, getsockname: true, listen: false, open: false, ref: true, setBlocking: false, setKeepAlive: true,
  setNoDelay: true, setPendingInstances: false, setSimultaneousAccepts: false, unref: true,
};

function belowMethod(original, name) {
  const holder = {
    method(...args) {
      return callBelow(this, name, args);
    },
  };
  return conceal(holder.method, original);
}

/** The names under which the address of a socket is told into an object, which may be one that throws. */
const ADDRESSES = { __proto__: null, getpeername: true, getsockname: true };

function addressMethod(original) {
  const holder = {
    method(out) {
      const address = {};
      const result = ReflectApply(original, this, [address]);
      if (typeof out === 'object' && out !== null) ObjectAssign(out, address);
      return result;
    },
  };
  return conceal(holder.method, original);
}

function guardZlib(original, key, api) {
  if (FITS[key] !== undefined) return checkMethod(original, api, FITS[key], RUNS[key]);
  return RUNS[key] === undefined ? guardMethod(original, key, api) : checkMethod(original, api, always, RUNS[key]);
}
const always = () => true;

/** The class itself: Node's scripts have theirs from elsewhere. */
function guardClass(original, api) {
  function stand(...args) {
    if (state.armed && !isCoreCalling()) refuse(api);
    return new.target === undefined ? ReflectApply(original, this, args) : ReflectConstruct(original, args, new.target === stand ? original : new.target);
  }
  return standFor(stand, original);
}

function standFor(stand, original) {
  conceal(stand, original);
  // To define the prototype as what it is to be takes V8 five times as long.
  stand.prototype = original.prototype;
  return ObjectFreeze(stand);
}

/**
 * What stands for a member of a class of C++.
 * @param {PropertyKey} key
 * @param {Function} value
 * @param {string} [named] how the class is called
 */
function believe(key, value, named = 'Object') {
  const made = standIn(key, value, named);
  if (key === 'constructor') closeConstructor(made);
  else closeFunction(made);
  return made;
}

function standIn(key, value, named) {
  if (key === 'constructor') return guardClass(value, `${named}()`);
  if (typeof key !== 'string' || isHarmless(named, key)) return value;
  const api = `${named}.${key}()`;
  if (CLASSES[named] === true) return guardZlib(value, key, api);
  const isTls = named === 'TLSWrap';
  const isBelow = isTls && BELOW[key] !== undefined;
  const method = isBelow ? belowMethod(value, key) : isTls ? aliveMethod(key, value) : value;
  if (isBelow && BELOW[key] && ADDRESSES[key] !== true) return method;
  const fits = fitsOf(named, key);
  if (fits !== undefined) return checkMethod(method, api, fits, runOf(named, key));
  return ADDRESSES[key] === true ? addressMethod(method) : guardMethod(method, key, api, checkOf(named, key), runOf(named, key));
}

/** The same of a member that has another guard before it: only what it takes, if that is known. */
function fitting(key, value, named) {
  const fits = fitsOf(named, key);
  return fits === undefined ? value : checkMethod(value, `${named}.${key}()`, fits);
}

/**
 * What stands for a class that others extend, which hands on to C++ what it is given: it takes what those give it.
 * @param {Function} parent
 * @param {(args: any[]) => boolean} fits
 */
function standAbove(parent, fits) {
  let stand = parents.get(parent);
  if (stand !== undefined) return stand;
  stand = function (...args) {
    if (new.target === undefined || !fits(args)) throw new TypeError('Illegal constructor');
    return ReflectConstruct(parent, args, new.target === stand ? parent : new.target);
  };
  standFor(stand, parent);
  closeFunction(stand);
  parents.set(parent, stand);
  ReflectDefineProperty(parent.prototype, 'constructor', { __proto__: null, value: stand, writable: false, configurable: false });
  return stand;
}

/** The class above this one. */
function guardParent(Class, fits) {
  ReflectSetPrototypeOf(Class, standAbove(ObjectGetPrototypeOf(Class), fits));
}

/** Class -> what stands for it. */
const parents = new SafeWeakMap();
const takesNothing = (args) => args.length === 0;

/** Until Node.js 20 what can be cloned extends a class of C++ that takes nothing, and ends the process when it is called without `new`. Called before anything else is locked. */
function guardTransferables() {
  const { JSTransferable } = innerBinding('messaging');
  if (JSTransferable?.prototype !== undefined) standAbove(JSTransferable, takesNothing);
}

function guardTransferable(Class) {
  if (parents.has(ObjectGetPrototypeOf(Class))) guardParent(Class, takesNothing);
}

/** Node's scripts make a compressor and initialise it then. In between the stack must not end, and when something else keeps them from it Sentinel does so (initialising.js). */
function beginWhole() {
  const binding = innerBinding('zlib');
  for (const name in CLASSES) {
    const original = binding[name];
    if (typeof original !== 'function') continue;
    watch(original);
    const stand = function (...args) {
      needSome();
      return begin(name, ReflectConstruct(original, args, new.target === stand ? original : new.target));
    };
    binding[name] = standFor(stand, original);
  }
}

/** `Zlib` is told what to do by a number, which the classes that are exported know. Called before those are locked. */
function guardCompressors(classes) {
  beginWhole();
  const keys = ReflectOwnKeys(classes);
  for (let i = 0; i < keys.length; i++) {
    for (let level = classes[keys[i]]; typeof level === 'function'; level = ObjectGetPrototypeOf(level)) if (ObjectGetPrototypeOf(level)?.name === 'Zlib') guardParent(level, takesMode);
  }
}
const takesMode = (args) => args.length === 2 && NumberIsInteger(args[1]) && args[1] > 0 && args[1] < 8;

module.exports = { believe, fitting, guardCompressors, guardParent, guardTransferable, guardTransferables };
