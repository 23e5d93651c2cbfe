'use strict';
// Copies of plain data of the runtime, for packages that may look at it and must not change it.

const {
  ArrayIsArray, ArrayPrototypePush, BufferFrom, JSONParse, JSONStringify, ObjectGetPrototypeOf, ObjectKeys, ObjectPrototype, ReflectDefineProperty, SafeWeakMap, TypedArrayPrototypeSymbolToStringTagGet,
  WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../../boot/primordials');

const DEEPEST = 64;

/** Is this an object of the language's own kind, without methods of a class? */
function isPlain(value) {
  const prototype = ObjectGetPrototypeOf(value);
  return prototype === null || prototype === ObjectPrototype;
}

/**
 * A deep copy of plain objects and arrays. What else there is goes through `other`, which answers with what stands for it.
 * @param {any} value
 * @param {(value: any) => any} other for functions and objects of classes
 */
function copyOf(value, other) {
  return copy(value, other, new SafeWeakMap(), 0);
}

function copy(value, other, seen, depth) {
  if (typeof value === 'function') return other(value);
  if (typeof value !== 'object' || value === null) return value;
  const known = WeakMapPrototypeGet(seen, value);
  if (known !== undefined) return known;
  if (depth > DEEPEST) return undefined;
  if (ArrayIsArray(value)) {
    const list = [];
    WeakMapPrototypeSet(seen, value, list);
    for (let i = 0; i < value.length; i++) ArrayPrototypePush(list, copy(value[i], other, seen, depth + 1));
    return list;
  }
  if (TypedArrayPrototypeSymbolToStringTagGet(value) === 'Uint8Array') return BufferFrom(value);
  if (!isPlain(value)) return other(value);
  const result = {};
  WeakMapPrototypeSet(seen, value, result);
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const item = copy(value[keys[i]], other, seen, depth + 1);
    ReflectDefineProperty(result, keys[i], { __proto__: null, value: item, writable: true, enumerable: true, configurable: true });
  }
  return result;
}

/** How many frames core may have on the stack beyond those that are there where a value is tried. */
const SPARE = 100;

/** Does that with less of the stack: what it can do so, it can do again a bit further up. */
function beneath(act, frames = SPARE) {
  return frames === 0 ? act() : beneath(act, frames - 1);
}

/**
 * What is read of a value that was written as JSON; undefined when it cannot be.
 * @param {any} value
 * @param {number} [indent] with which it will be written: nested lists become many times longer
 */
function written(value, indent) {
  try {
    const text = indent === undefined ? JSONStringify(value) : beneath(() => JSONStringify(value, null, indent));
    return text === undefined ? undefined : JSONParse(text);
  } catch {
    return undefined;
  }
}

module.exports = { beneath, copyOf, isPlain, written };
