'use strict';
// Objects that stand for others: a Proxy over an empty target, so that nothing in the object itself has to be shown as it is. `util.inspect`
// shows the target of a Proxy to whoever asks, and what is fixed in a target could not be another in the Proxy.

const {
  ArrayIsArray, FunctionPrototypeBind, MapPrototypeGet, MapPrototypeSet, ObjectAssign, ObjectCreate, ObjectDefineProperty, ObjectGetPrototypeOf, Proxy, ReflectDeleteProperty, ReflectGetOwnPropertyDescriptor, ReflectHas, ReflectOwnKeys, SafeMap, SafeWeakMap,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { speakAs } = require('../../core/conceal');
const { printed } = require('./crossing');
const { View } = require('./stand-ins');

/** @param {object} value a list or another object */
const emptyLike = (value) => (ArrayIsArray(value) ? [] : ObjectCreate(ObjectGetPrototypeOf(value)));

/**
 * The traps of a Proxy that shows `value`, whose members can be read and set.
 * @param {object} value
 * @param {(key: PropertyKey, receiver?: any) => any} get what is read there, by what is this object or inherits from it
 * @param {(key: PropertyKey, item: any, receiver?: any) => boolean} put whether it could be set
 */
const mirrorOf = (value, get, put) => ({
  __proto__: null,
  get: (target, key, receiver) => get(key, receiver),
  set: (target, key, item, receiver) => put(key, item, receiver),
  has: (target, key) => ReflectHas(value, key),
  deleteProperty: (target, key) => ReflectDeleteProperty(value, key),
  ownKeys: () => ReflectOwnKeys(value),
  getOwnPropertyDescriptor(target, key) {
    const own = ReflectGetOwnPropertyDescriptor(value, key);
    if (own === undefined) return undefined;
    if (key === 'length' && ArrayIsArray(value)) return { value: value.length, writable: true, enumerable: false, configurable: false };
    return { value: get(key), writable: true, enumerable: own.enumerable, configurable: true };
  },
  defineProperty: (target, key, own) => 'value' in own && put(key, own.value),
  setPrototypeOf: () => false,
  preventExtensions: () => false,
});

/** What can be called and constructed, and has no members. */
const emptyFunction = () => {
  const made = FunctionPrototypeBind(function empty() {}, undefined);
  ReflectDeleteProperty(made, 'name');
  ReflectDeleteProperty(made, 'length');
  return made;
};

const CUSTOM = util.inspect.custom;
/** Target -> its Proxy. */
const proxies = new SafeWeakMap();

/** `util.inspect` looks at the target of a Proxy: what it finds there is called with the view, or with the target where Proxies are shown, and gives what the view shows. */
const PRINTED = {
  __proto__: null,
  value(...args) {
    return printed(proxies.get(this) ?? this, args);
  },
  configurable: true,
};

/** A Proxy that stands for an object or a function. */
function mirror(value, traps) {
  const target = typeof value === 'function' ? emptyFunction() : emptyLike(value);
  const made = new Proxy(ObjectDefineProperty(target, CUSTOM, PRINTED), traps);
  proxies.set(target, made);
  return typeof value === 'function' ? speakAs(made, value) : made;
}

/** What an object has or inherits under a key, in objects behind views, too. */
function inheritedMember(value, key) {
  for (let at = value; at !== null; at = ObjectGetPrototypeOf(at)) {
    at = View.of(at) ?? at;
    const own = ReflectGetOwnPropertyDescriptor(at, key);
    if (own !== undefined) return own;
  }
  return undefined;
}

const no = () => false;

/** The same of what nobody changes by it. What inherits from it is set itself, as below any object. */
function fixed(traps, value) {
  const { set } = traps;
  return ObjectAssign(traps, { set: (target, key, item, receiver) => View.of(receiver) !== value && set(target, key, item, receiver), deleteProperty: no, defineProperty: no });
}

/**
 * What each principal has got for an object.
 * @returns {(principal: number) => WeakMap<object, any>}
 */
function perPrincipal() {
  const all = new SafeMap();
  return (principal) => {
    let own = MapPrototypeGet(all, principal);
    if (own === undefined) {
      own = new SafeWeakMap();
      MapPrototypeSet(all, principal, own);
    }
    return own;
  };
}

module.exports = { CUSTOM, emptyLike, fixed, inheritedMember, mirror, mirrorOf, perPrincipal };
