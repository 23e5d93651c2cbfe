'use strict';
// Lists without the methods of Array and String, which look at constructors and iterators a package can change.

const { ObjectDefineProperty, ReflectApply, StringPrototypeIndexOf, StringPrototypeSlice, dataDescriptor } = require('../boot/primordials');

/** Sets an element (or property) of an own object whatever prototypes say. */
function put(target, key, value) {
  ObjectDefineProperty(target, key, dataDescriptor(value, true, true, true));
}

/** As many arguments as any engine takes. */
const FEW = 4096;

/** What makes a list of its arguments: of all, or those after the first or second. They define the elements themselves, asking no prototype or setter. */
const makers = [(...all) => all, (first, ...rest) => rest, (first, second, ...rest) => rest];

/** The elements from `start` on, in a new list. */
function copyList(list, start = 0) {
  if (start < makers.length && list.length <= FEW) return ReflectApply(makers[start], undefined, list);
  const result = [];
  for (let i = start; i < list.length; i++) put(result, result.length, list[i]);
  return result;
}

/** Both lists, one after the other. */
function joinLists(first, second) {
  const result = copyList(first);
  for (let i = 0; i < second.length; i++) put(result, result.length, second[i]);
  return result;
}

/** A list of a value and what is in the other. */
function withFirst(first, list) {
  const result = [first];
  for (let i = 0; i < list.length; i++) result[i + 1] = list[i];
  return result;
}

/** Is this string one of these? */
function isOneOf(list, text) {
  for (let i = 0; i < list.length; i++) if (list[i] === text) return true;
  return false;
}

/** Takes out the first element that is `item`. */
function removeFrom(list, item) {
  let at = 0;
  while (at < list.length && list[at] !== item) at++;
  if (at === list.length) return;
  for (; at < list.length - 1; at++) list[at] = list[at + 1];
  list.length -= 1;
}

/** Parts of a text between separators. */
function splitText(text, separator) {
  const result = [];
  let from = 0;
  for (;;) {
    const at = StringPrototypeIndexOf(text, separator, from);
    put(result, result.length, at === -1 ? StringPrototypeSlice(text, from) : StringPrototypeSlice(text, from, at));
    if (at === -1) return result;
    from = at + separator.length;
  }
}

/** The texts with one between them. */
function joinText(texts, between) {
  let result = '';
  for (let i = 0; i < texts.length; i++) result += i === 0 ? texts[i] : between + texts[i];
  return result;
}

/** Where the callback stands: the first function after the first argument, as Node takes it; -1 without one. */
function callbackAt(args) {
  for (let i = 1; i < args.length; i++) if (typeof args[i] === 'function') return i;
  return -1;
}

module.exports = { callbackAt, copyList, isOneOf, joinLists, joinText, put, removeFrom, splitText, withFirst };
