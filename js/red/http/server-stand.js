'use strict';
// The HTTP server as a package sees it [R5][R15]: RED.server, and what sockets name as their server. It can ask where that listens. With the
// capability of middleware it can listen, and stand in front of those who answer requests, as libraries for WebSockets do; nobody can end the
// server, feed it requests that did not come in, or have the listeners of others.

const {
  ArrayPrototypePush, MapPrototypeGet, MapPrototypeSet, ObjectCreate, ObjectGetPrototypeOf, ReflectApply, SafeMap, SafeWeakMap, SafeWeakSet, String, TypeError,
  WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../../boot/primordials');
const { process } = require('../../boot/builtins');
const { judge } = require('../../core/decide');
const { refusal, report } = require('../../core/deny');
const { lentBy } = require('../../core/handed');
const { boundary, isForeign } = require('../../core/boundary');
const emitter = require('./emitter');
const { add, lazily } = require('../facade');
const { isGenuine } = require('./genuine');
const { perPrincipal } = require('../views/mirror');

const { nextTick } = process;
const CAPABILITY = 'http:admin:global:middleware';
/** Events that one listener answers: a library takes the others out and calls them itself for what is not its own. */
const ANSWERED = { __proto__: null, request: true, upgrade: true };
/** Harmless to know, and a package's own when it sets them. */
const VALUES = ['listening', 'timeout', 'keepAliveTimeout', 'keepAliveTimeoutBuffer', 'headersTimeout', 'requestTimeout', 'maxHeadersCount', 'maxRequestsPerSocket', 'maxConnections',
  'connectionsCheckingInterval', 'allowHalfOpen', 'pauseOnConnect'];
/** What would change the server for everyone. */
const NEVER = ['listen', 'closeAllConnections', 'closeIdleConnections', 'setTimeout', 'addContext', 'setSecureContext', 'setTicketKeys', 'getTicketKeys'];

/** Server -> its stand-in. */
const standsOf = perPrincipal();
/** Listener at the server -> the entry of the package whose it is. */
const entries = new SafeWeakMap();
/** Entries that their package has taken back while somebody else kept them. */
const dead = new SafeWeakSet();

/** The server for a package, the same every time. */
function standOf(principal, server) {
  const known = standsOf(principal);
  let stand = WeakMapPrototypeGet(known, server);
  if (stand === undefined) {
    stand = make(principal, server);
    WeakMapPrototypeSet(known, server, stand);
  }
  return stand;
}

function make(principal, server) {
  const stand = ObjectCreate(ObjectGetPrototypeOf(server));
  const ctx = { __proto__: null, principal, server, stand, own: new SafeMap(), taken: new SafeMap(), chains: new SafeWeakMap(), real: new SafeWeakMap() };
  const names = ['address', 'getConnections', 'getMaxListeners'];
  for (let i = 0; i < names.length; i++) add(stand, names[i], (...args) => ReflectApply(server[names[i]], server, args));
  for (let i = 0; i < VALUES.length; i++) lazily(stand, VALUES[i], () => plain(server[VALUES[i]]));
  for (let i = 0; i < NEVER.length; i++) if (typeof server[NEVER[i]] === 'function') add(stand, NEVER[i], never(ctx, NEVER[i]));
  const keys = ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'];
  for (let i = 0; i < keys.length; i++) add(stand, keys[i], adding(ctx, keys[i]));
  const others = members(ctx);
  for (const name in others) add(stand, name, others[name]);
  return stand;
}

const plain = (value) => (typeof value === 'object' || typeof value === 'function' ? undefined : value);

const isGranted = ({ principal }) => judge(principal, CAPABILITY, undefined) === undefined;

/** Refusals are reported and have no effect: packages register with the server while they load. */
function may(ctx, name) {
  if (isGranted(ctx)) return true;
  report(ctx.principal, CAPABILITY, `RED.server.${name}()`, '');
  return false;
}

function never({ principal, stand }, name) {
  const holder = {
    refused() {
      report(principal, 'all', `RED.server.${name}()`, 'the server of Node-RED');
      return stand;
    },
  };
  return holder.refused;
}

const nameOf = (event) => (typeof event === 'symbol' ? event : `${event}`);

function ownOf({ own }, event) {
  let list = MapPrototypeGet(own, event);
  if (list === undefined) {
    list = [];
    MapPrototypeSet(own, event, list);
  }
  return list;
}

function adding(ctx, method) {
  const once = method === 'once' || method === 'prependOnceListener';
  const at = method === 'prependListener' || method === 'prependOnceListener' ? 'prependListener' : 'on';
  const holder = {
    listen(name, listener) {
      const event = nameOf(name);
      if (typeof listener !== 'function') throw new TypeError('The "listener" argument must be of type function');
      if (!may(ctx, method)) return ctx.stand;
      const entry = { __proto__: null, ctx, event, listener, relay: undefined };
      const own = lentBy(listener, ctx.principal);
      const made = {
        relay(...args) {
          if (dead.has(entry)) return undefined;
          if (once) forget(ctx, entry);
          return ReflectApply(own, ctx.stand, args);
        },
      };
      entry.relay = made.relay;
      entries.set(entry.relay, entry);
      ArrayPrototypePush(ownOf(ctx, event), entry);
      ReflectApply(emitter[at], ctx.server, [event, entry.relay]);
      return ctx.stand;
    },
  };
  return holder.listen;
}

/** One of the package's own listeners ends; when it was the last, those it stood in front of answer again. */
function forget(ctx, entry) {
  const list = ownOf(ctx, entry.event);
  let kept = 0;
  for (let i = 0; i < list.length; i++) if (list[i] !== entry) list[kept++] = list[i];
  list.length = kept;
  dead.add(entry);
  ReflectApply(emitter.removeListener, ctx.server, [entry.event, entry.relay]);
  giveBack(ctx, entry.event);
}

function giveBack(ctx, event) {
  const taken = MapPrototypeGet(ctx.taken, event);
  if (taken === undefined || ownOf(ctx, event).length > 0) return;
  MapPrototypeSet(ctx.taken, event, undefined);
  for (let i = 0; i < taken.length; i++) {
    const entry = entries.get(taken[i]);
    if (entry === undefined || !dead.has(entry)) ReflectApply(emitter.on, ctx.server, [event, taken[i]]);
  }
}

/** Takes a listener of somebody else out: the package answers in front of it from now on. */
function take(ctx, event, listener) {
  const taken = MapPrototypeGet(ctx.taken, event) ?? [];
  MapPrototypeSet(ctx.taken, event, taken);
  ArrayPrototypePush(taken, listener);
  ReflectApply(emitter.removeListener, ctx.server, [event, listener]);
  // A library answers in the same turn; otherwise nobody would.
  nextTick(giveBack, ctx, event);
}

/** A listener of somebody else, for the package to call with what really came in. */
function chained(ctx, event, listener) {
  let made = WeakMapPrototypeGet(ctx.chains, listener);
  if (made !== undefined) return made;
  const run = isForeign(listener) ? listener : boundary(listener);
  const holder = {
    answer(...args) {
      if (!isGenuine(args[0])) throw refusal(ctx.principal, 'all', `RED.server.listeners("${String(event)}")`, 'a request that did not come in');
      return ReflectApply(run, ctx.server, args);
    },
  };
  made = holder.answer;
  WeakMapPrototypeSet(ctx.chains, listener, made);
  WeakMapPrototypeSet(ctx.real, made, listener);
  return made;
}

function listenersOf(ctx, event) {
  const result = [];
  if (ANSWERED[event] === true && isGranted(ctx)) {
    const all = ReflectApply(emitter.listeners, ctx.server, [event]);
    for (let i = 0; i < all.length; i++) {
      const entry = entries.get(all[i]);
      ArrayPrototypePush(result, entry?.ctx === ctx ? entry.listener : chained(ctx, event, all[i]));
    }
    return result;
  }
  const list = ownOf(ctx, event);
  for (let i = 0; i < list.length; i++) ArrayPrototypePush(result, list[i].listener);
  return result;
}

function remove(ctx, event, listener) {
  const list = ownOf(ctx, event);
  for (let i = list.length - 1; i >= 0; i--) if (list[i].listener === listener) return forget(ctx, list[i]);
  const real = typeof listener === 'function' ? WeakMapPrototypeGet(ctx.real, listener) : undefined;
  if (real !== undefined && isGranted(ctx)) take(ctx, event, real);
  return undefined;
}

function removeAll(ctx, event) {
  if (ANSWERED[event] === true) {
    const all = ReflectApply(emitter.listeners, ctx.server, [event]);
    for (let i = 0; i < all.length; i++) if (entries.get(all[i])?.ctx !== ctx) take(ctx, event, all[i]);
  }
  const list = ownOf(ctx, event);
  while (list.length > 0) {
    const entry = list[list.length - 1];
    list.length -= 1;
    dead.add(entry);
    ReflectApply(emitter.removeListener, ctx.server, [event, entry.relay]);
  }
}

const members = (ctx) => ({
  __proto__: null,
  off: (event, listener) => { remove(ctx, nameOf(event), listener); return ctx.stand; },
  removeListener: (event, listener) => { remove(ctx, nameOf(event), listener); return ctx.stand; },
  removeAllListeners(...args) {
    if (!may(ctx, 'removeAllListeners')) return ctx.stand;
    if (args.length > 0) removeAll(ctx, nameOf(args[0]));
    else ctx.own.forEach((list, event) => { while (list.length > 0) forget(ctx, list[list.length - 1], event); }); // eslint-disable-line sentinel/no-polymorphic-call -- a SafeMap
    return ctx.stand;
  },
  listeners: (event) => listenersOf(ctx, nameOf(event)),
  rawListeners: (event) => listenersOf(ctx, nameOf(event)),
  listenerCount: (event) => listenersOf(ctx, nameOf(event)).length,
  eventNames() {
    const names = [];
    ctx.own.forEach((list, event) => { if (list.length > 0) ArrayPrototypePush(names, event); }); // eslint-disable-line sentinel/no-polymorphic-call -- a SafeMap
    return names;
  },
  // To the listeners of the package: requests come in from outside.
  emit(event, ...args) {
    const list = ownOf(ctx, nameOf(event));
    const all = [];
    for (let i = 0; i < list.length; i++) ArrayPrototypePush(all, list[i].relay);
    for (let i = 0; i < all.length; i++) ReflectApply(all[i], ctx.stand, args);
    return all.length > 0;
  },
  // Only a warning hangs on it, and there are many who listen.
  setMaxListeners: () => ctx.stand,
  close(callback) {
    report(ctx.principal, 'all', 'RED.server.close()', 'the server of Node-RED');
    // Libraries wait for it when they close what they have of it.
    if (typeof callback === 'function') nextTick(() => { ReflectApply(callback, ctx.stand, []); });
    return ctx.stand;
  },
  ref: () => ctx.stand,
  unref: () => ctx.stand,
});

module.exports = { standOf };
