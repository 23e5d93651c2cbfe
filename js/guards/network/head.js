'use strict';
// The head of an HTTP/1 request as it stands on the wire. Read strictly: what two servers could read in two ways is none.

const {
  MapPrototypeClear, MapPrototypeGet, MapPrototypeSet, Number, RegExpPrototypeExec, SafeMap, StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeToLowerCase,
} = require('../../boot/primordials');
const { unjudgeable } = require('../../core/args');
const { isWebSocket } = require('./target');

const FIRST_LINE = /^([!#$%&'*+.^_`|~0-9A-Z-]{1,64}) ([\x21-\x7e\x80-\xff]+) HTTP\/1\.1$/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*$/;
const DIGITS = /^[0-9]{1,15}$/;
/** Headers that decide where a request goes or ends; each at most once. */
const SINGLE = { __proto__: null, host: true, 'content-length': true, 'transfer-encoding': true, upgrade: true };

/** The headers in the lines that begin at `from`. */
function readHeaders(text, from) {
  const headers = { __proto__: null, host: undefined, 'content-length': undefined, 'transfer-encoding': undefined, upgrade: undefined };
  for (let at = from; at !== -1;) {
    const end = StringPrototypeIndexOf(text, '\r\n', at);
    const found = RegExpPrototypeExec(HEADER, end === -1 ? StringPrototypeSlice(text, at) : StringPrototypeSlice(text, at, end));
    if (found === null) throw unjudgeable('a request with a malformed header');
    at = end === -1 ? -1 : end + 2;
    const name = StringPrototypeToLowerCase(found[1]);
    if (SINGLE[name] !== true) continue;
    if (headers[name] !== undefined) throw unjudgeable(`a request with two ${name} headers`);
    headers[name] = found[2];
  }
  return headers;
}

/** How long the body is: a number of bytes, or -1 for one in chunks. */
function lengthOf(headers) {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  if (encoding !== undefined) {
    if (StringPrototypeToLowerCase(encoding) !== 'chunked' || length !== undefined) throw unjudgeable(`a request with Transfer-Encoding ${encoding}`);
    return -1;
  }
  if (length === undefined) return 0;
  if (RegExpPrototypeExec(DIGITS, length) === null) throw unjudgeable(`a request with Content-Length ${length}`);
  return Number(length);
}

class Head {
  constructor(method, path, headers) {
    this.method = method;
    this.path = path;
    this.named = headers.host;
    this.upgrade = isWebSocket(headers.upgrade);
    this.length = lengthOf(headers);
  }
}

/** Text -> head, of those that were read last: many ask for the same again and again. */
const known = new SafeMap();
const MANY = 64;

/**
 * @param {string} text up to the empty line
 * @param {boolean} isShort it may be kept
 * @returns {Head}
 */
function parseHead(text, isShort) {
  const found = isShort ? MapPrototypeGet(known, text) : undefined;
  if (found !== undefined) return found;
  const head = readHead(text);
  if (!isShort) return head;
  if (known.size >= MANY) MapPrototypeClear(known);
  MapPrototypeSet(known, text, head);
  return head;
}

function readHead(text) {
  const end = StringPrototypeIndexOf(text, '\r\n');
  const first = RegExpPrototypeExec(FIRST_LINE, end === -1 ? text : StringPrototypeSlice(text, 0, end));
  if (first === null) throw unjudgeable('what is no HTTP/1.1 request');
  const headers = readHeaders(text, end === -1 ? -1 : end + 2);
  const hash = StringPrototypeIndexOf(first[2], '#');
  if (hash !== -1 || StringPrototypeIncludes(first[2], '\\')) throw unjudgeable(`the path ${StringPrototypeSlice(first[2], 0, 100)}`);
  return new Head(first[1], first[2], headers);
}

/** A line after the last chunk of a body. */
const isTrailer = (line) => RegExpPrototypeExec(HEADER, line) !== null;

module.exports = { isTrailer, parseHead };
