'use strict';
// What an object really is, for functions of Node.js in C++ that believe what they are handed. Classes and fields say nothing: anybody can make an object that inherits from a class.

const { ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, SafeWeakSet } = require('../boot/primordials');
const { innerBinding } = require('./inner');
const { Given, makeNote } = require('./given');

/** Functions of C++ as they are before anything stands in their place: they take objects of their own class, and throw for others. */
const tests = { __proto__: null, address: undefined, key: undefined, async: undefined, cipher: undefined, connections: undefined, context: undefined, meters: [], requests: undefined, streams: undefined, below: undefined };

const STREAMS = [['tcp_wrap', 'TCP'], ['tls_wrap', 'TLSWrap'], ['js_stream', 'JSStream'], ['http2', 'Http2Stream']];

const METERS = ['Histogram', 'SlidingWindowHistogram'];

function prototypeOf(part, name) {
  return innerBinding(part)[name]?.prototype;
}

/** Called before the classes are guarded. */
function remember() {
  if (tests.async !== undefined) return;
  tests.key = prototypeOf('crypto', 'KeyObjectHandle')?.equals;
  tests.address = prototypeOf('block_list', 'SocketAddress');
  if (tests.address !== undefined) tests.address = { __proto__: null, detail: tests.address.detail, flowlabel: tests.address.flowlabel };
  tests.async = prototypeOf('stream_wrap', 'WriteWrap')?.getAsyncId;
  tests.context = prototypeOf('crypto', 'SecureContext')?.getMinProto;
  tests.cipher = prototypeOf('tls_wrap', 'TLSWrap')?.getCipher;
  tests.connections = prototypeOf('http_parser', 'ConnectionsList')?.idle;
  for (let i = 0; i < METERS.length; i++) {
    const { countBigInt } = prototypeOf('performance', METERS[i]) ?? {};
    if (countBigInt !== undefined) noteMeter(countBigInt);
  }
  tests.requests = {
    __proto__: null, connect: prototypeOf('tcp_wrap', 'TCPConnectWrap'), connectPipe: prototypeOf('pipe_wrap', 'PipeConnectWrap'), send: prototypeOf('udp_wrap', 'SendWrap'), shutdown: prototypeOf('stream_wrap', 'ShutdownWrap'), write: prototypeOf('stream_wrap', 'WriteWrap'),
  };
  tests.below = [prototypeOf('tcp_wrap', 'TCP'), prototypeOf('pipe_wrap', 'Pipe')];
  tests.streams = [];
  for (let i = 0; i < STREAMS.length; i++) {
    let get;
    for (let level = prototypeOf(STREAMS[i][0], STREAMS[i][1]); level && get === undefined; level = ObjectGetPrototypeOf(level)) get = ObjectGetOwnPropertyDescriptor(level, 'bytesRead')?.get;
    if (get !== undefined) tests.streams[tests.streams.length] = get;
  }
}

function passes(test, value, args) {
  try {
    ReflectApply(test, value, args);
    return true;
  } catch {
    return false;
  }
}

/** Is this an object of C++ that holds a key? */
const isKey = (value) => tests.key !== undefined && passes(tests.key, value, [value]);

/** Is this an object of the class of that method, which takes another one of them and changes nothing? */
const isOfClass = (method, value) => passes(method, value, [value]);

/** Is this an object of C++ that holds an address? */
const isAddress = (value) => tests.address !== undefined && passes(tests.address.flowlabel, value, []);

const IPV4 = 2;

/** How many bits an address has, whatever family the object that stands for it says. */
function bitsOf(address) {
  const detail = { __proto__: null, address: undefined, port: undefined, family: undefined, flowlabel: undefined };
  ReflectApply(tests.address.detail, address, [detail]);
  return detail.family === IPV4 ? 32 : 128;
}

/** Is this what TLS is made with? */
const isContext = (value) => tests.context !== undefined && passes(tests.context, value, []);

/** Is this an object of C++ that measures what it is told? */
const isMeter = (value) => tests.meters[0] !== undefined && passes(tests.meters[0], value, []);

