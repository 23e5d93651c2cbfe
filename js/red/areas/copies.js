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

const isBytes = (value) => TypedArrayPrototypeSymbolToStringTagGet(value) === 'Uint8Array';

/** What is copied, and what a copy begins with; undefined for what is not. */
function emptyOf(value) {
  if (ArrayIsArray(value)) return [];
  if (isBytes(value)) return BufferFrom(value);
  return isPlain(value) ? {} : undefined;
}

/**
 * A deep copy of plain objects and arrays. What else there is goes through `other`, which answers with what stands for it.
 * @param {any} value
 * @param {(value: any) => any} other for functions and objects of classes
 */
const copyOf = (value, other) => copy(value, { __proto__: null, emptyOf, fillFrom, other }, new SafeWeakMap(), 0);

/**
 * The same for what somebody else counts as data.
 * @param {any} value
 * @param {{ emptyOf: (value: any) => any, fillFrom: Function, other: (value: any) => any }} kind what is copied, how what is in it gets into the copy, and what stands for the rest
 */
const copyOfKind = (value, kind) => copy(value, kind, new SafeWeakMap(), 0);

function copy(value, kind, seen, depth) {
  if (typeof value === 'function') return kind.other(value);
  if (typeof value !== 'object' || value === null) return value;
  const known = WeakMapPrototypeGet(seen, value);
  if (known !== undefined) return known;
  if (depth > DEEPEST) return undefined;
  const made = kind.emptyOf(value);
  if (made === undefined) return kind.other(value);
  WeakMapPrototypeSet(seen, value, made);
  kind.fillFrom(value, made, (item) => copy(item, kind, seen, depth + 1));
  return made;
}

/** Puts what is in a list or a plain object into its copy. */
function fillFrom(value, made, show) {
  if (ArrayIsArray(made)) for (let i = 0; i < value.length; i++) ArrayPrototypePush(made, show(value[i]));
  else if (!isBytes(made)) copyMembers(value, made, show);
}

function copyMembers(value, made, show) {
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length; i++) {
    ReflectDefineProperty(made, keys[i], { __proto__: null, value: show(value[keys[i]]), writable: true, enumerable: true, configurable: true });
  }
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

module.exports = { beneath, copyOf, copyOfKind, fillFrom, isBytes, isPlain, written };
