'use strict';
// What C++ puts on the prototypes of its classes stays there. What has to be another gets another prototype: a copy, and nothing leads to the one that was.

const { Object, ObjectCreate, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, ReflectConstruct, ReflectOwnKeys, accessorDescriptor } = require('../boot/primordials');
const { innerBinding } = require('./inner');
const { conceal } = require('./conceal');

/**
 * A copy of a prototype.
 * @param {object} prototype
 * @param {(key: PropertyKey, descriptor: PropertyDescriptor) => PropertyDescriptor} memberOf what is there instead
 */
function placeFor(prototype, memberOf) {
  const place = ObjectCreate(ObjectGetPrototypeOf(prototype));
  const keys = ReflectOwnKeys(prototype);
  for (let i = 0; i < keys.length; i++) ObjectDefineProperty(place, keys[i], memberOf(keys[i], ObjectGetOwnPropertyDescriptor(prototype, keys[i])));
  return place;
}

function isClass(fn) {
  try {
    ReflectConstruct(Object, [], fn);
    return true;
  } catch {
    return false;
  }
}

/** The same function, of which nobody makes an object: that would be one without anything inside, which C++ looks for. */
function called(original) {
  if (original === undefined || !isClass(original)) return original;
  const holder = {
    member(...args) {
      return ReflectApply(original, this, args);
    },
  };
  return conceal(holder.member, original);
}

/** An accessor that can be called with `new` is one that cannot. */
function readMember(key, descriptor) {
  const { configurable, enumerable, get, set } = descriptor;
  return get === undefined && set === undefined ? descriptor : accessorDescriptor(called(get), called(set), enumerable, configurable);
}

/** Classes with such accessors, besides those of streams (onread.js). */
const CLASSES = [['crypto', 'SecureContext'], ['fs_event_wrap', 'FSEvent'], ['udp_wrap', 'UDP'], ['url_pattern', 'URLPattern'], ['webstorage', 'Storage']];

/** Called before any package runs. */
function guardAccessors() {
  for (let i = 0; i < CLASSES.length; i++) {
    const Class = innerBinding(CLASSES[i][0])[CLASSES[i][1]];
    if (typeof Class?.prototype === 'object') Class.prototype = placeFor(Class.prototype, readMember);
  }
}

module.exports = { guardAccessors, placeFor, readMember };
