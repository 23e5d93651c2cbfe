'use strict';
// `inspector` (and `inspector/promises`) reads and changes everything in the process.

const { judge } = require('../core/decide');

const open = { judge: (principal) => judge(principal, 'inspector:open', undefined) };

module.exports = {
  rows: {
    __proto__: null, close: open, open, url: open, waitForDebugger: open,
  },
  constructors: { __proto__: null, Session: open },
  passes: { __proto__: null, console: 'prints' },
  hidden: { __proto__: null, DOMStorage: 'the protocol', Network: 'the protocol', NetworkResources: 'the protocol' },
};
