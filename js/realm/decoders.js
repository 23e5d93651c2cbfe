'use strict';
// `TextDecoder` keeps what it decodes with under symbols, and hands it on to C++ as it finds it: it is kept as it was set by Node.js, once.

const {
  ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectHasOwn, ReflectApply, ReflectOwnKeys, SafeSet, SafeWeakSet, StringPrototypeEndsWith, SymbolPrototypeDescriptionGet, TypeError, accessorDescriptor,
} = require('../boot/primordials');
const { loadReal, util } = require('../boot/builtins');
const { CORE, INTERNAL, callerOf } = require('../core/caller');
const { conceal } = require('../core/conceal');
const { replaceMember } = require('../core/harden');

/** Those with an object of C++, which Node.js has given them. */
const whole = new SafeWeakSet();

const fix = (decoder, key, value) => ObjectDefineProperty(decoder, key, { __proto__: null, value, writable: false, enumerable: true, configurable: false });

const notOne = () => new TypeError('this is no TextDecoder');

/** Of each way to decode. */
const ENCODINGS = ['utf-8', 'latin1', 'utf-16le'];

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

/** Fields of a decoder: nothing that Node.js reads of one runs code of anybody's, so what was looked at is what is read. */
const fields = new SafeSet();

function noteFields(decoder) {
  const keys = ReflectOwnKeys(decoder);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol') fields.add(keys[i]);
}

/** Has nothing in between another `encoding`, or fields? */
function isBelow(decoder, prototype) {
  if (ObjectHasOwn(decoder, 'encoding')) return false;
  for (let level = ObjectGetPrototypeOf(decoder); level !== prototype; level = ObjectGetPrototypeOf(level)) {
    if (level === null || util.isProxy(level) || ObjectHasOwn(level, 'encoding')) return false;
    const keys = ReflectOwnKeys(level);
    for (let i = 0; i < keys.length; i++) if (fields.has(keys[i])) return false;
  }
  return true;
}

/** Can it be handed to Node's own `decode`? Node.js may have made some for itself before there were guards: these have the object's field, with nothing in it. */
function fits(decoder, prototype, handle) {
  if (typeof decoder !== 'object' || decoder === null || util.isProxy(decoder) || !isBelow(decoder, prototype)) return false;
  const keys = ReflectOwnKeys(decoder);
  let isWhole = false;
  let decodesItself = false;
  for (let i = 0; i < keys.length; i++) {
    if (!fields.has(keys[i])) continue;
    const field = ObjectGetOwnPropertyDescriptor(decoder, keys[i]);
    if (!ObjectHasOwn(field, 'value')) return false;
    const { value } = field;
    if (keys[i] === handle && value !== undefined) {
      if (!whole.has(decoder)) return false;
      isWhole = true;
    } else if ((value === true || typeof value === 'function') && isWay(SymbolPrototypeDescriptionGet(keys[i]))) decodesItself = true;
  }
  return isWhole || decodesItself;
}

/** What `decode` is to do, read once: it may be an accessor. */
function optionsOf(args) {
  const options = args[1];
  if ((typeof options === 'object' && options !== null) || typeof options === 'function') args[1] = { __proto__: null, stream: options.stream };
  return args;
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
  for (let i = 0; i < ENCODINGS.length; i++) noteFields(new TextDecoder(ENCODINGS[i]));
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
  const holder = {
    decode(...args) {
      const given = optionsOf(args);
      if (!fits(this, prototype, keys.handle)) throw notOne();
      return ReflectApply(decode, this, given);
    },
  };
  replaceMember(prototype, 'decode', conceal(holder.decode, decode));
}

module.exports = { guardDecoders };
