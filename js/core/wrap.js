'use strict';
// The machine that turns a table row into a guard. A row says how arguments are judged and how a refusal looks;
// `who` says whose call it is: a fixed principal (net one, facades) or the stack (net two, shared originals).

const { ObjectDefineProperty, ObjectGetPrototypeOf, ObjectSetPrototypeOf, ReflectApply, ReflectConstruct, SymbolFor } = require('../boot/primordials');
const { state } = require('../boot/state');
const { CORE, INTERNAL, SOMEHOW, UNKNOWN, callerOf, calledAs, isSettled, lookOf, madeAs, newPlace, settle } = require('./caller');
const { conceal } = require('./conceal');
const { answers, refusal } = require('./deny');
const { examine, verdict } = require('./decide');
const { lentBy } = require('./handed');

const events = require('events');
const stream = require('stream');
const PROMISIFIED = SymbolFor('nodejs.util.promisify.custom');

/**
 * @typedef {object} Row
 * @property {(principal: number, args: any[], self: any) => ({capability: string, resource: string}|undefined)} judge
 *   replaces each argument it judges by the primitive it judged
 * @property {'throw'|'callback'|'reject'|'no'|'callbackNo'|'nothing'} [answer] shape of a refusal, default `throw`
 * @property {Function} [refuse] own shape: (error, args, self) => value
 * @property {Function} [run] what an allowed call does instead of the original: (original, self, args, principal)
 * @property {boolean} [anybody] the row's `run` is for every call, by whomever: what it does depends on nobody, and is not worth a look at the stack
 * @property {Function} [core] what a call by core does instead of the original: (original, self, args)
 * @property {(guarded: Function) => Function} [promisified] what `util.promisify` answers
 * @property {string} [called] of a constructor: its name, by which it is called, see caller.js; empty where it may be no class, which a listener or a timer calls, too
 * @property {boolean} [needsNew] of a constructor that is built differently: called without `new` it does what the original does
 * @property {Function} [parent] of a constructor: the class it extends, where Node looks for statics
 * @property {(args: any[]) => boolean} [internal] limits what a listed Node-internal script may ask for
 * @property {number} [behind] what is expected of core behind such a script that asked for more; without it that is nobody, see caller.js
 */

/**
 * A guard around `original`.
 * @param {Function} original captured original; stays in this closure
 * @param {Row} row
 * @param {string} api name for messages, e.g. `fs.readFileSync()`
 * @param {{principal?: number, internals?: number, receiver?: object, called?: string}} who `called`: by this name it is called, see caller.js
 */
function guard(original, row, api, who) {
  const { judge, run } = row;
  const refuse = row.refuse ?? answers[row.answer ?? 'throw'];
  const { principal: fixed, internals, receiver, called } = who;

  function decideAndCall(principal, self, args) {
    const error = verdict(judge, principal, args, api, self);
    if (error !== undefined) return refuse(error, args, self, principal, original);
    return run === undefined ? ReflectApply(original, self, args) : run(original, self, args, principal);
  }

  const isCalledBack = row.answer === 'callback' || row.answer === 'callbackNo';
  /** Core works on for the package when its callback is called: nobody else is on the stack then. */
  function callBack(principal, self, args) {
    if (isCalledBack) for (let i = 1; i < args.length; i++) if (typeof args[i] === 'function') args[i] = lentBy(args[i], principal);
    return decideAndCall(principal, self, args);
  }

  const place = fixed === undefined ? newPlace() : 0;
  // Who has the one of everybody (the operator hands `fs` to packages) can put it where others look.
  const expected = fixed !== undefined ? 0 : called === undefined ? SOMEHOW : calledAs(called);
  const look = fixed === undefined ? lookOf() : undefined;
  const holder = row.anybody === true ? { guarded(...args) { return run(original, receiver ?? this, args); } } : fixed !== undefined
    ? {
      // Some call it with `new` (`new fs.createReadStream(…)`), which a method refuses.
      guarded: function guarded(...args) {
        const self = receiver ?? this;
        const refused = examine(judge, fixed, args, self);
        if (refused !== undefined) {
          const error = refused.capability === undefined ? refused.thrown : refusal(fixed, refused.capability, api, refused.resource);
          return refuse(error, args, self, fixed, original);
        }
        return run === undefined ? ReflectApply(original, self, args) : run(original, self, args, fixed);
      },
    }
    : {
      guarded(...args) {
        const found = state.armed ? look(internals, place, 0, expected) : CORE;
        const principal = isSettled(found) ? found : settle(found, internals, place, expected);
        if (principal === CORE) return row.core === undefined ? ReflectApply(original, this, args) : row.core(original, this, args);
        if (principal !== INTERNAL) return callBack(principal, this, args);
        // A listed script may still be limited in what it may ask for.
        const behind = limited(row, args, principal);
        return behind === INTERNAL ? ReflectApply(original, this, args) : decideAndCall(behind, this, args);
      },
    };
  const guarded = conceal(holder.guarded, original);
  // The original's own form leads past the guard.
  if (row.promisified !== undefined) ObjectDefineProperty(guarded, PROMISIFIED, { __proto__: null, value: row.promisified(guarded), configurable: true });
  return guarded;
}

