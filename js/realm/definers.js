'use strict';
// The functions that could go around a lock, or that throw where an honest package would be lost: replaced before the locks
// are put on.
// - The prototype of an object that can be added to can still be exchanged: nobody may, for objects that everyone shares.
// - A polyfill that defines what is there already gets no error; what it defined counts for nobody, or, for a global, for itself.

const {
  Object, ObjectDefineProperties, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectIsFrozen, ObjectPrototype, ObjectSetPrototypeOf, Reflect, ReflectApply,
  ReflectDefineProperty, ReflectOwnKeys, ReflectSetPrototypeOf, TypeError, globalThis,
} = require('../boot/primordials');
const { speakAs } = require('../core/conceal');
const { isShared, reportChange } = require('../core/harden');
const { holdsPins, isPinned } = require('../core/pin');
const { addTo } = require('./grown');

/** Puts a function where another one was, looking the same. */
function stand(object, key, original, made) {
  ObjectDefineProperty(made, 'name', { __proto__: null, value: original.name, configurable: true });
  ObjectDefineProperty(made, 'length', { __proto__: null, value: original.length, configurable: true });
  speakAs(made, original);
  const descriptor = ObjectGetOwnPropertyDescriptor(object, key);
  if (descriptor.set === original) descriptor.set = made;
  else descriptor.value = made;
  ObjectDefineProperty(object, key, descriptor);
}

function isExchange(object, prototype) {
  return isShared(object) && ObjectGetPrototypeOf(object) !== prototype;
}

function refuse() {
  reportChange('Object.setPrototypeOf()', 'prototype');
  return new TypeError('Immutable prototype object cannot have its prototype set');
}

function guardPrototypes() {
  const { set: setProto } = ObjectGetOwnPropertyDescriptor(ObjectPrototype, '__proto__');
  const holder = {
    setPrototypeOf(object, prototype) {
      if (isExchange(object, prototype)) throw refuse();
      return ObjectSetPrototypeOf(object, prototype);
    },
    reflected(object, prototype) {
      if (isExchange(object, prototype)) {
        refuse();
        return false;
      }
      return ReflectSetPrototypeOf(object, prototype);
    },
    proto(prototype) {
      if (isExchange(this, prototype)) throw refuse();
      ReflectApply(setProto, this, [prototype]);
    },
  };
  stand(Object, 'setPrototypeOf', ObjectSetPrototypeOf, holder.setPrototypeOf);
  stand(Reflect, 'setPrototypeOf', ReflectSetPrototypeOf, holder.reflected);
  stand(ObjectPrototype, '__proto__', setProto, holder.proto);
}

/**
 * @param {(key: PropertyKey, descriptor: object) => boolean} defineGlobal gives the caller a global of its own
 */
function guardDefiners(defineGlobal) {
  /** Is this the definition of something that everyone shares, so that it is let pass without an effect? */
  function isIgnored(object, key, descriptor) {
    if (object === globalThis) return defineGlobal(key, descriptor);
    if (addTo(object, key, descriptor)) return true;
    if (!isShared(object)) return false;
    reportChange('Object.defineProperty()', key);
    return true;
  }
  const holder = {
    defineProperty(object, key, descriptor) {
      try {
        if (!holdsPins(object) || !isPinned(object, key)) return ObjectDefineProperty(object, key, descriptor);
        reportChange('Object.defineProperty()', key);
        return object;
      } catch (error) {
        if (!isIgnored(object, key, descriptor)) throw error;
        return object;
      }
    },
    reflected(object, key, descriptor) {
      if (holdsPins(object) && isPinned(object, key)) {
        reportChange('Reflect.defineProperty()', key);
        return false;
      }
      return ReflectDefineProperty(object, key, descriptor);
    },
    freeze(object) {
      if (!isShared(object) || ObjectIsFrozen(object)) return ObjectFreeze(object);
      reportChange('Object.freeze()', 'prototype');
      return object;
    },
    defineProperties(object, descriptors) {
      if (object !== globalThis && !isShared(object)) return ObjectDefineProperties(object, descriptors);
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
        if (!isShared(this)) return ReflectApply(original, this, [key, value]);
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
  stand(Reflect, 'defineProperty', ReflectDefineProperty, holder.reflected);
}

module.exports = { guardDefiners, guardPrototypes };
