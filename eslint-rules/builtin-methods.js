'use strict';
/**
 * Names of the methods that live on a built-in prototype. Taken from the running Node.js rather than typed in,
 * plus the names newer engines have, so that the lint says the same on every Node version.
 */
const NEWER = [
  'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'with', 'at', 'isWellFormed', 'toWellFormed',
  'union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom',
  'getOrInsert', 'getOrInsertComputed', 'drop', 'take', 'toArray', 'transfer', 'transferToFixedLength', 'toBase64',
  'toHex', 'setFromBase64', 'setFromHex', 'resize', 'grow',
];

const generator = Object.getPrototypeOf(function* () {}.prototype);
const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
const PROTOTYPES = [
  Array, ArrayBuffer, BigInt, Boolean, Buffer, DataView, Date, Error, FinalizationRegistry, Function, Map, Number,
  Object, Promise, RegExp, Set, String, Symbol, URL, URLSearchParams, WeakMap, WeakRef, WeakSet,
].map((builtin) => builtin.prototype).concat(generator, Object.getPrototypeOf(generator), typedArray);

const names = new Set(NEWER);
for (const prototype of PROTOTYPES) {
  for (const key of Object.getOwnPropertyNames(prototype)) {
    const { value } = Object.getOwnPropertyDescriptor(prototype, key);
    if (key !== 'constructor' && typeof value === 'function') names.add(key);
  }
}

/** @type {ReadonlySet<string>} */
module.exports = names;
