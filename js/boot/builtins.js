'use strict';
// The original functions of the builtin modules Sentinel itself needs, copied before anything could replace them.

const { ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ReflectOwnKeys } = require('./primordials');

/**
 * Own data properties of a module. Accessors are left alone (process.stdout opens a stream), except those named, whose
 * value is taken now.
 */
function copy(module, accessors = []) {
  const result = { __proto__: null };
  const keys = ReflectOwnKeys(module);
  for (let i = 0; i < keys.length; i++) {
    const descriptor = ObjectGetOwnPropertyDescriptor(module, keys[i]);
    if ('value' in descriptor) ObjectDefineProperty(result, keys[i], descriptor);
  }
  for (let i = 0; i < accessors.length; i++) result[accessors[i]] ??= module[accessors[i]];
  return ObjectFreeze(result);
}

const fs = require('fs');
const Module = require('module');

module.exports = ObjectFreeze({
  __proto__: null,
  copy,
  fs: copy(fs, ['Dir', 'ReadStream', 'Utf8Stream', 'WriteStream', 'opendir', 'opendirSync']),
  fsPromises: copy(fs.promises),
  path: copy(require('path')),
  url: copy(require('url')),
  util: copy(require('util')),
  vm: copy(require('vm')),
  Module,
  module: copy(Module),
  modulePrototype: copy(Module.prototype),
  moduleExtensions: copy(Module._extensions),
  process: copy(process),
  realProcess: process,
  env: process.env,
});
