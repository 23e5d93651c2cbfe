'use strict';
// The handles below sockets. A package reaches them through `socket._handle`, and their classes through `constructor`. Node's
// own scripts use them for what was judged above; a package that calls a method itself is judged by what it asks for.

const {
  ArrayIsArray, Number, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPrototype, ObjectSeal, ReflectApply, ReflectOwnKeys, SymbolPrototypeDescriptionGet, accessorDescriptor,
} = require('../../boot/primordials');
const { CORE, INTERNAL, VIA, calledAs, callerOf, callerThrough, newPlace } = require('../../core/caller');
const { believe, fitting } = require('../../core/believed');
const { isStream, remember } = require('../../core/brands');
const { conceal } = require('../../core/conceal');
const { unjudgeable } = require('../../core/args');
const { judge, verdict } = require('../../core/decide');
const { makeNote } = require('../../core/given');
const { lockLater, lockMember, replaceMember } = require('../../core/harden');
const { publicBinding } = require('../../core/inner');
const { guardStreams } = require('../../core/onread');
const { put } = require('../../core/lists');
const { guard, guardConstructor } = require('../../core/wrap');
const { judgeDescriptor, judgeGiven } = require('../fs/descriptors');
const { hasTicket, isJudged, takesTicket } = require('./tickets');
const { hostPort, mayReach, socketResource, toPort } = require('./destination');
const { judgePort, mayBind, mayBindPath, mayListen, mayOpen } = require('./listen');
const { lockWrap, lockWrites } = require('./wire');

const NET = ['node:net'];
const TLS = ['node:_tls_wrap', 'node:internal/tls/wrap'];
/** TLSWrap hands the methods of the handle below it on to whoever asks. */
const CONNECT = ['node:net', 'node:_tls_wrap', 'node:internal/tls/wrap'];

const refused = (capability, resource) => ({ capability, resource });
const whole = (what) => (principal) => (judge(principal, 'all', undefined) === undefined ? undefined : refused('all', what));

const reaches = (principal, capability, resource) => (mayReach(principal, capability, resource) ? undefined : refused(capability, resource));

/** connect(req, address, port) of TCP. */
function judgeConnect(principal, args) {
  const port = toPort(args[2]);
  args[1] = `${args[1]}`;
  args[2] = port;
  return port === undefined ? refused('network:tcp', args[1]) : reaches(principal, 'network:tcp', hostPort(args[1], port));
}

/** connect(req, path) of a local socket. */
function judgeConnectPath(principal, args) {
  args[1] = `${args[1]}`;
  return reaches(principal, 'network:tcp', socketResource(args[1]));
}

/** bind(address, port) of TCP. */
function judgeBind(principal, args) {
  args[0] = `${args[0]}`;
  args[1] = toPort(args[1]) ?? 0;
  return judgePort(principal, args[0], args[1]);
}

/** bind(path) of a local socket. */
function judgeBindPath(principal, args) {
  args[0] = `${args[0]}`;
  return reaches(principal, 'network:listen', socketResource(args[0]));
}

/** A stream on an open file of somebody: all of it can be read and written. */
const judgeFd = (principal, args) => judgeDescriptor(principal, args, 0, 'fs:read') ?? judgeGiven(principal, args, 0, 'fs:write', true);

/**
 * A method that Node's scripts may call when `ready` says so.
 * @param {string} name by which it is called
 * @param {(self: object, args: any[], behind: number) => boolean} ready
 * @param {(self: object, args: any[]) => boolean} [isOpen] whoever calls
 */
function limited(original, name, api, judgeIt, internals, ready, isOpen) {
  const place = newPlace();
  const expected = calledAs(name);
  const holder = {
    method(...args) {
      if (isOpen !== undefined && isOpen(this, args)) return ReflectApply(original, this, args);
      const who = callerThrough(internals, place, expected);
      const principal = who < VIA ? who : who - VIA;
      if (who >= VIA && ready(this, args, principal)) return ReflectApply(original, this, args);
      if (principal === CORE) return ReflectApply(original, this, args);
      const error = verdict(judgeIt, principal, args, api, this);
      if (error !== undefined) throw error;
      return ReflectApply(original, this, args);
    },
  };
  return conceal(holder.method, original);
}

/** The key under which a handle knows its socket. */
function ownerKey(TCP) {
  const handle = new TCP(0);
  handle.owner = handle;
  const keys = ReflectOwnKeys(handle);
  let found;
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol' && handle[keys[i]] === handle) found = keys[i];
  handle.owner = undefined;
  handle.close();
  return found;
}

let owner;

