'use strict';
// The HTTP servers that core makes. A package may take over their `request` listeners and call them itself (socket.io,
// sockjs): for requests that really came in, core's listener is core's work.

const { ObjectDefineProperty, ReflectApply, SafeWeakSet } = require('../boot/primordials');
const { INTERNAL, callerOf } = require('../core/caller');
const { boundary } = require('./boundary');

const { emit } = require('events').prototype;
/** Requests that Node's own server raised; a package can make an object that looks like one. */
const genuine = new SafeWeakSet();
let nodeServer = 0;

function configure(native) {
  nodeServer = native.internals(['node:_http_server', 'node:internal/http2/core', 'node:internal/http2/compat']);
}

/** `http.createServer` and `https.createServer` as core's modules see them. */
function createServer(original) {
  return function create(...args) {
    for (let i = 0; i < args.length; i++) if (typeof args[i] === 'function') args[i] = listener(args[i]);
    const server = ReflectApply(original, this, args);
    const holder = {
      emit(...event) {
        if (event[0] === 'request' && callerOf(nodeServer) === INTERNAL) genuine.add(event[1]);
        else if (event[0] === 'connection' || event[0] === 'secureConnection') require('./app-guard').guardSocket(server, event[1]);
        return ReflectApply(emit, this, event);
      },
    };
    ObjectDefineProperty(server, 'emit', { __proto__: null, value: holder.emit, writable: true, enumerable: false, configurable: true });
    return server;
  };
}

function listener(fn) {
  const own = boundary(fn);
  return function onRequest(request, response) {
    return ReflectApply(genuine.has(request) ? own : fn, this, [request, response]);
  };
}

module.exports = { configure, createServer };
