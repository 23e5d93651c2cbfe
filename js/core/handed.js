'use strict';
// Functions that a package hands over to be called later. A function of core, a bound one or one of the engine's would
// then run with no code of the package on the stack and count as core's own work [A4]: it is handed on inside a function
// that belongs to the package.

const {
  Function, FunctionPrototypeBind, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectKeys, ReflectApply, ReflectConstruct,
  SafeWeakMap, SafeWeakSet, globalThis, setImmediate, setInterval, setTimeout, queueMicrotask,
} = require('../boot/primordials');
const { process, realProcess, util } = require('../boot/builtins');
const { state } = require('../boot/state');
const { CORE, INTERNAL, callerOf, handedBy, isSettled, settle } = require('./caller');
const { makeCallbackify } = require('./callbackify');
const { conceal, speakAs } = require('./conceal');
const { makeNote } = require('./given');
const { withFirst } = require('./lists');
const { isKnownTick, noteTick } = require('./ticks');
const { clears, lockClasses, schedule } = require('./timers');

/** What the addon says of functions without a script: bound ones and those of the engine. */
const NO_SCRIPT = -1;
/** Of functions of a script of Node's that was asked for. */
const LISTED = -3;
const CUSTOM = util.promisify.custom;
const NAMES = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'];
const originals = { __proto__: null, setTimeout, setInterval, setImmediate, queueMicrotask };

const BY_BIND = handedBy('bind');
const BY_MICROTASK = handedBy('queueMicrotask');
const BY_TICK = handedBy('nextTick');

let native;
let binders = 0;
/** Those of them that bind nothing but functions of their own that nobody else can get at. */
let servers = 0;
/** Scripts that send requests; what they schedule is their own. */
let requesters = 0;
/** The one of them that schedules functions it makes anew every time. */
let clients = 0;
/** Scripts that hand functions of their own to `process.nextTick`. */
let tickers = 0;
/** Functions that such a script of Node's bound or scheduled itself: whoever binds them gets no more than it does. */
const nodesOwn = new SafeWeakSet();
const UNDICI = 'node:internal/deps/undici/undici';
let trampolinesOf;
/** Function -> the last stand-in made for it, so that handing it on again costs nothing. */
const standIns = new SafeWeakMap();

function standIn(fn, principal) {
  const known = standIns.get(fn);
  if (known !== undefined && known.principal === principal) return known.made;
  const made = trampolinesOf(principal).lend(ReflectApply, ReflectConstruct, fn);
  const prototype = ObjectGetOwnPropertyDescriptor(fn, 'prototype');
  if (prototype !== undefined && 'value' in prototype) made.prototype = prototype.value;
  copyValue(made, fn, 'length', 0);
  copyValue(made, fn, 'name', '');
  speakAs(made, fn);
  standIns.set(fn, { __proto__: null, principal, made });
  return made;
}

function copyValue(made, fn, key, otherwise) {
  const value = ObjectGetOwnPropertyDescriptor(fn, key)?.value;
  ObjectDefineProperty(made, key, { __proto__: null, value: typeof value === typeof otherwise ? value : otherwise, configurable: true });
}

/** A function that would not show whose it is: of core, bound, or native. */
function isLent(fn) {
  if (typeof fn !== 'function') return false;
  const owner = native.scriptOwner(fn);
  return owner < 0 || owner === CORE;
}

/** `fn` as this package gives it to Node, which only calls it: nobody sees what it looks like. */
const calledFor = (fn, principal) => (isLent(fn) ? trampolinesOf(principal).lend(ReflectApply, ReflectConstruct, fn) : fn);

/** `fn` as this package hands it on. */
const lentBy = (fn, principal) => (isLent(fn) ? standIn(fn, principal) : fn);

/**
 * `fn` as whoever is on the stack hands it on.
 * @param {number} [own] set of Node-internal scripts that hand on functions of their own
 */
function lent(fn, own = 0, expected = 0) {
  if (!state.armed || !isLent(fn)) return fn;
  const principal = callerOf(own, 0, expected);
  return principal === CORE || principal === INTERNAL ? fn : standIn(fn, principal);
}

/** A function that Node hands to `process.nextTick`, and what runs instead. */
let replaced;
let replacement;

function runInstead(fn, made) {
  replaced = fn;
  replacement = made;
}

/** The same for a place that Node's own scripts pass all the time: functions of scripts that are not core's are let through without a look. */
function lentUnlessNodes(fn) {
  if (fn === replaced && fn !== undefined) return replacement;
  if (!state.armed || typeof fn !== 'function' || isKnownTick(fn)) return fn;
  const owner = native.scriptOwner(fn, tickers);
  if (owner === LISTED) noteTick(fn);
  return owner === CORE || owner === NO_SCRIPT ? lent(fn, 0, BY_TICK) : fn;
}

