'use strict';
// In whose name a script of Node.js connects, and where it may without `network:tcp`.
//
// A package calls `http.request`, and Node's own agent calls `net.connect` for it: at once, or later (a request that
// waited for its turn), when no package is on the stack. The guard of the higher protocol judged the URL; it runs Node's
// function inside `actingFor`, and the guard of `net.Socket.prototype.connect` finds the scope here.
//
// What holds:
// - The scope counts only while `fn` runs, synchronously, and ends with it however it ends. What Node does later needs a
//   scope of its own, opened by whoever guards the place where Node goes on.
// - It is looked at only when a listed script of Node calls `connect` itself (`CONNECTORS` in connect.js), and only when
//   the nearest package on the stack, if there is one, is the scope's. A package that is called inside `fn` (a getter, a
//   `lookup`, a listener, an agent's `createConnection`) speaks for itself, whatever scripts of Node it makes call
//   `connect`. So a scope that is opened later is best opened where no other package is on the stack.
// - A connection to one of the destinations passes without `network:tcp`: host, port or path must be exactly those. To
//   any other place it is `network:tcp` of the scope's principal, never of somebody else and never Node's own.
// - [C5] and [C6] hold all the same, for the address that the name leads to as well: the engine is asked with the
//   capability and the resource of the destination, and where `lookup` is the package's own, its answer is judged.

/**
 * A place to which Node may connect for somebody.
 * @typedef {object} Destination
 * @property {string} [host] as it will be handed to `net.connect`
 * @property {number} [port]
 * @property {string} [path] of a local socket, instead of host and port
 * @property {string} capability for which it was judged, e.g. `network:http`
 * @property {string} resource what was judged, e.g. the URL
 * @property {boolean} [isOrigin] `resource` stands for whatever may be asked for on its server
 * @property {(socket: object) => void} [limit] narrows what may be written on a socket that connects there
 */

const { lasting } = require('../../core/stopped');

const NOWHERE = [];

class Scope {
  /**
   * @param {number} principal
   * @param {Destination[]} destinations
   */
  constructor(principal, destinations) {
    this.principal = principal;
    this.destinations = destinations;
  }
}

/**
 * The scope that is open. Where a function around what is done would be one more frame for each look at the stack from inside, it is
 * opened and closed as actingFor() does it: between `try` and both assignments nothing is called, for the stack may end anywhere.
 * @type {{scope: Scope|undefined}}
 */
const opened = { scope: undefined };
lasting(() => opened.scope, (scope) => { opened.scope = scope; });

/**
 * Runs `fn` in the name of `principal`.
 * @param {number} principal
 * @param {Destination[]} destinations judged and allowed already; an own array of own null-prototype objects
 * @param {() => any} fn
 */
function actingFor(principal, destinations, fn) {
  const before = opened.scope;
  opened.scope = new Scope(principal, destinations);
  try {
    return fn();
  } finally {
    opened.scope = before;
  }
}

/** Runs `fn`, which a package called by itself, in its name: in the scope that is open, when that is its own. */
function speakingFor(principal, fn) {
  return opened.scope !== undefined && opened.scope.principal === principal ? fn() : actingFor(principal, NOWHERE, fn);
}

/** The scope that is open, for the guards of sockets. */
const currentScope = () => opened.scope;

/** The destination of `open` that is exactly this one, or undefined. */
function vouchedFor(open, host, port, path) {
  const { destinations } = open;
  for (let i = 0; i < destinations.length; i++) {
    const one = destinations[i];
    if (one.path === path && (path !== undefined || (one.host === host && one.port === port))) return one;
  }
  return undefined;
}

module.exports = { Scope, actingFor, currentScope, opened, speakingFor, vouchedFor };
