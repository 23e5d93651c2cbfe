'use strict';
// Streams, of Node.js and of the web: what their states, their iteration and their halves are, which no name leads to. Node.js gives their objects fields when it makes them: an accessor of the same name on such a class would be
// handed everybody's streams.

const { ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, ReflectOwnKeys, SymbolAsyncIterator } = require('../boot/primordials');
const { closeFunctions, closeOwner, isShared, keepPrototype, makeFast } = require('../core/harden');
const { lockAbove, lockParts } = require('./handles');

/** With the class it is of: `super()` asks what that inherits from, and a function of old whose prototype is another one makes others. */
function freeze(prototype) {
  closeFunctions(prototype);
  closeOwner(prototype);
  keepPrototype(ObjectGetOwnPropertyDescriptor(prototype, 'constructor')?.value);
  ObjectFreeze(prototype);
  makeFast(prototype);
}

/** Freezes what an object inherits, up to what is locked already. */
function freezeAbove(object, end) {
  freezeFrom(ObjectGetPrototypeOf(object), end);
}

function freezeFrom(prototype, end) {
  for (let level = prototype; level !== null && level !== end && !isShared(level); level = ObjectGetPrototypeOf(level)) freeze(level);
}

function lockStreams({ Duplex, Readable, Writable, duplexPair }) {
  lockAbove(Duplex.from({ writable: new Writable() }));
  if (duplexPair !== undefined) lockAbove(duplexPair()[0]);
  const readable = new Readable();
  freeze(ObjectGetPrototypeOf(readable._readableState));
  freeze(ObjectGetPrototypeOf(new Writable()._writableState));
  freezeAbove(readable[SymbolAsyncIterator]());
  if (typeof readable.iterator === 'function') freezeAbove(readable.iterator());
}

function lockWebStreams({ ReadableStream, TransformStream, WritableStream }) {
  lockParts(new ReadableStream().getReader());
  // What these consist of, and on Node.js 20 the classes of what they are made of themselves: two streams of each kind.
  const made = [new ReadableStream(), new ReadableStream({ type: 'bytes' }), new WritableStream(), new TransformStream()];
  for (let i = 0; i < made.length; i++) lockParts(made[i], DEPTH);
  lockHalves(new TransformStream());
  lockHalves(new ReadableStream().tee());
  lockHalves(new ReadableStream({ type: 'bytes' }).tee());
  const stream = new ReadableStream();
  lockAbove(ReflectApply(stream.values, stream, []));
  const writer = new WritableStream();
  lockParts(writer.getWriter());
  freezeEmpty(writer);
}

/** Streams of which another one consists. */
function lockHalves({ 0: first, readable = first, writable }) {
  lockAbove(readable);
  if (writable !== undefined) lockAbove(writable);
}

/** From a stream by its state and a controller to the state of that. */
const DEPTH = 3;

/** What every stream has in the place of requests that were not made yet is one object for all of them. */
function freezeEmpty(stream) {
  const keys = ReflectOwnKeys(stream);
  for (let i = 0; i < keys.length; i++) {
    const state = stream[keys[i]];
    if (typeof state !== 'object' || state === null) continue;
    const names = ReflectOwnKeys(state);
    for (let k = 0; k < names.length; k++) {
      const { value } = ObjectGetOwnPropertyDescriptor(state, names[k]);
      if (typeof value === 'object' && value !== null && ObjectGetPrototypeOf(value) === null) ObjectFreeze(value);
    }
  }
}

module.exports = { freezeAbove, freezeFrom, lockStreams, lockWebStreams };
