'use strict';
// A socket, and what HTTP/2 makes of one, keeps the timer of its timeout under a symbol. Node's own timers lead to everybody's of
// the same length (core/timers.js): what is kept there is one that leads nowhere.

const {
  ObjectDefineProperty, ObjectGetPrototypeOf, ObjectHasOwn, ObjectPrototype, Proxy, ReflectApply, ReflectGet, ReflectOwnKeys, SafeWeakMap, clearTimeout,
} = require('../../boot/primordials');
const { conceal } = require('../../core/conceal');
const { replaceMember } = require('../../core/harden');
const { standFor } = require('../../core/timers');

/** Node's function behind `setTimeout` of all of them, and the symbol. */
let original;
let key;

/** What Node's function works on: nobody else sees what it puts there. One for each socket, for Node.js 24 uses its timer again. */
class Workplace {
  constructor(target) {
    this.target = target;
    this.destroyed = false;
    this.timeout = 0;
    /** The timer that a stand-in shows. */
    this.shown = undefined;
  }

  once(name, listener) {
    this.target.once(name, listener);
  }

  removeListener(name, listener) {
    this.target.removeListener(name, listener);
  }
}

/** Node.js 20 and 22 bind it, those after them call it. */
function onTimeout() {
  this.target._onTimeout();
}
const own = { bind: (place) => () => place.target._onTimeout() };
ObjectDefineProperty(onTimeout, 'bind', { __proto__: null, value: own.bind });
ObjectDefineProperty(Workplace.prototype, '_onTimeout', { __proto__: null, value: onTimeout });

const workplaces = new SafeWeakMap();

function workplaceOf(target) {
  let place = workplaces.get(target);
  if (place === undefined) {
    place = new Workplace(target);
    workplaces.set(target, place);
  }
  return place;
}

const holder = {
  setTimeout(msecs, callback) {
    if (this.destroyed) return this;
    const place = workplaceOf(this);
    ReflectApply(original, place, [msecs, callback]);
    this.timeout = place.timeout;
    const timer = place[key];
    if (timer !== place.shown) {
      place.shown = timer;
      this[key] = standFor(timer);
    }
    return this;
  },
};

/** Replaces the function where this object has it from. */
function guardTimeouts(object) {
  for (let level = object; level !== null && level !== ObjectPrototype; level = ObjectGetPrototypeOf(level)) {
    if (!ObjectHasOwn(level, 'setTimeout') || level.setTimeout !== original) continue;
    replaceMember(level, 'setTimeout', holder.setTimeout);
    return;
  }
}

/** What else Node's function looks for on the object: the session of HTTP/2, which is told. */
function showThrough(symbol) {
  const accessors = {
    get() {
      return this.target[symbol];
    },
  };
  ObjectDefineProperty(Workplace.prototype, symbol, { __proto__: null, get: accessors.get });
}

/** @param {object} prototype of sockets */
function configure(prototype) {
  original = prototype.setTimeout;
  const looked = [];
  const probe = new Workplace(undefined);
  const seen = new Proxy(probe, {
    __proto__: null,
    get(target, name) {
      if (typeof name === 'symbol') looked[looked.length] = name;
      return ReflectGet(target, name);
    },
  });
  ReflectApply(original, seen, [1000]);
  const keys = ReflectOwnKeys(probe);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol') key = keys[i];
  clearTimeout(probe[key]);
  for (let i = 0; i < looked.length; i++) if (looked[i] !== key && !ObjectHasOwn(Workplace.prototype, looked[i])) showThrough(looked[i]);
  conceal(holder.setTimeout, original);
  guardTimeouts(prototype);
}

module.exports = { configure, guardTimeouts };
