'use strict';
// Freezing and sealing what is seen through a view, members that cannot be configured: the language holds a Proxy to what its target says of
// such members, so the target gets them, as whoever looks through the view sees them. Nothing of this is done before it is asked for.

const { ArrayPrototypePush, ReflectDefineProperty, ReflectDeleteProperty, ReflectGetOwnPropertyDescriptor, ReflectIsExtensible, ReflectOwnKeys, ReflectPreventExtensions, ReflectSetPrototypeOf } = require('../../boot/primordials');
const { CUSTOM } = require('./mirror');

const isFixedData = (own) => own !== undefined && 'value' in own && !own.configurable && !own.writable;

/**
 * The same traps for an object that can be closed.
 * @param {object} traps of a view, see mirror.js
 * @param {object} value what it stands for
 * @param {() => boolean} isKept does what is changed on it stay with whoever changes it?
 */
function closing(traps, value, isKept) {
  const { defineProperty: define, deleteProperty: remove, get: read, getOwnPropertyDescriptor: describe, has: isThere, ownKeys: keysOf } = traps;
  /** Has the target members? */
  let isUsed = false;
  let isClosed = false;
  const onTarget = (target, key) => (isUsed && key !== CUSTOM ? ReflectGetOwnPropertyDescriptor(target, key) : undefined);
  const isFixed = (target, key) => (isClosed ? onTarget(target, key) !== undefined : onTarget(target, key)?.configurable === false && key !== 'length');

  /** What the target has is what is seen now. */
  function copyTo(target, key) {
    const seen = describe(target, key);
    const real = ReflectGetOwnPropertyDescriptor(value, key);
    if (seen !== undefined && real !== undefined && !isKept()) {
      if ('value' in seen && 'value' in real) seen.writable = real.writable;
      seen.configurable = real.configurable;
    }
    return seen !== undefined && ReflectDefineProperty(target, key, seen);
  }

  function close(target) {
    ReflectDeleteProperty(target, CUSTOM);
    const keys = keysOf(target);
    for (let i = 0; i < keys.length; i++) copyTo(target, keys[i]);
    if (traps.getPrototypeOf !== undefined) ReflectSetPrototypeOf(target, traps.getPrototypeOf(target));
    isUsed = true;
    isClosed = true;
    ReflectPreventExtensions(target);
  }

  traps.isExtensible = (target) => {
    if (!isClosed && !ReflectIsExtensible(value)) close(target);
    return !isClosed;
  };
  traps.preventExtensions = (target) => {
    if (isClosed) return true;
    if (!isKept() && !ReflectPreventExtensions(value)) return false;
    close(target);
    return true;
  };
  /** In the order of the real one, where it has them all. */
  traps.ownKeys = (target) => {
    const keys = keysOf(target);
    if (!isClosed) return keys;
    const all = ReflectOwnKeys(target);
    const both = [];
    for (let i = 0; i < keys.length; i++) if (onTarget(target, keys[i]) !== undefined) ArrayPrototypePush(both, keys[i]);
    return both.length === all.length ? both : all;
  };
  traps.has = (target, key) => onTarget(target, key) !== undefined || isThere(target, key);
  traps.get = (target, key, receiver) => {
    const own = onTarget(target, key);
    return isFixedData(own) ? own.value : read(target, key, receiver);
  };
  traps.getOwnPropertyDescriptor = (target, key) => {
    if (!isFixed(target, key)) return isClosed ? undefined : describe(target, key);
    const own = onTarget(target, key);
    if ('value' in own && own.writable) own.value = read(target, key);
    return own;
  };
  traps.deleteProperty = (target, key) => {
    if (onTarget(target, key)?.configurable === false) return false;
    return remove(target, key) && (!isUsed || key === CUSTOM || ReflectDeleteProperty(target, key));
  };
  traps.defineProperty = (target, key, descriptor) => {
    if (isClosed && onTarget(target, key) === undefined) return false;
    if (!isClosed && descriptor.configurable !== false && onTarget(target, key) === undefined) return define(target, key, descriptor);
    if (isFixedData(onTarget(target, key))) return ReflectDefineProperty(target, key, descriptor);
    if (!define(target, key, descriptor)) return false;
    isUsed = true;
    const { configurable, writable } = descriptor;
    const seen = describe(target, key);
    if (configurable === false) seen.configurable = false;
    if ('value' in seen && writable === false) seen.writable = false;
    return ReflectDefineProperty(target, key, seen);
  };
  return traps;
}

module.exports = { closing };
