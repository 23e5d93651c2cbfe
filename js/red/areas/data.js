'use strict';
// Copies of data as a package left it, for others that may look at it and not change it: what copies.js copies, also from another context, and dates, Maps and Sets.

const {
  ArrayIsArray, BufferFrom, Date, DatePrototypeGetTime, Map, MapPrototypeForEach, MapPrototypeSet, ObjectGetPrototypeOf, Set, SetPrototypeAdd, SetPrototypeForEach,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { copyOfKind, fillFrom, isBytes } = require('./copies');

/** Does it inherit no more than objects of the language do, in this context or in that of a function node? */
function isPlain(value) {
  const prototype = ObjectGetPrototypeOf(value);
  return prototype === null || ObjectGetPrototypeOf(prototype) === null;
}

/** Can it be copied? */
const isData = (value) => ArrayIsArray(value) || isPlain(value) || util.isDate(value) || isBytes(value) || util.isMap(value) || util.isSet(value);

/**
 * @param {any} value
 * @param {(value: any) => any} other for functions and objects of classes
 */
const dataOf = (value, other) => copyOfKind(value, { __proto__: null, emptyOf, fillFrom: fillData, other });

function emptyOf(value) {
  if (ArrayIsArray(value)) return [];
  if (util.isDate(value)) return new Date(DatePrototypeGetTime(value));
  if (isBytes(value)) return BufferFrom(value);
  if (util.isMap(value)) return new Map();
  if (util.isSet(value)) return new Set();
  return isPlain(value) ? {} : undefined;
}

function fillData(value, made, show) {
  if (util.isMap(made)) MapPrototypeForEach(value, (item, key) => MapPrototypeSet(made, show(key), show(item)));
  else if (util.isSet(made)) SetPrototypeForEach(value, (item) => SetPrototypeAdd(made, show(item)));
  else if (!util.isDate(made)) fillFrom(value, made, show);
}

module.exports = { dataOf, isData };
