'use strict';
// What a refusal looks like at a socket: a connection that failed [G8]. An `error` that nobody listens to would end
// Node-RED, which bare Node may do and a refusal never does.

const { ReflectApply } = require('../../boot/primordials');
const { copy, loadReal, process } = require('../../boot/builtins');
const { isFailure } = require('./destination');

const { emit, listenerCount, once } = copy(loadReal('events').prototype);
const { nextTick } = process;

const nothing = () => undefined;

/** An error that is about to be emitted is heard by somebody. */
function survive(emitter) {
  if (ReflectApply(listenerCount, emitter, ['error']) === 0) ReflectApply(once, emitter, ['error', nothing]);
}

const later = (action) => ReflectApply(nextTick, process, [action]);

/**
 * The socket fails as if its host were not known: Node does with it all that it does then, what was written meanwhile included.
 * @param {Function} connect `net.Socket.prototype.connect` as Node has it
 */
function failConnection(error, socket, connect) {
  if (!isFailure(error)) throw error;
  const lookup = (host, options, callback) => later(() => {
    survive(socket);
    callback(error);
  });
  return ReflectApply(connect, socket, [{ host: 'refused.invalid', port: 1, autoSelectFamily: false, lookup }]);
}

/** `error` is emitted later, on a server or a datagram socket that stays as it was. */
function emitLater(error, emitter) {
  if (!isFailure(error)) throw error;
  later(() => {
    survive(emitter);
    ReflectApply(emit, emitter, ['error', error]);
  });
  return emitter;
}

/** A datagram is not sent: the callback is told, or whoever listens for errors. */
function answerLater(error, socket, args) {
  const callback = args[args.length - 1];
  if (typeof callback !== 'function' || !isFailure(error)) {
    emitLater(error, socket);
    return undefined;
  }
  ReflectApply(nextTick, process, [callback, error]);
  return undefined;
}

module.exports = { answerLater, emitLater, failConnection, survive };
