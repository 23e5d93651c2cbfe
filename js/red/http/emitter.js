'use strict';
// Methods of the class of emitters as they were before any package: the servers' own are guarded.

const { listeners, on, prependListener, removeListener } = require('events').prototype;

module.exports = { __proto__: null, listeners, on, prependListener, removeListener };
