'use strict';
// require() of ES modules on Node.js without `module.registerHooks`, which asks no hook for what is loaded that way. There Node's wrapper
// around a module of V8 is asked what the module imports, and told what that is: both happens here while such a require lasts.

const { ArrayPrototypePush, ObjectPrototypeHasOwnProperty, Error, ReflectApply, ReflectGetPrototypeOf, ReflectOwnKeys, SafeMap, SafeWeakMap, StringPrototypeStartsWith } = require('../boot/primordials');
const { Module, module: nodeModule, modulePrototype, path, url } = require('../boot/builtins');
const { Failure, next } = require('./esm-hooks');
const names = require('./esm-names');
const { lasting } = require('../core/stopped');

/** Class of the wrappers and its methods as they were. */
let wrapper;
let resolveHook;
let load;
/** How many requires are going on, one within the other. */
let depth = 0;
lasting(() => depth, (value) => { depth = value; });
/** Wrapper -> what its module asks for: { specifiers, instances, known }. */
const asked = new SafeWeakMap();
/** `<principal> <file>` -> wrapper that stands for the instance of a CommonJS file. */
const made = new SafeMap();

/**
 * @param {Function} resolve the hook
 * @param {(principal: number, file: string) => any} loadFile gives the exports of an instance of a CommonJS file
 */
function configure(resolve, loadFile) {
  resolveHook = resolve;
  load = loadFile;
}

function find(file) {
  const probe = new Module(file);
  ReflectApply(modulePrototype._compile, probe, ['export {};', file, 'module']);
  const keys = ReflectOwnKeys(probe);
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== 'symbol' || keys[i].description !== 'kRequiredModuleSymbol') continue;
    const prototype = ReflectGetPrototypeOf(probe[keys[i]]);
    const { constructor, getModuleRequests, link, instantiate, getNamespace, setExport } = prototype;
    wrapper = { __proto__: null, constructor, getModuleRequests, link, instantiate, getNamespace, setExport };
    prototype.getModuleRequests = function requests() {
      const list = ReflectApply(wrapper.getModuleRequests, this, []);
      return depth === 0 ? list : replaced(this, list);
    };
    prototype.link = function linked(specifiers, modules) {
      return ReflectApply(wrapper.link, this, depth === 0 ? [specifiers, modules] : restored(this, specifiers, modules));
    };
    return;
  }
  throw new Error('this Node.js does not let require() of an ES module be judged');
}

/** What a module imports, by the URLs of the instances. */
function replaced(module, list) {
  const entry = { __proto__: null, specifiers: [], instances: [], isNew: [] };
  const result = [];
  for (let i = 0; i < list.length; i++) {
    const { specifier, attributes } = list[i];
    const to = resolve(specifier, module.url, attributes);
    const instance = StringPrototypeStartsWith(to, 'file:') ? names.instanceOf(url.fileURLToPath(to)) : undefined;
    entry.specifiers[i] = specifier;
    entry.instances[i] = instance;
    entry.isNew[i] = instance !== undefined && nodeModule._cache[instance.file] === undefined;
    // Node's resolver takes the slashes away by which such instances are told apart. What it makes of this URL is only asked for its names.
    result[i] = { ...list[i], specifier: instance === undefined ? to : names.markedURL(`${url.pathToFileURL(instance.file).href}?required`, instance.principal) };
  }
  asked.set(module, entry);
  return result;
}

function resolve(specifier, parentURL, importAttributes) {
  try {
    return resolveHook(specifier, { __proto__: null, parentURL, importAttributes }, next).url;
  } catch (error) {
    throw error instanceof Failure ? error.toError() : error;
  }
}

/** What the module is linked to: by its own specifiers, CommonJS files as the instances of their compartments. */
function restored(module, specifiers, modules) {
  const entry = asked.get(module);
  if (entry === undefined) return [specifiers, modules];
  const result = [];
  for (let i = 0; i < modules.length; i++) {
    const instance = entry.instances[i];
    // A module whose text says that it is an ES module has a place for a source map.
    const isCommonJS = instance !== undefined && !ObjectPrototypeHasOwnProperty(modules[i], 'sourceMapURL');
    result[i] = isCommonJS ? standIn(instance, modules[i], entry.isNew[i]) : modules[i];
  }
  return [entry.specifiers, result];
}

/** A module with the exports that Node's lexer has found, and the values of the compartment's own instance. */
function standIn({ principal, file }, lexed, isNew) {
  const key = `${principal} ${file}`;
  let module = made.get(key);
  if (module !== undefined) return module;
  ReflectApply(wrapper.instantiate, lexed, []);
  const keys = namesIn(ReflectApply(wrapper.getNamespace, lexed, []));
  // Node has put a module object there, for itself to load.
  if (isNew && nodeModule._cache[file]?.loaded === false) delete nodeModule._cache[file];
  module = new wrapper.constructor(names.markedURL(url.pathToFileURL(file).href, principal), undefined, keys, function evaluate() {
    const exports = load(principal, file);
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] !== 'default') ReflectApply(wrapper.setExport, this, [keys[i], valueOf(exports, keys[i])]);
    }
    ReflectApply(wrapper.setExport, this, ['default', exports]);
  });
  ReflectApply(wrapper.link, module, [[], []]);
  made.set(key, module);
  return module;
}

function namesIn(namespace) {
  const all = ReflectOwnKeys(namespace);
  const result = [];
  for (let i = 0; i < all.length; i++) if (typeof all[i] === 'string') ArrayPrototypePush(result, all[i]);
  return result;
}

function valueOf(exports, key) {
  try {
    return exports === null || exports === undefined || !ObjectPrototypeHasOwnProperty(exports, key) ? undefined : exports[key];
  } catch {
    return undefined; // a getter that fails is no reason for the module to fail, as in Node
  }
}

/** Compiles and runs the text of an ES module of Sentinel's own; what it imports, and what that imports, passes the hook. */
function runText(module, text, file) {
  if (wrapper === undefined) find(path.join(path.dirname(file), 'required-0.mjs'));
  depth++;
  try {
    ReflectApply(modulePrototype._compile, module, [text, file, 'module']);
  } finally {
    depth--;
  }
}

module.exports = { configure, runText };
