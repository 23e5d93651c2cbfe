'use strict';
// Watchers: objects whose hidden method starts them on any path. Only Node's own scripts may call it.

const {
  FunctionPrototypeSymbolHasInstance, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, ReflectOwnKeys, SafeMap, SafeWeakSet, StringPrototypeEndsWith, StringPrototypeIncludes,
} = require('../../boot/primordials');
const { fs, path, realProcess } = require('../../boot/builtins');
const { snapshotOptions } = require('../../core/args');
const { callbackAt } = require('../../core/lists');
const { hardenPrototype, keepPrototype, replaceMember } = require('../../core/harden');
const { guard } = require('../../core/wrap');

const Emitter = require('events');
const emitter = Emitter.prototype;
const { emit, listenerCount, on, removeAllListeners, removeListener } = emitter;
const { unwatchFile } = fs;
const { nextTick } = realProcess;
const { resolve } = path;

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
    const keys = ReflectOwnKeys(level);
    for (let i = 0; i < keys.length; i++) {
      const { description } = typeof keys[i] === 'symbol' ? keys[i] : { description: '' };
      const { value } = ObjectGetOwnPropertyDescriptor(level, keys[i]);
      if (typeof value === 'function' && StringPrototypeEndsWith(description, STARTS)) {
        replaceMember(level, keys[i], guard(value, anyPath, `${description}()`, { internals, called: description }));
      }
    }
    keepPrototype(level.constructor);
    hardenPrototype(level);
    // When it is whole: the stack can end before.
    locked.add(level);
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

/** Principal and path -> its watcher. Node.js has one for each path, with the listeners of everybody. */
const polling = new SafeMap();
const keyOf = (principal, file) => `${principal} ${resolve(file)}`;

/** What a package gets for a file that is polled: its own listeners, behind the one that all share. */
class Polling extends Emitter {
  #real;
  #end;

  constructor(real, end) {
    super();
    this.#real = real;
    this.#end = end;
  }

  ref() {
    ReflectApply(this.#real.ref, this.#real, []);
    return this;
  }

  unref() {
    ReflectApply(this.#real.unref, this.#real, []);
    return this;
  }

  stop() {
    this.#end();
  }
}

ObjectFreeze(Polling.prototype);
ObjectFreeze(Polling);

/** How often it looks is handed on as it is, and C++ takes no zero below zero. */
function withInterval(options) {
  const copy = snapshotOptions(options);
  if (copy?.interval === 0) copy.interval = 0;
  return copy;
}

/** watchFile() of a package. */
function runFile(original, self, args, principal) {
  const at = callbackAt(args);
  // Node complains.
  if (at === -1 || typeof args[0] !== 'string') return ReflectApply(original, self, args);
  const { 0: file, [at]: listener } = args;
  if (at > 1) args[1] = withInterval(args[1]);
  const key = keyOf(principal, file);
  let entry = MapPrototypeGet(polling, key);
  if (entry === undefined) {
    entry = { __proto__: null, file, own: undefined, relay: (current, previous) => ReflectApply(emit, entry.own, ['change', current, previous]) };
    args[at] = entry.relay;
    entry.own = new Polling(run(original, self, args), () => end(key, entry));
    MapPrototypeSet(polling, key, entry);
  }
  ReflectApply(on, entry.own, ['change', listener]);
  return entry.own;
}

function end(key, entry) {
  if (MapPrototypeGet(polling, key) !== entry) return;
  MapPrototypeDelete(polling, key);
  unwatchFile(entry.file, entry.relay);
  ReflectApply(nextTick, realProcess, [() => ReflectApply(emit, entry.own, ['stop'])]);
}

/** unwatchFile() of a package: its own listeners. */
function runUnwatch(original, self, args, principal) {
  const { 0: file, 1: listener } = args;
  if (typeof file !== 'string' || StringPrototypeIncludes(file, '\0')) return ReflectApply(original, self, args);
  const key = keyOf(principal, file);
  const entry = MapPrototypeGet(polling, key);
  if (entry === undefined) return undefined;
  if (typeof listener === 'function') ReflectApply(removeListener, entry.own, ['change', listener]);
  else ReflectApply(removeAllListeners, entry.own, ['change']);
  if (ReflectApply(listenerCount, entry.own, ['change']) === 0) end(key, entry);
  return undefined;
}

module.exports = { configure, run, runFile, runUnwatch };
