'use strict';
// Builtins, and parts of Node-RED itself, as ES modules of a package import them: a module of its own for each package and
// builtin, made of text, that exports the package's facade and its members.

const {
  ArrayPrototypePush, JSONStringify, ObjectKeys, SafeMap, encodeURIComponent,
} = require('../boot/primordials');
const { Module, module: nodeModule, path, url } = require('../boot/builtins');
const { state } = require('../boot/state');
const builtin = require('./builtin');
const { exportsFor } = require('./exported');
const open = require('./esm-bridge');
const format = require('./format');

const bridgeFile = path.join(__dirname, 'esm-bridge.js');
const bridgeURL = url.pathToFileURL(bridgeFile).href;

/** `<principal>/<name>` -> URL. */
const made = new SafeMap();
/** URL -> text. */
const ours = new SafeMap();

/** `<principal>/<name>` -> what it gets of a module of another package. */
const exported = new SafeMap();

let compartments;

function configure(registry) {
  compartments = registry;
  // Node's loader, which imports the bridge, finds it loaded.
  const bridge = new Module(bridgeFile);
  bridge.filename = bridgeFile;
  bridge.exports = open;
  bridge.loaded = true;
  nodeModule._cache[bridgeFile] = bridge;
  // In a worker thread of a package everybody is that package, also who finds the bridge.
  open.configure((principal, name) => {
    const key = `${principal}/${name}`;
    if (exported.has(key)) return exported.get(key);
    const who = state.confined ?? principal;
    return path.isAbsolute(name) ? require('./require').internalFor(who, name) : builtin.facadeFor(compartments.settled(who), name);
  });
}

function textFor(principal, name, keys, isModule) {
  const names = [];
  for (let i = 0; i < keys.length; i++) if (isModule || (keys[i] !== 'default' && keys[i] !== 'module.exports')) ArrayPrototypePush(names, keys[i]);
  let text = `import open from ${JSONStringify(bridgeURL)};\nconst { facade, values } = open(${principal}, ${JSONStringify(name)}, ${listOf(names)});\n`;
  if (!isModule) text += "export { facade as default, facade as 'module.exports' };\n";
  if (names.length === 0) return text;
  text += 'const [';
  for (let i = 0; i < names.length; i++) text += `e${i}, `;
  text += '] = values;\nexport { ';
  for (let i = 0; i < names.length; i++) text += `e${i} as ${JSONStringify(names[i])}, `;
  return `${text} };\n`;
}

function listOf(names) {
  let text = '[';
  for (let i = 0; i < names.length; i++) text += `${JSONStringify(names[i])},`;
  return `${text}]`;
}

/**
 * The URL of the module that stands for a builtin.
 * @throws {SentinelError} when the package gets no such module
 */
function urlFor(principal, name) {
  const key = `${principal}/${name}`;
  let result = made.get(key);
  if (result === undefined) {
    builtin.facadeFor(compartments.settled(principal), name);
    result = make(principal, name, key, ObjectKeys(builtin.originalOf(name).real));
  }
  return result;
}

/** @param {boolean} [isModule] all that it exports is among its keys */
function make(principal, name, key, keys, isModule = false) {
  const text = textFor(principal, name, keys, isModule);
  const result = `data:text/javascript,${encodeURIComponent(text)}#nrg-sentinel:${key}`;
  made.set(key, result);
  ours.set(result, text);
  return result;
}

/** The same for a part of Node-RED itself, which this package may load. */
function urlForInternal(principal, file) {
  const key = `${principal}/${file}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const exports = require('./require').internalFor(principal, file);
  return make(principal, file, key, typeof exports === 'object' && exports !== null ? ObjectKeys(exports) : []);
}

/**
 * The same for what a module of another package exports.
 * @param {string|undefined} as what Node takes it for
 * @param {(principal: number, file: string) => object} namespaceOf
 */
function urlForExports(principal, owner, file, as, namespaceOf) {
  const name = `${owner}>${file}`;
  const key = `${principal}/${name}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const isModule = as === 'module' || (as !== 'commonjs' && format.isModuleFile(file));
  const load = () => (isModule ? namespaceOf(owner, file) : require('./require').loadInto(compartments.of(owner), file, undefined));
  const exports = exportsFor(principal, owner, load);
  exported.set(key, exports);
  const hasMembers = (typeof exports === 'object' && exports !== null) || typeof exports === 'function';
  return make(principal, name, key, hasMembers ? ObjectKeys(exports) : [], isModule);
}

/** Is this one of these modules? Nobody else can have such a URL: data: URLs of packages are marked. */
const isOurs = (parentURL) => ours.has(parentURL);

/** What Node would read there, for those who load it themselves. */
function sourceOf(wanted) {
  if (wanted === bridgeURL) return { __proto__: null, format: 'commonjs', source: null };
  const source = ours.get(wanted);
  return source === undefined ? undefined : { __proto__: null, format: 'module', source };
}

module.exports = { bridgeFile, bridgeURL, configure, isOurs, sourceOf, urlFor, urlForExports, urlForInternal };
