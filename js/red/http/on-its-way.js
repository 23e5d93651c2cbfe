'use strict';
// A request on its way through the layers of express: which layer is at work, what it got, and where packages hand the request on from. From there core goes on with what came in:
// only who stands in front of all requests makes another one of it [R5].

const { ObjectGetPrototypeOf, ObjectHasOwn, ObjectSetPrototypeOf, ReflectApply, ReflectDefineProperty, SafeSet } = require('../../boot/primordials');
const { CORE, UNKNOWN, callerOf, isReadByCore, writerOf } = require('../../core/caller');
const { judge } = require('../../core/decide');
const { refusal } = require('../../core/deny');
const { makeNote } = require('../../core/given');
const { boundary, isForeign } = require('../../core/boundary');
const { cameAs } = require('./genuine');

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
    // What it asks for since a package handed it on, and whose layer is at work.
    this.asked = undefined;
    this.lentTo = undefined;
    // The routers in which layers of packages got it.
    this.passed = undefined;
  }
}

/** A router, told by its `next`, and what the layer got that is at work there: another one than the package's when that hands on a second time. */
class Passed {
  constructor(next, { url, method, passed }) {
    this.next = next;
    this.url = url;
    this.method = method;
    this.before = passed;
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

/** It goes on in one of the routers where layers of packages got it. */
function renew({ url, method, passed }, next) {
  for (; passed !== undefined; passed = passed.before) {
    if (passed.next !== next) continue;
    passed.url = url;
    passed.method = method;
  }
}

/** A layer is about to get this request, and this function to go on with. */
function enter(request, next) {
  const note = noteFor(request);
  note.url = request.url;
  note.method = request.method;
  note.lentTo = undefined;
  if (typeof next !== 'function') return note;
  if (note.passed !== undefined) renew(note, next);
  if (note.routed !== next) {
    note.routed = next;
    routing.put(next, note);
  }
  if (note.pending !== next) return note;
  note.next = next;
  note.pending = undefined;
  return note;
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
    if (who === CORE || !mayRewrite(who)) putBack(note, note, who);
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

/** A function of which nobody can tell whose it is (a bound one) is at work where the operator has put it. */
const ANYBODY = -1;

/** What an application that embeds Node-RED hands requests on with: an express of its own, another framework. Once core is done with one they go on with it, and make of it what they like. */
const fronts = new SafeSet();

/** Somebody hands core's applications a request that came in, which no package of the userDir can. */
function noteFront(principal) {
  if (principal > UNKNOWN) fronts.add(principal);
}

/** A layer of a package's is at work: what that makes of the request counts until it hands it on, and what another makes of it meanwhile does not. */
function isLent({ lentTo }) {
  if (lentTo === ANYBODY) return true;
  if (lentTo === undefined && fronts.size === 0) return false;
  const who = callerOf(0);
  return who === lentTo || fronts.has(who);
}

/** What a request asks for. The same functions for all requests. */
function askedFor(key) {
  const accessors = {
    get() { return noteOf(this)?.asked[key]; },
    set(...args) {
      const note = noteOf(this);
      if (note === undefined) return;
      // What somebody makes of a request has its own.
      if (note.request !== this) ReflectDefineProperty(this, key, { __proto__: null, value: args[0], writable: true, enumerable: true, configurable: true });
      else if (isLent(note) || writerOf(args) === CORE) note.asked[key] = args[0];
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
 * @param {{url: string, method: string}} got
 */
function putBack(note, { url, method }, principal) {
  const { request } = note;
  note.asked = { __proto__: null, url, method, parsed: undefined };
  note.lentTo = undefined;
  for (const key in ASKED) {
    if (!ReflectDefineProperty(request, key, ASKED[key])) throw refusal(principal, 'http:node:global:middleware', 'request.next()', `request.${key}`);
  }
}

/**
 * A layer of a package's got this request: what its handler makes of request and response is put back before core goes on, be it that the handler calls `next`, or that express
 * does because it threw.
 * @param {object} layer
 * @param {Function} next that of the router; one of a route has none of what it takes away from a URL
 * @param {{principal: number, mayRewrite: () => boolean}} owner
 */
function handOn(note, layer, response, next, owner) {
  const { request } = note;
  const { principal } = owner;
  // A layer of a route's has none itself.
  const passed = note.passed = new Passed(ObjectHasOwn(layer, 'route') ? next : note.next, note);
  note.lentTo = principal;
  const entered = boundary(next);
  const ofRequest = ObjectGetPrototypeOf(request);
  const ofResponse = ObjectGetPrototypeOf(response);
  return (error) => {
    if (ObjectGetPrototypeOf(request) !== ofRequest) ObjectSetPrototypeOf(request, ofRequest);
    if (ObjectGetPrototypeOf(response) !== ofResponse) ObjectSetPrototypeOf(response, ofResponse);
    if (!owner.mayRewrite()) putBack(note, passed, principal);
    entered(error);
  };
}

/** A layer is at work whose handler is a package's, and which the operator has put there. */
function lend(note, principal) {
  note.lentTo = principal;
}

module.exports = { ANYBODY, enter, handOn, lend, noteFor, noteFront };
