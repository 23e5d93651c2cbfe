'use strict';
// The message with which a node has failed or is done, as core looks into it and copies it for `catch` and `complete` nodes. What is in it is the word of whoever sent it: that it cannot be
// read, or that this node has failed with it nine times already, after which core tells nobody, keeps none of these nodes from being told.

const {
  ArrayIsArray, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, ObjectGetPrototypeOf, ObjectPrototype, ObjectSetPrototypeOf, ReflectDefineProperty, ReflectGetOwnPropertyDescriptor, ReflectOwnKeys, SafeMap, SafeWeakMap, SymbolToStringTag,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { isShared } = require('../../core/harden');
const { lasting } = require('../../core/stopped');

/** Pairs of node and message of a flow that are remembered. */
const MOST = 10_000;

/** Flow -> id of a node and of a message -> how often the flow was told that the one failed with the other, where each failure followed from the one before. */
const failures = new SafeWeakMap();

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** Defines a member as an assignment to a new object would. */
const put = (made, key, value) => ReflectDefineProperty(made, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });

/** What core would call or go by, in place of the language's own. */
const LEFT_OUT = { __proto__: null, hasOwnProperty: true, [SymbolToStringTag]: true };

/** What can be read of a message: members that throw are left out. */
function readable(msg) {
  const made = {};
  let keys = [];
  try {
    keys = ReflectOwnKeys(msg);
  } catch {
    return made;
  }
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== 'string' || LEFT_OUT[keys[i]] !== undefined) continue;
    try {
      put(made, keys[i], msg[keys[i]]);
    } catch {
      // there is no such member for those who are told
    }
  }
  return made;
}

/** The same without what lies in it: no more than texts, numbers and the like can be copied for sure. */
function plain(msg) {
  const made = readable(msg);
  const keys = ReflectOwnKeys(made);
  for (let i = 0; i < keys.length; i++) if (isObject(made[keys[i]])) delete made[keys[i]];
  return made;
}

/**
 * An object or list with the members of a message that core would copy. It inherits nothing of the message's maker: core writes on a copy of it who failed or is done, and a prototype with an
 * accessor there would keep that, and say something else.
 */
function bare(msg) {
  const made = ArrayIsArray(msg) ? [] : {};
  // Core copies nothing of these.
  if (util.isNativeError(msg)) return made;
  const keys = ReflectOwnKeys(msg);
  for (let i = 0; i < keys.length; i++) {
    if (LEFT_OUT[keys[i]] === undefined && ReflectGetOwnPropertyDescriptor(msg, keys[i])?.enumerable) put(made, keys[i], msg[keys[i]]);
  }
  return made;
}

/** The class of the objects that core is copying a message of. */
let copying;
/** What core is given in the place of the message. */
let standing;
lasting(() => copying, (value) => { copying = value; });
lasting(() => standing, (value) => { standing = value; });

/** What a copy of a message has to inherit to be of its class: undefined when that is nothing of its own. */
function classOf(msg) {
  if (typeof msg !== 'object' || util.isProxy(msg)) return undefined;
  const prototype = ObjectGetPrototypeOf(msg);
  // Core gives none to what says that no function has made it.
  return prototype === null || isShared(prototype) || typeof msg.constructor !== 'function' ? undefined : prototype;
}

/**
 * Has core tell nodes of a message: with what can be read of it when that fails.
 * @param {any} msg
 * @param {(msg: any) => any} act
 */
function withReadable(msg, act) {
  if (!isObject(msg)) return act(msg);
  const before = copying;
  const stood = standing;
  try {
    // The flow of a configuration node hands on what it was given.
    if (msg !== standing) copying = undefined;
    try {
      if (msg !== standing) copying = classOf(msg);
      return act(standing = bare(msg));
    } catch {
      return again(msg, act);
    }
  } finally {
    copying = before;
    standing = stood;
  }
}

function again(msg, act) {
  try {
    return act(standing = readable(msg));
  } catch {
    return act(standing = plain(msg));
  }
}

/** Nodes that are told of a message. */
const TOLD = { __proto__: null, catch: true, complete: true };

/**
 * Core hands a node what it has made: a copy of the message that a node of that type is told of is of the message's class again, now that it says who failed or is done.
 * @param {string} type of the node
 * @param {object} msg
 */
function dress(type, msg) {
  if (copying !== undefined && TOLD[type] !== undefined && ObjectGetPrototypeOf(msg) === ObjectPrototype) ObjectSetPrototypeOf(msg, copying);
}

const keyOf = (node, msg) => `${typeof msg._msgid === 'string' ? msg._msgid : ''} ${node.id}`;

/** How often a message says that this node has failed with it, by its `error`. */
function claimed(node, error) {
  try {
    const { id, count } = error.source;
    return id === node.id && typeof count === 'number' && count > 0 ? count : 0;
  } catch {
    return 0;
  }
}

/** What an object itself has under a name: undefined for what runs code of its maker's. */
function dataOf(object, key) {
  if (util.isProxy(object)) return undefined;
  const own = ReflectGetOwnPropertyDescriptor(object, key);
  return own !== undefined && 'value' in own ? own.value : undefined;
}

/** Does core, by what it asks, find in there that another node failed, or none? */
function isOfOthers(node, error) {
  if (!isObject(error)) return true;
  if (util.isProxy(error) || !isShared(ObjectGetPrototypeOf(error) ?? error) || ReflectGetOwnPropertyDescriptor(error, 'hasOwnProperty') !== undefined) return false;
  if (ReflectGetOwnPropertyDescriptor(error, 'source') === undefined) return true;
  const source = dataOf(error, 'source');
  const id = isObject(source) ? dataOf(source, 'id') : undefined;
  return id !== undefined && id !== node.id;
}

/**
 * The message with which a node has failed, as core gets it: how often it has is what was counted here. What else the message says of an error is what it had before, and core does not look at it.
 * @param {object} flow
 * @param {object} node
 * @param {object} msg what stands for it (`withReadable`)
 */
function failingWith(flow, node, msg) {
  let known = failures.get(flow);
  if (known === undefined || known.size >= MOST) failures.set(flow, known = new SafeMap());
  const key = keyOf(node, msg);
  const { error } = msg;
  const says = claimed(node, error);
  const had = MapPrototypeGet(known, key) ?? 0;
  const count = says < had ? says : had;
  // The last that counts: core stops here, and what comes then begins anew.
  if (count >= 9) MapPrototypeDelete(known, key);
  else MapPrototypeSet(known, key, count + 1);
  if (count > 0) {
    put(msg, 'error', { ...error, source: { id: node.id, type: node.type, name: node.name, count } });
  } else if (!isOfOthers(node, error)) {
    delete msg.error;
    put(msg, '_error', error);
  }
  return msg;
}

module.exports = { dress, failingWith, put, withReadable };
