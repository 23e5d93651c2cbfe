'use strict';
// `os` tells facts; one function changes the process.

const { judge } = require('../core/decide');

module.exports = {
  rows: { __proto__: null, setPriority: { judge: (principal) => judge(principal, 'process:signal', undefined) } },
  passesRest: 'facts about the machine',
};
