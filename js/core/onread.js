'use strict';
// `onread` of a stream is a field of C++: what is called with what comes in. Set to what is no function it ends the process, and on Node.js 20 it is read and written of whatever it is
// asked of. It cannot be replaced where it is, so the classes of streams have other prototypes, with all that those had, and nothing leads to the ones that were.

const {
  ArrayBufferIsView, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, ReflectGet, ReflectSet, ReflectSetPrototypeOf, SafeMap, TypeError, accessorDescriptor,
} = require('../boot/primordials');
const { innerBinding, innerLoaded } = require('./inner');
const { makeNote } = require('./given');
const { hold, release } = require('./in-use');
const { placeFor, readMember } = require('./moved');

/** Prototype of C++ -> what stands in its place. */
const places = new SafeMap();

/** What stands for a function that is not known to answer as C++ takes it -> that function; and the other way round, for the one that Node.js sets on whatever it closes. */
const shown = makeNote();
const standsFor = makeNote();

/** The one that Node.js has for its own streams. By its number nobody knows the script of it before that was on a stack which somebody looked at. */
let known;

/** Where the bytes go that come next is the answer: C++ takes it as it is. */
function answering(fn) {
  if (fn === known) return fn;
  const made = standsFor.of(fn);
  if (made !== undefined) return made;
  const holder = {
    onread(...args) {
      const answer = ReflectApply(fn, this, args);
      return ArrayBufferIsView(answer) ? answer : undefined;
    },
  };
  shown.put(holder.onread, fn);
  standsFor.put(fn, holder.onread);
  return holder.onread;
}

/** Handle -> the bytes that what comes in is written to, where it was given some: nobody else keeps them for C++. */
const buffers = makeNote();

function takeBytes(handle, view) {
  const last = buffers.of(handle);
  if (last === view) return;
  hold(view);
  if (last !== undefined) release(last);
  buffers.put(handle, view);
}

/** The same where the answer is what comes next is written to. */
function following(handle, fn) {
  const holder = {
    onread(...args) {
      const answer = ReflectApply(fn, this, args);
      if (!ArrayBufferIsView(answer)) return undefined;
      takeBytes(handle, answer);
      return answer;
    },
  };
  shown.put(holder.onread, fn);
  return holder.onread;
}

/** useUserBuffer(bytes) of a stream: they stay where they are until it is given others. */
function useBytes(original, self, args) {
  const result = ReflectApply(original, self, [args[0]]);
  takeBytes(self, args[0]);
  const { onread } = self;
  if (typeof onread === 'function') self.onread = onread;
  return result;
}

/** `onread` of whatever is a stream of the class: that is what `bytesRead` can be read of. */
function accessorsOf(prototype) {
  const { get, set } = ObjectGetOwnPropertyDescriptor(prototype, 'onread');
  const test = ObjectGetOwnPropertyDescriptor(prototype, 'bytesRead').get;
  const accessors = {
    get() {
      ReflectApply(test, this, []);
      const value = get === undefined ? ReflectGet(prototype, 'onread', this) : ReflectApply(get, this, []);
      return shown.of(value) ?? value;
    },
    set(value) {
      ReflectApply(test, this, []);
      if (typeof value !== 'function') throw new TypeError('onread of a stream is a function');
      const fn = buffers.of(this) === undefined ? answering(value) : following(this, value);
      if (set === undefined) ReflectSet(prototype, 'onread', fn, this);
      else ReflectApply(set, this, [fn]);
    },
  };
  return accessorDescriptor(accessors.get, accessors.set, false, false);
}

function placeOf(prototype) {
  const there = places.get(prototype);
  if (there !== undefined) return there;
  const place = placeFor(prototype, (key, descriptor) => (key === 'onread' ? accessorsOf(prototype) : readMember(key, descriptor)));
  places.set(prototype, place);
  places.set(place, place);
  return place;
}

const isToMove = (prototype) => typeof prototype === 'object' && prototype !== null && !places.has(prototype) && ObjectGetOwnPropertyDescriptor(prototype, 'onread') !== undefined;

/**
 * Gives a class of streams, or the one above it, another prototype. Called before anything is locked there, and before any package runs.
 * @param {Function} [Class] of C++; not all are on every Node.js
 */
function guardReading(Class) {
  const prototype = Class?.prototype;
  if (typeof prototype !== 'object' || prototype === null) return;
  if (isToMove(prototype)) Class.prototype = placeOf(prototype);
  const above = ObjectGetPrototypeOf(prototype);
  if (!isToMove(above) && places.get(above) === undefined) return;
  const place = placeOf(above);
  if (place === above) return;
  // The class above it is what its objects are instances of, for Node.js.
  // Where nobody has reviewed that class, a guard is in its place already, whose prototype stays.
  ReflectSet(above.constructor, 'prototype', place);
  ReflectSetPrototypeOf(prototype, place);
}

/** Classes of streams. `onread` of the first three is that of the class above them. */
const STREAMS = [['tcp_wrap', 'TCP'], ['pipe_wrap', 'Pipe'], ['tty_wrap', 'TTY'], ['tls_wrap', 'TLSWrap'], ['js_stream', 'JSStream'], ['http2', 'Http2Stream'], ['fs', 'FileHandle']];

/** Called once, before any package runs. */
function guardStreams() {
  for (let i = 0; i < STREAMS.length; i++) guardReading(innerBinding(STREAMS[i][0])[STREAMS[i][1]]);
  known = innerLoaded('internal/stream_base_commons').onStreamRead;
}

module.exports = { guardReading, guardStreams, useBytes };
