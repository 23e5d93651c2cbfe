'use strict';
// The functions that could go around a lock, or that throw where an honest package would be lost: replaced before the locks
// are put on.
// - The prototype of an object that can be added to can still be exchanged: nobody may, for objects that everyone shares.
// - A Proxy without traps passes on what is done to it: it counts as what it stands for.
// - A field that everyone's objects are given by their constructor would end in a setter that somebody added above, or could not be set
//   at all: to what Node.js shares only plain members are added.
// - A polyfill that defines what is there already gets no error; what it defined counts for nobody, or, for a global, for itself.

const {
  Object, ObjectDefineProperties, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectIsExtensible, ObjectIsFrozen, ObjectIsSealed, ObjectPreventExtensions, ObjectPrototype, ObjectSeal,
  ObjectSetPrototypeOf, Reflect, ReflectApply, ReflectDefineProperty, ReflectOwnKeys, ReflectPreventExtensions, ReflectSetPrototypeOf, SafeWeakSet, SymbolIterator, TypeError, globalThis,
} = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { defineFormat } = require('../boot/errors');
const { speakAs } = require('../core/conceal');
const { CORE, callerOf } = require('../core/caller');
const { PROMISIFIED, isShared, reportChange, share } = require('../core/harden');
const { note } = require('../core/overrides');
const { holdsPins, isPinned } = require('../core/pin');
const { defineFor, isDefinedFor, keptAbove } = require('./additions');
const { noteHidden } = require('./patterns');
const { definePersonal } = require('./personal');

/** Puts a function where another one was, looking the same. */
function stand(object, key, original, made) {
  ObjectDefineProperty(made, 'name', { __proto__: null, value: original.name, configurable: true });
  ObjectDefineProperty(made, 'length', { __proto__: null, value: original.length, configurable: true });
  speakAs(made, original);
  share(made);
  const descriptor = ObjectGetOwnPropertyDescriptor(object, key);
  if (descriptor.set === original) descriptor.set = made;
  else if (descriptor.get === original) descriptor.get = made;
  else descriptor.value = made;
  ObjectDefineProperty(object, key, descriptor);
}

let native;

/** @param {object} api the addon */
function configure(api) {
  native = api;
}

/** The shared object that this is, or that it stands for as a Proxy, also of a Proxy. */
function sharedBehind(object) {
  for (let at = object; ; at = native.behind(at)) {
    if (isShared(at)) return at;
    if (!util.isProxy(at)) return undefined;
  }
}

function isExchange(object, prototype) {
  const shared = sharedBehind(object);
  return shared !== undefined && ObjectGetPrototypeOf(shared) !== prototype;
}

/** Members that are pinned have these names (table.js). */
const isPinnedName = (key) => key === 'constructor' || key === SymbolIterator || key === 'then' || key === 'catch' || key === 'finally' || key === 'toString';

/** Global objects of other contexts, whose `Error` stays what it is (guards/vm/contexts.js): `jsdom` defines it again, as it is. */
const fixed = new SafeWeakSet();
const keepError = (object) => fixed.add(object);

/** What names a member, told once: an object may answer differently each time. */
const keyOf = (key) => ((typeof key === 'object' && key !== null) || typeof key === 'function' ? ReflectOwnKeys({ __proto__: null, [key]: 0 })[0] : key);

function isPinnedBehind(object, key) {
  if (!isPinnedName(key)) return false;
  const shared = sharedBehind(object);
  return shared !== undefined && holdsPins(shared) && isPinned(shared, key);
}

/** What of a regular expression the language asks for: patterns.js wants to know of an expression with one of its own. */
const ASKED = {
  __proto__: null, constructor: true, dotAll: true, exec: true, flags: true, global: true, hasIndices: true, ignoreCase: true, multiline: true, sticky: true, unicode: true, unicodeSets: true,
};

/** Somebody defines members of an object, which may be an expression or a Proxy of one. */
function noteDefined(object) {
  for (let at = object; ; at = native.behind(at)) {
    if (util.isRegExp(at)) noteHidden();
    if (!util.isProxy(at)) return;
  }
}
const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

