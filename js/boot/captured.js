'use strict';
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
