'use strict';
// `replace`, `split`, `match`, `search` and `flags` of regular expressions. V8 goes short ways through them only while RegExp.prototype is as it was
// born, which no lock leaves it, and otherwise a way that takes seventy times as long in a text of a kilobyte. These go through `exec`, which keeps its
// speed, and do what ECMAScript says for expressions that nobody has given anything of his own; V8's own functions do it for all others.

const {
  ArrayPrototypePush, MapPrototypeGet, MapPrototypeSet, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectIs, ObjectKeys, ReflectApply, RegExp, RegExpPrototypeDotAllGet,
  RegExpPrototypeExec, RegExpPrototypeGlobalGet, RegExpPrototypeHasIndicesGet, RegExpPrototypeIgnoreCaseGet, RegExpPrototypeMultilineGet, RegExpPrototypeSourceGet, RegExpPrototypeStickyGet, RegExpPrototypeUnicodeGet,
  RegExpPrototypeUnicodeSetsGet, SafeMap, StringPrototypeCharCodeAt, StringPrototypeIndexOf, StringPrototypeSlice, SymbolMatch, SymbolReplace, SymbolSearch, SymbolSplit,
} = require('../boot/primordials');

const { prototype } = RegExp;

/** Is there an expression with members of its own that nobody can list? From then on V8 does it all. */
let areHidden = false;

function noteHidden() {
  areHidden = true;
}

/** Is this an expression at all? Whatever else it may be is not asked anything. */
function isExpression(value) {
  try {
    return RegExpPrototypeGlobalGet(value) !== undefined;
  } catch {
    return false;
  }
}

/** Has an expression nothing but what it was born with? */
const isPlain = (rx) => ObjectGetPrototypeOf(rx) === prototype && ObjectKeys(rx).length === 0 && !areHidden;

const isUnicode = (rx) => RegExpPrototypeUnicodeGet(rx) || RegExpPrototypeUnicodeSetsGet(rx) === true;

/** Where the next search begins when nothing was found at `at`. */
function next(text, at, byCodePoint) {
  if (!byCodePoint || at + 1 >= text.length) return at + 1;
  const first = StringPrototypeCharCodeAt(text, at);
  if (first < 0xD800 || first > 0xDBFF) return at + 1;
  const second = StringPrototypeCharCodeAt(text, at + 1);
  return second < 0xDC00 || second > 0xDFFF ? at + 1 : at + 2;
}

const isDigit = (code) => code >= 48 && code <= 57;

/** GetSubstitution: what a text with `$` in it stands for. */
function substitute(by, match, text) {
  const { 0: found, groups, index, length } = match;
  let out = '';
  let done = 0;
  for (let at = StringPrototypeIndexOf(by, '$'); at >= 0 && at + 1 < by.length; at = StringPrototypeIndexOf(by, '$', done)) {
    out += StringPrototypeSlice(by, done, at);
    done = at + 2;
    const code = StringPrototypeCharCodeAt(by, at + 1);
    if (code === 36) {
      out += '$';
    } else if (code === 38) {
      out += found;
    } else if (code === 96) {
      out += StringPrototypeSlice(text, 0, index);
    } else if (code === 39) {
      out += StringPrototypeSlice(text, index + found.length);
    } else if (isDigit(code)) {
      let number = code - 48;
      const more = at + 2 < by.length ? StringPrototypeCharCodeAt(by, at + 2) : 0;
      if (isDigit(more) && number * 10 + more - 48 < length) {
        number = number * 10 + more - 48;
        done += 1;
      }
      if (number === 0 || number >= length) out += StringPrototypeSlice(by, at, done);
      else if (match[number] !== undefined) out += match[number];
    } else if (code === 60 && groups !== undefined && StringPrototypeIndexOf(by, '>', done) >= 0) {
      const end = StringPrototypeIndexOf(by, '>', done);
      const value = groups[StringPrototypeSlice(by, done, end)];
      if (value !== undefined) out += value;
      done = end + 1;
    } else {
      out += '$';
      done = at + 1;
    }
  }
  return out + StringPrototypeSlice(by, done);
}

