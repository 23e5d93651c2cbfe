'use strict';
// Arguments are read once and turned into primitives before a decision; what was judged is what is passed on [A8].

const {
  ArrayIsArray, BufferFrom, BufferPrototypeToString, ObjectAssign, ObjectGetOwnPropertyNames, ObjectGetPrototypeOf, ObjectHasOwn, ReflectGet, ReflectOwnKeys, TypeError,
  ObjectGetOwnPropertyDescriptor, SafeSet, String, StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
  TypedArrayPrototypeSymbolToStringTagGet, URL, URLPrototypeHrefGet, ObjectPrototype,
} = require('../boot/primordials');
const { path, process, url: { fileURLToPath } } = require('../boot/builtins');
const { put: define } = require('./lists');

/** A path that no original accepts; it makes the original report the type error it always reported. */
const NOT_A_PATH = undefined;

const isBytes = (value) => TypedArrayPrototypeSymbolToStringTagGet(value) === 'Uint8Array';

/**
 * One primitive string for whatever Node accepts as a path: string, Buffer/Uint8Array, file URL object.
 * @returns {string|undefined} undefined when Node would refuse the value with a type error
 * @throws {TypeError} for bytes that are not UTF-8 (they cannot be judged) and for URLs that are not files
 */
function toPath(value) {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return NOT_A_PATH;
  if (isBytes(value)) {
    const bytes = BufferFrom(value);
    const text = BufferPrototypeToString(bytes, 'utf8');
    if (StringPrototypeIncludes(text, '\ufffd')) throw unjudgeable('a path that is not UTF-8');
    return text;
  }
  // Node takes every object with `href` and `protocol` for a URL; the text is read once and parsed by the captured URL.
  const href = hrefOf(value);
  return href === undefined ? NOT_A_PATH : fileURLToPath(new URL(href));
}

function hrefOf(value) {
  try {
    return URLPrototypeHrefGet(value);
  } catch {
    const href = ReflectGet(value, 'href');
    return typeof href === 'string' && href !== '' ? href : undefined;
  }
}

function unjudgeable(what) {
  const error = new TypeError(`${what} cannot be judged`);
  error.unjudgeable = true;
  return error;
}

/** What Node.js says of a value of the wrong type, in its own words; it has no other way to ask for them. */
function received(value) {
  try {
    path.basename(value);
  } catch ({ message }) {
    const at = typeof message === 'string' ? StringPrototypeIndexOf(message, ' Received ') : -1;
    if (at !== -1) return StringPrototypeSlice(message, at);
  }
  return '';
}

/** The error of Node.js for an argument of the wrong type, for what is read before Node reads it. */
function wrongType(what, expected, value) {
  const error = new TypeError(`The ${what} must be ${expected}.${received(value)}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

/**
 * What `{ ...object }` makes, in a form that V8 knows. That of Node.js 20 makes one of its own for each member that is added to a spread object: 1 µs for
 * each, and as much again where Node reads them.
 */
function spread(object) {
  try {
    const copy = ObjectAssign({}, object);
    // A member called `__proto__` was none.
    if (ObjectGetPrototypeOf(copy) === ObjectPrototype) return copy;
  } catch {
    // What throws does so again.
  }
  return { ...object };
}

/** V8 of Node.js 20 does not do so for what it has as a table: what Node itself spreads and adds to is best given to it as one. */
const isDear = StringPrototypeStartsWith(process.versions.node, '20.');

/**
 * A copy of an options object with every enumerable property, inherited ones too, read exactly once; of a list its elements. Anything
 * that is not an object is returned as it is.
 */
function snapshotOptions(options) {
  if (typeof options !== 'object' || options === null) return options;
  if (ArrayIsArray(options)) return elementsOf(options);
  const above = ObjectGetPrototypeOf(options);
  // Most of them inherit nothing and hide nothing, and defining one property costs more than such a copy.
  if (above === ObjectPrototype || above === null) {
    const copy = spread(options);
    // V8 has these lists of names ready, those with symbols it makes anew: what is hidden under a symbol is not read by anybody.
    if (ObjectGetOwnPropertyNames(copy).length === ObjectGetOwnPropertyNames(options).length && !ObjectHasOwn(copy, '__proto__')) return copy;
  }
  const copy = {};
  const seen = new SafeSet();
  let level = options;
  while (level !== null && level !== ObjectPrototype && level !== undefined) {
    const keys = ReflectOwnKeys(level);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key === '__proto__' || seen.has(key)) continue;
      const descriptor = ObjectGetOwnPropertyDescriptor(level, key);
      seen.add(key);
      if (descriptor === undefined || (!descriptor.enumerable && level !== options && key === 'constructor')) continue;
      define(copy, key, ReflectGet(options, key));
    }
    level = ObjectGetPrototypeOf(level);
  }
  return copy;
}

/** A list with the same elements and nothing else: Node takes a list for options, too, and would find what hangs on it. */
function elementsOf(list) {
  const copy = [];
  const { length } = list;
  for (let i = 0; i < length; i++) define(copy, i, list[i]);
  return copy;
}

/** A plain array of primitives made from any array-like; each element is read once. */
function snapshotList(list) {
  const copy = [];
  const { length } = list;
  for (let i = 0; i < length; i++) define(copy, i, String(list[i]));
  return copy;
}

module.exports = {
  define, isDear, snapshotList, snapshotOptions, spread, toPath, unjudgeable, wrongType,
};
