'use strict';
// What is not classified is refused to packages: on a Node.js that nobody has reviewed, and what other code has added to
// Node's own objects before Sentinel was loaded. On a reviewed Node.js that nothing has touched there is nothing to look for,
// which the tests have shown for all of it, and nothing is loaded.

const {
  ArrayPrototypePush, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectKeys, SafeSet, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
} = require('../boot/primordials');
const { env, module: nodeModule, path, process, realProcess } = require('../boot/builtins');
const { byName, lookWhoCalls, readAs } = require('../core/caller');
const { closeMember } = require('../core/close');

/** Versions of Node.js whose every name is in the tables or behind a guard; tests/surface proves it for each. */
const REVIEWED = ['20.20', '22.23', '24.21', '26.10'];

const sentinelDir = path.join(__dirname, '..') + path.sep;
const judge = () => ({ capability: 'all', resource: 'a function that this version of Sentinel does not know' });

function isReviewed() {
  for (let i = 0; i < REVIEWED.length; i++) if (StringPrototypeStartsWith(process.version, `v${REVIEWED[i]}.`)) return true;
  return false;
}

/** Options that run code first, and options that bring names which the review has not seen. */
const OPTIONS = ['--import', 'loader', '--experimental', '--expose', '--harmony', '--js-', '--allow-natives', '--wasm'];

function hasOption(text) {
  for (let i = 0; i < OPTIONS.length; i++) if (StringPrototypeIndexOf(text, OPTIONS[i]) !== -1) return true;
  return false;
}

/** Is this another process than the one that was reviewed: did other code run first, or may it? */
function isTouched() {
  const files = ObjectKeys(nodeModule._cache);
  for (let i = 0; i < files.length; i++) if (!StringPrototypeStartsWith(files[i], sentinelDir)) return true;
  for (let i = 0; i < process.execArgv.length; i++) if (hasOption(process.execArgv[i])) return true;
  return env.NODE_OPTIONS !== undefined && hasOption(env.NODE_OPTIONS);
}

/** Node's scripts that call functions they were given: a package could have them call what it may not call itself. */
const RUNS_OTHERS = ['events', 'timers', 'internal/timers', 'internal/process/task_queues', 'internal/util', 'internal/event_target', 'async_hooks', 'internal/async_hooks',
  'diagnostics_channel', 'internal/promise_hooks', 'internal/async_local_storage', 'internal/async_local_storage/async_context_frame',
  'internal/async_local_storage/async_hooks', 'internal/abort_controller', 'internal/webidl', 'internal/util/debuglog'];

/** This one reads all that a module exports, for those who import it. */
const LISTS = ['node:internal/bootstrap/realm'];

/**
 * The row of such a member. Scripts of Node's call and read it by its name; what calls it otherwise was given it: a stream writes by any function, one of files opens by any, an assertion
 * calls any. By a symbol none can be told from another.
 */
function rowFor({ key }, { readers }) {
  if (typeof key === 'symbol') return { called: '', judge };
  const name = byName(key);
  return { called: '', judge, internal: () => lookWhoCalls()(name), behind: 0, read: readAs(key), readers };
}

/** Node's own scripts go on calling each other: all of them by names, those that call nothing they were given by symbols, too. */
function nodesOwn(native) {
  const others = new SafeSet();
  for (let i = 0; i < RUNS_OTHERS.length; i++) others.add(RUNS_OTHERS[i]);
  const loaded = realProcess.moduleLoadList;
  const all = [];
  const some = [];
  for (let i = 0; i < loaded.length; i++) {
    if (!StringPrototypeStartsWith(loaded[i], 'NativeModule ')) continue;
    const name = StringPrototypeSlice(loaded[i], 'NativeModule '.length);
    ArrayPrototypePush(all, `node:${name}`);
    if (!others.has(name)) ArrayPrototypePush(some, `node:${name}`);
  }
  return { __proto__: null, byName: native.internals(all), bySymbol: native.internals(some), readers: native.internals(LISTS) };
}

/**
 * Does this method stand before one that all emitters have? Tracers wrap `http.Server.prototype.emit`. What everyone may call, without a guard, may be called
 * here as well; of what stands before a guarded method nobody knows which one it calls.
 */
function isOfEmitters({ holder, key, kind }, emitters) {
  if (kind !== 'function' || typeof holder === 'function' || holder === emitters || ObjectGetOwnPropertyDescriptor(emitters, key) === undefined) return false;
  return ObjectGetPrototypeOf(holder)?.[key] === emitters[key];
}

/**
 * Refuses everything that is not classified.
 * @param {object} native the addon
 * @param {() => void} first puts in place what Node's modules are to find when they are loaded
 * @returns {{refused: string[], open: string[]}} names; `open`: what Node.js does not let anyone replace
 */
function refuseUnknown(native, first) {
  const result = { __proto__: null, refused: [], open: [] };
  if (isReviewed() && !isTouched()) return result;
  const known = new SafeSet();
  require('./index').eachName(require('../generated/surface'), (name) => known.add(name));
  first();
  const found = require('./roots').survey(known);
  const internals = nodesOwn(native);
  const emitters = require('events').prototype;
  for (let i = 0; i < found.length; i++) {
    const entry = found[i];
    if (entry.kind === 'value' || known.has(entry.name) || isOfEmitters(entry, emitters)) continue;
    ArrayPrototypePush(closeMember(entry.holder, entry.key, rowFor(entry, internals), entry.name, { internals: typeof entry.key === 'symbol' ? internals.bySymbol : internals.byName }) ? result.refused : result.open, entry.name);
  }
  return result;
}

module.exports = { isReviewed, isTouched, refuseUnknown };
