'use strict';
// C++ ends the process when a compressor is closed or collected that was never initialised. Node's scripts initialise each as soon as they have it, unless something keeps them from
// it in between: a stream whose `_writeState` cannot be set, say.

const { ArrayPrototypePush, MapPrototypeForEach, MapPrototypeSet, ObjectDefineProperty, PromisePrototypeThen, PromiseResolve, ReflectApply, SafeMap, SafeSet } = require('../boot/primordials');
const { conceal } = require('./conceal');

/** Class -> a stream that has one. */
const STREAMS = { __proto__: null, BrotliDecoder: 'BrotliDecompress', BrotliEncoder: 'BrotliCompress', Zlib: 'Gzip', ZstdCompress: 'ZstdCompress', ZstdDecompress: 'ZstdDecompress' };

/** Made and not initialised yet -> its class. */
const begun = new SafeMap();
/** Those that could not be initialised are not collected. */
const kept = new SafeSet();
let isSettling = false;
/** What one is initialised with, while that is found out. */
let example;

/** @param {string} name of the class of C++ */
function begin(name, made) {
  MapPrototypeSet(begun, made, name);
  if (!isSettling) {
    isSettling = true;
    PromisePrototypeThen(PromiseResolve(), settle);
  }
  return made;
}

/** Called before anybody has an object of that class. */
function watch(Class) {
  const { init } = Class.prototype;
  const holder = {
    init(...args) {
      if (example !== undefined) example.args = args;
      example = undefined;
      const result = ReflectApply(init, this, args);
      begun.delete(this);
      return result;
    },
  };
  ObjectDefineProperty(Class.prototype, 'init', { __proto__: null, value: conceal(holder.init, init), writable: true, enumerable: true, configurable: true });
}

/** Initialises what nobody has: the streams never had it, so it is told to nobody. */
function settle() {
  isSettling = false;
  const left = [];
  MapPrototypeForEach(begun, (name, self) => { ArrayPrototypePush(left, { __proto__: null, name, self }); });
  begun.clear();
  for (let i = 0; i < left.length; i++) {
    const { name, self } = left[i];
    try {
      ReflectApply(self.init, self, exampleOf(name));
    } catch {
      kept.add(self);
    }
  }
}

function exampleOf(name) {
  const found = { __proto__: null, args: undefined };
  example = found;
  try {
    new (require('zlib')[STREAMS[name]])().close();
  } finally {
    example = undefined;
  }
  return found.args;
}

module.exports = { begin, watch };
