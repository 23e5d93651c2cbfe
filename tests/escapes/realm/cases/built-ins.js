'use strict';
// Members of the language's objects changed for everyone, in every way there is to change one. ESCAPED: the change is there.
const { EventEmitter } = require('events');

const TypedArray = Object.getPrototypeOf(Uint8Array);
const iterator = Object.getPrototypeOf([][Symbol.iterator]());
const generator = Object.getPrototypeOf(function* make() {}).prototype;
const segments = new Intl.Segmenter().segment('a b');

/** name -> object and the members that matter most. */
const OBJECTS = {
  'Object.prototype': [Object.prototype, ['toString', 'hasOwnProperty', 'valueOf', '__defineGetter__']], Object: [Object, ['keys', 'assign', 'defineProperty', 'freeze', 'getPrototypeOf', 'setPrototypeOf']],
  'Function.prototype': [Function.prototype, ['call', 'apply', 'bind', 'toString']], 'Array.prototype': [Array.prototype, ['push', 'map', 'forEach', 'concat', 'constructor', Symbol.iterator]],
  Array: [Array, ['isArray', 'from', Symbol.species]], 'String.prototype': [String.prototype, ['slice', 'split', 'replace', 'trim', 'charCodeAt', 'startsWith', Symbol.iterator]],
  'RegExp.prototype': [RegExp.prototype, ['exec', 'test', 'flags', Symbol.replace, Symbol.split]], 'Promise.prototype': [Promise.prototype, ['then', 'catch', 'finally', 'constructor']],
  Promise: [Promise, ['resolve', 'all', Symbol.species]], 'Map.prototype': [Map.prototype, ['get', 'set', 'has', Symbol.iterator]], 'Set.prototype': [Set.prototype, ['add', 'has']],
  'WeakMap.prototype': [WeakMap.prototype, ['get', 'set']], JSON: [JSON, ['parse', 'stringify']], Math: [Math, ['random', 'max', 'floor']], Reflect: [Reflect, ['apply', 'get', 'ownKeys']],
  'Date.prototype': [Date.prototype, ['getTime', 'toISOString']], Date: [Date, ['now']], 'Number.prototype': [Number.prototype, ['toString', 'toFixed']], Number: [Number, ['isInteger']],
  'Error.prototype': [Error.prototype, ['toString', 'message', 'name']], Error: [Error, ['captureStackTrace']], 'TypeError.prototype': [TypeError.prototype, ['name']], 'Symbol.prototype': [Symbol.prototype, ['toString']],
  Symbol: [Symbol, ['for']], 'TypedArray.prototype': [TypedArray.prototype, ['set', 'subarray', 'buffer']], 'ArrayBuffer.prototype': [ArrayBuffer.prototype, ['slice', 'byteLength']],
  'the array iterator': [iterator, ['next']], 'the iterator prototype': [Object.getPrototypeOf(iterator), [Symbol.iterator]], 'the generator prototype': [generator.prototype ?? generator, ['next']],
  'the segments of a text': [Object.getPrototypeOf(segments), ['containing', Symbol.iterator]], 'the iterator of segments': [Object.getPrototypeOf(segments[Symbol.iterator]()), ['next']],
  'Intl.Segmenter.prototype': [Intl.Segmenter.prototype, ['segment']],
  'AsyncFunction.prototype': [Object.getPrototypeOf(async () => {}), ['constructor', Symbol.toStringTag]], 'Intl.DateTimeFormat.prototype': [Intl.DateTimeFormat.prototype, ['format', 'resolvedOptions']],
  'URL.prototype': [URL.prototype, ['href', 'toString', 'hostname']], 'URLSearchParams.prototype': [URLSearchParams.prototype, ['get', 'append']], 'TextDecoder.prototype': [TextDecoder.prototype, ['decode']],
  'AbortController.prototype': [AbortController.prototype, ['abort', 'signal']], 'EventTarget.prototype': [EventTarget.prototype, ['addEventListener', 'dispatchEvent']], 'Headers.prototype': [Headers.prototype, ['get', 'set']],
  'Response.prototype': [Response.prototype, ['text', 'json']], Buffer: [Buffer, ['from', 'alloc', 'concat', 'isBuffer']], 'Buffer.prototype': [Buffer.prototype, ['toString', 'equals']],
  'EventEmitter.prototype': [EventEmitter.prototype, ['emit', 'on']], 'Crypto.prototype': [Object.getPrototypeOf(globalThis.crypto ?? require('crypto').webcrypto), ['getRandomValues', 'subtle']],
  'the iterator of URLSearchParams': [Object.getPrototypeOf(new URLSearchParams('a=1').entries()), ['next']], 'the iterator of Headers': [Object.getPrototypeOf(new Headers({ a: 'b' }).entries()), ['next']],
  'http.METHODS': [require('http').METHODS, [0]], 'http.STATUS_CODES': [require('http').STATUS_CODES, [200]], 'KeyObject.prototype': [require('crypto').KeyObject.prototype, ['type']],
  'Proxy': [Proxy, ['revocable']], 'Atomics': [Atomics, ['wait']], 'BigInt.prototype': [BigInt.prototype, ['toString']], 'DataView.prototype': [DataView.prototype, ['getInt8']],
};

const instead = function instead() { return 'instead'; };

/** Each tries to change one member; what it throws does not matter. */
const WAYS = {
  assignment: (object, key) => { object[key] = instead; },
  'Object.defineProperty': (object, key) => { Object.defineProperty(object, key, { value: instead, configurable: true, writable: true }); },
  'an accessor': (object, key) => { Object.defineProperty(object, key, { get: () => instead, configurable: true }); },
  'Reflect.defineProperty': (object, key) => { Reflect.defineProperty(object, key, { value: instead, configurable: true, writable: true }); },
  'Object.defineProperties': (object, key) => { Object.defineProperties(object, { [key]: { value: instead, configurable: true, writable: true } }); },
  'Reflect.set': (object, key) => { Reflect.set(object, key, instead); },
  __defineGetter__: (object, key) => { object.__defineGetter__(key, () => instead); },
  delete: (object, key) => { delete object[key]; },
  // A constructor that returns the object makes the fields of a class the object's own, without any function that could be guarded.
  'a field of a class': (object, key) => {
    const Base = function Base() { return object; };
    Reflect.construct(class extends Base { [key] = instead; }, []);
  },
  'Object.assign': (object, key) => { Object.assign(object, { [key]: instead }); },
};

/** Changes every member in one way and says which changes are there; puts everything back. */
function tryAll(way, [object, keys]) {
  const changed = [];
  for (const key of keys) {
    const before = Reflect.getOwnPropertyDescriptor(object, key);
    if (before === undefined) continue;
    const { defineProperty, getOwnPropertyDescriptor } = Reflect;
    try { way(object, key); } catch {}
    const after = getOwnPropertyDescriptor(object, key);
    if (after === undefined || after.value !== before.value || after.get !== before.get) changed[changed.length] = key;
    defineProperty(object, key, before);
  }
  return changed;
}

module.exports = Object.entries(OBJECTS).flatMap(([name, place]) => Object.entries(WAYS).map(([how, way]) => ({
  name: `${name} changed by ${how}`, wants: 'escaped',
  run: () => (tryAll(way, place).length > 0 ? 'ESCAPED' : ''),
})));
