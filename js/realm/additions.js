'use strict';
// `Error.prototype`: what a package adds to it is that package's alone, and lies in what the prototype inherits from, so that `'toJSON' in Error.prototype`
// is true for who added it and for nobody else. Errors can afford it; on prototypes that V8 has short ways for there are single places (personal.js).

const {
  ArrayPrototypePush, Error, MapPrototypeGet, MapPrototypeSet, ObjectCreate, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPrototype, ObjectPreventExtensions, ObjectPrototypeToString, ObjectSetPrototypeOf, Proxy, ReflectApply, ReflectGet, ReflectHas, ReflectOwnKeys,
  ReflectSet, SafeMap, SafeWeakSet, StringPrototypeStartsWith, accessorDescriptor,
} = require('../boot/primordials');
const { process } = require('../boot/builtins');
const { CORE, UNKNOWN, callerOf, runningCode } = require('../core/caller');
const { accessorsOf, closeFunction, putOn, share } = require('../core/harden');

let native;

/** @param {object} api the addon */
function configure(api) {
  native = api;
}

/** Prototype -> what was added to it: principal -> key -> descriptor, and the names of it all. */
const additions = new SafeMap();

/** What the code that runs has added. Hardly anybody ever does. */
const ownOf = (added) => added?.[runningCode()];

function add(prototype, key, { get, set, value, enumerable }) {
  const principal = callerOf(0);
  if (principal === UNKNOWN || principal === CORE) return;
  const { added, names } = MapPrototypeGet(additions, prototype);
  added[principal] ??= { __proto__: null };
  if (key === 'toJSON' && names[key] === undefined && !fronts.has(ObjectGetPrototypeOf(prototype))) putForJSON(added);
  names[key] = true;
  added[principal][key] = get === undefined && set === undefined ? { __proto__: null, value, writable: true, enumerable: enumerable === true, configurable: true } : { __proto__: null, get, set, enumerable: enumerable === true, configurable: true };
}

/** What stands before an object of the addon's that can be given members. */
const fronts = new SafeWeakSet();

/**
 * V8 14 defines a field of a class with a name that is worked out past its interceptors, and `JSON.stringify` asks these for nothing: it would find that one. Versions
 * before it ask them what a package defines.
 */
const isAskedPast = () => StringPrototypeStartsWith(process.versions.v8, '14.');

/** What is then asked for before that: by `JSON.stringify`, which asks no interceptor, and what all objects have and `Error.prototype` has not. */
function frontOf(before, prototype, added) {
  const front = ObjectCreate(before);
  const keys = ReflectOwnKeys(ObjectPrototype);
  for (let i = 0; i < keys.length; i++) {
    if (ObjectGetOwnPropertyDescriptor(prototype, keys[i]) !== undefined) continue;
    const { get, set, value } = ObjectGetOwnPropertyDescriptor(ObjectPrototype, keys[i]);
    const { get: give = get, set: take = set } = get === undefined ? accessorsOf(keys[i], value, 'Error.prototype') : NOTHING;
    ObjectDefineProperty(front, keys[i], accessorDescriptor(give, take, false, false));
  }
  const holder = {
    get toJSON() {
      const found = ownOf(added)?.toJSON;
      return found?.get === undefined ? found?.value : ReflectApply(found.get, this, []);
    },
    set toJSON(value) {
      if (this === prototype) add(prototype, 'toJSON', { __proto__: null, value, enumerable: true });
      else putOn(this, 'toJSON', value);
    },
  };
  const { get, set } = ObjectGetOwnPropertyDescriptor(holder, 'toJSON');
  ObjectDefineProperty(front, 'toJSON', accessorDescriptor(get, set, false, false));
  fronts.add(front);
  share(front);
  return ObjectFreeze(front);
}
const NOTHING = { __proto__: null };

