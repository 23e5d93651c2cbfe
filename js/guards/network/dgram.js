'use strict';
// `dgram`. Sending and connecting is judged by `host:port`, receiving on a port of one's own choice as listening. Node sends
// some datagrams later, when the socket is bound and the name looked up: the handle of a package's socket judges each
// address again, with the names that the system resolved for it.

const {
  MapPrototypeGet, ObjectGetOwnPropertyDescriptor, ReflectApply, ReflectConstruct, ReflectOwnKeys, SafeMap,
} = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { snapshotOptions } = require('../../core/args');
const { fitting } = require('../../core/believed');
const { conceal } = require('../../core/conceal');
const { CORE, INTERNAL, UNKNOWN, VIA, callerOf, callerThrough, calledAs, isSettled, lookOf, newPlace, settle, settleThrough } = require('../../core/caller');
const { judge, verdict } = require('../../core/decide');
const { refusal } = require('../../core/deny');
const { replaceMember } = require('../../core/harden');
const { publicBinding } = require('../../core/inner');
const { guardConstructor } = require('../../core/wrap');
const { fix, holds, hostPort, isIP, isFree, mayReach, mayReachAddress, noSuchHost, toHost, toPort } = require('./destination');
const { hardenChain } = require('./handles');
const { adopt, isObject, own, ownerOf: socketOf } = require('./dgram-owners');
const { noteSent, takesSent } = require('./dgram-sent');
const { judgeOpened, judgePort } = require('./listen');
const { answerLater, emitLater } = require('./refused');
const { resolving } = require('./resolving');
const UDP = 'network:udp';
/** What a handle answers when it may not. */
const EACCES = -13;

const refused = (capability, resource) => ({ capability, resource });
const nothing = () => undefined;
const localOf = (socket) => (socket.type === 'udp6' ? '::1' : '127.0.0.1');

function judgeTarget(principal, host, port) {
  const resource = hostPort(host, port);
  if (mayReach(principal, UDP, resource)) return undefined;
  const error = noSuchHost(principal, UDP, host);
  if (error !== undefined) throw error;
  return refused(UDP, resource);
}

/** connect(port, address?, callback?) */
function judgeConnect(principal, args, self) {
  const port = toPort(args[0]);
  if (port === undefined) {
    if (isObject(args[0])) args[0] = undefined;
    return undefined;
  }
  args[0] = port;
  if (typeof args[1] === 'string' && args[1] !== '') args[1] = toHost(args[1], '"address" argument');
  return judgeTarget(principal, typeof args[1] === 'string' && args[1] !== '' ? args[1] : localOf(self), port);
}

/** Where `port` and `address` stand in the forms of `send`: (buffer, offset, length, port, …) or (buffer, port, …). */
const portAt = (args) => (args[4] || (args[3] && typeof args[3] !== 'function') ? 3 : 1);

/** send(…): a connected socket sends where it was connected to. */
function judgeSend(principal, args, self) {
  const at = portAt(args);
  const port = toPort(args[at]);
  if (port === undefined) {
    if (isObject(args[at]) || typeof args[at] === 'bigint') args[at] = undefined;
    return undefined;
  }
  // (buffer, offset, length) goes where the socket is connected to.
  if (at === 1 && typeof args[2] === 'number') return undefined;
  const address = args[at + 1];
  if (address !== undefined && address !== null && address !== '' && typeof address !== 'function') args[at + 1] = toHost(address, '"address" argument');
  args[at] = port;
  return judgeTarget(principal, typeof args[at + 1] === 'string' && args[at + 1] !== '' ? args[at + 1] : localOf(self), port);
}

/** bind(port?, address?, callback?) and bind(options, callback?). */
function judgeBind(principal, args) {
  const first = args[0];
  let port = first;
  let address = typeof args[1] === 'string' ? args[1] : undefined;
  if (isObject(first)) {
    if (typeof first.recvStart === 'function') return judgeOpened(principal, 'a handle that is open already');
    const given = snapshotOptions(first);
    const options = { address: given.address, exclusive: given.exclusive, fd: given.fd, port: given.port };
    args[0] = options;
    if (typeof options.fd === 'number' && options.fd > 0) return judgeOpened(principal, `file descriptor ${options.fd}`);
    fix(options, 'fd', undefined);
    if (options.address) fix(options, 'address', toHost(options.address, '"options.address" property'));
    ({ address, port } = options);
  }
  const number = port === undefined || port === null || typeof port === 'function' ? 0 : toPort(port);
  if (number === undefined) return refused('network:listen', `${typeof port}`);
  if (isObject(args[0])) fix(args[0], 'port', number);
  else if (typeof first === 'number' || typeof first === 'string') args[0] = number;
  // Any free port: answers to what was sent come there.
  if (number === 0 && (!address || isIP(address) !== 0) && holds(principal, UDP)) return undefined;
  return judgePort(principal, address === '' ? undefined : address, number);
}

