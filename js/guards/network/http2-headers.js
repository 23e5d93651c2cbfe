'use strict';
// The headers of a request of HTTP/2. Nothing reads them off the wire again, as it does requests of HTTP/1: what is judged is what is sent.

const { ArrayIsArray, ObjectKeys, String, StringPrototypeIncludes } = require('../../boot/primordials');
const { loadReal } = require('../../boot/builtins');
const { snapshotList, snapshotOptions, unjudgeable } = require('../../core/args');
const { put } = require('../../core/lists');
const { copyHeaders, headerOf } = require('./options');
const { asksOf, isWebSocket } = require('./target');

const { sensitiveHeaders } = loadReal('http2');

/** Node.js hands C++ names and values with zero bytes between. */
function check(text) {
  if (typeof text === 'string' && StringPrototypeIncludes(text, '\0')) throw unjudgeable('a header with a zero byte');
}

function checkAll(values) {
  if (!ArrayIsArray(values)) return check(values);
  for (let i = 0; i < values.length; i++) checkAll(values[i]);
  return undefined;
}

/**
 * A copy that answers once. What Node.js leaves out is not in it, and what it makes a text of is one, so that nothing is found which is not sent.
 * @param {any} given an object, or a list of names and values
 */
function readHeaders(given) {
  if (typeof given !== 'object' || given === null) return given;
  const read = ArrayIsArray(given) ? given : snapshotOptions(given);
  const copied = copyHeaders(read);
  const headers = ArrayIsArray(copied) ? sentOfList(copied) : sentOf(copied);
  // Names of headers that nobody on the way may keep: they hang on lists, too.
  const names = read[sensitiveHeaders];
  if (ArrayIsArray(names)) headers[sensitiveHeaders] = snapshotList(names);
  return headers;
}

function sentOf(copied) {
  const headers = {};
  const names = ObjectKeys(copied);
  for (let i = 0; i < names.length; i++) {
    const value = copied[names[i]];
    if (value === undefined) continue;
    check(names[i]);
    checkAll(value);
    put(headers, names[i], value === null ? 'null' : value);
  }
  return headers;
}

function sentOfList(copied) {
  // Node.js says what is wrong with half a pair.
  if (copied.length % 2 !== 0) return copied;
  const headers = [];
  for (let i = 0; i < copied.length; i += 2) {
    if (copied[i + 1] === undefined) continue;
    check(copied[i]);
    checkAll(copied[i + 1]);
    // A name that is no text has no characters to be found by.
    put(headers, headers.length, String(copied[i]));
    put(headers, headers.length, copied[i + 1] === null ? 'null' : copied[i + 1]);
  }
  return headers;
}

/** The header of this name; of two of them servers take the one or the other. */
const only = (headers, name) => headerOf(headers, name, true);

/**
 * What a request asks for.
 * @param {{principal: number, secure: boolean, host: string, port: number}} session where it goes
 * @param {object|any[]|undefined} headers of readHeaders()
 * @returns {Array<{capability: string, resource: string}>} all of which must be allowed
 */
function asksOfHeaders({ principal, secure, host, port }, headers) {
  const method = only(headers, ':method') ?? 'GET';
  const authority = only(headers, ':authority');
  const protocol = only(headers, ':protocol');
  const header = only(headers, 'host');
  const named = authority ?? header;
  const isTunnel = method === 'CONNECT' && protocol === undefined;
  const path = isTunnel ? named ?? '' : only(headers, ':path') ?? '/';
  const target = { __proto__: null, principal, secure, host, port, method: isTunnel ? 'CONNECT' : 'GET', path, named, upgrade: isWebSocket(protocol) };
  const asks = asksOf(target);
  if (authority === undefined || header === undefined || header === authority) return asks;
  // Not every server prefers the authority to the header, which is what is passed on as HTTP/1.
  target.named = header;
  const more = asksOf(target);
  for (let i = 0; i < more.length; i++) put(asks, asks.length, more[i]);
  return asks;
}

module.exports = { asksOfHeaders, readHeaders };
