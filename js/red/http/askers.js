'use strict';
// Who raises events on a server of core's: a request or a connection that did not come in through Node.js asks, once the server is guarded.

const { makeNote } = require('../../core/given');

/** The `emit` of a watched server -> { ask }, undefined until the server is guarded. */
const askers = makeNote();

/** Notes that a function is the `emit` of a watched server; answers what it is to call for what did not come in. */
function watchEmit(emit) {
  const asker = { __proto__: null, ask: undefined };
  askers.put(emit, asker);
  return asker;
}

/** Lets `emit` of a watched server ask so. False when it is another function. */
function guardEmit(emit, ask) {
  const asker = askers.of(emit);
  if (asker === undefined) return false;
  asker.ask = ask;
  return true;
}

module.exports = { guardEmit, watchEmit };
