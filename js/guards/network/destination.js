'use strict';
// Where a call leads, as the text that the engine judges. What was read once is what is passed on [A8].

const {
  BufferFrom, Error, MapPrototypeGet, Number, ObjectDefineProperty, ObjectHasOwn, SafeMap, SafeWeakSet, StringPrototypeCharCodeAt, StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeSlice,
  StringPrototypeTrim, dataDescriptor,
} = require('../../boot/primordials');
const { copy, loadReal, process, url } = require('../../boot/builtins');
const { state } = require('../../boot/state');
const { unjudgeable, wrongType } = require('../../core/args');
const { CAP } = require('../../generated/capabilities');
const { CORE } = require('../../core/caller');
const { holds, keep, paths } = require('../../core/decide');
const { isRefusal } = require('../../core/deny');

const { isIP } = copy(loadReal('net'));
/** `sun_path` of Linux. Older versions of Node cut what is longer, and would connect elsewhere; newer ones say that it is wrong. */
const LONGEST_PATH = Number(StringPrototypeSlice(process.versions.node, 0, StringPrototypeIndexOf(process.versions.node, '.'))) < 24 ? 107 : Infinity;

let native;

function configure(api) {
  native = api;
}

/** Nobody asks the engine about core, unless `server.network.allowlist` bounds the whole process [C6]. */
const isFree = (principal) => principal === CORE && !state.bounded;

/** Longer ones are asked for again. */
const LONGEST_NAME = 1000;
/** Principal and capability -> what was allowed, see `keep` in core/decide.js. */
const known = [];

function knownTo(principal, capability) {
  const at = principal * 256 + capability;
  known[at] ??= new SafeMap();
  return known[at];
}

/** What of a resource decides: no list speaks of the query of a URL. */
function decisive(name, resource) {
  if (typeof resource !== 'string' || resource.length > LONGEST_NAME) return undefined;
  const end = name === 'network:http' || name === 'network:ws' ? StringPrototypeIndexOf(resource, '?') : -1;
  return end === -1 ? resource : StringPrototypeSlice(resource, 0, end);
}

/** May `principal` use this capability of the network on the resource? */
function mayReach(principal, name, resource) {
  if (isFree(principal)) return true;
  const capability = CAP[name];
  const cache = knownTo(principal, capability);
  const key = decisive(name, resource);
  if (key !== undefined && MapPrototypeGet(cache, key) === paths.epoch) return true;
  try {
    if (native.decide(principal, capability, resource) !== 1) return false;
  } catch {
    return false;
  }
  if (key !== undefined) keep(cache, key);
  return true;
}

/** What `reachOrigin` of the addon answers where nothing narrows what may be asked of a server. */
const EVERYTHING = 2;
/** As `known`, of servers of which everything may be asked. */
const wide = [];

/** Does nothing narrow what the package may ask of the server of this URL? */
function mayReachAll(principal, name, url) {
  const capability = CAP[name];
  const at = principal * 256 + capability;
  const cache = wide[at] ??= new SafeMap();
  const key = decisive(name, url);
  const found = key === undefined ? undefined : MapPrototypeGet(cache, key);
  if (found === paths.epoch) return true;
  if (found === -paths.epoch) return false;
  const isAll = native.reachOrigin(principal, capability, url) === EVERYTHING;
  // That something does may be remembered: what is written is read then.
  if (key !== undefined) keep(cache, key, isAll ? paths.epoch : -paths.epoch);
  return isAll;
}

/** May the connection that was allowed for `resource` go to this address? See Engine::decide_address. */
function mayReachAddress(principal, name, resource, address, port, resolved) {
  if (principal === CORE) return true;
  try {
    return native.decideAddress(principal, CAP[name], resource, address, port, resolved ? 1 : 0) === 1;
  } catch {
    return false;
  }
}

/** The errors of noSuchHost(). */
const unknown = new SafeWeakSet();
/** What libuv says where a name is not known. */
const EAI_NONAME = -3008;

/**
 * What is wrong with a host that was refused. No resolver knows a name with a space in it, or an address of five parts: for a package that
 * may ask for others that is a name which is not known, as in bare Node.js, and no grant that it lacks.
 * @returns {Error|undefined} undefined: it is a refusal like others
 */
function noSuchHost(principal, name, host) {
  if ((native.isHost(host) === 1 && host[0] !== '[') || !holds(principal, name)) return undefined;
  const error = new Error(`getaddrinfo ENOTFOUND ${host}`);
  error.errno = EAI_NONAME;
  error.code = 'ENOTFOUND';
  error.syscall = 'getaddrinfo';
  error.hostname = host;
  unknown.add(error);
  return error;
}

/** Is this an error by which a call fails, and not one to throw at once? */
const isFailure = (error) => isRefusal(error) || unknown.has(error);

function isAscii(text) {
  for (let i = 0; i < text.length; i++) if (StringPrototypeCharCodeAt(text, i) > 127) return false;
  return true;
}

/** A host as it is judged and looked up: names beyond ASCII are written as the engine reads them. */
function toHost(value, what) {
  if (typeof value !== 'string') throw wrongType(what, 'of type string', value);
  if (isAscii(value)) return value;
  const ascii = url.domainToASCII(value);
  if (ascii === '') throw unjudgeable(`the host ${value}`);
  return ascii;
}

/** The number Node will take the value for, or undefined when it will complain. */
function toPort(value) {
  if (typeof value !== 'number' && (typeof value !== 'string' || StringPrototypeTrim(value) === '')) return undefined;
  const port = Number(value);
  return port === port >>> 0 && port <= 65535 ? port : undefined;
}

const hostPort = (host, port) => (StringPrototypeIncludes(host, ':') ? `[${host}]:${port}` : `${host}:${port}`);

/** `unix:` and the place a path of a local socket leads to; a name without a file is `unix:@name`. */
function socketResource(path) {
  if (BufferFrom(path).length > LONGEST_PATH) throw unjudgeable('a socket path of more than 107 bytes');
  if (path[0] === '\0' && process.platform === 'linux') {
    const name = StringPrototypeSlice(path, 1);
    if (StringPrototypeIncludes(name, '\0')) throw unjudgeable('a socket name with a zero byte');
    return `unix:@${name}`;
  }
  if (StringPrototypeIncludes(path, '\0')) throw unjudgeable('a socket path with a zero byte');
  return `unix:${native.resolvePath(path, 0)}`;
}

/**
 * Replaces what an option says, whatever was there.
 * @param {object} options a copy of Sentinel's own, whose members are values
 */
function fix(options, key, value) {
  if (ObjectHasOwn(options, key)) options[key] = value;
  else ObjectDefineProperty(options, key, dataDescriptor(value, true, true, true));
}

module.exports = { configure, fix, holds, hostPort, isFailure, isFree, isIP, mayReach, mayReachAddress, mayReachAll, noSuchHost, socketResource, toHost, toPort };
