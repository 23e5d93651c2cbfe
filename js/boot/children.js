'use strict';
// Children inherit NODE_OPTIONS but not this working directory: a preload given by name or by relative path must still
// be found where they start, or they die there. Its entry is rewritten to the absolute path of this very file.

const {
  ArrayPrototypePush, Module, ReflectApply, StringPrototypeIndexOf, StringPrototypeSlice, env, module: nodeModule, path, process,
} = require('./captured');

const PRELOAD = path.join(__dirname, '..', 'preload.js');

/** The words of NODE_OPTIONS by Node's rules (quotes, backslashes within them), each with its place in the text. */
function words(text) {
  const result = [];
  let word;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    let letter = text[i];
    if (letter === ' ' && !quoted) {
      word = undefined;
      continue;
    }
    if (word === undefined) {
      word = { __proto__: null, value: '', from: i, to: i };
      ArrayPrototypePush(result, word);
    }
    if (letter === '"') quoted = !quoted;
    else {
      if (letter === '\\' && quoted) letter = text[++i] ?? '';
      word.value += letter;
    }
    word.to = i + 1;
  }
  return result;
}

/** Does `--require <request>` mean this preload, and in a way that depends on the working directory? */
function isPreload(request) {
  if (request === undefined || path.isAbsolute(request)) return false;
  try {
    return ReflectApply(nodeModule.createRequire, Module, [path.join(path.resolve(), 'noop.js')]).resolve(request) === PRELOAD;
  } catch {
    return false;
  }
}

/** What stands for argument number `at` of a list, or undefined when it can stay. */
function absolute(list, at) {
  const word = list[at];
  const before = at === 0 ? '' : list[at - 1];
  if (before === '--require' || before === '-r') return isPreload(word) ? PRELOAD : undefined;
  const equals = StringPrototypeIndexOf(word, '=');
  const isRequire = equals > 0 && StringPrototypeSlice(word, 0, equals) === '--require';
  return isRequire && isPreload(StringPrototypeSlice(word, equals + 1)) ? `--require=${PRELOAD}` : undefined;
}

function quote(text) {
  let out = '"';
  for (let i = 0; i < text.length; i++) out += text[i] === '"' || text[i] === '\\' ? `\\${text[i]}` : text[i];
  return `${out}"`;
}

/** Rewrites NODE_OPTIONS, and `process.execArgv`, which forked children and workers inherit. */
function makePreloadAbsolute() {
  const { execArgv } = process;
  for (let i = 0; i < execArgv.length; i++) execArgv[i] = absolute(execArgv, i) ?? execArgv[i];
  const text = env.NODE_OPTIONS;
  if (text === undefined) return;
  const list = words(text);
  const values = [];
  for (let i = 0; i < list.length; i++) ArrayPrototypePush(values, list[i].value);
  let result = '';
  let at = 0;
  for (let i = 0; i < list.length; i++) {
    const next = absolute(values, i);
    if (next === undefined) continue;
    result += StringPrototypeSlice(text, at, list[i].from) + quote(next);
    at = list[i].to;
  }
  if (at !== 0) env.NODE_OPTIONS = result + StringPrototypeSlice(text, at);
}

module.exports = { makePreloadAbsolute, quote, words };
