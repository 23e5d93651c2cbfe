'use strict';
// Definitions of plugins as other packages see them: the same data, functions that can be called, classes of which objects can be made, and nothing
// that can be changed for their owner [R3].

const {
  ArrayIsArray, MapPrototypeForEach, MapPrototypeSet, ObjectFreeze, ObjectGetPrototypeOf, ObjectKeys, Proxy, ReflectApply, ReflectConstruct, ReflectDefineProperty, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectSet,
  Map, Set, SafeWeakMap, SetPrototypeAdd, SetPrototypeForEach, WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { conceal } = require('../core/conceal');
const { LEAF, LIST, MAP, PLAIN, SET, isClassOfPackage, isNodeLike, kindOf } = require('./containers');
const { present } = require('./membrane');
const { emptyLike, fixed, mirrorOf, perPrincipal } = require('./mirror');
const { View } = require('./stand-ins');

/** Copy -> what it was made of, which is the `this` of its functions. */
const originals = new SafeWeakMap();
/** Function or object of a class -> what stands for it. */
const standsOf = perPrincipal();

const behind = (value) => ((typeof value === 'object' && value !== null) || typeof value === 'function' ? originals.get(value) ?? View.of(value) ?? value : value);

function standFor(to, value, make) {
  const known = standsOf(to);
  let made = WeakMapPrototypeGet(known, value);
  if (made === undefined) {
    made = make();
    WeakMapPrototypeSet(known, value, made);
  }
  return made;
}

function shownFunction(to, owner, fn) {
  const made = conceal(function call(...args) {
    const given = [];
    for (let i = 0; i < args.length; i++) given[i] = behind(args[i]);
    if (new.target === undefined) return ReflectApply(fn, behind(this), given);
    const result = ReflectConstruct(fn, given, new.target === made ? fn : new.target);
    return new.target === made && kindOf(result) !== LEAF ? shownObject(to, owner, result, (key, item) => ReflectSet(result, key, behind(item))) : result;
  }, fn);
  const prototype = ReflectGetOwnPropertyDescriptor(fn, 'prototype')?.value;
  if (typeof prototype === 'object' && prototype !== null) made.prototype = standFor(to, prototype, () => shownObject(to, owner, prototype));
  return ObjectFreeze(made);
}

/** An object of a class, or what such objects inherit. Only those that were made for it can be changed by who made them. */
function shownObject(to, owner, value, put) {
  const traps = mirrorOf(value, (key) => shown(to, owner, ReflectGet(value, key), new SafeWeakMap()), put);
  const prototype = ObjectGetPrototypeOf(value);
  if (prototype !== null && isClassOfPackage(prototype, to)) traps.getPrototypeOf = () => standFor(to, prototype, () => shownObject(to, owner, prototype));
  const made = new Proxy(emptyLike(value), put === undefined ? fixed(traps, value) : traps);
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

/** Plain objects and lists become frozen copies. */
function shown(to, owner, value, seen) {
  if (typeof value === 'function') return standFor(to, value, () => shownFunction(to, owner, value));
  if (typeof value !== 'object' || value === null) return value;
  if (isNodeLike(value)) return present(to, value);
  const kind = util.isProxy(value) ? LEAF : kindOf(value);
  // What Node.js makes, an emitter say, is handed out as it is.
  if (kind === LEAF) return value;
  if (kind !== PLAIN && kind !== LIST && kind !== MAP && kind !== SET) return standFor(to, value, () => shownObject(to, owner, value));
  const known = WeakMapPrototypeGet(seen, value);
  if (known !== undefined) return known;
  const stand = emptyOf(kind, value);
  WeakMapPrototypeSet(seen, value, stand);
  originals.set(stand, value);
  return copied(value, kind, (item) => shown(to, owner, item, seen), stand);
}

/**
 * @param {number} to who looks
 * @param {number} owner whose it is
 * @param {any} value
 */
module.exports = { shown: (to, owner, value) => shown(to, owner, value, new SafeWeakMap()) };