const judgeHeld = (principal) => (holds(principal, UDP) || judge(principal, UDP, undefined) === undefined ? undefined : refused(UDP, ''));

/** What was bound to a port of its choice may receive there. */
const judgeReceiving = (principal) => (holds(principal, 'network:listen') ? undefined : judgeHeld(principal));

/** Method -> its judge, and how a refusal looks. */
const METHODS = {
  __proto__: null,
  addMembership: { judge: judgeHeld },
  addSourceSpecificMembership: { judge: judgeHeld },
  bind: { judge: judgeBind, refuse: emitLater },
  bindSync: { judge: judgeBind },
  connect: { judge: judgeConnect, refuse: answerLater },
  connectSync: { judge: judgeConnect },
  send: { judge: judgeSend, refuse: answerLater },
};

/** The name that a judged call looks up. */
function nameIn(name, args) {
  if (name === 'send') return args[portAt(args) + 1];
  return name === 'bind' && isObject(args[0]) ? args[0].address : args[1];
}

/** Node calls the methods itself: to bind a socket that sends, and for what had to wait. The handle judges that. */
function guardMethod(original, name, native) {
  const internals = native.internals(['node:dgram']);
  const { judge: judgeIt, refuse } = METHODS[name];
  const place = newPlace();
  const expected = calledAs(name);
  const look = lookOf();
  const holder = {
    method(...args) {
      // With no function in between there are two frames to look at, and not four.
      const who = state.armed ? settleThrough(look(internals, place, 1, expected), internals, place, expected) : CORE;
      const principal = who < VIA ? who : who - VIA;
      if (isFree(principal) || (who >= VIA && (principal === UNKNOWN || name === 'bind'))) return ReflectApply(original, this, args);
      const error = verdict(judgeIt, principal, args, `dgram.Socket.${name}()`, this);
      if (error === undefined && name === 'send') noteSent(principal, args);
      if (error === undefined) return resolving(nameIn(name, args), original, this, args);
      if (refuse === undefined) throw error;
      return refuse(error, this, args);
    },
  };
  return conceal(holder.method, original);
}

/** May a socket of a package send to this address? */
function mayReachIp({ principal, names }, address, port) {
  if (mayReach(principal, UDP, hostPort(address, port))) return true;
  const name = MapPrototypeGet(names, address);
  if (name === undefined) return false;
  const resource = hostPort(name, port);
  return mayReach(principal, UDP, resource) && mayReachAddress(principal, UDP, resource, address, port, true);
}

/** Handle methods, and where address and port stand. */
const HANDLE = { __proto__: null, connect: [0, 1], connect6: [0, 1], send: [4, 3], send6: [4, 3] };

/** Is this what was judged a turn before, on a socket of the same package? */
function isSent(handle, { 1: list, 3: port, 4: address }) {
  const owner = socketOf(handle);
  return owner !== undefined && takesSent(list, owner.principal, port, address);
}

/** Whose datagrams go through a handle; undefined for core. */
function ownerOf(handle, who) {
  const owner = who === INTERNAL ? socketOf(handle) : undefined;
  if (owner !== undefined) return owner;
  const principal = who === INTERNAL ? callerOf(0) : who;
  // A package that put a handle of its own, or core's, below its socket.
  return principal === CORE || (who === INTERNAL && principal === UNKNOWN) ? undefined : { __proto__: null, principal, names: new SafeMap() };
}

function guardHandle(original, name, native) {
  const internals = native.internals(['node:dgram']);
  const { 0: addressAt, 1: dgramPortAt } = HANDLE[name];
  const expected = calledAs(name);
  const place = newPlace();
  const look = lookOf();
  const holder = {
    method(...args) {
      if (addressAt === 4 && isSent(this, args)) return ReflectApply(original, this, args);
      const found = state.armed ? look(internals, place, 0, expected) : CORE;
      const who = isSettled(found) ? found : settle(found, internals, place, expected);
      if (who === CORE) return ReflectApply(original, this, args);
      const owner = ownerOf(this, who);
      // Node's own call on a socket of core, or on one that is connected.
      if (owner === undefined || (who === INTERNAL && args.length <= 4 && addressAt === 4)) return ReflectApply(original, this, args);
      const address = `${args[addressAt]}`;
      const port = toPort(args[dgramPortAt]);
      args[addressAt] = address;
      args[dgramPortAt] = port;
      if (port !== undefined && mayReachIp(owner, address, port)) return ReflectApply(original, this, args);
      refusal(owner.principal, UDP, `dgram.Socket.${name}()`, hostPort(address, port));
      return EACCES;
    },
  };
  return conceal(holder.method, original);
}

