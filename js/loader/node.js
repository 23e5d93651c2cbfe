'use strict';
// Node's own CommonJS loader, as core uses it: resolved once, and with its objects (`Module._cache`, `Module._extensions`)
// closed to everyone else.

const {
  ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypeJoin, ArrayPrototypePush, Error, Proxy, ReflectApply, ReflectDefineProperty, ReflectDeleteProperty, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectHas, ReflectOwnKeys, ReflectSet,
  SafeMap, SafeSet, StringPrototypeEndsWith, StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
} = require('../boot/primordials');
const { Module, module: nodeModule, modulePrototype } = require('../boot/builtins');
const { CORE, INTERNAL, callerOf } = require('../core/caller');
const { conceal } = require('../core/conceal');
const { lasting } = require('../core/stopped');
const codeCache = require('./code-cache');
const operators = require('./operators');
const { readReal } = require('../guards/process/shared');

/** What was resolved last, so that Node's loader need not do it again. */
let resolved;
lasting(() => resolved, (value) => { resolved = value; });
/**
 * Module._load as Node has it, for core.
 * @param {string} [filename] what it will find, where that is known
 */
function loadAsNode(args, filename) {
  if (filename !== undefined) resolved = { __proto__: null, request: args[0], parent: args[1], filename };
  try {
    return ReflectApply(nodeModule._load, Module, args);
  } finally {
    resolved = undefined;
  }
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

/** Folder -> what its modules asked for at an earlier start and where that was found: in turns, or taken apart. */
const places = new SafeMap();
let isRead = false;
/** What is found at this start is to be kept. */
let isNew = false;

/** What stands between the separators. */
function partsOf(text, separator) {
  const parts = [];
  let from = 0;
  for (let at = StringPrototypeIndexOf(text, separator); at !== -1; at = StringPrototypeIndexOf(text, separator, from)) {
    ArrayPrototypePush(parts, StringPrototypeSlice(text, from, at));
    from = at + separator.length;
  }
  ArrayPrototypePush(parts, StringPrototypeSlice(text, from));
  return parts;
}

/** Where Node would find it, because it has found it there before and nothing has changed since; until Node-RED has started. */
function placeOf(request, parent) {
  if (!codeCache.isOpen() || typeof parent?.path !== 'string') return undefined;
  if (!isRead) readPlaces();
  let known = places.get(parent.path);
  if (typeof known === 'string') {
    const parts = partsOf(known, '\0');
    known = { __proto__: null };
    for (let i = 0; i + 1 < parts.length; i += 2) known[parts[i]] = parts[i + 1];
    places.set(parent.path, known);
  }
  return known?.[request];
}

function readPlaces() {
  isRead = true;
  const text = codeCache.places();
  codeCache.keepPlaces(tellPlaces);
  isNew = text === null;
  if (isNew) return;
  const folders = partsOf(text, '\0\0');
  for (let i = 0; i < folders.length; i++) {
    const end = StringPrototypeIndexOf(folders[i], '\0');
    places.set(StringPrototypeSlice(folders[i], 0, end), StringPrototypeSlice(folders[i], end + 1));
  }
}

/** Files that Node.js took for CommonJS at this start. */
const scripts = new SafeSet();

function noteScript(file) {
  scripts.add(file);
}

/** Where modules of Node-RED and its libraries were found, as src/code_cache/found.rs reads it. A `.js` among them is CommonJS (core-modules.js). */
function tellPlaces() {
  places.clear();
  // Who adds kinds of files has Node look for more.
  if (!isNew || ArrayPrototypeJoin(ReflectOwnKeys(nodeModule._extensions), '') !== '.js.json.node') return undefined;
  const folders = new SafeMap();
  files.forEach((file, key) => {
    if (StringPrototypeEndsWith(file, '.js') && !scripts.has(file)) return;
    const at = StringPrototypeIndexOf(key, '\0');
    const folder = StringPrototypeSlice(key, 0, at);
    if (StringPrototypeIncludes(folder, '/node_modules/') && at + 1 < key.length) folders.set(folder, `${folders.get(folder) ?? folder}${StringPrototypeSlice(key, at)}\0${file}`);
  });
  const texts = [];
  folders.forEach((text) => ArrayPrototypePush(texts, text));
  return ArrayPrototypeJoin(texts, '\0\0');
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
  const isHandedOut = operators.isOperators(module);
  const require = isHandedOut ? operators.requireOf(module) : holder.require;
  const resolve = (request, options) => Module._resolveFilename(request, module, false, options);
  resolve.paths = (request) => Module._resolveLookupPaths(request, module);
  require.resolve = resolve;
  require.main = readReal('mainModule');
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return isHandedOut ? operators.dress(require) : require;
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

module.exports = { asExternal, coreOnly, keepFile, knownFile, loadAsNode, noteChild, noteScript, placeOf, requireOf, resolveFilename: conceal(resolveFilename, nodeModule._resolveFilename) };
