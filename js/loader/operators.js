'use strict';
// settings.js can hand its `require` to packages and function nodes (`functionGlobalContext`). A value in a message has such a function called by whoever looks at it: core would load any
// file that the value names, in its own name (docs/decisions/0030-core-calls-by-name.md). Somebody has to call it, and a package that does gets what its own `require` gives.

const { ObjectDefineProperties, ObjectGetOwnPropertyDescriptors, ReflectApply, StringPrototypeIncludes } = require('../boot/primordials');
const { modulePrototype, path } = require('../boot/builtins');
const { state } = require('../boot/state');
const { CORE, FUNCTION_NODE, SOMEHOW, callerOf, isCalledSomehow } = require('../core/caller');
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

/** Loads for the package that calls, and for nobody where a value has it called. @returns {any} what `load` gives where the operator's own code, or a function node, calls */
function loadForCaller(id, load) {
  if (!state.armed || isCalledSomehow()) return load();
  const who = callerOf(0, 0, SOMEHOW);
  return who === CORE || who === FUNCTION_NODE ? load() : loadFor(who, id);
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

/** The same for what `createRequire` makes for core. */
function createRequire(original, self, args) {
  const made = ReflectApply(original, self, args);
  const holder = {
    require(id) {
      return loadForCaller(id, () => ReflectApply(made, this, [id]));
    },
  };
  return ObjectDefineProperties(conceal(holder.require, made), ObjectGetOwnPropertyDescriptors(made));
}

module.exports = { createRequire, isOperators, loadFor, requireOf };
