'use strict';
// `tty`: a terminal stream is put on an open file by its number.

const { ObjectKeys, ReflectApply } = require('../../boot/primordials');
const { replaceMember } = require('../../core/harden');
const { guardConstructor } = require('../../core/wrap');
const { judgeDescriptor } = require('../fs/descriptors');

/** What `Parent.call(this, fd)` does. */
const callable = (original, self, args) => ReflectApply(original, self, args);
const constructors = {
  __proto__: null,
  ReadStream: { judge: (principal, args) => judgeDescriptor(principal, args, 0, 'fs:read'), callable },
  WriteStream: { judge: (principal, args) => judgeDescriptor(principal, args, 0, 'fs:write', true), callable },
};

const internals = ['node:internal/bootstrap/switches/is_main_thread'];

function lock(tty, native) {
  const set = native.internals(internals);
  const names = ObjectKeys(constructors);
  for (let i = 0; i < names.length; i++) {
    const original = tty[names[i]];
    replaceMember(original.prototype, 'constructor', guardConstructor(original, constructors[names[i]], `tty.${names[i]}()`, { internals: set }));
  }
}

module.exports = { internals, lock, constructors, passes: { __proto__: null, isatty: 'a question' } };
