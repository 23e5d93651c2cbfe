'use strict';
// The objects of C++ that compress. They write into memory that they were handed once, work in another thread, and end the process when they are told to do something else
// meanwhile or afterwards. Some libraries work with them directly (`_handle.writeSync` of a stream of zlib).

const {
  ArrayBufferIsView, NumberIsInteger, ObjectDefineProperty, ReflectApply, SafeWeakMap, Uint32Array, accessorDescriptor,
} = require('../boot/primordials');
const { isBeingDone, reserve } = require('./being-done');
const { hold, isWithin, release } = require('./in-use');
const { put } = require('./lists');

const CLASSES = { __proto__: null, BrotliDecoder: true, BrotliEncoder: true, Zlib: true, ZstdCompress: true, ZstdDecompress: true };

/** Object -> what it is about. Those that core made before anything was guarded are in nobody else's hands. */
const states = new SafeWeakMap();

/** The highest number that says how to flush. */
const FLUSH = 5;
const isCount = (value) => NumberIsInteger(value) && value >= 0 && value <= 0xFFFFFFFF;

const isPart = (bytes, offset, length) => ArrayBufferIsView(bytes) && isWithin(bytes, offset, length);

const isInput = (bytes, offset, length) => (bytes === null ? isCount(offset) && isCount(length) : isPart(bytes, offset, length));

/** write(how to flush, bytes, from, how many, bytes to write to, from, how many) */
const fitsWrite = (args) => args.length === 7 && isCount(args[0]) && args[0] <= FLUSH && isInput(args[1], args[2], args[3]) && isPart(args[4], args[5], args[6]);

function show({ result, shown }) {
  for (let i = 0; i < result.length; i++) shown[i] = result[i];
}

function finish(state) {
  state.isBusy = false;
  release(state.from);
  release(state.to);
  state.from = undefined;
  state.to = undefined;
}

/** When something is wrong, C++ calls this in the place of the function that it was given for what is done. */
function watchErrors(self, state) {
  let onerror;
  const holder = {
    failed(...args) {
      if (state.isBusy && isBeingDone(self)) finish(state);
      return typeof onerror === 'function' ? ReflectApply(onerror, this, args) : undefined;
    },
  };
  const accessors = {
    get: () => holder.failed,
    set(fn) { onerror = fn; },
  };
  reserve(self);
  ObjectDefineProperty(self, 'onerror', accessorDescriptor(accessors.get, accessors.set, true, false));
}

/** What it says of its work it is given a place of its own for: whoever sees the stream could take the other one's memory away. */
function init(original, self, args) {
  let at = 0;
  while (at < args.length && typeof args[at] !== 'function') at++;
  const shown = args[at - 1];
  const done = args[at];
  const state = { __proto__: null, isBusy: false, isClosed: false, from: undefined, to: undefined, shown, result: new Uint32Array(2) };
  const holder = {
    done(...given) {
      finish(state);
      show(state);
      return ReflectApply(done, this, given);
    },
  };
  put(args, at - 1, state.result);
  put(args, at, holder.done);
  states.set(self, state);
  watchErrors(self, state);
  return ReflectApply(original, self, args);
}

const isFree = (self) => {
  const state = states.get(self);
  return state === undefined || !(state.isBusy || state.isClosed);
};

/** It is initialised once, by the script that makes it, which is Node's own: nobody else can. */
function fitsInit(args, self) {
  for (let i = 1; i < args.length; i++) if (typeof args[i] === 'function') return ArrayBufferIsView(args[i - 1]) && !states.has(self);
  return false;
}

const FITS = {
  __proto__: null,
  init: fitsInit,
  params: (args, self) => args.length === 2 && isFree(self) && NumberIsInteger(args[0]) && NumberIsInteger(args[1]),
  reset: (args, self) => isFree(self),
  write: (args, self) => isFree(self) && fitsWrite(args),
  writeSync: (args, self) => isFree(self) && fitsWrite(args),
};

const RUNS = {
  __proto__: null,
  init,
  close(original, self) {
    const state = states.get(self);
    if (state !== undefined) state.isClosed = true;
    return ReflectApply(original, self, []);
  },
  write(original, self, args) {
    const state = states.get(self);
    if (state !== undefined) {
      state.isBusy = true;
      state.from = args[1];
      state.to = args[4];
      hold(state.from);
      hold(state.to);
    }
    return ReflectApply(original, self, args);
  },
  writeSync(original, self, args) {
    const result = ReflectApply(original, self, args);
    const state = states.get(self);
    if (state !== undefined) show(state);
    return result;
  },
};

module.exports = { CLASSES, FITS, RUNS };
