'use strict';
// What really leaves on a connection that a package got for HTTP and whose URLs a list narrows: every request is read off the
// wire and judged, whoever wrote it: Node's own client, or the package itself on the socket, with a header or path changed
// meanwhile, or as the body of another request. Only what every server reads in the same way passes.

const {
  Number, ObjectAssign, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, RegExpPrototypeExec,
  ReflectApply, SafeWeakMap, SafeWeakSet, StringPrototypeCharCodeAt, StringPrototypeIndexOf, StringPrototypeSlice, TypeError,
} = require('../../boot/primordials');
const { loadReal, process } = require('../../boot/builtins');
const { unjudgeable } = require('../../core/args');
const { isContext, isStream, noteServer } = require('../../core/brands');
const { conceal } = require('../../core/conceal');
const { verdict } = require('../../core/decide');
const { makeNote } = require('../../core/given');
const { put } = require('../../core/lists');
const { isTrailer, parseHead } = require('./head');
const { survive } = require('./refused');
const { answerFor, isWide } = require('./target');
const { readers } = require('./written');

const { nextTick } = process;
const { destroy } = loadReal('stream').Duplex.prototype;

const HEAD_LIMIT = 65_536;
const LINE_LIMIT = 4096;
/** What V8 keeps with the head that was cut out of it. */
const SHORT = 4096;
/** What a write that was refused answers: nothing is wrong yet. The socket fails a moment later, when no handle is at work. */
const REFUSED = 0;
const CHUNK_SIZE = /^([0-9a-f]{1,12})(?:[ \t]*;[^\r\n]*)?$/i;

/** Handle -> the state of its connection; see limit(). */
const limits = makeNote();
/** Handle -> TLS that somebody put on it. */
const wraps = new SafeWeakMap();
/** For handles on which nothing may be written by hand: those below TLS. */
const SEALED = { __proto__: null, sealed: true };

/** Sockets keep their handle behind an accessor of their class. */
const handleOf = ObjectGetOwnPropertyDescriptor(loadReal('net').Socket.prototype, '_handle');

/** What is expected next. Each takes text from `at` on and returns where it stopped. */
const parts = {
  __proto__: null,
  head(state, text, at) {
    const end = StringPrototypeIndexOf(text, '\r\n\r\n', at);
    if (end === -1 || end - at > HEAD_LIMIT) throw unjudgeable('a request whose head is not written as a whole');
    const request = parseHead(StringPrototypeSlice(text, at, end), text.length <= SHORT);
    judgeRequest(state, request);
    expectBody(state, request);
    return end + 4;
  },
  body: (state, text, at) => skip(state, text, at, 'head'),
  size(state, text, at) {
    const next = takeLine(state, text, at);
    if (state.line === undefined) return next;
    const found = RegExpPrototypeExec(CHUNK_SIZE, state.line);
    if (found === null) throw unjudgeable('a body in malformed chunks');
    state.left = Number(`0x${found[1]}`);
    expect(state, state.left === 0 ? 'trailer' : 'chunk');
    return next;
  },
  chunk: (state, text, at) => skip(state, text, at, 'end'),
  end(state, text, at) {
    const next = takeLine(state, text, at);
    if (state.line === undefined) return next;
    if (state.line !== '') throw unjudgeable('a body in malformed chunks');
    expect(state, 'size');
    return next;
  },
  trailer(state, text, at) {
    const next = takeLine(state, text, at);
    if (state.line === undefined) return next;
    if (state.line !== '' && !isTrailer(state.line)) throw unjudgeable('a body in malformed chunks');
    expect(state, state.line === '' ? 'head' : 'trailer');
    return next;
  },
  // Whether or not the server agreed to speak WebSocket, no HTTP request begins with a masked frame.
  frame(state, text, at) {
    const first = StringPrototypeCharCodeAt(text, at);
    if (text.length - at < 2 || (first & 0x30) !== 0 || (first & 0x07) > 2 || StringPrototypeCharCodeAt(text, at + 1) < 0x80) throw unjudgeable('what is no WebSocket frame');
    expect(state, 'anything');
    return text.length;
  },
  anything: (state, text) => text.length,
};

