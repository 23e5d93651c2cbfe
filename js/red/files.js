'use strict';
// Files that core loads as sets of nodes and of plugins.

const { StringPrototypeIncludes } = require('../boot/primordials');
const { path, realpath } = require('../boot/builtins');
const { CORE } = require('../core/caller');

/** Where most of core's own sets are: it says nothing about whose a file is, and saves following its path, ten questions to the system for each of a hundred files. */
const LIKELY = `${path.sep}node_modules${path.sep}@node-red${path.sep}nodes${path.sep}`;

/** Whose a file is that core loads as a set of nodes. */
function principalOfFile(file) {
  const { KIND, ownerOf } = require('../core/owners');
  // What lies in a folder of core's is core's: nobody puts a link there [C1].
  if (StringPrototypeIncludes(file, LIKELY) && path.resolve(file) === file && ownerOf(file).kind === KIND.core) return CORE;
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
