'use strict';
// `http2`. A connection is made when some URL of the server may be asked for; every request on it is judged by its URL. A
// stream of a server sends files: by path, which `fs` judges, and by descriptor, which is judged here.

const {
  ArrayIsArray, ObjectDefineProperty, ObjectFreeze, ObjectGetPrototypeOf, Promise, Proxy, ReflectApply, ReflectOwnKeys, SafeWeakMap, SafeWeakSet, String, StringPrototypeSlice, SymbolPrototypeDescriptionGet, TypeError, URL, dataDescriptor,
} = require('../../boot/primordials');
const { loadReal, process } = require('../../boot/builtins');
const { snapshotOptions, unjudgeable } = require('../../core/args');
const { consumedBy } = require('../../core/brands');
const { CORE, INTERNAL, callerOf } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { verdict } = require('../../core/decide');
const { isRefusal } = require('../../core/deny');
const { lockMember } = require('../../core/harden');
const { put } = require('../../core/lists');
const { guard } = require('../../core/wrap');
const { innerBinding, innerLoaded } = require('../../core/inner');
const { lockMade } = require('../../realm/made');
const { isFailure, noSuchHost, toHost, toPort } = require('./destination');
const { asksOfHeaders, fieldOf, headersIn, readHeaders } = require('./http2-headers');
const { headerOf, hrefOf } = require('./options');
const { survive } = require('./refused');
const { watchStreams } = require('./streams');
const { asksOf, lacking, reaches, scripts } = require('./target');
const { guardTimeouts } = require('./timeouts');
const { actingFor } = require('./vouch');
const { addFunctions } = require('./tls-defaults');
const { limitOf, limitOfHandle, placeFor } = require('./wire');

const { Duplex } = loadReal('stream');
const { nextTick } = process;
const { once, removeListener } = Duplex.prototype;
const NODES = ['node:internal/http2/core'];
const LISTENS = 'judged where it listens';
const REQUEST = 'http2.ClientHttp2Session.request()';

/** Session -> { principal, secure, host, port, authority, scheme }. */
const sessions = new SafeWeakMap();
const guarded = new SafeWeakSet();

/** Where `connect` goes, as Node puts it together: its options count more than the authority. */
function readConnect(args) {
  const href = typeof args[0] === 'string' ? args[0] : hrefOf(args[0]);
  const authority = href === undefined ? snapshotOptions(args[0]) : new URL(href);
  const options = typeof args[1] === 'object' && args[1] !== null ? snapshotOptions(args[1]) : {};
  const protocol = String(authority.protocol || options.protocol || 'https:');
  let host = authority.hostname || authority.host || 'localhost';
  if (host[0] === '[') host = StringPrototypeSlice(host, 1, -1);
  const usual = protocol === 'http:' ? 80 : 443;
  options.host = toHost('host' in options ? options.host || 'localhost' : host, '"options.host" property');
  options.port = toPort('port' in options ? options.port : authority.port || usual) ?? -1;
  return { __proto__: null, authority, options, listener: typeof args[1] === 'function' ? args[1] : args[2], secure: protocol === 'https:' };
}

function judgeConnect(principal, args) {
  const { authority, options, listener, secure } = readConnect(args);
  args.length = 0;
  put(args, 0, authority);
  put(args, 1, options);
  if (typeof listener === 'function') put(args, 2, listener);
  const target = { __proto__: null, principal, secure, host: options.host, port: options.port, method: 'GET', path: '/', named: undefined, upgrade: false };
  put(args, 'target', target);
  const { 0: ask } = asksOf(target);
  put(args, 'ask', ask);
  // Sockets of the package's own and local ones are judged where all sockets are.
  const isOwn = options.path || options.socket || typeof options.createConnection === 'function';
  if (isOwn || reaches(principal, ask)) return undefined;
  const error = noSuchHost(principal, ask.capability, options.host);
  if (error !== undefined) throw error;
  return ask;
}

/** Requests are sent through the handle of a session, which a package finds under a symbol: only Node's own script may. */
function guardHandle(handle) {
  guardHandles(typeof handle === 'object' && handle !== null ? ObjectGetPrototypeOf(handle) : undefined);
}

