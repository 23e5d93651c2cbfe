'use strict';
// Streams of JavaScript below TLS and HTTP/2: Node's script tells C++ when a write is over, of whatever lies in the field where the request was.

const { NumberIsInteger, ReflectApply } = require('../boot/primordials');
const { isGoingOn, isUsed } = require('./brands');
const { makeNote } = require('./given');
const { write } = require('./writing');

const MOST = 0x7FFFFFFF;

/** Request -> the stream of JavaScript that it was handed to. */
const begun = makeNote();

/** A write to such a stream. */
function writeHere(original, self, args) {
  if (args[0] !== null) begun.put(args[0], self);
  return write(original, self, args);
}

/**
 * What is not going on is not ended, and a write only where it began. To end a connection of TLS is the same request for the stream below.
 * @param {'shutdown'|'write'} kind
 */
function finish(kind, original, self, args) {
  const request = args[0];
  const status = args[1];
  const isOurs = isGoingOn(kind, request) && (kind === 'shutdown' || !isUsed(request) || begun.of(request) === self);
  return isOurs && NumberIsInteger(status) && status >= -MOST && status <= MOST ? ReflectApply(original, self, [request, status]) : undefined;
}

module.exports = { finish, writeHere };