function lockStreams(native, { TCP }, { Pipe }) {
  remember();
  owner = ownerKey(TCP);
  const mayConnect = (self, args, behind) => args.length > 2 && hasTicket(self[owner], self, behind, args[1], args[2]);
  const mayConnectPath = (self, args, behind) => hasTicket(self[owner], self, behind, args[1], undefined);
  const mayConnectOnce = (self, args) => args.length > 2 && takesTicket(self, args[1], args[2]);
  const of = (prototype, name, label, judgeIt, scripts, ready, isOpen) => {
    if (ObjectGetOwnPropertyDescriptor(prototype, name) === undefined) return;
    replaceMember(prototype, name, limited(fitting(name, prototype[name], label), name, `${label}.${name}()`, judgeIt, native.internals(scripts), ready, isOpen));
  };
  const tcp = TCP.prototype;
  const pipe = Pipe.prototype;
  of(tcp, 'connect', 'TCP', judgeConnect, CONNECT, mayConnect, mayConnectOnce);
  of(tcp, 'connect6', 'TCP', judgeConnect, CONNECT, mayConnect, mayConnectOnce);
  of(pipe, 'connect', 'Pipe', judgeConnectPath, CONNECT, mayConnectPath);
  // The local end of a connection that was judged.
  const mayBindHere = (self, args) => mayBind(self, args) || isJudged(self[owner]);
  of(tcp, 'bind', 'TCP', judgeBind, CONNECT, mayBindHere);
  of(tcp, 'bind6', 'TCP', judgeBind, CONNECT, mayBindHere);
  of(pipe, 'bind', 'Pipe', judgeBindPath, NET, mayBindPath);
  of(tcp, 'listen', 'TCP', whole('a handle of Node.js'), NET, mayListen);
  of(pipe, 'listen', 'Pipe', whole('a handle of Node.js'), NET, mayListen);
  of(tcp, 'open', 'TCP', judgeFd, NET, mayOpen);
  of(pipe, 'open', 'Pipe', judgeFd, NET, mayOpen);
  of(pipe, 'fchmod', 'Pipe', whole('a handle of Node.js'), NET, () => true);
}

/** Opens a descriptor when it is made. */
function lockTerminal(native, { TTY }) {
  replaceMember(TTY.prototype, 'constructor', guardConstructor(TTY, { judge: judgeFd }, 'TTY()', { internals: native.internals(['node:tty']) }));
}

const DNS_PORT = 53;

/** setServers(list of [family, address, port]) */
function judgeServers(principal, args) {
  const list = [];
  if (!ArrayIsArray(args[0])) throw unjudgeable('name servers that are no list');
  const { length } = args[0];
  for (let i = 0; i < length; i++) {
    const entry = args[0][i];
    const server = [Number(entry[0]), `${entry[1]}`, toPort(entry[2])];
    if ((server[0] !== 4 && server[0] !== 6) || server[2] === undefined) throw unjudgeable('a name server that is none');
    const lacks = reaches(principal, 'network:dns', server[1]);
    if (lacks !== undefined) return lacks;
    // No port is the one that servers have, and until Node.js 22 the end of the process.
    if (server[2] === 0) server[2] = DNS_PORT;
    put(list, i, server);
  }
  args[0] = list;
  return undefined;
}

/** Methods of the resolver's channel: `dns` is judged above it. */
function lockResolver(native, { ChannelWrap }) {
  const internals = native.internals(['node:dns', 'node:internal/dns/utils', 'node:internal/dns/callback_resolver', 'node:internal/dns/promises']);
  const { prototype } = ChannelWrap;
  const keys = ReflectOwnKeys(prototype);
  const row = { judge: whole('a handle of Node.js') };
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] === 'symbol' || keys[i] === 'constructor' || keys[i] === 'getServers' || keys[i] === 'cancel' || keys[i] === 'setServers') continue;
    replaceMember(prototype, keys[i], guard(prototype[keys[i]], row, `ChannelWrap.${keys[i]}()`, { internals, called: keys[i] }));
  }
  // Whoever makes Node set them chooses who is told the questions.
  replaceMember(prototype, 'setServers', guard(prototype.setServers, { judge: judgeServers }, 'ChannelWrap.setServers()', { internals: native.internals([]) }));
}

/** What the module `tls` gives out. An engine is a library that OpenSSL loads into the process. */
function lockTls(native, tls) {
  const SecureContext = new tls.SecureContext(undefined, 0).context.constructor;
  const names = ['setEngineKey', 'setClientCertEngine'];
  const row = { judge: whole('a cryptographic engine') };
  for (let i = 0; i < names.length; i++) {
    if (typeof SecureContext.prototype[names[i]] !== 'function') continue;
    replaceMember(SecureContext.prototype, names[i], guard(SecureContext.prototype[names[i]], row, `SecureContext.${names[i]}()`, { internals: native.internals([]) }));
  }
  hardenChain(SecureContext.prototype);
  keepContexts(native.internals(TLS), tls.TLSSocket);
  keepOwner(tls.TLSSocket);
}

