'use strict';
// Functions of the language and of Node.js that come through a view. They are nobody's: what they do, who calls them does, with views where there are views. Only on an object
// that inherits one as its method they work as on the object itself: they look for what no view has (the entries of a Map, the listeners of an emitter).

const {
  ArrayPrototype, FunctionPrototype, FunctionPrototypeToString, ObjectGetPrototypeOf, ObjectPrototype, ObjectPrototypeIsPrototypeOf, ReflectGet, ReflectGetOwnPropertyDescriptor, SafeWeakMap, StringPrototypeStartsWith,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { isShared } = require('../../core/harden');
const { LEAF, LIST, MAP, PLAIN, SET, isPrototype, scriptOwner } = require('./kinds');

const NO_SCRIPT = -1;
/** The text of what has no name in itself: what is bound, a Proxy, and functions that the language makes for somebody (`resolve`). */
const NAMELESS = 'function () {';

/** Is this a function that everybody has? Of those without a script the language's have no `prototype`; what an addon makes has one, and is its package's. */
function isNobodys(fn) {
  if (isShared(fn)) return true;
  return scriptOwner(fn) === NO_SCRIPT && ReflectGetOwnPropertyDescriptor(fn, 'prototype') === undefined && !StringPrototypeStartsWith(FunctionPrototypeToString(fn), NAMELESS);
}

/** Function -> the prototype that has it. */
const homes = new SafeWeakMap();
/** What these have works on any object, through its view, too. */
const isGeneral = (prototype) => prototype === ObjectPrototype || prototype === FunctionPrototype || prototype === ArrayPrototype;

/** A function that somebody reads on an object that inherits it. */
function noteMethod(value, key, fn) {
  if (homes.has(fn)) return;
  for (let at = value; at !== null && !util.isProxy(at); at = ObjectGetPrototypeOf(at)) {
    if (ReflectGetOwnPropertyDescriptor(at, key) === undefined) continue;
    if (at !== value && !isGeneral(at)) homes.set(fn, at);
    return;
  }
}

/** Is this a method of the object itself, which is no class and no prototype of one? */
function isMethodOf(value, fn) {
  if (typeof value === 'function') return isTextOf(fn);
  const home = homes.get(fn);
  return home !== undefined && !util.isProxy(value) && !isPrototype(value) && ObjectPrototypeIsPrototypeOf(home, value);
}

/** What is asked of a function is its own text: some send it to browsers. */
const isTextOf = (fn) => fn === FunctionPrototype.toString;

/** Prototypes of the language whose methods work through a view; those of packages and other classes work on the object itself: they may look for private fields. */
const workingThrough = { __proto__: null, [PLAIN]: [ObjectPrototype], [LIST]: [ArrayPrototype, ObjectPrototype], [LEAF]: [FunctionPrototype, ObjectPrototype], [MAP]: [ObjectPrototype], [SET]: [ObjectPrototype] };

function worksThrough(kind, value, key, item) {
  if (typeof item !== 'function' || ReflectGetOwnPropertyDescriptor(value, key) !== undefined) return false;
  if (key === 'constructor') return isShared(item);
  const prototypes = workingThrough[kind];
  if (prototypes === undefined || (typeof value === 'function' && isTextOf(item))) return false;
  for (let i = 0; i < prototypes.length; i++) if (ReflectGet(prototypes[i], key) === item) return true;
  return false;
}

module.exports = { isMethodOf, isNobodys, noteMethod, worksThrough };
