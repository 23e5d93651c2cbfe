'use strict';
// What is read into or written from a file by another thread is in use until that is done (core/in-use.js). Node's own scripts all do so by the functions of C++ that are
// guarded here, and hand on lists as they were given them: C++ reads those again, and ends the process when something else is in them then. It does so, too, when a view has less than
// it says of itself (`byteLength`), which is what Node's scripts go by.

const { ArrayBufferIsView, ObjectGetOwnPropertyDescriptor, PromisePrototypeThen, RangeError, ReflectApply, ReflectDefineProperty, TypeError, dataDescriptor } = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { whenDone } = require('../../core/being-done');
const { hold, isMemory, isWithin, release } = require('../../core/in-use');
const { put } = require('../../core/lists');
const { withoutNegativeZeros } = require('../../core/numbers');
const { innerBinding } = require('../../core/inner');

function holdAll(list, act) {
  for (let i = 0; i < list.length; i++) act(list[i]);
}

/** A list of its own, of what is in this one now. */
function viewsOf(list) {
  const views = [];
  for (let i = 0; i < list.length; i++) {
    const view = list[i];
    if (!ArrayBufferIsView(view)) throw new TypeError('The "buffers" argument must be an instance of ArrayBufferView[].');
    put(views, i, view);
  }
  return views;
}

/** The same function, which holds what it works on; `at` is where it is told who waits: a request that calls, or that it is to make a promise. */
function holding(original, at, isList) {
  return (...args) => {
    withoutNegativeZeros(args);
    if (isList) args[1] = viewsOf(args[1]);
    else if (!isMemory(args[1]) || !isWithin(args[1], args[2], args[3])) throw new RangeError('The view has less than it says of itself');
    const waits = args[at];
    const result = ReflectApply(original, undefined, args);
    if (waits === undefined) return result;
    const views = isList ? args[1] : [args[1]];
    const end = () => holdAll(views, release);
    if (util.isPromise(result)) {
      holdAll(views, hold);
      PromisePrototypeThen(result, end, end);
    } else if (typeof waits === 'object' && waits !== null && typeof waits.oncomplete === 'function') {
      holdAll(views, hold);
      whenDone(waits, end);
    }
    return result;
  };
}

const FUNCTIONS = [{ name: 'read', at: 5, isList: false }, { name: 'readBuffers', at: 3, isList: true }, { name: 'writeBuffer', at: 5, isList: false }, { name: 'writeBuffers', at: 3, isList: true }];

/** Called before any package runs. */
function guardFileMemory() {
  const binding = innerBinding('fs');
  for (let i = 0; i < FUNCTIONS.length; i++) {
    const { name, at, isList } = FUNCTIONS[i];
    const original = ObjectGetOwnPropertyDescriptor(binding, name)?.value;
    if (typeof original === 'function') ReflectDefineProperty(binding, name, dataDescriptor(holding(original, at, isList), true, true, true));
  }
}

module.exports = { guardFileMemory };
