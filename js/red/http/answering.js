'use strict';
// While it answers a request Node.js asks the connection five times whether the response is the one under way there. The response is at work then and Sentinel knows the answer,
// so nobody has to be asked who looks (exchange.js): a method says it itself, or nobody finds anything while it runs, which packages never do.
//
// Code of a package's may run in the middle of each of these methods: it puts accessors and methods of its own on connections it was given. It has no response of others,
// so what is told while such code may run is `undefined`, and nothing else.

const {
  FunctionPrototypeToString, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectHasOwn, ReflectApply, StringPrototypeIncludes, StringPrototypeStartsWith,
} = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { conceal } = require('../../core/conceal');
const { Given, makeNote } = require('../../core/given');
const { closeFunction } = require('../../core/harden');
const { needLittle } = require('../../core/room');
const { hush, parserOf, partNext, responseOn, tellNext } = require('./exchange');

let isDone = false;

/** Called before these classes are locked, and before any package. */
function place({ OutgoingMessage, ServerResponse }) {
  if (isDone || state.armed) return;
  isDone = true;
  closeFunction(onPendingData);
  replace(OutgoingMessage.prototype, '_writeRaw', writing, isKnownWriting);
  replace(OutgoingMessage.prototype, 'end', ending, isKnownEnding);
  replace(ServerResponse.prototype, 'assignSocket', assigning, () => true);
  replace(ServerResponse.prototype, 'detachSocket', detaching, isKnownDetaching);
}

/** A method whose text is another one (of a later Node.js, or of who watches all requests) stays as it is: the connection then asks who looks. */
function replace(prototype, name, make, isKnown) {
  const descriptor = ObjectGetOwnPropertyDescriptor(prototype, name);
  const original = descriptor?.value;
  if (typeof original !== 'function' || !isKnown(FunctionPrototypeToString(original))) return;
  const method = conceal(make(original, prototype), original);
  closeFunction(method);
  ObjectDefineProperty(prototype, name, { __proto__: null, value: method, writable: descriptor.writable, enumerable: descriptor.enumerable, configurable: descriptor.configurable });
}

const isKnownWriting = (text) => StringPrototypeIncludes(text, `  if (conn && conn._httpMessage === this && conn.writable) {
    // There might be pending data in the this.output buffer.
    if (this.outputData.length) {
      this._flushOutput(conn);
    }
    // Directly write to socket.
    return conn.write(data, encoding, callback);
  }
`);

/** What Node.js does with what belongs to the response under way; all else is its own. */
function writing(original) {
  return function _writeRaw(data, encoding, callback, size) {
    const connection = this.socket;
    if (responseOn(connection) !== this || connection.destroyed || !connection.writable) return ReflectApply(original, this, [data, encoding, callback, size]);
    const hasCallback = typeof encoding === 'function';
    if (this.outputData.length > 0) this._flushOutput(connection);
    return ReflectApply(connection.write, connection, [data, hasCallback ? null : encoding, hasCallback ? encoding : callback]);
  };
}

const isKnownEnding = (text) => StringPrototypeIncludes(text, `._httpMessage === this) {
    this._finish();
  }

  return this;
}`);

/** Nobody finds the response while it is ended, so Node.js does not finish it: that is the last that is done. */
function ending(original) {
  return function end(...args) {
    const connection = this.socket;
    if (responseOn(connection) !== this || this.finished) return ReflectApply(original, this, args);
    const before = hush(connection);
    let result;
    try {
      result = ReflectApply(original, this, args);
    } finally {
      hush(before);
    }
    if (this.finished && this.outputData.length === 0 && this.socket === connection && responseOn(connection) === this) this._finish();
    return result;
  };
}

/** response -> what Node.js has it call when more or less of it waits to be written. */
const pending = makeNote();

/** It asks for the response to tell it that it may go on. Where it does not wait for that, nobody has to be found. */
function onPendingData(delta) {
  const original = pending.of(this);
  const connection = this.socket;
  if (typeof original !== 'function') return;
  const isWaiting = responseOn(connection) !== this || this.destroyed || this.writableNeedDrain;
  const before = hush(isWaiting ? undefined : connection);
  try {
    ReflectApply(original, undefined, [delta]);
  } finally {
    hush(before);
  }
}

/**
 * Responses inherit these two, which are locked, until something sets them. A response gets them before express gives it another prototype, while V8 still has one form for all: later it
 * is a form more of each response, and a setter on the way to it.
 */
class Status extends Given {
  statusCode = 200;

  statusMessage = undefined;
}

function assigning(original, prototype) {
  return function assignSocket(socket) {
    partNext(undefined);
    if (ObjectGetPrototypeOf(this) === prototype && !ObjectHasOwn(this, 'statusCode') && !ObjectHasOwn(this, 'statusMessage')) new Status(this);
    ReflectApply(original, this, [socket]);
    if (responseOn(socket) !== this) return;
    const told = this._onPendingData;
    if (typeof told !== 'function' || told === onPendingData) return;
    pending.put(this, told);
    this._onPendingData = onPendingData;
  };
}

/** It asks for the response before it does anything else: nothing else can be told it. */
const isKnownDetaching = (text) => StringPrototypeStartsWith(text, 'function detachSocket(socket) {\n  assert(socket._httpMessage === this);\n');

function detaching(original) {
  return function detachSocket(socket) {
    if (responseOn(socket) !== this) return ReflectApply(original, this, [socket]);
    // Where the stack ends it could not be taken back.
    needLittle();
    tellNext(socket);
    try {
      ReflectApply(original, this, [socket]);
    } finally {
      tellNext(undefined);
    }
    // Node.js then has the parser forget the request, and asks the connection for it, once. What came in completely the parser has no use for: it is forgotten here.
    const parser = parserOf(socket);
    if (parser?.incoming?.complete !== true) return undefined;
    parser.incoming = null;
    partNext(socket);
    return undefined;
  };
}

module.exports = { place };
