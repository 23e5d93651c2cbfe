'use strict';
// The headers of a request of HTTP/2: as a package gives them, in a copy that is what is sent, and as Node's script hands them to the object of C++ that sends them.

const { ArrayIsArray, ArrayPrototypePush, ObjectKeys, ReflectOwnKeys, RegExpPrototypeExec, String, StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeSlice, SymbolPrototypeDescriptionGet } = require('../../boot/primordials');
const { loadReal } = require('../../boot/builtins');
const { snapshotList, snapshotOptions, unjudgeable } = require('../../core/args');
const { put } = require('../../core/lists');
const { copyHeaders, headerOf } = require('./options');
const { asksOf, isWebSocket } = require('./target');

const { sensitiveHeaders } = loadReal('http2');

/** What is no single byte: C++ writes the lower half of it, which is another character. */
const WIDE = /[\u0100-\uffff]/;

/** Node.js hands C++ names and values with zero bytes between. */
function check(text) {
  if (typeof text !== 'string') return;
  if (StringPrototypeIncludes(text, '\0')) throw unjudgeable('a header with a zero byte');
  if (RegExpPrototypeExec(WIDE, text) !== null) throw unjudgeable('a header with a character that is sent as another');
}

function checkAll(values) {
  if (!ArrayIsArray(values)) return check(values);
  for (let i = 0; i < values.length; i++) checkAll(values[i]);
  return undefined;
}

/**
 * A copy that answers once. What Node.js leaves out is not in it, what it makes a text of is one, and what it adds is there, so that nothing is found which is
 * not sent, and nothing sent which is not found.
 * @param {any} given an object, or a list of names and values; undefined: none
 * @param {{authority: string, scheme: string}} session what is added
 */
function readHeaders(given, session) {
  if (given === undefined) return complete({}, session);
  if (typeof given !== 'object' || given === null) return given;
  const read = ArrayIsArray(given) ? given : snapshotOptions(given);
  const copied = copyHeaders(read);
  const headers = ArrayIsArray(copied) ? completeList(sentOfList(copied), session) : complete(sentOf(copied), session);
  // Names of headers that nobody on the way may keep: they hang on lists, too.
  const names = read[sensitiveHeaders];
  if (ArrayIsArray(names)) headers[sensitiveHeaders] = snapshotList(names);
  return headers;
}

/** Node.js takes it from fields of the session, which a package can set. It looks for these very names. */
function complete(headers, { authority, scheme }) {
  if (headers[':method'] === 'CONNECT' && headers[':protocol'] === undefined) return headers;
  if (headers[':authority'] === undefined && headers.host === undefined) put(headers, ':authority', authority);
  if (headers[':scheme'] === undefined) put(headers, ':scheme', scheme);
  return headers;
}

/** In a list it finds them however they are written, and does not look for a host. */
function completeList(headers, { authority, scheme }) {
  if (headerOf(headers, ':method') === 'CONNECT' && headerOf(headers, ':protocol') === undefined) return headers;
  if (headerOf(headers, ':scheme') === undefined) ArrayPrototypePush(headers, ':scheme', scheme);
  if (headerOf(headers, ':authority') === undefined) ArrayPrototypePush(headers, ':authority', authority);
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

/** What Node's script keeps under a symbol of this name. */
function fieldOf(session, name) {
  const keys = ReflectOwnKeys(session);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol' && SymbolPrototypeDescriptionGet(keys[i]) === name) return session[keys[i]];
  return undefined;
}

/** Up to the next zero byte. */
function endIn(text, at) {
  const end = StringPrototypeIndexOf(text, '\0', at);
  if (end === -1) throw unjudgeable('a header without an end');
  return end;
}

/** The names and values in a text of Node's for C++, as that reads them: zero bytes behind both, and a letter of flags. */
function headersIn(text) {
  if (RegExpPrototypeExec(WIDE, text) !== null) throw unjudgeable('a header with a character that is sent as another');
  const list = [];
  for (let at = 0; at < text.length;) {
    const middle = endIn(text, at);
    const end = endIn(text, middle + 1);
    ArrayPrototypePush(list, StringPrototypeSlice(text, at, middle));
    ArrayPrototypePush(list, StringPrototypeSlice(text, middle + 1, end));
    at = end + 2;
  }
  return list;
}

module.exports = { asksOfHeaders, fieldOf, headersIn, readHeaders };
