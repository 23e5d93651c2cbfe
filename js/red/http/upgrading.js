'use strict';
// Connections that become something else than HTTP, as websockets do [R15]. Who was given a request has its socket for as long as he likes: once no parser of Node.js's takes what comes in there, he would hear and say what
// goes through it, and find by it the objects of core that work with it, whose classes are those of everybody's websockets. So a connection on which a package was given a request becomes nothing else: it is closed
// without an answer, as a server may close one that is kept at any time, and the client makes another. A request that a package is given afterwards leads to no connection.

const { ObjectPrototypeIsPrototypeOf, ReflectApply, ReflectConstruct, ReflectDefineProperty, ReflectGetOwnPropertyDescriptor, dataDescriptor } = require('../../boot/primordials');
const { loadReal } = require('../../boot/builtins');
const { makeNote } = require('../../core/given');
const { responseOn } = require('./exchange');
const { isGenuine } = require('./genuine');

/** Of Node.js; not before packages run, when all that Node's modules take of others stands ready. */
let classes;
function known() {
  if (classes === undefined) {
    const { Socket } = loadReal('net');
    const { OutgoingMessage } = loadReal('http');
    classes = { __proto__: null, Socket, destroy: Socket.prototype.destroy, responses: OutgoingMessage.prototype };
  }
  return classes;
}

const end = (socket) => ReflectApply(known().destroy, socket, []);

const GIVEN = 1;
const OTHER = 2;
/** Connection -> has a package been given a request on it, or is it something else by now? */
const states = makeNote();

const isObject = (value) => typeof value === 'object' && value !== null;
const own = (object, key) => ReflectGetOwnPropertyDescriptor(object, key)?.value;

/**
 * A layer of a package's is about to get this request.
 * @returns {boolean} false: its connection is something else by now, and nobody gets it
 */
function mayGive(request) {
  const { socket } = request;
  if (!isObject(socket)) return true;
  if (states.of(socket) === OTHER) {
    end(socket);
    return false;
  }
  states.put(socket, GIVEN);
  return true;
}

/** A request, and its response, that have no connection any more. */
function sever(request, response, socket) {
  const gone = dataDescriptor(end(ReflectConstruct(known().Socket, [])), true, true, true);
  ReflectDefineProperty(request, 'socket', gone);
  ReflectDefineProperty(request, 'client', gone);
  if (!isObject(response) || own(response, 'socket') !== socket) return;
  // It is being sent still.
  ReflectDefineProperty(response, 'socket', gone);
  end(socket);
}

/** A package is about to find this object of Node.js's in a message or a context: a request, a response, or anything else. */
function noteGiven(value) {
  let request = value;
  if (!isGenuine(value)) {
    if (!ObjectPrototypeIsPrototypeOf(known().responses, value)) return;
    request = own(value, 'req');
    if (!isGenuine(request)) return;
  }
  const socket = own(request, 'socket');
  if (!isObject(socket)) return;
  if (states.of(socket) === OTHER) sever(request, own(request, 'res'), socket);
  else states.put(socket, GIVEN);
}

/**
 * Node.js is about to hand over a connection that is to become something else.
 * @returns {boolean} false: it is closed
 */
function mayUpgrade(socket) {
  if (!isObject(socket)) return true;
  const response = responseOn(socket);
  // What is being answered has the connection until it is.
  if (states.of(socket) === GIVEN || (isObject(response) && own(response, 'finished') !== true)) {
    end(socket);
    return false;
  }
  states.put(socket, OTHER);
  return true;
}

module.exports = { mayGive, mayUpgrade, noteGiven };
