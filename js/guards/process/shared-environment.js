'use strict';
// `process.env` of the real process. Core gets the environment itself. Everyone else who reaches the real process, and the
// `env` that ES modules import by name (Node reads it once, for all of them), gets an object that looks at the stack
// at every use and answers with the view of whoever is there.

const {
  ObjectDefineProperty, Proxy, ReflectApply, ReflectDefineProperty, ReflectDeleteProperty, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectGetPrototypeOf,
  ReflectHas, ReflectOwnKeys, ReflectSet,
} = require('../../boot/primordials');
const { Module, env, module: nodeModule, realProcess } = require('../../boot/builtins');
const { CORE, INTERNAL, callerOf } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { place } = require('../../core/shared');
const environment = require('./environment');

/** Node takes the values of named exports right now. */
let exporting = false;

/** @param {number} readers set of the Node-internal scripts that read the environment for themselves */
function makeShared(readers) {
  const current = () => {
    const who = callerOf(readers);
    return who === CORE || who === INTERNAL ? env : environment.viewFor(who);
  };
  return new Proxy({}, {
    __proto__: null,
    get: (target, key) => ReflectGet(current(), key),
    has: (target, key) => ReflectHas(current(), key),
    set: (target, key, value) => ReflectSet(current(), key, value),
    deleteProperty: (target, key) => ReflectDeleteProperty(current(), key),
    defineProperty: (target, key, descriptor) => ReflectDefineProperty(current(), key, descriptor),
    ownKeys: () => ReflectOwnKeys(current()),
    getOwnPropertyDescriptor: (target, key) => ReflectGetOwnPropertyDescriptor(current(), key),
    getPrototypeOf: () => ReflectGetPrototypeOf(current()),
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
}

/** Module.syncBuiltinESMExports, during which `process.env` is the shared object for everyone. */
function syncExports() {
  exporting = true;
  try {
    return ReflectApply(nodeModule.syncBuiltinESMExports, Module, []);
  } finally {
    exporting = false;
  }
}

/** Installs the accessor on the real process. Called once at start. */
function install(readers) {
  const shared = makeShared(readers);
  const accessors = {
    get() {
      if (exporting) return shared;
      const who = callerOf(readers);
      return who === CORE || who === INTERNAL ? env : shared;
    },
    set() {},
  };
  ObjectDefineProperty(realProcess, 'env', { __proto__: null, get: accessors.get, set: accessors.set, enumerable: true, configurable: false });
  place(Module, 'syncBuiltinESMExports', conceal(syncExports, nodeModule.syncBuiltinESMExports));
}

module.exports = { install, syncExports };
