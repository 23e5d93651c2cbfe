'use strict';
// Node-RED's command line as Node-RED's own parser (nopt) reads it: `-u X`, `--userDir=X`, `--user X`, `-vu X`.

const {
  ArrayPrototypePush, ObjectKeys, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith, StringPrototypeToLowerCase,
} = require('./primordials');
const { path } = require('./builtins');

const { homedir } = require('os');

const VALUE = 2;
/** A value that does not begin with dashes. */
const TEXT = 3;
const FLAG = 1;
const OPTIONS = { __proto__: null, help: FLAG, port: VALUE, settings: VALUE, title: TEXT, userDir: VALUE, verbose: FLAG, safe: FLAG, version: FLAG, define: VALUE };
const SHORT = { __proto__: null, '?': 'help', p: 'port', s: 'settings', t: 'help', u: 'userDir', v: 'verbose', D: 'define' };

function withoutDashes(word) {
  let from = 0;
  while (word[from] === '-') from++;
  return StringPrototypeSlice(word, from);
}

/** `--` and longer: what follows are no options. */
const isEnd = (word) => word.length > 1 && withoutDashes(word) === '';

/** An option by its name or an unambiguous beginning of it, or undefined. */
function optionOf(text) {
  if (OPTIONS[text] !== undefined) return text;
  const names = ObjectKeys(OPTIONS);
  let found;
  for (let i = 0; i < names.length; i++) {
    if (text === '' || !StringPrototypeStartsWith(names[i], text)) continue;
    if (found !== undefined) return undefined;
    found = names[i];
  }
  return found;
}

/** The long options a short form stands for (`-vu` for two), or undefined when it is not one. */
function expand(text) {
  if (OPTIONS[text] !== undefined || text === '') return undefined;
  const names = [];
  for (let i = 0; i < text.length; i++) {
    if (SHORT[text[i]] === undefined) return undefined;
    ArrayPrototypePush(names, `--${SHORT[text[i]]}`);
  }
  return names;
}

function absolute(value) {
  if (!StringPrototypeStartsWith(value, '~/')) return path.resolve(value);
  return path.resolve(homedir(), StringPrototypeSlice(value, 2));
}

/**
 * `--settings` and `--userDir`.
 * @param {string[]} given without node and script
 * @returns {{settings: string|undefined, userDir: string|undefined}} absolute paths
 */
function parseArguments(given) {
  let args = given;
  const result = { __proto__: null, settings: undefined, userDir: undefined };
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (isEnd(word)) break;
    if (word.length < 2 || word[0] !== '-') continue;
    const equals = StringPrototypeIndexOf(word, '=');
    if (equals !== -1) args = replaceAt(args, i, [StringPrototypeSlice(word, 0, equals), StringPrototypeSlice(word, equals + 1)]);
    const short = expand(withoutDashes(args[i]));
    if (short !== undefined) args = replaceAt(args, i, short);
    const name = withoutDashes(args[i]);
    const option = StringPrototypeStartsWith(StringPrototypeToLowerCase(name), 'no-') ? undefined : optionOf(name);
    const value = args[i + 1];
    if (!takesNext(option, value, equals !== -1)) {
      // Without a value the option counts as not given at all.
      if (OPTIONS[option] === VALUE) result[option] = undefined;
      continue;
    }
    i++;
    if (option === 'settings' || option === 'userDir') result[option] = absolute(value);
  }
  return result;
}

/** Is the next argument the value of this option? Unknown ones have a value only when it came with `=`. */
function takesNext(option, next, hasEquals) {
  const kind = OPTIONS[option];
  if (kind === FLAG || next === undefined || isEnd(next)) return false;
  if (kind === undefined) return hasEquals;
  const rest = withoutDashes(next);
  return kind === VALUE || rest === '' || rest === next || next.length - rest.length > 2;
}

/** A new list with `items` in the place of one element. */
function replaceAt(list, at, items) {
  const result = [];
  for (let i = 0; i < list.length; i++) {
    if (i !== at) ArrayPrototypePush(result, list[i]);
    else for (let n = 0; n < items.length; n++) ArrayPrototypePush(result, items[n]);
  }
  return result;
}

module.exports = { parseArguments };
