'use strict';
// `domain`. Who enters one hears the errors of everything that is begun from then on, whoever begins it, and gets the emitters on
// which they happened. The module changes every emitter of the process when it is loaded, and every callback takes longer then: it is not
// loaded before somebody asks for it, and then emitters are locked.

const { ObjectDefineProperty, ReflectApply, ReflectConstruct, SafeWeakSet } = require('../boot/primordials');
const { CORE, INTERNAL, UNKNOWN, VIA, callerOf, callerThrough } = require('../core/caller');
const { conceal } = require('../core/conceal');
const { judge, verdict } = require('../core/decide');
const { replaceMember } = require('../core/harden');
const { whileLoading } = require('./async_hooks');

const OWN_SCRIPT = ['node:domain'];

/** Domains that somebody made who may; an object that merely inherits their methods is none. */
const made = new SafeWeakSet();

function note(domain) {
  made.add(domain);
  return domain;
}

const mayOpen = (principal) => judge(principal, 'inspector:open', undefined);
const maker = { judge: mayOpen, run: (original, self, args) => note(ReflectApply(original, self, args)), core: (original, self, args) => note(ReflectApply(original, self, args)) };
const constructor = {
  judge: mayOpen,
  construct: (Original, args, target) => note(ReflectConstruct(Original, args, target)),
  callable: (Original, self, args) => ReflectApply(Original, self, args),
};

/** Node's own script enters and leaves them when nobody is on the stack: around callbacks, and when an error has come up. */
function guardMethod(original, name, native) {
  const internals = native.internals(OWN_SCRIPT);
  const holder = {
    method(...args) {
      const who = callerThrough(internals);
      const principal = who < VIA ? who : who - VIA;
      if (made.has(this) && (principal === CORE || (who >= VIA && principal === UNKNOWN))) return ReflectApply(original, this, args);
      const error = verdict(mayOpen, principal, args, `domain.Domain.${name}()`, this);
      if (error !== undefined) throw error;
      return ReflectApply(original, this, args);
    },
  };
  return conceal(holder.method, original);
}

/**
 * By the member `active` Node's own script knows which domain it is in, whoever entered it: where it could not write that down, it would hand the error that a
 * handler throws to that handler again, without an end. It leads to the domains of others, too.
 */
function keepActive(real, readers) {
  let current = real.active;
  const accessors = {
    get: () => (callerOf(readers) === INTERNAL ? current : null),
    set(value) {
      if (callerOf(readers) === INTERNAL) current = value;
    },
  };
  accessors.get.originalValue = undefined;
  ObjectDefineProperty(real, 'active', { __proto__: null, get: accessors.get, set: accessors.set, enumerable: true, configurable: false });
}

const METHODS = ['add', 'enter', 'exit'];

module.exports = {
  rows: { __proto__: null, create: maker, createDomain: maker },
  constructors: { __proto__: null, Domain: constructor },
  around: whileLoading,
  passesRest: 'what is there without a domain',
  isLocked: true,
  complete({ Domain }, native, guards, { real }) {
    // Node's own list leads to the domains of others.
    ObjectDefineProperty(real, '_stack', { __proto__: null, value: [], writable: true, enumerable: true, configurable: true });
    keepActive(real, native.internals(OWN_SCRIPT));
    for (let i = 0; i < METHODS.length; i++) replaceMember(Domain.prototype, METHODS[i], guardMethod(Domain.prototype[METHODS[i]], METHODS[i], native));
  },
};
