'use strict';
// Puts the guards of the modules with code of their own on the shared originals (net two).

const { ObjectDefineProperty, ObjectKeys } = require('../boot/primordials');
const { Module, env, realProcess } = require('../boot/builtins');
const { CORE, INTERNAL, callerOf } = require('../core/caller');
const { place, placeAll } = require('../core/shared');
const childProcess = require('./child_process');
const fsGuards = require('./fs');
const { internals: fsInternals } = require('./fs/table');
const processGuards = require('./process');
const readers = require('./readers');
const builtin = require('../loader/builtin');

/** process.env for whoever finds the real process: its own view for a package. */
function placeEnvironment(readers) {
  const accessors = {
    get() {
      const who = callerOf(readers);
      return who === CORE || who === INTERNAL ? env : processGuards.environment.viewFor(who);
    },
    set() {},
  };
  ObjectDefineProperty(realProcess, 'env', { __proto__: null, get: accessors.get, set: accessors.set, enumerable: true, configurable: false });
}

/** @param {object} native the addon */
function install(native) {
  const fs = require('fs');
  const guards = fsGuards.build({ internals: native.internals(fsInternals) });
  placeAll(fs.promises, guards.promises);
  placeAll(fs, guards.fs);
  const child = childProcess.build({ internals: native.internals(childProcess.internals) });
  placeAll(require('child_process'), child);
  const process = processGuards.build({ internals: native.internals(processGuards.internals) });
  const names = ObjectKeys(process);
  for (let i = 0; i < names.length; i++) place(realProcess, names[i], process[names[i]]);
  placeEnvironment(native.internals(readers.environment));
  processGuards.lockShared();
  builtin.configure(native.internals(readers.builtins));
  Module.syncBuiltinESMExports();
}

module.exports = { install };
