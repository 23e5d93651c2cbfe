'use strict';
// Where a file lies and what is in it, found without Node's thread of hooks (esm-hooks.js): paths to files whose kind their name and
// package.json say. For everything else (packages, what is not there, a directory, attributes) the thread is asked, which is Node's own code.

const {
  ObjectKeys, RegExpPrototypeExec, StringPrototypeEndsWith, StringPrototypeIncludes, StringPrototypeStartsWith, URL, URLPrototypeHashGet, URLPrototypePathnameGet, URLPrototypeProtocolGet, URLPrototypeSearchGet,
} = require('../boot/primordials');
const { env, fs, process, url } = require('../boot/builtins');
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
  return StringPrototypeIncludes(text, '--preserve-symlinks') || StringPrototypeIncludes(text, '--experimental-default-type') || StringPrototypeIncludes(text, '--experimental-policy');
}

function isPath(specifier) {
  for (let i = 0; i < PATHS.length; i++) if (StringPrototypeStartsWith(specifier, PATHS[i])) return true;
  return false;
}

function kindOf(file) {
  if (StringPrototypeEndsWith(file, '.json')) return 'json';
  const isCode = StringPrototypeEndsWith(file, '.js') || StringPrototypeEndsWith(file, '.mjs') || StringPrototypeEndsWith(file, '.cjs');
  return isCode ? format.of(file) : undefined;
}

/** @returns {{url: string, format: string}|undefined} */
function find(specifier, parentURL) {
  if (!isPlain || !isPath(specifier)) return undefined;
  try {
    const wanted = new URL(specifier, parentURL);
    if (URLPrototypeProtocolGet(wanted) !== 'file:' || RegExpPrototypeExec(ENCODED_SEPARATOR, URLPrototypePathnameGet(wanted)) !== null) return undefined;
    const file = fs.realpathSync(url.fileURLToPath(wanted));
    const kind = kindOf(file);
    if (kind === undefined || (fs.statSync(file).mode & FILE_TYPE) !== REGULAR) return undefined;
    return { __proto__: null, url: `${url.pathToFileURL(file).href}${URLPrototypeSearchGet(wanted)}${URLPrototypeHashGet(wanted)}`, format: kind };
  } catch {
    return undefined; // Node's own error
  }
}

/** @returns {{format: string, source: string|null}|undefined} */
function read(wanted, context) {
  if (!isPlain || !StringPrototypeStartsWith(wanted, 'file:') || ObjectKeys(context?.importAttributes ?? {}).length > 0) return undefined;
  // Node's loader reads CommonJS files itself.
  if (context?.format === 'commonjs') return { __proto__: null, format: 'commonjs', source: null };
  if (context?.format !== 'module') return undefined;
  try {
    return { __proto__: null, format: 'module', source: fs.readFileSync(url.fileURLToPath(wanted), 'utf8') };
  } catch {
    return undefined; // Node's own error
  }
}

module.exports = { find, read };
