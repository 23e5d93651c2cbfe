'use strict';
// Node's own CommonJS loader, as core uses it: resolved once, and with its objects (`Module._cache`, `Module._extensions`)
// closed to everyone else.

const {
  ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypePush, Error, Proxy, ReflectApply, ReflectDefineProperty, ReflectDeleteProperty, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectHas, ReflectOwnKeys, ReflectSet,
  SafeMap, StringPrototypeStartsWith,
} = require('../boot/primordials');
const { Module, module: nodeModule, modulePrototype } = require('../boot/builtins');
const { CORE, INTERNAL, callerOf } = require('../core/caller');
const { conceal } = require('../core/conceal');
const { lasting } = require('../core/stopped');
const { readReal } = require('../guards/process/shared');

/** What was resolved last, so that Node's loader need not do it again. */
let resolved;
lasting(() => resolved, (value) => { resolved = value; });
/** Module._load as Node has it, for core. */
function loadAsNode(args) {
  try {
    return ReflectApply(nodeModule._load, Module, args);
  } finally {
    resolved = undefined;
  }
}

/** Keeps the answer for the same question asked again by Node's own Module._load. */
function remember(request, parent, filename) {
  resolved = { __proto__: null, request, parent, filename };
}

/** Folder of the parent and request -> file of core, like Node's own shortcut: as long as the module is loaded. */
const files = new SafeMap();
const keyOf = (request, parent) => `${parent.path}\0${request}`;

/** The file a module of core got for this request before, if it is still loaded. */
function knownFile(request, parent) {
  if (typeof parent?.path !== 'string') return undefined;
  const file = files.get(keyOf(request, parent));
  return file !== undefined && nodeModule._cache[file] !== undefined ? file : undefined;
}

function keepFile(request, parent, file) {
  if (typeof parent?.path === 'string') files.set(keyOf(request, parent), file);
}

/** A module has required another one. */
function noteChild({ children }, module) {
  if (ArrayIsArray(children) && !ArrayPrototypeIncludes(children, module)) ArrayPrototypePush(children, module);
}

/** Module._resolveFilename, with the answer that load() already has. */
function resolveFilename(...args) {
  const last = resolved;
  if (last !== undefined && last.request === args[0] && last.parent === args[1] && args[3] === undefined) {
    resolved = undefined;
    return last.filename;
  }
  return ReflectApply(nodeModule._resolveFilename, Module, args);
}

/** `require` as Node makes it for a module. */
function requireOf(module) {
  const holder = {
    require(id) {
      return ReflectApply(modulePrototype.require, module, [id]);
    },
  };
  const { require } = holder;
  const resolve = (request, options) => Module._resolveFilename(request, module, false, options);
  resolve.paths = (request) => Module._resolveLookupPaths(request, module);
  require.resolve = resolve;
  require.main = readReal('mainModule');
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}

/** An object of Node's loader that core may use as ever, and everyone else not at all. */
function coreOnly(object, internals) {
  const isCore = () => {
    const who = callerOf(internals);
    return who === CORE || who === INTERNAL;
  };
  return new Proxy(object, {
    __proto__: null,
    get: (target, key) => (isCore() ? ReflectGet(target, key) : undefined),
    has: (target, key) => isCore() && ReflectHas(target, key),
    set: (target, key, value) => !isCore() || ReflectSet(target, key, value),
    deleteProperty: (target, key) => !isCore() || ReflectDeleteProperty(target, key),
    defineProperty: (target, key, descriptor) => isCore() && ReflectDefineProperty(target, key, descriptor),
    ownKeys: (target) => (isCore() ? ReflectOwnKeys(target) : []),
    getOwnPropertyDescriptor: (target, key) => (isCore() ? ReflectGetOwnPropertyDescriptor(target, key) : undefined),
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
}

/** What `RED.require` finds nowhere, Node-RED does not allow. */
function asExternal(id, load) {
  try {
    return load(id);
  } catch (error) {
    const text = error instanceof Error && error.code === 'MODULE_NOT_FOUND' ? `${error.message}` : '';
    if (!StringPrototypeStartsWith(text, `Cannot find module '${id}'`)) throw error;
    const other = new Error('Module not allowed');
    other.code = 'module_not_allowed';
    throw other;
  }
}

module.exports = { asExternal, coreOnly, keepFile, knownFile, loadAsNode, noteChild, remember, requireOf, resolveFilename: conceal(resolveFilename, nodeModule._resolveFilename) };