/** `JSON.stringify` asks interceptors for nothing: once somebody has added a `toJSON` it finds each one's own here. Then it is `in` every error, too. */
function putForJSON(added) {
  const holder = {
    get toJSON() {
      const found = ownOf(added)?.toJSON;
      return found?.get === undefined ? found?.value : ReflectApply(found.get, this, []);
    },
  };
  const { get } = ObjectGetOwnPropertyDescriptor(holder, 'toJSON');
  closeFunction(get);
  native.shelve(ObjectFreeze(ObjectCreate(ObjectPrototype, { __proto__: null, toJSON: { __proto__: null, get, set: undefined } })));
}

/** Does the object before the Proxy do what it should, for errors that inherit from it, too? */
function isAsWanted(before, above) {
  const error = new Error('');
  ObjectSetPrototypeOf(error, before);
  before.own = 1;
  error.own = 2;
  return ObjectPrototypeToString(error) === '[object Error]' && ObjectGetPrototypeOf(before) === above && before.own === undefined && !ReflectHas(before, 'own') && error.own === 2;
}

/**
 * C++ sets members of errors that it makes, and ends the process where that fails, as it can with a Proxy. So the Proxy is not among what errors inherit from: there is
 * an object of the addon's, which puts it there for as long as somebody asks for what was added, or sets something on the prototype itself (src/ffi/shelter.rs).
 * @param {object} prototype to which nothing is added for all from now on
 * @returns {boolean} whether it could be done
 */
function divide(prototype) {
  const added = { __proto__: null };
  const names = { __proto__: null };
  const above = ObjectGetPrototypeOf(prototype);
  const ownNamed = (key) => (names[key] === undefined ? undefined : ownOf(added)?.[key]);
  const parent = new Proxy(ObjectCreate(above), {
    __proto__: null,
    get(target, key, receiver) {
      const found = ownNamed(key);
      if (found === undefined) return ReflectGet(target, key, receiver);
      return found.get === undefined ? found.value : ReflectApply(found.get, receiver, []);
    },
    has: (target, key) => ownNamed(key) !== undefined || ReflectHas(target, key),
    set(target, key, value, receiver) {
      // What inherits from it gets a member of its own, whatever was added.
      if (receiver !== prototype) return ReflectSet(target, key, value, receiver);
      const set = ownNamed(key)?.set;
      if (set === undefined) add(prototype, key, { __proto__: null, value, enumerable: true });
      else ReflectApply(set, receiver, [value]);
      return true;
    },
    defineProperty: () => false,
    deleteProperty: () => false,
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
  const before = native.shelter(prototype, above, parent, new Proxy({}, { __proto__: null }), names, added);
  if (before === undefined || !isAsWanted(before, above)) return false;
  MapPrototypeSet(additions, prototype, { __proto__: null, added, names });
  share(before);
  share(parent);
  ObjectSetPrototypeOf(prototype, isAskedPast() ? frontOf(before, prototype, added) : before);
  ObjectPreventExtensions(prototype);
  return true;
}

/** `Object.defineProperty` of something new on such a prototype: true when it counts for the caller from now on. */
function defineFor(prototype, key, descriptor) {
  if (MapPrototypeGet(additions, prototype) === undefined || ObjectGetOwnPropertyDescriptor(prototype, key) !== undefined) return false;
  add(prototype, key, descriptor);
  return true;
}

/** What describes a member that the code that runs has added. */
function additionOf(prototype, key) {
  const found = ownOf(MapPrototypeGet(additions, prototype)?.added)?.[key];
  return found === undefined ? undefined : { __proto__: null, ...found };
}

/** The names of an object's own members, with those that the code that runs has added. @param {'string'|'symbol'} [type] only such names */
function withAdditions(prototype, keys, type) {
  const own = ownOf(MapPrototypeGet(additions, prototype)?.added);
  const added = own === undefined ? [] : ReflectOwnKeys(own);
  for (let i = 0; i < added.length; i++) if (type === undefined || typeof added[i] === type) ArrayPrototypePush(keys, added[i]);
  return keys;
}

module.exports = { additionOf, configure, defineFor, divide, withAdditions };
