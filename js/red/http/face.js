'use strict';
// What sockets name as their server [R5]: one object for everybody, so that nobody has to be asked who reads it. Node.js asks it for options several times for each
// request, and could be had to read it under another name and hand it on. Who calls its methods is asked then: Node's scripts call those of the server, a package those of its stand-in.

const {
  ObjectCreate, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPreventExtensions, Proxy, ReflectApply, ReflectDefineProperty, ReflectGet,
  ReflectHas, ReflectOwnKeys, ReflectSet, SymbolPrototypeDescriptionGet,
} = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { CORE, INTERNAL, UNKNOWN, calledAs, callerOf, newPlace } = require('../../core/caller');
const { makeNote } = require('../../core/given');
const { standOf } = require('./server-stand');

const CALLING = newPlace();
/** Scripts of Node's that raise something at the server of a socket, and what they raise. */
const RAISING = ['node:_http_server', 'node:_tls_wrap', 'node:internal/tls/wrap'];
const RAISED = { __proto__: null, clientError: true, newSession: true, OCSPRequest: true, resumeSession: true, timeout: true };
/** Options that Node.js asks for. */
const OPTIONS = ['httpValidation', 'insecureHTTPParser', 'joinDuplicateHeaders', 'rejectNonStandardBodyWrites', 'requireHostHeader'];
/** Classes of what comes in and goes out, under symbols of Node's. */
const CLASSES = { __proto__: null, IncomingMessage: true, ServerResponse: true };

let raisers = 0;
let counters = 0;

function configure(native) {
  raisers = native.internals(RAISING);
  counters = native.internals(['node:net']);
}

const faces = makeNote();

/**
 * The face of a server of core's.
 * @returns {{face: object, get: () => object, set: () => void}} the accessors are the same for all its sockets
 */
function faceOf(server) {
  let made = faces.of(server);
  if (made === undefined) {
    const face = make(server);
    made = { __proto__: null, face, get: () => face, set: () => undefined };
    faces.put(server, made);
  }
  return made;
}

const plain = (value) => (typeof value === 'object' || typeof value === 'function' ? undefined : value);

/**
 * Whose method is meant: the server's, or that of the caller's stand-in. Node-RED has its server at hand and asks no socket for it, but it closes, and takes listeners from, what a
 * package gives it: core is nobody here once there are packages.
 */
function targetOf(server, name, expected, event) {
  const who = callerOf(raisers, CALLING, expected);
  if (who === INTERNAL) return name === 'listenerCount' || (name === 'emit' && RAISED[event] === true) ? server : standOf(UNKNOWN, server);
  if (who === CORE && !state.armed) return server;
  return standOf(who === CORE ? UNKNOWN : who, server);
}

function calling(server, face, name) {
  const expected = calledAs(name);
  const holder = {
    call(...args) {
      const target = targetOf(server, name, expected, args[0]);
      const result = ReflectApply(target[name], target, args);
      return result === target ? face : result;
    },
  };
  return holder.call;
}

/** What a package puts there is its own, and what is not there it has from itself. */
const own = (server) => ({
  __proto__: null,
  get(target, key, receiver) {
    if (ReflectHas(target, key)) return ReflectGet(target, key, receiver);
    const who = callerOf(0);
    return who === CORE ? undefined : ReflectGet(standOf(who, server), key);
  },
  set(target, key, value, receiver) {
    if (receiver !== faces.of(server)?.face) return ReflectDefineProperty(receiver, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    const who = callerOf(0);
    return who === CORE || ReflectSet(standOf(who, server), key, value);
  },
});

function make(server) {
  // Below it lies the class of the server; nothing can be put there.
  const face = ObjectCreate(new Proxy(ObjectFreeze(ObjectCreate(ObjectGetPrototypeOf(server))), own(server)));
  const give = (key, get, set) => ObjectDefineProperty(face, key, { __proto__: null, get, set: set ?? (() => undefined), enumerable: true, configurable: false });
  const stand = standOf(UNKNOWN, server);
  const keys = ReflectOwnKeys(stand);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof ObjectGetOwnPropertyDescriptor(stand, key).value === 'function') {
      const method = calling(server, face, key);
      give(key, () => method);
    } else give(key, () => plain(server[key]));
  }
  for (let i = 0; i < OPTIONS.length; i++) give(OPTIONS[i], () => plain(server[OPTIONS[i]]));
  const symbols = ReflectOwnKeys(server);
  for (let i = 0; i < symbols.length; i++) {
    if (typeof symbols[i] !== 'symbol' || CLASSES[SymbolPrototypeDescriptionGet(symbols[i])] !== true) continue;
    const value = server[symbols[i]];
    give(symbols[i], () => value);
  }
  // A socket that ends counts itself out.
  give('_connections', () => server._connections, (count) => { if (callerOf(counters) === INTERNAL) server._connections = count; });
  const counting = { ended() { if (callerOf(counters) === INTERNAL) server._emitCloseIfDrained(); } };
  give('_emitCloseIfDrained', () => counting.ended);
  return ObjectPreventExtensions(face);
}

module.exports = { configure, faceOf };
