'use strict';
// What a request asks for, as URLs the engine judges. A request can ask for more than one thing: the server it is sent
// to, the URL in its first line (a proxy), the host in its `Host` header. All of them must be allowed.

const {
  MapPrototypeClear, MapPrototypeGet, MapPrototypeSet, Number, NumberIsInteger, RegExpPrototypeExec, SafeMap, StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
  StringPrototypeToLowerCase,
} = require('../../boot/primordials');
const { CAP } = require('../../generated/capabilities');
const { unjudgeable } = require('../../core/args');
const { limitEpoch, paths } = require('../../core/decide');
const { joinText, splitText } = require('../../core/lists');
const { mayReach, mayReachAll, noSuchHost } = require('./destination');

const HTTP = 'network:http';
const WS = 'network:ws';
const TCP = 'network:tcp';

/** Characters that would end the host inside a URL, or that a URL decodes and a resolver does not. */
const NOT_IN_A_HOST = /[\s/\\?#@%<>^|]/;
const CONTROL = /[^\x20-\xff]/;
const ABSOLUTE = /^([a-z][a-z0-9+.-]*):\/\//i;
/** What follows the host in a URL. */
const AFTER_HOST = /[/\\?].*/;
const AUTHORITY = /^(\[[0-9a-f:.]+\]|[^:[\]]+):([0-9]{1,5})$/i;

let native;

function configure(api) {
  native = api;
}

/** A set of scripts of Node, for callerOf(). */
const scripts = (names) => native.internals(names);

/**
 * `host` and `port` as they stand in a URL.
 * @param {number} [principal] who is told that nobody knows a host that is none, instead of being refused
 */
function authority(host, port, principal) {
  const zone = StringPrototypeIndexOf(host, '%');
  const bare = zone !== -1 && StringPrototypeIncludes(host, ':') ? StringPrototypeSlice(host, 0, zone) : host;
  if (bare === '' || RegExpPrototypeExec(NOT_IN_A_HOST, bare) !== null) throw (principal === undefined ? undefined : noSuchHost(principal, HTTP, host)) ?? unjudgeable(`the host ${host}`);
  if (!NumberIsInteger(port) || port < 0 || port > 65_535) throw unjudgeable(`the port ${port}`);
  return StringPrototypeIncludes(bare, ':') && bare[0] !== '[' ? `[${bare}]:${port}` : `${bare}:${port}`;
}

class Ask {
  constructor(capability, resource) {
    this.capability = capability;
    this.resource = resource;
  }
}

const ask = (capability, resource) => new Ask(capability, resource);

// Node sends a fragment like the rest of the path; a URL would end there.
const withoutFragment = (path) => (StringPrototypeIncludes(path, '#') ? joinText(splitText(path, '#'), '%23') : path);

function withPath(origin, given) {
  const path = withoutFragment(given);
  if (path === '' || path === '*') return `${origin}/`;
  return path[0] === '/' ? `${origin}${path}` : `${origin}/${path}`;
}

/** A tunnel: what goes through it is not seen. All of the server must be allowed, or the plain connection. */
function tunnel(request) {
  const found = RegExpPrototypeExec(AUTHORITY, request.path);
  if (found === null) throw unjudgeable(`the tunnel to ${request.path}`);
  const to = authority(found[1], Number(found[2]));
  const url = `${found[2] === '80' ? 'http' : 'https'}://${to}/`;
  return mayReach(request.principal, HTTP, url) ? ask(HTTP, url) : ask(TCP, to);
}

/** Nothing narrows what the package may ask of this server. */
const isOpen = mayReachAll;

/** May the package ask for something on the server of this URL? */
const reaches = (principal, { capability, resource }) => native.reachOrigin(principal, CAP[capability], resource) !== 0;

/**
 * @param {object} request
 * @param {number} request.principal
 * @param {boolean} request.secure over TLS
 * @param {string} request.host to which it is sent
 * @param {number} request.port
 * @param {string} request.method in capitals
 * @param {string} request.path the first line's
 * @param {string|undefined} request.named the `Host` header, or `:authority`
 * @param {boolean} request.upgrade it asks for a WebSocket
 * @param {(what: string) => Error} [complain] of a path that no client sends
 * @returns {Array<{capability: string, resource: string}>} all of which must be allowed; the first is its URL
 */
function asksOf(request, complain = unjudgeable) {
  const capability = request.upgrade ? WS : HTTP;
  const plain = request.upgrade ? 'ws' : 'http';
  const scheme = request.secure ? `${plain}s` : plain;
  const origin = `${scheme}://${authority(request.host, request.port, request.principal)}`;
  if (RegExpPrototypeExec(CONTROL, request.path) !== null) throw complain('a path with control characters');
  if (request.method === 'CONNECT') return [tunnel(request), ask(HTTP, `${origin}/`)];
  const absolute = RegExpPrototypeExec(ABSOLUTE, request.path);
  if (absolute !== null) {
    const url = ask(capability, withoutFragment(request.path));
    // The server itself, named as servers do in HTTP/2 and some clients in HTTP/1.
    const asks = StringPrototypeStartsWith(request.path, `${origin}/`) ? [url] : [url, ask(HTTP, `${origin}/`)];
    // Not every server prefers the URL to the header.
    if (isOtherName(request) && !isOpen(request.principal, capability, url.resource)) asks[asks.length] = ask(capability, renamed(request, absolute[0]));
    return asks;
  }
  const url = withPath(origin, request.path);
  const asks = [ask(capability, url)];
  if (isOtherName(request)) {
    if (!isOpen(request.principal, capability, url)) asks[1] = ask(capability, withPath(`${scheme}://${nameOf(request)}`, request.path));
  }
  return asks;
}

/** An absolute URL, which begins with `scheme`, on the host that the header names. */
function renamed(request, scheme) {
  const rest = StringPrototypeSlice(withoutFragment(request.path), scheme.length);
  const end = RegExpPrototypeExec(AFTER_HOST, rest);
  return `${scheme}${nameOf(request)}${end === null ? '/' : end[0]}`;
}

function isOtherName({ named, host, port }) {
  if (named === undefined || named === '') return false;
  const name = StringPrototypeToLowerCase(named);
  const own = StringPrototypeToLowerCase(host);
  return name !== own && name !== `${own}:${port}` && name !== `[${own}]` && name !== `[${own}]:${port}`;
}

function nameOf({ named }) {
  const found = RegExpPrototypeExec(AUTHORITY, named);
  if (found !== null) return authority(found[1], Number(found[2]));
  if (RegExpPrototypeExec(NOT_IN_A_HOST, named) !== null || (StringPrototypeIncludes(named, ':') && named[0] !== '[')) throw unjudgeable(`the Host header ${named}`);
  return named;
}

/** The first that is not allowed, or undefined. */
function lacking(principal, asks) {
  for (let i = 0; i < asks.length; i++) if (!mayReach(principal, asks[i].capability, asks[i].resource)) return asks[i];
  return undefined;
}

/** A request and what was said of it. */
class Answer {
  constructor({ principal, secure, host, port, method, path, named, upgrade }, asks, refused) {
    this.principal = principal;
    this.secure = secure;
    this.host = host;
    this.port = port;
    this.method = method;
    this.path = path;
    this.named = named;
    this.upgrade = upgrade;
    this.epoch = paths.epoch;
    /** What it asks for. */
    this.asks = asks;
    /** The first of them that is not allowed. */
    this.refused = refused;
    /** What was asked for before with this path: a request is read where it is made and where it leaves. */
    this.before = undefined;
  }
}

const isAgain = (answer, { principal, secure, host, port, method, named, upgrade }) => answer.epoch === paths.epoch && answer.principal === principal && answer.host === host
  && answer.port === port && answer.secure === secure && answer.method === method && answer.named === named && answer.upgrade === upgrade;

/** Path -> the last request for it that was allowed: many ask for the same again and again. */
const recent = new SafeMap();
const MANY = 256;
const LONGEST = 1000;

/**
 * What a request asks for, and whether that is allowed.
 * @param {object} request see asksOf()
 * @param {(what: string) => Error} [complain]
 * @returns {Answer}
 */
function answerFor(request, complain) {
  const { path } = request;
  const found = MapPrototypeGet(recent, path);
  if (found !== undefined) {
    if (isAgain(found, request)) return found;
    if (found.before !== undefined && isAgain(found.before, request)) return found.before;
    found.before = undefined;
  }
  const asks = asksOf(request, complain);
  const answer = new Answer(request, asks, lacking(request.principal, asks));
  if (answer.refused !== undefined || path.length > LONGEST) return answer;
  answer.before = found;
  if (recent.size >= MANY) MapPrototypeClear(recent);
  MapPrototypeSet(recent, path, answer);
  limitEpoch();
  return answer;
}

class Wide {
  constructor({ principal, host, port, resource }) {
    this.principal = principal;
    this.host = host;
    this.port = port;
    this.resource = resource;
    this.epoch = paths.epoch;
  }
}

/** Where that was so last: connections are made for the same again and again. */
let wide;

/** Nothing narrows what the package may say there. */
function isWide(judged) {
  const { principal, host, port, resource } = judged;
  if (wide !== undefined && wide.epoch === paths.epoch && wide.principal === principal && wide.port === port && wide.host === host && wide.resource === resource) return true;
  if (!isOpen(principal, HTTP, resource) && lacking(principal, [{ capability: TCP, resource: authority(host, port) }]) !== undefined) return false;
  wide = new Wide(judged);
  limitEpoch();
  return true;
}

/** Does a header value ask for a WebSocket? */
const isWebSocket = (value) => typeof value === 'string' && StringPrototypeIncludes(StringPrototypeToLowerCase(value), 'websocket');

module.exports = { HTTP, TCP, answerFor, asksOf, authority, configure, isWebSocket, isWide, lacking, reaches, scripts };
