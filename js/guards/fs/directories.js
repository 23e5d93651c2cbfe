'use strict';
// Directory handles. A recursive one opens what it finds, from a list and with a path that anyone can put into it: each
// directory is judged for the package that the handle was opened for.

const {
  ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, PromisePrototypeThen, ReflectApply, SafeWeakMap,
} = require('../../boot/primordials');
const { snapshotOptions } = require('../../core/args');
const { callbackAt } = require('../../core/lists');
const { fs, path } = require('../../boot/builtins');
const { CORE, INTERNAL, callerOf } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { judgePath } = require('../../core/decide');
const { refusal } = require('../../core/deny');
const { replaceMember } = require('../../core/harden');
const { guard, guardConstructor } = require('../../core/wrap');

const SCRIPTS = ['node:internal/fs/dir'];

/** Dir -> the package it was opened for. */
const owners = new SafeWeakMap();

/** What C++ reads at once it has memory for at once. */
const MOST_AT_ONCE = 4096;

function withSize(options) {
  const copy = snapshotOptions(options);
  if (typeof copy?.bufferSize === 'number' && copy.bufferSize > MOST_AT_ONCE && copy.bufferSize <= 0xFFFFFFFF) copy.bufferSize = MOST_AT_ONCE;
  return copy;
}

/** opendir in all its forms. */
function run(original, self, args, principal) {
  const note = (directory) => {
    if (typeof directory === 'object' && directory !== null) owners.set(directory, principal);
    return directory;
  };
  const at = callbackAt(args);
  const callback = args[at];
  if (at !== 1) args[1] = withSize(args[1]);
  if (at !== -1) {
    args[at] = function opened(...results) {
      note(results[1]);
      return ReflectApply(callback, this, results);
    };
  }
  const result = ReflectApply(original, self, args);
  return typeof result?.then === 'function' ? PromisePrototypeThen(result, note) : note(result);
}

/** Opens a directory below: only for the handle's own package, and read once. */
function below(original, internals) {
  const holder = {
    readSyncRecursive(entry) {
      const owner = owners.get(this);
      const who = callerOf(internals);
      if (owner === undefined && who === INTERNAL && callerOf(0) === CORE) return ReflectApply(original, this, [entry]);
      if (who !== INTERNAL || owner === undefined) throw refusal(who, 'all', 'Dir.readSyncRecursive()', 'a directory handle of its own making');
      const name = `${entry.name}`;
      const parent = `${entry.parentPath ?? entry.path}`;
      if (judgePath(owner, 'fs:read', path.join(parent, name), 0) !== undefined) return undefined;
      return ReflectApply(original, this, [{ __proto__: null, name, parentPath: parent, path: parent }]);
    },
  };
  return conceal(holder.readSyncRecursive, original);
}

/** Locks what a handle leads to. Called once at start. */
function lock(native) {
  const internals = native.internals(SCRIPTS);
  const { prototype } = fs.Dir;
  const forged = { judge: () => ({ capability: 'all', resource: 'a directory handle of its own making' }) };
  const recursive = ObjectGetOwnPropertyDescriptor(prototype, 'readSyncRecursive');
  if (recursive !== undefined) replaceMember(prototype, 'readSyncRecursive', below(recursive.value, internals));
  const process = ObjectGetOwnPropertyDescriptor(prototype, 'processReadResult');
  if (process !== undefined) replaceMember(prototype, 'processReadResult', guard(process.value, forged, 'Dir.processReadResult()', { internals }));
  const made = guardConstructor(fs.Dir, forged, 'fs.Dir()', { internals });
  ObjectDefineProperty(made, 'name', { __proto__: null, value: 'Dir', configurable: true });
  replaceMember(prototype, 'constructor', made);
}

module.exports = { lock, run };
