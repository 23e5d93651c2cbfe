'use strict';
// Node's resolver, as the loader uses it. It runs no code but Node's own; it says so while it runs, and then its many
// reads of the loader's tables and of the file system need no look at the stack each.

const { ReflectApply, SafeWeakSet } = require('../boot/primordials');
const { Module, module: nodeModule } = require('../boot/builtins');
const { state } = require('../boot/state');

const { _resolveFilename } = nodeModule;
const trusted = new SafeWeakSet();

/** This object may be the parent of a request: made by the loader, or a module of core. It asks nobody anything. */
function trustParent(parent) {
  trusted.add(parent);
  return parent;
}

/**
 * The file or builtin that a request means to `parent`.
 * @param {string} request
 * @param {object|undefined} parent
 * @param {boolean} isMain
 * @param {{paths: string[]}|undefined} options made by the loader, like the list in it
 */
function resolveFilename(request, parent, isMain, options) {
  const args = [request, parent, isMain, options];
  if (state.resolving || !trusted.has(parent)) return ReflectApply(_resolveFilename, Module, args);
  state.resolving = true;
  try {
    return ReflectApply(_resolveFilename, Module, args);
  } finally {
    state.resolving = false;
  }
}

module.exports = { resolveFilename, trustParent };