function guardHandles(prototype) {
  if (prototype === undefined || prototype === null || guarded.has(prototype) || typeof prototype.request !== 'function') return;
  guarded.add(prototype);
  const row = { judge: () => ({ capability: 'all', resource: 'a handle of Node.js' }) };
  lockMember(prototype, 'request', guard(judgeSent(prototype.request), row, 'Http2Session.request()', { internals: scripts(NODES), called: 'request' }), false);
}

/**
 * Node's script sends a request by what it finds in fields of stream and session, perhaps only once that is connected: what goes out on a connection that is narrowed
 * is judged for the server at its other end.
 */
function judgeSent(original) {
  const holder = {
    request(...args) {
      const limit = limitOfHandle(consumedBy(this));
      const error = limit === undefined ? undefined : verdict(() => {
        if (limit.sealed) throw unjudgeable('a request below TLS');
        return lacking(limit.principal, asksOfHeaders(limit, headersIn(args[0][0])));
      }, limit.principal, undefined, REQUEST, this);
      if (error !== undefined) throw error;
      return ReflectApply(original, this, args);
    },
  };
  return conceal(holder.request, original);
}

function watchHandle(session) {
  const keys = ReflectOwnKeys(session);
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== 'symbol' || SymbolPrototypeDescriptionGet(keys[i]) !== 'kHandle') continue;
    let current = session[keys[i]];
    guardHandle(current);
    const accessors = {
      get: () => current,
      set(handle) {
        guardHandle(handle);
        current = handle;
      },
    };
    ObjectDefineProperty(session, keys[i], { __proto__: null, get: accessors.get, set: accessors.set, enumerable: true, configurable: true });
  }
}

/** Notes whose session it is; on a socket that is narrowed, its server is where requests really go. */
function noteSession(session, target, socket) {
  const limit = limitOf(socket);
  const { secure, host, port } = target;
  // What Node.js made of the URL and the name for TLS, for requests that say nothing.
  const made = fieldOf(session, 'authority');
  const noted = { __proto__: null, ...target, authority: typeof made === 'string' ? made : `${host}:${port}`, scheme: secure ? 'https' : 'http' };
  sessions.set(session, limit === undefined ? noted : { __proto__: null, ...noted, secure: limit.secure, host: limit.host, port: limit.port });
  watchHandle(session);
}

/**
 * Locks the classes of sessions and of their handles, which Node exports nowhere. A package meets one before `connect` returns: its
 * socket is told of the session, and the handle of a server's session has the same class.
 */
function lockClasses({ connect: original }) {
  const handles = innerBinding('http2').Http2Session?.prototype;
  guardHandles(handles);
  const session = (handles === undefined ? undefined : begin(original)) ?? makeWhole(original);
  const prototype = ObjectGetPrototypeOf(session);
  lockMember(prototype, 'request', guardRequest(prototype.request), false);
  guardTimeouts(prototype);
  // Streams have theirs from a class that is locked before the first of them is made.
  const { Http2Stream } = innerLoaded('internal/http2/core');
  if (Http2Stream !== undefined) guardTimeouts(Http2Stream.prototype);
  lockMade(session);
}

/** A session that comes no further than to its socket, which it tells of itself first. One that has come all the way takes 3 ms, and as much again until it is gone. */
function begin(connectTo) {
  let session;
  const holder = {
    set(target, key, value) {
      session = value;
      throw new TypeError('no session');
    },
  };
  const socket = new Proxy({ __proto__: null }, { __proto__: null, set: holder.set });
  try {
    ReflectApply(connectTo, undefined, ['http://refused.invalid', { createConnection: () => socket }]);
  } catch {
    return typeof session?.request === 'function' ? session : undefined;
  }
  return undefined;
}

function makeWhole(connectTo) {
  const socket = new Duplex({ read() {}, write: (chunk, encoding, done) => done() });
  const session = ReflectApply(connectTo, undefined, ['http://refused.invalid', { createConnection: () => socket }]);
  watchHandle(session);
  session.destroy();
  socket.destroy();
  return session;
}

