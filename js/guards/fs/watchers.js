'use strict';
// Watchers: objects whose hidden method starts them on any path. Only Node's own scripts may call it.

const {
  FunctionPrototypeSymbolHasInstance, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, ReflectOwnKeys, SafeWeakSet, StringPrototypeEndsWith,
} = require('../../boot/primordials');
const { hardenPrototype, keepPrototype, replaceMember } = require('../../core/harden');
const { guard } = require('../../core/wrap');

const emitter = require('events').prototype;

const SCRIPTS = ['node:fs', 'node:internal/fs/promises', 'node:internal/fs/watchers', 'node:internal/fs/recursive_watch'];
const STARTS = 'Start';

let internals;
const locked = new SafeWeakSet();

function configure(native) {
  internals = native.internals(SCRIPTS);
}

const anyPath = { judge: () => ({ capability: 'all', resource: 'a watcher started by hand' }) };

/** Guards the start methods in the classes of this watcher, once for each class, and locks what everyone's watchers have from there. */
function lock(watcher) {
  let level = ObjectGetPrototypeOf(watcher);
  while (level !== null && level !== emitter && !locked.has(level)) {
    locked.add(level);
    const keys = ReflectOwnKeys(level);
    for (let i = 0; i < keys.length; i++) {
      const { description } = typeof keys[i] === 'symbol' ? keys[i] : { description: '' };
      const { value } = ObjectGetOwnPropertyDescriptor(level, keys[i]);
      if (typeof value === 'function' && StringPrototypeEndsWith(description, STARTS)) {
        replaceMember(level, keys[i], guard(value, anyPath, `${description}()`, { internals }));
      }
    }
    keepPrototype(level.constructor);
    hardenPrototype(level);
    level = ObjectGetPrototypeOf(level);
  }
}

/** watch and watchFile: a watcher is handed out only when its class is locked. */
function run(original, self, args) {
  const watcher = ReflectApply(original, self, args);
  // fs.promises.watch gives an iterator that leads to no watcher.
  if (FunctionPrototypeSymbolHasInstance(emitter.constructor, watcher)) lock(watcher);
  return watcher;
}

module.exports = { configure, run };
