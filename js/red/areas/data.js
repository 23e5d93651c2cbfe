'use strict';
// Copies of data as a package left it, for others that may look at it and not change it: what copies.js copies, also from another context, and dates, Maps and Sets.

const {
  ArrayIsArray, ArrayPrototypePush, BufferFrom, Date, DatePrototypeGetTime, Map, MapPrototypeForEach, MapPrototypeSet, ObjectGetPrototypeOf, ObjectKeys, ReflectDefineProperty, SafeWeakMap, Set,
  SetPrototypeAdd, SetPrototypeForEach, TypedArrayPrototypeSymbolToStringTagGet, WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');

const DEEPEST = 64;

/** Does it inherit no more than objects of the language do, in this context or in that of a function node? */
function isPlain(value) {
  const prototype = ObjectGetPrototypeOf(value);
  return prototype === null || ObjectGetPrototypeOf(prototype) === null;
}

const isBytes = (value) => TypedArrayPrototypeSymbolToStringTagGet(value) === 'Uint8Array';

/** Can it be copied? */
const isData = (value) => ArrayIsArray(value) || isPlain(value) || util.isDate(value) || isBytes(value) || util.isMap(value) || util.isSet(value);

/**
 * @param {any} value
 * @param {(value: any) => any} other for functions and objects of classes
 */
const dataOf = (value, other) => copy(value, other, new SafeWeakMap(), 0);

function copy(value, other, seen, depth) {
  if (typeof value === 'function') return other(value);
  if (typeof value !== 'object' || value === null) return value;
  const known = WeakMapPrototypeGet(seen, value);
  if (known !== undefined) return known;
  if (depth > DEEPEST) return undefined;
  const made = emptyOf(value);
  if (made === undefined) return other(value);
  WeakMapPrototypeSet(seen, value, made);
  const show = (item) => copy(item, other, seen, depth + 1);
  if (ArrayIsArray(made)) for (let i = 0; i < value.length; i++) ArrayPrototypePush(made, show(value[i]));
  else if (util.isMap(made)) MapPrototypeForEach(value, (item, key) => MapPrototypeSet(made, show(key), show(item)));
  else if (util.isSet(made)) SetPrototypeForEach(value, (item) => SetPrototypeAdd(made, show(item)));
  else if (!util.isDate(made) && !isBytes(made)) copyMembers(value, made, show);
  return made;
}

function emptyOf(value) {
  if (ArrayIsArray(value)) return [];
  if (util.isDate(value)) return new Date(DatePrototypeGetTime(value));
  if (isBytes(value)) return BufferFrom(value);
  if (util.isMap(value)) return new Map();
  if (util.isSet(value)) return new Set();
  return isPlain(value) ? {} : undefined;
}

function copyMembers(value, made, show) {
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length; i++) {
    ReflectDefineProperty(made, keys[i], { __proto__: null, value: show(value[keys[i]]), writable: true, enumerable: true, configurable: true });
  }
}

module.exports = { dataOf, isData };
