'use strict';
// What editors are told. Core tells each of them many things at once, and nothing more for good where one of these cannot be written as JSON: what a package put into a message that
// a debug node shows, or calls itself in a line of the log, keeps nobody from hearing [R3].

const { JSONStringify, ObjectGetPrototypeOf, ObjectKeys, ObjectPrototype, ReflectApply, ReflectGetOwnPropertyDescriptor, SafeWeakSet } = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { put } = require('../../core/lists');
const { written } = require('../areas/copies');
const { add } = require('../facade');

const UNSAID = 'a value that cannot be shown';
const UNREAD = 'a text that is too long to be shown';

/** Core writes fifty of them as one text, which V8 lets be no longer than 2^29 characters: that is as much as one may have. */
const MOST = 10_000_000;
/** A character may become six. What stands around a member, and a number in it, are no more than thirty. */
const ESCAPED = 6;
const AROUND = 5;
/** A part that is left out where all together are too much. */
const LONG = 100_000;

/** Editors that are told so already: core adds one each time that it says who it is. */
const told = new SafeWeakSet();

const isWritable = (value) => value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'bigint');

/** lengthOf() of an object with nothing in it but texts, numbers and the like, which is nearly all that editors are told; -1: there is more in it. */
function lengthOfFlat(data) {
  if (typeof data !== 'object' || util.isProxy(data) || ObjectGetPrototypeOf(data) !== ObjectPrototype) return -1;
  const keys = ObjectKeys(data);
  let length = 0;
  for (let i = 0; i < keys.length; i++) {
    const own = ReflectGetOwnPropertyDescriptor(data, keys[i]);
    if (own === undefined || own.get !== undefined || !isWritable(own.value)) return -1;
    length += keys[i].length + AROUND + lengthOf(own.value);
  }
  return length;
}

/** One part of it, read once. */
function part(data, key) {
  try {
    const value = data[key];
    if (isWritable(value)) return value;
    return typeof value === 'bigint' ? `${value}` : written(value) ?? UNSAID;
  } catch {
    return UNSAID;
  }
}

/** What is told, so that it can be written. */
function sendable(data) {
  try {
    const length = isWritable(data) ? lengthOf(data) : lengthOfFlat(data);
    if (length >= 0 && length * ESCAPED <= MOST) return data;
    const said = length >= 0 ? data : writable(data);
    return isShort(said) ? said : shortened(said);
  } catch {
    return UNSAID; // where the stack ends
  }
}

/** How many characters there are in the texts of what has no accessors and leads to no circle, and as many more as a sixth of what is around them. */
function lengthOf(data) {
  if (typeof data === 'string') return data.length;
  if (typeof data !== 'object' || data === null) return 0;
  const keys = ObjectKeys(data);
  let length = 0;
  for (let i = 0; i < keys.length; i++) length += keys[i].length + AROUND + lengthOf(data[keys[i]]);
  return length;
}

/** Is it short enough for all that are told at once? */
const isShort = (said) => lengthOf(said) * ESCAPED <= MOST || JSONStringify(said).length <= MOST;

/** The same without its longest parts. */
function shortened(said) {
  if (typeof said !== 'object') return UNREAD;
  const made = {};
  const keys = ObjectKeys(said);
  for (let i = 0; i < keys.length; i++) put(made, keys[i], lengthOf(said[keys[i]]) > LONG ? UNREAD : said[keys[i]]);
  return isShort(made) ? made : UNREAD;
}

/** A copy of what is more than flat. */
function writable(data) {
  const copy = written(data);
  if (copy !== undefined) return copy;
  if (typeof data !== 'object' || util.isProxy(data)) return UNSAID;
  const made = {};
  const keys = ObjectKeys(data);
  for (let i = 0; i < keys.length; i++) put(made, keys[i], part(data, keys[i]));
  return made;
}

/** `@node-red/runtime/lib/api/comms.js`. */
function connections(exports) {
  const { addConnection } = exports;
  exports.addConnection = function addEditor(...args) {
    const client = args[0]?.client;
    if (typeof client?.send === 'function' && !told.has(client)) {
      told.add(client);
      const { send } = client;
      add(client, 'send', (topic, data) => (topic.length > LONG ? undefined : ReflectApply(send, client, [topic, sendable(data)])));
    }
    return ReflectApply(addConnection, this, args);
  };
}

module.exports = { connections };
