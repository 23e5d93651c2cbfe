'use strict';
// Nodes in messages: whoever gets a message finds its own nodes in it and stand-ins for those of others [R2].

const {
  ArrayIsArray, ObjectCreate, ObjectGetPrototypeOf, ObjectHasOwn, ReflectDefineProperty, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectOwnKeys, StringPrototypeToLowerCase,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { CORE } = require('../../core/caller');
const { put } = require('../../core/lists');
const { isOverflow } = require('../../core/overflow');
const { dataOf } = require('../areas/data');
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

/** What a request says, without what belongs to the server. */
const SAID = ['method', 'url', 'originalUrl', 'baseUrl', 'query', 'params', 'body', 'cookies', 'rawHeaders'];

function requestAsData(request) {
  const said = {};
  for (let i = 0; i < SAID.length; i++) {
    const own = ReflectGetOwnPropertyDescriptor(request, SAID[i]);
    if (own !== undefined && 'value' in own) put(said, SAID[i], dataOf(own.value, NOTHING));
  }
  const { rawHeaders } = said;
  const headers = {};
  for (let i = 0; ArrayIsArray(rawHeaders) && i + 1 < rawHeaders.length; i += 2) {
    const name = StringPrototypeToLowerCase(`${rawHeaders[i]}`);
    const before = ObjectHasOwn(headers, name) ? `${headers[name]}, ` : '';
    put(headers, name, `${before}${rawHeaders[i + 1]}`);
  }
  put(said, 'headers', headers);
  return said;
}
const NOTHING = () => undefined;

/**
 * A message for who may see it and not change it, as it would be where there are two wires, but that nobody answers a request by it. One that cannot be
 * copied is not shown.
 */
function copyOfMessage(msg) {
  try {
    const copy = runtimeUtil.cloneMessage(msg);
    if (!isObject(copy)) return copy;
    if (isObject(copy.req)) put(copy, 'req', requestAsData(copy.req));
    if (isObject(copy.res)) put(copy, 'res', undefined);
    return copy;
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
