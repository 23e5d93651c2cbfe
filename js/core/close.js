'use strict';
// Guards on members of objects that Node.js hands out ready-made: namespaces inside a module, prototypes of classes that
// nobody exports, accessors.

const {
  ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, ReflectDefineProperty, ReflectOwnKeys, accessorDescriptor, dataDescriptor,
} = require('../boot/primordials');
const { CORE, INTERNAL, callerOf } = require('./caller');
const { verdict } = require('./decide');
const { closePrototype } = require('./prototypes');
const { guard, guardConstructor } = require('./wrap');

const isClass = (value) => typeof ObjectGetOwnPropertyDescriptor(value, 'prototype')?.value === 'object';

/** An accessor of which one half or both are judged when a package uses it. */
function closeAccessor(holder, key, { get, set, enumerable }, row, api, { internals }) {
  const judged = (original, expected = 0) => original && function accessor(...args) {
    const who = callerOf(internals, 0, expected);
    if (who !== CORE && who !== INTERNAL && !(row.readers !== undefined && callerOf(row.readers) === INTERNAL)) {
      const error = verdict(row.judge, who, args, api, this);
      if (error !== undefined) {
        if (row.refuse !== undefined) return row.refuse(error, args, this);
        throw error;
      }
    }
    return ReflectApply(original, this, args);
  };
  const written = row.onlySet === true ? get : judged(get, row.read);
  return ReflectDefineProperty(holder, key, accessorDescriptor(written, judged(set), enumerable, row.stays !== true));
}

/**
 * Puts a guard where a function or accessor is.
 * @param {object} holder
 * @param {PropertyKey} key
 * @param {object} row see core/wrap.js; `onlySet`: reading is free, `stays`: nobody replaces it again, `read`: what a script of Node's is expected to read, see caller.js, but for `readers`
 * @param {string} api for messages
 * @param {{internals: number}} who
 * @returns {boolean} false: Node.js does not let it be replaced
 */
function closeMember(holder, key, row, api, who) {
  const descriptor = ObjectGetOwnPropertyDescriptor(holder, key);
  if (descriptor === undefined) return true;
  if (descriptor.get !== undefined || descriptor.set !== undefined) return closeAccessor(holder, key, descriptor, row, api, who);
  // `onread` of streams looks like a value on Node.js 20 and 22, and is none, until they have another prototype (onread.js): defining it where nothing is read ends the process.
  if (typeof descriptor.value !== 'function' || key === 'onread') return true;
  const original = descriptor.value;
  const value = (isClass(original) ? guardConstructor : guard)(original, row, `${api}()`, who);
  if (key !== 'constructor') closePrototype(original, value);
  return ReflectDefineProperty(holder, key, dataDescriptor(value, descriptor.writable && row.stays !== true, descriptor.enumerable, row.stays !== true));
}

/** closeMember() for every member but the constructor. */
function closeMembers(holder, row, api, who) {
  const keys = ReflectOwnKeys(holder);
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] !== 'constructor') closeMember(holder, keys[i], row, `${api}.${typeof keys[i] === 'symbol' ? 'symbol' : keys[i]}`, who);
  }
}

/** The class that an instance or a prototype belongs to, found through the prototype above it. */
function closeClassAbove(object, row, api, who) {
  const prototype = ObjectGetPrototypeOf(object);
  if (prototype !== null) closeMember(prototype, 'constructor', row, api, who);
  return prototype;
}

module.exports = { closeClassAbove, closeMember, closeMembers };
