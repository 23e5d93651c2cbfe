'use strict';
// Nothing is replaced: something is put between everyone and what everyone inherits.
/* eslint-disable no-prototype-builtins */
const { EventEmitter } = require('events');
const { Readable, Writable } = require('stream');

const trap = function trap() { return 'trapped'; };
const evil = { __proto__: null, call: trap, apply: trap, hasOwnProperty: trap, [Symbol.hasInstance]: () => true };

/** Defines a member for as long as `test` takes. */
function added(object, key, test, value = trap) {
  const { defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;
  const before = getOwnPropertyDescriptor(object, key);
  try { Object.defineProperty(object, key, { value, configurable: true, writable: true }); } catch {}
  try { if (getOwnPropertyDescriptor(object, key)?.value !== value) object[key] = value; } catch {}
  try {
    return `${test()}`.includes('trapped') ? 'ESCAPED' : '';
  } catch {
    return '';
  } finally {
    if (before === undefined) deleteProperty(object, key);
    else defineProperty(object, key, before);
  }
}

const ADDED = {
  'call on Object.prototype.hasOwnProperty': () => added(Object.prototype.hasOwnProperty, 'call', () => Object.prototype.hasOwnProperty.call({}, 'x')),
  'apply on Array.prototype.push': () => added(Array.prototype.push, 'apply', () => Array.prototype.push.apply([], [1])),
  'call on Array.prototype.slice': () => added(Array.prototype.slice, 'call', () => Array.prototype.slice.call([1])),
  'apply on Math.max': () => added(Math.max, 'apply', () => Math.max.apply(null, [1])),
  'call on Error': () => added(Error, 'call', () => Error.call({}, 'x')),
  'call on EventEmitter': () => added(EventEmitter, 'call', () => EventEmitter.call({})),
  'call on Readable': () => added(Readable, 'call', () => Readable.call({})),
  'hasOwnProperty on Object': () => added(Object, 'hasOwnProperty', () => Object.hasOwnProperty.call({}, 'x') && Object.hasOwnProperty('x')),
  'hasOwnProperty on Function.prototype': () => added(Function.prototype, 'hasOwnProperty', () => trap.hasOwnProperty('x')),
  'hasOwnProperty on Map.prototype': () => added(Map.prototype, 'hasOwnProperty', () => new Map().hasOwnProperty('x')),
  'then on Function.prototype': () => added(Function.prototype, 'then', () => (typeof (() => {}).then === 'function' ? 'trapped' : '')),
  'then on Buffer.prototype': () => added(Buffer.prototype, 'then', () => (typeof Buffer.from('').then === 'function' ? 'trapped' : '')),
  'then on Map.prototype': () => added(Map.prototype, 'then', () => (typeof new Map().then === 'function' ? 'trapped' : '')),
  'length on DataView.prototype': () => added(DataView.prototype, 'length', () => (Buffer.from(new DataView(new ArrayBuffer(2))).length === 7 ? 'trapped' : ''), 7),
  'Symbol.iterator on DataView.prototype': () => added(DataView.prototype, Symbol.iterator, () => (new Uint8Array(new DataView(new ArrayBuffer(2)))[0] === 7 ? 'trapped' : ''), function* () { yield 7; }),
  'then on WeakSet.prototype': () => added(WeakSet.prototype, 'then', () => (typeof new WeakSet().then === 'function' ? 'trapped' : '')),
  'Symbol.replace on String.prototype': () => added(String.prototype, Symbol.replace, () => 'a'.replace('a', 'b')),
  'Symbol.split on String.prototype': () => added(String.prototype, Symbol.split, () => 'a'.split('b')),
  'promisify.custom on Function.prototype': () => added(Function.prototype, require('util').promisify.custom, () => require('util').promisify(() => {})()),
  'Symbol.toPrimitive on Function.prototype': () => added(Function.prototype, Symbol.toPrimitive, () => `${() => {}}`),
  'Symbol.hasInstance on Error': () => added(Error, Symbol.hasInstance, () => ({} instanceof Error ? 'trapped' : ''), () => true),
  'Symbol.hasInstance on EventEmitter': () => added(EventEmitter, Symbol.hasInstance, () => ({} instanceof EventEmitter ? 'trapped' : ''), () => true),
};
Object.assign(ADDED, {
  'listeners in EventEmitter.prototype._events': () => added(EventEmitter.prototype, '_events', () => {
    const emitter = Object.create(EventEmitter.prototype); // as Node-RED makes its nodes
    let out = '';
    emitter.on('other', () => {});
    if (emitter._events.input) out = 'trapped';
    return out;
  }, Object.assign(Object.create(null), { input: trap })),
  '_writev on Writable.prototype': () => added(Writable.prototype, '_writev', () => (Writable.prototype._writev === trap ? 'trapped' : '')),
  'a method of a class above an exported one': () => { const above = Object.getPrototypeOf(require('readline').Interface.prototype); return added(above, 'close', () => (above.close === trap ? 'trapped' : '')); },
});
// A member of a class's own in the place of the inherited one: everybody's answers, sockets, streams and bytes would go through it.
const own = (object, key) => () => added(object, key, () => (Object.getOwnPropertyDescriptor(object, key)?.value === trap ? 'trapped' : ''));
const above = (object) => Object.getPrototypeOf(object);
const { IncomingMessage, ServerResponse } = require('http');
Object.assign(ADDED, {
  'end of ServerResponse.prototype': own(ServerResponse.prototype, 'end'),
  'hasOwnProperty of ServerResponse.prototype': own(ServerResponse.prototype, 'hasOwnProperty'),
  'emit of IncomingMessage.prototype': own(IncomingMessage.prototype, 'emit'),
  'write of net.Socket.prototype': own(require('net').Socket.prototype, 'write'),
  'write of tls.TLSSocket.prototype': own(require('tls').TLSSocket.prototype, 'write'),
  'on of fs.ReadStream.prototype': own(require('fs').ReadStream.prototype, 'on'),
  'emit of ChildProcess.prototype': own(require('child_process').ChildProcess.prototype, 'emit'),
  'addEventListener of AbortSignal.prototype': own(AbortSignal.prototype, 'addEventListener'),
  '_transform of Gzip.prototype': own(require('zlib').Gzip.prototype, '_transform'),
  'write of what hashes inherit from': own(above(require('crypto').Hash.prototype), 'write'),
  'length of Buffer.prototype': own(Buffer.prototype, 'length'),
  'set of Uint8Array.prototype': own(Uint8Array.prototype, 'set'),
  'a field of the state of streams': own(above(new Readable()._readableState), 'later'),
  'a field of the state of writable streams': own(above(new Writable()._writableState), 'later'),
  'next of the iterators of streams': () => (above(new Readable()[Symbol.asyncIterator]()) === above(new Readable()[Symbol.asyncIterator]()) ? own(above(new Readable()[Symbol.asyncIterator]()), 'next')() : ''),
  'export of secret keys': own(above(require('crypto').createSecretKey(Buffer.alloc(8))), 'export'),
  'check of net.BlockList.prototype, which is loaded late': own(require('net').BlockList.prototype, 'check'),
  'getStore of AsyncLocalStorage.prototype': own(require('async_hooks').AsyncLocalStorage.prototype, 'getStore'),
  'the prototype of a class by subscribe of a channel': () => {
    const target = require('http').OutgoingMessage.prototype;
    const before = above(target);
    try { above(require('diagnostics_channel').channel('escape')).subscribe.call(target, () => {}); } catch {}
    const out = above(target) === before ? '' : 'ESCAPED';
    Reflect.setPrototypeOf(target, before);
    return out;
  },
});

/** The same through an object that stands for it. */
const BY_PROXY = [(proxy) => Object.setPrototypeOf(proxy, evil), (proxy) => Reflect.setPrototypeOf(proxy, evil), (proxy) => { proxy.__proto__ = evil; }];
const BY_NODE = [(object) => require('util').inherits({ prototype: object }, { prototype: evil }), (object) => require('sys').inherits({ prototype: new Proxy(object, {}) }, { prototype: evil })];

/** Exchanges the prototype of a shared object in every way; ESCAPED: it is exchanged. */
function exchanged(object) {
  const before = Reflect.getPrototypeOf(object);
  const { setPrototypeOf } = Reflect;
  const ways = [() => Object.setPrototypeOf(object, evil), () => Reflect.setPrototypeOf(object, evil), () => { object.__proto__ = evil; },
    () => { Object.getOwnPropertyDescriptor(Object.prototype, '__proto__').set.call(object, evil); }, ...BY_PROXY.map((way) => () => way(new Proxy(new Proxy(object, {}), {}))),
    ...BY_NODE.map((way) => () => way(object))];
  let out = '';
  for (const way of ways) {
    try { way(); } catch {}
    if (Reflect.getPrototypeOf(object) === evil) out = 'ESCAPED';
    setPrototypeOf(object, before);
  }
  return out;
}

/** Takes from everyone the right to give an object of their own a member that is called so; ESCAPED: it cannot be given any more. */
function forbidden(prototype, key) {
  const before = Object.getOwnPropertyDescriptor(prototype, key);
  const cannot = () => {
    const heir = Object.create(prototype);
    try { heir[key] = trap; } catch {}
    return !Object.hasOwn(heir, key);
  };
  const ways = [() => Object.defineProperty(prototype, key, { writable: false }), () => Reflect.defineProperty(prototype, key, { writable: false }), () => Object.defineProperties(prototype, { [key]: { writable: false } }),
    () => Object.defineProperty(new Proxy(prototype, {}), key, { writable: false }), () => Reflect.defineProperty(new Proxy(prototype, {}), key, { writable: false }),
    () => Object.defineProperties(new Proxy(prototype, {}), { [key]: { writable: false } }), () => Object.freeze(new Proxy(prototype, {}))];
  let out = '';
  for (const way of ways) {
    try { way(); } catch {}
    if (cannot()) out = 'ESCAPED';
    if (before.configurable) Object.defineProperty(prototype, key, before);
    if (out !== '') break; // what has been frozen stays frozen
  }
  return out;
}

const ASSIGNED = {
  'constructor of Promise.prototype': [Promise.prototype, 'constructor'], 'constructor of RegExp.prototype': [RegExp.prototype, 'constructor'],
  'constructor of Uint8Array.prototype': [Uint8Array.prototype, 'constructor'], 'Symbol.iterator of all iterators': [Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), Symbol.iterator],
  'then of Promise.prototype': [Promise.prototype, 'then'], 'toString of Function.prototype': [Function.prototype, 'toString'], 'constructor of Array.prototype': [Array.prototype, 'constructor'],
  'constructor of TypeError.prototype': [TypeError.prototype, 'constructor'], 'constructor of EventEmitter.prototype': [EventEmitter.prototype, 'constructor'], 'getHours of Date.prototype': [Date.prototype, 'getHours'],
};

