'use strict';
// Memory of others, and what buffers are searched for. Node.js cuts small buffers from one pool, so that the `buffer` of any of them shows what everyone else
// wrote beside it; and it gives out memory as the last owner left it. Here every buffer has memory of its own, zeroed. It costs
// a small buffer about 200 ns (docs/decisions/0011-buffers-of-their-own.md).

const { Buffer, BufferAlloc, ObjectDefineProperty, ObjectFreeze, ReflectApply, TypedArrayPrototypeFill, accessorDescriptor, uncurryThis } = require('./primordials');
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

/** Since Node.js 24 a search takes an end, which C++ takes for a number: with `null` there it ends the process. */
function searching(original) {
  const find = uncurryThis(original);
  const holder = {
    search(value, from, end, encoding) {
      const isFit = end === undefined || typeof end === 'number' || typeof end === 'string';
      return find(this, value, from, isFit ? end : +end, encoding);
    },
  };
  return conceal(holder.search, original);
}

const SEARCHES = ['indexOf', 'lastIndexOf', 'includes'];

/** Installs it. Called once at start, before any package has run. */
function install() {
  const size = { get: () => 0, set() {} };
  ObjectDefineProperty(Buffer, 'poolSize', accessorDescriptor(size.get, size.set, true, false));
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