/** What a function answers for a match. */
function replacer(by, match, text) {
  const { 0: found, groups, index, length } = match;
  if (length === 1 && groups === undefined) return `${by(found, index, text)}`;
  const given = [];
  for (let i = 0; i < length; i++) ArrayPrototypePush(given, match[i]);
  ArrayPrototypePush(given, index, text);
  if (groups !== undefined) ArrayPrototypePush(given, groups);
  return `${ReflectApply(by, undefined, given)}`;
}

const plainly = (by) => by;

/** Replaces every match: nobody's code runs meanwhile. */
function replaceEach(rx, text, by, replacement) {
  const byCodePoint = isUnicode(rx);
  rx.lastIndex = 0;
  let out = '';
  let done = 0;
  let match = RegExpPrototypeExec(rx, text);
  if (match === null) return text;
  for (; match !== null; match = RegExpPrototypeExec(rx, text)) {
    const { 0: found, index } = match;
    out += StringPrototypeSlice(text, done, index) + replacement(by, match, text);
    done = index + found.length;
    if (found === '') rx.lastIndex = next(text, done, byCodePoint);
  }
  return out + StringPrototypeSlice(text, done);
}

/** Finds every match, then asks the function. */
function replaceByFunction(rx, text, by) {
  const matches = [];
  matchEach(rx, text, matches, false);
  let out = '';
  let done = 0;
  for (let i = 0; i < matches.length; i++) {
    const { 0: found, index } = matches[i];
    out += StringPrototypeSlice(text, done, index) + replacer(by, matches[i], text);
    done = index + found.length;
  }
  return matches.length === 0 ? text : out + StringPrototypeSlice(text, done);
}

/** Puts every match into a list: the texts that were found, or what `exec` says. */
function matchEach(rx, text, list, isText) {
  const byCodePoint = isUnicode(rx);
  rx.lastIndex = 0;
  for (let match = RegExpPrototypeExec(rx, text); match !== null; match = RegExpPrototypeExec(rx, text)) {
    const found = match[0];
    ArrayPrototypePush(list, isText ? found : match);
    if (found === '') rx.lastIndex = next(text, rx.lastIndex, byCodePoint);
  }
}

/**
 * Flags of an expression, as bits -> its text -> one that finds the same from any place on. It may find something at the end of a text where
 * ECMAScript does not look: only `RegExp.lastMatch` would tell, which tells nobody anything (boot/seal.js).
 */
const splitters = [];
const MOST = 500;
const FLAGS = ['i', 'm', 's', 'u', 'v'];

function lettersOf(bits, letters) {
  let text = '';
  for (let i = 0; i < letters.length; i++) if ((bits & (1 << i)) !== 0) text += letters[i];
  return text;
}

function splitterOf(rx) {
  const bits = (RegExpPrototypeIgnoreCaseGet(rx) ? 1 : 0) + (RegExpPrototypeMultilineGet(rx) ? 2 : 0) + (RegExpPrototypeDotAllGet(rx) ? 4 : 0)
    + (RegExpPrototypeUnicodeGet(rx) ? 8 : 0) + (RegExpPrototypeUnicodeSetsGet(rx) ? 16 : 0);
  const source = RegExpPrototypeSourceGet(rx);
  const known = splitters[bits];
  const found = known === undefined ? undefined : MapPrototypeGet(known, source);
  if (found !== undefined) return found;
  const made = new RegExp(source, `g${lettersOf(bits, FLAGS)}`);
  if (known === undefined || known.size >= MOST) splitters[bits] = new SafeMap();
  MapPrototypeSet(splitters[bits], source, made);
  return made;
}

/** The parts of a text between what an expression finds; at most so many. */
function split(rx, text, most) {
  const parts = [];
  if (most === 0) return parts;
  const splitter = splitterOf(rx);
  const byCodePoint = isUnicode(rx);
  let done = 0;
  let from = 0;
  const size = text.length;
  while (from < size) {
    splitter.lastIndex = from;
    const match = RegExpPrototypeExec(splitter, text);
    if (match === null || match.index >= size) break;
    const { 0: found, index, length } = match;
    const end = index + found.length;
    if (end === done) {
      from = next(text, index, byCodePoint);
    } else {
      ArrayPrototypePush(parts, StringPrototypeSlice(text, done, index));
      if (parts.length === most) return parts;
      for (let i = 1; i < length; i++) {
        ArrayPrototypePush(parts, match[i]);
        if (parts.length === most) return parts;
      }
      done = end;
      from = end;
    }
  }
  ArrayPrototypePush(parts, StringPrototypeSlice(text, done));
  return parts;
}

