'use strict';
// A `Blob` has its object of C++ under a symbol, and Node.js takes whatever has something there for one: C++ ends the process when that is none. What blobs are made of is read once,
// and what is no blob is none. Blobs are made of blobs that are made of none: C++ goes down into each of them for what is read, and there may be thousands, where the stack ends.

const {
  ArrayIsArray, NumberIsInteger, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, PromisePrototypeThen, ReflectApply, ReflectDefineProperty, ReflectOwnKeys, ReflectSetPrototypeOf, SymbolIterator,
  SymbolPrototypeDescriptionGet, TypeError, globalThis,
} = require('../boot/primordials');
const { loadReal, util } = require('../boot/builtins');
const { conceal } = require('../core/conceal');
const { put } = require('../core/lists');
const { appending } = require('./blob-parts');
const { innerBinding } = require('../core/inner');

const MOST = 0xFFFFFFFF;
const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
const isSize = (value) => NumberIsInteger(value) && value >= 0 && value <= MOST;

/** The symbol, and a method of the class in C++, which throws for others. */
function partsOf(blob) {
  const keys = ReflectOwnKeys(blob);
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== 'symbol' || SymbolPrototypeDescriptionGet(keys[i]) !== 'kHandle') continue;
    const handle = blob[keys[i]];
    const { getReader, slice } = ObjectGetPrototypeOf(handle);
    return { __proto__: null, key: keys[i], test: getReader, cut: slice, pull: ObjectGetPrototypeOf(ReflectApply(getReader, handle, [])).pull };
  }
  return undefined;
}

function tester(test) {
  return (handle) => {
    try {
      ReflectApply(test, handle, []);
      return true;
    } catch {
      return false;
    }
  };
}

/** What is made of something that says it is a blob: one with the same object and a size. */
function readPart(value, key, isHandle) {
  if (!isObject(value)) return value;
  const handle = value[key];
  if (handle === undefined) return value;
  const { size } = value;
  if (!isHandle(handle) || !isSize(size)) throw new TypeError('this is no Blob');
  return { __proto__: null, [key]: handle, size };
}

/** A list of its own; what is no list is for Node to complain about. */
function readParts(given, read) {
  if (!isObject(given)) return given;
  const parts = [];
  if (ArrayIsArray(given)) {
    for (let i = 0; i < given.length; i++) put(parts, i, read(given[i]));
    return parts;
  }
  const iterate = given[SymbolIterator];
  if (typeof iterate !== 'function') return given;
  const iterator = ReflectApply(iterate, given, []);
  const { next } = iterator;
  for (let step = ReflectApply(next, iterator, []); !step.done; step = ReflectApply(next, iterator, [])) put(parts, parts.length, read(step.value));
  return parts;
}

function standFor(Blob, read, make) {
  function stand(...args) {
    if (new.target === undefined) return ReflectApply(Blob, this, args);
    if (args.length > 0) args[0] = readParts(args[0], read);
    return make(args, new.target === stand ? Blob : new.target);
  }
  conceal(stand, Blob);
  ObjectDefineProperty(stand, 'prototype', { __proto__: null, value: Blob.prototype, writable: false, enumerable: false, configurable: false });
  return stand;
}

/** URL.createObjectURL keeps what it is given by this. */
function guardStore(isHandle) {
  const binding = innerBinding('blob');
  const { storeDataObject } = binding;
  if (typeof storeDataObject !== 'function') return;
  const store = (id, handle, size, type) => {
    if (!isHandle(handle) || !isSize(size) || typeof type !== 'string') throw new TypeError('this is no Blob');
    return storeDataObject(id, handle, size, type);
  };
  ReflectDefineProperty(binding, 'storeDataObject', { __proto__: null, value: store, writable: true, enumerable: true, configurable: true });
}

function replace(holder, key, value) {
  const { enumerable } = ObjectGetOwnPropertyDescriptor(holder, key);
  ObjectDefineProperty(holder, key, { __proto__: null, value, writable: true, enumerable, configurable: true });
}

/** What Node's script makes of the object of another blob says itself which class it is of: that is the one of everybody, and takes no parts that are none. */
function nameStand(blob, Blob, stand) {
  if (isObject(blob) && ObjectGetOwnPropertyDescriptor(blob, 'constructor')?.value === Blob) ObjectDefineProperty(blob, 'constructor', { __proto__: null, value: stand, writable: true, enumerable: true, configurable: true });
  return blob;
}

function after(original, act) {
  const holder = {
    stand(...args) {
      return act(ReflectApply(original, this, args));
    },
  };
  return conceal(holder.stand, original);
}

/** Called before anything is locked. */
function guardBlobs() {
  const buffer = loadReal('buffer');
  const { Blob, File } = buffer;
  const parts = partsOf(new Blob([]));
  if (parts?.test === undefined) return;
  const isHandle = tester(parts.test);
  const { make, noteFile, slice } = appending(Blob, parts);
  const stand = standFor(Blob, (value) => readPart(value, parts.key, isHandle), make);
  const named = (blob) => nameStand(blob, Blob, stand);
  replace(Blob.prototype, 'slice', after(slice, named));
  replace(Blob.prototype, 'constructor', stand);
  replace(buffer, 'Blob', stand);
  replace(globalThis, 'Blob', stand);
  if (typeof File === 'function') ReflectSetPrototypeOf(File, stand);
  // Node.js 22 has a class of its own for what it makes of the object of another blob.
  const { constructor: made } = ObjectGetPrototypeOf(ReflectApply(slice, new Blob([]), [0]));
  if (ObjectGetPrototypeOf(made) === Blob) ReflectSetPrototypeOf(made, stand);
  guardStore(isHandle);
  if (typeof buffer.resolveObjectURL === 'function') replace(buffer, 'resolveObjectURL', after(buffer.resolveObjectURL, named));
  files.note = (opened) => {
    const noted = noteFile(opened);
    return util.isPromise(noted) ? PromisePrototypeThen(noted, named) : named(noted);
  };
}

/** Tells of what was made of a file. */
const files = { __proto__: null, note: (promise) => promise };

module.exports = { files, guardBlobs };
