'use strict';
// Whether a file is CommonJS, an ES module or TypeScript, by the rules of Node: extension, then the `type` of the
// nearest package.json.

const {
  Error, JSONParse, MapPrototypeGet, MapPrototypeSet, ReflectConstruct, SafeMap, StringPrototypeEndsWith, StringPrototypeIncludes,
} = require('../boot/primordials');
const { fs, module: nodeModule, path, process, realProcess, vm: { Script } } = require('../boot/builtins');
const { isOverflow } = require('../core/overflow');

const types = new SafeMap();
/** What this Node.js does with types: nothing where it says neither 'strip' nor 'transform'. */
const { typescript } = process.features;

/** `type` of the package.json that governs a directory, or undefined. */
function typeOf(directory) {
  if (types.has(directory)) return MapPrototypeGet(types, directory);
  const type = readType(directory);
  MapPrototypeSet(types, directory, type);
  return type;
}

function readType(directory) {
  let text;
  try {
    text = fs.readFileSync(path.join(directory, 'package.json'), 'utf8');
  } catch (error) {
    if (isOverflow(error)) throw error;
    const parent = path.dirname(directory);
    // A package.json outside `node_modules` does not govern what is inside.
    return parent === directory || path.basename(directory) === 'node_modules' ? undefined : typeOf(parent);
  }
  try {
    const { type } = JSONParse(text);
    return type === 'module' || type === 'commonjs' ? type : undefined;
  } catch (error) {
    if (isOverflow(error)) throw error;
    return undefined;
  }
}

/** @returns {'commonjs'|'module'|'typescript'|undefined} undefined: not declared */
function of(filename) {
  if (StringPrototypeEndsWith(filename, '.js')) return typeOf(path.dirname(filename));
  if (StringPrototypeEndsWith(filename, '.cjs')) return 'commonjs';
  if (StringPrototypeEndsWith(filename, '.mjs')) return 'module';
  if (typescript !== 'strip' && typescript !== 'transform') return 'commonjs';
  if (StringPrototypeEndsWith(filename, '.mts')) return 'module';
  if (StringPrototypeEndsWith(filename, '.cts')) return 'typescript';
  if (StringPrototypeEndsWith(filename, '.ts')) return typeOf(path.dirname(filename)) === 'module' ? 'module' : 'typescript';
  return 'commonjs';
}

/** JavaScript from TypeScript, with Node's own stripper and as Node's loader would use it. */
function stripTypes(content, filename) {
  if (StringPrototypeIncludes(filename, `${path.sep}node_modules${path.sep}`)) {
    const error = new Error(`Stripping types is currently unsupported for files under node_modules, for "${filename}"`);
    error.code = 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING';
    throw error;
  }
  if (typescript === 'strip') return nodeModule.stripTypeScriptTypes(content, { mode: 'strip' });
  return nodeModule.stripTypeScriptTypes(content, { mode: 'transform', sourceMap: realProcess.sourceMapsEnabled === true, sourceUrl: filename });
}

const wrapped = (text) => `(function (exports, require, module, __filename, __dirname) { ${text}\n})`;

/** @returns {boolean|undefined} whether only an ES module can be written so; undefined where Node has to say */
function isModule(text) {
  try {
    ReflectConstruct(Script, [wrapped(text)]);
  } catch (error) {
    return looksLikeEsm(error) ? true : undefined;
  }
  return false;
}

/** Says the syntax of this file, which nothing declares, that it is an ES module? */
function isModuleFile(filename) {
  try {
    return isModule(fs.readFileSync(filename, 'utf8')) === true;
  } catch {
    return false; // Node's own error
  }
}

/** Is this TypeScript, and CommonJS? Where nothing declares it, its syntax says so. */
function isTypedScript(filename) {
  if (of(filename) !== 'typescript') return false;
  if (StringPrototypeEndsWith(filename, '.cts') || typeOf(path.dirname(filename)) === 'commonjs') return true;
  try {
    return isModule(stripTypes(fs.readFileSync(filename, 'utf8'), filename)) !== true;
  } catch {
    return true; // what is wrong with it is said when it is loaded
  }
}

/** What Node.js says where it requires no ES modules. */
function requireError(filename) {
  const error = new Error(`require() of ES Module ${filename} not supported.\nInstead change the require of ${path.basename(filename)} to a dynamic import() which is available in all CommonJS modules.`);
  error.code = 'ERR_REQUIRE_ESM';
  return error;
}

// The messages of V8 for syntax that only modules have; Node's own detection looks at the same ones.
const MESSAGES = [
  'Cannot use import statement outside a module', "Unexpected token 'export'", "Cannot use 'import.meta' outside a module",
  'await is only valid in async functions',
];

function looksLikeEsm(error) {
  for (let i = 0; i < MESSAGES.length; i++) if (StringPrototypeIncludes(`${error.message}`, MESSAGES[i])) return true;
  return false;
}

module.exports = { isModule, isModuleFile, isTypedScript, looksLikeEsm, of, requireError, stripTypes };
