'use strict';
// What editors are told. Core tells each of them many things at once, and nothing more for good where one of these cannot be written as JSON: what a package put into a message that
// a debug node shows, or calls itself in a line of the log, keeps nobody from hearing [R3].

const { ObjectGetPrototypeOf, ObjectKeys, ObjectPrototype, ReflectApply, ReflectDefineProperty, ReflectGetOwnPropertyDescriptor } = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { written } = require('../areas/copies');
const { add } = require('../facade');

const UNSAID = 'a value that cannot be shown';

const isWritable = (value) => value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'bigint');

/** Is this an object with nothing in it but texts, numbers and the like? That is nearly all that editors are told. */
function isFlat(data) {
  if (typeof data !== 'object' || data === null || util.isProxy(data) || ObjectGetPrototypeOf(data) !== ObjectPrototype) return false;
  const keys = ObjectKeys(data);
  for (let i = 0; i < keys.length; i++) {
    const own = ReflectGetOwnPropertyDescriptor(data, keys[i]);
    if (own === undefined || own.get !== undefined || !isWritable(own.value)) return false;
  }
  return true;
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
  if (isWritable(data) || isFlat(data)) return data;
  const copy = written(data);
  if (copy !== undefined) return copy;
  if (typeof data !== 'object' || util.isProxy(data)) return UNSAID;
  const made = {};
  const keys = ObjectKeys(data);
  for (let i = 0; i < keys.length; i++) ReflectDefineProperty(made, keys[i], { __proto__: null, value: part(data, keys[i]), writable: true, enumerable: true, configurable: true });
  return made;
}

/** `@node-red/runtime/lib/api/comms.js`. */
function connections(exports) {
  const { addConnection } = exports;
  exports.addConnection = function addEditor(...args) {
    const client = args[0]?.client;
    if (typeof client?.send === 'function') {
      const { send } = client;
      add(client, 'send', (topic, data) => ReflectApply(send, client, [topic, sendable(data)]));
    }
    return ReflectApply(addConnection, this, args);
  };
}

module.exports = { connections };
