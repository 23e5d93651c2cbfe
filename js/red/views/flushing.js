'use strict';
// What Node-RED's own store of contexts writes down. It writes the contexts of everybody at once, and none of them, nor any later, where one value cannot be written as JSON: here each
// context is written by itself, and what cannot be written is left out, and nothing else.

const {
  ArrayPrototypeJoin, ArrayPrototypePush, Error, JSONParse, JSONStringify, ObjectDefineProperty, ObjectKeys, PromisePrototypeThen, PromiseResolve,
  ReflectApply, ReflectDefineProperty,
} = require('../../boot/primordials');
const { beneath } = require('../areas/copies');

/** No string of Node.js 20 or later is longer. */
const LONGEST = 2 ** 29 - 24;

function indexOf(list, value) {
  for (let i = 0; i < list.length; i++) if (list[i] === value) return i;
  return -1;
}

/** For JSON.stringify: core leaves out what leads back to an object that is being written. */
function withoutCircles() {
  const around = [];
  return function replace(key, value) {
    if (typeof value !== 'object' || value === null) return value;
    if (around.length === 0) {
      ArrayPrototypePush(around, value);
      return value;
    }
    const at = indexOf(around, this);
    if (at === -1) ArrayPrototypePush(around, this);
    else around.length = at + 1;
    return indexOf(around, value) === -1 ? value : undefined;
  };
}

/**
 * What can be written of a context, as it is read again: writing that calls nothing of its owners'.
 * @returns {{made: object, left: string[]}} `left`: names of the others
 */
function writable(context) {
  const fit = [];
  const left = [];
  let total = 0;
  const names = ObjectKeys(context ?? {});
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    try {
      const text = beneath(() => JSONStringify({ __proto__: null, [name]: context[name] }, withoutCircles(), 4));
      const read = JSONParse(text);
      // Functions and the like are no values of JSON.
      if (ObjectKeys(read).length === 1) ArrayPrototypePush(fit, { __proto__: null, name, value: read[name], length: text.length });
      total += text.length;
    } catch {
      ArrayPrototypePush(left, name);
    }
  }
  while (total > LONGEST) {
    let most = 0;
    for (let i = 1; i < fit.length; i++) if (fit[i].length > fit[most].length) most = i;
    const out = fit[most];
    fit[most] = fit[fit.length - 1];
    fit.length -= 1;
    total -= out.length;
    ArrayPrototypePush(left, out.name);
  }
  const made = {};
  for (let i = 0; i < fit.length; i++) ReflectDefineProperty(made, fit[i].name, { __proto__: null, value: fit[i].value, writable: true, enumerable: true, configurable: true });
  return { __proto__: null, made, left };
}

/**
 * @param {object} store of Node-RED's `localfilesystem`, new
 * @param {(line: string) => void} [warn] is told what is left out
 */
function keepWriting(store, warn) {
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
  /** Has core write one context. Where that throws, nothing of it has begun. */
  const writeOne = (scope) => {
    const later = store.pendingWrites;
    store.pendingWrites = { [scope]: true };
    try {
      return ReflectApply(flush, store, []);
    } finally {
      // Code of values that are written may have set others.
      const more = ObjectKeys(store.pendingWrites);
      for (let i = 0; i < more.length; i++) later[more[i]] = true;
      store.pendingWrites = later;
    }
  };
  const writeRest = (scope) => {
    const { made, left } = writable(ReflectApply(everything, cache, [])[scope]);
    shown = { [scope]: made };
    try {
      return writeOne(scope);
    } finally {
      shown = undefined;
      if (left.length > 0) warn?.(`[@nrg/sentinel] the context ${scope} is kept without what cannot be written as JSON: ${ArrayPrototypeJoin(left, ', ')}`);
    }
  };
  const flushing = {
    async write() {
      const scopes = ObjectKeys(store.pendingWrites);
      if (scopes.length === 0) return ReflectApply(flush, store, []);
      store.pendingWrites = {};
      const begun = [];
      let failed;
      const fail = (error) => {
        failed ??= error;
      };
      for (let i = 0; i < scopes.length; i++) {
        try {
          let done;
          try {
            done = writeOne(scopes[i]);
          } catch {
            done = writeRest(scopes[i]);
          }
          ArrayPrototypePush(begun, PromisePrototypeThen(PromiseResolve(done), undefined, fail));
        } catch {
          fail(new Error(`the context ${scopes[i]} cannot be written`));
        }
      }
      for (let i = 0; i < begun.length; i++) await begun[i];
      if (failed !== undefined) throw failed;
      return undefined;
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
