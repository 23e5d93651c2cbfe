'use strict';
// Objects that everyone shares and that core, too, works with: builtin modules, the real process, the built-in classes.
// Core may still change them (graceful-fs, signal-exit); what a package assigns reaches nobody [G3].

const {
  ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ReflectApply, ReflectDefineProperty, ReflectOwnKeys, RegExpPrototypeExec, accessorDescriptor, dataDescriptor,
} = require('../boot/primordials');
const { CORE, writerOf } = require('./caller');
const { closeAccessor, closeFunctions, isBorn } = require('./harden');

/** Like an assignment to an object that merely inherits the member. */
function defineOn(receiver, key, value) {
  if ((typeof receiver !== 'object' && typeof receiver !== 'function') || receiver === null) return;
  ReflectDefineProperty(receiver, key, dataDescriptor(value, true, true, true));
}

function lockData(object, key, descriptor) {
  let current = descriptor.value;
  const accessors = {
    get() {
      return current;
    },
    set(...args) {
      if (this !== object) defineOn(this, key, args[0]);
      else if (writerOf(args) === CORE) current = args[0];
    },
  };
  // It is described as the plain member that it was (realm/definers.js).
  accessors.get.originalValue = undefined;
  ObjectDefineProperty(object, key, accessorDescriptor(accessors.get, accessors.set, descriptor.enumerable, false));
}

function lockAccessor(object, key, { get, set, enumerable }) {
  const accessors = {
    set(...args) {
      if (this !== object) defineOn(this, key, args[0]);
      else if (writerOf(args) === CORE) ReflectApply(set, this, args);
    },
  };
  ObjectDefineProperty(object, key, accessorDescriptor(get, set === undefined ? undefined : accessors.set, enumerable, false));
}

/**
 * Locks the own members of an object.
 * @param {object} object
 * @param {Record<PropertyKey, any>} [except] members that stay as they are
 */
function lockObject(object, except) {
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const descriptor = ObjectGetOwnPropertyDescriptor(object, key);
    if (!descriptor.configurable || except?.[key] !== undefined) continue;
    if ('value' in descriptor) lockData(object, key, descriptor);
    else lockAccessor(object, key, descriptor);
  }
}

/** `WebSocket.OPEN`, `HTTPParser.kLenientNone`: what Node.js compares with, or passes on to C++, which believes it. */
const CONSTANT = /^(?:[A-Z][A-Z_]+|k[A-Z]\w*)$/;
/** Settings that every instance takes over: another value would stop the requests of others. */
const DEFAULTS = { __proto__: null, defaultMaxSockets: true };

/** The marks by which Node.js tells its own classes (`kIsNodeEventTarget`), and constants. */
const isFact = (key) => typeof key === 'symbol' || DEFAULTS[key] === true || RegExpPrototypeExec(CONSTANT, key) !== null;

/** Locks the functions that hang on a class, and its constants. */
function lockStatics(constructor) {
  const keys = ReflectOwnKeys(constructor);
  for (let i = 0; i < keys.length; i++) {
    if (isBorn(keys[i])) continue;
    const descriptor = ObjectGetOwnPropertyDescriptor(constructor, keys[i]);
    if (!('value' in descriptor)) closeAccessor(descriptor);
    else if (descriptor.configurable && (typeof descriptor.value === 'function' || isFact(keys[i]))) lockData(constructor, keys[i], descriptor);
  }
}

/** Lists and tables of numbers and names, up to tables of tables. */
function freezeTable(value, depth = 0) {
  if (typeof value !== 'object' || value === null || depth > 2) return;
  const keys = ReflectOwnKeys(value);
  for (let i = 0; i < keys.length; i++) freezeTable(ObjectGetOwnPropertyDescriptor(value, keys[i]).value, depth + 1);
  closeFunctions(value);
  ObjectFreeze(value);
}

module.exports = { freezeTable, lockObject, lockStatics };
