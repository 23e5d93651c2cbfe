'use strict';
// Numbers that Node's scripts hand on to C++ when it makes an object there. They look whether a number is whole and in its bounds, which zero below zero is, and the longest key that they let
// pass is longer than C++ can count: it takes neither and ends the process.

const { NumberIsInteger, ObjectDefineProperty, RangeError, ReflectApply, ReflectConstruct, ReflectDefineProperty, ReflectOwnKeys, StringPrototypeEndsWith } = require('../boot/primordials');
const { conceal } = require('../core/conceal');
const { withoutNegativeZeros } = require('../core/numbers');
const { innerBinding } = require('../core/inner');

const MOST = 0xFFFFFFFF;

/** Part of C++ -> its classes that are given numbers, beside those of what runs in another thread. */
const CLASSES = { __proto__: null, block_list: ['SocketAddress'], cares_wrap: ['ChannelWrap'], crypto: ['DiffieHellman', 'Hash'] };

/** Its functions. */
const FUNCTIONS = { __proto__: null, cares_wrap: ['getnameinfo'] };

/** Where Node.js lets a number pass that C++ does not: class -> which argument it is. */
const LENGTHS = { __proto__: null, HKDFJob: 5 };
/** Where it is no less than what C++ counts with, of 32 bits with a sign. */
const COUNTS = { __proto__: null, ChannelWrap: true };
const MOST_COUNTED = 0x7FFFFFFF;

function checkLength(length) {
  if (!NumberIsInteger(length) || length <= MOST) return;
  const error = new RangeError('Invalid key length');
  error.code = 'ERR_CRYPTO_INVALID_KEYLEN';
  throw error;
}

function fit(name, args) {
  withoutNegativeZeros(args);
  if (LENGTHS[name] !== undefined) checkLength(args[LENGTHS[name]]);
  if (COUNTS[name] !== undefined) for (let i = 0; i < args.length; i++) if (typeof args[i] === 'number' && args[i] > MOST_COUNTED) args[i] = MOST_COUNTED;
}

function standFor(binding, name) {
  const original = binding[name];
  if (typeof original !== 'function') return;
  function stand(...args) {
    fit(name, args);
    return ReflectConstruct(original, args, new.target === undefined || new.target === stand ? original : new.target);
  }
  conceal(stand, original);
  ObjectDefineProperty(stand, 'prototype', { __proto__: null, value: original.prototype, writable: false, enumerable: false, configurable: false });
  ReflectDefineProperty(binding, name, { __proto__: null, value: stand, writable: true, enumerable: true, configurable: true });
}

function standForFunction(binding, name) {
  const original = binding[name];
  if (typeof original !== 'function') return;
  const holder = {
    stand(...args) {
      withoutNegativeZeros(args);
      return ReflectApply(original, this, args);
    },
  };
  ReflectDefineProperty(binding, name, { __proto__: null, value: conceal(holder.stand, original), writable: true, enumerable: true, configurable: true });
}

/** Called at start, before the scripts of Node's that take them from here are loaded, and after RandomBytesJob has its own. */
function guardNumbers() {
  const crypto = innerBinding('crypto');
  const keys = ReflectOwnKeys(crypto);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'string' && StringPrototypeEndsWith(keys[i], 'Job')) standFor(crypto, keys[i]);
  for (const part in CLASSES) {
    const binding = part === 'crypto' ? crypto : innerBinding(part);
    for (let i = 0; i < CLASSES[part].length; i++) standFor(binding, CLASSES[part][i]);
  }
  for (const part in FUNCTIONS) for (let i = 0; i < FUNCTIONS[part].length; i++) standForFunction(innerBinding(part), FUNCTIONS[part][i]);
}

module.exports = { guardNumbers };