/** The flags, as text, of all combinations that were asked for. */
const texts = [];
const LETTERS = ['d', 'g', 'i', 'm', 's', 'u', 'v', 'y'];

function flagsOf(rx) {
  const bits = (RegExpPrototypeHasIndicesGet(rx) ? 1 : 0) + (RegExpPrototypeGlobalGet(rx) ? 2 : 0) + (RegExpPrototypeIgnoreCaseGet(rx) ? 4 : 0) + (RegExpPrototypeMultilineGet(rx) ? 8 : 0)
    + (RegExpPrototypeDotAllGet(rx) ? 16 : 0) + (RegExpPrototypeUnicodeGet(rx) ? 32 : 0) + (RegExpPrototypeUnicodeSetsGet(rx) ? 64 : 0) + (RegExpPrototypeStickyGet(rx) ? 128 : 0);
  texts[bits] ??= lettersOf(bits, LETTERS);
  return texts[bits];
}

const textOf = (value) => (typeof value === 'string' ? value : `${value}`);

const originals = {
  __proto__: null, flags: ObjectGetOwnPropertyDescriptor(prototype, 'flags').get, match: prototype[SymbolMatch], replace: prototype[SymbolReplace], search: prototype[SymbolSearch], split: prototype[SymbolSplit],
};

const methods = {
  flags() {
    return isExpression(this) && isPlain(this) ? flagsOf(this) : ReflectApply(originals.flags, this, []);
  },
  match(string) {
    if (!isExpression(this)) return ReflectApply(originals.match, this, [string]);
    const text = textOf(string);
    if (!isPlain(this)) return ReflectApply(originals.match, this, [text]);
    if (!RegExpPrototypeGlobalGet(this)) return RegExpPrototypeExec(this, text);
    const found = [];
    matchEach(this, text, found, true);
    return found.length === 0 ? null : found;
  },
  replace(string, replacement) {
    if (!isExpression(this)) return ReflectApply(originals.replace, this, [string, replacement]);
    const text = textOf(string);
    const by = typeof replacement === 'function' ? replacement : textOf(replacement);
    if (!isPlain(this)) return ReflectApply(originals.replace, this, [text, by]);
    const stands = typeof by === 'function' ? replacer : StringPrototypeIndexOf(by, '$') < 0 ? plainly : substitute;
    if (RegExpPrototypeGlobalGet(this)) return (stands === replacer ? replaceByFunction : replaceEach)(this, text, by, stands);
    const match = RegExpPrototypeExec(this, text);
    if (match === null) return text;
    const { 0: found, index } = match;
    return StringPrototypeSlice(text, 0, index) + stands(by, match, text) + StringPrototypeSlice(text, index + found.length);
  },
  search(string) {
    if (!isExpression(this)) return ReflectApply(originals.search, this, [string]);
    const text = textOf(string);
    if (!isPlain(this)) return ReflectApply(originals.search, this, [text]);
    const before = this.lastIndex;
    if (!ObjectIs(before, 0)) this.lastIndex = 0;
    const match = RegExpPrototypeExec(this, text);
    if (!ObjectIs(this.lastIndex, before)) this.lastIndex = before;
    return match === null ? -1 : match.index;
  },
  split(string, limit) {
    if (!isExpression(this)) return ReflectApply(originals.split, this, [string, limit]);
    const text = textOf(string);
    if (!isPlain(this) || text === '' || (limit !== undefined && typeof limit !== 'number')) return ReflectApply(originals.split, this, [text, limit]);
    return split(this, text, limit === undefined ? MAX : limit >>> 0);
  },
};
const MAX = 2 ** 32 - 1;

/**
 * Puts them where V8's own are, before those are locked.
 * @param {(object: object, key: PropertyKey, original: Function, made: Function) => void} stand
 */
function install(stand) {
  stand(prototype, 'flags', originals.flags, methods.flags);
  stand(prototype, SymbolMatch, originals.match, methods.match);
  stand(prototype, SymbolReplace, originals.replace, methods.replace);
  stand(prototype, SymbolSearch, originals.search, methods.search);
  stand(prototype, SymbolSplit, originals.split, methods.split);
}

module.exports = { install, noteHidden };
