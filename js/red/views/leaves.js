'use strict';
// What Node.js knows by what is inside, which no view has (dates, URLs, bytes), where a package exports it to others [A7]: who requires it has one of its own,
// with the same in it.

const {
  ArrayBufferIsView, ArrayBufferPrototypeByteLengthGet, Buffer, BufferFrom, DataViewPrototypeBufferGet, DataViewPrototypeByteLengthGet, DataViewPrototypeByteOffsetGet, Date, DatePrototypeGetTime, ObjectGetPrototypeOf, ObjectSetPrototypeOf,
  ReflectConstruct, RegExp, SafeWeakMap, TypedArrayPrototypeBufferGet, TypedArrayPrototypeByteLengthGet, TypedArrayPrototypeByteOffsetGet, TypedArrayPrototypeSet, TypedArrayPrototypeSymbolToStringTagGet, URL, URLPrototypeHrefGet, Uint8Array,
  WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { isShared } = require('../../core/harden');
const { isOverflow } = require('../../core/overflow');
const { perPrincipal } = require('./mirror');
const { View } = require('./stand-ins');

const copies = perPrincipal();
/** Bytes of a package's own class, as others have them -> what they are to that package. */
const originals = new SafeWeakMap();

/** The class of the language or of Node.js that a value is of, or below, also by what is seen through views; it is locked. */
function sharedAbove(value) {
  for (let at = ObjectGetPrototypeOf(value); at !== null; at = ObjectGetPrototypeOf(at)) {
    at = View.of(at) ?? at;
    if (isShared(at)) return at;
    if (util.isProxy(at)) return undefined;
  }
  return undefined;
}

/** The same bytes in memory of their own; memory that is meant to be shared is. */
function memoryOf(buffer, offset, length, isCopied) {
  try {
    if (!isCopied) return { buffer, offset };
    ArrayBufferPrototypeByteLengthGet(buffer);
  } catch (error) {
    if (isOverflow(error)) throw error;
    return { buffer, offset };
  }
  const bytes = new Uint8Array(length);
  TypedArrayPrototypeSet(bytes, new Uint8Array(buffer, offset, length));
  return { buffer: TypedArrayPrototypeBufferGet(bytes), offset: 0 };
}

/** Another one over these bytes, or over a copy of them. */
function viewOfBytes(value, isCopied) {
  const { constructor } = sharedAbove(value);
  if (TypedArrayPrototypeSymbolToStringTagGet(value) === undefined) {
    const length = DataViewPrototypeByteLengthGet(value);
    const { buffer, offset } = memoryOf(DataViewPrototypeBufferGet(value), DataViewPrototypeByteOffsetGet(value), length, isCopied);
    return ReflectConstruct(constructor, [buffer, offset, length]);
  }
  const length = TypedArrayPrototypeByteLengthGet(value);
  const { buffer, offset } = memoryOf(TypedArrayPrototypeBufferGet(value), TypedArrayPrototypeByteOffsetGet(value), length, isCopied);
  return constructor === Buffer ? BufferFrom(buffer, offset, length) : ReflectConstruct(constructor, [buffer, offset, length / constructor.BYTES_PER_ELEMENT]);
}

function copyOf(value) {
  if (util.isDate(value)) return new Date(DatePrototypeGetTime(value));
  if (util.isRegExp(value)) return new RegExp(value);
  if (ObjectGetPrototypeOf(value) === URL.prototype) return new URL(URLPrototypeHrefGet(value));
  return ArrayBufferIsView(value) ? viewOfBytes(value, true) : value;
}

/**
 * @param {number} to for whom
 * @param {object} value
 * @param {number} owner whose it is
 * @param {boolean} isHung does it hang on exports?
 * @param {(item: any) => any} shown
 */
function leafFor(to, value, owner, isHung, shown) {
  const isOfOwnClass = ArrayBufferIsView(value) && !isShared(ObjectGetPrototypeOf(value));
  if ((!isHung && !isOfOwnClass) || (isOfOwnClass && sharedAbove(value) === undefined)) return value;
  const known = WeakMapPrototypeGet(copies(to), value);
  if (known !== undefined) return known;
  const copy = isOfOwnClass ? ObjectSetPrototypeOf(viewOfBytes(value, isHung), shown(ObjectGetPrototypeOf(value))) : copyOf(value);
  if (isOfOwnClass) originals.set(copy, { __proto__: null, value, owner });
  WeakMapPrototypeSet(copies(to), value, copy);
  return copy;
}

/** What somebody hands back who got it for bytes of `owner`. */
function leafBehind(owner, copy) {
  const original = originals.get(copy);
  return original !== undefined && original.owner === owner ? original.value : copy;
}

/** Is this a leaf of a class of somebody's own, of which there can be a view? */
const isOwnLeaf = (value) => (util.isDate(value) || util.isRegExp(value) || util.isBoxedPrimitive(value)) && !isShared(ObjectGetPrototypeOf(value));

module.exports = { isOwnLeaf, leafBehind, leafFor };
