'use strict';
// `node:test` starts processes, replaces modules and timers of everyone.

const { ObjectGetPrototypeOf } = require('../boot/primordials');
const { closeMember, closeMembers } = require('../core/close');

const all = { judge: () => ({ capability: 'all', resource: 'the test runner' }) };

module.exports = {
  refuseAll: 'the test runner',
  /** What hangs on the function `test`, which an ES module gets as it is. */
  complete(values, native, guards, { real, who }) {
    const mocks = real.mock === undefined ? undefined : ObjectGetPrototypeOf(real.mock);
    if (mocks === undefined) return;
    closeMembers(mocks, all, 'MockTracker', who);
    closeMember(mocks, 'constructor', all, 'MockTracker', who);
    if (real.snapshot !== undefined) closeMembers(real.snapshot, all, 'test.snapshot', who);
    if (real.assert !== undefined) closeMembers(real.assert, all, 'test.assert', who);
  },
};
