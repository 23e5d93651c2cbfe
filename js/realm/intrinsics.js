'use strict';
// Locks the language's own objects before the first package runs [G3]: what everyone shares cannot be changed to
// anyone's harm. See table.js for what stays assignable and open, and docs/decisions/0010 for what it costs.

const {
  Array, ArrayPrototypePush, AsyncFunction, AsyncGeneratorFunction, Buffer, Error, Function, GeneratorFunction, Intl, Map, MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor,
  ObjectGetPrototypeOf, ObjectHasOwn, ObjectPrototype, ObjectSeal, ReflectApply, ReflectConstruct, ReflectOwnKeys, RegExpStringIteratorPrototype, SafeMap, SafeSet, Set, String, SymbolAsyncIterator, SymbolIterator,
  TypedArrayPrototype, Uint8Array, accessorDescriptor, dataDescriptor, globalThis,
} = require('../boot/primordials');
const { conceal } = require('../core/conceal');
const { accessorsOf, closeAccessor, closeConstructor, closeFunction, isClass, isShared, keepCalls, leaveOpen, lockMember, makeFast, share } = require('../core/harden');
const { isPinned, pin } = require('../core/pin');
const { divide } = require('./additions');
const { freezeGrowing } = require('./grown');
const { lockSingle } = require('./parts');
const { givePersonal } = require('./personal');
const table = require('./table');

const CONSTANT = { __proto__: null, writable: false, configurable: false };
const FIXED = { __proto__: null, configurable: false };

const has = (list, item) => {
  if (list === undefined) return false;
  for (let i = 0; i < list.length; i++) if (list[i] === item) return true;
  return false;
};

const isObject = (value) => (typeof value === 'object' || typeof value === 'function') && value !== null;

/** Makes a member a constant. */
function pinConstant(object, key, value) {
  if (!pin(object, key, value, false)) ObjectDefineProperty(object, key, dataDescriptor(value, false, false, false));
}

/** Makes a member one that objects inheriting it can be given, and that stays what it is here. */
function pinAssignable(object, key, value, label) {
  if (!pin(object, key, value, true)) lockMember(object, key, value, false, label);
}

/** Objects that are done, or begun. */
const done = new SafeSet();
/** Those that a call began which has not come to its end. The stack can end in the middle of one, and a script be stopped (`vm`). */
let begun = [];

function begin(object) {
  ArrayPrototypePush(begun, object);
  done.add(object);
}

/** Locks something whole: what an earlier call left half done, it does again. */
function whole(lock) {
  for (let i = 0; i < begun.length; i++) done.delete(begun[i]);
  lock();
  begun = [];
}

function closeMember(value, isLanguage) {
  if (isLanguage) keepCalls(value);
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
    else if (key !== 'constructor') closeMember(value, isLanguage);
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

function lockPrototype(prototype, name) {
  if (!isObject(prototype) || done.has(prototype)) return;
  begin(prototype);
  share(prototype);
  const isOpen = has(table.open.prototypes, name);
  const label = `${name}.prototype`;
  lockMembers(prototype, label, { name, isOpen, assignable: table.assignable[name] ?? (has(table.engines, name) ? table.usual : table.ALL), constant: table.constant[name], harmless: table.harmless[name], watched: table.watched[name] });
  if (isOpen && !has(table.fielded, name)) leaveOpen(prototype);
  if (isOpen) {
    reserve(prototype, table.inherited.constants, false);
    reserve(prototype, table.inherited.assignable, true);
    reserve(prototype, table.asked[name] ?? table.askedOfAll, true);
    if (has(table.personal, name) || (has(table.divided, name) && !divide(prototype))) givePersonal(prototype, 'toJSON');
    if (table.askedOfPrimitives[name] !== undefined) reserve(prototype, table.askedOfPrimitives[name], false);
  } else if (has(table.withElements, name)) {
    sealConstant(prototype);
  } else {
    freezeRest(prototype);
  }
  makeFast(prototype);
}

/** A constructor with its prototype. */
function lockClass(constructor, name) {
  if (done.has(constructor)) return;
  begin(constructor);
  share(constructor);
  leaveOpen(constructor);
  const { prototype } = constructor;
  const isOpen = has(table.open.constructors, name) && typeof constructor === 'function';
  const isGrown = has(table.grown, name);
  lockMembers(constructor, name, { name, isOpen, assignable: table.polyfilled[name] });
  if (isOpen || isGrown) {
    closeConstructor(constructor);
    reserve(constructor, table.inherited.constants, false);
    reserve(constructor, table.inherited.assignable, true);
  }
  if (isGrown) freezeGrowing(constructor, name);
  else if (!isOpen) ObjectFreeze(constructor);
  if (typeof constructor === 'function') makeFast(constructor);
  lockPrototype(prototype, name);
}

/** `Math` and its like, with the classes in them (`Intl.NumberFormat`). */
function lockNamespace(object, name) {
  if (done.has(object)) return;
  begin(object);
  share(object);
  leaveOpen(object);
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const value = ObjectGetOwnPropertyDescriptor(object, keys[i])?.value;
    if (typeof value === 'function' && isObject(value.prototype)) lockClass(value, `${name}.${String(keys[i])}`);
    else if (typeof value === 'object' && isObject(value)) lockNamespace(value, `${name}.${String(keys[i])}`); // Temporal.Now
  }
  const isOpen = has(table.open.namespaces, name);
  lockMembers(object, name, { name, isOpen, assignable: table.polyfilled[name] });
  if (!isOpen) ObjectFreeze(object);
  if (has(table.language, name)) makeFast(object);
}

