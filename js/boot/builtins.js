'use strict';
// The original functions of the builtin modules Sentinel itself needs, as captured.js took them before anything could replace them.

const { ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectHasOwn, ReflectApply, ReflectOwnKeys } = require('./primordials');

/** Own data properties of a module. Accessors are left alone: process.stdout opens a stream. */
function copy(module) {
  const result = { __proto__: null };
  const keys = ReflectOwnKeys(module);
  for (let i = 0; i < keys.length; i++) {
    const descriptor = ObjectGetOwnPropertyDescriptor(module, keys[i]);
    if (ObjectHasOwn(descriptor, 'value')) ObjectDefineProperty(result, keys[i], descriptor);
  }
  return ObjectFreeze(result);
}

/**
 * The same of what captured.js took of a module, with the values of those accessors that are named: the getter is that of the start.
 * The guards ask for their values before any package runs.
 */
function frozen({ keys, descriptors }, module, accessors = []) {
  const result = { __proto__: null };
  for (let i = 0; i < keys.length; i++) if (ObjectHasOwn(descriptors[i], 'value')) ObjectDefineProperty(result, keys[i], descriptors[i]);
  for (let i = 0; i < accessors.length; i++) {
    const get = getterOf({ keys, descriptors }, accessors[i]);
    if (get !== undefined) addLazy(result, accessors[i], get, module);
  }
  return ObjectFreeze(result);
}

function getterOf({ keys, descriptors }, key) {
  for (let i = 0; i < keys.length; i++) if (keys[i] === key) return ObjectHasOwn(descriptors[i], 'get') ? descriptors[i].get : undefined;
  return undefined;
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

const captured = require('./captured');

const { Module, env, modules, realFs, realProcess, realpath } = captured;
/** A getter of the module: loading what is behind it is a third of the start of a short script. */
const promises = getterOf(modules.fs, 'promises');
let fsPromises;

/** A builtin module that is needed only when it is guarded: its own exports, past the loader that guards them. */
const loadReal = (name) => ReflectApply(captured.module._load, Module, [`node:${name}`, undefined, false]);

module.exports = ObjectFreeze({
  __proto__: null,
  copy,
  realpath,
  loadReal,
  fs: frozen(modules.fs, realFs, ['Dir', 'ReadStream', 'Utf8Stream', 'WriteStream', 'opendir', 'opendirSync']),
  // Taken when the guards ask for it, before any package runs.
  get fsPromises() {
    fsPromises ??= copy(ReflectApply(promises, realFs, []));
    return fsPromises;
  },
  path: frozen(modules.path),
  url: frozen(modules.url),
  // Not the rest of it: reading what is lazy in there loads thirty scripts on Node.js 26.
  util: ObjectFreeze(modules.util),
  vm: frozen(modules.vm),
  Module,
  module: frozen(modules.module),
  modulePrototype: frozen(modules.modulePrototype),
  moduleExtensions: frozen(modules.moduleExtensions),
  process: frozen(modules.process),
  realProcess,
  env,
});
