'use strict';
// `fs` and `fs/promises`: the guards of the table, built for one principal (facade) or for the shared originals.

const {
  MapPrototypeGet, ObjectDefineProperty, ObjectKeys, Promise, PromiseReject, ReflectApply, SafeMap, SymbolAsyncIterator,
} = require('../../boot/primordials');
const { fs, fsPromises, util } = require('../../boot/builtins');
const { CAP } = require('../../generated/capabilities');
const { snapshotOptions } = require('../../core/args');
const { conceal } = require('../../core/conceal');
const { cacheFor, paths } = require('../../core/decide');
const { guard, guardConstructor } = require('../../core/wrap');
const { passes, rows } = require('./table');
const streams = require('./streams');

const FORMS = { __proto__: null, c: ['', 'callback'], s: ['Sync', 'throw'], p: ['', 'reject'] };

/** A refused async iterator fails at the first step. */
function iterate(error) {
  const iterator = { next: () => PromiseReject(error), return: () => PromiseReject(error) };
  ObjectDefineProperty(iterator, SymbolAsyncIterator, { __proto__: null, value: () => iterator });
  return iterator;
}

/** The row in the shape of one form. */
function shaped(row, form) {
  const answer = row.answers?.[form] ?? FORMS[form][1];
  const core = form === 's' && row.whole !== undefined ? row.whole(row.core) : row.core;
  const shape = { __proto__: null, judge: row.judge, run: row.run, core, internal: row.internal };
  if (answer === 'iterate') shape.refuse = iterate;
  else shape.answer = answer;
  return shape;
}

/**
 * For paths seen before: one look into the memory of allowed paths, then the original with as many arguments as
 * were given (`fs` looks at `arguments.length`). Everything else goes the ordinary way.
 */
function withFastPath(original, { capability, flags }, slow, principal) {
  const cache = cacheFor(principal, CAP[capability], flags);
  const holder = {
    guarded(a, b, c, d) {
      if (typeof a === 'string' && MapPrototypeGet(cache, a) === paths.epoch) {
        switch (arguments.length) {
          case 1: return original(a);
          case 2: return original(a, b);
          case 3: return original(a, b, c);
          case 4: return original(a, b, c, d);
          default:
        }
      }
      return ReflectApply(slow, this, arguments);
    },
  };
  return conceal(holder.guarded, original);
}

function guardForm(name, row, form, original, who, prefix) {
  const api = `${prefix}.${name}()`;
  const slow = guard(original, shaped(row, form), api, who);
  const { fast } = row.judge;
  return fast !== undefined && who.principal !== undefined ? withFastPath(original, fast, slow, who.principal) : slow;
}

/**
 * All guards for one caller.
 * @param {{principal?: number, internals?: number}} who as for guard()
 * @returns {{fs: object, promises: object}} name -> guard, for the names this Node version has
 */
function build(who) {
  const result = { __proto__: null, fs: { __proto__: null }, promises: { __proto__: null } };
  const names = ObjectKeys(rows);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    const row = rows[name];
    for (let f = 0; f < row.forms.length; f++) {
      const form = row.forms[f];
      const full = `${name}${FORMS[form][0]}`;
      const original = form === 'p' ? fsPromises[full] : fs[full];
      if (original === undefined) continue;
      const target = form === 'p' ? result.promises : result.fs;
      target[full] = guardForm(full, row, form, original, who, form === 'p' ? 'fs.promises' : 'fs');
      addOwn(target[full], original, row, full, who);
    }
  }
  addCustomExists(result.fs);
  const streamFs = who.principal === undefined ? (principal) => streams.packageFs(guardsOf(principal).fs) : () => streams.packageFs(result.fs);
  addAll(result.fs, streams.build(who, streamFs));
  addClasses(result.fs, who);
  return result;
}

function addAll(target, source) {
  const keys = ObjectKeys(source);
  for (let i = 0; i < keys.length; i++) target[keys[i]] = source[keys[i]];
}

/** Functions that hang on functions: `realpath.native`. */
function addOwn(guarded, original, row, name, who) {
  const own = ObjectKeys(row.own ?? { __proto__: null });
  for (let i = 0; i < own.length; i++) {
    if (typeof original[own[i]] !== 'function') continue;
    const form = name === 'realpathSync' ? 's' : 'c';
    const value = guard(original[own[i]], shaped(row.own[own[i]], form), `fs.${name}.${own[i]}()`, who);
    ObjectDefineProperty(guarded, own[i], { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  }
}

// util.promisify(fs.exists) resolves with the answer; the original's own promisified form leads past the guard.
function addCustomExists(guards) {
  const exists = (path) => new Promise((resolve) => {
    guards.exists(path, resolve);
  });
  ObjectDefineProperty(guards.exists, util.promisify.custom, { __proto__: null, value: exists });
}

const refuseConstruction = (what) => () => ({ capability: 'all', resource: what });

function addClasses(guards, who) {
  guards.Dir = guardConstructor(fs.Dir, { judge: refuseConstruction('a directory handle of its own making') }, 'fs.Dir()', who);
  const { Utf8Stream } = fs;
  if (Utf8Stream === undefined) return;
  // It opens its file itself, through the `fs` of its options, also when told to reopen.
  guards.Utf8Stream = guardConstructor(Utf8Stream, {
    judge(principal, args) {
      const options = snapshotOptions(args[0]) ?? {};
      options.fs = options.fs ?? guardsOf(principal).fs;
      args[0] = options;
      return undefined;
    },
  }, 'fs.Utf8Stream()', who);
}

const built = new SafeMap();

/** The guards of one principal, made once. */
function guardsOf(principal) {
  let guards = built.get(principal);
  if (guards === undefined) {
    guards = build({ __proto__: null, principal });
    built.set(principal, guards);
  }
  return guards;
}

module.exports = { build, guardsOf, passes };
