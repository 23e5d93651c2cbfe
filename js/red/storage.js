'use strict';
// A storage module that settings.js takes from a package: Node-RED keeps its flows, credentials and settings through it, and hands it the runtime as a whole. It
// gets copies of what it keeps, and of the runtime what a package gets that may load it [R1][R12][R15]. What settings.js and Node-RED write themselves is core's.

const {
  JSONParse, JSONStringify, ObjectCreate, ObjectDefineProperty, ObjectHasOwn, ObjectKeys, ObjectPrototype, PromisePrototypeThen, PromiseResolve, ReflectApply, StringPrototypeStartsWith,
} = require('../boot/primordials');
const { CORE, UNKNOWN } = require('../core/caller');
const { lentBy } = require('../core/handed');
const { add } = require('./facade');
const { scriptOwner } = require('./views/kinds');

/** What Node-RED calls. */
const METHODS = ['init', 'getFlows', 'saveFlows', 'getCredentials', 'saveCredentials', 'getSettings', 'saveSettings', 'getSessions', 'saveSessions', 'getLibraryEntry',
  'saveLibraryEntry', 'getAllFlows', 'getFlow', 'saveFlow'];
/** What is stored is data: neither side keeps an object of the other, nor one that answers twice [A8]. */
const copyOf = (value) => (value === undefined ? undefined : JSONParse(JSONStringify(value) ?? 'null'));

/** Whose the functions of a module are of which nobody can tell whose they are: bound ones, or those of another package. */
function ownerOf(module) {
  for (let i = 0; i < METHODS.length; i++) {
    const owner = typeof module[METHODS[i]] === 'function' ? scriptOwner(module[METHODS[i]]) : CORE;
    if (owner > UNKNOWN) return owner;
  }
  return UNKNOWN;
}

/** What a module answers that a package's function has done: nothing, unless it was asked for something. */
const NOTHING = () => undefined;

/** @param {object} runtime the real one */
function call(runtime, module, name, args) {
  const fn = module[name];
  const owner = scriptOwner(fn);
  let given = [];
  if (name !== 'init') for (let i = 0; i < args.length; i++) given[i] = copyOf(args[i]);
  // What settings.js adds to a package's, or Node-RED's own that it takes along.
  if (owner === CORE) return ReflectApply(fn, module, name === 'init' ? [runtime.settings, runtime] : given);
  const principal = owner > UNKNOWN ? owner : ownerOf(module);
  if (name === 'init') {
    const shown = require('./areas/internals').runtimeFor(principal, runtime);
    given = [shown.settings, shown];
  }
  return PromisePrototypeThen(PromiseResolve(ReflectApply(lentBy(fn, principal), module, given)), StringPrototypeStartsWith(name, 'get') ? copyOf : NOTHING);
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** Are all functions of an object Node-RED's or those of settings.js? */
function isOfCore(object, names) {
  for (let i = 0; i < names.length; i++) if (typeof object[names[i]] === 'function' && scriptOwner(object[names[i]]) !== CORE) return false;
  return true;
}

/** A module as core calls it, which asks what of it is its own. */
function guarded(runtime, module) {
  const inherited = ObjectCreate(ObjectPrototype);
  const made = ObjectCreate(inherited);
  for (let i = 0; i < METHODS.length; i++) {
    const name = METHODS[i];
    if (typeof module[name] === 'function') add(ObjectHasOwn(module, name) ? made : inherited, name, (...args) => call(runtime, module, name, args));
  }
  // Projects are git, with the keys of whoever it is: those of Node-RED itself, or none.
  for (let i = 0; i < PARTS.length; i++) {
    const part = module[PARTS[i]];
    if (isObject(part) && isOfCore(part, ObjectKeys(part))) add(made, PARTS[i], part);
  }
  return made;
}
const PARTS = ['projects', 'sshkeys'];

/** The runtime with what stands for its storage module. */
function runtimeWith(runtime) {
  const module = runtime?.settings?.storageModule;
  if (!isObject(module) || isOfCore(module, METHODS)) return runtime;
  const settings = ObjectCreate(runtime.settings);
  add(settings, 'storageModule', guarded(runtime, module));
  // It is asked for as an own setting.
  if (ObjectHasOwn(runtime.settings, 'editorTheme')) add(settings, 'editorTheme', runtime.settings.editorTheme);
  return ObjectDefineProperty(ObjectCreate(runtime), 'settings', { __proto__: null, value: settings, enumerable: true });
}

/** `@node-red/runtime/lib/storage/index.js`. */
function storage(exports) {
  const { init } = exports;
  exports.init = function initStorage(runtime) {
    return ReflectApply(init, this, [runtimeWith(runtime)]);
  };
}

module.exports = { storage };
