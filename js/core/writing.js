'use strict';
// What is written is in use until it is. A connection of TLS writes one thing at a time: another one meanwhile ends the process. Node.js waits until it is told; whoever calls
// `_write` of a socket, or says in its state that it is done, does not.

const { ArrayIsArray, ReflectApply, SafeWeakSet } = require('../boot/primordials');
const { innerBinding } = require('./inner');
const { beforeDone, whenDone } = require('./being-done');
const { hold, release } = require('./in-use');

/** Connections that are writing. */
const busy = new SafeWeakSet();

/** As libuv says that something is at work. */
const EBUSY = -16;

const binding = { __proto__: null, found: undefined };

/** What C++ says of the last write of any stream. */
function lastWrite(name) {
  binding.found ??= innerBinding('stream_wrap');
  const { streamBaseState } = binding.found;
  const at = binding.found[name];
  return at === undefined ? 0 : streamBaseState[at];
}

/** What a write of bytes reads while it goes on. Texts, and bytes among them, are copied. */
function bytesOf(args) {
  if (ArrayIsArray(args[1])) return args[2] === true ? args[1] : undefined;
  return typeof args[1] === 'string' ? undefined : [args[1]];
}

function holdAll(list, act) {
  for (let i = 0; i < list.length; i++) act(list[i]);
}

/** The request of a write that goes on: before Node.js 26 it is the first argument. */
function requestOf(args, result) {
  if (lastWrite('kLastWriteWasAsync') === 0) return undefined;
  if (args[0] !== null) return result === 0 ? args[0] : undefined;
  const isRequest = typeof result === 'object' && result !== null;
  return isRequest && lastWrite('kLastWriteErr') === 0 && result.writeStatus === null ? result : undefined;
}

/** Streams that a session of HTTP/2 writes to, which does not expect that anybody else does. */
const taken = new SafeWeakSet();
const state = { __proto__: null, isAny: false };

function take(stream) {
  state.isAny = true;
  taken.add(stream);
}

const isTaken = (self) => state.isAny && taken.has(self);

/** Writes, unless that is for somebody else to do. What is not written at once stays where it is until it is. */
function write(original, self, args) {
  if (isTaken(self)) return EBUSY;
  const bytes = bytesOf(args);
  const result = ReflectApply(original, self, args);
  if (bytes === undefined) return result;
  const request = requestOf(args, result);
  if (request === undefined) return result;
  holdAll(bytes, hold);
  whenDone(request, () => holdAll(bytes, release));
  return result;
}

/** The same on a connection of TLS, unless it is writing. What it does not encrypt at once it copies. */
function writeOnce(original, self, args) {
  if (busy.has(self) || isTaken(self)) return EBUSY;
  const end = () => busy.delete(self);
  const isMade = args[0] !== null;
  if (isMade) {
    beforeDone(args[0], end);
    busy.add(self);
  }
  const result = ReflectApply(original, self, args);
  const request = requestOf(args, result);
  if (isMade) {
    if (request === undefined) end();
  } else if (request !== undefined) {
    busy.add(self);
    whenDone(request, end);
  }
  return result;
}

module.exports = { take, write, writeOnce };
