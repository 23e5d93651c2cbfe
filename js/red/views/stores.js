'use strict';
// Stores of contexts that settings.js takes from packages: everybody's values go through them. Such a store sees nodes and classes of others as whoever gets a
// message does, and what it had for them is what was kept again when it is asked for the same key [R2][R7].

const { ArrayIsArray, MapPrototypeGet, MapPrototypeSet, ObjectCreate, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectKeys, ReflectApply, SafeMap } = require('../../boot/primordials');
const { CORE, UNKNOWN } = require('../../core/caller');
const { util } = require('../../boot/builtins');
const { cross } = require('./crossing');
const { scriptOwner } = require('./kinds');
const { inheritedMember } = require('./mirror');
const { SENT } = require('./ways');

const METHODS = ['open', 'close', 'get', 'set', 'keys', 'delete', 'clean'];

/** Whose a store is: that of who makes it, or of what it does where settings.js makes it itself. What nobody can tell is nobody's. */
function ownerOf(module, store) {
  const owner = scriptOwner(module);
  if (owner !== CORE) return owner > CORE ? owner : UNKNOWN;
  if (typeof store !== 'object' || store === null) return CORE;
  if (util.isProxy(store)) return UNKNOWN;
  let answer = CORE;
  for (let i = 0; i < METHODS.length; i++) {
    const { get, value = get } = inheritedMember(store, METHODS[i]) ?? {};
    if (typeof value !== 'function') continue;
    const whose = scriptOwner(value);
    if (whose > CORE) return whose;
    if (whose < CORE) answer = UNKNOWN;
  }
  return answer;
}

/** What a store has in the place of values: scope -> key -> { given, value }. */
function keeping(principal) {
  const kept = new SafeMap();
  return {
    __proto__: null,
    note(scope, key, value) {
      const given = cross(principal, value, CORE, SENT);
      let byKey = MapPrototypeGet(kept, scope);
      if (given !== value && byKey === undefined) MapPrototypeSet(kept, scope, byKey = new SafeMap());
      if (byKey !== undefined) MapPrototypeSet(byKey, key, given === value ? undefined : { __proto__: null, given, value });
      return given;
    },
    found(scope, key, result) {
      const byKey = MapPrototypeGet(kept, scope);
      const known = byKey === undefined ? undefined : MapPrototypeGet(byKey, key);
      return known !== undefined && known.given === result ? known.value : result;
    },
    forget: (scope) => MapPrototypeSet(kept, scope, undefined),
  };
}

/** A store as core calls it. */
function guarded(store, principal) {
  if (principal === CORE || typeof store !== 'object' || store === null) return store;
  const { note, found, forget } = keeping(principal);
  const run = (name, args) => ReflectApply(store[name], store, args);
  const made = {
    __proto__: null,
    set(scope, key, value, callback) {
      if (!ArrayIsArray(key)) return run('set', [scope, key, note(scope, key, value), callback]);
      // As the stores of Node-RED take what is not enough.
      const values = ArrayIsArray(value) ? value : [value];
      const given = [];
      for (let i = 0; i < key.length; i++) given[i] = note(scope, key[i], i < values.length ? values[i] : null);
      return run('set', [scope, key, given, callback]);
    },
    get(scope, key, callback) {
      const isList = ArrayIsArray(key);
      const keyAt = (i) => (isList ? key[i] : key);
      if (typeof callback === 'function') {
        return run('get', [scope, key, (...told) => {
          for (let i = 1; i < told.length; i++) told[i] = found(scope, keyAt(i - 1), told[i]);
          return ReflectApply(callback, undefined, told);
        }]);
      }
      const result = run('get', [scope, key]);
      if (!isList || !ArrayIsArray(result)) return found(scope, key, result);
      const values = [];
      for (let i = 0; i < result.length; i++) values[i] = found(scope, keyAt(i), result[i]);
      return values;
    },
    delete(scope) {
      forget(scope);
      return run('delete', [scope]);
    },
  };
  for (let i = 0; i < METHODS.length; i++) made[METHODS[i]] ??= (...args) => run(METHODS[i], args);
  return made;
}

/** What makes a store, as core calls it. It is logged by its own `toString`. */
function making(module) {
  const holder = {
    create(config) {
      const store = ReflectApply(module, this, [config]);
      return guarded(store, ownerOf(module, store));
    },
  };
  if (ObjectGetOwnPropertyDescriptor(module, 'toString') !== undefined) ObjectDefineProperty(holder.create, 'toString', { __proto__: null, value: () => `${module}`, configurable: true });
  return holder.create;
}

function storesFor(given) {
  if (typeof given !== 'object' || given === null) return given;
  const made = {};
  const names = ObjectKeys(given);
  for (let i = 0; i < names.length; i++) {
    const config = given[names[i]];
    made[names[i]] = typeof config?.module === 'function' ? { ...config, module: making(config.module) } : config;
  }
  return made;
}

/** The settings as the contexts of the runtime get them. */
function settingsFor(settings) {
  const accessors = { get: () => storesFor(settings.contextStorage) };
  return ObjectDefineProperty(ObjectCreate(settings), 'contextStorage', { __proto__: null, get: accessors.get, enumerable: true, configurable: true });
}

module.exports = { settingsFor };