/** Or any other that measures? */
function isOfMeters(value) {
  for (let i = 0; i < tests.meters.length; i++) if (passes(tests.meters[i], value, [])) return true;
  return false;
}

/** Those that Node.js has handed out. They are never closed: what measures is gone then, and their methods go on with the memory where it was. */
const measuring = new SafeWeakSet();
const noteMeasuring = (meter) => measuring.add(meter);
const isMeasuring = (value) => measuring.has(value);

/** @param {Function} method of a class of them that nobody exports, which is not guarded yet */
function noteMeter(method) {
  tests.meters[tests.meters.length] = method;
}

/** What was closed, whatever it is: methods of sockets for datagrams, too, go on with memory that is no longer theirs. */
const closed = makeNote();
const isClosed = (value) => closed.of(value) === true;

/** Closes it. */
function close(original, self, args) {
  const result = ReflectApply(original, self, args);
  closed.put(self, true);
  return result;
}

/** Have both ends of a connection of TLS agreed on something? */
const isAgreed = (tls) => typeof ReflectApply(tests.cipher, tls, []) === 'object' && ReflectApply(tests.cipher, tls, []) !== null;

/** The number of a request. */
const idOf = (request) => ReflectApply(tests.async, request, []);

/**
 * What a method of TLS does that is that of the stream below: that of its class, and not what somebody has put there under this name, which a script of Node's would call for
 * him. A stream that has no such method does nothing.
 */
function callBelow(tls, name, args) {
  const below = tls._parent;
  const method = below?.[name];
  for (let i = 0; i < tests.below.length; i++) if (method !== undefined && method === tests.below[i]?.[name]) return ReflectApply(method, below, args);
  return undefined;
}

/** The server's ends of TLS. */
const servers = new SafeWeakSet();
const noteServer = (tls) => servers.add(tls);
const isServer = (tls) => servers.has(tls);

/** Is this a stream of C++? */
function isStream(value) {
  for (let i = 0; i < tests.streams.length; i++) if (passes(tests.streams[i], value, [])) return true;
  return false;
}

const lists = new SafeWeakSet();

/** Is this the list that a server of http keeps of its connections? */
function isConnections(value) {
  if (typeof value !== 'object' || value === null) return false;
  if (lists.has(value)) return true;
  if (!passes(tests.connections, value, [])) return false;
  lists.add(value);
  return true;
}

/**
 * A request that was used: each is for one call, and a second one ends the process. It says so itself, in a class of its own: there are several for each message, and a
 * WeakSet of them is looked through by every collection of the young generation.
 */
class Used extends Given {
  #isUsed = true;

  static note(request) {
    new Used(request);
  }

  static isOn(request) {
    return #isUsed in request;
  }
}

/**
 * Is this a new request of that kind? From now on it is not.
 * @param {'connect'|'connectPipe'|'send'|'shutdown'|'write'} kind
 */
function takesRequest(kind, value) {
  if (typeof value !== 'object' || value === null || ObjectGetPrototypeOf(value) !== tests.requests[kind] || Used.isOn(value) || !passes(tests.async, value, [])) return false;
  Used.note(value);
  return true;
}

/** Was it handed to a method of a stream? Those that C++ makes itself were not. */
const isUsed = (request) => Used.isOn(request);

/** Is this a request of that kind that is going on? One that has not begun or is over has no number. */
const isGoingOn = (kind, value) => typeof value === 'object' && value !== null && ObjectGetPrototypeOf(value) === tests.requests[kind] && passes(tests.async, value, []) && idOf(value) > 0;

/** Session of HTTP/2 -> the stream that it speaks on, whatever fields say later. */
const consumed = makeNote();

module.exports = { bitsOf, callBelow, close, consumedBy: consumed.of, idOf, isAddress, isAgreed, isClosed, isConnections, isContext, isGoingOn, isKey, isMeasuring, isMeter, isOfClass, isOfMeters, isServer, isStream, isUsed, noteConsumed: consumed.put, noteMeasuring, noteMeter, noteServer, remember, takesRequest };
