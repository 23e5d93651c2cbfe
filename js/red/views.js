'use strict';
// What a package gets of objects that others have left in a context, and of those in messages that hold nodes of others [R2]: the object itself is
// where it was, and whoever looks through a view finds in it what he may. Both sides see each other's nodes as stand-ins.

const {
  FunctionPrototypeBind, ObjectGetPrototypeOf, PromisePrototypeThen, Proxy, ReflectApply, ReflectConstruct, ReflectDeleteProperty, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectSet, WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { CORE } = require('../core/caller');
const { INSTANCE, LEAF, MAP, SET, carries, isClassOfPackage, isNodeLike, isOfPackage, kindOf, ownerOf } = require('./containers');
const { contextFor, isContext } = require('./contexts');
const { present } = require('./membrane');
const { emptyLike, fixed, mirrorOf, perPrincipal } = require('./mirror');
const { View } = require('./stand-ins');

/** Object or function -> its view. */
const viewsOf = perPrincipal();

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
  if (real !== undefined) return isContext(real) ? contextFor(to, real) : crossObject(to, real, View.ownerOf(value), true);
  return isNodeLike(value) ? present(to, value) : crossObject(to, value, from, isShared);
}

function crossFunction(to, value, from) {
  const real = View.of(value);
  const fn = real ?? value;
  const owner = ownerOf(fn) ?? (real === undefined ? from : View.ownerOf(value));
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
    made = new Proxy(typeof value === 'function' ? emptyFunction() : emptyLike(value), trapsFor(to, value, owner));
    new View(made, value, to, owner);
    WeakMapPrototypeSet(known, value, made);
  }
  return made;
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

/** What can be called and constructed, and has no members. */
const emptyFunction = () => {
  const made = FunctionPrototypeBind(function empty() {}, undefined);
  ReflectDeleteProperty(made, 'name');
  ReflectDeleteProperty(made, 'length');
  return made;
};

/**
 * A function of `owner` that `to` calls: on the object that the view stands for. What hangs on it is like members of an object, but nobody else changes it: a
 * class is code of its owner, who works with more than was left.
 */
function functionTraps(to, fn, owner) {
  const traps = mirrorOf(fn, (key) => {
    const item = ReflectGet(fn, key);
    return worksThrough(LEAF, fn, key, item) ? item : cross(to, item, owner, true);
  });
  fixed(traps, fn);
  traps.apply = (target, self, args) => answer(to, ReflectApply(fn, View.of(self) ?? cross(owner, self, to, false), handAll(owner, args, to)), owner);
  traps.construct = (target, args, newTarget) => cross(to, ReflectConstruct(fn, handAll(owner, args, to), View.of(newTarget) === fn ? fn : newTarget), owner, true);
  return traps;
}

/** Methods of the language work through the view, those of packages and other classes on the object itself: they may look for private fields. */
const worksThrough = (kind, value, key, fn) => typeof fn === 'function' && kind !== INSTANCE && ReflectGetOwnPropertyDescriptor(value, key) === undefined && !isOfPackage(fn);

function objectTraps(to, value, owner) {
  const kind = kindOf(value);
  const shown = (item) => cross(to, item, owner, true);
  const handed = (item) => cross(owner, item, to, true);
  const get = (key) => {
    const item = ReflectGet(value, key);
    return worksThrough(kind, value, key, item) ? item : shown(item);
  };
  const entries = kind === MAP || kind === SET ? require('./collections').entriesOf(value, kind, shown, handed) : undefined;
  const traps = mirrorOf(value, (key) => entries?.(key) ?? get(key), (key, item) => ReflectSet(value, key, handed(item)));
  // The class of an object leads to what hangs on it.
  const prototype = ObjectGetPrototypeOf(value);
  if (prototype !== null && isClassOfPackage(prototype, to)) traps.getPrototypeOf = () => viewOf(to, prototype, owner);
  return isClassOfPackage(value, to) ? fixed(traps, value) : traps;
}

module.exports = { cross, viewOf };
