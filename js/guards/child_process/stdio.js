'use strict';
// What a child gets as its open files: descriptors and streams of the package itself, read once [A8].

const {
  ArrayIsArray, ArrayPrototypePush, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, TypedArrayPrototypeSymbolToStringTagGet, Uint8Array,
} = require('../../boot/primordials');
const { publicBinding } = require('../../core/inner');
const { judgeDescriptor } = require('../fs/descriptors');

/** A child may do with its files what it likes: both rights are needed where the package did not open them itself. */
function judgeNumber(principal, descriptor) {
  if (descriptor >= 0 && descriptor <= 2) return undefined;
  return judgeDescriptor(principal, [descriptor], 0, 'fs:read') ?? judgeDescriptor(principal, [descriptor], 0, 'fs:write', false, true);
}

/** `fd` of the native streams: it throws for everything that only looks like one, which would end the process further down. */
const nativeNumber = (() => {
  let level = publicBinding('pipe_wrap').Pipe.prototype;
  while (level !== null && ObjectGetOwnPropertyDescriptor(level, 'fd') === undefined) level = ObjectGetPrototypeOf(level);
  return ObjectGetOwnPropertyDescriptor(level, 'fd').get;
})();

const isObject = (value) => (typeof value === 'object' || typeof value === 'function') && value !== null;

/**
 * A stream (or its handle) as Node takes it: it looks for the handle in several places, where getters could answer
 * differently each time.
 */
function snapshotStream(entry) {
  const { handle, _handle } = entry;
  const native = isObject(handle) ? handle : isObject(_handle) ? _handle : entry;
  ReflectApply(nativeNumber, native, []);
  return { __proto__: entry, fd: undefined, handle: native, _handle: native };
}

/** The descriptor that entry `i` stands for, or undefined. */
function numberOf(entry, i) {
  if (typeof entry === 'number') return entry < 0 ? undefined : entry;
  if (entry === 'inherit') return i;
  const number = isObject(entry) ? entry.fd : undefined;
  return typeof number === 'number' && number >= 0 ? number : undefined;
}

/** Judges `options.stdio` and replaces it by what was judged. */
function judgeStdio(principal, options) {
  if (!ArrayIsArray(options.stdio)) return undefined;
  const list = [];
  const { length } = options.stdio;
  for (let i = 0; i < length; i++) {
    const entry = options.stdio[i];
    const number = numberOf(entry, i);
    if (number !== undefined) {
      const refused = judgeNumber(principal, number);
      if (refused !== undefined) return refused;
      ArrayPrototypePush(list, number);
    } else if (!isObject(entry)) {
      ArrayPrototypePush(list, entry);
    } else if (TypedArrayPrototypeSymbolToStringTagGet(entry) !== undefined) {
      ArrayPrototypePush(list, new Uint8Array(0));
    } else {
      ArrayPrototypePush(list, snapshotStream(entry));
    }
  }
  options.stdio = list;
  return undefined;
}

module.exports = { judgeStdio };
