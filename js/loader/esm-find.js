'use strict';
// Where a file lies and what is in it, found without Node's thread of hooks (esm-hooks.js): files, by path or by package, whose kind their name
// and package.json say. For everything else (what is not there, a directory, attributes) the thread is asked, which is Node's own code.

const {
  MapPrototypeClear, MapPrototypeGet, MapPrototypeSet, ObjectKeys, RegExpPrototypeExec, SafeMap, StringPrototypeEndsWith, StringPrototypeIncludes, StringPrototypeStartsWith, URL, URLPrototypeHashGet, URLPrototypePathnameGet, URLPrototypeProtocolGet, URLPrototypeSearchGet,
} = require('../boot/primordials');
const { env, fs, path, process, realpath, url } = require('../boot/builtins');
const { resolve } = require('./esm-package');
const format = require('./format');

const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const ENCODED_SEPARATOR = /%2f|%5c/i;
const PATHS = ['./', '../', '/', 'file:'];

/** Flags that change how Node resolves are for Node. */
const isPlain = !isFlagged(env.NODE_OPTIONS ?? '') && !anyFlagged(process.execArgv);

function anyFlagged(flags) {
  for (let i = 0; i < flags.length; i++) if (isFlagged(flags[i])) return true;
  return false;
}

function isFlagged(text) {
  return StringPrototypeIncludes(text, '--conditions') || StringPrototypeIncludes(text, '-C') || StringPrototypeIncludes(text, '--no-addons') || StringPrototypeIncludes(text, '--preserve-symlinks') || StringPrototypeIncludes(text, '--experimental-default-type') || StringPrototypeIncludes(text, '--experimental-policy');
}

function isPath(specifier) {
  for (let i = 0; i < PATHS.length; i++) if (StringPrototypeStartsWith(specifier, PATHS[i])) return true;
  return false;
}

/** Its syntax says what it is, where Node.js goes by that. */
const UNDECLARED = 'undeclared';
const isUndeclared = (file) => process.features.require_module === true && StringPrototypeEndsWith(file, '.js') && format.of(file) === undefined;

function kindOf(file) {
  if (StringPrototypeEndsWith(file, '.json')) return 'json';
  if (isUndeclared(file)) return UNDECLARED;
  const isCode = StringPrototypeEndsWith(file, '.js') || StringPrototypeEndsWith(file, '.mjs') || StringPrototypeEndsWith(file, '.cjs');
  return isCode ? format.of(file) : undefined;
}

/** URL of a module -> by specifier what was found, which Node's own loader keeps as well. */
const results = new SafeMap();
const LIMIT = 4096;
let count = 0;

/** @returns {{url: string, format: string}|undefined} */
function find(specifier, parentURL) {
  if (!isPlain) return undefined;
  let list = MapPrototypeGet(results, parentURL);
  const known = list === undefined ? undefined : MapPrototypeGet(list, specifier);
  if (known !== undefined) return known;
  const result = look(specifier, parentURL);
  if (result === undefined) return undefined;
  if (++count > LIMIT) {
    MapPrototypeClear(results);
    list = undefined;
    count = 1;
  }
  if (list === undefined) MapPrototypeSet(results, parentURL, list = new SafeMap());
  MapPrototypeSet(list, specifier, result);
  return result;
}

function look(specifier, parentURL) {
  try {
    if (!isPath(specifier)) return packaged(specifier, parentURL);
    const wanted = new URL(specifier, parentURL);
    if (URLPrototypeProtocolGet(wanted) !== 'file:' || RegExpPrototypeExec(ENCODED_SEPARATOR, URLPrototypePathnameGet(wanted)) !== null) return undefined;
    return found(url.fileURLToPath(wanted), `${URLPrototypeSearchGet(wanted)}${URLPrototypeHashGet(wanted)}`);
  } catch {
    return undefined; // Node's own error
  }
}

function packaged(specifier, parentURL) {
  if (!StringPrototypeStartsWith(parentURL, 'file:') || StringPrototypeIncludes(specifier, ':')) return undefined;
  const file = resolve(specifier, path.dirname(url.fileURLToPath(parentURL)));
  return file === undefined ? undefined : found(file, '');
}

function found(named, end) {
  const file = realpath(named);
  const kind = kindOf(file);
  if (kind === undefined || (fs.statSync(file).mode & FILE_TYPE) !== REGULAR) return undefined;
  return { __proto__: null, url: `${url.pathToFileURL(file).href}${end}`, format: kind === UNDECLARED ? undefined : kind };
}

/** @returns {{format: string, source: string|null}|undefined} */
function read(wanted, context) {
  if (!isPlain || !StringPrototypeStartsWith(wanted, 'file:') || ObjectKeys(context?.importAttributes ?? {}).length > 0) return undefined;
  // Node's loader reads CommonJS files itself.
  if (context?.format === 'commonjs') return COMMONJS;
  try {
    const file = url.fileURLToPath(wanted);
    if (context?.format !== 'module' && ((context?.format ?? undefined) !== undefined || !isUndeclared(file))) return undefined;
    const source = fs.readFileSync(file, 'utf8');
    if (context.format === 'module') return { __proto__: null, format: 'module', source };
    const isModule = format.isModule(source);
    return isModule === false ? COMMONJS : isModule && { __proto__: null, format: 'module', source };
  } catch {
    return undefined; // Node's own error
  }
}

const COMMONJS = { __proto__: null, format: 'commonjs', source: null };

module.exports = { find, read };
