'use strict';
// `net.Socket.prototype.connect`: every connection that Node makes for anybody, TLS and HTTP too, begins here. What is
// judged: the host as written (a name that is not allowed is not even looked up), or the local socket; then each address
// the name leads to. A ticket says what was allowed; the handle (handles.js) connects to nothing else.

const { ArrayIsArray, ObjectAssign, ReflectApply, ReflectOwnKeys, SafeSet } = require('../../boot/primordials');
const { copy, loadReal } = require('../../boot/builtins');
const { isDear, snapshotOptions, wrongType } = require('../../core/args');
const { conceal } = require('../../core/conceal');
const { CORE, UNKNOWN, VIA, callerOf, callerThrough, calledAs, newPlace } = require('../../core/caller');
const { verdict } = require('../../core/decide');
const { refusal } = require('../../core/deny');
const { put } = require('../../core/lists');
const { isOwnPort } = require('../../red/http/admin');
const { fix, hostPort, isFree, isIP, mayReach, mayReachAddress, noSuchHost, socketResource, toHost, toPort } = require('./destination');
const { failConnection, survive } = require('./refused');
const { preferOrder, preferredFor } = require('./preferences');
const { systemLookup } = require('./resolving');
const { reaches } = require('./target');
const { FREE, Ticket, addPlace, prepareHandle, tickets } = require('./tickets');
const { currentScope, vouchedFor } = require('./vouch');

const { _normalizeArgs: normalize } = copy(loadReal('net'));
/** Marks arguments that were normalized already. */
const NORMALIZED = (() => {
  const keys = ReflectOwnKeys(normalize([]));
  return keys[keys.length - 1];
})();

const API = 'net.Socket.connect()';
const TCP = 'network:tcp';

/** Scripts of Node that connect for somebody. They count only inside a scope of vouch.js. */
const CONNECTORS = [
  'node:net', 'node:_tls_wrap', 'node:internal/tls/wrap', 'node:_http_agent', 'node:_http_client', 'node:https', 'node:http', 'node:internal/http2/core',
  'node:internal/deps/undici/undici',
];

const CALLED = calledAs('connect');
const place = newPlace();
const placeInScope = newPlace();

class Spoken {
  constructor(options, principal, scope) {
    this.options = options;
    this.principal = principal;
    this.scope = scope;
  }
}

/** Options that a guard made last, and for whom. Nobody else gets at them before they are here; where a connection came in between, who connects is looked for. */
let spoken;

/** Notes for whom Node's scripts will connect with these options, so that nobody has to be looked for. */
function speak(options, principal, scope) {
  spoken = new Spoken(options, principal, scope);
}

/** For whom it was noted, once. */
function spokenFor(options) {
  if (spoken === undefined || spoken.options !== options) return undefined;
  const found = spoken;
  spoken = undefined;
  return found;
}

/** A copy of Sentinel's own that has all that is fixed in it: see spread() in core/args.js. */
const forConnection = isDear
  ? (options) => ObjectAssign({ __proto__: null, path: undefined, host: undefined, port: undefined }, options)
  : (options) => ObjectAssign({ path: undefined, host: undefined, port: undefined }, options);

/** The arguments of `net.connect`, for a package that calls it. */
function speakingArguments(args, principal) {
  const { options: given, callback } = readArguments(args);
  const options = forConnection(given);
  const scope = currentScope();
  speak(options, principal, scope?.principal === principal ? scope : undefined);
  return callback === null ? [options] : [options, callback];
}

/** Whose connection it is, and the scope that vouches for it. */
function connectorOf(connectors) {
  const scope = currentScope();
  // Without a scope it does not matter whether a script of Node stands between.
  const who = scope === undefined ? callerOf(0, place, CALLED) : callerThrough(connectors, placeInScope, CALLED);
  if (who < VIA) return { principal: who, scope: undefined };
  const behind = who - VIA;
  // A package that is called inside a scope can make Node's scripts call what it likes: it speaks for itself.
  const counts = behind === scope.principal || behind === CORE || behind === UNKNOWN;
  return counts ? { principal: scope.principal, scope } : { principal: behind, scope: undefined };
}

