'use strict';
// What a package changes on the functions, classes and exports of another [A7]: it changes it for itself. The other one, and whoever else requires
// it, has what was there; a setter of the other is called, which it offers.

const {
  ArrayBufferIsView, ArrayIsArray, ArrayPrototypePush, Map, MapPrototypeForEach, MapPrototypeGet, MapPrototypeSet, MapPrototypeSizeGet, ObjectGetPrototypeOf, ReflectApply, ReflectDefineProperty, ReflectDeleteProperty, ReflectGet, ReflectGetOwnPropertyDescriptor,
  ReflectGetPrototypeOf, ReflectHas, ReflectOwnKeys, ReflectSet, SafeMap, SafeSet, SafeWeakSet, Set, SetPrototypeAdd, SetPrototypeForEach, SetPrototypeHas, SetPrototypeSizeGet,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { nameOf, report } = require('../../core/deny');
const { isShared } = require('../../core/harden');
const { isOverflow } = require('../../core/overflow');
const { MAP, isPrototype } = require('./kinds');
const { View } = require('./stand-ins');

/** Objects that hang on the exports of a module, and prototypes of classes. */
const exported = new SafeWeakSet();
/** How many are looked for at once; others are found when they are read there. */
const MOST = 10_000;

const isObject = (value) => typeof value === 'object' && value !== null;
/** Objects of the language and of Node.js are nobody's, a Proxy stands for something. */
const canBeNoted = (value) => (isObject(value) || typeof value === 'function') && !util.isProxy(value) && !isShared(value);

/** Is this a function, a class, or an object that hangs on exports? */
const isKept = (value) => typeof value === 'function' || exported.has(value) || isPrototype(value);

function note(value, found, seen) {
  if (!canBeNoted(value) || exported.has(value) || SetPrototypeHas(seen, value)) return;
  SetPrototypeAdd(seen, value);
  ArrayPrototypePush(found, value);
}

/** The classes of an object, or what the objects of a class inherit from. */
function notePrototypes(value) {
  const start = typeof value === 'function' ? ReflectGetOwnPropertyDescriptor(value, 'prototype')?.value : ObjectGetPrototypeOf(value);
  for (let at = start; canBeNoted(at); at = ObjectGetPrototypeOf(at)) exported.add(at);
}

/**
 * Notes what hangs on the exports of a module, before any of it is handed out by a call. Nothing in it is run. Who requires them chooses how much of the stack is left: what
 * leads to others counts as noted after them, so that a walk that did not come to its end begins again.
 */
function noteExports(exports) {
  if (!canBeNoted(exports) || exported.has(exports)) return;
  const found = [];
  const seen = new SafeSet();
  const take = (item) => note(item, found, seen);
  take(exports);
  for (let i = 0; i < found.length && found.length < MOST; i++) {
    const value = found[i];
    take(ReflectGetPrototypeOf(value));
    if (ArrayBufferIsView(value)) continue; // each byte is a member
    const keys = ReflectOwnKeys(value);
    for (let k = 0; k < keys.length; k++) take(memberOf(value, keys[k]));
    if (util.isMap(value)) MapPrototypeForEach(value, take);
    else if (util.isSet(value)) SetPrototypeForEach(value, take);
  }
  for (let i = found.length - 1; i >= 0; i--) exported.add(found[i]);
}

/** Does it hang on what a module exports? */
const isHung = (value) => exported.has(value);

function memberOf(value, key) {
  try {
    return ReflectGetOwnPropertyDescriptor(value, key)?.value;
  } catch (error) {
    if (isOverflow(error)) throw error;
    return undefined; // of an ES module that has not come so far
  }
}

/** What is read on exports hangs on them. */
function noteRead(value, item) {
  if (canBeNoted(item) && isKept(value)) exported.add(item);
  return item;
}

function tellOf(parties, key) {
  if (parties === undefined) return;
  const name = nameOf(parties.owner);
  report(parties.to, 'all', `a change of what ${name} exports`, typeof key === 'string' ? key : 'a symbol', undefined, `it counts for this package only; ${name} can be told by a function that it exports, and one that is no palette package has a copy in each package when it has no entry in the policy`);
}

/**
 * The same traps with changes that stay with whoever makes them.
 * @param {object} traps of a view, see mirror.js
 * @param {{to: number, owner: number}|undefined} parties who is told that it stays with him
 * @param {(item: any) => any} shown
 */
function keeping(traps, value, parties, shown) {
  const { get: read, set: write, has: isThere, deleteProperty: remove, ownKeys: keysOf, getOwnPropertyDescriptor: describe, defineProperty: define } = traps;
  /** Key -> descriptor, or null for what was deleted. */
  let own;
  /** What stands for a list from the first change on. */
  let copy;
  const mineOf = (key) => (own === undefined ? undefined : MapPrototypeGet(own, key));
  const tell = (key) => {
    if (own === undefined && copy === undefined) tellOf(parties, key);
    own ??= new SafeMap();
  };
  const keep = (key, descriptor) => {
    tell(key);
    MapPrototypeSet(own, key, descriptor);
    return true;
  };
  const above = () => shown(ObjectGetPrototypeOf(value));
  /** What it has under a key, with accessors as they are. */
  const ownOf = (key) => {
    const mine = mineOf(key);
    return mine === undefined ? ReflectGetOwnPropertyDescriptor(value, key) : mine ?? undefined;
  };
  const copyList = (key) => {
    tell(key);
    copy = [];
    for (let i = 0; i < value.length; i++) copy[i] = shown(value[i]);
    return copy;
  };
  const standsForList = (key) => (copy ?? (ArrayIsArray(value) && isKept(value) ? copyList(key) : undefined));

  const setOwn = (key, item, receiver) => {
    const at = ownOf(key);
    if (at === undefined) {
      if (key === '__proto__') return false;
      if (hasSetter(value, key)) return mineOf(key) !== null && write(undefined, key, item, receiver);
      return keep(key, { value: item, writable: true, enumerable: true, configurable: true });
    }
    if (!('value' in at)) {
      if (mineOf(key) === undefined) return at.set !== undefined && write(undefined, key, item, receiver);
      if (at.set !== undefined) ReflectApply(at.set, receiver, [item]);
      return at.set !== undefined;
    }
    return at.writable !== false && keep(key, { value: item, writable: true, enumerable: at.enumerable, configurable: true });
  };

  traps.get = (target, key, receiver) => {
    if (copy !== undefined) return ReflectGet(copy, key);
    const mine = mineOf(key);
    if (mine === undefined) return read(target, key, receiver);
    if (mine === null) return readAbove(above(), key, receiver);
    return 'value' in mine ? mine.value : mine.get && ReflectApply(mine.get, receiver, []);
  };
  traps.set = (target, key, item, receiver) => {
    const isItself = View.of(receiver) === value;
    if (!isItself) return mineOf(key) === undefined ? write(target, key, item, receiver) : setBelow(mineOf(key), key, item, receiver);
    if (!isKept(value)) return key !== '__proto__' && write(target, key, item, receiver);
    const list = standsForList(key);
    return list === undefined ? setOwn(key, item, receiver) : ReflectSet(list, key, item);
  };
  traps.has = (target, key) => {
    if (copy !== undefined) return ReflectHas(copy, key);
    const mine = mineOf(key);
    if (mine === undefined) return isThere(target, key);
    const parent = mine === null ? above() : null;
    return mine !== null || (parent !== null && ReflectHas(parent, key));
  };
  traps.deleteProperty = (target, key) => {
    if (!isKept(value)) return remove(target, key);
    const list = standsForList(key);
    if (list !== undefined) return ReflectDeleteProperty(list, key);
    const at = ownOf(key);
    if (at === undefined) return true;
    return at.configurable !== false && keep(key, null);
  };
  traps.ownKeys = (target) => {
    if (copy !== undefined) return ReflectOwnKeys(copy);
    const keys = keysOf(target);
    if (own === undefined) return keys;
    const result = [];
    for (let i = 0; i < keys.length; i++) if (mineOf(keys[i]) === undefined) ArrayPrototypePush(result, keys[i]);
    MapPrototypeForEach(own, (descriptor, key) => { if (descriptor !== null) ArrayPrototypePush(result, key); });
    return result;
  };
  traps.getOwnPropertyDescriptor = (target, key) => {
    if (copy !== undefined) return open(ReflectGetOwnPropertyDescriptor(copy, key), key);
    const mine = mineOf(key);
    if (mine === undefined) return describe(target, key);
    return mine === null ? undefined : open({ ...mine }, undefined);
  };
  traps.defineProperty = (target, key, descriptor) => {
    if (!isKept(value)) return define(target, key, descriptor);
    const list = standsForList(key);
    if (list !== undefined) return ReflectDefineProperty(list, key, descriptor);
    const at = ownOf(key);
    return at?.configurable !== false && keep(key, merged(descriptor, at === undefined ? undefined : traps.getOwnPropertyDescriptor(target, key)));
  };
  return traps;
}

/** An empty target has no members that are fixed. */
function open(descriptor, key) {
  if (descriptor !== undefined && key !== 'length') descriptor.configurable = true;
  return descriptor;
}

function merged(descriptor, before) {
  const result = { enumerable: descriptor.enumerable ?? before?.enumerable ?? false, configurable: true };
  if ('get' in descriptor || 'set' in descriptor) return { ...result, get: descriptor.get, set: descriptor.set };
  if (before !== undefined && !('value' in before) && !('value' in descriptor || 'writable' in descriptor)) return { ...result, get: before.get, set: before.set };
  return { ...result, value: 'value' in descriptor ? descriptor.value : before?.value, writable: descriptor.writable ?? before?.writable ?? false };
}

const readAbove = (parent, key, receiver) => (parent === null ? undefined : ReflectGet(parent, key, receiver));

const NOTHING = { __proto__: null };

/** Does a class of a package's own have an accessor for it? Members of classes that everybody shares look like accessors and are none. */
function hasSetter(value, key) {
  for (let at = ObjectGetPrototypeOf(value); at !== null; at = ObjectGetPrototypeOf(at)) {
    at = View.of(at) ?? at;
    const own = ReflectGetOwnPropertyDescriptor(at, key);
    if (own !== undefined) return !('value' in own) && !isShared(at);
  }
  return false;
}

/** Setting what inherits from a view that has something of its own there. */
function setBelow(mine, key, item, receiver) {
  if (mine === null || 'value' in mine) return mine?.writable !== false && ReflectSet(NOTHING, key, item, receiver);
  if (mine.set !== undefined) ReflectApply(mine.set, receiver, [item]);
  return mine.set !== undefined;
}

/**
 * The methods of a Map or Set on exports: the first that changes it makes a copy, which counts from then on.
 * @param {(real: object, shown: Function, handed: Function) => object} methodsOf
 */
function keepingEntries(value, kind, parties, shown, handed, methodsOf) {
  const methods = methodsOf(value, kind, shown, handed);
  const same = (item) => item;
  const CHANGING = kind === MAP ? ['set', 'delete', 'clear'] : ['add', 'delete', 'clear'];
  let copy;
  let own;
  const result = {
    __proto__: null,
    get size() {
      if (copy === undefined) return undefined;
      return kind === MAP ? MapPrototypeSizeGet(copy) : SetPrototypeSizeGet(copy);
    },
  };
  const keys = ReflectOwnKeys(methods);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const isChanging = key === CHANGING[0] || key === CHANGING[1] || key === CHANGING[2];
    const holder = {
      method(...args) {
        if (own === undefined && isChanging && isKept(value)) {
          tellOf(parties, key);
          copy = copyOf(value, kind, shown);
          own = methodsOf(copy, kind, same, same);
        }
        return ReflectApply((own ?? methods)[key], this, args);
      },
    };
    result[key] = holder.method;
  }
  return result;
}

function copyOf(value, kind, shown) {
  const copy = kind === MAP ? new Map() : new Set();
  if (kind === MAP) MapPrototypeForEach(value, (item, key) => MapPrototypeSet(copy, shown(key), shown(item)));
  else SetPrototypeForEach(value, (item) => SetPrototypeAdd(copy, shown(item)));
  return copy;
}

module.exports = { isHung, isKept, keeping, keepingEntries, noteExports, notePrototypes, noteRead };
