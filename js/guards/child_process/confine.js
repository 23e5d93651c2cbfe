'use strict';
// A Node.js program that a package starts is that package, as its worker threads are [I3]: the preload comes first in it, finds a
// passport in the environment, and arms the process with that package's grants. A program is known by what is started: this
// Node.js, or one that is called so. What a shell starts is not seen.

const { ArrayIsArray, ArrayPrototypePush, JSONStringify, ObjectKeys, StringPrototypeSlice, StringPrototypeStartsWith, StringPrototypeToUpperCase } = require('../../boot/primordials');
const { path, process } = require('../../boot/builtins');
const { quote, words } = require('../../boot/children');
const { PASSPORT } = require('../../boot/thread');
const { PRELOAD, isForPrograms } = require('../../core/flags');
const { loader } = require('../../core/loader');
const environment = require('../process/environment');

const { execPath } = process;
const NAMES = { __proto__: null, node: true, 'node.exe': true, nodejs: true };
/** Options whose value is the next word: code, which runs after the preload. */
const CODE = { __proto__: null, '-e': true, '--eval': true, '-p': true, '--print': true, '-pe': true };
/** Variables that change what runs in a process before its first line, or loosen Sentinel: only the operator's count. */
const OPERATORS = {
  __proto__: null, NODE_COMPILE_CACHE: true, NODE_COMPILE_CACHE_PORTABLE: true, NODE_ICU_DATA: true, NODE_REDIRECT_WARNINGS: true, NODE_REPL_EXTERNAL_MODULE: true, NODE_UNIQUE_ID: true, NODE_V8_COVERAGE: true,
};
const OPERATORS_BEGIN = ['DYLD_', 'GLIBC_', 'LD_', 'NRG_SENTINEL_', 'OPENSSL_'];
/** One variable can be no longer than 128 KB on Linux. */
const LONGEST = 120_000;

let native;

function configure(api) {
  native = api;
}

const isNode = (file) => file === execPath || NAMES[path.basename(file)] === true;

/** Of a list of options those a program of a package may have. */
function harmlessOf(flags) {
  const kept = [];
  for (let i = 0; i < flags.length; i++) if (isForPrograms(flags[i])) ArrayPrototypePush(kept, flags[i]);
  return kept;
}

/** The option on a command line that no program of a package may have, or undefined. */
function unfitOption(line) {
  // A debugger, which starts the program that it is to look into.
  if (line[0] === 'inspect' || line[0] === 'debug') return line[0];
  for (let i = 0; i < line.length; i++) {
    const word = line[i];
    if (word[0] !== '-' || word === '-' || word === '--') return undefined;
    if (CODE[word] === true) i++;
    else if ((word === '--require' || word === '-r') && line[i + 1] === PRELOAD) i++;
    else if (word !== `--require=${PRELOAD}` && !isForPrograms(word)) return word;
  }
  return undefined;
}

function isOperators(name) {
  const upper = StringPrototypeToUpperCase(name);
  if (OPERATORS[upper] === true) return true;
  for (let i = 0; i < OPERATORS_BEGIN.length; i++) if (StringPrototypeStartsWith(upper, OPERATORS_BEGIN[i])) return true;
  return false;
}

/** NODE_OPTIONS of the program: the preload, then what is harmless of what it would have had. */
function nodeOptions(text = '') {
  const list = words(text);
  let result = `--require ${quote(PRELOAD)}`;
  for (let i = 0; i < list.length; i++) if (isForPrograms(list[i].value)) result += ` ${quote(list[i].value)}`;
  return result;
}

function environmentOf(principal, wanted) {
  const { base } = environment.forChild(principal);
  const env = { __proto__: null };
  const names = ObjectKeys(wanted);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    const value = isOperators(name) ? base[name] : wanted[name];
    if (value !== undefined && StringPrototypeToUpperCase(name) !== 'NODE_OPTIONS') env[name] = value;
  }
  env.NODE_OPTIONS = nodeOptions(wanted.NODE_OPTIONS);
  return env;
}

/** Descriptors beside the standard ones that the program begins with, which are what its package gave it. A number that it is given nothing for is free for whatever it opens itself. */
function openIn(stdio) {
  const list = [];
  for (let i = 3; ArrayIsArray(stdio) && i < stdio.length; i++) {
    const entry = stdio[i];
    if (entry !== undefined && entry !== null && entry !== 'ignore' && entry !== 'ipc') ArrayPrototypePush(list, i);
  }
  return list;
}

/**
 * Makes the program that is about to start the package's own, if it is one of Node.js.
 * @param {number} principal whose
 * @param {string} file the program
 * @param {string[]} line its arguments
 * @param {{env: object, stdio: any}} options `env` is replaced; `stdio` was judged
 * @param {string[]|null} given the variables that the package names itself; null when the program inherits those of this process
 * @returns {{capability: string, resource: string}|undefined} why it cannot be
 */
function confine(principal, file, line, options, given) {
  if (!isNode(file)) return undefined;
  const option = unfitOption(line);
  if (option !== undefined) return { capability: 'all', resource: `a Node.js program with the option ${option}` };
  const { home } = loader.compartmentOf(principal);
  const passport = native.admitChild(principal, home.file, given);
  const text = `${StringPrototypeSlice(passport, 0, -1)},"open":${JSONStringify(openIn(options.stdio))}}`;
  if (text.length > LONGEST) return { capability: 'all', resource: 'a Node.js program with a policy of more than 120,000 letters' };
  options.env = environmentOf(principal, options.env);
  options.env[PASSPORT] = text;
  return undefined;
}

module.exports = { configure, confine, harmlessOf };
