'use strict';
// What members of classes of C++ take that are called so often that nobody can look who calls: no more than that, from Node's own scripts too. They hand on what a field of a
// stream or a method with a `_` before its name was given.

const { ArrayBufferIsView, ArrayIsArray, NumberIsInteger, PromisePrototypeThen, ReflectApply, SafeWeakSet, StringPrototypeIndexOf, TypeError, TypedArrayPrototypeSymbolToStringTagGet } = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { bitsOf, close, isAddress, isAgreed, isClosed, isConnections, isKey, isMeasuring, isMeter, isOfClass, isServer, isStream, noteConsumed, takesRequest } = require('./brands');
const { conceal } = require('./conceal');
const { finish, writeHere } = require('./finishing');
const { innerBinding } = require('./inner');
const { reading, sizeOf } = require('./in-use');
const { copyList } = require('./lists');
const { useBytes } = require('./onread');
const { isNames, isSettable } = require('./protocols');
const { closeInner, endSent } = require('./open-files');
const { lockResource } = require('./resource');
const { take, write, writeOnce } = require('./writing');

const isBytes = (value) => TypedArrayPrototypeSymbolToStringTagGet(value) === 'Uint8Array';
const isSource = (value) => ArrayBufferIsView(value) || util.isAnyArrayBuffer(value);
const isData = (value) => typeof value === 'string' || isSource(value);
const MOST = 0x7FFFFFFF;
const isSecret = (value) => isSource(value) || isKey(value);
const isCount = (value) => NumberIsInteger(value) && value >= 0 && value <= MOST;
const isOptional = (value, isIt) => value === undefined || isIt(value);

/** Where C++ makes the request itself, as since Node.js 26, Node's own script says so. */
const made = { inCpp: undefined };

function isMadeInCpp() {
  made.inCpp ??= StringPrototypeIndexOf(innerBinding('builtins').natives['internal/stream_base_commons'] ?? '', 'writeUtf8String(null') >= 0;
  return made.inCpp;
}

const takesWrite = (value) => (value === null ? isMadeInCpp() : takesRequest('write', value));

/** A list of its own, of what is in this one now. */
function copyOf(list, isIt) {
  if (!ArrayIsArray(list)) return undefined;
  const copy = copyList(list);
  for (let i = 0; i < copy.length; i++) if (!isIt(copy[i], i)) return undefined;
  return copy;
}

const isChunk = (value, index) => index % 2 === 1 || typeof value === 'string' || isBytes(value);

function writesMany(args) {
  const isAllBytes = args[2] === true;
  const chunks = copyOf(args[1], isAllBytes ? isBytes : isChunk);
  if (chunks === undefined || (!isAllBytes && chunks.length % 2 === 1)) return false;
  args[1] = chunks;
  args[2] = isAllBytes;
  return takesWrite(args[0]);
}

const writesText = (args) => typeof args[1] === 'string' && takesWrite(args[0]);

function sends(args) {
  const list = copyOf(args[1], ArrayBufferIsView);
  if (list === undefined || args[2] !== list.length) return false;
  args[1] = list;
  const isConnected = args.length < 6;
  if (isConnected) return typeof args[3] === 'boolean' && takesRequest('send', args[0]);
  return isCount(args[3]) && typeof args[4] === 'string' && typeof args[5] === 'boolean' && takesRequest('send', args[0]);
}

const connects = (args) => typeof args[1] === 'string' && isCount(args[2]) && takesRequest('connect', args[0]);
const isOpen = (args, self) => !isClosed(self);
const takesData = (args) => isData(args[0]);
const takesNothing = () => true;
/** Node's scripts call none of these on an open file, which is a stream of C++ too: ended as one it is closed, and nobody is told that its number is free. */
const never = () => false;
const takesView = (args) => isBytes(args[0]);
const takesBytes = (args) => isSource(args[0]);

