'use strict';
// RED.events: by name, and every package sees only its own listeners [R6].

const {
  ArrayPrototypePush, MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty, ReflectApply, SafeMap, String, TypeError,
} = require('../../boot/primordials');
const { refusal } = require('../../core/deny');
const { lentBy } = require('../../core/handed');
const { lasting } = require('../../core/stopped');
const { boundary } = require('../../core/boundary');
const { textOf } = require('../views/containers');
const { copyOf } = require('./copies');
const { demand, granted } = require('../facade');
const { isNode, present } = require('../nodes/membrane');
const { SENT } = require('../views/ways');

/** principal -> (event -> list of { listener, relay }). */
const listeners = new SafeMap();
/** What a package emits right now: what it hands to others on purpose is not copied, and whose it is. Core may emit events of its own meanwhile. */
let emitted;
let emitter;
lasting(() => emitted, (value) => { emitted = value; });
lasting(() => emitter, (value) => { emitter = value; });

function own(principal, name) {
  let byName = MapPrototypeGet(listeners, principal);
  if (byName === undefined) {
    byName = new SafeMap();
    MapPrototypeSet(listeners, principal, byName);
  }
  let list = MapPrototypeGet(byName, name);
  if (list === undefined) {
    list = [];
    MapPrototypeSet(byName, name, list);
  }
  return list;
}

/** What an event carries, for this package: nodes as stand-ins, the runtime's data as a copy. */
function payloadFor(principal, value) {
  if (isNode(value)) return present(principal, value);
  if (isEmitted(value)) return require('../views').cross(principal, value, emitter, SENT);
  return copyOf(value, (item) => (isNode(item) ? present(principal, item) : undefined));
}

function isEmitted(value) {
  for (let i = 0; i < (emitted?.length ?? 0); i++) if (emitted[i] === value) return true;
  return false;
}

/** Event names are text; anything else has no name to be granted by. */
function nameOf(ctx, name) {
  if (typeof name === 'string') return name;
  throw refusal(ctx.principal, 'all', 'RED.events', `an event that is not named by text: ${String(name)}`);
}

function adding(method, once) {
  return (ctx, real) => {
    const holder = {
      listen(event, listener) {
        const name = nameOf(ctx, event);
        if (typeof listener !== 'function') throw new TypeError('The "listener" argument must be of type function');
        if (!granted(ctx, 'events:subscribe', `RED.events.${method}()`, name)) return this;
        const self = this;
        const entry = { __proto__: null, listener, relay: undefined };
        const made = {
          relay(...args) {
            if (once) forget(real, ctx.principal, name, entry);
            for (let i = 0; i < args.length; i++) args[i] = payloadFor(ctx.principal, args[i]);
            if (emitter === ctx.principal) return ReflectApply(listener, self, args);
            try {
              return ReflectApply(listener, self, args);
            } catch (error) {
              return noteFailure(ctx, name, error);
            }
          },
        };
        entry.relay = made.relay;
        ArrayPrototypePush(own(ctx.principal, name), entry);
        ReflectApply(real[once ? 'on' : method], real, [name, entry.relay]);
        return this;
      },
    };
    return holder.listen;
  };
}

/** What core, or another package, is in the middle of when it tells of something does not end because somebody cannot hear it. */
function noteFailure(ctx, name, error) {
  ctx.real.log.error(`[${ctx.name}] a listener of the event "${name}" failed: ${textOf(error)}`);
}

function forget(real, principal, name, entry) {
  const list = own(principal, name);
  let kept = 0;
  for (let i = 0; i < list.length; i++) if (list[i] !== entry) list[kept++] = list[i];
  if (kept < list.length) real.removeListener(name, entry.relay);
  list.length = kept;
}

const removing = (method) => (ctx, real) => {
  const holder = {
    remove(event, listener) {
      const name = nameOf(ctx, event);
      if (!granted(ctx, 'events:unsubscribe', `RED.events.${method}()`, name)) return this;
      const list = own(ctx.principal, name);
      for (let i = list.length - 1; i >= 0; i--) {
        if (list[i].listener !== listener) continue;
        forget(real, ctx.principal, name, list[i]);
        break;
      }
      return this;
    },
  };
  return holder.remove;
};

function removeAllListeners(ctx, real) {
  const holder = {
    removeAllListeners(event) {
      const name = nameOf(ctx, event);
      if (!granted(ctx, 'events:unsubscribe', 'RED.events.removeAllListeners()', name)) return this;
      const list = own(ctx.principal, name);
      while (list.length > 0) forget(real, ctx.principal, name, list[list.length - 1]);
      return this;
    },
  };
  return holder.removeAllListeners;
}

function emit(ctx, real) {
  const run = boundary(real.emit);
  const holder = {
    emit(event, ...args) {
      const name = nameOf(ctx, event);
      demand(ctx, 'events:emit', 'RED.events.emit()', name);
      const before = emitted;
      const who = emitter;
      const all = [name];
      for (let i = 0; i < args.length; i++) ArrayPrototypePush(all, args[i]);
      emitted = args;
      emitter = ctx.principal;
      try {
        return ReflectApply(run, real, all);
      } finally {
        emitted = before;
        emitter = who;
      }
    },
  };
  return holder.emit;
}

const listing = (ctx) => (event) => {
  const list = own(ctx.principal, nameOf(ctx, event));
  const result = [];
  for (let i = 0; i < list.length; i++) ArrayPrototypePush(result, list[i].listener);
  return result;
};

const members = {
  __proto__: null,
  on: adding('on', false),
  addListener: adding('addListener', false),
  once: adding('once', true),
  prependListener: adding('prependListener', false),
  prependOnceListener: adding('prependOnceListener', true),
  off: removing('off'),
  removeListener: removing('removeListener'),
  removeAllListeners,
  emit,
  listeners: listing,
  rawListeners: listing,
  listenerCount: (ctx) => (event) => listing(ctx)(event).length,
  eventNames: (ctx) => () => {
    const names = [];
    const byName = MapPrototypeGet(listeners, ctx.principal);
    if (byName !== undefined) byName.forEach((list, name) => { if (list.length > 0) ArrayPrototypePush(names, name); }); // eslint-disable-line sentinel/no-polymorphic-call -- a SafeMap
    return names;
  },
  getMaxListeners: () => () => 0,
  setMaxListeners: () => function setMaxListeners() {
    return this;
  },
};

/** The area: an object with the methods of an emitter. */
function events(ctx) {
  const real = ctx.real.events;
  const area = {};
  for (const name in members) {
    ObjectDefineProperty(area, name, { __proto__: null, value: lentBy(members[name](ctx, real), ctx.principal), writable: true, enumerable: true, configurable: true });
  }
  return area;
}

module.exports = { events, members };
