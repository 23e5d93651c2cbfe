'use strict';
// Modes and flags, as Node's scripts hand them on: they let more pass than C++ counts with, and zero below zero, which ends the process. All of them open files and make directories by the
// functions of C++ that are guarded here.

const { ObjectGetOwnPropertyDescriptor, ReflectApply, ReflectDefineProperty, dataDescriptor } = require('../../boot/primordials');
const { innerBinding } = require('../../core/inner');

const FUNCTIONS = ['chmod', 'fchmod', 'lchmod', 'mkdir', 'open', 'openFileHandle', 'openSync', 'readFileUtf8', 'writeFileUtf8'];

/** Of 32 bits with a sign, whatever they were; descriptors are. */
function counting(original) {
  return (...args) => {
    for (let i = 0; i < args.length; i++) if (typeof args[i] === 'number') args[i] |= 0;
    return ReflectApply(original, undefined, args);
  };
}

/** Called before any package runs. */
function guardFileNumbers() {
  const binding = innerBinding('fs');
  for (let i = 0; i < FUNCTIONS.length; i++) {
    const original = ObjectGetOwnPropertyDescriptor(binding, FUNCTIONS[i])?.value;
    if (typeof original === 'function') ReflectDefineProperty(binding, FUNCTIONS[i], dataDescriptor(counting(original), true, true, true));
  }
}

module.exports = { guardFileNumbers };
