'use strict';
// Node looks names up for what was judged already: a host that a package may connect to or listen on needs no
// `network:dns` besides. Only while the judged function runs; what Node does later has no package on the stack.

const { ReflectApply } = require('../../boot/primordials');
const { CORE, UNKNOWN, callerOf } = require('../../core/caller');

let depth = 0;
let lookup;

/** @param {Function} original `dns.lookup` as Node has it */
function configure(original) {
  lookup = original;
}

const systemLookup = (...args) => ReflectApply(lookup, undefined, args);

function resolving(original, self, args) {
  depth++;
  try {
    return ReflectApply(original, self, args);
  } finally {
    depth--;
  }
}

/** May a script of Node look a name up without a judgement? A package can make it do so, with its methods of handles. */
function isNodesOwn() {
  if (depth > 0) return true;
  const behind = callerOf(0);
  return behind === CORE || behind === UNKNOWN;
}

module.exports = { configure, isNodesOwn, resolving, systemLookup };
