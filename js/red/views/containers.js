'use strict';
// Objects that may hold nodes of others: those of the language and of packages' own classes. Whose such an object is, as far as it passed
// a context, and whether there is a node of somebody else in it.

const {
  ArrayIsArray, ArrayPrototype, ArrayPrototypePush, MapPrototypeForEach, MapPrototypeSizeGet, ObjectGetPrototypeOf, ObjectPrototype, ReflectApply, ReflectGetOwnPropertyDescriptor, ReflectOwnKeys,
  SafeWeakSet, SetPrototypeForEach, SetPrototypeSizeGet,
} = require('../../boot/primordials');
const { util, vm } = require('../../boot/builtins');
const { FUNCTION_NODE, UNKNOWN } = require('../../core/caller');
const { makeNote } = require('../../core/given');
const { isShared } = require('../../core/harden');
const { isOverflow } = require('../../core/overflow');
const { noteGiven } = require('../http/upgrading');
const { recordOf } = require('../nodes/identity');
const kinds = require('./kinds');
const { NodeStand, View } = require('./stand-ins');

const { ERROR, INSTANCE, LEAF, LIST, MAP, MOST, NODE, PLAIN, SET, kindOf, ownerOfClass, ownerOfCode } = kinds;

/** The same of what lies nearest: a sender of a message could put as much before what others will add to it. */
const MOST_AT_ONCE = 5_000;

let native;
let readers;

/** Whose something of kind NODE is: of the package whose node or class it comes from. */
function ownerOfCopy(value) {
  for (let at = value; at !== null && !util.isProxy(at); at = ObjectGetPrototypeOf(at)) {
    const record = recordOf(at);
    if (record !== undefined) return record.principal;
    const owner = ownerOfClass(at);
    if (owner > UNKNOWN) return owner;
  }
  return UNKNOWN;
}

/** Whose an object is that was left in a context. */
const claims = makeNote();

function noteClaim(object, owner) {
  if (claims.of(object) !== undefined) return;
  try {
    claims.put(object, owner);
  } catch (error) {
    if (isOverflow(error)) throw error;
    // An object that takes nothing new takes no node either.
  }
}

/** The first who leaves something in a context, or finds it there, has it: what is found is core's. */
function claim(principal, value) {
  if (typeof value === 'function') noteClaim(value, principal);
  if (typeof value !== 'object' || value === null) return;
  if (util.isProxy(value)) {
    // What stands for something of somebody else is his.
    if (View.of(value) === undefined && NodeStand.of(value) === undefined && recordOf(value) === undefined) noteClaim(value, principal);
    return;
  }
  const kind = kindOf(value);
  if ((kind !== LEAF || util.isPromise(value)) && kind !== NODE && (kind <= SET || recordOf(value) === undefined)) noteClaim(value, principal);
}

/**
 * Reading what is in an object may run code that lies in it: accessors. It runs as nobody's, who may do nothing. `isFree`: there are only objects of the
 * language in it, few and not deep, as in most messages; `gather` collects the objects in one; `textOf` is what the log says of an error.
 */
const READERS = `(function (isArray, isProxy, isKnown, getPrototypeOf, usual, usualList, isUsual) {
  'use strict';
  const DEEPEST = 3;
  let left = 0;
  function isFree(object, depth) {
    if (isProxy(object)) return false;
    const prototype = getPrototypeOf(object);
    if (isArray(object)) {
      if (prototype !== usualList && !isUsual(prototype)) return false;
      const { length } = object;
      if (length > left) return false;
      for (let i = 0; i < length; i++) {
        left--;
        const value = object[i];
        if (typeof value === 'object' ? value !== null && (depth === 0 || !isFree(value, depth - 1)) : typeof value === 'function') return false;
      }
      return true;
    }
    if (prototype !== usual && !isUsual(prototype)) return false;
    if (depth < DEEPEST && isKnown(object)) return true;
    for (const key in object) {
      if (left-- === 0) return false;
      const value = object[key];
      if (typeof value === 'object' ? value !== null && (depth === 0 || !isFree(value, depth - 1)) : typeof value === 'function') return false;
    }
    return true;
  }
  function gather(object, found, most) {
    let rest = most;
    if (isArray(object)) {
      const { length } = object;
      for (let i = 0; i < length; i++) {
        const value = object[i];
        if (typeof value === 'object' ? value !== null : typeof value === 'function') found[found.length] = value;
        if (--rest === 0) return 0;
      }
      return rest;
    }
    for (const key in object) {
      const value = object[key];
      if (typeof value === 'object' ? value !== null : typeof value === 'function') found[found.length] = value;
      if (--rest === 0) return 0;
    }
    return rest;
  }
  return {
    __proto__: null,
    gather,
    textOf: (error) => '' + (error?.stack ?? error),
    isFree(object) {
      left = 64;
      return isFree(object, DEEPEST);
    },
  };
})`;

function makeReaders() {
  const { Script } = vm;
  const make = ReflectApply(Script.prototype.runInThisContext, new Script(READERS, { filename: 'sentinel:nobody' }), []);
  native.bindScript(make, UNKNOWN);
  return make(ArrayIsArray, util.isProxy, isKnownLarge, ObjectGetPrototypeOf, ObjectPrototype, ArrayPrototype, kinds.isUsual);
}

/** Are there certainly no nodes in this object? */
function isFree(object) {
  readers ??= makeReaders();
  try {
    return readers.isFree(object);
  } catch {
    return false;
  }
}

/** What the log says of something that a package threw. */
function textOf(error) {
  readers ??= makeReaders();
  try {
    return readers.textOf(error);
  } catch {
    return 'an error that cannot be shown';
  }
}