const initializes = (args) => isCount(args[0]) && args[0] > 0 && args[0] < 3 && typeof args[1] === 'object' && args[1] !== null && isOptional(args[2], isCount) && isOptional(args[3], isCount)
  && isOptional(args[4], isConnections);

/** What has begun, connections of TLS and ciphers: they begin once. */
const started = new SafeWeakSet();

function begins(self) {
  if (started.has(self)) return false;
  started.add(self);
  return true;
}

/** Class and member -> may it be called with that? */
const FITS = {
  __proto__: null,
  ...fileRows(),
  'AsyncWrap.asyncReset': (args) => typeof args[0] === 'object' && args[0] !== null,
  'CipherBase.initiv': (args, self) => args.length === 4 && typeof args[0] === 'string' && isSecret(args[1]) && (args[2] === null || isSource(args[2])) && NumberIsInteger(args[3]) && args[3] >= -1 && args[3] <= MOST && begins(self),
  'CipherBase.setAAD': (args) => args.length === 2 && takesBytes(args) && NumberIsInteger(args[1]) && args[1] >= -1 && args[1] <= MOST,
  'CipherBase.setAuthTag': takesBytes,
  'CipherBase.update': takesData,
  'HandleWrap.close': (args, self) => !isMeasuring(self),
  'HTTPParser.consume': (args) => isStream(args[0]),
  'HTTPParser.execute': (args) => args.length === 1 && ArrayBufferIsView(args[0]),
  'HTTPParser.initialize': initializes,
  'Hash.update': takesData,
  'Hmac.init': (args) => typeof args[0] === 'string' && isSecret(args[1]),
  'Hmac.update': takesData,
  'Histogram.count': takesNothing,
  'Histogram.exceeds': takesNothing,
  'Histogram.max': takesNothing,
  'Histogram.mean': takesNothing,
  'Histogram.min': takesNothing,
  'Histogram.percentile': (args) => typeof args[0] === 'number' && args[0] > 0 && args[0] <= 100,
  'Histogram.record': (args) => typeof args[0] === 'number' || typeof args[0] === 'bigint',
  'Histogram.recordDelta': takesNothing,
  'Histogram.reset': takesNothing,
  'Histogram.stddev': takesNothing,
  'LibuvStreamWrap.setBlocking': (args) => args.length > 0,
  // Libraries that add certificates of the system call these themselves.
  'SecureContext.addCACert': (args) => args.length === 1 && isData(args[0]),
  'SecureContext.addCRL': (args) => args.length === 1 && isData(args[0]),
  'SecureContext.addRootCerts': (args) => args.length === 0,
  'SecureContext.setCert': (args) => args.length === 1 && isData(args[0]),
  'Pipe.connect': (args) => typeof args[1] === 'string' && takesRequest('connectPipe', args[0]),
  'Sign.update': takesData,
  'TCP.connect': connects,
  'TCP.connect6': connects,
  'UDP.recvStart': isOpen,
  'UDP.recvStop': isOpen,
  'UDP.send': sends,
  'UDP.send6': sends,
  'Verify.update': takesData,
};

function fileRows() {
  const rows = { __proto__: null };
  const methods = ['readStart', 'readStop', 'shutdown', 'useUserBuffer', 'writeAsciiString', 'writeBuffer', 'writeLatin1String', 'writeUcs2String', 'writeUtf8String', 'writev'];
  for (let i = 0; i < methods.length; i++) rows[`FileHandle.${methods[i]}`] = never;
  return rows;
}

/** Of all streams. */
const STREAMS = {
  __proto__: null,
  shutdown: (args) => takesRequest('shutdown', args[0]),
  writeAsciiString: writesText,
  writeBuffer: (args) => isBytes(args[1]) && takesWrite(args[0]),
  writeLatin1String: writesText,
  writeUcs2String: writesText,
  writeUtf8String: writesText,
  writev: writesMany,
};

