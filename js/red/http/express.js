'use strict';
// express: a middleware or route of a package gets a `next` behind which core goes on by itself, and with the request that came in (on-its-way.js).

const { ObjectFreeze, ObjectPreventExtensions, ReflectApply } = require('../../boot/primordials');
const { UNKNOWN, calledAs, callerOf } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { refusal } = require('../../core/deny');
const { makeNote } = require('../../core/given');
const { willBindOwn } = require('../../core/handed');
const { hardenPrototype } = require('../../core/harden');
const { boundary, isForeign } = require('../../core/boundary');
const arming = require('../arming');
const { beginBare } = require('./absent');
const { asking, expect } = require('./asking');
const { isAsItCame } = require('./genuine');
const { ANYBODY, enter, handOn, lend, noteFor, noteFront } = require('./on-its-way');
const { mayGive } = require('./upgrading');
const { scriptOwner } = require('../views/kinds');

/** Handler as express gets it -> whose it is, and whether that may make another request of one. */
const owners = makeNote();

/**
 * A function that stands for a handler of a package's.
 * @param {Function} handler
 * @param {{principal: number, mayRewrite: () => boolean}} owner
 */
const answersFor = (handler, owner) => owners.put(handler, owner);

/** layer -> what is known of its handler. */
const handlers = makeNote();

class Handler {
  constructor({ handle, route }) {
    this.handle = handle;
    this.owner = owners.of(handle);
    // express calls one with the request, or with an error and the request.
    this.takesErrors = typeof handle === 'function' && handle.length > 3;
    // Layers of its own hand requests on to the handlers of a route.
    this.isForeign = route === undefined && isForeign(handle);
    // Whose what the operator has put there is, where that can be told.
    const whose = this.isForeign ? scriptOwner(handle) : UNKNOWN;
    this.lentTo = whose > UNKNOWN ? whose : ANYBODY;
    // express then asks for the application that the request comes from, to put its classes back.
    this.isMounting = !this.isForeign && typeof handle === 'function' && handle.name === 'mounted_app';
    // What comes in is core's work there, and nobody has to look further down the stack.
    this.isEntered = !this.isForeign && route === undefined && typeof handle === 'function' && PASSING[handle.name] !== true;
  }
}

/** Handlers of express that do nothing themselves but hand on. */
const PASSING = { __proto__: null, query: true, expressInit: true, mounted_app: true, router: true };

function handlerOf(layer) {
  let known = handlers.of(layer);
  if (known === undefined || known.handle !== layer.handle) {
    known = new Handler(layer);
    handlers.put(layer, known);
  }
  return known;
}

/** The last argument of a layer's methods is `next`. */
function bound(original) {
  const entered = boundary(original);
  return function handle(...args) {
    const last = args.length - 1;
    const request = args[last - 2];
    const known = handlerOf(this);
    if ((known.owner !== undefined || known.isForeign) && !mayGive(request)) return undefined;
    const note = enter(request, args[last]);
    if (known.owner !== undefined) {
      if (known.takesErrors === (last > 2)) args[last] = handOn(note, this, args[last - 1], args[last], known.owner);
    } else if (known.isForeign) {
      lend(note, known.lentTo);
      args[last] = boundary(args[last]);
    } else if (known.isMounting) expect(request);
    return ReflectApply(known.isEntered && isAsItCame(request) ? entered : original, this, args);
  };
}

/** `lib/router/layer.js` of express 4, `lib/layer.js` of the router of express 5. */
function layer(Layer) {
  const { prototype } = Layer;
  const names = ['handle_request', 'handle_error', 'handleRequest', 'handleError'];
  for (let i = 0; i < names.length; i++) if (typeof prototype[names[i]] === 'function') prototype[names[i]] = bound(prototype[names[i]]);
  hardenPrototype(prototype);
}

/** For each request applications bind a function of theirs to themselves that nobody else has. */
function findLogger(handle) {
  const router = { handle: () => undefined };
  const app = { get: () => 'production', enabled: () => false, request: {}, response: {}, router, _router: router };
  try {
    willBindOwn(() => ReflectApply(handle, app, [{}, {}]));
  } catch {
    // then it is looked who does
  }
}

/**
 * `lib/application.js`: what handles requests in each application of core's. An application that embeds Node-RED may hand them on through packages of
 * its own (another express, middlewares): what came in by the network is core's work, as it is where core's server hands it on itself.
 */
function application(exports) {
  const { handle } = exports;
  const entered = boundary(handle);
  findLogger(handle);
  exports.handle = function handleRequest(...args) {
    if (!isAsItCame(args[0])) return ReflectApply(handle, this, args);
    beginBare(args[0]);
    noteFor(args[0]);
    if (arming.isEmbedded()) noteFront(callerOf(0));
    return ReflectApply(entered, this, args);
  };
}

/** `lib/router/route.js` of express 4, `lib/route.js` of the router of express 5: what `req.route` inherits. */
function route({ prototype }) {
  hardenPrototype(prototype);
}

/** `lib/view.js`: who renders a view is called on one. */
function view(View) {
  hardenPrototype(View.prototype);
  ObjectPreventExtensions(View.prototype);
  ObjectFreeze(View);
}

/** Methods of responses that open files. */
const OPENING = ['sendFile', 'sendfile', 'download', 'render'];
/** Those that ask for settings of the application. */
const ASKING = ['send', 'json', 'jsonp'];

/** `lib/response.js`: files are opened by who calls them, and not by who comes across one in a value of somebody else's. */
function response(prototype) {
  for (let i = 0; i < OPENING.length; i++) {
    const name = OPENING[i];
    const original = prototype[name];
    if (typeof original !== 'function') continue;
    const expected = calledAs(name);
    const holder = {
      open(...args) {
        if (callerOf(0, 0, expected) === UNKNOWN) throw refusal(UNKNOWN, 'fs:read', `response.${name}()`, typeof args[0] === 'string' ? args[0] : '');
        return ReflectApply(original, this, args);
      },
    };
    prototype[name] = conceal(holder.open, original);
  }
  for (let i = 0; i < ASKING.length; i++) if (typeof prototype[ASKING[i]] === 'function') prototype[ASKING[i]] = asking(prototype[ASKING[i]]);
}

module.exports = { answersFor, application, layer, response, route, view };
