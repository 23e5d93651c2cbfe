'use strict';
// Written by `npm run preload` from js/boot/first.js and the parts named there. Do not edit.
// The boot order, and nothing else. Loaded by `--require @nrg/sentinel/preload` before any other code. `npm run preload` puts this file and
// the parts that it names into one, js/preload.js: each file of its own would cost a process that is not Node-RED 0.2 to 0.5 ms.
//
//   1  capture the intrinsics and Node's modules   boot/captured
//   2  is this Node-RED? if not, leave             boot/detect, boot/inert
//   3  how Sentinel's own files are loaded         boot/files
//   4  load the addon; which files are core        boot/native
//   5  where everything lies; the grants file      boot/runtime
//   6  guards on the shared originals (net two)    loader/builtin, boot/seal
//   7  the module loader (net one)                 loader/install
//   8  Node-RED gives its settings: the policy     boot/runtime (watchInit)
//
// In a worker thread or a program that a package started (its token or passport says so) only 1, 3, 4, 6 and 7 happen, in that
// package's name.

/** The folder `boot`: what stands between a folder and a file in it here stands there, too. */
const separator = __filename[__dirname.length];
const folder = `${__dirname}${separator}boot`;
/** What is in this file: `./captured` -> module. */
const parts = { __proto__: null };
const nodeRequire = require;
let others;

/** `require` of the parts, which all lie in one folder. */
function own(id) {
  if (id[0] !== '.') return nodeRequire(id);
  const part = parts[id];
  if (part !== undefined) return part.exports;
  others ??= startLoader();
  return others(id);
}

function add(id, run) {
  const part = { __proto__: null, exports: {} };
  parts[id] = part;
  run(part.exports, own, part, `${folder}${separator}${id}`, folder);
}

/** Where Sentinel may not read and compile its own files, Node does. */
function startLoader() {
  const part = { __proto__: null, exports: {} };
  loader(part.exports, own, part, `${folder}${separator}files.js`, folder);
  return part.exports.start(folder, parts, module) ?? ((id) => nodeRequire(`${folder}${separator}${id}`));
}

