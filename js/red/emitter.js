'use strict';
// Methods of the class of emitters as they were before any package: the servers' own are guarded.

const { emit, listeners, on, prependListener, removeListener } = require('events').prototype;

module.exports = { __proto__: null, emit, listeners, on, prependListener, removeListener };
