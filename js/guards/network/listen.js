'use strict';
// Servers. `net.Server.prototype.listen` is judged by port, `host:port` or local socket, in every spelling; it ends in
// `_listen2`, sometimes later, which a ticket binds to what was judged. Handles (handles.js) listen only inside it.

const { ArrayIsArray, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ReflectApply, ReflectOwnKeys, SafeWeakMap } = require('../../boot/primordials');
const { copy, loadReal } = require('../../boot/builtins');
const { state } = require('../../boot/state');
const { snapshotOptions } = require('../../core/args');
const { conceal } = require('../../core/conceal');
const { CORE, INTERNAL, UNKNOWN, calledAs, callerOf } = require('../../core/caller');
const { judge, verdict } = require('../../core/decide');
const { lasting } = require('../../core/stopped');
const { fix, hostPort, isIP, mayReach, socketResource, toHost, toPort } = require('./destination');
const { emitLater } = require('./refused');
const { resolving } = require('./resolving');

const net = copy(loadReal('net'));
const LISTEN = 'network:listen';
const LISTENS = calledAs('listen');
const LISTENS2 = calledAs('_listen2');

/** Server -> { port, path, fd, handle }: what it may listen on. */
const tickets = new SafeWeakMap();
const FREE = { __proto__: null, free: true };
const CORES = { __proto__: null, free: true, core: true };

/** What the `_listen2` that is at work may do: { free, address, port, fd, handle }. `handle`: what it has bound or opened. */
let work;
lasting(() => work, (value) => { work = value; });

function listening(free, original, self, args) {
  const before = work;
  work = { __proto__: null, free, address: args[0], port: args[1], fd: args[4], handle: undefined };
  try {
    return ReflectApply(original, self, args);
  } finally {
    work = before;
  }
}

/** Notes the handle that Node binds or opens as it was told to. */
function takes(handle, isMeant) {
  if (work === undefined || !(work.free || isMeant)) return false;
  work.handle = handle;
  return true;
}

/** Without an address Node binds to all of them. */
const isAny = (address) => address === '::' || address === '0.0.0.0';

const mayBind = (handle, args) => work !== undefined && takes(handle, args[1] === work.port && (work.address ? args[0] === work.address : isAny(args[0])));
const mayBindPath = (handle, args) => work !== undefined && takes(handle, work.port === -1 && args[0] === work.address);
const mayOpen = (handle, args) => work !== undefined && takes(handle, typeof work.fd === 'number' && args[0] === work.fd);
const mayListen = (handle) => work !== undefined && (work.free || work.handle === handle);

/** A port on all addresses, or on one. A name must be looked up first. */
function judgePort(principal, host, port) {
  const resource = host === undefined ? `${port}` : hostPort(host, port);
  if (!mayReach(principal, LISTEN, resource)) return { capability: LISTEN, resource };
  return host === undefined || isIP(host) !== 0 || host === 'localhost' || mayReach(principal, 'network:dns', host)
    ? undefined
    : { capability: 'network:dns', resource: host };
}

function judgePath(principal, path) {
  const resource = socketResource(path);
  return mayReach(principal, LISTEN, resource) ? undefined : { capability: LISTEN, resource };
}

/** What somebody else opened: an open file, a handle. */
const judgeOpened = (principal, what) => (judge(principal, 'all', undefined) === undefined ? undefined : { capability: 'all', resource: what });

const { BoundSocket } = net;
const addressOf = BoundSocket?.prototype.address;

/** Bound already: judged by where it is bound. Objects that merely look like one make `address` throw. */
function judgeBound(principal, bound) {
  const address = ReflectApply(addressOf, bound, []);
  return typeof address === 'string' ? judgePath(principal, address) : judgePort(principal, address.address, address.port);
}

const KEYS = ['port', 'host', 'path', 'backlog', 'exclusive', 'readableAll', 'writableAll', 'ipv6Only', 'reusePort', 'fd', 'signal', 'handle', '_handle'];

/** Options as Node reads them, each once; what it looks for with `in` is there only if it was. */
function readOptions(given) {
  const all = ArrayIsArray(given) ? given : snapshotOptions(given);
  const options = {};
  for (let i = 0; i < KEYS.length; i++) {
    const value = all[KEYS[i]];
    if (value !== undefined || ObjectGetOwnPropertyDescriptor(all, KEYS[i]) !== undefined) fix(options, KEYS[i], value);
  }
  return options;
}

const isObject = (value) => typeof value === 'object' && value !== null;

/** `listen(object, …)`: options, something with a handle, or a handle. */
function judgeObject(principal, args, plan) {
  const given = args[0];
  const options = readOptions(given);
  const bound = BoundSocket === undefined ? undefined : given instanceof BoundSocket ? given : options.handle instanceof BoundSocket ? options.handle : undefined;
  if (bound !== undefined) {
    args[0] = { handle: bound };
    plan.ticket = FREE;
    return judgeBound(principal, bound);
  }
  if (isObject(options._handle) || isObject(options.handle) || typeof given.listen === 'function') {
    plan.ticket = FREE;
    // Handles of a program are its package's own, or were handed over by it.
    return state.isProgram ? undefined : judgeOpened(principal, 'a handle that is open already');
  }
  args[0] = options;
  if (typeof options.fd === 'number' && options.fd >= 0) {
    plan.ticket = { __proto__: null, free: false, fd: options.fd };
    return judgeOpened(principal, `file descriptor ${options.fd}`);
  }
  if (options.port === null || (options.port === undefined && 'port' in options)) fix(options, 'port', 0);
  if (options.port !== undefined) return judgeAddress(principal, options, plan);
  if (typeof options.path !== 'string' || options.path === '') return undefined;
  plan.ticket = { __proto__: null, free: false, path: options.path };
  return judgePath(principal, options.path);
}

