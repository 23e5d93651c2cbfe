'use strict';
// Files that core loads as sets of nodes and of plugins.

const { realpath } = require('../boot/builtins');
const { CORE } = require('../core/caller');

/** Whose a file is that core loads as a set of nodes. */
function principalOfFile(file) {
  const { KIND, ownerOf } = require('../loader/owners');
  let real = file;
  try {
    real = realpath(file);
  } catch {
    // Core will not find it either.
  }
  const { kind } = ownerOf(real);
  return kind === KIND.core || kind === KIND.sentinel ? CORE : require('../loader/placement').principalForCore(real, undefined);
}

module.exports = { principalOfFile };
