'use strict';
// Classes and functions that everyone shares, changed where their members are not: the prototype as a whole, fields that a constructor
// sets, what hangs on a function.
const crypto = require('crypto');
const { EventEmitter } = require('events');
const fs = require('fs');
const stream = require('stream');
const util = require('util');
const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** What somebody else is doing comes by here. */
const seen = [];
const told = async (act) => {
  seen.length = 0;
  try { await globalThis.bystanderActs[act](); } catch { /* it is not what it was */ }
  await wait(20);
  return seen.map((value) => value?.secret ?? value?.toString?.() ?? '').join();
};

/** Tries to define what would be asked for, in every way there is. */
function define(object, key, { value, get, set }) {
  const attempts = value === undefined
    ? [() => Object.defineProperty(object, key, { get, set, configurable: true }), () => Reflect.defineProperty(object, key, { get, set }), () => Object.defineProperties(object, { [key]: { get, set, configurable: true, enumerable: true } }),
      () => { object.__defineSetter__(key, set); object.__defineGetter__(key, get); }, () => Object.defineProperty(new Proxy(object, {}), key, { get, set, configurable: true })]
    : [() => { object[key] = value; }, () => Object.defineProperty(object, key, { value, configurable: true }), () => Reflect.set(object, key, value)];
  for (const attempt of attempts) { try { attempt(); } catch { /* the next one */ } }
}

/** A setter above a field: it is handed the object, which gets the field all the same. */
const catching = (object, key) => define(object, key, {
  get: () => undefined,
  set(value) {
    seen.push(this);
    Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
  },
});

const first = (...args) => { seen.push(args[0]); };

const cases = [
  {
    name: 'the prototype of a class exchanged', wants: 'read', act: 'hash',
    change() {
      for (let level = crypto.Hash; typeof level === 'function' && level !== Function.prototype; level = Object.getPrototypeOf(level)) {
        try { level.prototype = Object.create(level.prototype, { update: { value(data) { first(data); return this; } } }); } catch { /* it stays */ }
      }
    },
  },
  { name: 'a setter for a field of emitters', wants: 'read', act: 'warns', change: () => catching(EventEmitter.prototype, '_eventsCount') },
  { name: 'a setter for a field that has a symbol', wants: 'read', act: 'warns', change: () => catching(EventEmitter.prototype, Object.getOwnPropertySymbols(new EventEmitter())[0]) },
  { name: 'a call of its own on the initialiser of emitters', wants: 'read', act: 'warns', change: () => define(EventEmitter.init, 'call', { value(self) { first(self); return Reflect.apply(EventEmitter.init, self, []); } }) },
  { name: 'a form for promisify on a function', wants: 'read', act: 'derives', change: () => define(crypto.scrypt, util.promisify.custom, { value: async (password) => first(password) }) },
  {
    name: 'a way of looking on at servers of others', wants: 'read', act: 'serves',
    change() {
      for (const { Server } of [require('http'), require('https')]) {
        const { emit } = Server.prototype;
        define(Server.prototype, 'emit', { value(...args) { first(this); return Reflect.apply(emit, this, args); } });
      }
    },
  },
  { name: 'the promises of streams exchanged', wants: 'read', act: 'pipes', change: () => define(stream, 'promises', { value: { pipeline: async ([text]) => first(text) } }) },
];

module.exports = [
  ...cases.map(({ change, act, ...entry }) => ({
    ...entry, before: 'acts', restart: true,
    async run() {
      change();
      return told(act);
    },
  })),
  {
    name: 'what Node.js tells of files', wants: 'escaped', before: 'acts', restart: true,
    run() {
      for (let level = fs.Stats.prototype; level !== null && level !== Object.prototype; level = Object.getPrototypeOf(level)) define(level, 'isDirectory', { value: () => 'ESCAPED' });
      try { fs.Stats.prototype = { isDirectory: () => 'ESCAPED' }; } catch { /* it stays */ }
      return globalThis.bystanderActs.looks();
    },
  },
  {
    name: 'the clock of everybody', wants: 'escaped', before: 'acts', restart: true,
    run() {
      define(performance, 'now', { value: () => 'ESCAPED' });
      try { Object.setPrototypeOf(performance, { __proto__: Object.getPrototypeOf(performance), now: () => 'ESCAPED' }); } catch { /* it stays */ }
      return globalThis.bystanderActs.now();
    },
  },
];
