'use strict';
// `assert`: comparisons.

module.exports = {
  __proto__: null,
  'compares values one has': `
    assert: fail AssertionError ok equal notEqual deepEqual notDeepEqual deepStrictEqual notDeepStrictEqual strictEqual notStrictEqual throws rejects
    assert: doesNotThrow doesNotReject ifError match doesNotMatch CallTracker strict partialDeepStrictEqual Assert
    assert.AssertionError.prototype: toString
    assert.AssertionError.prototype.@nodejs.util.inspect: custom
    assert.CallTracker.prototype: constructor reset getCalls calls report verify
    assert/strict: fail AssertionError ok equal notEqual deepEqual notDeepEqual deepStrictEqual notDeepStrictEqual strictEqual notStrictEqual throws rejects
    assert/strict: doesNotThrow doesNotReject ifError match doesNotMatch CallTracker strict partialDeepStrictEqual Assert
    assert.Assert.prototype: fail ok equal notEqual deepEqual notDeepEqual deepStrictEqual notDeepStrictEqual strictEqual notStrictEqual partialDeepStrictEqual
    assert.Assert.prototype: throws rejects doesNotThrow doesNotReject ifError match doesNotMatch
  `,
};
