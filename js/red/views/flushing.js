'use strict';
// What Node-RED's own store of contexts writes down. It writes the contexts of everybody at once, and none of them, nor any later, where one value cannot be written as JSON: then that
// value is left out, and nothing else.

const { ObjectDefineProperty, ObjectKeys, PromisePrototypeThen, PromiseResolve, ReflectApply, ReflectDefineProperty } = require('../../boot/primordials');
const { written } = require('../areas/copies');

/** The values of a context that can be written. */
function writable(context) {
  const made = {};
  const keys = ObjectKeys(context ?? {});
  for (let i = 0; i < keys.length; i++) {
    const value = written(context[keys[i]]);
    if (value !== undefined) ReflectDefineProperty(made, keys[i], { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  }
  return made;
}

/** @param {object} store of Node-RED's `localfilesystem`, new */
function keepWriting(store) {
  const { cache } = store;
  if (typeof cache?._export !== 'function') return;
  /** The contexts that are written now, as they can be; undefined: as they are. */
  let shown;
  const { _export: everything } = cache;
  const own = {
    _export() {
      return shown ?? ReflectApply(everything, cache, []);
    },
  };
  ObjectDefineProperty(cache, '_export', { __proto__: null, value: own._export, writable: true, enumerable: false, configurable: true });
  let flush;
  const flushing = {
    async write() {
      const pending = store.pendingWrites;
      try {
        return await ReflectApply(flush, store, []);
      } catch {
        // One by one: where it is, nobody knows.
        const scopes = ObjectKeys(pending);
        const all = ReflectApply(everything, cache, []);
        for (let i = 0; i < scopes.length; i++) {
          shown = { [scopes[i]]: writable(all[scopes[i]]) };
          const later = store.pendingWrites;
          store.pendingWrites = { [scopes[i]]: true };
          let done;
          try {
            done = ReflectApply(flush, store, []);
          } finally {
            shown = undefined;
            store.pendingWrites = later;
          }
          await PromisePrototypeThen(PromiseResolve(done), () => undefined);
        }
        return undefined;
      }
    },
  };
  const accessors = {
    get: () => (flush === undefined ? undefined : flushing.write),
    set(value) {
      flush = value;
    },
  };
  ObjectDefineProperty(store, '_flushPendingWrites', { __proto__: null, get: accessors.get, set: accessors.set, enumerable: false, configurable: true });
}

module.exports = { keepWriting };
