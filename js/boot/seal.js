'use strict';
// Locks what every package shares and Sentinel or Node relies on, before any package runs.

const {
  Array, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPreventExtensions, ObjectPrototype, ReflectApply, ReflectOwnKeys, RegExp, SymbolSpecies, accessorDescriptor, globalThis,
} = require('./primordials');
const { fs } = require('./builtins');
const { CORE, isReadByCore, writerOf, writerOfGlobal } = require('../core/caller');
const { hardenPrototype, keepPrototype, replaceMember } = require('../core/harden');
const { publicBinding } = require('../core/inner');
const { guard } = require('../core/wrap');
const directories = require('../guards/fs/directories');
const fileHandles = require('../guards/fs/handles');
const watchers = require('../guards/fs/watchers');
const childProcess = require('../guards/child_process');
const { ownValue, setOwn } = require('../realm/globals');

/** A handle below JavaScript that only Node's own scripts may start. */
function lockHandle(prototype, name, api, internals, native) {
  if (prototype === undefined || typeof prototype[name] !== 'function') return;
  const row = { judge: () => ({ capability: 'all', resource: 'a handle of Node.js' }) };
  replaceMember(prototype, name, guard(prototype[name], row, api, { internals: native.internals(internals), called: name }));
}

function lockHandles(native) {
  const { FSEvent } = publicBinding('fs_event_wrap');
  lockHandle(FSEvent.prototype, 'start', 'FSEvent.start()', ['node:internal/fs/watchers'], native);
  const { StatWatcher } = publicBinding('fs');
  lockHandle(StatWatcher?.prototype, 'start', 'StatWatcher.start()', ['node:internal/fs/watchers'], native);
  const list = childProcess.prototypes();
  for (let i = 0; i < list.length; i++) {
    const { prototype, name, row, api, internals } = list[i];
    replaceMember(prototype, name, guard(prototype[name], row, api, { internals: native.internals(internals), called: name }));
  }
}

/**
 * `RegExp.$1`, `RegExp.input` and their like show what the last match of anybody was: the password that core took apart a
 * moment ago. Packages find nothing there.
 */
function closeLastMatch() {
  const keys = ReflectOwnKeys(RegExp);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const { get, set, enumerable } = ObjectGetOwnPropertyDescriptor(RegExp, key);
    if (get === undefined || key === SymbolSpecies) continue;
    const accessors = {
      get: () => (isReadByCore(key) ? ReflectApply(get, RegExp, []) : ''),
      set(...args) {
        if (set !== undefined && writerOf(args) === CORE) ReflectApply(set, RegExp, args);
      },
    };
    ObjectDefineProperty(RegExp, key, accessorDescriptor(accessors.get, accessors.set, enumerable, false));
  }
}

/** `localStorage` and `sessionStorage` hold what everybody stores, one of them in a file. Packages find none, as before Node.js 25, but what they put there themselves (`node-localstorage`, `jsdom`). */
function closeStorage() {
  const names = ['localStorage', 'sessionStorage'];
  for (let i = 0; i < names.length; i++) {
    const descriptor = ObjectGetOwnPropertyDescriptor(globalThis, names[i]);
    if (descriptor?.get === undefined || !descriptor.configurable) continue;
    const { get, set, enumerable } = descriptor;
    const accessors = {
      get: () => (isReadByCore(names[i]) ? ReflectApply(get, globalThis, []) : ownValue(names[i])),
      set(...args) {
        const writer = writerOfGlobal(args);
        if (writer === CORE) ReflectApply(set, globalThis, args);
        else setOwn(names[i], args[0], writer);
      },
    };
    ObjectDefineProperty(globalThis, names[i], accessorDescriptor(accessors.get, accessors.set, enumerable, false));
  }
}

/** Locks prototypes. Resolves when the last of them, which only an open file has, is locked. Opt out of the built-in ones with NRG_SENTINEL_NO_PROTO_FREEZE [G3]. */
function install(native, keepPrototypesOpen) {
  if (!keepPrototypesOpen) {
    ObjectPreventExtensions(ObjectPrototype);
    ObjectPreventExtensions(Array.prototype);
  }
  closeLastMatch();
  closeStorage();
  lockHandles(native);
  watchers.configure(native);
  directories.lock(native);
  const classes = [fs.Dirent, fs.Stats, fs.Dir, fs.ReadStream, fs.WriteStream];
  for (let i = 0; i < classes.length; i++) {
    keepPrototype(classes[i]);
    hardenPrototype(classes[i].prototype);
  }
  // What tells of a file comes in two kinds, and has its methods from a class that nobody exports.
  let level = ObjectGetPrototypeOf(fs.statSync(__filename, { bigint: true }));
  for (; level !== null && level !== ObjectPrototype; level = ObjectGetPrototypeOf(level)) {
    keepPrototype(level.constructor);
    hardenPrototype(level);
  }
  return fileHandles.lock(native);
}

module.exports = { install };