/**
 * Locks what a global name stands for.
 * @param {string} name
 * @param {any} value
 */
function lockGlobal(name, value) {
  if (isObject(value) && value !== globalThis) whole(() => lockNamed(name, value));
}

function lockNamed(name, value) {
  if (has(table.single, name)) lockSingle(value);
  else if (typeof value !== 'function') {
    if (has(table.namespaces, name)) lockNamespace(value, name);
  } else if (isObject(value.prototype) || name === 'Proxy') {
    lockClass(value, name);
    if (name === 'Headers' || name === 'FormData' || name === 'URLSearchParams') lockPrototype(ObjectGetPrototypeOf(ReflectApply(value.prototype.entries, ReflectConstruct(value, []), [])), `${name}Iterator`);
  } else keepCalls(value);
}

/**
 * The rules by which texts are taken apart cost milliseconds and megabytes to load, so the prototypes of what
 * `Intl.Segmenter` gives are locked with the first of it: there is no other way to them.
 */
function lockSegments() {
  const { prototype } = Intl.Segmenter;
  const { value: original } = ObjectGetOwnPropertyDescriptor(prototype, 'segment');
  let isLocked = false;
  const holder = {
    segment(text) {
      const segments = ReflectApply(original, this, [text]);
      if (isLocked) return segments;
      whole(() => {
        lockPrototype(ObjectGetPrototypeOf(segments), 'Segments');
        lockPrototype(ObjectGetPrototypeOf(segments[SymbolIterator]()), 'SegmentsIterator');
      });
      isLocked = true;
      return segments;
    },
  };
  ObjectDefineProperty(prototype, 'segment', { __proto__: null, value: conceal(holder.segment, original), writable: true, enumerable: false, configurable: true });
}

/** Prototypes that no global name leads to. */
function lockHidden() {
  const arrayIterator = ObjectGetPrototypeOf([][SymbolIterator]());
  const iterator = ObjectGetPrototypeOf(arrayIterator);
  const hidden = [
    iterator, 'Iterator', ObjectGetPrototypeOf(GeneratorFunction.prototype.prototype), 'Iterator', arrayIterator, 'ArrayIterator',
    ObjectGetPrototypeOf(new Map()[SymbolIterator]()), 'MapIterator', ObjectGetPrototypeOf(new Set()[SymbolIterator]()), 'SetIterator',
    ObjectGetPrototypeOf(''[SymbolIterator]()), 'StringIterator', RegExpStringIteratorPrototype, 'RegExpStringIterator',
    ObjectGetPrototypeOf(AsyncGeneratorFunction.prototype.prototype), 'AsyncIterator',
  ];
  // V8 watches where iterators get theirs: all inherit it from one place, which is slow to read then.
  const ownIterator = iterator[SymbolIterator];
  for (let i = 4; i < hidden.length - 2; i += 2) pinConstant(hidden[i], SymbolIterator, ownIterator);
  lockMember(GeneratorFunction.prototype.prototype, SymbolIterator, ownIterator, false, 'Generator.prototype');
  for (let i = 0; i < hidden.length; i += 2) lockPrototype(hidden[i], hidden[i + 1]);
  const makers = [GeneratorFunction, AsyncGeneratorFunction, AsyncFunction];
  for (let i = 0; i < makers.length; i++) {
    const { prototype } = makers[i];
    if (isObject(prototype.prototype)) lockPrototype(prototype.prototype, 'Iterator');
    lockPrototype(prototype, 'a function');
    // The original constructors are reached by nobody; theirs is the one on the prototype.
    keepCalls(prototype.constructor);
  }
  // In newer V8 each error has the same accessor.
  closeAccessor(ObjectGetOwnPropertyDescriptor(new Error(''), 'stack'));
  const typed = TypedArrayPrototype.constructor;
  lockClass(typed, 'TypedArray');
  if (typeof iterator.map === 'function') {
    lockPrototype(ObjectGetPrototypeOf(ReflectApply(iterator.map, [][SymbolIterator](), [Function.prototype])), 'IteratorHelper');
    lockPrototype(ObjectGetPrototypeOf(iterator.constructor.from({ next: Function.prototype, [SymbolAsyncIterator]: undefined })), 'WrapForValidIterator');
  }
}

/** Bytes can be given methods: not one that everybody would have in place of an inherited one. */
function reserveElements() {
  const prototypes = [Uint8Array.prototype, Buffer.prototype];
  for (let i = 0; i < prototypes.length; i++) {
    const keys = ReflectOwnKeys(TypedArrayPrototype);
    for (let k = 0; k < keys.length; k++) {
      if (ObjectHasOwn(prototypes[i], keys[k])) continue;
      const descriptor = ObjectGetOwnPropertyDescriptor(TypedArrayPrototype, keys[k]);
      if ('value' in descriptor) pinConstant(prototypes[i], keys[k], descriptor.value);
      else ObjectDefineProperty(prototypes[i], keys[k], descriptor);
    }
    makeFast(prototypes[i]);
  }
}

/**
 * Locks everything the language gives.
 * @param {Array<[string, any]>} globals names and values of the global object that belong to the language and to Node.js
 */
function lockIntrinsics(globals) {
  lockSegments();
  for (let i = 0; i < globals.length; i++) lockGlobal(globals[i][0], globals[i][1]);
  lockHidden();
  reserveElements();
  lockPrototype(Array.prototype, 'Array');
  lockPrototype(ObjectPrototype, 'Object');
  begun = [];
}

module.exports = { lockGlobal, lockIntrinsics };
