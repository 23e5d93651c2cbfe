'use strict';
// Where a package leads that an ES module imports by its name, by the algorithm that Node.js documents (PACKAGE_RESOLVE). It answers
// only where the answer is plain; for everything else, errors above all, Node itself is asked (esm-find.js).

const {
  ArrayIsArray, Error, JSONParse, ObjectKeys, ObjectPrototypeHasOwnProperty, RegExpPrototypeExec, SafeMap, StringPrototypeEndsWith, StringPrototypeIncludes, StringPrototypeIndexOf,
  StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
} = require('../boot/primordials');
const { fs, path, process } = require('../boot/builtins');

const NAME = /^(?:@[^/\\%]+\/)?[^./\\%@][^/\\%]*(?=\/|$)/;
/** Segments that lead elsewhere, and what a URL would decode. */
const UNPLAIN = /(?:^|[\\/])(?:\.\.?|node_modules)(?:[\\/]|$)|[%?#\\]/i;
const CONDITIONS = { __proto__: null, node: true, import: true, default: true, 'node-addons': true, 'module-sync': process.features.require_module === true };
const MAIN_ENDS = ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node'];
const INDEXES = ['index.js', 'index.json', 'index.node'];

const manifests = new SafeMap();
const has = (object, key) => ObjectPrototypeHasOwnProperty(object, key);
const isObject = (value) => typeof value === 'object' && value !== null;

function isFile(file) {
  const { mode } = fs.statSync(file, { throwIfNoEntry: false }) ?? { mode: 0 };
  return (mode & 0o170000) === 0o100000;
}

/** package.json of a folder; undefined when there is none that can be read. */
function manifestOf(directory) {
  let manifest = manifests.get(directory);
  if (manifest === undefined) {
    try {
      manifest = JSONParse(fs.readFileSync(path.join(directory, 'package.json'), 'utf8'));
    } catch {
      return undefined;
    }
    manifests.set(directory, manifest);
  }
  return isObject(manifest) ? manifest : undefined;
}

const own = (object, key) => (has(object, key) ? object[key] : undefined);

/** The folder of the package that `directory` belongs to. */
function scopeOf(directory) {
  for (let at = directory; path.basename(at) !== 'node_modules'; at = path.dirname(at)) {
    if (manifestOf(at) !== undefined || path.dirname(at) === at) return at;
  }
  return undefined;
}

/**
 * @param {string} specifier no path, URL or builtin
 * @param {string} directory of the module that imports
 * @returns {string|undefined} a file, not followed through links
 * @throws {Error}
 */
function resolve(specifier, directory) {
  if (specifier[0] === '#') return resolveOwnImport(specifier, directory);
  const found = RegExpPrototypeExec(NAME, specifier);
  if (found === null) return undefined;
  const name = found[0];
  const rest = StringPrototypeSlice(specifier, name.length);
  if (rest !== '' && RegExpPrototypeExec(UNPLAIN, StringPrototypeSlice(rest, 1)) !== null) return undefined;
  const scope = scopeOf(directory);
  const self = scope === undefined ? undefined : manifestOf(scope);
  if (self !== undefined && own(self, 'name') === name && (own(self, 'exports') ?? null) !== null) return exported(scope, `.${rest}`, self.exports);
  for (let at = directory; ; at = path.dirname(at)) {
    const root = path.join(at, 'node_modules', name);
    if (fs.statSync(root, { throwIfNoEntry: false }) !== undefined) return inPackage(root, rest);
    if (path.dirname(at) === at) return undefined;
  }
}

function inPackage(root, rest) {
  const manifest = manifestOf(root);
  const exports = manifest === undefined ? null : own(manifest, 'exports') ?? null;
  if (exports !== null) return exported(root, `.${rest}`, exports);
  if (rest !== '') return path.join(root, rest);
  const main = manifest === undefined ? undefined : own(manifest, 'main');
  if (typeof main === 'string' && RegExpPrototypeExec(/[%?#\\]/, main) !== null) return undefined;
  for (let i = 0; typeof main === 'string' && i < MAIN_ENDS.length; i++) if (isFile(path.join(root, main) + MAIN_ENDS[i])) return path.join(root, main) + MAIN_ENDS[i];
  for (let i = 0; i < INDEXES.length; i++) if (isFile(path.join(root, INDEXES[i]))) return path.join(root, INDEXES[i]);
  return undefined;
}

/** `exports` of a package, for `.` or `./subpath`. */
function exported(root, subpath, exports) {
  const keys = isObject(exports) && !ArrayIsArray(exports) ? ObjectKeys(exports) : [];
  const isTable = keys.length > 0 && keys[0][0] === '.';
  if (!isTable) return subpath === '.' ? target(root, exports, '', false) : undefined;
  return matched(root, subpath, exports, keys, false);
}

function resolveOwnImport(specifier, directory) {
  const scope = scopeOf(directory);
  const imports = scope === undefined ? undefined : own(manifestOf(scope) ?? {}, 'imports');
  if (!isObject(imports) || RegExpPrototypeExec(UNPLAIN, specifier.length > 1 ? StringPrototypeSlice(specifier, 1) : '..') !== null) return undefined;
  return matched(scope, specifier, imports, ObjectKeys(imports), true);
}

/** The entry of a table that is this key, or the longest pattern that fits. */
function matched(root, key, table, keys, isImport) {
  if (has(table, key) && !StringPrototypeIncludes(key, '*') && !StringPrototypeEndsWith(key, '/')) return target(root, table[key], '', isImport);
  let best;
  let bestStar = -1;
  for (let i = 0; i < keys.length; i++) {
    const star = StringPrototypeIndexOf(keys[i], '*');
    if (star < 0 || StringPrototypeLastIndexOf(keys[i], '*') !== star || key.length < keys[i].length) continue;
    if (!StringPrototypeStartsWith(key, StringPrototypeSlice(keys[i], 0, star)) || !StringPrototypeEndsWith(key, StringPrototypeSlice(keys[i], star + 1))) continue;
    if (star < bestStar || (star === bestStar && keys[i].length <= best.length)) continue;
    best = keys[i];
    bestStar = star;
  }
  if (best === undefined) return undefined;
  return target(root, table[best], StringPrototypeSlice(key, bestStar, key.length - (best.length - bestStar - 1)), isImport);
}

/**
 * What an entry says, under the conditions of an import; undefined when none of them is met.
 * @throws {Error} when that is not plain
 */
function target(root, entry, star, isImport) {
  if (typeof entry === 'string') return fileOf(root, entry, star, isImport);
  if (!isObject(entry) || ArrayIsArray(entry)) throw undecided(entry);
  const keys = ObjectKeys(entry);
  for (let i = 0; i < keys.length; i++) {
    if (RegExpPrototypeExec(/^\d+$/, keys[i]) !== null) throw undecided(keys[i]);
    if (CONDITIONS[keys[i]] !== true) continue;
    const found = target(root, entry[keys[i]], star, isImport);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fileOf(root, entry, star, isImport) {
  const isRelative = StringPrototypeStartsWith(entry, './');
  if (!isRelative && (!isImport || StringPrototypeIncludes(entry, ':') || StringPrototypeIncludes(entry, '*') || entry[0] === '.' || entry[0] === '/' || entry[0] === '#')) throw undecided(entry);
  let filled = '';
  for (let i = 0; i < entry.length; i++) filled += entry[i] === '*' ? star : entry[i];
  const file = isRelative ? RegExpPrototypeExec(UNPLAIN, StringPrototypeSlice(filled, 2)) === null && path.join(root, filled) : resolve(filled, root);
  if (typeof file !== 'string') throw undecided(entry);
  return file;
}

/** Another condition must not be tried instead: whoever asked goes on to ask Node. */
const undecided = (entry) => new Error(`${entry}`);

module.exports = { resolve };
