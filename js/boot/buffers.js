'use strict';
// Memory of others, and what buffers are searched for. Node.js cuts small buffers from one pool, so that the `buffer` of any of them shows what everyone else
// wrote beside it; and it gives out memory as the last owner left it. Here every buffer has memory of its own, zeroed. It costs
// a small buffer about 200 ns (docs/decisions/0011-buffers-of-their-own.md).

const {
  ArrayBufferIsView, Buffer, BufferAlloc, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ReflectApply, ReflectOwnKeys, StringPrototypeEndsWith, StringPrototypeToLowerCase, StringPrototypeToWellFormed, TypedArrayPrototypeFill, accessorDescriptor, uncurryThis,
} = require('./primordials');
const { conceal } = require('../core/conceal');

/** The same function, with zeroed memory. What Node 26 aligns is aligned by Node and zeroed here. */
function zeroed(original) {
  // Some call it with `new` (`cbor-x`), which a method refuses.
  function allocate(...args) {
    return args[1] === undefined ? BufferAlloc(args[0]) : TypedArrayPrototypeFill(ReflectApply(original, Buffer, args), 0);
  }
  ObjectDefineProperty(allocate, 'prototype', { __proto__: null, value: ObjectFreeze({}), writable: false });
  return conceal(allocate, original);
}

/** Is it written as UTF-8? */
function isUtf8(encoding) {
  if (typeof encoding !== 'string') return true;
  const name = StringPrototypeToLowerCase(encoding);
  return name === 'utf8' || name === 'utf-8';
}

/** Half a character in a text ends Node.js 24, when it counts the bytes of what it looks for: it becomes what it is written as. */
const wholeText = (value, encoding) => (typeof value === 'string' && isUtf8(encoding) ? StringPrototypeToWellFormed(value) : value);

/** Since Node.js 24 a search takes an end, which C++ takes for a number: with `null` there, or where there is a `length` that is none, it ends the process. */
function searching(original) {
  const find = uncurryThis(original);
  const holder = {
    search(value, from, end, encoding) {
      const sought = wholeText(value, typeof from === 'string' ? from : typeof end === 'string' ? end : encoding);
      if (typeof end === 'number') return find(this, sought, from, end, encoding);
      const isNamed = typeof end === 'string';
      if (!isNamed && end !== undefined) return find(this, sought, from, +end, encoding);
      const { length } = this;
      return find(this, sought, from, typeof length === 'number' ? length : +this.byteLength, isNamed ? end : encoding);
    },
  };
  return conceal(holder.search, original);
}

const SEARCHES = ['indexOf', 'lastIndexOf', 'includes'];

/** Is it asked for its number, by what it has for that? */
const isAsked = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
const numberOf = (value) => (isAsked(value) ? +value : value);

/** What is in C++ of `toString` and `write` has the address of the bytes when it asks for the numbers: whoever is asked could take the bytes away. So it is given numbers. */
const COUNTING = {
  __proto__: null,
  Slice(original) {
    const slice = uncurryThis(original);
    const holder = {
      slice(start, end) {
        return slice(this, numberOf(start), numberOf(end));
      },
    };
    return holder.slice;
  },
  Write(original) {
    const write = uncurryThis(original);
    const holder = {
      write(text, offset, length) {
        return write(this, text, numberOf(offset), numberOf(length));
      },
    };
    return holder.write;
  },
};

/** The same of what a buffer is filled with. */
function filling(original) {
  const fill = uncurryThis(original);
  const holder = {
    fill(value, offset, end, encoding) {
      return fill(this, isAsked(value) && !ArrayBufferIsView(value) ? value >>> 0 : value, offset, end, encoding);
    },
  };
  return holder.fill;
}

const KINDS = ['Slice', 'Write'];

function kindOf(key) {
  for (let i = 0; i < KINDS.length; i++) if (typeof key === 'string' && StringPrototypeEndsWith(key, KINDS[i])) return COUNTING[KINDS[i]];
  return key === 'fill' ? filling : undefined;
}

function giveNumbers(prototype) {
  const keys = ReflectOwnKeys(prototype);
  for (let i = 0; i < keys.length; i++) {
    const make = kindOf(keys[i]);
    if (make === undefined) continue;
    const descriptor = ObjectGetOwnPropertyDescriptor(prototype, keys[i]);
    descriptor.value = conceal(make(descriptor.value), descriptor.value);
    ObjectDefineProperty(prototype, keys[i], descriptor);
  }
}

/** Installs it. Called once at start, before any package has run. */
function install() {
  const size = { get: () => 0, set() {} };
  ObjectDefineProperty(Buffer, 'poolSize', accessorDescriptor(size.get, size.set, true, false));
  giveNumbers(Buffer.prototype);
  const names = ['allocUnsafe', 'allocUnsafeSlow'];
  for (let i = 0; i < names.length; i++) {
    ObjectDefineProperty(Buffer, names[i], { __proto__: null, value: zeroed(Buffer[names[i]]), writable: true, enumerable: true, configurable: true });
  }
  for (let i = 0; i < SEARCHES.length; i++) {
    const { prototype } = Buffer;
    const original = prototype[SEARCHES[i]];
    if (original.length === 4) ObjectDefineProperty(prototype, SEARCHES[i], { __proto__: null, value: searching(original), writable: true, enumerable: true, configurable: true });
  }
}

module.exports = { install };
