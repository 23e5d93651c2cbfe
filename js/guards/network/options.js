'use strict';
// The arguments of `http.request` and its relatives, read once and put together as Node does.

const {
  ArrayIsArray, MapPrototypeClear, MapPrototypeGet, MapPrototypeSet, Number, NumberIsInteger, ObjectAssign, ObjectGetPrototypeOf, ObjectHasOwn, ObjectKeys, ObjectPrototype, ReflectDeleteProperty, ReflectGet, SafeMap, String, StringPrototypeToLowerCase, StringPrototypeToUpperCase, URL, URLPrototypeHrefGet,
} = require('../../boot/primordials');
const { url } = require('../../boot/builtins');
const { define, spread, unjudgeable, wrongType } = require('../../core/args');
const { toHost } = require('./destination');
const { isWebSocket } = require('./target');

const { urlToHttpOptions } = url;

/** The text of a URL object, of this kind or one that looks like it (as Node's `isURL` looks); undefined: none. */
function hrefOf(value) {
  if (typeof value !== 'object' || value === null) return undefined;
  const above = ObjectGetPrototypeOf(value);
  // Without what a URL inherits it is none to Node; asking it in vain takes longer than the rest of a request.
  if (above === ObjectPrototype || above === null) return hrefOfLike(value);
  try {
    return URLPrototypeHrefGet(value);
  } catch {
    return hrefOfLike(value);
  }
}

function hrefOfLike(value) {
  const href = ReflectGet(value, 'href');
  if (typeof href !== 'string' || href === '') return undefined;
  return ReflectGet(value, 'protocol') && ReflectGet(value, 'auth') === undefined && ReflectGet(value, 'path') === undefined ? href : undefined;
}

/** Text of a URL -> what Node makes of it, of those that were asked for last. */
const known = new SafeMap();
const MANY = 256;
const LONGEST = 1000;

/**
 * The options that a URL stands for.
 * @param {object} into a new object each time: what was set on the URL object besides is in it, as Node does it
 */
function optionsOf(href, into) {
  let options = MapPrototypeGet(known, href);
  if (options === undefined) {
    options = ObjectAssign({}, urlToHttpOptions(new URL(href)));
    if (known.size >= MANY) MapPrototypeClear(known);
    if (href.length <= LONGEST) MapPrototypeSet(known, href, options);
  }
  return ObjectAssign(into, options);
}

class Read {
  constructor(options, callback) {
    this.options = options;
    this.callback = callback;
  }
}

/** `{ options, callback }` from `(url, options, callback)` in every spelling; the options are a copy of their own. */
function readArguments(args) {
  let at = 0;
  let options;
  const href = typeof args[0] === 'string' ? args[0] : hrefOf(args[0]);
  if (href !== undefined) {
    options = optionsOf(href, typeof args[0] === 'string' ? {} : spread(args[0]));
    at = 1;
  }
  if (typeof args[at] !== 'function') {
    const given = args[at];
    if (options === undefined) options = typeof given === 'object' ? spread(given) : {};
    else if (typeof given === 'object' && given !== null) ObjectAssign(options, given);
    at++;
  }
  options ??= {};
  // Node would copy it into a prototype.
  if (ObjectHasOwn(options, '__proto__')) ReflectDeleteProperty(options, '__proto__');
  return new Read(options, args[at]);
}

/**
 * The header `name` (in lower case) of whatever `http.request` takes as headers: of several in an object the last counts.
 * @param {boolean} [isOnly] there may be no other one
 */
