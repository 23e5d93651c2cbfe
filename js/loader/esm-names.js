'use strict';
// How instances of one file are told apart. Node keeps ES modules by their URL: the URL of an instance ends in a mark with
// the number of the principal it is loaded for, put there by the resolve hook and by nothing else (what a package
// writes there itself is followed by the hook's own). CommonJS files that ES modules import are kept by file name: the
// instance of a second principal has one more slash before its base name.

const {
  Number, SafeMap, StringPrototypeIncludes, StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
} = require('../boot/primordials');
const { module: nodeModule, path } = require('../boot/builtins');

const MARK = 'nrg-sentinel=';

/** Marks count from the moment the hook sees every import. */
let counting = false;

/** @returns {typeof principalOfURL} */
function countMarks() {
  counting = true;
  return principalOfURL;
}

/** `url` for the instance of `principal`. */
function markedURL(url, principal) {
  const separator = StringPrototypeIncludes(url, '#') || StringPrototypeIncludes(url, '?') ? '&' : '?';
  return `${url}${separator}${MARK}${principal}`;
}

/** `url` of a data: module, whose text a query would change. */
function markedText(url, principal) {
  return `${url}${StringPrototypeIncludes(url, '#') ? '&' : '#'}${MARK}${principal}`;
}

/** The principal an instance was loaded for, by its URL or the name of its script; undefined when it has no mark. */
function principalOfURL(url) {
  // Other names are paths, or chosen by packages (vm).
  if (!counting || (!StringPrototypeStartsWith(url, 'file:///') && !StringPrototypeStartsWith(url, 'data:'))) return undefined;
  const at = StringPrototypeLastIndexOf(url, MARK);
  if (at < 1 || (url[at - 1] !== '?' && url[at - 1] !== '&' && url[at - 1] !== '#')) return undefined;
  const digits = StringPrototypeSlice(url, at + MARK.length);
  if (digits === '' || digits.length > 9) return undefined;
  for (let i = 0; i < digits.length; i++) if (digits[i] < '0' || digits[i] > '9') return undefined;
  return Number(digits);
}

/** `url` without its mark. */
const unmarkedURL = (url) => (principalOfURL(url) === undefined ? url : StringPrototypeSlice(url, 0, StringPrototypeLastIndexOf(url, MARK) - 1));

const CORE = 0;
/** File -> the principals that import it as CommonJS, in the order of their slashes. */
const importers = new SafeMap();
/** File name with its slashes -> { principal, file }. */
const instances = new SafeMap();

/**
 * The URL of a CommonJS file for this principal: Node's loader keeps the file by the name in it.
 * @param {string} href of the file, without query and fragment
 */
function commonjsURL(href, file, principal) {
  let list = importers.get(file);
  if (list === undefined) {
    // Node's loader may have it already, for core.
    list = nodeModule._cache[file] === undefined ? [] : [CORE];
    importers.set(file, list);
  }
  let at = 0;
  while (at < list.length && list[at] !== principal) at++;
  list[at] = principal;
  const name = withSlashes(file, path.sep, at);
  instances.set(name, { __proto__: null, principal, file });
  return withSlashes(href, '/', at);
}

function withSlashes(name, slash, count) {
  if (count === 0) return name;
  const at = StringPrototypeLastIndexOf(name, slash);
  let slashes = '';
  for (let i = 0; i < count; i++) slashes += slash;
  return StringPrototypeSlice(name, 0, at) + slashes + StringPrototypeSlice(name, at);
}

/** What stands for this name of a CommonJS file that an ES module imported. */
const instanceOf = (name) => instances.get(name);

module.exports = { commonjsURL, countMarks, instanceOf, markedText, markedURL, principalOfURL, unmarkedURL };