function judgeAddress(principal, options, plan) {
  const port = toPort(options.port);
  if (port === undefined) return undefined; // Node complains
  fix(options, 'port', port);
  if (options.host !== undefined && options.host !== null && options.host !== '') fix(options, 'host', toHost(options.host, '"options.host" property'));
  else fix(options, 'host', undefined);
  plan.ticket = { __proto__: null, free: false, port };
  plan.host = options.host;
  return judgePort(principal, options.host, port);
}

/** `listen` in every form; arguments that Node does not take are left to it. */
function judgeListen(principal, args, plan) {
  const first = args[0];
  if (isObject(first)) return judgeObject(principal, args, plan);
  if (typeof first === 'string' && toPort(first) === undefined) {
    if (first === '' || toNumber(first)) return undefined;
    plan.ticket = { __proto__: null, free: false, path: first };
    return judgePath(principal, first);
  }
  const options = { port: first === undefined || first === null || typeof first === 'function' ? 0 : first };
  if (typeof args[1] === 'string' && typeof first !== 'function') options.host = args[1];
  const refused = judgeAddress(principal, options, plan);
  if (typeof first === 'string' || typeof first === 'number') args[0] = options.port;
  if (typeof args[1] === 'string' && options.host !== undefined) args[1] = options.host;
  return refused;
}

/** Node takes such a text for a port. */
const toNumber = (text) => +text >= 0;

/**
 * The guard of `net.Server.prototype.listen`.
 * @param {(server: object) => void} onCore told of the servers of core
 */
function guardListen(original, onCore) {
  const holder = {
    listen(...args) {
      const principal = callerOf(0, 0, LISTENS);
      if (principal === CORE) {
        tickets.set(this, CORES);
        onCore(this);
        return ReflectApply(original, this, args);
      }
      const plan = { __proto__: null, ticket: undefined, host: undefined };
      const error = verdict(() => judgeListen(principal, args, plan), principal, args, 'net.Server.listen()', this);
      if (error !== undefined) return emitLater(error, this);
      if (plan.ticket === undefined) tickets.delete(this);
      else tickets.set(this, plan.ticket);
      return resolving(plan.host, original, this, args);
    },
  };
  return conceal(holder.listen, original);
}

/** Who is told of connections to a server of core is core's: a package may have the server in its hands. */
function keepConnections(handle) {
  if (!isObject(handle)) return;
  const keys = ReflectOwnKeys(handle);
  for (let i = 0; i < keys.length; i++) {
    const { configurable, value } = ObjectGetOwnPropertyDescriptor(handle, keys[i]);
    if (configurable && (keys[i] === 'onconnection' || typeof keys[i] === 'symbol')) ObjectDefineProperty(handle, keys[i], { __proto__: null, value, writable: false, configurable: false });
  }
}

function fits(ticket, handle, args) {
  const port = args[1];
  const fd = args[4];
  if (ticket === undefined) return false;
  if (ticket.free) return true;
  // Somebody put a handle there since.
  if (isObject(handle)) return false;
  if (ticket.fd !== undefined) return fd === ticket.fd;
  if (typeof fd === 'number' && fd >= 0) return false;
  return ticket.path === undefined ? port === ticket.port : port === -1 && args[0] === ticket.path;
}

/** The guard of `net.Server.prototype._listen2`, which Node calls when the address is known. */
function guardListen2(original, native) {
  const internals = native.internals(['node:net']);
  const holder = {
    _listen2(...args) {
      const who = callerOf(internals, 0, LISTENS2);
      const principal = who === INTERNAL ? callerOf(0) : who;
      if (principal !== CORE && !(who === INTERNAL && fits(tickets.get(this), this._handle, args))) {
        const error = verdict(judgeListen2, principal, args, 'net.Server._listen2()', this);
        if (error !== undefined) return emitLater(error, this);
      }
      const ticket = tickets.get(this);
      const isCores = principal === CORE || (principal === UNKNOWN && ticket?.core === true);
      listening(isCores || ticket === FREE, original, this, args);
      if (isCores) keepConnections(this._handle);
      return undefined;
    },
  };
  return conceal(holder._listen2, original);
}

/** Called by a package: (address, port, addressType, backlog, fd). */
function judgeListen2(principal, args, self) {
  if (isObject(self._handle)) return judgeOpened(principal, 'a handle that is open already');
  return judgeHandle(principal, args, 4);
}

/** (address, port, addressType, …) with a file descriptor at `args[fdAt]`. */
function judgeHandle(principal, args, fdAt) {
  const address = args[0];
  for (let i = 0; i < args.length; i++) if (isObject(args[i])) args[i] = undefined;
  if (typeof args[fdAt] === 'number' && args[fdAt] >= 0) return judgeOpened(principal, `file descriptor ${args[fdAt]}`);
  if (args[1] === -1 && args[2] === -1 && typeof address === 'string') return judgePath(principal, address);
  const port = toPort(args[1] ?? 0);
  if (port === undefined) return { capability: LISTEN, resource: `${args[1]}` };
  args[1] = port;
  return judgePort(principal, typeof address === 'string' && address !== '' ? address : undefined, port);
}

module.exports = { guardListen, guardListen2, judgeHandle, judgeOpened, judgePort, mayBind, mayBindPath, mayListen, mayOpen };
