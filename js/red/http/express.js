'use strict';
// express: a middleware or route of a package gets a `next` behind which core goes on by itself, and with the request that came in: only who stands in
// front of all requests makes another one of it [R5].

const { ReflectApply, ReflectDefineProperty, SafeWeakMap } = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { CORE, UNKNOWN, callerOf, isReadByCore, newPlace, unlessLured } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { judge } = require('../../core/decide');
const { refusal } = require('../../core/deny');
const { hardenPrototype } = require('../../core/harden');
const { boundary, isForeign } = require('../boundary');
const { isAsItCame } = require('./genuine');

const READING = newPlace();
const SETTING = newPlace();

/** request -> what it was when the layer that is at work got it, and its `next`: that of core, and what packages put there. */
const notes = new SafeWeakMap();

function enter(request) {
  let note = notes.get(request);
  if (note === undefined) {
    note = { __proto__: null, request, url: undefined, method: undefined, next: request.next, packages: undefined };
    notes.set(request, note);
    ReflectDefineProperty(request, 'next', { __proto__: null, ...nextOf(note), enumerable: true, configurable: false });
  }
  note.url = request.url;
  note.method = request.method;
}

const mayRewrite = (principal) => judge(principal, 'http:node:global:middleware', undefined) === undefined || judge(principal, 'http:admin:global:middleware', undefined) === undefined;

/** `req.next`, with which whoever has the request, in a message say, lets core look for other routes. */
const nextOf = (note) => ({
  get() {
    if (isReadByCore('next', 0, READING)) return note.next;
    const who = callerOf(0);
    const principal = who === CORE ? UNKNOWN : who;
    if (note.packages !== undefined || typeof note.next !== 'function') return note.packages;
    const { next } = note;
    return (error) => {
      if (!mayRewrite(principal)) putBack(note.request, note);
      ReflectApply(boundary(next), undefined, [error]);
    };
  },
  set(value) {
    // Routers do so for every request, far up the stack; who calls one with a request runs it there and then.
    if ((state.armed && require('../../core/lured').isRouter()) || callerOf(0, SETTING) === CORE) note.next = value;
    else note.packages = value;
  },
});

/** The request that came in. */
function putBack(request, { url, method }) {
  if (request.url !== url) request.url = url;
  if (request.method !== method) request.method = method;
}

/** The last argument of a layer's methods is `next`. */
function bound(original) {
  return function handle(...args) {
    const last = args.length - 1;
    enter(args[last - 2]);
    if (isForeign(this.handle)) args[last] = boundary(args[last]);
    return ReflectApply(original, this, args);
  };
}

/** `lib/router/layer.js` of express 4, `lib/layer.js` of the router of express 5. */
function layer(Layer) {
  const { prototype } = Layer;
  const names = ['handle_request', 'handle_error', 'handleRequest', 'handleError'];
  for (let i = 0; i < names.length; i++) if (typeof prototype[names[i]] === 'function') prototype[names[i]] = bound(prototype[names[i]]);
  hardenPrototype(prototype);
}

/**
 * `lib/application.js`: what handles requests in each application of core's. An application that embeds Node-RED may hand them on through packages of
 * its own (another express, middlewares): what came in by the network is core's work, as it is where core's server hands it on itself.
 */
function application(exports) {
  const { handle } = exports;
  const entered = boundary(handle);
  exports.handle = function handleRequest(...args) {
    return ReflectApply(isAsItCame(args[0]) ? entered : handle, this, args);
  };
}

/** `lib/router/route.js` of express 4, `lib/route.js` of the router of express 5: what `req.route` inherits. */
function route({ prototype }) {
  hardenPrototype(prototype);
}

/** Methods of responses that open files. */
const OPENING = ['sendFile', 'sendfile', 'download', 'render'];

/** `lib/response.js`: core opens files when it calls them, and not when it comes across one in a value of a package. */
function response(prototype) {
  for (let i = 0; i < OPENING.length; i++) {
    const name = OPENING[i];
    const original = prototype[name];
    if (typeof original !== 'function') continue;
    const holder = {
      open(...args) {
        if (callerOf(0) === CORE && unlessLured(name) !== CORE) throw refusal(UNKNOWN, 'fs:read', `response.${name}()`, typeof args[0] === 'string' ? args[0] : '');
        return ReflectApply(original, this, args);
      },
    };
    prototype[name] = conceal(holder.open, original);
  }
}

module.exports = { application, layer, putBack, response, route };
