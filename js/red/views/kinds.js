'use strict';
// What objects are, as far as somebody may have put nodes into them [R2]: those of the language, and those of packages' own classes.

const {
  ArrayBufferIsView, ArrayIsArray, ArrayPrototype, ArrayPrototypePush, ArrayPrototypeSymbolIterator, ErrorPrototype, ObjectGetPrototypeOf, ObjectPrototype, ObjectPrototypeIsPrototypeOf, ReflectGetOwnPropertyDescriptor, ReflectOwnKeys,
  Map, MapPrototypeForEach, MapPrototypeSizeGet, SafeWeakMap, SafeWeakSet, Set, SetPrototypeForEach, SetPrototypeSizeGet, WeakMap, WeakMapPrototypeGet, WeakMapPrototypeSet, WeakRef, WeakSet,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { CORE, NATIVE, NOBODYS, scriptOwner } = require('../../core/caller');
const { isShared } = require('../../core/harden');
const { lockBehind } = require('../../core/context-lock');
const { isNodePrototype } = require('../nodes/identity');
const { View } = require('./stand-ins');

/** What an object is: nothing that is looked into, or one of these. */
const LEAF = 0;
const PLAIN = 1;
const LIST = 2;
const MAP = 3;
const SET = 4;
const INSTANCE = 5;
/** It inherits from all nodes and is none that was made: a copy of one, or an instance of a subflow. */
const NODE = 6;
/** An error of the language, of Node.js or of core: it is what it is, but for what was hung on it. */
const ERROR = 7;

const constructorOf = (prototype) => ReflectGetOwnPropertyDescriptor(prototype, 'constructor')?.value;

/** Whose a class is, by the code of its constructor; less than a principal for what is nobody's. */
function ownerOfClass(prototype) {
  const constructor = constructorOf(prototype);
  return typeof constructor === 'function' ? scriptOwner(constructor) : NATIVE;
}

/**
 * Classes of the language and of Node.js whose objects hold what others put into them, and whose methods work on the object itself where a view stands
 * for it. What else Node.js makes has to be what it is: it goes into calls of Node's own.
 */
const lookedThrough = new SafeWeakSet();
const ITERATOR = ObjectGetPrototypeOf(ObjectGetPrototypeOf(ArrayPrototypeSymbolIterator([])));
const ASYNC_ITERATOR = ObjectGetPrototypeOf(ObjectGetPrototypeOf((async function* nothing() {}).prototype));

function noteLookedThrough() {
  const classes = [require('events'), Map, Set, WeakMap, WeakRef, WeakSet];
  for (let i = 0; i < classes.length; i++) lookedThrough.add(classes[i].prototype);
}

const isIterator = (prototype) => ObjectPrototypeIsPrototypeOf(ITERATOR, prototype) || ObjectPrototypeIsPrototypeOf(ASYNC_ITERATOR, prototype);

/** Prototype -> whose functions it has. */
const owners = new SafeWeakMap();

/**
 * Whose code an object of a class leads to, or a function on which something hangs.
 * @param {number} otherwise when nobody can tell
 * @returns {number} less than a principal when it is that of the language, as in other contexts
 */
function ownerOfCode(value, otherwise) {
  if (typeof value === 'function') return hasMembers(value) ? ownerOr(scriptOwner(value), otherwise) : NATIVE;
  const prototype = ObjectGetPrototypeOf(value);
  if (prototype === null || isShared(prototype)) return NATIVE;
  // A copy of what is seen through a view inherits from one.
  if (util.isProxy(prototype)) return View.of(prototype) === undefined ? NATIVE : View.ownerOf(prototype);
  let owner = WeakMapPrototypeGet(owners, prototype);
  if (owner === undefined) {
    owner = firstOwner(prototype);
    WeakMapPrototypeSet(owners, prototype, owner);
  }
  return ownerOr(owner, otherwise);
}

const ownerOr = (owner, otherwise) => (owner === NOBODYS ? otherwise : owner);

/** Does anything hang on a function but what every function has? */
function hasMembers(fn) {
  const keys = ReflectOwnKeys(fn);
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] === 'prototype') {
      const prototype = ReflectGetOwnPropertyDescriptor(fn, 'prototype').value;
      if (typeof prototype === 'object' && prototype !== null && !util.isProxy(prototype) && (ReflectOwnKeys(prototype).length > 1 || ObjectGetPrototypeOf(prototype) !== ObjectPrototype)) return true;
    } else if (USUAL[keys[i]] !== true) return true;
  }
  return false;
}
const USUAL = { __proto__: null, arguments: true, caller: true, length: true, name: true };

