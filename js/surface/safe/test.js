'use strict';
// `node:test`: what is left beside the guards.

module.exports = {
  __proto__: null,
  'needs the test runner': `
    test.describe: skip todo only expectFailure
    test: mock snapshot assert
    test/reporters: dot junit tap lcov
    test/reporters.lcov._events: prefinish
    test/reporters.lcov._writableState: onwrite
    test/reporters.LcovReporter.prototype: _transform constructor
    test.assert: register
  `,
};
