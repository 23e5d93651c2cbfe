'use strict';
// A socket, and what HTTP/2 makes of one, keeps the timer of its timeout under a symbol. Node's own timers lead to everybody's of
// the same length (core/timers.js): what is kept there is one that leads nowhere.

const {
  ObjectCreate, ObjectDefineProperty, ObjectGetPrototypeOf, ObjectHasOwn, ObjectPrototype, ReflectApply, ReflectOwnKeys, clearTimeout,
} = require('../../boot/primordials');
const { conceal } = require('../../core/conceal');
const { replaceMember } = require('../../core/harden');
const { endFor, standFor } = require('../../core/timers');

/** Node's function behind `setTimeout` of all of them, and the symbol. */
let original;
let key;

function own(object, name, value) {
  ObjectDefineProperty(object, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

/** What Node's function works on: nobody else sees what it puts there. */
function workplace(target) {
  const result = ObjectCreate(target);
  own(result, 'timeout', target.timeout);
  own(result, '_onTimeout', () => target._onTimeout());
  own(result, 'once', (name, listener) => target.once(name, listener));
  own(result, 'removeListener', (name, listener) => target.removeListener(name, listener));
  return result;
}

const holder = {
  setTimeout(msecs, callback) {
    if (this.destroyed) return this;
    const before = this[key];
    const inner = workplace(this);
    // Node.js 24 uses a timer that ended again; a stand-in is none of its own.
    own(inner, key, undefined);
    ReflectApply(original, inner, [msecs, callback]);
    endFor(before);
    this.timeout = inner.timeout;
    if (inner[key] !== undefined) this[key] = standFor(inner[key]);
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

/** @param {object} prototype of sockets */
function configure(prototype) {
  original = prototype.setTimeout;
  const probe = workplace({ _onTimeout() {} });
  ReflectApply(original, probe, [1000]);
  const keys = ReflectOwnKeys(probe);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol') key = keys[i];
  clearTimeout(probe[key]);
  conceal(holder.setTimeout, original);
  guardTimeouts(prototype);
}

module.exports = { configure, guardTimeouts };
