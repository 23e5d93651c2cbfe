'use strict';
// Node looks names up for what was judged already: a host that a package may send to or listen on needs no `network:dns`
// besides. Only that name, and only while the judged function runs; what Node does later has no package on the stack.

const { ReflectApply } = require('../../boot/primordials');
const { CORE, UNKNOWN, callerOf } = require('../../core/caller');
const { lasting } = require('../../core/stopped');

/** The name that the judged function may look up. */
let current;
lasting(() => current, (value) => { current = value; });
let lookup;

/** @param {Function} original `dns.lookup` as Node has it */
function configure(original) {
  lookup = original;
}

const systemLookup = (...args) => ReflectApply(lookup, undefined, args);

/** Runs a function of Node's that may look `name` up. */
function resolving(name, original, self, args) {
  const before = current;
  current = name;
  try {
    return ReflectApply(original, self, args);
  } finally {
    current = before;
  }
}

/** May a script of Node look a name up without a judgement? A package can make it do so, with its methods of handles. */
function isNodesOwn(args) {
  const name = args[0];
  if (typeof name === 'string' && name === current) return true;
  const behind = callerOf(0);
  return behind === CORE || behind === UNKNOWN;
}

module.exports = { configure, isNodesOwn, resolving, systemLookup };
