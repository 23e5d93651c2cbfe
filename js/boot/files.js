'use strict';
// Loads Sentinel's own files. Node's loader would do it too, but looks at links, at package.json and at other loaders first, and
// from the middle of the start on it asks Module._load, which is Sentinel's own: 0.4 ms a file, of which there are 200. Here a file is
// the one that joining names, read once, and compiled from the code that was kept of it where there is some. It runs as a module
// does: the same variables, the same name in stack traces. Nothing outside Sentinel comes by here: modules of packages and of core
// have Node's `require` or one of loader/require.js, and what they are refused there they are refused still.

const builtin = process.getBuiltinModule ?? require; // a `require` asks the loader of modules for each
const { readFileSync } = builtin('fs');
const { basename, dirname, join, sep } = builtin('path');
const { Script, constants: { USE_MAIN_CONTEXT_DEFAULT_LOADER } } = builtin('vm');

const { apply } = Reflect; // before anybody else's code, like boot/captured, which this file loads
const { runInThisContext } = Script.prototype;
const { slice } = String.prototype;
const nodeRequire = require;

const HEAD = '(function (exports, require, module, __filename, __dirname) { ';
const TAIL = '\n})';

/** File name with and without `.js` or `/index.js` -> module. */
const modules = { __proto__: null };

/** Makes the script of a file; loader/code-cache.js puts its own in its place. */
let makeScript = (head, body, tail, options) => new Script(head + body + tail, options);

function setCompiler(make) {
  makeScript = make;
}

function isMissing(error) {
  return error?.code === 'ENOENT';
}

/** The text of `<name>.js`, or of the folder's index. */
function find(name) {
  const file = `${name}.js`;
  try {
    return { __proto__: null, file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    if (!isMissing(error)) throw error;
    const index = join(name, 'index.js');
    return { __proto__: null, file: index, text: readFileSync(index, 'utf8') };
  }
}

function run(module, file, text) {
  // What a function made from text may import is what the script may that made it: boot/codegen.js.
  const options = { __proto__: null, filename: file, columnOffset: -HEAD.length, cachedData: undefined, importModuleDynamically: USE_MAIN_CONTEXT_DEFAULT_LOADER };
  const compiled = apply(runInThisContext, makeScript(HEAD, text, TAIL, options), []);
  const directory = dirname(file);
  apply(compiled, module.exports, [module.exports, from(directory), module, file, directory]);
}

/**
 * The exports of one of Sentinel's own files.
 * @param {string} name its path without extension, or a folder with an index
 */
function load(name) {
  let module = modules[name];
  if (module !== undefined) return module.exports;
  const { file, text } = find(name);
  module = modules[file];
  if (module === undefined) {
    module = { __proto__: null, exports: {} };
    modules[file] = module;
    modules[name] = module;
    try {
      run(module, file, text);
    } catch (error) {
      delete modules[file];
      delete modules[name];
      throw error;
    }
  }
  modules[name] = module;
  return module.exports;
}

/** The same by file name. */
const loadFile = (file) => load(join(dirname(file), basename(file, '.js')));

/** join() for the ids that our files use: it is asked a thousand times in a start, and looks at each letter. */
function nameOf(directory, id) {
  if (sep !== '/' || id[1] === undefined) return join(directory, id);
  if (id[1] === '/') return `${directory}/${apply(slice, id, [2])}`;
  if (id[2] === '/' && id[3] !== '.') return `${parentOf(directory)}/${apply(slice, id, [3])}`;
  return join(directory, id);
}

const parents = { __proto__: null };
const parentOf = (directory) => (parents[directory] ??= dirname(directory));

/** `require` of the files in a folder. */
const from = (directory) => (id) => (id[0] === '.' ? load(nameOf(directory, id)) : nodeRequire(id));

/** Were the files of this process loaded here? */
const isUsed = () => modules[join(__dirname, 'captured.js')] !== undefined;

/**
 * `require` for the preload, once.
 * @param {Function} plain Node's, which serves a second copy of Sentinel: where the first one guards it is a package, and may
 *   neither read nor compile. All files come one way or all the other; what both have loaded would be there twice.
 */
function start(plain, directory) {
  if (isUsed()) return plain;
  try {
    load(join(directory, 'boot', 'captured'));
  } catch {
    return plain;
  }
  return from(directory);
}

/** What Sentinel's own files get when they ask for this one; `module` is in whose name they ask Node for its builtins. */
modules[join(__dirname, 'files')] = { __proto__: null, exports: { isUsed, loadFile, module, setCompiler } };

// For the preload, and for tests and tools, which load single files with Node's loader. On Node 20 everybody can import what is in
// Node's cache: this is not, and nothing in here leads to the other files.
module.exports = { isUsed: () => false, setCompiler: () => undefined, start };
delete nodeRequire.cache[__filename];
