'use strict';
// Copies of views, and of environments, without Proxies in them, of what their package sees: for printing, and for what refuses a Proxy (`structuredClone`, messages to threads).

const {
  ArrayIsArray, ArrayPrototypePush, Error, FunctionPrototypeToString, Map, MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, ObjectCreate, ObjectDefineProperty, ObjectGetPrototypeOf, ObjectSetPrototypeOf, ReflectApply, ReflectGet,
  ReflectGetOwnPropertyDescriptor, ReflectOwnKeys, SafeMap, Set, SetPrototypeAdd, StringPrototypeStartsWith,
  Date, DatePrototypeGetTime,
} = require('../../boot/primordials');
const { CUSTOM } = require('./mirror');
const { util } = require('../../boot/builtins');
const { isShared } = require('../../core/harden');
const { isEnvironment } = require('../../guards/process/environment');
const { isContext } = require('./contexts');
const { ERROR, INSTANCE, LEAF, LIST, MAP, NODE, SET, kindFor, kindOf } = require('./kinds');
const { View } = require('./stand-ins');

/** A graph with circles is printed as far as this. */
const MOST = 5000;

/** What is behind a view, or the object itself; undefined for what is not looked into. */
function openOf(value, isPrinted) {
  const isFunction = typeof value === 'function';
  if (!isFunction && (typeof value !== 'object' || value === null)) return undefined;
  const real = View.of(value);
  if (real !== undefined) return isContext(real) || (isFunction && !isPrinted) ? undefined : real;
  if (!isPrinted && isEnvironment(value)) return value;
  if (isFunction || util.isProxy(value)) return undefined;
  const kind = kindOf(value);
  return kind === LEAF || kind === NODE || (isPrinted && (kind === INSTANCE || kind === ERROR)) ? undefined : value;
}

const nameOf = (fn) => {
  const name = typeof fn === 'function' && !util.isProxy(fn) ? ReflectGetOwnPropertyDescriptor(fn, 'name')?.value : undefined;
  return typeof name === 'string' ? name : '';
};

function named(fn, name) {
  ObjectDefineProperty(fn, 'name', { __proto__: null, value: name, configurable: true });
  return fn;
}

/** The language copies an error of its own classes as one. */
function emptyError(real) {
  const made = new Error();
  const prototype = ObjectGetPrototypeOf(real);
  return prototype !== null && isShared(prototype) ? ObjectSetPrototypeOf(made, prototype) : made;
}

/** A function of that kind: what is printed of it is its kind, its name, and what it extends. */
function emptyFunctionOf(real) {
  if (util.isGeneratorFunction(real)) return util.isAsyncFunction(real) ? async function* empty() {} : function* empty() {};
  if (util.isAsyncFunction(real)) return async () => undefined;
  if (!StringPrototypeStartsWith(FunctionPrototypeToString(real), 'class')) return function empty() {};
  const above = nameOf(ObjectGetPrototypeOf(real));
  return above === '' ? class {} : ObjectSetPrototypeOf(class {}, named(function empty() {}, above));
}

/** The same object with a class that is called as that of another. */
function classedAs(made, real) {
  const prototype = ObjectGetPrototypeOf(real);
  const name = prototype === null || prototype === ObjectGetPrototypeOf(made) ? '' : nameOf(ReflectGetOwnPropertyDescriptor(prototype, 'constructor')?.value);
  if (name === '') return made;
  const fn = named(function empty() {}, name);
  fn.prototype = ObjectCreate(ObjectGetPrototypeOf(made), { constructor: { __proto__: null, value: fn, configurable: true } });
  return ObjectSetPrototypeOf(made, fn.prototype);
}

/** What the language has a kind of its own for. */
function kindred(kind, real) {
  if (kind === LIST) return [];
  if (kind === MAP) return new Map();
  if (kind === SET) return new Set();
  return util.isDate(real) ? new Date(DatePrototypeGetTime(real)) : undefined;
}