/** Where Sentinel arms, and in nothing else. */
const loader = function (exports, require, module, __filename, __dirname) {
// js/boot/files.js
// Loads Sentinel's own files. Node's loader would do it too, but looks at links, at package.json and at other loaders first, and
// from the middle of the start on it asks Module._load, which is Sentinel's own: 0.4 ms a file, of which there are 200. Here a file is
// the one that joining names, read once, and compiled from the code that was kept of it where there is some. It runs as a module
// does: the same variables, the same name in stack traces. Nothing outside Sentinel comes by here: modules of packages and of core
// have Node's `require` or one of loader/require.js, and what they are refused there they are refused still.

const {
  ReflectApply: apply, StringPrototypeSlice: slice, Script, fs: { readFileSync }, mainLoader, path: { basename, dirname, join, sep }, runInThisContext,
} = require('./captured');

const nodeRequire = require;

const HEAD = '(function (exports, require, module, __filename, __dirname) { ';
const TAIL = '\n})';

/** File name with and without `.js` or `/index.js` -> module. */
const modules = { __proto__: null };

/** Makes the script of a file; loader/code-cache.js puts its own in its place. */
let makeScript = (head, body, tail, options) => new Script(head + body + tail, options);

function setCompiler(make) {
  makeScript = make;
}

function isMissing(error) {
  return error?.code === 'ENOENT';
}

/** The text of `<name>.js`, or of the folder's index. */
function find(name) {
  const file = `${name}.js`;
  try {
    return { __proto__: null, file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    if (!isMissing(error)) throw error;
    const index = join(name, 'index.js');
    return { __proto__: null, file: index, text: readFileSync(index, 'utf8') };
  }
}

function run(module, file, text) {
  // What a function made from text may import is what the script may that made it: boot/codegen.js.
  const options = { __proto__: null, filename: file, columnOffset: -HEAD.length, cachedData: undefined, importModuleDynamically: mainLoader };
  const compiled = apply(runInThisContext, makeScript(HEAD, text, TAIL, options), []);
  const directory = dirname(file);
  apply(compiled, module.exports, [module.exports, from(directory), module, file, directory]);
}

/**
 * The exports of one of Sentinel's own files.
 * @param {string} name its path without extension, or a folder with an index
 */
function load(name) {
  let module = modules[name];
  if (module !== undefined) return module.exports;
  const { file, text } = find(name);
  module = modules[file];
  if (module === undefined) {
    module = { __proto__: null, exports: {} };
    modules[file] = module;
    modules[name] = module;
    try {
      run(module, file, text);
    } catch (error) {
      delete modules[file];
      delete modules[name];
      throw error;
    }
  }
  modules[name] = module;
  return module.exports;
}

/** The same by file name. */
const loadFile = (file) => load(join(dirname(file), basename(file, '.js')));

/** join() for the ids that our files use: that is asked a thousand times in a start, looks at each letter, and puts its text together with `push` of now. */
function nameOf(directory, id) {
  if (sep !== '/' || id[1] === undefined) return join(directory, id);
  if (id[1] === '/') return `${directory}/${slice(id, 2)}`;
  if (id[2] === '/' && id[3] !== '.') return `${parentOf(directory)}/${slice(id, 3)}`;
  return join(directory, id);
}

const parents = { __proto__: null };
const parentOf = (directory) => (parents[directory] ??= dirname(directory));

/** `require` of the files in a folder. */
const from = (directory) => (id) => (id[0] === '.' ? load(nameOf(directory, id)) : nodeRequire(id));

/** What Sentinel's own files get when they ask for this one; `module` is Node's, in whose name they ask it for its builtins. */
const used = { __proto__: null, isUsed: () => true, loadFile, module: undefined, setCompiler };

/**
 * `require` for the files in a folder, once. All files come from here or all of them from Node: what both have loaded would be there twice.
 * @param {string} folder this one
 * @param {{[id: string]: {exports: object}}} parts what has been loaded of it: `./captured` -> module
 * @param {object} preload the module of the first file
 * @returns {Function|undefined} undefined in a second copy of Sentinel: where the first one guards it is a package, and may neither read nor compile
 */
function start(folder, parts, preload) {
  used.module = preload;
  for (const id in parts) modules[nameOf(folder, id)] = parts[id];
  modules[nameOf(folder, './files')] = { __proto__: null, exports: used };
  try {
    load(nameOf(folder, './primordials'));
  } catch {
    return undefined;
  }
  return from(folder);
}

// For the first file, and for tests and tools, which load single files with Node's loader.
module.exports = { isUsed: () => false, setCompiler: () => undefined, start };
};

add('./captured', (function (exports, require, module, __filename, __dirname) {
// js/boot/captured.js
// What Sentinel needs of the language and of Node's modules, as it is before any other code of the process runs: members with their
// descriptors, each object in one go. Where this is not Node-RED nothing more is done. What the rest of Sentinel uses is made of it when it
// is needed (primordials.js, builtins.js), then by functions from here only: Node-RED may be loaded late.

// Not by a `require`, which asks the loader of modules for each.
const builtin = process.getBuiltinModule ?? require;
const fs = builtin('fs');
const path = builtin('path');
const util = builtin('util');
const vm = builtin('vm');
const Module = builtin('module');

const { getOwnPropertyDescriptor, freeze } = Object;
const { bind, call } = Function.prototype;
const uncurryThis = bind.bind(call);
const { getPrototypeOf, ownKeys } = Reflect;
const { types } = util;

/**
 * What is kept of the language: functions that hang on these, methods and getters of those classes. Only what is named here is there: getting all of them
 * is a third of what the preload costs in a process that is not Node-RED.
 */
const STATICS = [
  'Array', Array, ['isArray'],
  'ArrayBuffer', ArrayBuffer, ['isView'],
  'Atomics', Atomics, ['add', 'load', 'notify', 'wait'],
  'Buffer', Buffer, ['alloc', 'byteLength', 'from'],
  'Error', Error, ['captureStackTrace'],
  'JSON', JSON, ['parse', 'stringify'],
  'Number', Number, ['isInteger'],
  'Object', Object, ['assign', 'create', 'defineProperties', 'defineProperty', 'freeze', 'getOwnPropertyDescriptor', 'getOwnPropertyDescriptors', 'getOwnPropertyNames', 'getOwnPropertySymbols',
    'getPrototypeOf', 'hasOwn', 'is', 'isExtensible', 'isFrozen', 'isSealed', 'keys', 'preventExtensions', 'seal', 'setPrototypeOf'],
  'Reflect', Reflect, ['apply', 'construct', 'defineProperty', 'deleteProperty', 'get', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'has', 'isExtensible', 'ownKeys', 'preventExtensions', 'set', 'setPrototypeOf'],
];
const TypedArrayPrototype = getPrototypeOf(Uint8Array.prototype);
const METHODS = [
  'Array', Array.prototype, ['includes', 'join', 'pop', 'push', 'shift', 'sort', Symbol.iterator],
  'Buffer', Buffer.prototype, ['latin1Slice', 'readUInt16LE', 'readUIntLE', 'toString'],
  'Function', Function.prototype, ['bind', 'toString', Symbol.hasInstance],
  'Object', Object.prototype, ['hasOwnProperty', 'isPrototypeOf', 'toString'],
  'Promise', Promise.prototype, ['then'],
  'RegExp', RegExp.prototype, ['exec'],
  'String', String.prototype, ['charCodeAt', 'endsWith', 'includes', 'indexOf', 'lastIndexOf', 'slice', 'startsWith', 'toLowerCase', 'toUpperCase', 'toWellFormed', 'trim'],
  'TypedArray', TypedArrayPrototype, ['fill', 'set', 'subarray'],
];
const GETTERS = [
  'ArrayBuffer', ArrayBuffer.prototype, ['byteLength'],
  'DataView', DataView.prototype, ['buffer', 'byteLength', 'byteOffset'],
  'RegExp', RegExp.prototype, ['dotAll', 'global', 'hasIndices', 'ignoreCase', 'multiline', 'source', 'sticky', 'unicode', 'unicodeSets'],
  'SharedArrayBuffer', SharedArrayBuffer.prototype, ['byteLength'],
  'Symbol', Symbol.prototype, ['description'],
  'TypedArray', TypedArrayPrototype, ['buffer', 'byteLength', 'byteOffset', Symbol.toStringTag],
  'URL', URL.prototype, ['hash', 'href', 'pathname', 'protocol', 'search'],
];

/** All members of an object. As two lists: V8 makes an object of a hundred names as a table, which takes longer than looking at them. */
function membersOf(object) {
  const keys = ownKeys(object);
  const descriptors = [];
  for (let i = 0; i < keys.length; i++) descriptors[i] = getOwnPropertyDescriptor(object, keys[i]);
  return { keys, descriptors };
}

/** The same with the functions in the place of the objects: name, keys, functions. */
function taken(list, take) {
  const result = [];
  for (let i = 0; i < list.length; i += 3) {
    const object = list[i + 1];
    const keys = list[i + 2];
    const functions = [];
    for (let k = 0; k < keys.length; k++) functions[k] = take(object, keys[k]);
    result[i] = list[i];
    result[i + 1] = keys;
    result[i + 2] = functions;
  }
  return result;
}

const valueOf = (object, key) => object[key];
const statics = taken(STATICS, valueOf);
const methods = taken(METHODS, valueOf);
const getters = taken(GETTERS, (object, key) => getOwnPropertyDescriptor(object, key)?.get);

module.exports = freeze({
  __proto__: null,
  uncurryThis,
  statics,
  methods,
  getters,
  // All that is on them, of which primordials.js makes classes of its own.
  collections: { __proto__: null, Map: membersOf(Map.prototype), Set: membersOf(Set.prototype), WeakMap: membersOf(WeakMap.prototype), WeakSet: membersOf(WeakSet.prototype) },
  values: {
    __proto__: null,
    Array, ArrayBuffer, BigInt, Boolean, Buffer, DOMException, Error, EventTarget, Function, Map, Number, Object, Promise, Proxy, RangeError, ReferenceError,
    Int32Array, Intl, Reflect, RegExp, Set, SharedArrayBuffer, String, Symbol, SyntaxError, TypeError, URL, Uint8Array, Uint32Array, WeakMap, WeakRef, WeakSet, WebAssembly,
    globalThis,
    encodeURIComponent, decodeURIComponent,
    setTimeout, setImmediate, clearImmediate, clearInterval, clearTimeout, queueMicrotask, setInterval,
    SymbolFor: Symbol.for,
    DateNow: Date.now,
    Date,
    DatePrototypeGetTime: uncurryThis(Date.prototype.getTime),
    DatePrototypeSetTime: uncurryThis(Date.prototype.setTime),
    ArrayPrototype: Array.prototype,
    ErrorPrototype: Error.prototype,
    FunctionPrototype: Function.prototype,
    ObjectPrototype: Object.prototype,
    TypedArrayPrototype,
    AsyncFunction: (async () => {}).constructor,
    GeneratorFunction: (function* () {}).constructor,
    AsyncGeneratorFunction: (async function* () {}).constructor,
    RegExpStringIteratorPrototype: getPrototypeOf(/./g[Symbol.matchAll]('')),
  },
  promise: { __proto__: null, resolve: Promise.resolve, reject: Promise.reject },
  modules: {
    __proto__: null, fs: membersOf(fs), path: membersOf(path), url: membersOf(builtin('url')), vm: membersOf(vm), module: membersOf(Module), modulePrototype: membersOf(Module.prototype),
    moduleExtensions: membersOf(Module._extensions), process: membersOf(process),
    util: {
      __proto__: null, inspect: util.inspect, promisify: util.promisify, isAnyArrayBuffer: types.isAnyArrayBuffer, isAsyncFunction: types.isAsyncFunction, isBoxedPrimitive: types.isBoxedPrimitive, isDate: types.isDate,
      isGeneratorFunction: types.isGeneratorFunction, isMap: types.isMap, isNativeError: types.isNativeError, isPromise: types.isPromise, isProxy: types.isProxy, isRegExp: types.isRegExp, isSet: types.isSet,
    },
  },
  // What it takes to find out what this process is, and to watch it.
  Error,
  ArrayPrototypePush: uncurryThis(Array.prototype.push),
  JSONParse: JSON.parse,
  ReflectApply: Reflect.apply,
  StringPrototypeIncludes: uncurryThis(String.prototype.includes),
  StringPrototypeIndexOf: uncurryThis(String.prototype.indexOf),
  StringPrototypeSlice: uncurryThis(String.prototype.slice),
  // How its own files are loaded.
  Script: vm.Script,
  runInThisContext: vm.Script.prototype.runInThisContext,
  mainLoader: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  Module,
  module: { __proto__: null, _findPath: Module._findPath, _load: Module._load, createRequire: Module.createRequire },
  realFs: fs,
  fs: { __proto__: null, existsSync: fs.existsSync, readFileSync: fs.readFileSync, realpathSync: fs.realpathSync },
  path: { __proto__: null, basename: path.basename, dirname: path.dirname, isAbsolute: path.isAbsolute, join: path.join, resolve: path.resolve, sep: path.sep },
  // The form in JavaScript looks at each folder on the way, for each file anew. Elsewhere the two differ in letters.
  realpath: process.platform === 'linux' ? fs.realpathSync.native : fs.realpathSync,
  process: { __proto__: null, argv: process.argv, chdir: process.chdir, execArgv: process.execArgv },
  realProcess: process,
  env: process.env,
});
}));
const { env } = own('./captured');
// What a package started says so in its environment.
const isStarted = env.NRG_SENTINEL_WORKER !== undefined || env.NRG_SENTINEL_CHILD !== undefined;
const { HOOKS, takePassport, takeToken } = isStarted ? own('./thread') : {};
const token = isStarted ? takeToken() : undefined;
const passport = isStarted ? takePassport() : undefined;
if (passport !== undefined) {
  own('./arm').armChild(passport);
} else if (token === undefined) {
  add('./detect', (function (exports, require, module, __filename, __dirname) {
// js/boot/detect.js
// Is this process Node-RED, and where are its files? The preload reaches every Node.js process that inherits
// NODE_OPTIONS; in all the others it must do nothing and cost nothing [T4].

const {
  JSONParse, Module, ReflectApply, StringPrototypeIncludes, fs, module: nodeModule, path, process, realpath,
} = require('./captured');

function readPackage(directory) {
  try {
    return JSONParse(fs.readFileSync(path.join(directory, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The nearest directory at or above `directory` with a package.json, or undefined. */
function packageRoot(directory) {
  for (let at = directory; ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, 'package.json'))) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

/** The real path of the file that `node <file>` or `require(<absolute path>)` would run, or undefined. */
function realFile(file) {
  try {
    const found = ReflectApply(nodeModule._findPath, Module, [file, [''], true]);
    return typeof found === 'string' ? realpath(found) : undefined;
  } catch {
    return undefined;
  }
}

/** The `node-red` package as Node would find it from `directory`, or undefined. */
function findNodeRed(directory) {
  for (let at = directory; ; at = path.dirname(at)) {
    const candidate = path.join(at, 'node_modules', 'node-red');
    if (fs.existsSync(path.join(candidate, 'package.json'))) return realpath(candidate);
    if (path.dirname(at) === at) return undefined;
  }
}

// Packages for Node-RED name it under devDependencies or peerDependencies; an application that runs it needs it.
function dependsOnNodeRed({ dependencies, optionalDependencies }) {
  return dependencies?.['node-red'] !== undefined || optionalDependencies?.['node-red'] !== undefined;
}

/**
 * Is this file the start script of Node-RED (`red.js`) or the module an application requires (`lib/red.js`)?
 * @param {string} file real path
 * @returns {{script: boolean, nodeRedDir: string}|undefined}
 */
function nodeRedFile(file) {
  if (path.basename(file) !== 'red.js') return undefined;
  const directory = path.dirname(file);
  if (readPackage(directory)?.name === 'node-red') return { script: true, nodeRedDir: directory };
  const parent = path.dirname(directory);
  if (path.basename(directory) === 'lib' && readPackage(parent)?.name === 'node-red') return { script: false, nodeRedDir: parent };
  return undefined;
}

/**
 * What this process is.
 * @returns {{kind: 'node-red'|'embedded', nodeRedDir: string, mainFile: string, appDir: string|undefined}|undefined}
 *   undefined: not Node-RED, as far as can be seen from the command line
 */
function detect() {
  const script = process.argv[1];
  if (typeof script !== 'string' || script === '') return undefined;
  const mainFile = realFile(path.resolve(script));
  if (mainFile === undefined) return undefined;
  const nodeRed = nodeRedFile(mainFile);
  if (nodeRed?.script === true) {
    // `node-red admin …` is a client.
    return process.argv[2] === 'admin' ? undefined : { kind: 'node-red', nodeRedDir: nodeRed.nodeRedDir, mainFile, appDir: undefined };
  }
  if (StringPrototypeIncludes(mainFile, `${path.sep}node_modules${path.sep}`)) return undefined;
  const directory = path.dirname(mainFile);
  const root = packageRoot(directory);
  const manifest = root === undefined ? undefined : readPackage(root);
  if (manifest === undefined || !dependsOnNodeRed(manifest)) return undefined;
  const nodeRedDir = findNodeRed(directory);
  return nodeRedDir === undefined ? undefined : { kind: 'embedded', nodeRedDir, mainFile, appDir: root };
}

module.exports = { dependsOnNodeRed, detect, nodeRedFile, packageRoot, readPackage, realFile };
}));
  const found = own('./detect').detect();
  if (found !== undefined) {
    own('./arm').arm(found);
  } else {
    add('./inert', (function (exports, require, module, __filename, __dirname) {
// js/boot/inert.js
// In a process that does not look like Node-RED the preload only watches for one thing: that Node-RED is loaded after
// all, by a program whose package.json does not say so, by a start script of its own, or by a process manager. What is needed
// only then is loaded then.

const { Module, ReflectApply, StringPrototypeIncludes, env, path, process } = require('./captured');
const { nodeRedFile, readPackage } = require('./detect');

/** Is a preload given in any other way than by an absolute path, as one word without quotes? */
function mayNeedPath() {
  const { execArgv } = process;
  for (let i = 0; i < execArgv.length; i++) if (isRequire(execArgv[i]) && execArgv[i + 1]?.[0] !== path.sep) return true;
  const text = env.NODE_OPTIONS;
  return text !== undefined && text !== `--require ${PRELOAD}` && text !== `--require=${PRELOAD}`;
}

const isRequire = (word) => word === '-r' || word === '--require' || StringPrototypeIncludes(word, '--require=');

const PRELOAD = path.join(__dirname, '..', 'preload.js');

function watch() {
  if (mayNeedPath()) require('./children').makePreloadAbsolute();
  const { _load } = Module;
  let warned = false;
  Module._load = function load(...args) {
    const request = args[0];
    // Every way to the file passes here: `require('node-red')`, its absolute path, `./lib/red.js`, import().
    if (typeof request === 'string' && StringPrototypeIncludes(request, 'red')) {
      const file = resolve(request, args[1]);
      const nodeRed = file === undefined ? undefined : nodeRedFile(file);
      const found = nodeRed === undefined ? undefined : require('./late').whatRuns(nodeRed);
      if (found !== undefined) {
        Module._load = _load;
        return require('./late').loadLate(found, file, () => ReflectApply(_load, Module, args));
      }
      if (file !== undefined && !warned && isBareRuntime(file)) {
        warned = true;
        require('../core/deny').print('[@nrg/sentinel] enforcement: NotEnforced — @node-red/runtime is loaded without node-red; load it through `node-red`');
      }
    }
    return ReflectApply(_load, Module, args);
  };
}

function resolve(request, parent) {
  try {
    return Module._resolveFilename(request, parent, false);
  } catch {
    return undefined;
  }
}

// Node-RED's parts can be put together without Node-RED; there is then no place where the settings are known.
function isBareRuntime(file) {
  const directory = path.dirname(path.dirname(file));
  return path.basename(directory) === 'runtime' && readPackage(directory)?.name === '@node-red/runtime';
}

module.exports = { watch };
}));
    own('./inert').watch();
  }
} else if (token !== HOOKS) {
  own('./arm').armWorker(token);
}
