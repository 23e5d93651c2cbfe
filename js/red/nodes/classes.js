'use strict';
// The classes of node types [R4].

const { ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPrototype, ReflectOwnKeys } = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { CORE, scriptOwner } = require('../../core/caller');
const { isShared } = require('../../core/harden');

/** Of core, of Sentinel, or of no script at all, as the classes of the language are. */
const isNobodys = (owner) => owner <= CORE;

/**
 * Is a class among those of a node type somebody else's? `registerType` puts Node.prototype below the last of them, which would
 * change a class of the language or of Node for everyone.
 */
function extendsForeign(prototype) {
  if (typeof prototype !== 'object' || prototype === null) return true;
  for (let at = prototype; at !== null && at !== ObjectPrototype; at = ObjectGetPrototypeOf(at)) {
    if (typeof at === 'function' || util.isProxy(at)) return true;
    const isLast = ObjectGetPrototypeOf(at) === ObjectPrototype || ObjectGetPrototypeOf(at) === null;
    if (isLast && (isShared(at) || holdsNobodys(at) || namesAnother(at))) return true;
  }
  return false;
}

/** Are there functions in this object that are nobody's: its constructor, or members that were fixed, as those of builtin modules are? */
function holdsNobodys(object) {
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const { configurable, get, value = get } = ObjectGetOwnPropertyDescriptor(object, keys[i]);
    if ((keys[i] === 'constructor' || !configurable) && typeof value === 'function' && isNobodys(scriptOwner(value))) return true;
  }
  return false;
}

/** Does a prototype name as its class what is not? That is what `registerType` asks it for, and changes. */
function namesAnother(prototype) {
  const own = ObjectGetOwnPropertyDescriptor(prototype, 'constructor');
  if (own === undefined) return false;
  const { value } = own;
  return typeof value !== 'function' || util.isProxy(value) || ObjectGetOwnPropertyDescriptor(value, 'prototype')?.value !== prototype;
}

module.exports = { extendsForeign };