const SHARED = {
  'Function.prototype': Function.prototype, 'Map.prototype': Map.prototype, 'String.prototype': String.prototype, 'Promise.prototype': Promise.prototype, 'Array.prototype': Array.prototype,
  'Error.prototype': Error.prototype, 'TypeError.prototype': TypeError.prototype, Array, Promise, Error, Object, JSON, Math, Reflect, 'URL.prototype': URL.prototype, 'Buffer.prototype': Buffer.prototype,
  'EventEmitter.prototype': EventEmitter.prototype, 'Readable.prototype': Readable.prototype, Readable, EventEmitter, 'AbortSignal.prototype': AbortSignal.prototype, 'the global object': globalThis,
  'RegExp.prototype': RegExp.prototype, 'Date.prototype': Date.prototype, 'the array iterator': Object.getPrototypeOf([][Symbol.iterator]()),
};

/** Nobody can add anything any more to what everybody may add to. */
function closed() {
  const takes = (object) => { try { object.nrgsAdded = true; return object.nrgsAdded === true && delete object.nrgsAdded; } catch { return false; } };
  const ways = [Object.seal, Object.preventExtensions, Reflect.preventExtensions, Object.freeze, (object) => Object.seal(new Proxy(object, {})), (object) => Reflect.preventExtensions(new Proxy(object, {}))];
  for (const object of [Date.prototype, String.prototype, Number, Math, Reflect, Buffer.prototype, ServerResponse.prototype, globalThis]) {
    for (const way of ways) {
      try { way(object); } catch { /* refused */ }
      if (!takes(object)) return 'ESCAPED';
    }
  }
  return '';
}

