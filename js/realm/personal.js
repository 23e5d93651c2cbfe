'use strict';
// Members that a package may give to what everyone shares, for itself: `Error.prototype.toJSON = …` says how errors are written where this
// package writes them. Nobody else's are handed to it.

const {
  MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ReflectApply, SafeMap, accessorDescriptor,
} = require('../boot/primordials');
const { CORE, UNKNOWN, runningCode, writerOf } = require('../core/caller');
const { fieldNamed } = require('../core/given');
const { isShared } = require('../core/harden');

/** Prototype -> key -> sets the member for whoever calls. */
const setters = new SafeMap();

/**
 * @param {object} prototype
 * @param {PropertyKey} key of a member that it does not have
 */
function givePersonal(prototype, key) {
  let give;
  let values;
  const assign = (args) => {
    const principal = writerOf(args);
    if (principal === UNKNOWN || principal === CORE) return;
    values ??= new SafeMap();
    MapPrototypeSet(values, principal, args[0]);
  };
  const accessors = {
    get: () => (values === undefined ? undefined : MapPrototypeGet(values, runningCode())),
    set(...args) {
      if (this === prototype) assign(args);
      else if (((typeof this === 'object' && this !== null) || typeof this === 'function') && !isShared(this)) (give ??= fieldNamed(key))(this, args[0]);
    },
  };
  // See harden.js: it is described as a plain member of whoever has set one.
  accessors.get.originalValue = undefined;
  ObjectDefineProperty(prototype, key, accessorDescriptor(accessors.get, accessors.set, false, false));
  const keys = MapPrototypeGet(setters, prototype) ?? { __proto__: null };
  keys[key] = assign;
  MapPrototypeSet(setters, prototype, keys);
}

/** `Object.defineProperty` of such a member: true when it counts for the caller from now on. */
function definePersonal(prototype, key, descriptor) {
  const assign = MapPrototypeGet(setters, prototype)?.[key];
  if (assign === undefined) return false;
  assign([descriptor.get === undefined ? descriptor.value : ReflectApply(descriptor.get, prototype, [])]);
  return true;
}

/** Is this a place for such a member? */
const isPlace = (prototype, key) => MapPrototypeGet(setters, prototype)?.[key] !== undefined;

/** Is this a place for such a member, and empty for the code that runs? */
function isEmptyPlace(prototype, key) {
  if (!isPlace(prototype, key)) return false;
  return ReflectApply(ObjectGetOwnPropertyDescriptor(prototype, key).get, prototype, []) === undefined;
}

module.exports = { definePersonal, givePersonal, isEmptyPlace, isPlace };
