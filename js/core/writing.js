'use strict';
// A connection of TLS writes one thing at a time: another one meanwhile ends the process. Node.js waits until it is told; whoever calls `_write` of a socket, or says in its
// state that it is done, does not.

const { ObjectDefineProperty, ReflectApply, SafeWeakSet, accessorDescriptor } = require('../boot/primordials');
const { loadReal } = require('../boot/builtins');
const { innerBinding } = require('../realm/inner');
const { idOf } = require('./brands');

/** Connections that are writing. */
const busy = new SafeWeakSet();

/** As libuv says that something is at work. */
const EBUSY = -16;

/** Since Node.js 26 C++ makes the request, and Node.js says afterwards what it calls: it is called in the name of the request, when C++ is done. */
function whenDone(tls, request) {
  const { executionAsyncId } = loadReal('async_hooks');
  let then;
  const holder = {
    done(...args) {
      if (executionAsyncId() === idOf(request)) busy.delete(tls);
      return then === undefined ? undefined : ReflectApply(then, this, args);
    },
  };
  const accessors = {
    get: () => holder.done,
    set(fn) { if (typeof fn === 'function') then = fn; },
  };
  ObjectDefineProperty(request, 'oncomplete', accessorDescriptor(accessors.get, accessors.set, true, false));
}

function beforeDone(tls, request) {
  const { oncomplete } = request;
  const holder = {
    done(...args) {
      busy.delete(tls);
      return ReflectApply(oncomplete, this, args);
    },
  };
  if (typeof oncomplete === 'function') request.oncomplete = holder.done;
}

const binding = { __proto__: null, found: undefined };

/** What C++ says of the last write of any stream. */
function lastWrite(name) {
  binding.found ??= innerBinding('stream_wrap');
  const { streamBaseState } = binding.found;
  const at = binding.found[name];
  return at === undefined ? 0 : streamBaseState[at];
}

function writeFor(original, self, args) {
  beforeDone(self, args[0]);
  busy.add(self);
  const result = ReflectApply(original, self, args);
  if (result !== 0 || lastWrite('kLastWriteWasAsync') === 0) busy.delete(self);
  return result;
}

/** Streams that a session of HTTP/2 writes to, which does not expect that anybody else does. */
const taken = new SafeWeakSet();
const state = { __proto__: null, isAny: false };

function take(stream) {
  state.isAny = true;
  taken.add(stream);
}

const isTaken = (self) => state.isAny && taken.has(self);

/** Writes, unless that is for somebody else to do. */
const write = (original, self, args) => (isTaken(self) ? EBUSY : ReflectApply(original, self, args));

/** The same on a connection of TLS, unless it is writing. */
function writeOnce(original, self, args) {
  if (busy.has(self) || isTaken(self)) return EBUSY;
  if (args[0] !== null) return writeFor(original, self, args);
  const result = ReflectApply(original, self, args);
  const isRequest = typeof result === 'object' && result !== null;
  if (isRequest && lastWrite('kLastWriteErr') === 0 && result.writeStatus === null) {
    busy.add(self);
    whenDone(self, result);
  }
  return result;
}

module.exports = { take, write, writeOnce };