/** The same for `bind`. */
function lentToBind(fn) {
  if (!state.armed || typeof fn !== 'function' || nodesOwn.has(fn)) return fn;
  const owner = native.scriptOwner(fn, servers);
  if (owner > CORE) return fn;
  const found = native.caller(binders, 0, 0, BY_BIND);
  const principal = isSettled(found) ? found : settle(found, binders, 0, BY_BIND);
  if (principal === INTERNAL && owner === LISTED) nodesOwn.add(fn);
  return principal === CORE || principal === INTERNAL ? fn : standIn(fn, principal);
}

/** The same for `queueMicrotask`, which calls without arguments: no function of the client's then calls one that it is given. */
const lentToMicrotask = (fn) => (state.armed && typeof fn === 'function' && native.scriptOwner(fn, clients) === LISTED ? fn : lent(fn, requesters, BY_MICROTASK));

/** What Node's HTTP client made for one request -> the function of it that the client will bind to it. */
const bindings = makeNote();

/** To be told of what nobody but the client has had in his hands: it binds that function without a look at the stack. */
const willBind = bindings.put;
const isClientsBinding = (fn, args) => args.length === 1 && bindings.of(args[0]) === fn && fn !== undefined && native.scriptOwner(fn, clients) === LISTED;

const lentToResource = (fn) => lent(fn, 0, BY_BIND);

/** A function whose first argument is handed on. */
function handing(original, hand, receiver) {
  const holder = {
    hand(...args) {
      args[0] = hand(args[0]);
      return ReflectApply(original, receiver ?? this, args);
    },
  };
  return likeScheduler(holder.hand, original);
}

const isTimer = (name) => name !== 'queueMicrotask';

/** A function that looks like `original` and keeps its promisified form. */
function likeScheduler(made, original) {
  conceal(made, original);
  const custom = ObjectGetOwnPropertyDescriptor(original, CUSTOM);
  if (custom !== undefined) ObjectDefineProperty(made, CUSTOM, custom);
  return made;
}

/** `setTimeout`, `setInterval` or `setImmediate` of one principal, see core/timers.js. */
function scheduling(name, principal) {
  const original = originals[name];
  const holder = {
    schedule(...args) {
      if (principal !== CORE) args[0] = calledFor(args[0], principal);
      return schedule(name, original, principal, args);
    },
  };
  return likeScheduler(holder.schedule, original);
}

/** The shared one. A function that shows whose it is needs no look at the stack. */
function sharedScheduling(name) {
  const original = originals[name];
  const most = name === 'setImmediate' ? 1 : 2;
  const expected = handedBy(name);
  const holder = {
    schedule(...args) {
      const fn = args[0];
      if (!state.armed || typeof fn !== 'function') return ReflectApply(original, globalThis, args);
      const owner = native.scriptOwner(fn, clients);
      if (owner > CORE) return schedule(name, original, owner, args);
      // Called without arguments, or known: see above. Whoever schedules it gets no timer of Node's.
      if (owner === LISTED && (args.length <= most || nodesOwn.has(fn))) return schedule(name, original, CORE, args);
      const principal = callerOf(requesters, 0, expected);
      if (principal === INTERNAL && owner === LISTED) nodesOwn.add(fn);
      if (principal === CORE || principal === INTERNAL) return ReflectApply(original, globalThis, args);
      args[0] = standIn(fn, principal);
      return schedule(name, original, principal, args);
    },
  };
  return likeScheduler(holder.schedule, original);
}

/** `setTimeout` and its relatives and `process.nextTick` as one package sees them. */
function schedulersFor(principal) {
  const hand = (fn) => calledFor(fn, principal);
  const result = { __proto__: null, nextTick: handing(process.nextTick, hand, realProcess), ...clears };
  for (let i = 0; i < NAMES.length; i++) result[NAMES[i]] = isTimer(NAMES[i]) ? scheduling(NAMES[i], principal) : handing(originals[NAMES[i]], hand, globalThis);
  return result;
}

/** The same for core, which may hand its timers to packages. */
function schedulersOfCore() {
  const result = { __proto__: null, queueMicrotask };
  for (let i = 0; i < NAMES.length; i++) if (isTimer(NAMES[i])) result[NAMES[i]] = scheduling(NAMES[i], CORE);
  return result;
}

function replace(object, key, value) {
  const descriptor = ObjectGetOwnPropertyDescriptor(object, key);
  if (descriptor === undefined || !descriptor.configurable) return;
  ObjectDefineProperty(object, key, { __proto__: null, value, writable: true, enumerable: descriptor.enumerable, configurable: true });
}

