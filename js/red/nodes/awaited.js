'use strict';
// Core makes nodes in functions that are asynchronous, and what these return is asked for a `then`: a node that has one would be waited for, with it all nodes and flows that are started after it, and could
// have something else take its place. For core no node has one.

const { ObjectDefineProperty, ObjectGetPrototypeOf, Proxy, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectSet } = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { isAbsent, isShared } = require('../../core/harden');
const { emptyLike, mirrorOf } = require('../views/mirror');

const THEN = 'then';
const FLOW = '_flow';
const NONE = { __proto__: null, value: undefined, writable: true, enumerable: false, configurable: true };

/** Is there such a member, or what could answer otherwise when it is asked again? */
function mayHaveThen(node) {
  for (let at = node; at !== null; at = ObjectGetPrototypeOf(at)) {
    if (at !== node && util.isProxy(at)) return true;
    const own = ReflectGetOwnPropertyDescriptor(at, THEN);
    // What all nodes inherit has none, and keeps it so.
    if (own !== undefined) return !(isShared(at) && isAbsent(own, THEN));
  }
  return false;
}

/** A node that is no Proxy, as core gets it. Nothing of its package's runs before core has looked. */
function unwaited(node) {
  return mayHaveThen(node) ? ObjectDefineProperty(node, THEN, NONE) : node;
}

/** What stands for a Proxy that a package made of a node of its, which has a flow that is there for good. */
function unwaitedProxy(node) {
  const traps = mirrorOf(node, (key) => (key === THEN ? undefined : ReflectGet(node, key)), (key, item) => ReflectSet(node, key, item));
  const { getOwnPropertyDescriptor } = traps;
  const flow = ReflectGetOwnPropertyDescriptor(node, FLOW);
  traps.getOwnPropertyDescriptor = (target, key) => (key === FLOW ? ReflectGetOwnPropertyDescriptor(target, FLOW) : getOwnPropertyDescriptor(target, key));
  return new Proxy(ObjectDefineProperty(emptyLike(node), FLOW, flow), traps);
}

module.exports = { unwaited, unwaitedProxy };
