'use strict';
// `%s` in what packages print. Node.js prints an object that says nothing of its own as `util.inspect` does, and knows it by the plain `constructor` of what it
// inherits `toString` from. That of everything has an accessor there (js/core/harden.js), so such objects are printed before Node.js comes across them.

const { ObjectGetPrototypeOf, ObjectPrototype, ReflectGetOwnPropertyDescriptor, StringPrototypeIndexOf, StringPrototypeSlice, SymbolToPrimitive } = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { isShared } = require('./harden');

const OPTIONS = { __proto__: null, depth: 0, colors: false, compact: 3 };
/** What takes a value of the list. */
const TAKES = { __proto__: null, s: true, j: true, d: true, i: true, f: true, o: true, O: true, c: true };

const isObject = (value) => typeof value === 'object' && value !== null;

/** Does it inherit `toString` from what everything inherits from? Looked for without running anything that somebody put there. */
function isSilent(value) {
  for (let at = value; at !== ObjectPrototype; at = ObjectGetPrototypeOf(at)) {
    if (at === null || util.isProxy(at) || ReflectGetOwnPropertyDescriptor(at, 'toString') !== undefined) return false;
    if (!isShared(at) && ReflectGetOwnPropertyDescriptor(at, SymbolToPrimitive) !== undefined) return false;
  }
  return true;
}

/**
 * @param {any[]} args those of `console.log`
 * @param {number} at where the text with the places stands
 * @returns {any[]} the same list
 */
function formatted(args, at) {
  const text = args[at];
  if (typeof text !== 'string' || args.length <= at + 1) return args;
  let next = at + 1;
  for (let i = StringPrototypeIndexOf(text, '%'); i >= 0 && next < args.length; i = StringPrototypeIndexOf(text, '%', i)) {
    const kind = StringPrototypeSlice(text, i + 1, i + 2);
    if (kind === 's' && isObject(args[next]) && isSilent(args[next])) args[next] = util.inspect(args[next], OPTIONS);
    if (TAKES[kind] === true) next++;
    // `%%` is one sign, any other is none.
    i += kind === '%' || TAKES[kind] === true ? 2 : 1;
  }
  return args;
}

module.exports = { formatted };
