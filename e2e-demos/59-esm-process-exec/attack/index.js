'use strict';
module.exports = require('./probe.js')('demo-59-esm-process-exec', new Proxy({}, {
  get: (target, call) => async (args) => (await import('./attack.mjs')).calls[call](args),
  has: () => true,
  getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
}));
