'use strict';
// The HTTP servers that core makes. A package may take over their `request` listeners and call them itself (socket.io,
// sockjs): for requests that really came in, core's listener is core's work.

const { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, ReflectGet, SafeWeakSet } = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { CORE, INTERNAL, callerOf } = require('../../core/caller');
const { report } = require('../../core/deny');
const { makeNote } = require('../../core/given');
const { closeFunction } = require('../../core/harden');
const { boundary } = require('../../core/boundary');
const { watchEmit } = require('./askers');
const { on } = require('./emitter');
const { isGenuine, noteGenuine } = require('./genuine');
const { mayUpgrade } = require('./upgrading');

/** Of the class: the server's own are guarded, and a turn later nobody is on the stack who could be asked. */
const { prototype } = require('net').Socket;
const { destroySoon } = prototype;
let native;
let nodeServer = 0;
/** Where Node enters JavaScript with the head of a request that came in, and with what is to be something else than HTTP. */
let parsers = 0;
let executors = 0;
/** Where Node raises connections that it accepted. */
let acceptors = 0;
/** What Node calls its callbacks through when somebody watches them. */
let passers = 0;
/** Socket of core's server -> does what comes in on it come from the network, past all JavaScript (`isDirect`)? */
const sockets = makeNote();
const watched = new SafeWeakSet();

function configure(api) {
  native = api;
  nodeServer = native.internals(['node:_http_server', 'node:internal/http2/core', 'node:internal/http2/compat']);
  parsers = native.internals(['node:_http_common']);
  executors = native.internals(['node:_http_common', 'node:_http_server']);
  acceptors = native.internals(['node:net', 'node:_tls_wrap', 'node:internal/tls/wrap']);
  passers = native.internals(['node:domain', 'node:internal/async_hooks']);
}

/** `http.createServer` and `https.createServer` as core's modules see them. */
function createServer(original) {
  return function create(...args) {
    for (let i = 0; i < args.length; i++) if (typeof args[i] === 'function') args[i] = listener(args[i]);
    const server = ReflectApply(original, this, args);
    watch(server, false);
    return server;
  };
}

/** A server that an application has made and gives to Node-RED. It may have connections already. */
function adopt(server) {
  if (typeof server === 'object' && server !== null && !watched.has(server) && typeof server.emit === 'function') watch(server, true);
}

function watch(server, isAdopted) {
  const { configure: prepare, guardSocket } = require('./app-guard');
  prepare(native);
  require('./served').place((value) => typeof value === 'object' && watched.has(value));
  watched.add(server);
  const own = ObjectGetOwnPropertyDescriptor(server, 'emit')?.value;
  const holder = {
    emit(...event) {
      if (isIncoming(event[0]) && isFromParser(event[0], event[1])) noteGenuine(event[1]);
      else {
        asker.ask?.();
        if (isIncoming(event[0]) && callerOf(nodeServer) === INTERNAL) {
          if (cameIn(event[0], event[1])) noteGenuine(event[1]);
          else if (!isAdopted || sockets.of(event[1].socket) !== undefined) return refuse(event[1]);
        } else if (event[0] === 'connection' || event[0] === 'secureConnection') {
          // What Node accepts comes from the network to its end; of others the first request tells.
          if (typeof event[1] === 'object' && event[1] !== null) sockets.put(event[1], { __proto__: null, isDirect: callerOf(acceptors) === INTERNAL || undefined });
          guardSocket(server, event[1]);
        }
      }
      if ((event[0] === 'upgrade' || event[0] === 'connect') && !mayUpgrade(event[2])) return true;
      return ReflectApply(own ?? ReflectGet(ObjectGetPrototypeOf(server), 'emit'), this, event);
    },
  };
  const asker = watchEmit(holder.emit);
  // After Node's own listener, and before anybody else's.
  ReflectApply(on, server, ['connection', watchHearing]);
  ReflectApply(on, server, ['secureConnection', watchHearing]);
  ObjectDefineProperty(server, 'emit', { __proto__: null, value: holder.emit, writable: true, enumerable: false, configurable: true });
}

/**
 * Did this request come in? Whoever holds a socket can put bytes into it, or into its parser, that look like another request, and Node's own
 * server then raises it. What comes from the network enters JavaScript in the parser; only a socket that was fed by JavaScript from the
 * first request on (by an application that embeds Node-RED) may go on like this.
 */
function cameIn(event, request) {
  const known = sockets.of(request.socket);
  if (known === undefined) return false;
  const isDirect = !state.armed || native.begunBy(entriesOf(event), passers) === 1;
  known.isDirect ??= isDirect;
  return isDirect || known.isDirect !== true;
}

const entriesOf = (event) => (event === 'request' || event === 'checkContinue' ? parsers : executors);

/** The same for what Node's server raises straight from the network, in one look. */
function isFromParser(event, request) {
  const known = state.armed ? sockets.of(request?.socket) : undefined;
  if (known === undefined || native.begunBy(entriesOf(event), passers, nodeServer) !== 1) return false;
  known.isDirect ??= true;
  return true;
}

/** The methods that Node gives each socket of a server, to notice who listens for what comes in. They look at `this`. */
const hearing = { __proto__: null, on: undefined, addListener: undefined, prependListener: undefined };

/** Puts methods of our own before those. */
function watchHearing(socket) {
  for (const name in hearing) {
    const method = ObjectGetOwnPropertyDescriptor(socket, name)?.value;
    if (typeof method !== 'function') continue;
    hearing[name] ??= hearer(method, name);
    socket[name] = hearing[name];
  }
}

function hearer(method, name) {
  const { parserOf } = require('./exchange');
  function hear(event, listener) {
    const parser = parserOf(this);
    const isUnderWay = parser !== undefined && parser !== null;
    const isComing = event === 'data' || event === 'readable';
    // What Node's does of all others while its parser is there, without asking the connection for it.
    if (isUnderWay && !isComing) return ReflectApply(prototype[name], this, [event, listener]);
    const result = ReflectApply(method, this, [event, listener]);
    if (isUnderWay && isComing) endAfterwards(this);
    return result;
  }
  closeFunction(hear);
  return hear;
}

/**
 * A package that listens for what comes in on a connection takes it from Node's parser. From then on nobody could tell the next request from
 * one that was put there: the answer under way is the last on this connection, and the client makes another.
 */
function endAfterwards(socket) {
  const who = callerOf(0);
  if (who === CORE || sockets.of(socket) === undefined) return;
  const response = require('./exchange').responseOn(socket);
  if (typeof response !== 'object' || response === null) {
    report(who, 'all', 'socket.on("data")', 'a connection to Node-RED between two requests');
    ReflectApply(destroySoon, socket, []);
  } else {
    response.shouldKeepAlive = false;
    response._last = true;
  }
}

/** Nobody answers it, and nothing else is read from there. */
function refuse(request) {
  report(callerOf(0), 'all', 'http.Server "request"', 'a request that did not come in by the network');
  request.socket?.destroy?.();
  return true;
}

const isIncoming = (event) => event === 'request' || event === 'upgrade' || event === 'checkContinue' || event === 'connect';

function listener(fn) {
  const own = boundary(fn);
  return function onRequest(request, response) {
    return ReflectApply(isGenuine(request) ? own : fn, this, [request, response]);
  };
}

module.exports = { adopt, configure, createServer };
