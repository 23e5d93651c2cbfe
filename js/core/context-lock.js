'use strict';
// Built-ins of the contexts in which function nodes run. An object that a function node sends leads to them, and who changes them changes what the operator's code
// does: they are locked before a package gets the first such object. Until then they are the function node's, which may add to them what it likes.

const {
  ArrayPrototypePush, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPreventExtensions, ReflectApply, ReflectOwnKeys, SafeWeakMap, SafeWeakSet,
} = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { FUNCTION_NODE, callerOf } = require('./caller');
const { hardenPrototype, share } = require('./harden');

/** Names of the language under which classes are found whose objects may be sent. */
const NAMES = ['Array', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Promise',
  'RegExp', 'Iterator', 'FinalizationRegistry', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array',
  'Float64Array', 'Uint8ClampedArray', 'BigUint64Array', 'BigInt64Array', 'Float16Array'];

/** What everything in a context inherits from -> what gives the list where the walk through its built-ins begins, until they are locked. */
const contexts = new SafeWeakMap();

/** A context of core's was made. */
function keep(root, find) {
  contexts.set(root, find);
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

function rootOf(value) {
  let at = value;
  for (let next = ObjectGetPrototypeOf(at); next !== null; next = ObjectGetPrototypeOf(at)) {
    if (util.isProxy(next)) return undefined;
    at = next;
  }
  return at;
}

/** Assigning one of their members to what inherits from these is usual: `error.name =`, `Type.prototype.constructor =`. */
const isOften = (value, root) => value === root || typeof value === 'function' || ObjectGetOwnPropertyDescriptor(value, 'message') !== undefined;

function fix(value, key) {
  const own = ObjectGetOwnPropertyDescriptor(value, key);
  if (!own.configurable) return;
  ObjectDefineProperty(value, key, 'value' in own ? { __proto__: null, writable: false, configurable: false } : { __proto__: null, configurable: false });
}

/** Functions of the language that are no prototype. */
const isPlainFunction = (value) => typeof value === 'function' && ObjectGetPrototypeOf(ObjectGetPrototypeOf(value)) !== null;

function lock(root, roots) {
  const all = [];
  const seen = new SafeWeakSet();
  const note = (value) => {
    if (!isObject(value) || util.isProxy(value) || seen.has(value) || rootOf(value) !== root) return;
    seen.add(value);
    ArrayPrototypePush(all, value);
  };
  for (let i = 0; i < roots.length; i++) note(roots[i]);
  for (let i = 0; i < all.length; i++) {
    const value = all[i];
    note(ObjectGetPrototypeOf(value));
    const keys = ReflectOwnKeys(value);
    for (let k = 0; k < keys.length; k++) {
      const own = ObjectGetOwnPropertyDescriptor(value, keys[k]);
      note(own.value);
      note(own.get);
      note(own.set);
    }
  }
  for (let i = 0; i < all.length; i++) close(all[i], root);
}

/** `RegExp.$1`, `RegExp.input` and their like show what the operator's code found last, and in what, also long after this one was sent: they show it to that code. */
function closeLastMatch(value) {
  if (typeof value !== 'function' || ObjectGetOwnPropertyDescriptor(value, '$_')?.get === undefined || ObjectGetOwnPropertyDescriptor(value, 'lastMatch')?.get === undefined) return;
  const keys = ReflectOwnKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const { get, set, configurable } = ObjectGetOwnPropertyDescriptor(value, keys[i]);
    if (typeof keys[i] !== 'string' || get === undefined || !configurable) continue;
    const accessors = {
      get: () => (callerOf(0) === FUNCTION_NODE ? ReflectApply(get, value, []) : ''),
      set(given) {
        if (set !== undefined && callerOf(0) === FUNCTION_NODE) ReflectApply(set, value, [given]);
      },
    };
    ObjectDefineProperty(value, keys[i], { __proto__: null, get: accessors.get, set: accessors.set, configurable: false });
  }
}

function close(value, root) {
  closeLastMatch(value);
  if (isPlainFunction(value)) {
    ObjectFreeze(value);
    return;
  }
  share(value);
  if (isOften(value, root)) hardenPrototype(value);
  else {
    const keys = ReflectOwnKeys(value);
    for (let k = 0; k < keys.length; k++) fix(value, keys[k]);
  }
  ObjectPreventExtensions(value);
}

/** A package is about to get an object with this prototype. */
function lockBehind(prototype) {
  const root = util.isProxy(prototype) ? undefined : rootOf(prototype);
  const find = root === undefined ? undefined : contexts.get(root);
  if (find === undefined) return;
  lock(root, find());
  // When it is whole: the package chooses how much of the stack is left, and the next one who gets such an object has it done again.
  contexts.delete(root);
}

module.exports = { NAMES, keep, lockBehind };
