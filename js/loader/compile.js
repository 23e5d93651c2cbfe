'use strict';
// Compiles CommonJS modules. Doing it here rather than in Node's loader gives two things: the function object,
// from which the addon reads the script's identity, and `process`, `console`, `fetch` and the schedulers as variables of the
// module, so that a package uses its own without a look at the stack. `import()` goes to Node's own loader, see esm.js.

const {
  FunctionPrototypeToString, ReflectApply, ReflectSet, StringPrototypeCharCodeAt, StringPrototypeSlice, SyntaxError,
} = require('../boot/primordials');
const { vm } = require('../boot/builtins');
const { CORE } = require('../core/caller');
const codeCache = require('./code-cache');
const { closedPath } = require('./closed');
const writing = require('./lenient');

const { Script } = vm;
const { runInThisContext } = Script.prototype;
const { USE_MAIN_CONTEXT_DEFAULT_LOADER } = vm.constants;

const VARIABLES = 'process, setTimeout, setInterval, setImmediate, queueMicrotask, console';
const MODULE = '(function (exports, require, module, __filename, __dirname) { ';
// The inner function stands in parentheses: V8 then compiles it at once instead of scanning it twice.
const HEAD = `(function (${VARIABLES}) { return ${MODULE}`;
const TAIL = '\n});})';
/** The same for what core must not let others look into, see closed.js and lenient.js. */
const STRICT_HEAD = `(function (${VARIABLES}, $lenient) { 'use strict'; return ${MODULE}`;
// Packages set what these variables stand for (`global.setTimeout = …`): in such a function `arguments` and its variables are the same.
const OWN_HEAD = `(function (${VARIABLES}, fetch) { return [arguments, ${MODULE}`;
const OWN_TAIL = '\n})];})';
/** Which of them is which. */
const PLACES = { __proto__: null, setTimeout: 1, setInterval: 2, setImmediate: 3, queueMicrotask: 4, console: 5, fetch: 6 };
const HASH = 35;
const BANG = 33;

let native;

function configure(api) {
  native = api;
  native.expectHeads([HEAD, OWN_HEAD, STRICT_HEAD]);
  writing.configure(api);
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
 * @param {object} globals what `console`, `setTimeout` and its relatives mean in the module, see core/handed.js, and in one of a package `fetch`
 * @returns {Function|[object, Function]} (exports, require, module, __filename, __dirname); for packages behind what `setVariable` takes
 * @throws {SyntaxError} as Node's loader would
 */
function compile(content, filename, principal, processObject, globals) {
  const isCore = principal === CORE;
  const closed = isCore ? closedPath(filename) : undefined;
  const body = withoutHashbang(content);
  const head = !isCore ? OWN_HEAD : closed === undefined ? HEAD : STRICT_HEAD;
  const end = isCore ? TAIL : OWN_TAIL;
  // V8 gives one script to equal texts of one name. The number keeps the instances of two compartments apart.
  const tail = `${end}//${principal}`;
  const options = { __proto__: null, filename, columnOffset: -head.length, cachedData: undefined, importModuleDynamically: USE_MAIN_CONTEXT_DEFAULT_LOADER };
  const own = isCore ? undefined : head + body + tail;
  const script = isCore ? codeCache.compileParts(head, body, tail, options, closed === undefined ? undefined : writing.writesOf(closed)) : new Script(own, options);
  const text = own ?? codeCache.unproven();
  const outer = ReflectApply(runInThisContext, script, []);
  if (text !== undefined) check(outer, text, text.length - tail.length + end.length, filename, principal);
  native.bindScript(outer, principal);
  const { setTimeout, setInterval, setImmediate, queueMicrotask, console } = globals;
  return outer(processObject, setTimeout, setInterval, setImmediate, queueMicrotask, console, isCore ? writing.lenient : globals.fetch);
}

/** Sets a variable of a module that `compile` made. */
function setVariable(variables, name, value) {
  ReflectSet(variables, PLACES[name], value);
}

/** Is this the name of such a variable? */
const isVariable = (name) => PLACES[name] !== undefined;

module.exports = { compile, configure, isVariable, setVariable };
