'use strict';
// Guards answer `Function.prototype.toString` with the text of the function they stand for: many packages look
// for `[native code]` there, and nobody can tell a guard's source.

const {
  ArrayIsArray, ArrayPrototypePush, Function, FunctionPrototypeToString, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ReflectOwnKeys, SafeWeakMap, dataDescriptor,
} = require('../boot/primordials');

const originals = new SafeWeakMap();

// `fs.read` and friends carry the argument names of their promisified form in an array of strings.
function isListOfStrings(value) {
  if (!ArrayIsArray(value)) return false;
  for (let i = 0; i < value.length; i++) if (typeof value[i] !== 'string') return false;
  return true;
}

/**
 * Makes `guard` look like `original`: name, length, source text, and own properties that are plain data. Own
 * properties that hold functions or objects are left out, because they could lead to the original; a table row
 * adds guarded ones.
 * @returns {Function} guard
 */
function conceal(guard, original) {
  originals.set(guard, original);
  let looks = looksOf.get(original);
  if (looks === undefined) {
    looks = readLooks(original);
    looksOf.set(original, looks);
  }
  for (let i = 0; i < looks.length; i += 2) ObjectDefineProperty(guard, looks[i], looks[i + 1]);
  return guard;
}

/** Originals are guarded once for every package, and what they look like does not change: key, descriptor, key, descriptor. */
const looksOf = new SafeWeakMap();

function readLooks(original) {
  const looks = [];
  const keys = ReflectOwnKeys(original);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (key === 'prototype' || key === 'arguments' || key === 'caller') continue;
    const descriptor = ObjectGetOwnPropertyDescriptor(original, key);
    const { value } = descriptor;
    if (descriptor.get !== undefined || descriptor.set !== undefined) continue;
    if (typeof value === 'function' || (typeof value === 'object' && value !== null && !isListOfStrings(value))) continue;
    // What `util.promisify` calls the results of: one list for everybody.
    if (typeof value === 'object' && value !== null) ObjectFreeze(value);
    ArrayPrototypePush(looks, key, dataDescriptor(value, descriptor.writable, descriptor.enumerable, true));
  }
  return looks;
}

/** Lets `stand` answer `toString` like `original` and nothing more. */
function speakAs(stand, original) {
  originals.set(stand, original);
  return stand;
}

/** Replaces `Function.prototype.toString` for this realm. Called once at start. */
function install() {
  const holder = {
    toString() {
      const original = typeof this === 'function' ? originals.get(this) : undefined;
      return FunctionPrototypeToString(original === undefined ? this : original);
    },
  };
  const native = ObjectGetOwnPropertyDescriptor(Function.prototype, 'toString');
  originals.set(holder.toString, native.value);
  native.value = holder.toString;
  ObjectDefineProperty(Function.prototype, 'toString', native);
}

module.exports = { conceal, install, speakAs };
