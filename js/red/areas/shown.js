'use strict';
// Definitions of plugins as other packages see them: the same data, functions that can be called, classes of which objects can be made, and nothing
// that can be changed for their owner [R3].

const {
  ArrayIsArray, MapPrototypeForEach, MapPrototypeSet, ObjectFreeze, ObjectGetPrototypeOf, ObjectKeys, Proxy, ReflectApply, ReflectConstruct, ReflectDefineProperty, ReflectGet, ReflectSet, Map, Set,
  SafeWeakMap, SetPrototypeAdd, SetPrototypeForEach, WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { CORE } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { isShared } = require('../../core/harden');
const { isNodeLike } = require('../views/containers');
const { ERROR, LEAF, LIST, MAP, PLAIN, SET, kindOf } = require('../views/kinds');
const { present } = require('../nodes/membrane');
const { emptyLike, fixed, mirrorOf, perPrincipal } = require('../views/mirror');
const { View } = require('../views/stand-ins');
const { cross } = require('../views');
const { SHARED } = require('../views/ways');

/** Copy of what core has -> what it was made of. */
const originals = new SafeWeakMap();
/** Function or object of a class -> what stands for it. */
const standsOf = perPrincipal();

function standFor(to, value, make) {
  const known = standsOf(to);
  let made = WeakMapPrototypeGet(known, value);
  if (made === undefined) {
    made = make();
    WeakMapPrototypeSet(known, value, made);
  }
  return made;
}

/** A function of core, whose results are nobody's: nothing can be hung on it. */
const functionOfCore = (fn) => ObjectFreeze(conceal(function call(...args) {
  const self = typeof this === 'object' && this !== null ? originals.get(this) ?? this : this;
  return new.target === undefined ? ReflectApply(fn, self, args) : ReflectConstruct(fn, args);
}, fn));

/** An object of a class. */
function shownObject(to, owner, value) {
  const traps = mirrorOf(value, (key) => shown(to, owner, ReflectGet(value, key), new SafeWeakMap()), (key, item, receiver) => ReflectSet(value, key, item, receiver));
  const prototype = ObjectGetPrototypeOf(value);
  if (prototype !== null && !isShared(prototype)) traps.getPrototypeOf = () => cross(to, prototype, owner, SHARED);
  const made = new Proxy(emptyLike(value), fixed(traps, value));
  new View(made, value, to, owner);
  return made;
}

function copied(value, kind, show, stand) {
  if (kind === MAP) {
    MapPrototypeForEach(value, (item, key) => MapPrototypeSet(stand, show(key), show(item)));
    return stand;
  }
  if (kind === SET) {
    SetPrototypeForEach(value, (item) => SetPrototypeAdd(stand, show(item)));
    return stand;
  }
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length; i++) {
    ReflectDefineProperty(stand, keys[i], { __proto__: null, value: show(value[keys[i]]), writable: true, enumerable: true, configurable: true });
  }
  return ObjectFreeze(stand);
}

function emptyOf(kind, value) {
  if (kind === MAP) return new Map();
  if (kind === SET) return new Set();
  return ArrayIsArray(value) ? [] : {};
}

/** Plain objects and lists become frozen copies, which are the objects themselves to their owner: the `this` of its functions. */
function shown(to, owner, value, seen) {
  if (typeof value === 'function') return owner === CORE ? standFor(to, value, () => functionOfCore(value)) : cross(to, value, owner, SHARED);
  if (typeof value !== 'object' || value === null) return value;
  if (isNodeLike(value)) return present(to, value);
  const kind = util.isProxy(value) ? LEAF : kindOf(value);
  // What Node.js makes, a stream say, is handed out as it is.
  if (kind === LEAF || kind === ERROR) return cross(to, value, owner, SHARED);
  if (kind !== PLAIN && kind !== LIST && kind !== MAP && kind !== SET) return standFor(to, value, () => shownObject(to, owner, value));
  const known = WeakMapPrototypeGet(seen, value);
  if (known !== undefined) return known;
  const stand = emptyOf(kind, value);
  WeakMapPrototypeSet(seen, value, stand);
  // What is core's is nobody's but for its functions: this copy is all that packages get.
  if (owner === CORE) originals.set(stand, value);
  else new View(stand, value, to, owner);
  return copied(value, kind, (item) => shown(to, owner, item, seen), stand);
}

/**
 * @param {number} to who looks
 * @param {number} owner whose it is
 * @param {any} value
 */
module.exports = { shown: (to, owner, value) => shown(to, owner, value, new SafeWeakMap()) };
