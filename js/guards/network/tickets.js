'use strict';
// What a socket was allowed: where its handle may connect, and for whom. The guard of `net.Socket.prototype.connect` writes it (connect.js), the handles look
// (handles.js).

const { SafeSet, SetPrototypeAdd, SetPrototypeHas } = require('../../boot/primordials');
const { CORE, UNKNOWN } = require('../../core/caller');
const { makeNote } = require('../../core/given');
const { handleOf, isNarrowEnough } = require('./wire');

class Ticket {
  constructor(principal, path) {
    this.principal = principal;
    this.free = false;
    /** Of a local socket. */
    this.path = path;
    /** Where it may go: most names lead to one address. */
    this.address = undefined;
    this.port = undefined;
    /** Where else. */
    this.places = undefined;
  }
}

const FREE = new Ticket(CORE, undefined);
FREE.free = true;

/** Socket -> ticket. */
const tickets = makeNote();

const placeOf = (address, port) => `${port} ${address}`;

function addPlace(ticket, address, port) {
  if (ticket.address === undefined) {
    ticket.address = address;
    ticket.port = port;
    return;
  }
  ticket.places ??= new SafeSet();
  SetPrototypeAdd(ticket.places, placeOf(address, port));
}

function leadsTo(ticket, address, port) {
  if (ticket.address === address && ticket.port === port) return true;
  return ticket.places !== undefined && SetPrototypeHas(ticket.places, placeOf(address, port));
}

/**
 * May this socket's handle connect there? Node does it at once or later; a package on the stack that makes Node's scripts do it
 * has no part in the tickets of others.
 * @param {object} handle of the socket, which connects
 * @param {number} behind who stands behind Node's script that asks
 * @param {string} address the address, or the path of a local socket
 * @param {number} [port] undefined for a local socket
 */
function hasTicket(socket, handle, behind, address, port) {
  const ticket = tickets.of(socket);
  if (ticket === undefined || !isNarrowEnough(socket, handle)) return false;
  if (behind !== CORE && behind !== UNKNOWN && behind !== ticket.principal) return false;
  if (ticket.free) return true;
  return port === undefined ? ticket.path !== undefined && ticket.path === address : leadsTo(ticket, address, port);
}

/** Handle -> the socket and the ticket for which Node made it. */
const prepared = makeNote();

function prepareHandle(socket, ticket) {
  const handle = handleOf(socket);
  if (ticket.path === undefined && typeof handle === 'object' && handle !== null) prepared.put(handle, { socket, ticket });
}

/**
 * The first connection of a handle to a place that was judged for it needs no look at the stack: whoever makes it does what Node is about
 * to do, on the same handle, which is as narrow as the ticket says.
 */
function takesTicket(handle, address, port) {
  const found = prepared.of(handle);
  if (found === undefined) return false;
  prepared.put(handle, undefined);
  // What is no text could be another one when it is read again.
  if (found.ticket.free || typeof address !== 'string' || typeof port !== 'number' || !isNarrowEnough(found.socket, handle)) return false;
  return leadsTo(found.ticket, address, port);
}

const isJudged = (socket) => tickets.of(socket) !== undefined;

module.exports = { FREE, Ticket, addPlace, hasTicket, isJudged, prepareHandle, takesTicket, tickets };