/** Members of meters that take another one first, or a Map to fill somewhere: what Node.js hands out says which. */
function meterRows() {
  const rows = { __proto__: null };
  const others = ['add', 'cliffsD', 'cohensD', 'ksTest', 'mannWhitneyTest', 'subtract', 'welchTest'];
  const maps = [['linearBuckets', 1], ['logBuckets', 2], ['percentiles', 0], ['percentilesAt', 0], ['percentilesBigInt', 0]];
  for (let i = 0; i < others.length; i++) rows[`Histogram.${others[i]}`] = (args) => isMeter(args[0]);
  for (let i = 0; i < maps.length; i++) rows[`Histogram.${maps[i][0]}`] = (args) => util.isMap(args[maps[i][1]]);
  return rows;
}

const isRead = (args) => ArrayBufferIsView(args[0]);
const takesAddress = (args) => isAddress(args[0]);
const takesAddresses = (args) => isAddress(args[0]) && isAddress(args[1]);
const takesSubnet = (args) => isAddress(args[0]) && NumberIsInteger(args[1]) && args[1] >= 0 && args[1] <= bitsOf(args[0]);

function takesList(args) {
  const list = copyOf(args[0], isAddress);
  if (list === undefined) return false;
  args[0] = list;
  return true;
}

const PING = 8;
const TICKET_KEYS = 48;

/** What Node's own scripts hand on unchecked, to members that only they call. */
const CHECKED = {
  __proto__: null,
  ...meterRows(),
  // Whatever has something under the symbol of an address passes for one.
  'BlockList.addAddress': takesAddress,
  'BlockList.addAddresses': takesList,
  'BlockList.addRange': takesAddresses,
  'BlockList.addSubnet': takesSubnet,
  'BlockList.check': takesAddress,
  'BlockList.removeAddress': takesAddress,
  'BlockList.removeRange': takesAddresses,
  'BlockList.removeSubnet': takesSubnet,
  // A server that says where else it is asks for an origin or a stream, and Node's script goes on without either.
  'Http2Session.altsvc': (args) => isIndex(args[0]) && typeof args[1] === 'string' && typeof args[2] === 'string' && (args[0] === 0) !== (args[1] === ''),
  // Node's script takes what is no number for a size.
  'Http2Session.settings': () => isSettable(),
  // It lets more pass than C++ counts.
  'TLSWrap.exportKeyingMaterial': (args) => isCount(args[0]),
  'Blob.slice': (args) => isIndex(args[0]) && isIndex(args[1]),
  // What they are to have Node's scripts ask themselves, by a `byteLength` that anybody can define.
  'Http2Session.ping': (args) => !ArrayBufferIsView(args[0]) || sizeOf(args[0]) === PING,
  'SecureContext.setTicketKeys': (args) => ArrayBufferIsView(args[0]) && sizeOf(args[0]) === TICKET_KEYS,
  'TLSWrap.setALPNProtocols': (args) => isNames(args[0]),
  // A stream that somebody else made may have anything to read.
  'Http2Session.receive': isRead,
  'JSStream.readBuffer': isRead,
  'TLSWrap.receive': isRead,
  'X509Certificate.checkPrivateKey': (args) => isKey(args[0]),
  'X509Certificate.verify': (args) => isKey(args[0]),
  'TLSWrap.start': (args, self) => !isServer(self) && begins(self),
};
const isIndex = (value) => NumberIsInteger(value) && value >= 0 && value <= 0xFFFFFFFF;

/** Streams of HTTP/2 that are over. */
const ended = new SafeWeakSet();

/** What sockets of TLS tell of themselves: methods of the handle by the same names, which Node's script does not call by name. Nothing is handed to them. */
const TOLD = ['enableTrace', 'getCipher', 'getFinished', 'getPeerFinished', 'getProtocol', 'getSession', 'getSharedSigalgs', 'getTLSTicket', 'isSessionReused'];
const tell = (original, self) => ReflectApply(original, self, []);