/** The arguments of `connect` in Node's own form, with the options in a copy. */
function readArguments(args, isOwn = false) {
  const first = args[0];
  const isNormal = ArrayIsArray(first) && first[NORMALIZED] === true;
  const list = isNormal ? first : normalize(args);
  const callback = list[1];
  const given = list[0];
  // Of a port or a path Node has just made them.
  const isNew = isOwn || (!isNormal && (typeof first !== 'object' || first === null));
  const options = isNew ? given : typeof given === 'object' && given !== null && !ArrayIsArray(given) ? snapshotOptions(given) : {};
  return { options, callback: typeof callback === 'function' ? callback : null, isOwn };
}

/** The local socket that is meant, or undefined for a host and port. Nothing else may be left to choose from. */
function readPath(options) {
  const { path } = options;
  if (!path) {
    fix(options, 'path', undefined);
    return undefined;
  }
  if (typeof path !== 'string') throw wrongType('"options.path" property', 'of type string', path);
  fix(options, 'path', path);
  fix(options, 'host', undefined);
  fix(options, 'port', undefined);
  return path;
}

function judgeSocket(who, options, path) {
  const resource = socketResource(path);
  const vouched = who.scope === undefined ? undefined : vouchedFor(who.scope, undefined, undefined, path);
  const capability = vouched === undefined ? TCP : vouched.capability;
  if (!(vouched === undefined ? mayReach(who.principal, TCP, resource) : mayReach(who.principal, capability, vouched.resource))) return { capability, resource };
  return { ticket: new Ticket(who.principal, path), limit: undefined };
}

/** How several addresses are tried, where the options do not say. */
function prefer(principal, options) {
  const own = preferredFor(principal);
  if (own === undefined) return;
  if (own.autoSelectFamily !== undefined && options.autoSelectFamily === undefined) fix(options, 'autoSelectFamily', own.autoSelectFamily);
  const timeout = own.autoSelectFamilyAttemptTimeout;
  if (timeout !== undefined && options.autoSelectFamilyAttemptTimeout === undefined) fix(options, 'autoSelectFamilyAttemptTimeout', timeout);
}

/** A refusal, unless it is the host that is wrong. */
function lacking(principal, capability, host, resource) {
  const error = noSuchHost(principal, capability, host);
  if (error !== undefined) throw error;
  return { capability, resource };
}

function judgeHost(who, options, socket) {
  const { principal } = who;
  const host = options.host === undefined || options.host === null || options.host === '' ? 'localhost' : toHost(options.host, '"options.host" property');
  const port = toPort(options.port);
  // Node complains about it, and connects nowhere.
  if (port === undefined) return { ticket: undefined };
  fix(options, 'host', host);
  fix(options, 'port', port);
  prefer(principal, options);
  const vouched = who.scope === undefined ? undefined : vouchedFor(who.scope, host, port, undefined);
  const capability = vouched === undefined ? TCP : vouched.capability;
  const resource = vouched === undefined ? hostPort(host, port) : vouched.resource;
  isOwnPort(port);
  if (!(vouched?.isOrigin === true ? reaches(principal, { capability, resource }) : mayReach(principal, capability, resource))) return lacking(principal, capability, host, resource);
  return allow({ principal, capability, resource, host, port, socket, limit: vouched?.limit, ticket: undefined }, options);
}

/** The ticket of a connection whose host was judged; the addresses it leads to are judged when they are known. */
function allow(target, options) {
  const { principal, host, port } = target;
  const ticket = new Ticket(principal, undefined);
  target.ticket = ticket;
  if (isIP(host) !== 0) addPlace(ticket, host, port);
  else if (principal !== CORE) fix(options, 'lookup', judgedLookup(target, options.lookup));
  else ticket.free = true;
  return { ticket, limit: target.limit };
}

/** The addresses of an answer of `lookup`, each read once. */
function readAnswer(answer, family) {
  const list = [];
  if (!ArrayIsArray(answer)) {
    put(list, 0, { address: answer, family });
    return list;
  }
  const { length } = answer;
  for (let i = 0; i < length; i++) {
    const entry = answer[i];
    put(list, i, { address: entry?.address, family: entry?.family });
  }
  return list;
}