/** What code of another package gets by a bare name that everything has: `toString.call([])`. */
const BARE = {
  'toString of the global object': () => { const own = Object.getOwnPropertyDescriptor(globalThis, 'toString'); globalThis.toString = evil; return () => { delete globalThis.toString; if (own) Object.defineProperty(globalThis, 'toString', own); }; },
  'toString above the global object': () => { const at = above(globalThis); at.toString = evil; return () => { delete at.toString; }; },
  'an object above the global object': () => {
    const at = above(globalThis);
    const before = above(at);
    Reflect.setPrototypeOf(at, { __proto__: before, hasOwnProperty: evil, toString: evil });
    return () => Reflect.setPrototypeOf(at, before);
  },
};
const bare = (change) => {
  let back = () => {};
  try { back = change(); } catch { /* refused */ }
  try { return globalThis.bystanderActs.bare().includes('trapped') ? 'ESCAPED' : ''; } finally { try { back(); } catch {} }
};

/** Node.js asks how long a stack may be with each error that it makes: what is thrown there is thrown in the place of the error. */
function instead() {
  const before = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  const { defineProperty } = Reflect;
  try { Object.defineProperty(Error, 'stackTraceLimit', { get() { throw 'ESCAPED'; }, set() {}, configurable: true }); } catch {}
  try { return `${globalThis.bystanderActs.fails()}`; } finally { defineProperty(Error, 'stackTraceLimit', before); }
}

