'use strict';
// `process.env` of the real process: for everyone an object that answers with the view of whoever is on the stack, core's
// being the environment itself. What all of them would be told alike is told without a look at the stack: harmless names
// (Node asks for FORCE_COLOR in every `console.log`) and variables that nobody has set.

const {
  ObjectDefineProperty, ObjectHasOwn, Proxy, ReflectApply, ReflectDefineProperty, ReflectDeleteProperty, ReflectGet, ReflectGetOwnPropertyDescriptor,
  ReflectGetPrototypeOf, ReflectHas, ReflectOwnKeys, ReflectSet,
} = require('../../boot/primordials');
const { Module, env, module: nodeModule, realProcess, util } = require('../../boot/builtins');
const { state } = require('../../boot/state');
const { CORE, INTERNAL, callerOf, isSettled, lookOf, newPlace, settle } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { place } = require('../../core/shared');
const { lasting } = require('../../core/stopped');
const { REJECT, rejectsNow } = require('../network/tls-defaults');
const environment = require('./environment');

const { ASK, isAlikeForAll, toldToAll } = environment;

/** @param {number} readers set of the Node-internal scripts that read the environment for themselves */
function makeShared(readers) {
  const place = newPlace();
  const look = lookOf();
  const ofCaller = (who) => (who === CORE || who === INTERNAL ? env : environment.viewFor(who));
  const current = () => ofCaller(callerOf(readers, place));
  // `util.inspect` shows the target of a proxy: there it finds what the caller may see.
  const inspect = () => {
    const shown = current();
    return shown === env ? { ...env } : shown;
  };
  return new Proxy(ObjectDefineProperty({}, util.inspect.custom, { __proto__: null, value: inspect, configurable: true }), {
    __proto__: null,
    // As few frames as possible: see lookOf.
    get(target, key) {
      const told = toldToAll(key);
      if (told !== ASK) return told;
      const mine = key === REJECT ? rejectsNow() : undefined;
      if (mine !== undefined) return mine.value;
      const found = state.armed ? look(readers, place) : CORE;
      if (found === CORE || found === INTERNAL) return env[key];
      return ReflectGet(ofCaller(isSettled(found) ? found : settle(found, readers, place)), key);
    },
    has: (target, key) => (isAlikeForAll(key) ? ObjectHasOwn(env, key) : ReflectHas(current(), key)),
    set: (target, key, value) => ReflectSet(current(), key, value),
    deleteProperty: (target, key) => ReflectDeleteProperty(current(), key),
    defineProperty: (target, key, descriptor) => ReflectDefineProperty(current(), key, descriptor),
    ownKeys: () => ReflectOwnKeys(current()),
    getOwnPropertyDescriptor: (target, key) => ReflectGetOwnPropertyDescriptor(isAlikeForAll(key) ? env : current(), key),
    getPrototypeOf: () => ReflectGetPrototypeOf(current()),
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
}

lasting(() => state.exporting, (value) => { state.exporting = value; });

/** Module.syncBuiltinESMExports: named exports take their values anew. */
function syncExports() {
  state.exporting = true;
  try {
    return ReflectApply(nodeModule.syncBuiltinESMExports, Module, []);
  } finally {
    state.exporting = false;
  }
}

/** Installs the accessor on the real process. Called once at start. */
function install(readers) {
  const shared = makeShared(readers);
  const accessors = {
    get() {
      return shared;
    },
    set() {},
  };
  ObjectDefineProperty(realProcess, 'env', { __proto__: null, get: accessors.get, set: accessors.set, enumerable: true, configurable: false });
  place(Module, 'syncBuiltinESMExports', conceal(syncExports, nodeModule.syncBuiltinESMExports));
}

module.exports = { install, syncExports };
