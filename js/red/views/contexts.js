'use strict';
// Contexts as a package finds them: what others have left in them it sees as it may, and what flows share is shared [R2][R8].

const {
  ArrayIsArray, ObjectCreate, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, Proxy, ReflectApply, ReflectGet, ReflectSet, SafeWeakSet, WeakMapPrototypeGet,
  WeakMapPrototypeSet,
} = require('../../boot/primordials');
const { conceal } = require('../../core/conceal');
const { lent } = require('../../core/handed');
const { CORE } = require('../../core/caller');
const { claim } = require('./containers');
const { isPath } = require('./context-keys');
const { cross } = require('./crossing');
const { mirrorOf, perPrincipal } = require('./mirror');
const { View } = require('./stand-ins');
const { SHARED } = require('./ways');

const ACCESS = ['get', 'set', 'keys'];
const sealed = new SafeWeakSet();

/** Core applies the functions of contexts that everyone shares: nobody hangs an `apply` of his own on them. */
function seal(context) {
  if (typeof context !== 'object' || context === null || sealed.has(context)) return context;
  sealed.add(context);
  for (let i = 0; i < ACCESS.length; i++) if (typeof context[ACCESS[i]] === 'function') ObjectFreeze(context[ACCESS[i]]);
  seal(context.flow);
  seal(context.global);
  seal(context.$parent);
  return context;
}

const isContext = (value) => sealed.has(value);

const isNothing = (value) => (typeof value !== 'object' && typeof value !== 'function') || value === null;

/** Object -> what a principal has got for it before. Who has an object has what is put into it later. */
const beforeOf = perPrincipal();

/** What lies in a context, for a package. What nobody claimed is core's from now on: it is there for everyone. */
function found(principal, value) {
  if (isNothing(value)) return value;
  const known = beforeOf(principal);
  const had = WeakMapPrototypeGet(known, value);
  if (had !== undefined) return had;
  claim(CORE, value);
  const given = cross(principal, value, CORE, SHARED);
  WeakMapPrototypeSet(known, value, given);
  return given;
}

function foundAll(principal, values) {
  const result = [];
  for (let i = 0; i < values.length; i++) result[i] = found(principal, values[i]);
  return result;
}

/** A list of keys, or of values for them, that stays what it is now: what lies in one may answer differently every time. */
function readOnce(value) {
  if (!ArrayIsArray(value)) return value;
  const list = [];
  const { length } = value;
  for (let i = 0; i < length; i++) list[i] = value[i];
  return list;
}

/** The callback that a store calls, some time, with a value for each key. It is of whoever asks: core asks for the editor. */
function telling(principal, callback) {
  if (typeof callback !== 'function') return callback;
  const told = lent(callback);
  const holder = {
    tell(...values) {
      for (let i = 0; i < values.length; i++) values[i] = found(principal, values[i]);
      return ReflectApply(told, undefined, values);
    },
  };
  return holder.tell;
}

/** @param {(capability: string) => void} [check] throws when it may not be used any more */
function access(principal, real, check) {
  let made;
  // Keys that lead into a value.
  const paths = () => (made ??= require('./context-keys').along(real, (value) => found(principal, value), (value) => cross(principal, value, CORE, SHARED)));
  return {
    __proto__: null,
    get(given, storage, callback) {
      check?.('node:context:read');
      const key = readOnce(given);
      if (isPath(key)) {
        const isStore = typeof storage !== 'function';
        const told = callback || (isStore ? undefined : storage);
        if (typeof told === 'function' || !told) {
          if (told) return paths().tell(key, isStore ? storage : undefined, lent(told));
          return paths().read(key, storage);
        }
      }
      const result = ReflectApply(real.get, real, [key, telling(principal, storage), telling(principal, callback)]);
      if (isNothing(result)) return result;
      return ArrayIsArray(key) && ArrayIsArray(result) ? foundAll(principal, result) : found(principal, result);
    },
    set(given, item, storage, callback) {
      check?.('node:context:write');
      const key = readOnce(given);
      const value = ArrayIsArray(key) ? readOnce(item) : item;
      const rest = isPath(key) ? ReflectApply(paths().write, undefined, [key, value, typeof storage === 'function' ? undefined : storage]) : undefined;
      const at = rest === undefined ? key : rest.key;
      const left = rest === undefined ? value : rest.value;
      if (!isNothing(value)) leave(principal, at, left);
      return ReflectApply(real.set, real, [at, left, lent(storage), lent(callback)]);
    },
    keys(storage, callback) {
      check?.('node:context:read');
      return ReflectApply(real.keys, real, [lent(storage), lent(callback)]);
    },
  };
}

/** What a package leaves is its own, unless it was somebody's before. */
function leave(principal, key, value) {
  if (!ArrayIsArray(key) || !ArrayIsArray(value)) {
    claim(principal, value);
    return;
  }
  for (let i = 0; i < value.length; i++) claim(principal, value[i]);
}

/** Context -> that of a principal. */
const facadesOf = perPrincipal();

/**
 * A context as this principal gets it.
 * @param {(capability: string) => void} [check] of the node whose it is, before each use of what it keeps
 */
function contextFor(principal, context, check) {
  const real = View.of(context) ?? context;
  if (principal === CORE || typeof real !== 'object' || real === null) return real;
  const known = facadesOf(principal);
  let made = WeakMapPrototypeGet(known, real);
  if (made === undefined) {
    made = ObjectGetOwnPropertyDescriptor(real, 'global') === undefined ? sharedBy(principal, real) : ownOf(principal, real, check);
    new View(made, real, principal);
    WeakMapPrototypeSet(known, real, made);
  }
  return made;
}

const hidden = (value) => ({ __proto__: null, value, writable: false, enumerable: false, configurable: false });

/** What all of them inherit, by which they are told from other objects. */
const OF_NODES = ObjectFreeze({});

/** The context of a node, which nobody else has. */
function ownOf(principal, real, check) {
  const made = ObjectCreate(OF_NODES);
  const own = access(principal, real, check);
  for (let i = 0; i < ACCESS.length; i++) ObjectDefineProperty(made, ACCESS[i], hidden(conceal(own[ACCESS[i]], real[ACCESS[i]])));
  if (real.flow !== undefined) ObjectDefineProperty(made, 'flow', hidden(contextFor(principal, real.flow)));
  ObjectDefineProperty(made, 'global', hidden(contextFor(principal, real.global)));
  return made;
}

/** That of a flow or of all: what settings.js put there are properties, and old nodes put theirs there. */
function sharedBy(principal, real) {
  const own = access(principal, real);
  for (let i = 0; i < ACCESS.length; i++) conceal(own[ACCESS[i]], real[ACCESS[i]]);
  const get = (key) => {
    if (own[key] !== undefined) return own[key];
    if (key === '$parent') return contextFor(principal, real.$parent);
    const value = ReflectGet(real, key);
    return ObjectGetOwnPropertyDescriptor(real, key) === undefined ? value : found(principal, value);
  };
  const set = (key, value) => {
    claim(principal, value);
    return ReflectSet(real, key, value);
  };
  return new Proxy({}, mirrorOf(real, get, set));
}

module.exports = { contextFor, isContext, seal };
