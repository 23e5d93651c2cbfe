'use strict';
// The one file that reads live globals. It runs before any other code of the process and keeps what the rest of
// Sentinel needs: prototype methods as free functions (`ArrayPrototypePush(list, x)`), so that a package which
// later replaces `Array.prototype.push` changes nothing here. The naming follows Node core's own primordials.
// Rule for every other file under js/boot, js/core, js/loader, js/guards: no live globals, no method calls on
// builtin prototypes (eslint enforces it).

const { bind, call } = Function.prototype;
const uncurryThis = bind.bind(call);
const { apply, construct, defineProperty, getOwnPropertyDescriptor, ownKeys, getPrototypeOf, setPrototypeOf } = Reflect;

const primordials = { __proto__: null, uncurryThis };

function pascal(key) {
  if (typeof key === 'symbol') {
    const text = key.description.slice('Symbol.'.length);
    return `Symbol${text[0].toUpperCase()}${text.slice(1)}`;
  }
  return `${key[0].toUpperCase()}${key.slice(1)}`;
}

/** Copies every static function of `object` as `<Name><Method>`. */
function copyStatics(object, name) {
  for (const key of ownKeys(object)) {
    const { value } = getOwnPropertyDescriptor(object, key);
    if (typeof value === 'function') primordials[`${name}${pascal(key)}`] = value;
  }
}

/** Copies every method and getter of a prototype as a free function taking the receiver first. */
function copyPrototype(prototype, name) {
  for (const key of ownKeys(prototype)) {
    const descriptor = getOwnPropertyDescriptor(prototype, key);
    if (typeof descriptor.get === 'function') primordials[`${name}Prototype${pascal(key)}Get`] = uncurryThis(descriptor.get);
    else if (typeof descriptor.value === 'function') primordials[`${name}Prototype${pascal(key)}`] = uncurryThis(descriptor.value);
  }
}

for (const [name, object] of [['JSON', JSON], ['Math', Math], ['Reflect', Reflect], ['Object', Object], ['Array', Array],
  ['String', String], ['Number', Number], ['Buffer', Buffer], ['ArrayBuffer', ArrayBuffer], ['Error', Error], ['Atomics', Atomics]]) copyStatics(object, name);
for (const [name, constructor] of [['Array', Array], ['String', String], ['Function', Function], ['Map', Map], ['Set', Set],
  ['WeakMap', WeakMap], ['WeakSet', WeakSet], ['Object', Object], ['RegExp', RegExp], ['Promise', Promise], ['Error', Error],
  ['Number', Number], ['BigInt', BigInt], ['Symbol', Symbol], ['ArrayBuffer', ArrayBuffer],
  ['SharedArrayBuffer', SharedArrayBuffer], ['DataView', DataView]]) copyPrototype(constructor.prototype, name);
copyPrototype(getPrototypeOf(Uint8Array.prototype), 'TypedArray');
copyPrototype(Buffer.prototype, 'Buffer');
copyPrototype(URL.prototype, 'URL');

/**
 * Makes a class whose instances answer only with methods captured now: its prototype owns a copy of every method
 * of the parent, inherits from nothing and is frozen.
 */
function makeSafe(Unsafe, Safe) {
  for (const key of ownKeys(Unsafe.prototype)) {
    if (key === 'constructor') continue;
    defineProperty(Safe.prototype, key, { __proto__: null, ...getOwnPropertyDescriptor(Unsafe.prototype, key) });
  }
  setPrototypeOf(Safe.prototype, null);
  Object.freeze(Safe.prototype);
  Object.freeze(Safe);
  return Safe;
}

/**
 * What defineProperty is told. It inherits nothing, like a literal with `__proto__: null`, which V8 makes as a table of 300 bytes
 * and more; where thousands of members are locked that is memory and time.
 */
function DataDescriptor(value, writable, enumerable, configurable) {
  this.value = value;
  this.writable = writable;
  this.enumerable = enumerable;
  this.configurable = configurable;
}

function AccessorDescriptor(get, set, enumerable, configurable) {
  this.get = get;
  this.set = set;
  this.enumerable = enumerable;
  this.configurable = configurable;
}

DataDescriptor.prototype = Object.freeze({ __proto__: null });
AccessorDescriptor.prototype = Object.freeze({ __proto__: null });

const promiseThen = uncurryThis(Promise.prototype.then);

Object.assign(primordials, {
  dataDescriptor: (value, writable, enumerable, configurable) => new DataDescriptor(value, writable, enumerable, configurable),
  accessorDescriptor: (get, set, enumerable, configurable) => new AccessorDescriptor(get, set, enumerable, configurable),
  // Constructors as they were at start.
  Array, ArrayBuffer, BigInt, Boolean, Buffer, DOMException, Error, EventTarget, Function, Map, Number, Object, Promise, Proxy, RangeError, ReferenceError,
  Int32Array, Intl, Reflect, RegExp, Set, SharedArrayBuffer, String, Symbol, SyntaxError, TypeError, URL, Uint8Array, Uint32Array, WeakMap, WeakRef, WeakSet, WebAssembly,
  globalThis,
  SafeMap: makeSafe(Map, class SafeMap extends Map {}),
  SafeSet: makeSafe(Set, class SafeSet extends Set {}),
  SafeWeakMap: makeSafe(WeakMap, class SafeWeakMap extends WeakMap {}),
  SafeWeakSet: makeSafe(WeakSet, class SafeWeakSet extends WeakSet {}),
  SymbolAsyncIterator: Symbol.asyncIterator,
  SymbolDispose: Symbol.dispose,
  SymbolIterator: Symbol.iterator,
  SymbolHasInstance: Symbol.hasInstance,
  SymbolSpecies: Symbol.species,
  SymbolToPrimitive: Symbol.toPrimitive,
  SymbolToStringTag: Symbol.toStringTag,
  SymbolMatch: Symbol.match,
  SymbolMatchAll: Symbol.matchAll,
  SymbolReplace: Symbol.replace,
  SymbolSearch: Symbol.search,
  SymbolSplit: Symbol.split,
  SymbolUnscopables: Symbol.unscopables,
  SymbolFor: Symbol.for,
  // Bound to their receivers, which they need.
  PromiseResolve: (value) => apply(Promise.resolve, Promise, [value]),
  PromiseReject: (reason) => apply(Promise.reject, Promise, [reason]),
  PromisePrototypeThen: promiseThen,
  ReflectApply: apply,
  ReflectConstruct: construct,
  encodeURIComponent,
  decodeURIComponent,
  setTimeout, setImmediate, clearImmediate, clearInterval, clearTimeout, queueMicrotask, setInterval,
  AsyncFunction: (async () => {}).constructor,
  GeneratorFunction: (function* () {}).constructor,
  AsyncGeneratorFunction: (async function* () {}).constructor,
  DateNow: Date.now,
  ArrayPrototype: Array.prototype,
  ErrorPrototype: Error.prototype,
  FunctionPrototype: Function.prototype,
  ObjectPrototype: Object.prototype,
  // For objects that are read all the time: V8 keeps one without a prototype as a table, and one that inherits from an empty object as an object.
  Nothing: Object.freeze({ __proto__: null }),
  TypedArrayPrototype: getPrototypeOf(Uint8Array.prototype),
  RegExpStringIteratorPrototype: getPrototypeOf(/./g[Symbol.matchAll]('')),
});

module.exports = Object.freeze(primordials);
