'use strict';
// Zero below zero: a whole number for Node's scripts, and none for C++.

/** @param {any[]} args changed where one of them is zero below zero */
function withoutNegativeZeros(args) {
  for (let i = 0; i < args.length; i++) if (args[i] === 0) args[i] = 0;
}

module.exports = { withoutNegativeZeros };
