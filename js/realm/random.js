'use strict';
// What is made random: Node's scripts ask memory for its `byteLength`, which anybody can define on it, and C++ ends the process when it has less. All of them, `getRandomValues` too, make
// such a job.

const { ObjectDefineProperty, RangeError, ReflectConstruct, ReflectDefineProperty } = require('../boot/primordials');
const { conceal } = require('../core/conceal');
const { isMemory, isWithin } = require('../core/in-use');
const { innerBinding } = require('../core/inner');

/** Called at start, before the script of Node's that takes it from here is loaded. */
function guardRandom() {
  const binding = innerBinding('crypto');
  const { RandomBytesJob } = binding;
  if (typeof RandomBytesJob !== 'function') return;
  function stand(...args) {
    if (!isMemory(args[1]) || !isWithin(args[1], args[2], args[3])) throw new RangeError('The memory has less than it says of itself');
    return ReflectConstruct(RandomBytesJob, args);
  }
  conceal(stand, RandomBytesJob);
  ObjectDefineProperty(stand, 'prototype', { __proto__: null, value: RandomBytesJob.prototype, writable: false, enumerable: false, configurable: false });
  ReflectDefineProperty(binding, 'RandomBytesJob', { __proto__: null, value: stand, writable: true, enumerable: true, configurable: true });
}

module.exports = { guardRandom };
