'use strict';
// Definitions of plugins as other packages see them: the same data, functions that can be called, and nothing that can be changed for
// their owner.

const {
  ArrayIsArray, ObjectFreeze, ObjectKeys, ReflectApply, ReflectConstruct, ReflectDefineProperty, SafeWeakMap, WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../boot/primordials');
const { conceal } = require('../core/conceal');
const { isPlain } = require('./copies');

/** What is shown -> what it stands for, which is the `this` of its functions. */
const originals = new SafeWeakMap();
const functions = new SafeWeakMap();

function shownFunction(fn) {
  let made = functions.get(fn);
  if (made === undefined) {
    made = conceal(function call(...args) {
      if (new.target !== undefined) return ReflectConstruct(fn, args);
      const isObject = typeof this === 'object' && this !== null;
      return ReflectApply(fn, isObject ? originals.get(this) ?? this : this, args);
    }, fn);
    ObjectFreeze(made);
    functions.set(fn, made);
  }
  return made;
}

/** Plain objects and arrays become frozen copies. */
function shown(value, seen = new SafeWeakMap()) {
  if (typeof value === 'function') return shownFunction(value);
  if (typeof value !== 'object' || value === null || !(ArrayIsArray(value) || isPlain(value))) return value;
  const known = WeakMapPrototypeGet(seen, value);
  if (known !== undefined) return known;
  const stand = ArrayIsArray(value) ? [] : {};
  WeakMapPrototypeSet(seen, value, stand);
  originals.set(stand, value);
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length; i++) {
    ReflectDefineProperty(stand, keys[i], { __proto__: null, value: shown(value[keys[i]], seen), writable: true, enumerable: true, configurable: true });
  }
  return ObjectFreeze(stand);
}

module.exports = { shown: (value) => shown(value) };
