'use strict';
// CommonJS modules of core: what Node's loader would do with one. While Node-RED starts a thousand of them are loaded here, from the file on: Node's own
// loader looks for the package.json that says what kind of module each is, for hooks, and at every folder on the way, and that is known from an earlier
// start (placeOf in node.js). See docs/decisions/0028-core-modules-are-loaded-here.md.

const {
  ArrayIsArray, ObjectGetPrototypeOf, ObjectPrototype, ObjectSetPrototypeOf, ReflectApply, ReflectConstruct, ReflectOwnKeys, SafeSet, StringPrototypeCharCodeAt, StringPrototypeEndsWith, SyntaxError,
} = require('../boot/primordials');
const { Module, env, fs, module: nodeModule, moduleExtensions, path, realProcess, util } = require('../boot/builtins');
const { noteLoaded } = require('../boot/started');
const { state } = require('../boot/state');
const { CORE } = require('../core/caller');
const { lasting } = require('../core/stopped');
const globals = require('../realm/globals');
const { compile } = require('./compile');
const node = require('./node');

const { readFileSync } = fs;
const BYTE_ORDER_MARK = 0xFEFF;

let isSettings;
let coreGlobals;
/** Members of Node's loader as they are when Sentinel is in place: whoever changes one of them has a say in how modules are loaded. */
const inPlace = { __proto__: null };
const WATCHED = ['_cache', '_extensions', '_load'];
const WATCHED_METHODS = ['_compile', 'load', 'require'];
let sharedFs;
let readFile;
let canLoad = false;

/**
 * @param {{settings: (filename: string, content: string) => void, globals: object, isUntouched: boolean}} options `settings` is asked before a text is compiled;
 *   `globals`: what core's modules find under these names; `isUntouched`: no other code ran before Sentinel, nor did options ask for it
 */
function configure({ settings, globals, isUntouched, fs: exported }) {
  isSettings = settings;
  coreGlobals = globals;
  sharedFs = exported;
  readFile = sharedFs.readFileSync;
  for (let i = 0; i < WATCHED.length; i++) inPlace[WATCHED[i]] = Module[WATCHED[i]];
  for (let i = 0; i < WATCHED_METHODS.length; i++) inPlace[WATCHED_METHODS[i]] = Module.prototype[WATCHED_METHODS[i]];
  // `node --watch` is told of each module by Node's loader.
  canLoad = isUntouched && env.WATCH_REPORT_DEPENDENCIES === undefined;
}

/** What core's own calls of these do: its hooks take part in loading from here on. */
function hooksOfCore(register) {
  const ending = (action) => (original, self, args) => {
    canLoad = false;
    return action(original, self, args);
  };
  return { __proto__: null, register: ending(register), registerHooks: ending(ReflectApply) };
}

function isAsPlaced() {
  for (let i = 0; i < WATCHED.length; i++) if (Module[WATCHED[i]] !== inPlace[WATCHED[i]]) return false;
  for (let i = 0; i < WATCHED_METHODS.length; i++) if (Module.prototype[WATCHED_METHODS[i]] !== inPlace[WATCHED_METHODS[i]]) return false;
  const kinds = nodeModule._extensions;
  return kinds['.js'] === moduleExtensions['.js'] && ReflectOwnKeys(kinds).length === 3 && sharedFs.readFileSync === readFile;
}

/** Can a module of core be loaded here, of which `placeOf` knew that this is it? */
const isFit = (filename) => canLoad && StringPrototypeEndsWith(filename, '.js') && isAsPlaced();

/** The function that a text of core makes; undefined if it is no CommonJS. */
function compiled(content, filename) {
  noteLoaded();
  isSettings(filename, content);
  try {
    const result = compile(content, filename, CORE, realProcess, coreGlobals);
    node.noteScript(filename);
    return result;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const run = (module, made, filename) => ReflectApply(made, module.exports, [module.exports, node.requireOf(module), module, filename, path.dirname(filename)]);

/** Modules that are being loaded here. */
const loading = new SafeSet();
/** What Node puts above the exports of a module that is asked for while it is loading, to warn of what is not there yet. */
let warning;

const prototypeOf = (exports) => (typeof exports === 'object' && exports !== null && !util.isProxy(exports) ? ObjectGetPrototypeOf(exports) : undefined);

let isInside = false;
lasting(() => isInside, (value) => { isInside = value; });

/** What core's modules put on the global object when packages run already is locked as what they put there before. */
function again(filename, asNode) {
  if (isInside || !state.armed) return loadAgain(filename, asNode);
  isInside = true;
  const before = globals.countNames();
  try {
    return loadAgain(filename, asNode);
  } finally {
    isInside = false;
    globals.lockNew(before);
  }
}

/** `asNode`, for a file whose module may be loading here: Node takes its warning away only where it has loaded the module itself. */
function loadAgain(filename, asNode) {
  const module = loading.size === 0 ? undefined : nodeModule._cache[filename];
  if (module === undefined || !loading.has(module)) return asNode();
  const before = prototypeOf(module.exports);
  const exports = asNode();
  const after = prototypeOf(exports);
  if (before === ObjectPrototype && after !== before) warning = after;
  return exports;
}

function endWarning(exports) {
  if (warning !== undefined && prototypeOf(exports) === warning) ObjectSetPrototypeOf(exports, ObjectPrototype);
}

/** A module that could not be loaded is as if nobody had asked for it. */
function forget(module, parent) {
  delete nodeModule._cache[module.id];
  const { children } = parent;
  if (!ArrayIsArray(children)) return;
  let left = 0;
  for (let i = 0; i < children.length; i++) if (children[i] !== module) children[left++] = children[i];
  children.length = left;
}

function read(filename) {
  try {
    const text = readFileSync(filename, 'utf8');
    return StringPrototypeCharCodeAt(text, 0) === BYTE_ORDER_MARK ? undefined : text;
  } catch {
    return undefined; // Node's own error
  }
}

/** A file of core that was never asked for. */
function load(filename, parent, asNode) {
  const content = read(filename);
  const made = content === undefined ? undefined : compiled(content, filename);
  if (made === undefined) return asNode();
  const module = ReflectConstruct(Module, [filename, parent]);
  nodeModule._cache[filename] = module;
  loading.add(module);
  let isDone = false;
  try {
    module.filename = filename;
    module.paths = ReflectApply(nodeModule._nodeModulePaths, Module, [module.path]);
    run(module, made, filename);
    module.loaded = true;
    isDone = true;
  } finally {
    loading.delete(module);
    if (isDone) endWarning(module.exports);
    else forget(module, parent);
  }
  return module.exports;
}

module.exports = { again, compiled, configure, hooksOfCore, isFit, load, run };
