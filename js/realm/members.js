'use strict';
// How the members of the language's own objects are locked; intrinsics.js says which, by table.js.

const {
  MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectSeal, ReflectOwnKeys, SafeMap, String, accessorDescriptor, dataDescriptor,
} = require('../boot/primordials');
const { accessorsOf, closeAccessor, closeFunction, isClass, isShared, keepCalls, lockMember, makeFast } = require('../core/harden');
const { isPinned, pin } = require('../core/pin');
const { divideFunction } = require('./additions');
const table = require('./table');

const CONSTANT = { __proto__: null, writable: false, configurable: false };
const FIXED = { __proto__: null, configurable: false };

const has = (list, item) => {
  if (list === undefined) return false;
  for (let i = 0; i < list.length; i++) if (list[i] === item) return true;
  return false;
};

/** Makes a member a constant. */
function pinConstant(object, key, value) {
  if (!pin(object, key, value, false)) ObjectDefineProperty(object, key, dataDescriptor(value, false, false, false));
}

/** Makes a member one that objects inheriting it can be given, and that stays what it is here. */
function pinAssignable(object, key, value, label) {
  if (!pin(object, key, value, true)) lockMember(object, key, value, false, label);
}

/** A function that everyone takes out and calls: what is hung on it is its package's. */
function keep(value, label) {
  if (typeof value !== 'function') return;
  keepCalls(value);
  divideFunction(value, label);
}

function closeMember(value, isLanguage, label) {
  if (isLanguage) keep(value, label);
  else if (typeof value === 'function' && !isShared(value) && !isClass(value)) closeFunction(value);
}

/**
 * @param {object} object
 * @param {string} label how it is written
 * @param {{name: string, isOpen: boolean, assignable: string[]|'all'|undefined, constant?: PropertyKey[], harmless?: string[], watched?: PropertyKey[]}} how
 */
function lockMembers(object, label, { name, isOpen, assignable, constant, harmless, watched }) {
  const isLanguage = has(table.language, name);
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (key === 'prototype' || (typeof key === 'string' && table.settings[key] !== undefined)) continue;
    if (has(harmless, key)) continue;
    const descriptor = ObjectGetOwnPropertyDescriptor(object, key);
    const { configurable, value } = descriptor;
    if (!('value' in descriptor)) closeAccessor(descriptor);
    else if (key !== 'constructor') closeMember(value, isLanguage, `${label}.${String(key)}`);
    if (!configurable) continue;
    const isAssignable = descriptor.writable === true && (assignable === table.ALL || has(assignable, key)) && !has(constant, key);
    if (has(watched, key)) (isAssignable ? pinAssignable : pinConstant)(object, key, value, label);
    else if (isAssignable) lockMember(object, key, value, descriptor.enumerable, label);
    else if (isOpen) ObjectDefineProperty(object, key, 'value' in descriptor ? CONSTANT : FIXED);
  }
}

/** Freezes an object whose elements must not be frozen. */
function sealConstant(object) {
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const { configurable, value, writable } = ObjectGetOwnPropertyDescriptor(object, keys[i]);
    if (writable !== true) continue;
    if (configurable) pinConstant(object, keys[i], value);
    else if (!isPinned(object, keys[i])) ObjectDefineProperty(object, keys[i], CONSTANT);
  }
  // In its slow form it would get slow elements with the seal, and everyone's lists would grow slowly.
  makeFast(object);
  ObjectSeal(object);
}

/** Freezes an object, except what is pinned: nobody could assign that to what inherits it any more. */
function freezeRest(object) {
  if (!isPinned(object, 'constructor')) return void ObjectFreeze(object);
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] !== 'constructor' && ObjectGetOwnPropertyDescriptor(object, keys[i]).writable === true) ObjectDefineProperty(object, keys[i], CONSTANT);
  }
  ObjectSeal(object);
}

/** Accessors for members that many objects get: value -> key -> accessors. */
const reserved = new SafeMap();

function reservedAccessors(key, value) {
  const keys = MapPrototypeGet(reserved, value) ?? { __proto__: null };
  MapPrototypeSet(reserved, value, keys);
  keys[key] ??= accessorsOf(key, value, 'a shared prototype');
  return keys[key];
}

/** Puts what `object` inherits on itself, so that nobody else can put something in between. */
function reserve(object, keys, isAssignable) {
  for (let i = 0; i < keys.length; i++) {
    if (ObjectGetOwnPropertyDescriptor(object, keys[i]) !== undefined) continue;
    const value = object[keys[i]];
    if (isAssignable) {
      const { get, set } = reservedAccessors(keys[i], value);
      ObjectDefineProperty(object, keys[i], accessorDescriptor(get, set, false, false));
    } else {
      pinConstant(object, keys[i], value);
    }
  }
}

module.exports = { freezeRest, has, keep, lockMembers, pinConstant, reserve, sealConstant };