function headerOf(headers, name, isOnly = false) {
  if (typeof headers !== 'object' || headers === null) return undefined;
  let found;
  if (!ArrayIsArray(headers)) {
    const keys = ObjectKeys(headers);
    for (let i = 0; i < keys.length; i++) {
      if (StringPrototypeToLowerCase(keys[i]) !== name) continue;
      if (isOnly && found !== undefined) throw unjudgeable(`a request with two ${name} headers`);
      found = text(headers[keys[i]]);
    }
    return found;
  }
  const isPairs = ArrayIsArray(headers[0]);
  for (let i = 0; i < headers.length; i += isPairs ? 1 : 2) {
    const key = isPairs ? headers[i][0] : headers[i];
    if (typeof key !== 'string' || StringPrototypeToLowerCase(key) !== name) continue;
    if (found !== undefined) throw unjudgeable(`a request with two ${name} headers`);
    found = text(isPairs ? headers[i][1] : headers[i + 1]);
  }
  return found;
}

function text(value) {
  return value === undefined || value === null ? undefined : String(value);
}

/** Headers are read again when they are sent: a copy whose values answer once. */
function copyHeaders(headers) {
  if (typeof headers !== 'object' || headers === null) return headers;
  if (!ArrayIsArray(headers)) {
    const copy = {};
    const keys = ObjectKeys(headers);
    for (let i = 0; i < keys.length; i++) define(copy, keys[i], once(headers[keys[i]]));
    return copy;
  }
  const copy = [];
  for (let i = 0; i < headers.length; i++) copy[i] = once(headers[i]);
  return copy;
}

function once(value) {
  if (!ArrayIsArray(value)) return (typeof value === 'object' && value !== null) || typeof value === 'function' ? String(value) : value;
  const copy = [];
  for (let i = 0; i < value.length; i++) copy[i] = once(value[i]);
  return copy;
}

/** A host as Node takes it; other types are an error of Node's own. */
function hostOf({ hostname, host }) {
  if (!isHost(hostname)) throw wrongHost('hostname', hostname);
  if (!hostname && !isHost(host)) throw wrongHost('host', host);
  return toHost(hostname || host || 'localhost', '"options.host" property');
}

const isHost = (value) => typeof value === 'string' || value === undefined || value === null;
const wrongHost = (name, value) => wrongType(`"options.${name}" property`, 'of type string or one of undefined or null', value);

/** The number Node takes a port for. */
function portOf(value) {
  const port = typeof value === 'string' || typeof value === 'number' ? Number(value) : -1;
  if (!NumberIsInteger(port) || port < 0 || port > 65_535) throw unjudgeable(`the port ${typeof value === 'object' ? 'object' : String(value)}`);
  return port;
}

/**
 * Reads what decides where a request goes, and puts it back as primitives.
 * @param {object} options the copy of readArguments(); changed
 * @param {string} protocol of the agent, e.g. `https:`
 * @param {number|undefined} agentPort its usual port
 */
function fixTarget(options, protocol, agentPort) {
  const host = hostOf(options);
  options.host = host;
  // What is not there need not be copied from each function of Node's to the next.
  if (options.hostname) options.hostname = host;
  const usual = options.defaultPort || agentPort;
  if (usual !== undefined) options.defaultPort = usual;
  options.port = portOf(options.port || usual || 80);
  if (options.path) options.path = String(options.path);
  if (options.socketPath) options.socketPath = String(options.socketPath);
  if (typeof options.protocol === 'object') options.protocol = String(options.protocol);
  if (options.headers) options.headers = copyHeaders(options.headers);
  const secure = (options.protocol || protocol) === 'https:';
  return new Target(options, secure);
}

/** What a request asks for, see asksOf() in target.js. */
class Target {
  constructor(options, secure) {
    this.principal = undefined;
    this.secure = secure;
    this.host = options.host;
    this.port = options.port;
    this.method = typeof options.method === 'string' ? StringPrototypeToUpperCase(options.method) : 'GET';
    this.path = options.path || '/';
    this.named = headerOf(options.headers, 'host');
    this.upgrade = isWebSocket(headerOf(options.headers, 'upgrade'));
  }
}

module.exports = { copyHeaders, fixTarget, headerOf, hrefOf, readArguments };
