'use strict';
// `node:test` starts processes, replaces modules and timers of everyone.

module.exports = { refuseAll: 'the test runner' };