/** Streams of the web that nobody has closed have one object in common that says so. */
async function closing() {
  const stream = new WritableStream();
  const state = stream[Object.getOwnPropertySymbols(stream).find(({ description }) => description === 'kState')];
  const { closeRequest } = state;
  try { closeRequest.promise = Promise.resolve(); } catch {}
  try { return (await Promise.race([globalThis.bystanderActs.writesWeb(), new Promise((resolve) => { setTimeout(resolve, 500); })]).catch(() => '')) === 'written' ? '' : 'ESCAPED'; } finally { try { closeRequest.promise = undefined; } catch {} }
}

/** By this Node.js tells which connections its parser can read by itself. */
function withoutParser() {
  const { ssl } = new (require('tls').TLSSocket)(new (require('net').Socket)());
  for (let at = ssl; at !== null; at = above(at)) {
    if (!Object.hasOwn(at, 'isStreamBase')) continue;
    try { at.isStreamBase = false; } catch {}
    try { return at.isStreamBase === true ? '' : 'ESCAPED'; } finally { try { at.isStreamBase = true; } catch {} }
  }
  throw new Error('not there');
}

module.exports = [
  ...Object.entries(BARE).map(([what, change]) => ({ name: `${what}, called by others`, wants: 'escaped', before: 'acts', run: () => bare(change) })),
  { name: 'an accessor for the length of stacks, in the errors of others', wants: 'escaped', before: 'acts', run: instead },
  { name: 'a request to close that all streams of the web have', wants: 'escaped', before: 'acts', minNode: 24, run: closing },
  { name: 'isStreamBase of the handles of TLS', wants: 'escaped', run: withoutParser },
  { name: 'what everybody may add to, closed', wants: 'escaped', restart: true, run: closed },
  ...Object.entries(ASSIGNED).map(([what, [prototype, key]]) => ({ name: `${what} made one that nobody can assign`, wants: 'escaped', run: () => forbidden(prototype, key) })),
  ...Object.entries(ADDED).map(([what, run]) => ({ name: what, wants: 'escaped', run })),
  ...Object.entries(SHARED).map(([what, object]) => ({ name: `another prototype for ${what}`, wants: 'escaped', run: () => exchanged(object) })),
];
