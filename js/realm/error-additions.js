'use strict';
// `Error.prototype`: what a package adds to it is that package's alone (additions.js), without a Proxy among what errors inherit from.

const {
  Error, ObjectCreate, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPreventExtensions, ObjectPrototype, ObjectPrototypeToString, ObjectSetPrototypeOf, Proxy, ReflectHas, ReflectOwnKeys,
  SafeWeakSet, StringPrototypeStartsWith, accessorDescriptor,
} = require('../boot/primordials');
const { process } = require('../boot/builtins');
const { accessorsOf, closeFunction, putOn, share } = require('../core/harden');
const { add, forget, keepAbove, ownNamed, parentBelow, recordOf, valueOf } = require('./additions');

let native;

/** @param {object} api the addon */
function configure(api) {
  native = api;
}

/** What stands before an object of the addon's that can be given members. */
const fronts = new SafeWeakSet();

/**
 * V8 14 defines a field of a class with a name that is worked out past its interceptors, and `JSON.stringify` asks these for nothing: it would find that one. Versions
 * before it ask them what a package defines.
 */
const isAskedPast = () => StringPrototypeStartsWith(process.versions.v8, '14.');

/** The `toJSON` that the code that runs has added. */
function ownToJSON(record, receiver) {
  const found = ownNamed(record, 'toJSON');
  return found === undefined ? undefined : valueOf(found, receiver);
}

/** What is then asked for before that: by `JSON.stringify`, which asks no interceptor, and what all objects have and `Error.prototype` has not. */
function frontOf(before, prototype, record) {
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
      return ownToJSON(record, this);
    },
    set toJSON(value) {
      if (this === prototype) add(record, 'toJSON', { __proto__: null, value, enumerable: true });
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
function putForJSON(record) {
  const holder = {
    get toJSON() {
      return ownToJSON(record, this);
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
 * @param {string} label how it is written
 * @returns {boolean} whether it could be done
 */
function divideErrors(prototype, label) {
  const above = ObjectGetPrototypeOf(prototype);
  const { parent, begin } = parentBelow(prototype, () => record, (receiver) => receiver === prototype);
  const record = recordOf(prototype, { __proto__: null, label, begins: (key) => key === 'toJSON' && !fronts.has(ObjectGetPrototypeOf(prototype)) && putForJSON(record) });
  begin();
  const before = native.shelter(prototype, above, parent, new Proxy({}, { __proto__: null }), record.names, record.added);
  if (before === undefined || !isAsWanted(before, above)) {
    forget(prototype);
    return false;
  }
  share(before);
  const between = isAskedPast() ? frontOf(before, prototype, record) : before;
  keepAbove(between, above);
  ObjectSetPrototypeOf(prototype, between);
  ObjectPreventExtensions(prototype);
  return true;
}

module.exports = { configure, divideErrors };
