'use strict';
// `WebAssembly` is compiled for packages by the SHA-256 of its bytes. They are copied first: what was hashed is what V8 gets, whatever happens to the
// memory they came from. A response is read whole before anything of it is compiled.

const {
  ArrayBufferIsView, DataViewPrototypeBufferGet, DataViewPrototypeByteLengthGet, DataViewPrototypeByteOffsetGet, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, MapPrototypeGet, MapPrototypeSet,
  PromisePrototypeThen, PromiseResolve, ReflectApply, ReflectOwnKeys, SafeMap, SafeSet, TypedArrayPrototypeBufferGet, TypedArrayPrototypeByteLengthGet, TypedArrayPrototypeByteOffsetGet,
  TypedArrayPrototypeSet, TypedArrayPrototypeSymbolToStringTagGet, Uint8Array, WebAssembly,
} = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { INTERNAL, callerOf } = require('../core/caller');
const { closeFunctions } = require('../core/closing');
const { judge, verdict } = require('../core/decide');
const { joinLists } = require('../core/lists');
const { placeAll } = require('../core/shared');
const { closePrototype } = require('../core/prototypes');
const { guard, guardConstructor } = require('../core/wrap');

/** Node's own scripts that compile modules they bring along. */
const COMPILE = ['node:internal/deps/undici/undici', 'node:internal/deps/cjs-module-lexer/dist/lexer', 'node:internal/deps/amaro/dist/index'];

/** Node's loader of ES modules: compiles what an import was allowed to load. */
const IMPORT = ['node:internal/modules/esm/translators'];

let native;
let compilers = 0;
let responseClass;
/** Hashes of what may be imported. */
const admitted = new SafeSet();

/** The memory a value shows, or undefined when it is not bytes. */
function viewOf(value) {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!ArrayBufferIsView(value)) return util.isAnyArrayBuffer(value) ? new Uint8Array(value) : undefined;
  return TypedArrayPrototypeSymbolToStringTagGet(value) === undefined
    ? new Uint8Array(DataViewPrototypeBufferGet(value), DataViewPrototypeByteOffsetGet(value), DataViewPrototypeByteLengthGet(value))
    : new Uint8Array(TypedArrayPrototypeBufferGet(value), TypedArrayPrototypeByteOffsetGet(value), TypedArrayPrototypeByteLengthGet(value));
}

/** @returns {Uint8Array|undefined} bytes that nobody else holds */
function copyOf(value) {
  const view = viewOf(value);
  if (view === undefined) return undefined;
  const copy = new Uint8Array(TypedArrayPrototypeByteLengthGet(view));
  TypedArrayPrototypeSet(copy, view);
  return copy;
}

/** Puts a copy in the place of the bytes. What is no bytes is a compiled module, or for V8 to complain about. */
function judgeBytes(principal, args) {
  const copy = copyOf(args[0]);
  if (copy === undefined) return undefined;
  args[0] = copy;
  return judge(principal, 'native:wasm', native.sha256(copy));
}

/** The bytes of a response, or of a promise of one, judged; then `original` with them. */
const streamed = (original, api) => function run(unused, self, args, principal) {
  const { prototype } = responseClass();
  return PromisePrototypeThen(PromisePrototypeThen(PromiseResolve(args[0]), (response) => ReflectApply(prototype.arrayBuffer, response, [])), (bytes) => {
    args[0] = bytes;
    const error = verdict(judgeBytes, principal, args, api, undefined);
    if (error !== undefined) throw error;
    return ReflectApply(original, self, args);
  });
};

const free = () => undefined;

/** Node compiles its own modules as it likes, and for an import what was admitted, as it was hashed. */
function isNodes(args) {
  if (callerOf(compilers) === INTERNAL) return true;
  const copy = copyOf(args[0]);
  if (copy === undefined || !admitted.has(native.sha256(copy))) return false;
  args[0] = copy;
  return true;
}

/** Statics of `WebAssembly.Module` answer questions about a module that is there. */
function copyStatics(from, to) {
  const names = ['customSections', 'exports', 'imports'];
  for (let i = 0; i < names.length; i++) {
    const descriptor = ObjectGetOwnPropertyDescriptor(from, names[i]);
    if (descriptor !== undefined) ObjectDefineProperty(to, names[i], descriptor);
  }
}

/** Guards of what compiles, for one principal or for whoever is on the stack. */
function build({ compile, instantiate, compileStreaming, instantiateStreaming, Module }, who) {
  const guards = {
    __proto__: null,
    compile: guard(compile, { judge: judgeBytes, internal: isNodes, answer: 'reject' }, 'WebAssembly.compile()', who),
    instantiate: guard(instantiate, { judge: judgeBytes, internal: isNodes, answer: 'reject' }, 'WebAssembly.instantiate()', who),
    compileStreaming: guard(compileStreaming, { judge: free, run: streamed(compile, 'WebAssembly.compileStreaming()') }, 'WebAssembly.compileStreaming()', who),
    instantiateStreaming: guard(instantiateStreaming, { judge: free, run: streamed(instantiate, 'WebAssembly.instantiateStreaming()') }, 'WebAssembly.instantiateStreaming()', who),
    Module: guardConstructor(Module, { judge: judgeBytes, internal: isNodes }, 'WebAssembly.Module()', who),
  };
  copyStatics(Module, guards.Module);
  return guards;
}

let originals;
let shared;
const facades = new SafeMap();

/** `WebAssembly` of one package, so that what it hands on (`bytes.then(WebAssembly.compile)`) is known to be its own. */
function facadeFor(principal) {
  let facade = MapPrototypeGet(facades, principal);
  if (facade === undefined) {
    facade = {};
    MapPrototypeSet(facades, principal, facade);
    const guards = build(originals, { principal, receiver: WebAssembly });
    const keys = ReflectOwnKeys(WebAssembly);
    for (let i = 0; i < keys.length; i++) {
      const descriptor = ObjectGetOwnPropertyDescriptor(WebAssembly, keys[i]);
      const value = guards[keys[i]] ?? WebAssembly[keys[i]];
      ObjectDefineProperty(facade, keys[i], { __proto__: null, value, writable: true, enumerable: descriptor.enumerable, configurable: true });
    }
  }
  return facade;
}

/**
 * @param {object} api the addon
 * @param {() => Function} getResponse the class of what `fetch` gives, when it is needed
 */
function install(api, getResponse) {
  native = api;
  responseClass = getResponse;
  const { compile, instantiate, compileStreaming, instantiateStreaming, Module } = WebAssembly;
  originals = { __proto__: null, compile, instantiate, compileStreaming, instantiateStreaming, Module };
  compilers = native.internals(COMPILE);
  const guards = build(originals, { internals: native.internals(joinLists(COMPILE, IMPORT)) });
  shared = { __proto__: null, compile: guards.compile, compileStreaming: guards.compileStreaming, Module: guards.Module };
  closePrototype(Module, guards.Module);
  // Who reads `WebAssembly` by another way than its name has these, as everybody else.
  closeFunctions(guards);
  placeAll(WebAssembly, guards);
}

/** What compiles, for whoever is on the stack. */
const guarded = () => shared;

/** What has this hash may be imported. */
const admit = (hash) => admitted.add(hash);

module.exports = { admit, facadeFor, guarded, install };