const isAddress = (value) => typeof value === 'string' && isIP(value) !== 0;

/**
 * `lookup` as Node gets it for a connection of a package: the package's own or the system's, whose answers are judged.
 * An address that is not allowed by itself is taken when the system says that the name leads there.
 */
function judgedLookup(target, own) {
  if (own !== undefined && own !== null && typeof own !== 'function') return own;
  return function lookup(host, options, callback) {
    const { all } = options;
    const receive = (error, answer, family) => {
      if (error) return fail(target, error, callback);
      const list = readAnswer(answer, family);
      if (!(own === undefined || own === null)) return verify(target, list, options, (kept) => hand(target, list, kept, all, callback));
      return hand(target, list, keep(target, list, true), all, callback);
    };
    return own === undefined || own === null ? systemLookup(host, preferOrder(target.principal, options), receive) : own(host, options, receive);
  };
}

function fail({ socket }, error, callback) {
  survive(socket);
  return callback(error);
}

/** The addresses to which the connection may go; what is no address stays, for Node to complain about. */
function keep(target, list, resolved) {
  const { principal, capability, resource, port } = target;
  const kept = [];
  for (let i = 0; i < list.length; i++) {
    const { address } = list[i];
    if (!isAddress(address)) put(kept, kept.length, { address: undefined, family: 0 });
    else if (mayReachAddress(principal, capability, resource, address, port, resolved)) put(kept, kept.length, list[i]);
  }
  return kept;
}

/** For addresses that a lookup of the package's own gave. */
function verify(target, list, options, done) {
  const kept = keep(target, list, false);
  if (kept.length === list.length) return done(kept);
  return systemLookup(target.host, { all: true }, (error, answer) => {
    const known = new SafeSet();
    for (let i = 0; !error && i < answer.length; i++) known.add(answer[i].address);
    const confirmed = [];
    for (let i = 0; i < list.length; i++) if (known.has(list[i].address)) put(confirmed, confirmed.length, list[i]);
    const more = keep(target, confirmed, true);
    for (let i = 0; i < more.length; i++) put(kept, kept.length, more[i]);
    done(kept);
  });
}

/** Gives Node the addresses that passed. */
function hand(target, asked, kept, all, callback) {
  const { principal, capability, port, ticket, socket } = target;
  if (asked.length > 0 && kept.length === 0) {
    survive(socket);
    return callback(refusal(principal, capability, API, hostPort(`${asked[0].address}`, port)));
  }
  for (let i = 0; i < kept.length; i++) if (kept[i].address !== undefined) addPlace(ticket, kept[i].address, port);
  return all === true ? callback(null, kept) : callback(null, kept[0]?.address, kept[0]?.family);
}

/** The guard of `net.Socket.prototype.connect`. */
function guardConnect(original, native) {
  const connectors = native.internals(CONNECTORS);
  const holder = {
    connect(...args) {
      const first = args[0];
      const known = spoken !== undefined && ArrayIsArray(first) && first[NORMALIZED] === true ? spokenFor(first[0]) : undefined;
      const who = known ?? connectorOf(connectors);
      if (isFree(who.principal)) {
        tickets.put(this, FREE);
        return ReflectApply(original, this, args);
      }
      let plan;
      let given = args;
      const error = verdict(() => {
        const { options, callback, isOwn } = readArguments(args, known !== undefined);
        const path = readPath(options);
        const found = path === undefined ? judgeHost(who, options, this) : judgeSocket(who, options, path);
        if (found.capability !== undefined) return found;
        plan = found;
        // Nobody has what Node put together of options of Sentinel's.
        if (!isOwn) given = [normalize(callback === null ? [options] : [options, callback])];
        return undefined;
      }, who.principal, args, API, this);
      if (error !== undefined) {
        tickets.put(this, undefined);
        return failConnection(error, this, original);
      }
      tickets.put(this, plan.ticket);
      plan.limit?.(this);
      const result = ReflectApply(original, this, given);
      if (plan.ticket !== undefined) prepareHandle(this, plan.ticket);
      return result;
    },
  };
  return conceal(holder.connect, original);
}

module.exports = { CONNECTORS, guardConnect, normalize, speak, speakingArguments };
