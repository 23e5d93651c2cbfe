'use strict';
// What a package gets of objects that others have left in a context, and of those in messages that hold nodes of others [R2]: the object itself is
// where it was, and whoever looks through a view finds in it what he may. Both sides see each other's nodes as stand-ins.

const {
  ArrayIsArray, MapPrototypeGet, MapPrototypeSet, ObjectCreate, ObjectGetPrototypeOf, PromisePrototypeThen, Proxy, ReflectApply, ReflectConstruct, ReflectDeleteProperty, ReflectGet,
  ReflectGetOwnPropertyDescriptor, ReflectHas, ReflectOwnKeys, ReflectSet, SafeMap, SafeWeakMap, WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { CORE } = require('../core/caller');
const { INSTANCE, LEAF, LIST, MAP, SET, carries, isNodeLike, isOfPackage, kindOf, ownerOf } = require('./containers');
const { contextFor, isContext } = require('./contexts');
const { present } = require('./membrane');
const { View } = require('./stand-ins');

/** principal -> (object or function -> its view). */
const views = new SafeMap();

function viewsOf(principal) {
  let known = MapPrototypeGet(views, principal);
  if (known === undefined) {
    known = new SafeWeakMap();
    MapPrototypeSet(views, principal, known);
  }
  return known;
}

/**
 * A value on its way from one principal to another. What core is handed stays what the other has of it: it may do with it what that one may.
 * @param {number} to
 * @param {any} value
 * @param {number} from
 * @param {boolean} isShared it lies where both find it; otherwise only what holds a node now gets a view
 */
function cross(to, value, from, isShared) {
  if (to === CORE) return value;
  if (typeof value === 'function') return crossFunction(to, value, from);
  if (typeof value !== 'object' || value === null) return value;
  const real = View.of(value);
  if (real !== undefined) return isContext(real) ? contextFor(to, real) : crossObject(to, real, from, true);
  return isNodeLike(value) ? present(to, value) : crossObject(to, value, from, isShared);
}

function crossFunction(to, value, from) {
  const fn = View.of(value) ?? value;
  const owner = ownerOf(fn) ?? from;
  return owner === CORE || owner === to ? fn : viewFor(to, fn, owner, functionTraps);
}

function crossObject(to, value, from, isShared) {
  // Of a Proxy of somebody's making nobody can tell what it stands for.
  if (util.isProxy(value) || kindOf(value) === LEAF) return value;
  const owner = ownerOf(value) ?? from;
  if (owner === to) return value;
  const known = WeakMapPrototypeGet(viewsOf(to), value);
  if (known !== undefined) return known;
  return (isShared && owner !== CORE) || carries(to, value, true) ? viewOf(to, value, owner) : value;
}

/** The view that a principal has of an object of that owner. */
const viewOf = (to, value, owner) => viewFor(to, value, owner, objectTraps);

function viewFor(to, value, owner, trapsFor) {
  const known = viewsOf(to);
  let made = WeakMapPrototypeGet(known, value);
  if (made === undefined) {
    made = new Proxy(targetFor(value), trapsFor(to, value, owner));
    new View(made, value, to);
    WeakMapPrototypeSet(known, value, made);
  }
  return made;
}

// The target is empty: what is fixed in the object itself would have to be shown as it is.
function targetFor(value) {
  if (typeof value === 'function') return value;
  return ArrayIsArray(value) ? [] : ObjectCreate(ObjectGetPrototypeOf(value));
}

/** What comes out of a call, now or later. */
function answer(to, value, from) {
  return util.isPromise(value) ? PromisePrototypeThen(value, (result) => cross(to, result, from, false)) : cross(to, value, from, false);
}

function handAll(to, values, from) {
  const result = [];
  for (let i = 0; i < values.length; i++) result[i] = cross(to, values[i], from, false);
  return result;
}

/** A function of `owner` that `to` calls: on the object that the view stands for. What hangs on it, the methods of a class, is like members of an object. */
function functionTraps(to, fn, owner) {
  const isFixed = (key) => {
    const own = ReflectGetOwnPropertyDescriptor(fn, key);
    return own === undefined || (!own.configurable && !own.writable);
  };
  return {
    __proto__: null,
    apply: (target, self, args) => answer(to, ReflectApply(fn, View.of(self) ?? cross(owner, self, to, false), handAll(owner, args, to)), owner),
    construct: (target, args, newTarget) => ReflectConstruct(fn, handAll(owner, args, to), View.of(newTarget) === fn ? fn : newTarget),
    get: (target, key) => (isFixed(key) ? ReflectGet(fn, key) : cross(to, ReflectGet(fn, key), owner, true)),
    set: (target, key, item) => ReflectSet(fn, key, cross(owner, item, to, true)),
  };
}

/** Methods of the language work through the view, those of packages and other classes on the object itself: they may look for private fields. */
const worksThrough = (kind, value, key, fn) => kind !== INSTANCE && ReflectGetOwnPropertyDescriptor(value, key) === undefined && !isOfPackage(fn);

function objectTraps(to, value, owner) {
  const kind = kindOf(value);
  const shown = (item) => cross(to, item, owner, true);
  const handed = (item) => cross(owner, item, to, true);
  const get = (key) => {
    const item = ReflectGet(value, key);
    if (typeof item !== 'function') return shown(item);
    if (worksThrough(kind, value, key, item)) return item;
    return shown(item);
  };
  const entries = kind === MAP || kind === SET ? require('./collections').entriesOf(value, kind, shown, handed) : undefined;
  return {
    __proto__: null,
    get: (target, key) => (entries === undefined ? get(key) : entries(key) ?? get(key)),
    set: (target, key, item) => ReflectSet(value, key, handed(item)),
    has: (target, key) => ReflectHas(value, key),
    deleteProperty: (target, key) => ReflectDeleteProperty(value, key),
    ownKeys: () => ReflectOwnKeys(value),
    getOwnPropertyDescriptor(target, key) {
      const own = ReflectGetOwnPropertyDescriptor(value, key);
      if (own === undefined) return undefined;
      if (key === 'length' && kind === LIST) return { value: value.length, writable: true, enumerable: false, configurable: false };
      return { value: get(key), writable: true, enumerable: own.enumerable, configurable: true };
    },
    defineProperty: (target, key, own) => 'value' in own && ReflectSet(value, key, handed(own.value)),
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  };
}

module.exports = { cross, viewOf };