function judgeRawBind(principal, args) {
  args[0] = `${args[0]}`;
  args[1] = toPort(args[1]) ?? 0;
  return args[1] === 0 && holds(principal, UDP) ? undefined : judgePort(principal, args[0], args[1]);
}

/** bind and open of a handle: Node's own calls were judged, except those that a package made Node do. */
function guardRaw(original, name, judgeIt, native) {
  const internals = native.internals(['node:dgram', 'node:internal/dgram']);
  const expected = calledAs(name);
  const holder = {
    method(...args) {
      const who = callerThrough(internals, 0, expected);
      const principal = who < VIA ? who : who - VIA;
      if (principal === CORE || (who >= VIA && principal === UNKNOWN)) return ReflectApply(original, this, args);
      const error = verdict(judgeIt, principal, args, `UDP.${name}()`, this);
      if (error !== undefined) throw error;
      return ReflectApply(original, this, args);
    },
  };
  return conceal(holder.method, original);
}

/** A handle that a package makes by itself is the package's. */
const handleRow = {
  judge: nothing,
  construct(original, args, newTarget, principal, trusted) {
    const handle = ReflectConstruct(original, args, newTarget);
    if (!trusted) own(handle, principal);
    return handle;
  },
};

const lookupOf = (options) => (isObject(options) ? options.lookup : undefined);

/** Making a socket sends nothing; the handle is marked as the package's. */
const socketRow = {
  judge(principal, args) {
    if (isObject(args[0])) args[0] = snapshotOptions(args[0]);
    return undefined;
  },
  construct: (original, args, newTarget, principal, trusted) => adopt(ReflectConstruct(original, args, newTarget), trusted ? CORE : principal, lookupOf(args[0])),
  callable(original, self, args, principal, trusted) {
    ReflectApply(original, self, args);
    return adopt(self, trusted ? CORE : principal, lookupOf(args[0]));
  },
  run: (original, self, args, principal) => adopt(ReflectApply(original, self, args), principal, lookupOf(args[0])),
};

function complete({ Socket }, native) {
  const { prototype } = Socket;
  const names = ReflectOwnKeys(METHODS);
  for (let i = 0; i < names.length; i++) {
    if (typeof prototype[names[i]] === 'function') replaceMember(prototype, names[i], guardMethod(prototype[names[i]], names[i], native));
  }
  const handle = publicBinding('udp_wrap').UDP.prototype;
  const methods = ReflectOwnKeys(HANDLE);
  for (let i = 0; i < methods.length; i++) replaceMember(handle, methods[i], guardHandle(handle[methods[i]], methods[i], native));
  const { UDP: Handle } = publicBinding('udp_wrap');
  replaceMember(handle, 'constructor', guardConstructor(Handle, handleRow, 'UDP()', { internals: native.internals([]) }));
  // Some of them bind the socket to a free port.
  const raw = {
    __proto__: null, addMembership: judgeHeld, addSourceSpecificMembership: judgeHeld, bind: judgeRawBind, bind6: judgeRawBind,
    open: (principal) => judgeOpened(principal, 'an open file'), recvStart: judgeReceiving,
  };
  const rawNames = ReflectOwnKeys(raw);
  for (let i = 0; i < rawNames.length; i++) {
    if (ObjectGetOwnPropertyDescriptor(handle, rawNames[i]) !== undefined) replaceMember(handle, rawNames[i], guardRaw(fitting(rawNames[i], handle[rawNames[i]], 'UDP'), rawNames[i], raw[rawNames[i]], native));
  }
  hardenChain(handle);
}

module.exports = {
  isLocked: true,
  complete,
  rows: {
    __proto__: null,
    _createSocketHandle: { judge: (principal) => judgeOpened(principal, 'a handle of Node.js') },
    createSocket: { judge: socketRow.judge, run: socketRow.run },
  },
  constructors: { __proto__: null, Socket: socketRow },
};