/** Who asks, where a listed script asked for more than it may. */
function limited({ internal, behind: expected }, args, principal) {
  if (principal !== INTERNAL || internal === undefined || internal(args)) return principal;
  if (expected !== undefined) return callerOf(0, 0, expected);
  const behind = callerOf(0);
  return behind === CORE ? UNKNOWN : behind;
}

/** Classes that everyone has as they are: what extends them has their statics. */
function isEverybodys(Class) {
  return Class === events || Class === stream.Readable || Class === stream.Writable || Class === stream.Duplex;
}

/**
 * A guarded constructor that stays constructible, callable (when the original is), subclassable, and shares the
 * original's prototype so that `instanceof` holds across facades.
 */
function guardConstructor(original, row, api, who) {
  const { judge } = row;
  const { principal: fixed, internals, called } = who;
  // A value can have it made by whoever reads a member there: `new Proxy(Class, { get: Reflect.construct })` and the like.
  const name = called ?? row.called ?? original.name;
  const expected = fixed === undefined && name !== '' ? madeAs(name) : 0;
  const build = row.construct ?? ((Original, args, newTarget) => ReflectConstruct(Original, args, newTarget));

  function constructor(...args) {
    const principal = fixed !== undefined ? fixed : limited(row, args, callerOf(internals, 0, expected));
    const target = new.target === constructor || new.target === undefined ? original : new.target;
    const trusted = principal === CORE || principal === INTERNAL;
    if (!trusted) {
      const error = verdict(judge, principal, args, api, this);
      if (error !== undefined) {
        if (row.refuse !== undefined) return row.refuse(error, args, this, principal, original);
        throw error;
      }
    }
    // Old-style inheritance: `Parent.call(this, …)` on an object that already has the prototype.
    if (new.target === undefined && this instanceof original && row.callable !== undefined) {
      return row.callable(original, this, args, principal, trusted);
    }
    // Whether it can be called without `new`, and what it does then, is the original's matter.
    if (new.target === undefined && (row.construct === undefined || row.needsNew === true)) return ReflectApply(original, this, args);
    return build(original, args, target, principal, trusted);
  }
  conceal(constructor, original);
  const parent = row.parent ?? ObjectGetPrototypeOf(original);
  if (row.parent !== undefined || isEverybodys(parent)) ObjectSetPrototypeOf(constructor, parent);
  ObjectDefineProperty(constructor, 'prototype', { __proto__: null, value: original.prototype, writable: false, enumerable: false, configurable: false });
  return constructor;
}

module.exports = { guard, guardConstructor };