/**
 * What Node.js 20 and 22 bind for every listener of `once`, which takes the listener off and calls it, and for every writable stream. Nobody
 * else has these functions, so they are let through without a look at the stack.
 */
let onceWrapper = null;
let onWrite = null;

function makeBind() {
  const holder = {
    bind(...args) {
      if (this === onceWrapper && args.length === 1) return FunctionPrototypeBind(onceWrapper, args[0]);
      if (this === onWrite && args.length === 2) return FunctionPrototypeBind(onWrite, args[0], args[1]);
      const fn = isClientsBinding(this, args) ? this : lentToBind(this);
      const bound = args.length === 1 ? FunctionPrototypeBind(fn, args[0])
        : args.length === 2 ? FunctionPrototypeBind(fn, args[0], args[1]) : ReflectApply(FunctionPrototypeBind, undefined, withFirst(fn, args));
      return fn === this ? bound : speakAs(bound, this);
    },
  };
  return conceal(holder.bind, Function.prototype.bind);
}

/** What is bound while `act` runs. Before any package runs. */
function boundBy(act) {
  const { bind } = Function.prototype;
  let found = null;
  const holder = {
    bind(...args) {
      found = this;
      return ReflectApply(FunctionPrototypeBind, undefined, withFirst(this, args));
    },
  };
  replace(Function.prototype, 'bind', holder.bind);
  try {
    act();
  } finally {
    replace(Function.prototype, 'bind', bind);
  }
  return found;
}

function findBound() {
  const EventEmitter = require('events');
  const { Writable } = require('stream');
  onceWrapper = boundBy(() => ReflectApply(EventEmitter.prototype.once, new EventEmitter(), ['probe', () => {}]));
  onWrite = boundBy(() => new Writable());
}

/** What core's own code binds while `act` runs, and nobody else has in hands: it is let through without a look from then on. Before any package runs. */
function willBindOwn(act) {
  const fn = state.armed ? null : boundBy(act);
  if (fn !== null) nodesOwn.add(fn);
}

/**
 * Replaces what everyone shares, once: the schedulers of the global object and of `timers`, `process.nextTick`, `bind`.
 * @param {object} api the addon
 * @param {(principal: number) => {lend: Function}} trampolines code of a principal
 */
function replaceSchedulers(api, trampolines) {
  if (native !== undefined) return;
  native = api;
  // The HTTP server binds functions of its own for every connection, `once` its own wrapper for every listener, the loader of ES modules
  // its private methods for every import.
  binders = api.internals(['node:_http_server', 'node:_http_outgoing', 'node:events', 'node:internal/modules/esm/loader', 'node:internal/streams/writable', UNDICI]);
  servers = api.internals(['node:_http_server', 'node:_http_outgoing', 'node:internal/modules/esm/loader', 'node:internal/streams/writable']);
  clients = api.internals([UNDICI]);
  requesters = api.internals(['node:_http_client', 'node:_http_common', UNDICI]);
  tickers = api.internals(['node:internal/streams/readable', 'node:internal/streams/writable', 'node:internal/streams/destroy', 'node:internal/streams/end-of-stream', 'node:net', 'node:dgram', 'node:_http_client', 'node:_http_incoming', 'node:_http_outgoing', 'node:_http_agent']);
  trampolinesOf = trampolines;
  const timers = require('timers');
  for (let i = 0; i < NAMES.length; i++) {
    const shared = isTimer(NAMES[i]) ? sharedScheduling(NAMES[i]) : handing(originals[NAMES[i]], lentToMicrotask, globalThis);
    replace(globalThis, NAMES[i], shared);
    replace(timers, NAMES[i], shared);
  }
  const ends = ObjectKeys(clears);
  for (let i = 0; i < ends.length; i++) {
    replace(globalThis, ends[i], clears[ends[i]]);
    replace(timers, ends[i], clears[ends[i]]);
  }
  replace(realProcess, 'nextTick', handing(process.nextTick, lentUnlessNodes, realProcess));
  replace(require('util'), 'callbackify', makeCallbackify(require('util').callbackify, isLent, standIn));
  findBound();
  replace(Function.prototype, 'bind', makeBind());
  const { AsyncResource } = require('async_hooks');
  replace(AsyncResource, 'bind', handing(AsyncResource.bind, lentToResource));
  replace(AsyncResource.prototype, 'bind', handing(AsyncResource.prototype.bind, lentToResource));
}

/** The same, once everything in Node has been looked at. */
const install = (api, trampolines) => (lockClasses(), replaceSchedulers(api, trampolines));

module.exports = { install, lent, lentBy, replaceSchedulers, runInstead, schedulersFor, schedulersOfCore, willBind, willBindOwn };
