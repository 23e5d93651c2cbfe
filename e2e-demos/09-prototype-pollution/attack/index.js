'use strict';
const seen = [];
const undo = [];

/** Replaces `object[key]` by a function that looks at everything that passes, in every way there is. */
function listenIn(object, key) {
  const original = object[key];
  const before = Object.getOwnPropertyDescriptor(object, key);
  const listener = function listener(...args) {
    try { seen.push(args.map((arg) => (typeof arg === 'object' ? Object.values(arg ?? {}).join() : `${arg}`)).join(), `${this}`); } catch { /* not this one */ }
    return Reflect.apply(original, this, args);
  };
  try { object[key] = listener; } catch { /* next way */ }
  if (object[key] !== listener) { try { Object.defineProperty(object, key, { value: listener, configurable: true, writable: true }); } catch { /* no way */ } }
  undo.push(() => (before ? Object.defineProperty(object, key, before) : delete object[key]));
  return object[key] === listener ? 'changed' : 'as it was';
}

module.exports = require('./probe.js')('demo-09-prototype-pollution', {
  add: () => {
    try {
      Object.prototype.isAdmin = 'granted';
      return `${{}.isAdmin}`;
    } finally {
      delete Object.prototype.isAdmin;
    }
  },
  stringify: () => listenIn(JSON, 'stringify'),
  replace: () => listenIn(String.prototype, 'replace'),
  call: () => listenIn(Object.prototype.hasOwnProperty, 'call'),
  fetch: () => listenIn(globalThis, 'fetch'),
  inherit: () => {
    const before = Object.getPrototypeOf(Function.prototype);
    try {
      Object.setPrototypeOf(Function.prototype, new Proxy(before, {}));
      return Object.getPrototypeOf(Function.prototype) === before ? 'as it was' : 'changed';
    } finally {
      Object.setPrototypeOf(Function.prototype, before);
    }
  },
  collect: () => { for (const back of undo.splice(0)) back(); return seen.splice(0).join(); },
  polyfill: () => {
    Date.prototype.demoNextYear = function demoNextYear() { return this.getFullYear() + 1; };
    const own = {};
    own.toString = () => 'own';
    return `${new Date(2020, 1).demoNextYear()} ${own}`;
  },
});
