'use strict';
// The original functions of the builtin modules Sentinel itself needs, copied before anything could replace them.

const { ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ReflectApply, ReflectOwnKeys } = require('./primordials');

/**
 * Own data properties of a module. Accessors are left alone (process.stdout opens a stream), except those named, whose
 * getter is taken now. The guards ask for their values before any package runs.
 */
function copy(module, accessors = []) {
  const result = { __proto__: null };
  const keys = ReflectOwnKeys(module);
  for (let i = 0; i < keys.length; i++) {
    const descriptor = ObjectGetOwnPropertyDescriptor(module, keys[i]);
    if ('value' in descriptor) ObjectDefineProperty(result, keys[i], descriptor);
  }
  for (let i = 0; i < accessors.length; i++) {
    const descriptor = ObjectGetOwnPropertyDescriptor(module, accessors[i]);
    if (descriptor?.get !== undefined) addLazy(result, accessors[i], descriptor.get, module);
  }
  return ObjectFreeze(result);
}

/** The value of an accessor of now, taken when it is first asked for: these load half of Node's streams. */
function addLazy(result, key, get, module) {
  let value;
  let isTaken = false;
  const taken = () => {
    if (!isTaken) value = ReflectApply(get, module, []);
    isTaken = true;
    return value;
  };
  ObjectDefineProperty(result, key, { __proto__: null, get: taken, enumerable: true, configurable: false });
}

const fs = require('fs');
const Module = require('module');
const { types } = require('util');
const { get: promises } = ObjectGetOwnPropertyDescriptor(fs, 'promises');
let fsPromises;

const load = Module._load;

/** A builtin module that is needed only when it is guarded: its own exports, past the loader that guards them. */
const loadReal = (name) => ReflectApply(load, Module, [`node:${name}`, undefined, false]);

module.exports = ObjectFreeze({
  __proto__: null,
  copy,
  // The form in JavaScript looks at each folder on the way, for each file anew. Elsewhere the two differ in letters.
  realpath: process.platform === 'linux' ? fs.realpathSync.native : fs.realpathSync,
  loadReal,
  fs: copy(fs, ['Dir', 'ReadStream', 'Utf8Stream', 'WriteStream', 'opendir', 'opendirSync']),
  // Taken when the guards ask for it, before any package runs; loading it is a third of the start of a short script.
  get fsPromises() {
    fsPromises ??= copy(ReflectApply(promises, fs, []));
    return fsPromises;
  },
  path: copy(require('path')),
  url: copy(require('url')),
  // Not the rest of it: reading what is lazy in there loads thirty scripts on Node.js 26.
  util: ObjectFreeze({
    __proto__: null, inspect: require('util').inspect, promisify: require('util').promisify, isAnyArrayBuffer: types.isAnyArrayBuffer, isBoxedPrimitive: types.isBoxedPrimitive, isDate: types.isDate,
    isMap: types.isMap, isNativeError: types.isNativeError, isPromise: types.isPromise, isProxy: types.isProxy, isRegExp: types.isRegExp, isSet: types.isSet,
  }),
  vm: copy(require('vm')),
  Module,
  module: copy(Module),
  modulePrototype: copy(Module.prototype),
  moduleExtensions: copy(Module._extensions),
  process: copy(process),
  realProcess: process,
  env: process.env,
});
