'use strict';
// Loads Sentinel's own files. Node's loader would do it too, but looks at links, at package.json and at other loaders first, and
// from the middle of the start on it asks Module._load, which is Sentinel's own: 0.4 ms a file, of which there are 200. Here a file is
// the one that joining names, read once, and compiled from the code that was kept of it where there is some. It runs as a module
// does: the same variables, the same name in stack traces. Nothing outside Sentinel comes by here: modules of packages and of core
// have Node's `require` or one of loader/require.js, and what they are refused there they are refused still.

const {
  ReflectApply: apply, StringPrototypeSlice: slice, Script, fs: { readFileSync }, mainLoader, path: { basename, dirname, join, sep }, runInThisContext,
} = require('./captured');

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
  const options = { __proto__: null, filename: file, columnOffset: -HEAD.length, cachedData: undefined, importModuleDynamically: mainLoader };
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

/** join() for the ids that our files use: that is asked a thousand times in a start, looks at each letter, and puts its text together with `push` of now. */
function nameOf(directory, id) {
  if (sep !== '/' || id[1] === undefined) return join(directory, id);
  if (id[1] === '/') return `${directory}/${slice(id, 2)}`;
  if (id[2] === '/' && id[3] !== '.') return `${parentOf(directory)}/${slice(id, 3)}`;
  return join(directory, id);
}

const parents = { __proto__: null };
const parentOf = (directory) => (parents[directory] ??= dirname(directory));

/** `require` of the files in a folder. */
const from = (directory) => (id) => (id[0] === '.' ? load(nameOf(directory, id)) : nodeRequire(id));

/** What Sentinel's own files get when they ask for this one; `module` is Node's, in whose name they ask it for its builtins. */
const used = { __proto__: null, isUsed: () => true, loadFile, module: undefined, setCompiler };

/**
 * `require` for the files in a folder, once. All files come from here or all of them from Node: what both have loaded would be there twice.
 * @param {string} folder this one
 * @param {{[id: string]: {exports: object}}} parts what has been loaded of it: `./captured` -> module
 * @param {object} preload the module of the first file
 * @returns {Function|undefined} undefined in a second copy of Sentinel: where the first one guards it is a package, and may neither read nor compile
 */
function start(folder, parts, preload) {
  used.module = preload;
  for (const id in parts) modules[nameOf(folder, id)] = parts[id];
  modules[nameOf(folder, './files')] = { __proto__: null, exports: used };
  try {
    load(nameOf(folder, './primordials'));
  } catch {
    return undefined;
  }
  return from(folder);
}

// For the first file, and for tests and tools, which load single files with Node's loader.
module.exports = { isUsed: () => false, setCompiler: () => undefined, start };
