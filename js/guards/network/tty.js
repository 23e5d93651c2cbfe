'use strict';
// `tty`: a terminal stream is put on an open file by its number.

const { ReflectApply } = require('../../boot/primordials');
const { judgeGiven } = require('../fs/descriptors');

/** What `Parent.call(this, fd)` does. */
const callable = (original, self, args) => ReflectApply(original, self, args);
const constructors = {
  __proto__: null,
  ReadStream: { judge: (principal, args) => judgeGiven(principal, args, 0, 'fs:read'), callable },
  WriteStream: { judge: (principal, args) => judgeGiven(principal, args, 0, 'fs:write', true), callable },
};

module.exports = {
  internals: ['node:internal/bootstrap/switches/is_main_thread'],
  constructors,
  passes: { __proto__: null, isatty: 'a question' },
};
