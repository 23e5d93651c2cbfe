'use strict';
// What kinds of members builtin modules have, for passed.js, which locks them.

const {
  ObjectAssign, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPrototype, ReflectApply, ReflectOwnKeys, StringPrototypeToUpperCase, accessorDescriptor,
} = require('../boot/primordials');

/** Members that are settings, meant to be set by anyone. */
const SETTINGS = { __proto__: null, defaultMaxListeners: true, prototype: true, length: true, name: true };

/** A function that is called and never makes anything: it has a prototype because functions of old do. Those that make something have a name like a class. */
function isPlain(value, prototype) {
  const name = ObjectGetOwnPropertyDescriptor(value, 'name')?.value;
  const isMember = typeof name === 'string' && name !== '' && name[0] !== StringPrototypeToUpperCase(name[0]);
  return isMember && ObjectGetPrototypeOf(prototype) === ObjectPrototype && ReflectOwnKeys(prototype).length === 1;
}

/**
 * The members of a module that is a class which are made when they are first read.
 * @param {Function} real
 * @param {(made: Function) => void} lockLate
 */
function keepAccessors(real, lockLate) {
  const keys = ReflectOwnKeys(real);
  for (let i = 0; i < keys.length; i++) {
    const { configurable, enumerable, get, set } = ObjectGetOwnPropertyDescriptor(real, keys[i]);
    if (get === undefined || !configurable) continue;
    const accessors = {
      get() {
        const value = ReflectApply(get, this, []);
        if (typeof value === 'function') lockLate(value);
        return value;
      },
    };
    ObjectDefineProperty(real, keys[i], accessorDescriptor(accessors.get, set, enumerable, false));
  }
}

/** Settings, and members that Node defines anew when they are first read. */
function membersLeftOpen(real) {
  const open = ObjectAssign({ __proto__: null }, SETTINGS);
  const keys = ReflectOwnKeys(real);
  for (let i = 0; i < keys.length; i++) if (ObjectGetOwnPropertyDescriptor(real, keys[i]).get !== undefined) open[keys[i]] = true;
  return open;
}

module.exports = { isPlain, keepAccessors, membersLeftOpen };