/** Connections of TLS whose state is gone: most methods would end the process. */
const over = new SafeWeakSet();

/** A method of TLS, as long as there is something it is about; streams look themselves. What is below is closed all the same, or it stays open for good. */
function aliveMethod(key, original) {
  if (STREAMS[key] !== undefined || key === 'close') return original;
  const isEnd = key === 'destroySSL';
  const holder = {
    method(...args) {
      if (over.has(this)) return null;
      if (isEnd) over.add(this);
      return ReflectApply(original, this, args);
    },
  };
  return conceal(holder.method, original);
}

/** What does something else than call it. */
const RUNS = {
  __proto__: null,
  'HandleWrap.close': close,
  'FileHandle.close': closeInner,
  'FileHandle.closeSync'(original, self) {
    const closed = closeInner(original, self);
    if (util.isPromise(closed)) PromisePrototypeThen(closed, undefined, () => undefined);
  },
  // What is over is not ended again.
  'Http2Stream.destroy'(original, self, args) {
    ended.add(self);
    try {
      return ReflectApply(original, self, args);
    } finally {
      endSent(self);
    }
  },
  'Http2Stream.rstStream': (original, self, args) => (ended.has(self) ? undefined : ReflectApply(original, self, args)),
  // What they read may be told to others by whoever is called meanwhile, who would move it away.
  'HTTPParser.execute': reading,
  'HTTPParser.initialize': lockResource,
  'Http2Session.receive': reading,
  // Whoever calls what a stream of JavaScript has for that, or sets the field where it lies, says what is over.
  'JSStream.finishShutdown': (original, self, args) => finish('shutdown', original, self, args),
  'JSStream.finishWrite': (original, self, args) => finish('write', original, self, args),
  'JSStream.readBuffer': reading,
  'TLSWrap.receive': reading,
  // What a server is told to wait for is whatever its fields are set to.
  'Http2Session.consume'(original, self, args) {
    noteConsumed(self, args[0]);
    const result = ReflectApply(original, self, args);
    take(args[0]);
    return result;
  },
  'ConnectionsList.expired': (original, self, args) => (typeof args[0] === 'number' && typeof args[1] === 'number' ? ReflectApply(original, self, args) : []),
  // As long as nothing is agreed on, some versions of Node.js look for it all the same.
  'TLSWrap.getEphemeralKeyInfo': (original, self) => (over.has(self) ? null : isAgreed(self) ? ReflectApply(original, self, []) : {}),
  'X509Certificate.checkIssued'(original, self, args) {
    if (!isOfClass(original, args[0])) throw new TypeError('a certificate was not asked for another one');
    return ReflectApply(original, self, [args[0]]);
  },
  'AsyncWrap.asyncReset': (original, self, args) => ReflectApply(original, self, [args[0]]),
};

/**
 * @param {string} named the class
 * @param {string} key the member
 * @returns {((args: any[], self: object) => boolean)|undefined} it may change the arguments
 */
const fitsOf = (named, key) => FITS[`${named}.${key}`] ?? STREAMS[key];
const checkOf = (named, key) => (key === 'useUserBuffer' ? takesView : CHECKED[`${named}.${key}`]);
function runOf(named, key) {
  if (key === 'useUserBuffer') return useBytes;
  if (STREAMS[key] === undefined || key === 'shutdown') return RUNS[`${named}.${key}`];
  if (named === 'JSStream') return writeHere;
  return named === 'TLSWrap' ? writeOnce : write;
}
const always = () => true;
FITS['TLSWrap.getEphemeralKeyInfo'] = always;
for (let i = 0; i < TOLD.length; i++) {
  FITS[`TLSWrap.${TOLD[i]}`] = always;
  RUNS[`TLSWrap.${TOLD[i]}`] = tell;
}

module.exports = { aliveMethod, checkOf, fitsOf, isMadeInCpp, runOf };
