'use strict';
// Memory that C++ is working on: it has its address, and nobody tells it when the memory is moved to somewhere else, or becomes less. So it stays where it is until C++ is done.

const {
  ArrayBuffer, ArrayBufferIsView, DataViewPrototypeBufferGet, DataViewPrototypeByteLengthGet, NumberIsInteger, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ReflectApply, SafeWeakMap, TypeError, TypedArrayPrototypeBufferGet, TypedArrayPrototypeByteLengthGet, TypedArrayPrototypeSymbolToStringTagGet, Uint8Array,
} = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { conceal } = require('./conceal');

/** What is being read at the moment, one within the other. */
const readNow = [];

/** Memory that is worked on in another thread -> how often. */
const held = new SafeWeakMap();

/** The memory of a view, or what it is itself. */
function memoryOf(value) {
  if (!ArrayBufferIsView(value)) return value;
  return TypedArrayPrototypeSymbolToStringTagGet(value) === undefined ? DataViewPrototypeBufferGet(value) : TypedArrayPrototypeBufferGet(value);
}

/** What a view says of its length is what somebody has put there: this is how long it is. */
function sizeOf(value) {
  if (!ArrayBufferIsView(value)) return TypedArrayPrototypeByteLengthGet(new Uint8Array(value));
  return TypedArrayPrototypeSymbolToStringTagGet(value) === undefined ? DataViewPrototypeByteLengthGet(value) : TypedArrayPrototypeByteLengthGet(value);
}

/** Does the memory, or view, have so many bytes there? */
const isWithin = (value, offset, length) => isCount(offset) && isCount(length) && offset + length <= sizeOf(value);
const isCount = (value) => NumberIsInteger(value) && value >= 0;

/** Is C++ working on it? */
function isInUse(value) {
  const memory = memoryOf(value);
  if (held.has(memory)) return true;
  for (let i = 0; i < readNow.length; i++) if (memoryOf(readNow[i]) === memory) return true;
  return false;
}

/** Calls `original`, which reads what its first argument is, and calls others meanwhile. */
const reading = (original, self, args) => readingOf(args[0], original, self, args);

/** The same where it reads something else. */
function readingOf(view, original, self, args) {
  const at = readNow.length;
  readNow[at] = view;
  try {
    return ReflectApply(original, self, args);
  } finally {
    readNow.length = at;
  }
}

const isMemory = (value) => ArrayBufferIsView(value) || util.isAnyArrayBuffer(value);

/** Until it is released as often. */
function hold(view) {
  if (!isMemory(view)) return;
  const memory = memoryOf(view);
  held.set(memory, (held.get(memory) ?? 0) + 1);
}

function release(view) {
  if (!isMemory(view)) return;
  const memory = memoryOf(view);
  const count = held.get(memory);
  if (count > 1) held.set(memory, count - 1);
  else held.delete(memory);
}

/** Calls `original`, which works on the memory in another thread and calls the function at `at` of its arguments when that is done. */
function holdingUntil(at, view, original, self, args) {
  const callback = args[at];
  let isHeld = true;
  const end = () => {
    if (isHeld) release(view);
    isHeld = false;
  };
  const holder = {
    done(...results) {
      end();
      return ReflectApply(callback, this, results);
    },
  };
  args[at] = holder.done;
  hold(view);
  try {
    return ReflectApply(original, self, args);
  } catch (error) {
    end();
    throw error;
  }
}

/** @param {string} name the method, of a value that is moved or made less: it, or its first argument */
function staying(original, name, isFirst) {
  const holder = {
    move(...args) {
      if (isInUse(isFirst ? args[0] : this)) throw new TypeError(`${name}: this memory is in use`);
      return ReflectApply(original, this, args);
    },
  };
  return conceal(holder.move, original);
}

function replace(prototype, key, isFirst) {
  const found = prototype === undefined ? undefined : ObjectGetOwnPropertyDescriptor(prototype, key);
  if (found?.configurable === true) ObjectDefineProperty(prototype, key, { __proto__: null, value: staying(found.value, key, isFirst), writable: found.writable, enumerable: found.enumerable, configurable: found.configurable });
}

/** Called before anything is locked. What `postMessage` and `structuredClone` move is asked about in guards/worker/transfers.js. */
function guardMemory() {
  const moves = ['resize', 'transfer', 'transferToFixedLength'];
  for (let i = 0; i < moves.length; i++) replace(ArrayBuffer.prototype, moves[i], false);
}

/** The same of the classes of a module (`stream/web`) that move what they are handed. */
function guardByteStreams({ ReadableByteStreamController, ReadableStreamBYOBReader, ReadableStreamBYOBRequest }) {
  replace(ReadableByteStreamController?.prototype, 'enqueue', true);
  replace(ReadableStreamBYOBReader?.prototype, 'read', true);
  replace(ReadableStreamBYOBRequest?.prototype, 'respondWithNewView', true);
}

module.exports = { guardByteStreams, guardMemory, hold, holdingUntil, isInUse, isMemory, isWithin, memoryOf, reading, readingOf, release, sizeOf };
