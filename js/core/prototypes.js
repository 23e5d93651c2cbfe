'use strict';
// A class is found through its export and through its prototype, where `constructor` names it: there, too, stands its guard.
// So it does for a class of C++ that it extends, which has no other name.

const {
  Function, FunctionPrototypeToString, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectKeys, StringPrototypeEndsWith, Uint8Array,
} = require('../boot/primordials');
const { closeFunctions, replaceMember } = require('./harden');

/**
 * @param {Record<string, Function>} guards by export
 * @param {Record<string, any>} values the originals
 * @param {(parent: Function) => Function} guardParent a guard for a class of C++
 */
function closePrototypes(guards, values, guardParent) {
  closeFunctions(guards);
  const keys = ObjectKeys(guards);
  for (let i = 0; i < keys.length; i++) {
    const value = values[keys[i]];
    closePrototype(value, guards[keys[i]]);
    const parent = ObjectGetPrototypeOf(value);
    // A Buffer is a Uint8Array, which is the language's.
    const isNative = parent !== Function.prototype && parent !== Uint8Array && typeof parent === 'function' && StringPrototypeEndsWith(FunctionPrototypeToString(parent), '[native code] }');
    if (isNative) closePrototype(parent, guardParent(parent));
  }
}

/** The class that the prototype of `value` names; a deprecated class stands behind a function that warns. */
function closePrototype(value, instead) {
  const { prototype } = value;
  if (typeof prototype !== 'object' || prototype === null) return;
  const own = ObjectGetOwnPropertyDescriptor(prototype, 'constructor');
  if (own?.configurable === true && typeof own.value === 'function') replaceMember(prototype, 'constructor', instead);
}

module.exports = { closePrototype, closePrototypes };