function connect(original, self, args, principal) {
  const { target, ask } = args;
  const options = args[1];
  if (target.secure) addFunctions(principal, options);
  const { createConnection } = options;
  let given;
  if (typeof createConnection === 'function') {
    options.createConnection = (...rest) => {
      given = ReflectApply(createConnection, options, rest);
      return given;
    };
  }
  const place = placeFor({ __proto__: null, ...target, ...ask });
  place.isOrigin = true;
  const session = actingFor(principal, [place], () => ReflectApply(original, self, args));
  noteSession(session, target, given);
  return session;
}

/** A session whose connection failed. */
function refuseConnect(error, args, self, principal, original) {
  if (!isFailure(error)) throw error;
  const socket = new Duplex({ read() {}, write: (chunk, encoding, done) => done() });
  // One that is still to connect: else Node says of the session that it is connected, before it fails.
  ObjectDefineProperty(socket, '_handle', dataDescriptor(ObjectFreeze({ __proto__: null, isStreamBase: true }), true, true, true));
  ObjectDefineProperty(socket, 'connecting', dataDescriptor(true, true, true, true));
  const session = ReflectApply(original, undefined, ['http://refused.invalid', { createConnection: () => socket }]);
  noteSession(session, args.target, undefined);
  ReflectApply(nextTick, process, [() => {
    survive(session);
    survive(socket);
    socket.destroy(error);
  }]);
  return session;
}

/** `util.promisify(connect)`: a session that is connected. */
const promised = (connecting) => (authority, options) => new Promise((resolve, reject) => {
  const session = connecting(authority, options, () => {
    ReflectApply(removeListener, session, ['error', reject]);
    resolve(session);
  });
  ReflectApply(once, session, ['error', reject]);
});

/** A stream that failed. */
function refuseRequest(error) {
  if (!isRefusal(error)) throw error;
  const stream = new Duplex({ read() {}, write: (chunk, encoding, done) => done() });
  stream.close = () => stream.destroy();
  stream.setTimeout = () => stream;
  stream.priority = () => undefined;
  stream.sendTrailers = () => undefined;
  ReflectApply(nextTick, process, [() => {
    survive(stream);
    stream.destroy(error);
  }]);
  return stream;
}

function guardRequest(original) {
  const nodes = scripts(NODES);
  const holder = {
    request(...args) {
      const session = sessions.get(this);
      const direct = callerOf(nodes);
      const caller = direct === INTERNAL || direct === CORE ? session?.principal : direct;
      // A session of core's own.
      if (session === undefined && caller === undefined) return ReflectApply(original, this, args);
      const error = verdict(() => {
        if (session === undefined) throw unjudgeable('a request on a session of somebody else');
        const headers = readHeaders(args[0], session);
        args[0] = headers;
        // Node.js says what a tunnel without an authority lacks.
        if (headerOf(headers, ':method') === 'CONNECT' && !ArrayIsArray(headers) && headerOf(headers, ':authority') === undefined) return undefined;
        const asks = asksOfHeaders(session, headers);
        return lacking(session.principal, asks) ?? (caller === session.principal ? undefined : lacking(caller, asks));
      }, caller, args, REQUEST, this);
      if (error !== undefined) return refuseRequest(error);
      const stream = ReflectApply(original, this, args);
      lockMade(stream);
      return stream;
    },
  };
  return conceal(holder.request, original);
}

/** Streams of servers come with the first server. */
const serving = {
  judge: () => undefined,
  run(original, self, args) {
    watchStreams();
    const server = ReflectApply(original, self, args);
    lockMade(server);
    return server;
  },
};

module.exports = {
  rows: {
    __proto__: null,
    connect: { judge: judgeConnect, run: connect, refuse: refuseConnect, promisified: promised },
    createSecureServer: serving,
    createServer: serving,
    performServerHandshake: serving,
  },
  passes: {
    __proto__: null,
    getDefaultSettings: 'numbers', getPackedSettings: 'bytes', getUnpackedSettings: 'numbers', Http2ServerRequest: LISTENS, Http2ServerResponse: LISTENS,
  },
  // Sessions have their `setTimeout` from sockets, which have their guards first.
  needs: 'net',
  complete(values) {
    lockClasses(values);
    require('../emitters').install();
  },
  isLocked: true,
};
