'use strict';
// The policy in settings.js is plain JavaScript: it may hold getters, functions, cycles and objects with prototypes.
// Here it becomes JSON text, once, before the engine reads it.

const {
  ArrayIsArray, ArrayPrototypePush, ArrayPrototypePop, Error, JSONStringify, ObjectGetPrototypeOf, ObjectKeys, ObjectPrototypeToString,
} = require('./primordials');

const MAX_DEPTH = 32;
const MAX_SIZE = 50 * 1024 * 1024;

class SettingsError extends Error {
  constructor(file, at, what) {
    super(`${file}: ${at}: found ${what}, accepted: plain values, lists and objects`);
    this.code = 'ERR_SENTINEL_POLICY';
  }
}

/** An object literal of any realm, or one without a prototype. */
function isPlain(item) {
  const prototype = ObjectGetPrototypeOf(item);
  return prototype === null || ObjectGetPrototypeOf(prototype) === null;
}

/** What an error of the operator's own code says; it may be anything. */
function reason(error) {
  try {
    const { message } = error;
    return typeof message === 'string' ? ` (${message})` : '';
  } catch {
    return '';
  }
}

/**
 * JSON text of `settings.sentinel`: own enumerable properties, each read once.
 * @param {any} settings what Node-RED was given
 * @param {string} file for messages
 * @returns {string|undefined} undefined when there is nothing
 * @throws {Error} with code ERR_SENTINEL_POLICY, naming file and path
 */
function toJson(settings, file) {
  let value;
  try {
    value = settings.sentinel;
  } catch (error) {
    throw new SettingsError(file, 'sentinel', `a getter that throws${reason(error)}`);
  }
  if (value === undefined || value === null) return undefined;
  const open = [];
  let size = 0;

  function write(item, at) {
    switch (typeof item) {
      case 'string':
      case 'boolean':
        return count(JSONStringify(item));
      case 'number':
        if (item !== item || item === Infinity || item === -Infinity) throw new SettingsError(file, at, `${item}`);
        return count(`${item}`);
      case 'object':
        return item === null ? 'null' : container(item, at);
      default:
        throw new SettingsError(file, at, item === undefined ? 'undefined' : `a ${typeof item}`);
    }
  }

  function count(text) {
    size += text.length;
    if (size > MAX_SIZE) throw new SettingsError(file, 'sentinel', 'more than 50 MB');
    return text;
  }

  function container(item, at) {
    for (let i = 0; i < open.length; i++) if (open[i] === item) throw new SettingsError(file, at, 'a cycle');
    if (open.length >= MAX_DEPTH) throw new SettingsError(file, at, `more than ${MAX_DEPTH} levels`);
    ArrayPrototypePush(open, item);
    const text = ArrayIsArray(item) ? list(item, at) : object(item, at);
    ArrayPrototypePop(open);
    return text;
  }

  function list(items, at) {
    let text = '';
    for (let i = 0; i < items.length; i++) text += (i === 0 ? '' : ',') + write(items[i], `${at}[${i}]`);
    return `[${text}]`;
  }

  function object(item, at) {
    const keys = ObjectKeys(item);
    // A Map, a Set or a Date keeps what it holds where JSON does not see it.
    if (keys.length === 0 && !isPlain(item)) throw new SettingsError(file, at, `${ObjectPrototypeToString(item)}, not a plain object`);
    let text = '';
    for (let i = 0; i < keys.length; i++) {
      const inner = read(item, keys[i], at);
      if (inner === undefined) continue;
      text += `${text === '' ? '' : ','}${count(JSONStringify(keys[i]))}:${write(inner, `${at}.${keys[i]}`)}`;
    }
    return `{${text}}`;
  }

  function read(item, key, at) {
    try {
      return item[key];
    } catch (error) {
      throw new SettingsError(file, `${at}.${key}`, `a getter that throws${reason(error)}`);
    }
  }

  return write(value, 'sentinel');
}

module.exports = { toJson };