function expect(state, next) {
  state.next = next;
  state.before = '';
}

function expectBody(state, { method, upgrade, length }) {
  state.left = length;
  if (method === 'CONNECT') expect(state, 'anything');
  else if (upgrade && length === 0) expect(state, 'frame');
  else if (length === -1) expect(state, 'size');
  else expect(state, length === 0 ? 'head' : 'body');
}

function judgeRequest(state, { method, path, named, upgrade }) {
  const { principal, secure, host, port } = state;
  const { refused } = answerFor({ principal, secure, host, port, method, path, named, upgrade });
  if (refused === undefined) return;
  state.refused = refused;
  throw refused;
}

function skip(state, text, at, next) {
  const there = text.length - at;
  if (there < state.left) {
    state.left -= there;
    return text.length;
  }
  const end = at + state.left;
  expect(state, next);
  return end;
}

/** Sets `state.line` to a line that is complete now, or undefined. */
function takeLine(state, text, at) {
  const whole = state.before + StringPrototypeSlice(text, at, at + LINE_LIMIT);
  const end = StringPrototypeIndexOf(whole, '\r\n');
  if (end === -1) {
    if (whole.length >= LINE_LIMIT) throw unjudgeable('a body in malformed chunks');
    state.before = whole;
    state.line = undefined;
    return text.length;
  }
  state.line = StringPrototypeSlice(whole, 0, end);
  const next = at + end + 2 - state.before.length;
  state.before = '';
  return next;
}

/** May this be sent? Changes the state. */
function pass(state, text) {
  for (let at = 0; at < text.length;) at = parts[state.next](state, text, at);
}

function refuse(state, error) {
  state.next = 'nothing';
  const { socket } = state;
  ReflectApply(nextTick, process, [() => {
    survive(socket);
    ReflectApply(destroy, socket, [error]);
  }]);
  return REFUSED;
}

function writeLimited(state, handle, read, args, writeLatin1String) {
  if (state.sealed || state.next === 'nothing') return REFUSED;
  let text = '';
  const error = verdict(() => {
    try {
      text = read(args);
      pass(state, text);
      return undefined;
    } catch (problem) {
      if (state.refused !== undefined && problem === state.refused) return problem;
      throw problem;
    }
  }, state.principal, args, state.api, handle);
  if (error !== undefined) return refuse(state, error);
  return ReflectApply(writeLatin1String, handle, [args[0], text]);
}

const done = new SafeWeakSet();

/** Puts the guard on the write methods of a class of handles. Before anyone has them. */
function lockWrites(prototype) {
  // TCP and pipes inherit theirs from one class.
  let owner = prototype;
  while (owner !== null && ObjectGetOwnPropertyDescriptor(owner, 'writeBuffer') === undefined) owner = ObjectGetPrototypeOf(owner);
  if (owner === null || done.has(owner)) return;
  done.add(owner);
  const { writeLatin1String } = owner;
  const names = ['writeBuffer', 'writeUtf8String', 'writeAsciiString', 'writeLatin1String', 'writeUcs2String', 'writev'];
  for (let i = 0; i < names.length; i++) {
    const original = owner[names[i]];
    const read = readers[names[i]];
    const holder = {
      write(...args) {
        const state = limits.of(this);
        return state === undefined ? ReflectApply(original, this, args) : writeLimited(state, this, read, args, writeLatin1String);
      },
    };
    const descriptor = ObjectGetOwnPropertyDescriptor(owner, names[i]);
    ObjectDefineProperty(owner, names[i], { ...descriptor, value: conceal(holder.write, original) });
  }
}

function limitHandle(handle, state) {
  if (typeof handle !== 'object' || handle === null) return;
  limits.put(handle, state);
  limitWraps(handle, state);
  const below = handle._parent;
  if (!below) return;
  limits.put(below, SEALED);
  limitWraps(below, SEALED);
}

