'use strict';
// The classes of node types [R4].

const { ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPrototype, ReflectOwnKeys } = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { CORE, isOfString, scriptOwner } = require('../../core/caller');
const { isShared } = require('../../core/harden');
const { isOfAllNodes } = require('./identity');

/** Of core, of Sentinel, or of no script at all, as the classes of the language are. What a package has compiled from a text (bundles for development are made so) is not. */
const isNobodys = (fn) => scriptOwner(fn) <= CORE && !isOfString(fn);

/**
 * Is a class among those of a node type somebody else's? `registerType` puts Node.prototype below the last of them, which would
 * change a class of the language or of Node for everyone. Where Node.prototype is there already, because a type extends one that the package has registered before, it changes nothing.
 */
function extendsForeign(prototype) {
  if (typeof prototype !== 'object' || prototype === null || isOfAllNodes(prototype)) return true;
  let hasCores = false;
  for (let at = prototype; at !== null && at !== ObjectPrototype; at = ObjectGetPrototypeOf(at)) {
    if (isOfAllNodes(at)) return hasCores;
    if (typeof at === 'function' || util.isProxy(at)) return true;
    hasCores ||= isOfCores(at);
    const isLast = ObjectGetPrototypeOf(at) === ObjectPrototype || ObjectGetPrototypeOf(at) === null;
    if (isLast && (isShared(at) || holdsNobodys(at) || (at !== prototype && namesAnother(at)))) return true;
  }
  return false;
}

/** Is it the class of one of core's types? */
function isOfCores(prototype) {
  const fn = ObjectGetOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof fn === 'function' && scriptOwner(fn) === CORE;
}

/** Are there functions in this object that are nobody's: its constructor, or members that were fixed, as those of builtin modules are? */
function holdsNobodys(object) {
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const { configurable, get, value = get } = ObjectGetOwnPropertyDescriptor(object, keys[i]);
    if ((keys[i] === 'constructor' || !configurable) && typeof value === 'function' && isNobodys(value)) return true;
  }
  return false;
}

/** Does a prototype name as its class what is not? That is what `registerType` asks it for, and changes, where a class of a type extends another one. */
function namesAnother(prototype) {
  const own = ObjectGetOwnPropertyDescriptor(prototype, 'constructor');
  if (own === undefined) return false;
  const { value } = own;
  return typeof value !== 'function' || util.isProxy(value) || ObjectGetOwnPropertyDescriptor(value, 'prototype')?.value !== prototype;
}

module.exports = { extendsForeign };
