'use strict';
// What strict code does otherwise than code that is not: where it sets or deletes a member of a text, a number, a frozen object, it throws. Modules of Node-RED that are compiled
// strictly and were not strict themselves (closed.js) write into what others gave them, and those others may have frozen it, or have sent a text for a message. In the text of these
// modules such a write asks `$lenient` where it goes: nowhere, where it would throw.

const {
  ArrayBufferIsView, ArrayPrototypePush, ObjectAssign, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectIsExtensible, ObjectPrototype, Promise, Proxy, ReflectApply, ReflectDeleteProperty, ReflectGet, ReflectHas, ReflectSet,
} = require('../boot/primordials');
const { path, util } = require('../boot/builtins');
const paths = require('./paths');
const queues = require('./queues');

const { isProxy } = util;

/**
 * The writes into what is not the module's own, as they stand there; tests/red/lenient.test.js looks for those that are missing. Of what is done for every message, or for every member
 * of one, it is the whole statement: that is tried as it is, and `$lenient` asked where it throws.
 */
const WRITES = {
  __proto__: null,
  '@node-red/nodes/core/parsers/70-CSV.js': [
    'delete msg.parts', 'msg.columns =', 'msg.payload =', 'msg.payload[s][t] =', 'newMessage.columns =', 'newMessage.complete =', 'newMessage.parts =', 'newMessage.parts.count -=', 'newMessage.parts.index -=',
    'newMessage.payload =',
  ],
  // What a package returns when it is called, see `$lenient` with one argument.
  '@node-red/registry/lib/loader.js': ['promise = r(red);'],
  '@node-red/registry/lib/plugins.js': ['definition.id =', 'definition.module =', 'definition.path ='],
  '@node-red/runtime/lib/flows/index.js': ['delete node.credentials', 'delete node.wires', 'n.z =', 'node.z ='],
  '@node-red/runtime/lib/flows/util.js': ['delete conf.credentials', 'n.subflow =', 'n.wires ='],
  '@node-red/runtime/lib/nodes/Node.js': ['ev.msg._msgid = sentMessageId;', 'msg._msgid = redUtil.generateId();'],
  '@node-red/runtime/lib/nodes/context/index.js': ['config.settings =', 'config.settings[setting] ='],
  '@node-red/runtime/lib/nodes/credentials.js': ['delete node.credentials'],
  '@node-red/runtime/lib/nodes/index.js': ['proto.constructor.super_ ='],
  '@node-red/runtime/lib/settings.js': ['delete globalSettings[prop]', 'globalSettings.users =', 'globalSettings[prop] =', 'userSettings[username] ='],
  '@node-red/util/lib/hooks.js': ['err.hook ='],
  '@node-red/util/lib/log.js': ['msg.ip =', 'msg.level =', 'msg.path =', 'msg.timestamp = Date.now();', 'msg.user ='],
  '@node-red/util/lib/util.js': [
    'delete msg.req;', 'delete msg.res;', 'delete obj[key]', 'm.req = req;', 'm.res = res;', 'msg.format =', 'msg.msg =', 'msg.req = req;', 'msg.res = res;', 'obj[key] = [];', 'obj[key] = value;', 'obj[key] = {};', 'value.__enc__ =', 'value.data =', 'value.length =',
  ],
  'lodash.clonedeep/index.js': ['object[key] = value;'],
};

const files = { __proto__: null };
function add(lists) {
  for (const name in lists) {
    const all = (files[path.join(name)] ??= []);
    for (let i = 0; i < lists[name].length; i++) ArrayPrototypePush(all, lists[name][i]);
  }
}
add(WRITES);
add(paths.CALLS);
add(queues.CALLS);

let native;

/** @param {object} api the addon */
function configure(api) {
  native = api;
}

/** The writes, the calls and the looks of a module (queues.js, paths.js), by its path below `node_modules`; undefined: it has none. */
const writesOf = (below) => files[below];

/** The text of a module in which they are as `$lenient` has them: `$lenient(msg, 'payload').payload =` for `msg.payload =` (src/code_cache/lenient.rs). */
const lenientText = (content, writes) => native.lenient(content, writes);

const HANDLER = {
  __proto__: null,
  get: ({ base }, key) => (isObject(base) ? ReflectGet(base, key) : base[key]),
  set({ base }, key, value) {
    if (isObject(base)) ReflectSet(base, key, value);
    return true;
  },
  deleteProperty({ base }, key) {
    if (isObject(base)) ReflectDeleteProperty(base, key);
    return true;
  },
};

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** Can it be set and deleted, as most can? */
function isOpen(base, key) {
  // What lies in bytes is said to be deletable and is not.
  if ((typeof key !== 'string' && typeof key !== 'number') || isProxy(base) || ArrayBufferIsView(base)) return false;
  const own = ObjectGetOwnPropertyDescriptor(base, key);
  if (own !== undefined) return own.configurable && own.writable === true;
  if (!ObjectIsExtensible(base)) return false;
  const above = ObjectGetPrototypeOf(base);
  return above === null || (above === ObjectPrototype && !ReflectHas(ObjectPrototype, key));
}

/**
 * What a package returned as a promise, as one of the language's own: core hands what it is to go on with to whatever has a `then`, and what it goes on with returns the registry's own object.
 * @param {any} value
 */
function settled(value) {
  if (!isObject(value)) return value;
  const { then } = value;
  if (typeof then !== 'function') return value;
  return new Promise((resolve, reject) => {
    ReflectApply(then, value, [resolve, reject]);
  });
}

/**
 * What a write into a member of `base` is made on. With one argument: what core gets of a value that may be a promise of a package's.
 * @param {any} base
 * @param {any} [key]
 */
function lenient(base, key) {
  if (arguments.length === 1) return settled(base);
  // Of nothing Node.js says what is wrong.
  if (base === undefined || base === null || (isObject(base) && isOpen(base, key))) return base;
  return new Proxy({ __proto__: null, base }, HANDLER);
}

ObjectFreeze(ObjectAssign(lenient, paths.paths, queues.queues));

module.exports = { WRITES, configure, lenient, lenientText, writesOf };