function refuse() {
  reportChange('Object.setPrototypeOf()', 'prototype');
  return new TypeError('Immutable prototype object cannot have its prototype set');
}

/** It is to inherit from what it inherits from, but for what stands between (additions.js). */
const isKept = (object, prototype) => isObject(object) && keptAbove(ObjectGetPrototypeOf(object)) === prototype;

function keepPrototype(object, prototype) {
  if (!isKept(object, prototype)) throw refuse();
  return object;
}

function guardPrototypes() {
  // Not there with `--disable-proto=delete`.
  const { get: getProto, set: setProto } = ObjectGetOwnPropertyDescriptor(ObjectPrototype, '__proto__') ?? {};
  const holder = {
    setPrototypeOf(object, prototype) {
      if (isExchange(object, prototype)) return keepPrototype(object, prototype);
      return ObjectSetPrototypeOf(object, prototype);
    },
    reflected(object, prototype) {
      if (isExchange(object, prototype)) {
        if (isKept(object, prototype)) return true;
        refuse();
        return false;
      }
      return ReflectSetPrototypeOf(object, prototype);
    },
    proto(prototype) {
      if (isExchange(this, prototype)) return void keepPrototype(this, prototype);
      ReflectApply(setProto, this, [prototype]);
    },
    getPrototypeOf: (object) => keptAbove(ObjectGetPrototypeOf(object)),
    above() {
      return keptAbove(ReflectApply(getProto, this, []));
    },
  };
  // Not that of `Reflect`: a trap of a Proxy has to say what the language knows.
  stand(Object, 'getPrototypeOf', ObjectGetPrototypeOf, holder.getPrototypeOf);
  stand(Object, 'setPrototypeOf', ObjectSetPrototypeOf, holder.setPrototypeOf);
  stand(Reflect, 'setPrototypeOf', ReflectSetPrototypeOf, holder.reflected);
  if (setProto === undefined) return;
  stand(ObjectPrototype, '__proto__', setProto, holder.proto);
  stand(ObjectPrototype, '__proto__', getProto, holder.above);
}

/**
 * What may be defined on an object: all of it, or a plain member where everyone's fields come by, and where Node.js looks with each error that it makes.
 * @returns {object|undefined} undefined: nothing
 */
function narrow(object, key, descriptor) {
  const shared = sharedBehind(object);
  if (shared === undefined || !isObject(descriptor) || callerOf(0) === CORE) return descriptor;
  // Node.js writes its own there, and takes what it finds for everybody's.
  if (shared === object && (isDefinedFor(object, key) || (key === PROMISIFIED && typeof object === 'function'))) return undefined;
  // A Proxy of it passes on what it is told: a plain member, as if it was assigned.
  if ('get' in descriptor || 'set' in descriptor) return undefined;
  const plain = { __proto__: null, writable: true, configurable: true };
  if ('value' in descriptor) plain.value = descriptor.value;
  if ('enumerable' in descriptor) plain.enumerable = descriptor.enumerable;
  return plain;
}

/** A function that closes an object to additions: what everyone shares is open to everyone's, or to nobody's. */
function closing(original, name, isClosed, refused) {
  const holder = {
    close(object) {
      const shared = object === globalThis ? object : sharedBehind(object);
      if (shared === undefined || isClosed(shared)) return original(object);
      reportChange(name, 'prototype');
      return refused(object);
    },
  };
  return holder.close;
}

/** Is it the definition of something that each package has its own of? */
const isTaken = (object, key, descriptor) => defineFormat(object, key, descriptor) || defineFor(object, key, descriptor);

/**
 * @param {(key: PropertyKey, descriptor: object) => boolean} defineGlobal gives the caller a global of its own
 */
