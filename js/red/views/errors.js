'use strict';
// Errors in which others have left nodes, or functions that may come out with one [R2]. An error is known by what is inside, which no view has: consoles, `util.types`, and
// `structuredClone` look for it. Whoever gets such an error gets another one like it, whose members are what he may see.

const {
  DOMException, Error, ObjectGetPrototypeOf, ObjectPrototypeIsPrototypeOf, ObjectSetPrototypeOf, ReflectApply, ReflectDefineProperty, ReflectDeleteProperty, ReflectGetOwnPropertyDescriptor, ReflectOwnKeys,
  SafeWeakMap, SafeWeakSet, WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { isShared } = require('../../core/harden');
const { perPrincipal } = require('./mirror');

/** Error -> the one that a principal has got for it. */
const copiesOf = perPrincipal();
/** Such a copy -> the error, and whose it is. */
const originals = new SafeWeakMap();
/** Errors lead to each other. */
const filling = new SafeWeakSet();

/** Can there be another one like it? A `DOMException` looks for more inside. */
const canCopy = (value) => util.isNativeError(value) && !ObjectPrototypeIsPrototypeOf(DOMException.prototype, value);

/** From some version of V8 on the text of the stack is an accessor, the same for all errors. */
const stackOf = ReflectGetOwnPropertyDescriptor(new Error(), 'stack').get;

function ownOf(error, key) {
  const own = ReflectGetOwnPropertyDescriptor(error, key);
  if (own === undefined || own.get === undefined || own.get !== stackOf) return own;
  return { __proto__: null, value: ReflectApply(stackOf, error, []), writable: true, enumerable: own.enumerable, configurable: true };
}

function define(error, key, own, pass) {
  if ('value' in own) ReflectDefineProperty(error, key, { __proto__: null, value: pass(own.value), writable: true, enumerable: own.enumerable, configurable: true });
  else ReflectDefineProperty(error, key, { __proto__: null, get: pass(own.get), set: pass(own.set), enumerable: own.enumerable, configurable: true });
}

function fill(copy, error, shown) {
  filling.add(copy);
  try {
    const keys = ReflectOwnKeys(error);
    for (let i = 0; i < keys.length; i++) define(copy, keys[i], ownOf(error, keys[i]), shown);
  } finally {
    filling.delete(copy);
  }
}

function emptyLike(error, shown) {
  const copy = new Error();
  ReflectDeleteProperty(copy, 'stack');
  const prototype = ObjectGetPrototypeOf(error);
  ObjectSetPrototypeOf(copy, prototype === null || isShared(prototype) ? prototype : shown(prototype));
  return copy;
}

/**
 * An error of somebody else as this principal gets it: the same one every time, with what is in it now.
 * @param {number} to
 * @param {Error} error
 * @param {number} owner
 * @param {(item: any) => any} shown what of a member is seen
 * @param {boolean} [isHung] it hangs on exports: what others change on theirs stays with them
 */
function errorFor(to, error, owner, shown, isHung = false) {
  const known = copiesOf(to);
  let copy = WeakMapPrototypeGet(known, error);
  if (copy === undefined) {
    copy = emptyLike(error, shown);
    originals.set(copy, { __proto__: null, error, owner, isHung });
    WeakMapPrototypeSet(known, error, copy);
  } else if (isHung) return copy;
  if (!filling.has(copy)) fill(copy, error, shown);
  return copy;
}

/**
 * What somebody hands back who got it for an error of `owner`: that error, with what he put there.
 * @param {(item: any) => any} handed
 * @returns {Error|undefined} undefined when it is no such error
 */
function errorBehind(owner, copy, handed) {
  const original = originals.get(copy);
  if (original === undefined || original.owner !== owner) return undefined;
  const { error } = original;
  if (original.isHung || filling.has(copy)) return error;
  filling.add(copy);
  try {
    const keys = ReflectOwnKeys(copy);
    for (let i = 0; i < keys.length; i++) {
      const own = ReflectGetOwnPropertyDescriptor(copy, keys[i]);
      if (!('value' in own)) continue;
      const was = ownOf(error, keys[i]);
      const value = handed(own.value);
      if (was === undefined || ('value' in was && was.value !== value)) ReflectDefineProperty(error, keys[i], { __proto__: null, value, writable: true, enumerable: own.enumerable, configurable: true });
    }
  } finally {
    filling.delete(copy);
  }
  return error;
}

module.exports = { canCopy, errorBehind, errorFor };
