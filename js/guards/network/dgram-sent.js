'use strict';
// What a package sends and was judged, until Node.js hands it to the socket below: a turn later, when nobody is on the stack any more. Its bytes are known again by an object for them that nobody
// else has, so that nobody has to be looked for then.

const {
  ArrayIsArray, BufferFrom, TypedArrayPrototypeBufferGet, TypedArrayPrototypeByteLengthGet, TypedArrayPrototypeByteOffsetGet, TypedArrayPrototypeSymbolToStringTagGet,
} = require('../../boot/primordials');
const { paths } = require('../../core/decide');
const { makeNote } = require('../../core/given');
const { isIP } = require('./destination');

class Sent {
  constructor(principal, port, address) {
    this.principal = principal;
    this.port = port;
    this.address = address;
    this.epoch = paths.epoch;
  }
}

/** Bytes -> where they were allowed to go; once. */
const sent = makeNote();

/** The same bytes in an object that nobody has; undefined for what is neither text nor bytes. */
function ownBytes(message) {
  if (typeof message === 'string') return BufferFrom(message);
  if (TypedArrayPrototypeSymbolToStringTagGet(message) !== 'Uint8Array') return undefined;
  try {
    return BufferFrom(TypedArrayPrototypeBufferGet(message), TypedArrayPrototypeByteOffsetGet(message), TypedArrayPrototypeByteLengthGet(message));
  } catch {
    return undefined; // its memory is gone
  }
}

/**
 * send(message, port, address, callback?) was allowed. What goes to a name is judged again when it is known where that leads.
 * @param {any[]} args as they were judged; the message is replaced
 */
function noteSent(principal, args) {
  const { 0: message, 1: port, 2: address } = args;
  if (typeof port !== 'number' || typeof address !== 'string' || isIP(address) === 0) return;
  const bytes = ownBytes(message);
  if (bytes === undefined) return;
  sent.put(bytes, new Sent(principal, port, address));
  args[0] = bytes;
}

/**
 * Is this what was allowed to go there, under the policy of now? It is asked once.
 * @param {any} list the messages; nobody but Node.js has a list with these bytes before that
 */
function takesSent(list, principal, port, address) {
  const bytes = ArrayIsArray(list) && list.length === 1 ? list[0] : undefined;
  const found = sent.of(bytes);
  if (found === undefined) return false;
  sent.put(bytes, undefined);
  return found.epoch === paths.epoch && found.principal === principal && found.port === port && found.address === address;
}

module.exports = { noteSent, takesSent };