/** Does a class come from core? Its own functions say so; what has none that is known is a package's: modules of its own, code that it made, bound functions. */
const isOfCore = (prototype) => firstOwner(prototype) === CORE;

function firstOwner(prototype) {
  let answer = NATIVE;
  for (let at = prototype; at !== null && !util.isProxy(at) && !isShared(at); at = ObjectGetPrototypeOf(at)) {
    const owner = ownerOfClass(at);
    if (owner >= CORE) return owner;
    if (owner === NOBODYS) answer = NOBODYS;
    const keys = ReflectOwnKeys(at);
    for (let i = 0; i < keys.length; i++) {
      const { get, value = get } = ReflectGetOwnPropertyDescriptor(at, keys[i]);
      const whose = typeof value === 'function' && !util.isProxy(value) ? scriptOwner(value) : NATIVE;
      if (whose >= CORE) return whose;
      if (whose === NOBODYS) answer = NOBODYS;
    }
  }
  return answer;
}

/** Is it below a class of Node.js, whose objects go into calls of Node's own? Anybody can name functions of core as members of a class. */
function isBelowNodes(prototype) {
  for (let at = prototype; at !== null && at !== ObjectPrototype && !util.isProxy(at); at = ObjectGetPrototypeOf(at)) if (isShared(at) && !lookedThrough.has(at)) return true;
  return false;
}

/** Is this the prototype of a class that is neither of the language, of Node.js nor of core? */
function isPrototype(value) {
  const constructor = constructorOf(value);
  return typeof constructor === 'function' && !isShared(constructor) && scriptOwner(constructor) !== CORE;
}

/** Classes of the language and of Node.js are everybody's; their methods work on what is behind a view, also the older ones, which have a `prototype` as classes do. */
function isSharedClass(fn) {
  if (!isShared(fn)) return false;
  const prototype = ReflectGetOwnPropertyDescriptor(fn, 'prototype')?.value;
  return typeof prototype === 'object' && prototype !== null && (ReflectOwnKeys(prototype).length > 1 || ObjectGetPrototypeOf(prototype) !== ObjectPrototype);
}

/** Prototype -> kind of what has it. */
const kinds = new SafeWeakMap();

function findKind(prototype) {
  // What a package gets of a function node's leads to what the operator's code works with.
  lockBehind(prototype);
  if (isNodePrototype(prototype)) return NODE;
  if (lookedThrough.has(prototype) || isIterator(prototype)) return INSTANCE;
  const leaf = prototype === ErrorPrototype || ObjectPrototypeIsPrototypeOf(ErrorPrototype, prototype) ? ERROR : LEAF;
  if (isShared(prototype)) return leaf;
  // Object.prototype of another context: function nodes run in one.
  if (ObjectGetPrototypeOf(prototype) === null) return PLAIN;
  return isOfCore(prototype) && isBelowNodes(prototype) ? leaf : INSTANCE;
}

/** Objects that the language and Node.js know by what is inside, which no view has. */
const isOpaque = (value) => ArrayBufferIsView(value) || util.isAnyArrayBuffer(value) || util.isDate(value) || util.isRegExp(value) || util.isPromise(value) || util.isBoxedPrimitive(value);

/** What lists of another context inherit. */
const lists = new SafeWeakSet();

function noteList(prototype) {
  if (lists.has(prototype) || util.isProxy(prototype)) return;
  lockBehind(prototype);
  if (ArrayIsArray(prototype)) lists.add(prototype);
}

/** Do objects and lists with this prototype say no more than those of the language? Those of another context, once they were looked at. */
const isUsual = (prototype) => prototype !== null && (WeakMapPrototypeGet(kinds, prototype) === PLAIN || lists.has(prototype));

