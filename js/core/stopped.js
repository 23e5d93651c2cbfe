'use strict';
// A script of `vm` can be stopped anywhere, by its `timeout` or by a signal, and no `finally` runs then: what a guard has set for as long as
// a call takes would stay set for all that comes. Whoever runs such a script puts it back.

const { ArrayPrototypePush } = require('../boot/primordials');

const readers = [];
const writers = [];
let running = 0;

/**
 * Notes a variable that lasts as long as some call.
 * @param {() => any} read
 * @param {(value: any) => void} write
 */
function lasting(read, write) {
  ArrayPrototypePush(readers, read);
  ArrayPrototypePush(writers, write);
}

/** Runs what can be stopped. */
function stoppable(run) {
  const values = [];
  for (let i = 0; i < readers.length; i++) ArrayPrototypePush(values, readers[i]());
  const before = running;
  running = before + 1;
  try {
    return run();
  } finally {
    running = before;
    // What was loaded meanwhile has nothing to be put back.
    for (let i = 0; i < values.length; i++) writers[i](values[i]);
  }
}

/** Can what is running be stopped? What must be done whole is not begun then. */
const canBeStopped = () => running > 0;

module.exports = { canBeStopped, lasting, stoppable };