function guardDefiners(defineGlobal) {
  /** Is this the definition of something that everyone shares, so that it is let pass without an effect? */
  function isIgnored(object, key, descriptor) {
    if (object === globalThis) return defineGlobal(key, descriptor);
    if (fixed.has(object)) return key === 'Error' && descriptor?.value === object.Error;
    if (defineFor(object, key, descriptor) || defineFormat(object, key, descriptor) || definePersonal(object, key, descriptor) || note(object, key, descriptor?.value)) return true;
    if (!isShared(object)) return false;
    reportChange('Object.defineProperty()', key);
    return true;
  }
  const holder = {
    defineProperty(object, name, descriptor) {
      const key = keyOf(name);
      if (ASKED[key] === true) noteDefined(object);
      const wanted = narrow(object, key, descriptor);
      try {
        if (wanted !== undefined && !isPinnedBehind(object, key)) return ObjectDefineProperty(object, key, wanted);
        if (wanted === undefined && isTaken(object, key, descriptor)) return object;
        reportChange('Object.defineProperty()', key);
        return object;
      } catch (error) {
        if (!isIgnored(object, key, descriptor)) throw error;
        return object;
      }
    },
    reflected(object, name, descriptor) {
      const key = keyOf(name);
      if (ASKED[key] === true) noteDefined(object);
      const wanted = narrow(object, key, descriptor);
      if (isShared(object) && isTaken(object, key, descriptor)) return true;
      if (wanted === undefined || isPinnedBehind(object, key)) {
        reportChange('Reflect.defineProperty()', key);
        return false;
      }
      return ReflectDefineProperty(object, key, wanted) || (object === globalThis && defineGlobal(key, wanted));
    },
    freeze(object) {
      const shared = sharedBehind(object);
      const isFrozen = shared !== undefined && ObjectIsFrozen(shared);
      // V8 takes for frozen what has only pinned members left to write.
      if (shared === undefined || (isFrozen && !holdsPins(shared))) return ObjectFreeze(object);
      if (!isFrozen) reportChange('Object.freeze()', 'prototype');
      return object;
    },
    seal: closing(ObjectSeal, 'Object.seal()', ObjectIsSealed, (object) => object),
    preventExtensions: closing(ObjectPreventExtensions, 'Object.preventExtensions()', (object) => !ObjectIsExtensible(object), (object) => object),
    reflectedPrevent: closing(ReflectPreventExtensions, 'Reflect.preventExtensions()', (object) => !ObjectIsExtensible(object), () => false),
    defineProperties(object, descriptors) {
      noteDefined(object);
      if (object !== globalThis && sharedBehind(object) === undefined) return ObjectDefineProperties(object, descriptors);
      const keys = ReflectOwnKeys(descriptors);
      for (let i = 0; i < keys.length; i++) {
        if (ObjectGetOwnPropertyDescriptor(descriptors, keys[i])?.enumerable === true) holder.defineProperty(object, keys[i], descriptors[keys[i]]);
      }
      return object;
    },
  };
  const lookFor = (name, part) => {
    const original = ObjectPrototype[name];
    const definer = {
      define(key, value) {
        if (sharedBehind(this) === undefined) return ReflectApply(original, this, [key, value]);
        holder.defineProperty(this, typeof key === 'symbol' ? key : `${key}`, { __proto__: null, [part]: value, enumerable: true, configurable: true });
        return undefined;
      },
    };
    stand(ObjectPrototype, name, original, definer.define);
  };
  lookFor('__defineGetter__', 'get');
  lookFor('__defineSetter__', 'set');
  stand(Object, 'defineProperty', ObjectDefineProperty, holder.defineProperty);
  stand(Object, 'defineProperties', ObjectDefineProperties, holder.defineProperties);
  stand(Object, 'freeze', ObjectFreeze, holder.freeze);
  stand(Object, 'seal', ObjectSeal, holder.seal);
  stand(Object, 'preventExtensions', ObjectPreventExtensions, holder.preventExtensions);
  stand(Reflect, 'preventExtensions', ReflectPreventExtensions, holder.reflectedPrevent);
  stand(Reflect, 'defineProperty', ReflectDefineProperty, holder.reflected);
}

module.exports = { configure, keepError, guardDefiners, guardPrototypes, isExchange, refuse, sharedBehind, stand };
