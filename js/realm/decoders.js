'use strict';
// `TextDecoder` keeps what it decodes with under symbols, and hands it on to C++ as it finds it: it is kept as it was set by Node.js, once.

const {
  ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectHasOwn, ReflectApply, ReflectOwnKeys, SafeWeakSet, StringPrototypeEndsWith, SymbolPrototypeDescriptionGet, TypeError, accessorDescriptor,
} = require('../boot/primordials');
const { loadReal, util } = require('../boot/builtins');
const { CORE, INTERNAL, callerOf } = require('../core/caller');
const { conceal } = require('../core/conceal');
const { replaceMember } = require('../core/harden');

/** Those with an object of C++, which Node.js has given them. */
const whole = new SafeWeakSet();

const fix = (decoder, key, value) => ObjectDefineProperty(decoder, key, { __proto__: null, value, writable: false, enumerable: true, configurable: false });

const notOne = () => new TypeError('this is no TextDecoder');

/** The keys under which it keeps what, by their names. */
function keysOf(decoder) {
  const found = { __proto__: null };
  const keys = ReflectOwnKeys(decoder);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol') found[SymbolPrototypeDescriptionGet(keys[i])] = keys[i];
  return found;
}

/** What is set once, when `isFit` says so of the value. */
function once(prototype, key, isFit) {
  const accessors = {
    set(value) {
      if (value === undefined) return;
      if (!isFit(value, this)) throw notOne();
      fix(this, key, value);
    },
  };
  ObjectDefineProperty(prototype, key, accessorDescriptor(undefined, accessors.set, false, false));
}

/** What decodes without such an object says so in a field of such a name (`kUTF8FastPath`). */
const isWay = (name) => name === 'single-byte' || StringPrototypeEndsWith(name ?? '', 'FastPath');

function decodesItself(decoder) {
  const keys = ReflectOwnKeys(decoder);
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== 'symbol' || !isWay(SymbolPrototypeDescriptionGet(keys[i]))) continue;
    const { value } = ObjectGetOwnPropertyDescriptor(decoder, keys[i]);
    if (value === true || typeof value === 'function') return true;
  }
  return false;
}

/** Has a class in between, or the object, another `encoding`? */
function saysOtherwise(decoder, prototype) {
  for (let level = decoder; level !== prototype; level = ObjectGetPrototypeOf(level)) if (level === null || ObjectHasOwn(level, 'encoding')) return true;
  return false;
}

/**
 * Called before any package runs.
 * @param {object} native the addon
 */
function guardDecoders(native) {
  const internals = native.internals(['node:internal/encoding']);
  const { TextDecoder } = loadReal('util');
  const { prototype } = TextDecoder;
  const keys = keysOf(new TextDecoder('utf-16le'));
  const { decode } = prototype;
  const isNodes = () => {
    const who = callerOf(internals);
    return who === INTERNAL || who === CORE;
  };
  once(prototype, keys.encoding, (value) => typeof value === 'string');
  once(prototype, keys.handle, (value, decoder) => {
    if (!isNodes()) return false;
    whole.add(decoder);
    return true;
  });
  const fits = (decoder) => {
    if (typeof decoder !== 'object' || decoder === null || util.isProxy(decoder)) return false;
    return ObjectHasOwn(decoder, keys.handle) ? whole.has(decoder) && !saysOtherwise(decoder, prototype) : decodesItself(decoder);
  };
  const holder = {
    decode(...args) {
      if (!fits(this)) throw notOne();
      return ReflectApply(decode, this, args);
    },
  };
  replaceMember(prototype, 'decode', conceal(holder.decode, decode));
}

module.exports = { guardDecoders };