/** TLS that was put on a handle before it was narrowed. */
function limitWraps(handle, state) {
  const list = wraps.get(handle);
  for (let i = 0; list !== undefined && i < list.length; i++) if (limits.of(list[i]) === undefined) limits.put(list[i], stateAbove(state));
}

const stateAbove = (state) => (state.sealed ? SEALED : { ...state, __proto__: null, next: 'head', before: '' });

/** A package can put a handle of its own below a socket. */
const isNarrowEnough = (socket, handle) => narrowed.of(socket) === undefined || limits.of(handle) !== undefined;

/** TLS on a connection that is narrowed is narrowed as well: what goes into it leaves below, where no script sees it. */
function lockWrap(binding) {
  const { wrap } = binding;
  const holder = {
    wrap(...args) {
      if (!isStream(args[0]) || !isContext(args[1]) || typeof args[2] !== 'boolean' || (args.length > 3 && typeof args[3] !== 'boolean')) throw new TypeError('TLS is put on a stream, with a context');
      const made = ReflectApply(wrap, this, args);
      if (args[2]) noteServer(made);
      const state = limits.of(args[0]);
      if (state !== undefined) limits.put(made, stateAbove(state));
      const list = wraps.get(args[0]) ?? [];
      put(list, list.length, made);
      wraps.set(args[0], list);
      return made;
    },
  };
  ObjectDefineProperty(binding, 'wrap', { __proto__: null, value: conceal(holder.wrap, wrap), writable: false, enumerable: true, configurable: false });
}

/** Socket -> the state of its connection. */
const narrowed = makeNote();

/**
 * Narrows what may be written on a socket to requests that its package may make.
 * @param {object} socket that is about to connect; its handle may be exchanged meanwhile
 * @param {{principal: number, secure: boolean, host: string, port: number}} target
 */
function limit(socket, target) {
  const known = narrowed.of(socket);
  const state = known ?? { __proto__: null, socket, left: 0, line: undefined, refused: undefined, sealed: false, api: 'http.ClientRequest.write()' };
  // The same socket may connect again, elsewhere.
  ObjectAssign(state, target, { next: 'head', before: '' });
  limitHandle(socket._handle, state);
  if (known !== undefined) return;
  narrowed.put(socket, state);
  ObjectDefineProperty(socket, '_handle', HANDLE);
}

/** `_handle` of a socket that is narrowed. The same two functions for all of them: V8 gives all of them one form then. */
const ofHandle = {
  get() {
    return ReflectApply(handleOf.get, this, []);
  },
  set(handle) {
    const state = narrowed.of(this);
    if (state !== undefined) limitHandle(handle, state);
    ReflectApply(handleOf.set, this, [handle]);
  },
};
const HANDLE = { __proto__: null, get: ofHandle.get, set: ofHandle.set, enumerable: true, configurable: false };

/** What narrows a socket, if anything does. */
function limitOf(socket) {
  const handle = typeof socket === 'object' && socket !== null ? socket._handle : undefined;
  return typeof handle === 'object' && handle !== null ? limits.of(handle) : undefined;
}

/** What narrows the handle of a connection; undefined is none. */
const limitOfHandle = (handle) => (handle === undefined ? undefined : limits.of(handle));

class Place {
  constructor({ host, port, capability, resource }, limitIt) {
    this.host = host;
    this.port = port;
    this.path = undefined;
    this.capability = capability;
    this.resource = resource;
    this.isOrigin = false;
    this.limit = limitIt;
  }
}

/**
 * The destination of vouch.js for a request that was judged.
 * @param {object} judged see owners.js
 */
const placeFor = (judged) => new Place(judged, (socket) => {
  const { principal, secure, host, port } = judged;
  if (!isWide(judged)) limit(socket, { principal, secure, host, port });
});

module.exports = { handleOf: (socket) => ReflectApply(handleOf.get, socket, []), isNarrowEnough, limitOf, limitOfHandle, lockWrap, lockWrites, placeFor };
