'use strict';
// What has begun must not end in the middle because the stack does: a package chooses how much of it is left.

/** Calls itself, so that a stack that is nearly full overflows here, where nothing has been done yet. */
function descend(depth) {
  return depth === 0 ? 0 : 1 + descend(depth - 1);
}

/** @throws {RangeError} when less than a quarter of the stack is left */
const needRoom = () => descend(4000);

/** The same with wide frames, of which a few hundred are enough. */
function descendWide(depth, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) {
  return depth === 0 ? 0 : 1 + descendWide(depth - 1, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
}

/** @throws {RangeError} when there is no room for a few calls into C++ */
const needSome = () => descendWide(300, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

/** @throws {RangeError} when there is no room for a few small functions */
const needLittle = () => descendWide(20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

module.exports = { needLittle, needRoom, needSome };
