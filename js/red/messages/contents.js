'use strict';
// Nodes in messages: whoever gets a message finds its own nodes in it and stand-ins for those of others [R2].

const {
  ArrayIsArray, ObjectCreate, ObjectGetPrototypeOf, ReflectDefineProperty, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectOwnKeys,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { CORE } = require('../../core/caller');
const { isOverflow } = require('../../core/overflow');
const { carries, isCodeOfAnother, isFree, isForeign } = require('../views/containers');
const { cross, viewOf } = require('../views/crossing');
const { PLAIN, kindOf, ownerOfCode } = require('../views/kinds');
const { View } = require('../views/stand-ins');
const { SENT, SHARED } = require('../views/ways');

const isObject = (value) => typeof value === 'object' && value !== null;
const mayLead = (value) => isObject(value) || typeof value === 'function';

/**
 * A message as a package gets it. Nearly always that is the message itself: where it holds nodes of others it is a copy, as when there are two wires.
 * @param {number} principal who gets it
 * @param {any} msg
 * @param {number} from whose node it comes from
 */
function contentsFor(principal, msg, from) {
  if (principal === CORE || !isObject(msg) || isFree(msg)) return msg;
  const verdict = isForeign(principal, msg);
  const isCode = verdict === undefined && kindOf(msg) !== PLAIN && isCodeOfAnother(principal, msg, from);
  if (verdict === undefined ? !isCode && !carries(principal, msg, false, from) : !verdict) return msg;
  if (verdict === true) return cross(principal, msg, from, SENT);
  const prototype = ObjectGetPrototypeOf(msg);
  const copy = ArrayIsArray(msg) ? [] : ObjectCreate(isCode ? cross(principal, prototype, ownerOfCode(msg, from), SHARED) : prototype);
  const keys = ReflectOwnKeys(msg);
  for (let i = 0; i < keys.length; i++) {
    const own = ReflectGetOwnPropertyDescriptor(msg, keys[i]);
    if ('value' in own && mayLead(own.value)) own.value = cross(principal, own.value, from, SENT);
    ReflectDefineProperty(copy, keys[i], own);
  }
  return copy;
}

/** A message as a hook gets it, which may change it. */
function viewOfMessage(principal, msg) {
  if (!isObject(msg) || util.isProxy(msg) || isForeign(principal, msg) !== undefined || !carries(principal, msg, true, CORE)) return msg;
  return viewOf(principal, msg, CORE);
}

/** The runtime's. */
let runtimeUtil;

/** `@node-red/util/lib/util.js`. */
function configure(exports) {
  runtimeUtil = exports;
}

/** A message for who may see it and not change it, as it would be where there are two wires. One that cannot be copied is not shown. */
function copyOfMessage(msg) {
  try {
    return runtimeUtil.cloneMessage(msg);
  } catch (error) {
    if (isOverflow(error)) throw error;
    return undefined;
  }
}

/** What a hook puts in the place of the message in this event: that message, when it is what the hook was given for it. */
function messageBehind(event, value) {
  const behind = View.of(value);
  return behind !== undefined && behind === ReflectGet(event, 'msg') ? behind : value;
}

module.exports = { configure, contentsFor, copyOfMessage, messageBehind, viewOfMessage };
