'use strict';
// Memory of others. Node.js cuts small buffers from one pool, so that the `buffer` of any of them shows what everyone else
// wrote beside it; and it gives out memory as the last owner left it. Here every buffer has memory of its own, zeroed. It costs
// a small buffer about 200 ns (docs/decisions/0011-buffers-of-their-own.md).

const { Buffer, BufferAlloc, ObjectDefineProperty, ReflectApply, TypedArrayPrototypeFill } = require('./primordials');
const { conceal } = require('../core/conceal');

/** The same function, with zeroed memory. What Node 26 aligns is aligned by Node and zeroed here. */
function zeroed(original) {
  const holder = {
    allocate(...args) {
      return args[1] === undefined ? BufferAlloc(args[0]) : TypedArrayPrototypeFill(ReflectApply(original, Buffer, args), 0);
    },
  };
  return conceal(holder.allocate, original);
}

/** Installs it. Called once at start, before any package has run. */
function install() {
  const size = { get: () => 0, set() {} };
  ObjectDefineProperty(Buffer, 'poolSize', { __proto__: null, get: size.get, set: size.set, enumerable: true, configurable: false });
  const names = ['allocUnsafe', 'allocUnsafeSlow'];
  for (let i = 0; i < names.length; i++) {
    ObjectDefineProperty(Buffer, names[i], { __proto__: null, value: zeroed(Buffer[names[i]]), writable: true, enumerable: true, configurable: true });
  }
}

module.exports = { install };
