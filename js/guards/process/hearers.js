'use strict';
// Listeners of packages on the events by which Node.js tells that nobody caught an error. They hear of those that do not end Node-RED, too.

const { ArrayPrototypePush, ReflectApply } = require('../../boot/primordials');
const { copyList, removeFrom } = require('../../core/lists');

const relays = { __proto__: null, uncaughtException: [], unhandledRejection: [] };

/** Notes a listener, which a package has just added. */
function add(name, relay) {
  if (relays[name] !== undefined) ArrayPrototypePush(relays[name], relay);
}

function remove(name, relay) {
  if (relays[name] !== undefined) removeFrom(relays[name], relay);
}

/**
 * Tells them, and nobody else.
 * @param {(error: any) => void} failed is given what one of them throws, by which Node.js would end the process
 * @returns {boolean} whether there was one
 */
function tell(name, args, failed) {
  const list = copyList(relays[name]);
  for (let i = 0; i < list.length; i++) {
    try {
      ReflectApply(list[i], undefined, copyList(args));
    } catch (error) {
      failed(error);
    }
  }
  return list.length > 0;
}

module.exports = { add, remove, tell };
