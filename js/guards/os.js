'use strict';
// `os` tells facts; one function changes the process.

const { ReflectApply } = require('../boot/primordials');
const { judge } = require('../core/decide');
const { withoutNegativeZeros } = require('../core/numbers');

/** They hand on which program is meant, and how, as it is. */
function run(original, self, args) {
  withoutNegativeZeros(args);
  return ReflectApply(original, self, args);
}

module.exports = {
  rows: { __proto__: null, getPriority: { judge: () => undefined, run }, setPriority: { judge: (principal) => judge(principal, 'process:signal', undefined), run } },
  passesRest: 'facts about the machine',
};
