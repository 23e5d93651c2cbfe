'use strict';
// express: a middleware or route of a package gets a `next` behind which core goes on by itself, and with the request that came in: only who stands in
// front of all requests makes another one of it [R5].

const { ObjectFreeze, ObjectGetPrototypeOf, ObjectPreventExtensions, ReflectApply, ReflectDefineProperty } = require('../../boot/primordials');
const { CORE, UNKNOWN, calledAs, callerOf, isReadByCore, writerOf } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { judge } = require('../../core/decide');
const { refusal } = require('../../core/deny');
const { makeNote } = require('../../core/given');
const { willBindOwn } = require('../../core/handed');
const { hardenPrototype } = require('../../core/harden');
const { boundary, isForeign } = require('../../core/boundary');
const { asking, expect } = require('./asking');
const { cameAs, isAsItCame } = require('./genuine');

/** request -> what it was when the layer that is at work got it, and its `next`: that of core, and what packages put there. */
const notes = makeNote();
/** The `next` of a router -> the note of the request that it is for. */
const routing = makeNote();
/** What requests have as `next` -> which one of core's it stands for, and in which note. */
const stands = makeNote();

class Seen {
  constructor(request) {
    this.request = request;
    this.url = undefined;
    this.method = undefined;
    this.next = request.next;
    // The function of a router that is known to be for this request.
    this.routed = undefined;
    // What was put there last, until a layer gets it from a router, or somebody wants to know what it is.
    this.pending = undefined;
    this.packages = undefined;
    this.stand = undefined;
    // What it asks for since a package handed it on, and whether a layer of a package's is at work.
    this.asked = undefined;
    this.isLent = false;
  }
}

/**
 * The note of a request. Its `next` should not be there yet: a member that becomes an accessor makes V8 read all members of that request out of a table, and
 * everything that works on it with them.
 */
function noteFor(request) {
  const known = ofLast(request);
  if (known !== undefined) return known;
  last = new Seen(request);
  const came = cameAs(request);
  if (came === undefined) notes.put(request, last);
  else came.seen = last;
  ReflectDefineProperty(request, 'next', NEXT);
  return last;
}

/** The note that was asked for last: see genuine.js. */
let last;
const ofLast = (object) => (last !== undefined && last.request === object ? last : cameAs(object)?.seen ?? notes.of(object));

/** A layer is about to get this request, and this function to go on with. */
function enter(request, next) {
  const note = noteFor(request);
  note.url = request.url;
  note.method = request.method;
  if (typeof next !== 'function') return;
  if (note.routed !== next) {
    note.routed = next;
    routing.put(next, note);
  }
  if (note.pending !== next) return;
  note.next = next;
  note.pending = undefined;
}

const mayRewrite = (principal) => judge(principal, 'http:node:global:middleware', undefined) === undefined || judge(principal, 'http:admin:global:middleware', undefined) === undefined;

/** The note of a request, or of one that was made of it. */
function noteOf(self) {
  for (let object = self; typeof object === 'object' && object !== null; object = ObjectGetPrototypeOf(object)) {
    const note = ofLast(object);
    if (note !== undefined) return note;
  }
  return undefined;
}

/**
 * What everyone has as `req.next`, so that nobody has to be asked who reads or sets it, which routers do several times for every request. Whoever calls it is asked:
 * core then looks for other routes, for the request that the layer at work got, unless a package may make another one of it.
 */
function standFor(note) {
  const { next, stand } = note;
  if (stand !== undefined && stands.of(stand).next === next) return stand;
  note.stand = (error) => {
    const who = callerOf(0);
    if (who === CORE || !mayRewrite(who)) putBack(note.request, note, who);
    return ReflectApply(routing.of(next) === note ? boundary(next) : next, undefined, [error]);
  };
  stands.put(note.stand, { note, next });
  return note.stand;
}

/** A function of core's may be a router's yet; anything else is what packages have there. */
function judgePending(note) {
  const { pending } = note;
  if (typeof pending === 'function' && !isForeign(pending)) return;
  note.packages = pending;
  note.pending = undefined;
}

/** `req.next`. The same two functions for all requests: V8 gives all of them one form then. */
const ofNext = {
  get() {
    const note = noteOf(this);
    if (note === undefined) return undefined;
    if (note.pending !== undefined) judgePending(note);
    if (note.packages !== undefined && !isReadByCore('next')) return note.packages;
    return typeof note.next === 'function' ? standFor(note) : note.next;
  },
  set(value) {
    const note = noteOf(this);
    if (note === undefined) return;
    const stood = stands.of(value);
    if (stood?.note === note) note.next = stood.next;
    else if (routing.of(value) === note) note.next = value;
    // Routers set theirs before the first layer gets it.
    else note.pending = value;
  },
};
const NEXT = { __proto__: null, get: ofNext.get, set: ofNext.set, enumerable: true, configurable: false };

/** What a request asks for. The same functions for all requests. */
function askedFor(key) {
  const accessors = {
    get() { return noteOf(this)?.asked[key]; },
    set(...args) {
      const note = noteOf(this);
      if (note === undefined) return;
      // What somebody makes of a request has its own.
      if (note.request !== this) ReflectDefineProperty(this, key, { __proto__: null, value: args[0], writable: true, enumerable: true, configurable: true });
      else if (note.isLent || writerOf(args) === CORE) note.asked[key] = args[0];
    },
  };
  return { __proto__: null, get: accessors.get, set: accessors.set, enumerable: true, configurable: false };
}

/** What express remembers of a URL: routes are looked for by it. Whoever asks has a copy, which express takes for nothing that it remembers. */
const remembered = {
  get() {
    const parsed = noteOf(this)?.asked.parsed;
    return parsed === undefined ? undefined : { ...parsed };
  },
  set(...args) {
    const note = noteOf(this);
    if (note?.request === this && writerOf(args) === CORE) note.asked.parsed = args[0];
  },
};

const ASKED = { __proto__: null, url: askedFor('url'), method: askedFor('method'), _parsedUrl: { __proto__: null, get: remembered.get, set: remembered.set, enumerable: true, configurable: false } };

/**
 * Core goes on with the request that came in. Layers of core's may do so later (a file that is not there): from now on it is core that says what it asks for, and
 * packages in layers of theirs. What a package has put there that cannot be taken back, no layer gets.
 */
function putBack(request, { url, method }, principal) {
  const note = noteFor(request);
  note.asked = { __proto__: null, url, method, parsed: undefined };
  note.isLent = false;
  for (const key in ASKED) {
    if (!ReflectDefineProperty(request, key, ASKED[key])) throw refusal(principal, 'http:node:global:middleware', 'request.next()', `request.${key}`);
  }
}

/** A layer of a package's is at work: what it makes of the request counts until it hands that on. */
function lend(request) {
  const note = ofLast(request);
  if (note !== undefined) note.isLent = true;
}

/** layer -> what is known of its handler. */
const handlers = makeNote();

class Handler {
  constructor({ handle, route }) {
    this.handle = handle;
    // Layers of its own hand requests on to the handlers of a route.
    this.isForeign = route === undefined && isForeign(handle);
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
    enter(request, args[last]);
    if (known.isForeign) {
      lend(request);
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
    noteFor(args[0]);
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

module.exports = { application, layer, lend, putBack, response, route, view };
