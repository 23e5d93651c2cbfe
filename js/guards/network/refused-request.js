'use strict';
// What a refused request looks like: a request whose connection failed [G8]. It is a real ClientRequest that never gets a
// socket, so that whatever a package does with it works and has no effect.

const { ReflectApply, ReflectConstruct } = require('../../boot/primordials');
const { process } = require('../../boot/builtins');
const { isFailure } = require('./destination');
const { modules } = require('./owners');
const { survive } = require('./refused');

const { ClientRequest } = modules.http;
const { onSocket } = ClientRequest.prototype;
const { nextTick } = process;
const none = () => undefined;

function make(options) {
  try {
    return ReflectConstruct(ClientRequest, [{ __proto__: null, ...options, createConnection: none }]);
  } catch {
    // A method or headers that Node does not take: the refusal is what counts.
    return ReflectConstruct(ClientRequest, [{ __proto__: null, createConnection: none }]);
  }
}

/**
 * @param {Error} error of the refusal, or of a host that nobody knows; anything else is thrown, as Node does for wrong arguments
 * @param {Array} args what the judge left of the arguments: `[options, callback]`
 */
function refuseRequest(error, args) {
  if (!isFailure(error)) throw error;
  const { method, headers, host, path } = typeof args[0] === 'object' && args[0] !== null ? args[0] : {};
  const request = make({ method, headers, host, path });
  ReflectApply(nextTick, process, [survive, request]);
  ReflectApply(onSocket, request, [null, error]);
  return request;
}

/** `get` ends what it returns. */
function refuseGet(error, args) {
  const request = refuseRequest(error, args);
  request.end();
  return request;
}

module.exports = { refuseGet, refuseRequest };
