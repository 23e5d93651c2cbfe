'use strict';
// What has begun must not end in the middle because the stack does: a package chooses how much of it is left.

/** Calls itself, so that a stack that is nearly full overflows here, where nothing has been done yet. */
function descend(depth) {
  return depth === 0 ? 0 : 1 + descend(depth - 1);
}

/** @throws {RangeError} when less than a quarter of the stack is left */
const needRoom = () => descend(4000);

module.exports = { needRoom };