/** An empty one of the same kind. Printed ones are called like what they stand for. */
function emptyOf(real, isPrinted) {
  if (typeof real === 'function') return named(emptyFunctionOf(real), nameOf(real));
  const kind = kindFor(real);
  if (util.isNativeError(real)) return emptyError(real);
  const made = kindred(kind, real);
  if (made !== undefined) return isPrinted ? classedAs(made, real) : made;
  if (!isPrinted) return {};
  const prototype = ObjectGetPrototypeOf(real);
  if (prototype === null) return ObjectCreate(null);
  return kind === INSTANCE ? classedAs({}, real) : {};
}

/** What is not a member of its own to show. */
const OWN = { __proto__: null, arguments: true, caller: true, length: true, name: true, prototype: true };

function fillMembers(copy, view, real, isPrinted, handOn) {
  const keys = ReflectOwnKeys(view);
  const isFunction = typeof real === 'function';
  const isError = util.isNativeError(real);
  if (ArrayIsArray(copy)) copy.length = real.length;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const own = ReflectGetOwnPropertyDescriptor(real, key);
    if (own === undefined || (isFunction && OWN[key] === true) || (key === 'length' && !own.enumerable)) continue;
    if (!isPrinted && ((!own.enumerable && !isError) || typeof key === 'symbol')) continue;
    // What is printed of an accessor is that it is one.
    if (isPrinted && !('value' in own)) ObjectDefineProperty(copy, key, { __proto__: null, get: own.get && (() => undefined), set: own.set && (() => undefined), enumerable: own.enumerable, configurable: true });
    else ObjectDefineProperty(copy, key, { __proto__: null, value: handOn(ReflectGet(view, key)), writable: true, enumerable: own.enumerable, configurable: true });
  }
}

function fillEntries(copy, view, kind, handOn) {
  ReflectApply(ReflectGet(view, 'forEach'), view, [(value, key) => {
    if (kind === SET) SetPrototypeAdd(copy, handOn(value));
    else MapPrototypeSet(copy, handOn(key), handOn(value));
  }]);
}

/**
 * @param {any} root
 * @param {boolean} isPrinted names and accessors are kept, and objects that are no views left as they are where they can be
 * @param {number} depth how many levels are copied
 * @returns {{copy: any, hasViews: boolean}}
 */
function copyOf(root, isPrinted, depth) {
  const copies = new SafeMap();
  const waiting = [];
  let hasViews = false;
  const copyFor = (value, level) => {
    if (MapPrototypeHas(copies, value)) return MapPrototypeGet(copies, value);
    const real = level > depth || (isPrinted && waiting.length > MOST) ? undefined : openOf(value, isPrinted);
    if (real === undefined || (isPrinted && real !== value && level > 0 && typeof ownWayOf(value, real) === 'function')) return value;
    hasViews ||= real !== value || util.isProxy(value);
    const copy = emptyOf(real, isPrinted);
    MapPrototypeSet(copies, value, copy);
    ArrayPrototypePush(waiting, { __proto__: null, copy, level, real, value });
    return copy;
  };
  const result = copyFor(root, 0);
  for (let i = 0; i < waiting.length; i++) {
    const { copy, level, real, value } = waiting[i];
    const handOn = (item) => copyFor(item, level + 1);
    const kind = kindFor(real);
    if (kind === MAP || kind === SET) fillEntries(copy, value, kind, handOn);
    fillMembers(copy, value, real, isPrinted, handOn);
  }
  return { copy: result, hasViews };
}

/** How an object of a class that has a way of its own to be printed prints itself. */
const ownWayOf = (view, real) => (typeof real === 'object' && CUSTOM in real ? ReflectGet(view, CUSTOM) : undefined);

/** What `util.inspect` prints of a view. */
function printed(view, args) {
  const real = View.of(view);
  if (real === undefined) return undefined;
  const own = ownWayOf(view, real);
  return typeof own === 'function' ? ReflectApply(own, view, args) : copyOf(view, true, typeof args[0] === 'number' ? args[0] + 1 : MOST).copy;
}

/** A value with copies where it holds views; undefined when it holds none. */
function withoutViews(value) {
  const { copy, hasViews } = copyOf(value, false, Infinity);
  return hasViews ? copy : undefined;
}

module.exports = { printed, withoutViews };
