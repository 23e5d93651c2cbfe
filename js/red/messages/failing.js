'use strict';
// The message with which a node has failed or is done, as core looks into it and copies it for `catch` and `complete` nodes. What is in it is the word of whoever sent it: that it cannot be
// read, or that this node has failed with it nine times already, after which core tells nobody, keeps none of these nodes from being told.

const { MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, ReflectDefineProperty, ReflectOwnKeys, SafeMap, SafeWeakMap } = require('../../boot/primordials');

/** Pairs of node and message of a flow that are remembered. */
const MOST = 10_000;

/** Flow -> id of a node and of a message -> how often the flow was told that the one failed with the other, where each failure followed from the one before. */
const failures = new SafeWeakMap();

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

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
    if (typeof keys[i] !== 'string' || keys[i] === 'hasOwnProperty') continue;
    try {
      ReflectDefineProperty(made, keys[i], { __proto__: null, value: msg[keys[i]], writable: true, enumerable: true, configurable: true });
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
 * Has core do something with a message: with what can be read of it when that fails.
 * @param {any} msg
 * @param {(msg: any) => any} act
 */
function withReadable(msg, act) {
  try {
    return act(msg);
  } catch (error) {
    if (!isObject(msg)) throw error;
    try {
      return act(readable(msg));
    } catch {
      return act(plain(msg));
    }
  }
}

const keyOf = (node, msg) => `${typeof msg._msgid === 'string' ? msg._msgid : ''} ${node.id}`;

/** How often the message says that this node has failed with it, as core reads that. */
function claimed(node, msg) {
  const source = msg.error?.source;
  const count = isObject(source) && source.id === node.id ? source.count : 0;
  return typeof count === 'number' && count > 0 ? count : 0;
}

/**
 * The message with which a node has failed, as core gets it: it says of itself what is true.
 * @param {object} flow
 * @param {object} node
 * @param {any} msg
 */
function failingWith(flow, node, msg) {
  if (!isObject(msg)) return msg;
  let known = failures.get(flow);
  if (known === undefined || known.size >= MOST) failures.set(flow, known = new SafeMap());
  try {
    return counted(known, node, msg);
  } catch {
    return counted(known, node, readable(msg));
  }
}

function counted(known, node, msg) {
  const key = keyOf(node, msg);
  const says = claimed(node, msg);
  const had = MapPrototypeGet(known, key) ?? 0;
  const count = says < had ? says : had;
  // The last that counts: core stops here, and what comes then begins anew.
  if (count >= 9) MapPrototypeDelete(known, key);
  else MapPrototypeSet(known, key, count + 1);
  if (says === count) return msg;
  const made = readable(msg);
  made.error = { ...msg.error, source: { ...msg.error.source, count } };
  return made;
}

module.exports = { failingWith, withReadable };
