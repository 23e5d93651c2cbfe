'use strict';
// Who sent a message: kept in a private field of the message object. It is no property: nothing that a package can do reads,
// writes, copies or forges it, and copies of a message do not have it. A WeakMap would do the same at ten times the price.

const { Given } = require('../../core/given');

class Origin extends Given {
  #sender;

  constructor(message, sender) {
    super(message);
    this.#sender = sender;
  }

  static set(message, sender) {
    if (#sender in message) message.#sender = sender;
    else new Origin(message, sender);
  }

  static of(message) {
    return typeof message === 'object' && message !== null && #sender in message ? message.#sender : undefined;
  }
}

/** Notes who sent a message that is being delivered. A message is one object for all who pass it on: the last delivery counts. */
const setOrigin = Origin.set;

/**
 * The record of the node that a message last came from, or undefined.
 * @param {any} message
 * @returns {import('../nodes/identity').NodeRecord | undefined}
 */
const originOf = Origin.of;

module.exports = { originOf, setOrigin };
