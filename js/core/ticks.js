'use strict';
// Functions of Node's own scripts that are handed to `process.nextTick` again and again: what the addon said of one of them once need not be asked for each tick.

const { SafeWeakSet } = require('../boot/primordials');

const known = new SafeWeakSet();

/** Those that were handed on last. What is made anew for each tick is never met twice among them, and none of it is kept for long. */
const recent = [];
const MANY = 8;
let at = 0;
/** Whatever does so all the time has by then been met. */
let left = 50_000;

/** @param {Function} fn of a script of Node's */
function noteTick(fn) {
  if (left === 0) return;
  left--;
  for (let i = 0; i < recent.length; i++) {
    if (recent[i] !== fn) continue;
    known.add(fn);
    return;
  }
  recent[at] = fn;
  at = (at + 1) % MANY;
  if (left === 0) recent.length = 0;
}

const isKnownTick = (fn) => known.has(fn);

module.exports = { isKnownTick, noteTick };