/** What kind of container an object is that is no Proxy. */
function kindOf(value) {
  const prototype = ObjectGetPrototypeOf(value);
  if (ArrayIsArray(value)) {
    if (prototype !== ArrayPrototype && prototype !== null) noteList(prototype);
    return LIST;
  }
  if (prototype === ObjectPrototype || prototype === null) return PLAIN;
  if (!util.isProxy(prototype)) {
    let kind = WeakMapPrototypeGet(kinds, prototype);
    if (kind === undefined) {
      kind = findKind(prototype);
      WeakMapPrototypeSet(kinds, prototype, kind);
    }
    if (kind !== INSTANCE) return kind;
  }
  if (util.isMap(value)) return MAP;
  if (util.isSet(value)) return SET;
  return isOpaque(value) ? LEAF : INSTANCE;
}

/** The same of anything: a Proxy of somebody's making is what its traps show, and what objects of a package's class inherit is looked into as they are. */
function kindFor(value) {
  if (typeof value === 'function') return LEAF;
  if (util.isProxy(value)) return ArrayIsArray(value) ? LIST : INSTANCE;
  const kind = kindOf(value);
  return (kind === LEAF || kind === ERROR) && isPrototype(value) ? INSTANCE : kind;
}

/** How many values are looked at in one object and what hangs on it. */
const MOST = 200;

/** Has an error something of somebody's with it? */
function holdsObjects(error) {
  const keys = ReflectOwnKeys(error);
  for (let i = 0; i < keys.length; i++) {
    const { value } = ReflectGetOwnPropertyDescriptor(error, keys[i]);
    if (typeof value === 'object' && value !== null) return true;
  }
  return false;
}

/** How many values are looked at for that. */
const MOST_FOR_CODE = 5_000;

/**
 * May a node come out of what goes into a call, or comes out of one: by a function or an accessor, an object of a class, a promise, at whatever depth? Where there is more than is looked at it may.
 * @param {any} root
 * @param {number} kind of it
 */
function isLively(root, kind) {
  if (kind === LEAF) return false;
  const seen = new SafeWeakSet();
  const found = [];
  let left = MOST_FOR_CODE;
  /** Does this lead to code, or is it one too many? What is data is looked into later. */
  const note = (value) => {
    if (left-- <= 0 || typeof value === 'function') return true;
    if (typeof value !== 'object' || value === null || seen.has(value)) return false;
    if (util.isProxy(value) || util.isPromise(value)) return true;
    seen.add(value);
    const held = kindOf(value);
    if (held === INSTANCE || held === NODE || !isOfLanguage(value, held)) return true;
    if (held !== LEAF) ArrayPrototypePush(found, value);
    return false;
  };
  if (note(root)) return true;
  for (let i = 0; i < found.length; i++) if (sizeOf(found[i]) > left || eachEntry(found[i], note) || eachMember(found[i], note)) return true;
  return false;
}

function sizeOf(object) {
  if (ArrayIsArray(object)) return object.length;
  if (util.isMap(object)) return MapPrototypeSizeGet(object);
  return util.isSet(object) ? SetPrototypeSizeGet(object) : 0;
}

/** Is something of that kind in a Map or a Set? */
function eachEntry(object, isOne) {
  let answer = false;
  const look = (value, key) => { answer ||= isOne(value) || isOne(key); };
  if (util.isMap(object)) MapPrototypeForEach(object, look);
  else if (util.isSet(object)) SetPrototypeForEach(object, look);
  return answer;
}

/** Lists, Maps and Sets of classes have the methods of those. */
function isOfLanguage(value, kind) {
  const prototype = ObjectGetPrototypeOf(value);
  if (kind === LIST) return prototype === ArrayPrototype || isUsual(prototype);
  return (kind !== MAP && kind !== SET) || isShared(prototype);
}

/** Is one of an object's own members an accessor, or something of that kind? */
function eachMember(object, isOne) {
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    // To look at the stack of an error is to have its text made.
    if (keys[i] === 'stack' && util.isNativeError(object)) continue;
    const { get, set, value = get ?? set } = ReflectGetOwnPropertyDescriptor(object, keys[i]);
    if (isOne(value)) return true;
  }
  return false;
}

function configure() {
  noteLookedThrough();
}

module.exports = { ERROR, INSTANCE, LEAF, LIST, MAP, MOST, NODE, PLAIN, SET, configure, holdsObjects, isLively, isOfLanguage, isPrototype, isSharedClass, isUsual, kindFor, kindOf, ownerOfClass, ownerOfCode, scriptOwner };
