'use strict';
// When Node-RED has started: it has loaded no module of its own for a while. Its own event is one that anybody can raise.

const { setTimeout } = require('./primordials');

const QUIET_MS = 2000;
let loaded = 0;

/** Core has loaded a module. */
function noteLoaded() {
  loaded++;
}

/** Has something done after the start. It keeps no process running. */
function whenStarted(action) {
  const before = loaded;
  later(QUIET_MS, () => (loaded === before ? action() : whenStarted(action)));
}

function later(ms, action) {
  setTimeout(action, ms).unref();
}

module.exports = { later, noteLoaded, whenStarted };
