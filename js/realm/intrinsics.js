'use strict';
// Locks the language's own objects before the first package runs [G3]: what everyone shares cannot be changed to
// anyone's harm. See table.js for what stays assignable and open, and docs/decisions/0010 for what it costs.

const {
  Array, ArrayPrototypePush, AsyncFunction, AsyncGeneratorFunction, Buffer, Error, Function, GeneratorFunction, Intl, Map, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectHasOwn, ObjectPrototype,
  ReflectApply, ReflectConstruct, ReflectOwnKeys, RegExpStringIteratorPrototype, SafeSet, Set, String, SymbolAsyncIterator, SymbolIterator, TypedArrayPrototype, Uint8Array, WebAssembly, globalThis,
} = require('../boot/primordials');
const { conceal } = require('../core/conceal');
const { closeAccessor, closeConstructor, lockMember, makeFast, share } = require('../core/harden');
const { divide, keepDefined } = require('./additions');
const { divideErrors } = require('./error-additions');
const { lookedForOf } = require('./looked-for');
const { freezeRest, has, keep, lockMembers, pinConstant, reserve, sealConstant } = require('./members');
const { lockSingle } = require('./parts');
const { givePersonal } = require('./personal');
const table = require('./table');

const isObject = (value) => (typeof value === 'object' || typeof value === 'function') && value !== null;

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

/** What settings.js has put there is everybody's, as all that the language has. */
function giveToJSON(prototype) {
  if (ObjectGetOwnPropertyDescriptor(prototype, 'toJSON') === undefined) givePersonal(prototype, 'toJSON');
}

/** What is added to it from now on is its package's. */
function divideOpen(prototype, name, label) {
  if (has(table.divided, name)) divide(prototype, label);
  else if (name !== 'Error') keepDefined(prototype, label, lookedForOf(name));
  else if (!divideErrors(prototype, label)) {
    giveToJSON(prototype);
    keepDefined(prototype, label, lookedForOf(name));
  }
}

function lockPrototype(prototype, name) {
  if (!isObject(prototype) || done.has(prototype)) return;
  begin(prototype);
  share(prototype);
  const isOpen = has(table.open.prototypes, name);
  const label = `${name}.prototype`;
  lockMembers(prototype, label, { name, isOpen, assignable: table.assignable[name] ?? (has(table.engines, name) ? table.usual : table.ALL), constant: table.constant[name], harmless: table.harmless[name], watched: table.watched[name] });
  if (isOpen) {
    reserve(prototype, table.inherited.constants, false);
    reserve(prototype, table.inherited.assignable, true);
    reserve(prototype, table.asked[name] ?? table.askedOfAll, true);
    if (has(table.personal, name)) giveToJSON(prototype);
    divideOpen(prototype, name, label);
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
  const { prototype } = constructor;
  const isOpen = has(table.open.constructors, name) && typeof constructor === 'function';
  const isGrown = has(table.grown, name);
  lockMembers(constructor, name, { name, isOpen, assignable: table.polyfilled[name] });
  if (isOpen || isGrown) {
    closeConstructor(constructor);
    reserve(constructor, table.inherited.constants, false);
    reserve(constructor, table.inherited.assignable, true);
  }
  if (has(table.kept, name)) keepDefined(constructor, name);
  else if (isOpen || isGrown) divide(constructor, name);
  if (!isOpen) ObjectFreeze(constructor);
  if (typeof constructor === 'function') makeFast(constructor);
  lockPrototype(prototype, name);
}

/** `Math` and its like, with the classes in them (`Intl.NumberFormat`). */
function lockNamespace(object, name) {
  if (done.has(object)) return;
  begin(object);
  share(object);
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const value = ObjectGetOwnPropertyDescriptor(object, keys[i])?.value;
    if (typeof value === 'function' && isObject(value.prototype)) lockClass(value, `${name}.${String(keys[i])}`);
    else if (typeof value === 'object' && isObject(value)) lockNamespace(value, `${name}.${String(keys[i])}`); // Temporal.Now
  }
  const isOpen = has(table.open.namespaces, name);
  lockMembers(object, name, { name, isOpen, assignable: table.polyfilled[name] });
  if (isOpen) divide(object, name);
  else ObjectFreeze(object);
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
  } else keep(value, name);
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
    keep(prototype.constructor, prototype.constructor.name);
    closeConstructor(prototype.constructor);
    divide(prototype.constructor, prototype.constructor.name);
  }
  // In newer V8 each error has the same accessor.
  closeAccessor(ObjectGetOwnPropertyDescriptor(new Error(''), 'stack'));
  const modules = ObjectGetPrototypeOf(WebAssembly.Module.prototype);
  if (modules !== ObjectPrototype) lockClass(modules.constructor, 'AbstractModuleSource');
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
