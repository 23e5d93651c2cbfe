'use strict';
// `Error.prototype`: what a package adds to it is that package's alone, and lies in what the prototype inherits from, so that `'toJSON' in Error.prototype`
// is true for who added it and for nobody else. Errors can afford it; on prototypes that V8 has short ways for there are single places (personal.js).

const {
  ArrayPrototypePush, Error, MapPrototypeGet, MapPrototypeSet, ObjectCreate, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPreventExtensions, ObjectPrototypeToString, ObjectSetPrototypeOf, Proxy, ReflectApply, ReflectGet, ReflectHas, ReflectOwnKeys,
  ReflectSet, SafeMap,
} = require('../boot/primordials');
const { CORE, UNKNOWN, callerOf, runningCode } = require('../core/caller');
const { share } = require('../core/harden');

/** Prototype -> what was added to it: principal -> key -> descriptor. */
const additions = new SafeMap();

/** What the code that runs has added. Hardly anybody ever does. */
const ownOf = (added) => (added === undefined || added.size === 0 ? undefined : MapPrototypeGet(added, runningCode()));

function add(added, key, { get, set, value, enumerable }) {
  const principal = callerOf(0);
  if (principal === UNKNOWN || principal === CORE) return;
  const own = MapPrototypeGet(added, principal) ?? { __proto__: null };
  MapPrototypeSet(added, principal, own);
  own[key] = get === undefined && set === undefined ? { __proto__: null, value, writable: true, enumerable: enumerable === true, configurable: true } : { __proto__: null, get, set, enumerable: enumerable === true, configurable: true };
}

/** V8 of Node.js 20 takes an error for an ordinary object, in `Object.prototype.toString`, when there is a Proxy among what it inherits from. */
function isSeenThrough() {
  const error = new Error('');
  ObjectSetPrototypeOf(error, new Proxy({}, { __proto__: null }));
  return ObjectPrototypeToString(error) === '[object Error]';
}

/**
 * @param {object} prototype to which nothing is added for all from now on
 * @returns {boolean} whether it could be done
 */
function divide(prototype) {
  if (!isSeenThrough()) return false;
  const added = new SafeMap();
  MapPrototypeSet(additions, prototype, added);
  const parent = new Proxy(ObjectCreate(ObjectGetPrototypeOf(prototype)), {
    __proto__: null,
    get(target, key, receiver) {
      const found = ownOf(added)?.[key];
      if (found === undefined) return ReflectGet(target, key, receiver);
      return found.get === undefined ? found.value : ReflectApply(found.get, receiver, []);
    },
    has: (target, key) => ownOf(added)?.[key] !== undefined || ReflectHas(target, key),
    set(target, key, value, receiver) {
      // What inherits from it gets a member of its own, whatever was added: C++ sets those of errors that it makes, and ends the process when a setter throws.
      if (receiver !== prototype) return ReflectSet(target, key, value, receiver);
      const set = ownOf(added)?.[key]?.set;
      if (set === undefined) add(added, key, { __proto__: null, value, enumerable: true });
      else ReflectApply(set, receiver, [value]);
      return true;
    },
    defineProperty: () => false,
    deleteProperty: () => false,
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
  share(parent);
  ObjectSetPrototypeOf(prototype, parent);
  ObjectPreventExtensions(prototype);
  return true;
}

/** `Object.defineProperty` of something new on such a prototype: true when it counts for the caller from now on. */
function defineFor(prototype, key, descriptor) {
  const added = MapPrototypeGet(additions, prototype);
  if (added === undefined || ObjectGetOwnPropertyDescriptor(prototype, key) !== undefined) return false;
  add(added, key, descriptor);
  return true;
}

/** What describes a member that the code that runs has added. */
function additionOf(prototype, key) {
  const found = ownOf(MapPrototypeGet(additions, prototype))?.[key];
  return found === undefined ? undefined : { __proto__: null, ...found };
}

/** The names of an object's own members, with those that the code that runs has added. @param {'string'|'symbol'} [type] only such names */
function withAdditions(prototype, keys, type) {
  const own = ownOf(MapPrototypeGet(additions, prototype));
  const added = own === undefined ? [] : ReflectOwnKeys(own);
  for (let i = 0; i < added.length; i++) if (type === undefined || typeof added[i] === type) ArrayPrototypePush(keys, added[i]);
  return keys;
}

module.exports = { additionOf, defineFor, divide, withAdditions };