const isLookedAt = (value) => (typeof value === 'object' ? value !== null : typeof value === 'function');

/** The same, of all that is in it or in what it inherits of its maker's, and runs nothing. */
function gatherCarefully(object, found, most) {
  let left = most;
  for (let at = object; at !== null && !util.isProxy(at) && !isShared(at); at = ObjectGetPrototypeOf(at)) {
    const keys = ReflectOwnKeys(at);
    for (let i = 0; i < keys.length; i++) {
      // To look at the stack of an error is to have its text made.
      const value = keys[i] === 'stack' && util.isNativeError(at) ? undefined : ReflectGetOwnPropertyDescriptor(at, keys[i])?.value;
      if (isLookedAt(value)) ArrayPrototypePush(found, value);
      if (--left === 0) return 0;
    }
  }
  return left;
}

/** The same of a Map or a Set. */
function gatherEntries(object, kind, found, most) {
  let left = most;
  const note = (value) => {
    if (left-- > 0 && isLookedAt(value)) ArrayPrototypePush(found, value);
  };
  if (kind === SET) SetPrototypeForEach(object, note);
  else MapPrototypeForEach(object, (value, key) => { note(value); note(key); });
  return left > 0 ? left : 0;
}

function lookInto(object, kind, found, most, isCareful) {
  let left = most;
  if (kind === MAP || kind === SET) left = gatherEntries(object, kind, found, left);
  // What an error says of itself no loop sees.
  const isError = kind === ERROR || (kind === INSTANCE && util.isNativeError(object));
  if (isCareful || isError) return left === 0 ? 0 : gatherCarefully(object, found, left);
  if (kind === MAP || kind === SET) return left;
  const before = found.length;
  try {
    readers ??= makeReaders();
    return readers.gather(object, found, left);
  } catch {
    found.length = before;
    return gatherCarefully(object, found, left);
  }
}

/** What is large is looked into once, as far as that goes, and not again. */
const large = new SafeWeakSet();
let isAnyLarge = false;
const isKnownLarge = (object) => isAnyLarge && large.has(object);

function noteLarge(object) {
  large.add(object);
  isAnyLarge = true;
}

function isLarge(object, kind) {
  if (kind === MAP) return MapPrototypeSizeGet(object) > MOST;
  return kind === SET ? SetPrototypeSizeGet(object) > MOST : isKnownLarge(object);
}

/** Is this object a node, or what stands for one? */
const isNodeLike = (value) => recordOf(value) !== undefined || NodeStand.of(value) !== undefined || (!util.isProxy(value) && kindOf(value) === NODE);

/**
 * Is this a node, or what stands for something to somebody, and not `principal`'s own? Undefined when it is neither and can be looked into.
 * Looking for private fields costs more than asking for the prototype: objects and lists of the language have none of those.
 * @param {number} [from] who sends it, where code of others counts as well that objects of classes and functions lead to
 */
function isForeign(principal, value, from) {
  if (util.isProxy(value)) {
    const record = recordOf(value);
    if (record !== undefined) return record.principal !== principal;
    if (View.of(value) !== undefined) return View.madeFor(value) !== principal;
    // Of another Proxy nobody knows what it is.
    return NodeStand.of(value) !== undefined && NodeStand.madeFor(value) !== principal;
  }
  const kind = kindOf(value);
  if (kind === PLAIN || (kind === LIST && kinds.isOfLanguage(value, LIST))) return undefined;
  if (kind === LEAF) noteGiven(value);
  const record = recordOf(value);
  if (record !== undefined) return record.principal !== principal;
  if (View.of(value) !== undefined) return View.madeFor(value) !== principal;
  if (kind === NODE) return ownerOfCopy(value) !== principal;
  return from !== undefined && isCodeOfAnother(principal, value, from) ? true : undefined;
}

/** Does this lead to code of another package, which whoever has it could change? */
function isCodeOfAnother(principal, value, from) {
  const prototype = ObjectGetPrototypeOf(value);
  if (View.of(prototype) !== undefined && View.madeFor(prototype) === principal) return false;
  const owner = ownerOfCode(value, from);
  return owner > FUNCTION_NODE && owner !== principal;
}

/**
 * Is there a node in this object that is not `principal`'s own, or something that stands for one to somebody else? The nearest values are looked at
 * first, and no more than so many.
 * @param {object} root a container
 * @param {boolean} isCareful nothing in it may be run, and what is hidden from loops counts as well
 * @param {number} [from] see isForeign
 */
function carries(principal, root, isCareful, from) {
  const first = kindOf(root);
  if (first !== PLAIN && isLarge(root, first)) return false;
  const found = [];
  const most = first === PLAIN ? MOST_AT_ONCE : MOST;
  const rest = lookInto(root, first, found, most, isCareful);
  if (rest === 0 && first !== PLAIN) noteLarge(root);
  let left = rest > most - MOST ? rest - most + MOST : 0;
  for (let i = 0; i < found.length; i++) {
    const value = found[i];
    const verdict = isForeign(principal, value, from);
    if (verdict === true) return true;
    if (verdict === false || left === 0) continue;
    const kind = kindOf(value);
    if (kind === LEAF || isLarge(value, kind)) continue;
    const before = left;
    left = lookInto(value, kind, found, left, isCareful);
    if (left === 0 && before > MOST / 2) noteLarge(value);
  }
  return false;
}

function configure(api) {
  native = api;
  kinds.configure();
}

const ownerOf = claims.of;

module.exports = { carries, claim, configure, isCodeOfAnother, isFree, isForeign, isNodeLike, ownerOf, ownerOfCopy, textOf };