/** Where a name has several addresses, each after the first is tried with a handle of its own. Below TLS Node does not tell that whose it is, as it does with the first. */
function keepOwner({ prototype }) {
  const keys = ReflectOwnKeys(prototype);
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== 'symbol' || SymbolPrototypeDescriptionGet(keys[i]) !== 'kReinitializeHandle') continue;
    const original = prototype[keys[i]];
    const holder = {
      again(handle) {
        if (isStream(handle)) handle[owner] = this;
        return ReflectApply(original, this, [handle]);
      },
    };
    replaceMember(prototype, keys[i], conceal(holder.again, original));
  }
}

/** How the class is called. Its prototype may have been locked before, with what says so behind an accessor. */
function classOf(level) {
  const own = ObjectGetOwnPropertyDescriptor(level, 'constructor');
  return (own?.get === undefined ? own?.value : ReflectApply(own.get, level, []))?.name;
}

/** Locks the methods of one class. */
function hardenLevel(level) {
  remember();
  const keys = ReflectOwnKeys(level);
  const name = classOf(level);
  for (let i = 0; i < keys.length; i++) {
    const { configurable, enumerable, value } = ObjectGetOwnPropertyDescriptor(level, keys[i]);
    if (configurable && typeof value === 'function') {
      if (keys[i] === 'constructor') lockMember(level, keys[i], believe(keys[i], value, name), enumerable);
      else lockLater(level, keys[i], () => believe(keys[i], value, name), enumerable);
    } else if (keys[i] === 'isStreamBase') ObjectDefineProperty(level, keys[i], CONSTANT);
  }
  // Whoever could put another `onread` there would end the process with the next byte that anybody receives.
  ObjectSeal(level);
}

const CONSTANT = { __proto__: null, writable: false };

/** The same of a class and of those below it: whoever could replace `writeBuffer` would read what everyone sends. */
function hardenChain(prototype) {
  for (let level = prototype; level !== null && level !== ObjectPrototype; level = ObjectGetPrototypeOf(level)) hardenLevel(level);
}

function isTls(internals) {
  const who = callerOf(internals);
  return who === CORE || who === INTERNAL;
}

/** A member that Node's TLS has for itself, whoever's object it is on. It is set once, and again by nobody but Node. */
function forTls(internals) {
  const values = makeNote();
  const accessors = {
    get() { return isTls(internals) ? values.of(this) : undefined; },
    set(value) {
      if (typeof this === 'object' && this !== null && (values.of(this) === undefined || isTls(internals))) values.put(this, value);
    },
  };
  return accessorDescriptor(accessors.get, accessors.set, true, false);
}

/**
 * A handle of TLS names what its side was made with: of a server that is the key of everybody's sessions, and a place where to put another certificate.
 * Since Node.js 26 the socket does, too, under a symbol that the first one shows.
 */
function keepContexts(internals, { prototype }) {
  const { _wrapHandle } = prototype;
  let isDone = false;
  const holder = {
    wrap(...args) {
      if (!isDone && isTls(internals)) hide(this);
      return ReflectApply(_wrapHandle, this, args);
    },
  };
  const hide = (socket) => {
    isDone = true;
    const keys = ReflectOwnKeys(socket);
    for (let i = 0; i < keys.length; i++) {
      if (typeof keys[i] !== 'symbol' || SymbolPrototypeDescriptionGet(keys[i]) !== 'secureContext') continue;
      const hidden = forTls(internals);
      ObjectDefineProperty(prototype, keys[i], hidden);
      ObjectDefineProperty(socket, keys[i], hidden);
    }
  };
  replaceMember(prototype, '_wrapHandle', conceal(holder.wrap, _wrapHandle));
}

/** Locks what sockets stand on. Called once, before any package runs. */
function lock(native) {
  const tcp = publicBinding('tcp_wrap');
  const pipe = publicBinding('pipe_wrap');
  const tty = publicBinding('tty_wrap');
  const cares = publicBinding('cares_wrap');
  guardStreams();
  lockStreams(native, tcp, pipe);
  lockTerminal(native, tty);
  lockResolver(native, cares);
  lockWrites(tcp.TCP.prototype);
  lockWrites(pipe.Pipe.prototype);
  lockWrites(publicBinding('tls_wrap').TLSWrap.prototype);
  lockWrap(publicBinding('tls_wrap'));
  ObjectDefineProperty(publicBinding('tls_wrap').TLSWrap.prototype, '_secureContext', forTls(native.internals(TLS)));
  hardenChain(tcp.TCP.prototype);
  hardenChain(pipe.Pipe.prototype);
  hardenChain(tty.TTY.prototype);
  hardenChain(cares.ChannelWrap.prototype);
  hardenChain(publicBinding('tls_wrap').TLSWrap.prototype);
  hardenChain(publicBinding('js_stream').JSStream.prototype);
}

module.exports = { classOf, hardenChain, hardenLevel, lock, lockTls };
