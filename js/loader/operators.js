'use strict';
// settings.js can hand its `require` to packages and function nodes (`functionGlobalContext`). A value in a message has such a function called by whoever looks at it: core would load any
// file that the value names, in its own name (docs/decisions/0030-core-calls-by-name.md). Somebody has to call it, and a package that does gets what its own `require` gives.

const { ObjectDefineProperties, ObjectDefineProperty, ObjectGetOwnPropertyDescriptors, ReflectApply, ReflectDeleteProperty, StringPrototypeIncludes, accessorDescriptor } = require('../boot/primordials');
const { modulePrototype, path } = require('../boot/builtins');
const { state } = require('../boot/state');
const { CORE, FUNCTION_NODE, SOMEHOW, UNKNOWN, callerOf, isCalledSomehow, readAs } = require('../core/caller');
const { conceal } = require('../core/conceal');

const MODULES = `${path.sep}node_modules${path.sep}`;

/** Is it a module of settings.js, or of an application that embeds Node-RED? Nobody hands out the `require` of others. */
const isOperators = ({ filename }) => typeof filename === 'string' && !StringPrototypeIncludes(filename, MODULES);

/** A package found the real loader: it gets what its own `require` would give. */
function loadFor(principal, request) {
  const loader = require('./require');
  const compartment = require('./compartment').settled(principal);
  return loader.load(loader.strayRecord(compartment, compartment.home.file), request, undefined);
}

const isOfOperator = (who) => who === CORE || who === FUNCTION_NODE;

/** Loads for the package that calls, and for nobody where a value has it called. @returns {any} what `load` gives where the operator's own code, or a function node, calls */
function loadForCaller(id, load) {
  if (!state.armed || isCalledSomehow()) return load();
  const who = callerOf(0, 0, SOMEHOW);
  return isOfOperator(who) ? load() : loadFor(who, id);
}

/** `require` of a module of the operator's. */
function requireOf(module) {
  const holder = {
    require(id) {
      return loadForCaller(id, () => ReflectApply(modulePrototype.require, module, [id]));
    },
  };
  return holder.require;
}

/** What hangs on a function, on the one that stands for it: but for its prototype, whose `constructor` is the function itself. */
function hang(stand, original) {
  const members = ObjectGetOwnPropertyDescriptors(original);
  ReflectDeleteProperty(members, 'prototype');
  return ObjectDefineProperties(conceal(stand, original), members);
}

/** What hangs on a `require` tells whoever calls what there is: a package what its own tells. */
function resolveOf(resolve) {
  const holder = {
    resolve(request, options) {
      if (!state.armed || isCalledSomehow()) return resolve(request, options);
      const who = callerOf(0, 0, SOMEHOW);
      if (isOfOperator(who)) return resolve(request, options);
      const compartment = require('./compartment').settled(who);
      return compartment.Module._resolveFilename(request, require('./require').strayModule(compartment, compartment.home.file), false, options);
    },
  };
  return hang(holder.resolve, resolve);
}

/** The main module leads to all others, to those of Node-RED with what they export. A package gets the one that its own `require` has. */
function mainOf(main) {
  const expected = readAs('main');
  let current = main;
  const accessors = {
    get() {
      if (!state.armed) return current;
      const who = callerOf(0, 0, expected);
      if (isOfOperator(who)) return current;
      return who === UNKNOWN ? undefined : require('./compartment').settled(who).mainModule();
    },
    set(value) {
      if (isOfOperator(callerOf(0))) current = value;
    },
  };
  return accessorDescriptor(accessors.get, accessors.set, true, true);
}

/** Has what hangs on a `require` of the operator's ask who looks. */
function dress(require) {
  const { main, resolve } = require;
  require.resolve = resolveOf(resolve);
  return ObjectDefineProperty(require, 'main', mainOf(main));
}

/** The same for what `createRequire` makes for core. */
function createRequire(original, self, args) {
  const made = ReflectApply(original, self, args);
  const holder = {
    require(id) {
      return loadForCaller(id, () => ReflectApply(made, this, [id]));
    },
  };
  return dress(hang(holder.require, made));
}

module.exports = { createRequire, dress, isOperators, loadFor, requireOf };
