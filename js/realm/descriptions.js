'use strict';
// The functions that describe members, and name them. A locked member is described as what it stands for: a plain one that can be changed. Code that
// copies members by what describes them, or asks whether it may wrap one (`@hapi/boom`), goes the way it was tested on.

const {
  ArrayPrototypePush, Object, ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyDescriptors, ObjectGetOwnPropertyNames, ObjectGetOwnPropertySymbols, ObjectGetPrototypeOf, ObjectHasOwn, Reflect, ReflectApply, ReflectGetOwnPropertyDescriptor,
  ReflectOwnKeys, globalThis,
} = require('../boot/primordials');
const { CORE } = require('../core/caller');
const { isShared } = require('../core/harden');
const { put } = require('../core/lists');
const { additionOf, isAddition, withAdditions } = require('./additions');
const { stand } = require('./definers');
const { isEmptyPlace } = require('./personal');

let native;

/** @param {object} api the addon */
function configure(api) {
  native = api;
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** A plain member that may be changed, as those of the language and of Node.js are. */
const plain = (value, { enumerable }) => ({ value, writable: true, enumerable, configurable: true });

/** What describes a member without Sentinel. Locked names of the global object stay what they are where nobody can set them. */
function shown(object, key, there) {
  if (isShared(object) && (there === undefined || isAddition(object, key))) return additionOf(object, key);
  if (there === undefined) return undefined;
  if (there.configurable || !isShared(object)) return there;
  const { get } = there;
  if (get !== undefined && ObjectHasOwn(get, 'originalValue') && native.scriptOwner(get) < CORE) return plain(ReflectApply(get, object, []), there);
  if (get === undefined) return object !== globalThis && key !== 'prototype' && isObject(there.value) ? plain(there.value, there) : there;
  there.configurable = true;
  return there;
}

/** The first member of that name from this object upwards. */
function memberOf(object, key) {
  for (let at = object; at !== null; at = ObjectGetPrototypeOf(at)) {
    const found = ObjectGetOwnPropertyDescriptor(at, key);
    if (found !== undefined) return shown(at, key, found);
  }
  return undefined;
}

/** Does this accessor stand above as well, whatever it gives whom? Bytes have some of what all lists of numbers have, above what has its own. */
function isInherited(object, key, get) {
  for (let at = ObjectGetPrototypeOf(object); at !== null; at = ObjectGetPrototypeOf(at)) if (ObjectGetOwnPropertyDescriptor(at, key)?.get === get) return true;
  return false;
}

/** Has a lock put this member here, that would be inherited, so that nobody puts another one here? */
function isReserved(object, key) {
  const there = ObjectGetOwnPropertyDescriptor(object, key);
  if (there.configurable) return false;
  const own = shown(object, key, there);
  if (own.get !== undefined) return isInherited(object, key, own.get) || isEmptyPlace(object, key);
  const above = memberOf(ObjectGetPrototypeOf(object), key);
  if (above === undefined) return own.value === undefined && !there.enumerable;
  return (own.value === undefined || own.value === null || typeof own.value === 'function') && above.value === own.value;
}

/** The names of an object's own members, as they are without Sentinel. */
function shownKeys(object, keys, type) {
  if (!isShared(object) || object === globalThis) return keys;
  const result = [];
  for (let i = 0; i < keys.length; i++) if (!isAddition(object, keys[i]) && !isReserved(object, keys[i])) ArrayPrototypePush(result, keys[i]);
  return withAdditions(object, result, type);
}

/** The functions that describe members, and name them. */
function guardDescriptions() {
  const holder = {
    describe: (object, key) => shown(object, key, ObjectGetOwnPropertyDescriptor(object, key)),
    reflected: (object, key) => shown(object, key, ReflectGetOwnPropertyDescriptor(object, key)),
    all(object) {
      if (!isShared(object)) return ObjectGetOwnPropertyDescriptors(object);
      const result = {};
      const keys = shownKeys(object, ReflectOwnKeys(object));
      for (let i = 0; i < keys.length; i++) put(result, keys[i], shown(object, keys[i], ObjectGetOwnPropertyDescriptor(object, keys[i])));
      return result;
    },
    keys: (object) => shownKeys(object, ReflectOwnKeys(object)),
    names: (object) => shownKeys(object, ObjectGetOwnPropertyNames(object), 'string'),
    symbols: (object) => shownKeys(object, ObjectGetOwnPropertySymbols(object), 'symbol'),
  };
  stand(Object, 'getOwnPropertyNames', ObjectGetOwnPropertyNames, holder.names);
  stand(Object, 'getOwnPropertySymbols', ObjectGetOwnPropertySymbols, holder.symbols);
  stand(Reflect, 'ownKeys', ReflectOwnKeys, holder.keys);
  stand(Object, 'getOwnPropertyDescriptor', ObjectGetOwnPropertyDescriptor, holder.describe);
  stand(Object, 'getOwnPropertyDescriptors', ObjectGetOwnPropertyDescriptors, holder.all);
  stand(Reflect, 'getOwnPropertyDescriptor', ReflectGetOwnPropertyDescriptor, holder.reflected);
}

module.exports = { configure, guardDescriptions };
