'use strict';
// Compiles CommonJS modules. Doing it here rather than in Node's loader gives two things: the function object,
// from which the addon reads the script's identity, and `process`, `console` and the schedulers as variables of the
// module, so that a package uses its own without a look at the stack. `import()` goes to Node's own loader, see esm.js.

const {
  FunctionPrototypeToString, ReflectApply, StringPrototypeCharCodeAt, StringPrototypeSlice, SyntaxError,
} = require('../boot/primordials');
const { vm } = require('../boot/builtins');
const { CORE } = require('../core/caller');
const codeCache = require('./code-cache');

const { Script } = vm;
const { runInThisContext } = Script.prototype;
const { USE_MAIN_CONTEXT_DEFAULT_LOADER } = vm.constants;

// The inner function stands in parentheses: V8 then compiles it at once instead of scanning it twice.
const HEAD = '(function (process, setTimeout, setInterval, setImmediate, queueMicrotask, console) { return (function (exports, require, module, __filename, __dirname) { ';
const TAIL = '\n});})';
const HASH = 35;
const BANG = 33;

let native;

function configure(api) {
  native = api;
}

/** `#!` is only a comment at the very start of a script, which the module no longer is. */
function withoutHashbang(content) {
  const isHashbang = StringPrototypeCharCodeAt(content, 0) === HASH && StringPrototypeCharCodeAt(content, 1) === BANG;
  return isHashbang ? `//${StringPrototypeSlice(content, 2)}` : content;
}

/**
 * Text that closes the wrapper early would hand back a function of its own choosing; then the script is not bound to anyone
 * and what it did so far was done as `unknown`.
 */
function check(outer, text, length, filename, principal) {
  // A part of the text V8 has: another would be put together a second time.
  const expected = StringPrototypeSlice(text, 1, length - 1);
  if (typeof outer === 'function' && FunctionPrototypeToString(outer) === expected) return;
  if (principal === CORE) codeCache.disown();
  throw new SyntaxError(`${filename}: unbalanced braces at the top level of the module`);
}

/**
 * Compiles the text of a module and binds its script to a principal.
 * @param {string} content
 * @param {string} filename resource name, shown in stack traces
 * @param {number} principal
 * @param {object} processObject what `process` means in the module
 * @param {object} globals what `console`, `setTimeout` and its relatives mean in the module, see core/handed.js
 * @returns {Function} (exports, require, module, __filename, __dirname)
 * @throws {SyntaxError} as Node's loader would
 */
function compile(content, filename, principal, processObject, globals) {
  const body = withoutHashbang(content);
  // V8 gives one script to equal texts of one name. The number keeps the instances of two compartments apart.
  const tail = `${TAIL}//${principal}`;
  const options = { __proto__: null, filename, columnOffset: -HEAD.length, cachedData: undefined, importModuleDynamically: USE_MAIN_CONTEXT_DEFAULT_LOADER };
  const own = principal === CORE ? undefined : HEAD + body + tail;
  const script = principal === CORE ? codeCache.compileParts(HEAD, body, tail, options) : new Script(own, options);
  const text = own ?? codeCache.unproven();
  const outer = ReflectApply(runInThisContext, script, []);
  if (text !== undefined) check(outer, text, HEAD.length + body.length + TAIL.length, filename, principal);
  native.bindScript(outer, principal);
  const { setTimeout, setInterval, setImmediate, queueMicrotask, console } = globals;
  return outer(processObject, setTimeout, setInterval, setImmediate, queueMicrotask, console);
}

module.exports = { compile, configure };
