'use strict';
// The CommonJS loader of packages. Every compartment has its own cache, so a dependency that two palette packages
// share exists twice and carries nothing from one to the other [A7].

const {
  ArrayIsArray, ArrayPrototypePush, JSONParse, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty, ReflectApply, SafeMap, SafeWeakMap,
  StringPrototypeCharCodeAt, StringPrototypeEndsWith, StringPrototypeIncludes, StringPrototypeSlice, StringPrototypeStartsWith, SyntaxError, TypeError,
} = require('../boot/primordials');
const { Module, fs, module: nodeModule, path, process } = require('../boot/builtins');
const { CORE } = require('../core/caller');
const { snapshotList } = require('../core/args');
const { verdict } = require('../core/decide');
const { isRefusal } = require('../core/deny');
const { compile } = require('./compile');
const { builtinName, facadeFor, firstPackage } = require('./builtin');
const { KIND, ownerOf } = require('../core/owners');
const placement = require('./placement');
const { checkFound, checkMain, checkReadable, isReadable } = placement;
const format = require('./format');
const { rows: { dlopen: dlopenRow } } = require('../guards/process/rows');

const { _nodeModulePaths, _load: loadReal } = nodeModule;
const BOM = 0xFEFF;
/** Module object handed to a package -> what the loader knows about it. */
const records = new SafeWeakMap();

let compartments;

/** @param {object} registry gives the compartment of a principal (see compartment.js) */
function configure(registry) {
  compartments = registry;
}

/** What Node's resolver looks at in a parent module; made here, so that a package cannot change it. */
function resolverParent(filename) {
  return { __proto__: null, id: filename, filename, path: path.dirname(filename), paths: ReflectApply(_nodeModulePaths, Module, [path.dirname(filename)]) };
}

/** Makes the module object for `filename` in a compartment and its record. */
function makeModule(compartment, filename, parent) {
  const owner = ownerOf(filename);
  const module = compartment.newModule(filename, parent);
  if (filename === compartment.mainFile) {
    module.id = '.';
    compartment.main = module;
  }
  records.set(module, {
    __proto__: null,
    compartment,
    filename,
    resolver: resolverParent(filename),
    from: {
      __proto__: null,
      principal: compartment.principal,
      name: owner.kind === KIND.package ? owner.name : '',
      root: owner.root,
      directory: compartment.directory,
    },
  });
  return module;
}

/** For a place that no loaded module stands for (createRequire, a forged parent): resolved from `filename`, with the rights of the compartment's own package. */
function strayRecord(compartment, filename) {
  return { __proto__: null, compartment, filename, resolver: resolverParent(filename), from: compartment.home };
}

function strayModule(compartment, filename) {
  const module = compartment.newModule(filename, undefined);
  records.set(module, strayRecord(compartment, filename));
  return module;
}

/**
 * Resolves a request the way Node does, from the file of `record`.
 * @param {object} [parent] the module object that the package has, with its own idea of where to look
 */
function resolve(record, request, options, parent) {
  if (typeof request !== 'string') {
    throw define(new TypeError(`The "id" argument must be of type string. Received ${typeof request}`), 'code', 'ERR_INVALID_ARG_TYPE');
  }
  checkQuestion(record, request, options);
  const from = isPathLike(request) ? record.resolver : lookingWhere(record, request, parent);
  try {
    return checkFound(record, ReflectApply(nodeModule._resolveFilename, Module, [request, from, false, options]));
  } catch (error) {
    if (isRefusal(error)) throw error;
    const found = resolveByExtension(record, request, options);
    if (found !== undefined) return found;
    if (from.unread !== undefined) checkReadable(record, from.unread);
    // Node names the package.json whose `main` it did not find.
    if (typeof error.path === 'string') checkMain(record, path.dirname(error.path));
    throw error;
  }
}

/**
 * Where a module has said to look for what it requires (`module.paths.push(…)`), or where Node does. Places that it may not read are left out;
 * that is said when nothing is found.
 */
function lookingWhere(record, request, parent) {
  const { resolver } = record;
  const given = parent === undefined || parent === null ? undefined : parent.paths;
  if (!ArrayIsArray(given)) return resolver;
  const wanted = snapshotList(given);
  const paths = [];
  let isOther = wanted.length !== resolver.paths.length;
  let unread;
  for (let i = 0; i < wanted.length; i++) {
    if (typeof wanted[i] !== 'string') continue;
    if (wanted[i] !== resolver.paths[i]) {
      isOther = true;
      const place = path.resolve(wanted[i], request);
      if (!isReadable(record, place)) {
        unread ??= place;
        continue;
      }
    }
    ArrayPrototypePush(paths, wanted[i]);
  }
  return isOther ? { __proto__: null, id: resolver.id, filename: resolver.filename, path: resolver.path, paths, unread } : resolver;
}

/** A file whose extension only this package knows (`require.extensions`), asked for without it. */
function resolveByExtension(record, request, options) {
  const added = record.compartment.addedExtensions();
  for (let i = 0; i < added.length; i++) {
    const wanted = `${request}${added[i]}`;
    checkQuestion(record, wanted, options);
    try {
      return checkFound(record, ReflectApply(nodeModule._resolveFilename, Module, [wanted, record.resolver, false, options]));
    } catch {
      // the next one
    }
  }
  return undefined;
}

/** Resolving a path tells whether a file is there: outside of packages that is for those who may read it. */
function checkQuestion(record, request, options) {
  const isPath = isPathLike(request);
  if (!isPath && !StringPrototypeIncludes(request, '..')) return;
  const bases = options?.paths ?? [record.resolver.path];
  for (let i = 0; i < bases.length; i++) {
    // A name can lead out of the folders of packages (`name/../../..`).
    const folders = isPath ? [bases[i]] : ReflectApply(_nodeModulePaths, Module, [`${bases[i]}`]);
    for (let k = 0; k < folders.length; k++) checkReadable(record, path.resolve(folders[k], request));
  }
}

function isPathLike(request) {
  return path.isAbsolute(request) || request === '.' || request === '..' || StringPrototypeStartsWith(request, './') || StringPrototypeStartsWith(request, '../');
}

/**
 * `require(request)` by the module of `record`.
 * @returns {any} exports
 */
function load(record, request, parent) {
  const { compartment } = record;
  const redirected = compartment.Module._resolveFilename !== compartment.resolveFilename;
  if (typeof request === 'string' && !redirected) {
    const name = builtinName(request);
    if (name !== undefined) return facadeFor(compartment, name);
  }
  const again = redirected ? undefined : loadedBefore(record, request, parent);
  if (again !== undefined) return again.exports;
  const filename = redirected ? resolveElsewhere(record, request, parent) : resolve(record, request, undefined, parent);
  const builtin = builtinName(filename);
  if (builtin !== undefined && !path.isAbsolute(filename)) return facadeFor(compartment, builtin);
  const target = placement.place(record.from, filename);
  if (target !== compartment.principal) return target === CORE ? internalFor(record.from.principal, filename) : require('./exported').exportsFor(record.from.principal, target, () => loadInto(compartments.of(target), filename, undefined));
  if (MapPrototypeGet(compartment.cache, filename) !== undefined) {
    record.resolved ??= new SafeMap();
    MapPrototypeSet(record.resolved, request, filename);
  }
  return loadInto(compartment, filename, parent);
}

/** What `Module._resolveFilename` of the package's own (`module-alias`) answers: a request like others. */
function resolveElsewhere(record, request, parent) {
  if (typeof request === 'string' && StringPrototypeStartsWith(request, 'node:')) return request;
  const { Module: M } = record.compartment;
  const found = ReflectApply(M._resolveFilename, M, [request, parent, false]);
  return typeof found === 'string' && builtinName(found) !== undefined ? found : resolve(record, found);
}

/** A module of its own that the same file asked for in the same words, as Node remembers it: for as long as it is in the cache. */
function loadedBefore({ compartment, resolved }, request, parent) {
  const filename = resolved === undefined ? undefined : MapPrototypeGet(resolved, request);
  const cached = filename === undefined ? undefined : MapPrototypeGet(compartment.cache, filename);
  if (cached !== undefined) addChild(parent, cached);
  return cached;
}

/** A part of Node-RED itself, as this package gets it [R11]. */
function internalFor(principal, filename) {
  return require('../red/areas/internals').internalFor(principal, filename, () => ReflectApply(loadReal, Module, [filename, undefined, false]));
}

/** Loads a file into a compartment, from its cache when it is there. */
function loadInto(compartment, filename, parent) {
  const cached = MapPrototypeGet(compartment.cache, filename);
  if (cached !== undefined) {
    addChild(parent, cached);
    return cached.exports;
  }
  firstPackage();
  compartment.settle(filename);
  const module = makeModule(compartment, filename, parent);
  MapPrototypeSet(compartment.cache, filename, module);
  let done = false;
  try {
    run(compartment, module, filename);
    define(module, 'loaded', true);
    done = true;
  } finally {
    if (!done) MapPrototypeDelete(compartment.cache, filename);
  }
  addChild(parent, module);
  return module.exports;
}

function define(target, key, value) {
  return ObjectDefineProperty(target, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

function addChild(parent, module) {
  const children = parent?.children;
  if (typeof children !== 'object' || children === null) return;
  for (let i = 0; i < children.length; i++) if (children[i] === module) return;
  ArrayPrototypePush(children, module);
}

function readText(filename) {
  const content = fs.readFileSync(filename, 'utf8');
  return StringPrototypeCharCodeAt(content, 0) === BOM ? StringPrototypeSlice(content, 1) : content;
}

/** Runs a file by its extension. Extensions a package added count in its own compartment. */
function run(compartment, module, filename) {
  const handler = compartment.extensionFor(filename);
  if (handler !== undefined) return void handler(module, filename);
  return runPlain(compartment, module, filename);
}

/** Runs a file by Node's own rules. */
function runPlain(compartment, module, filename) {
  if (StringPrototypeEndsWith(filename, '.json')) return runJson(module, filename);
  if (StringPrototypeEndsWith(filename, '.node')) return runNative(compartment, module, filename);
  const kind = format.of(filename);
  if (kind === 'module') return void (module.exports = compartment.requireEsm(filename));
  const text = readText(filename);
  // A hook of the package's own (`pirates`, a compiler of TypeScript) hands on what it makes of the text.
  const custom = compartment.customCompile(module);
  if (custom !== undefined) return void ReflectApply(custom, module, [text, filename, kind]);
  return runSource(compartment, module, kind === 'typescript' ? format.stripTypes(text, filename) : text, filename, kind);
}

/** Compiles and runs the text of a CommonJS module in a compartment. */
function runSource(compartment, module, content, filename, kind) {
  let compiled;
  try {
    compiled = compile(compartment.wrapped(content), filename, compartment.principal, compartment.process, compartment.variables);
  } catch (error) {
    // A file without a declared type may turn out to be an ES module; Node decides that by its syntax, too.
    if (kind === undefined && error instanceof SyntaxError && format.looksLikeEsm(error)) {
      module.exports = compartment.requireEsm(filename);
      return;
    }
    throw error;
  }
  const { exports } = module;
  const record = records.get(module);
  if (record !== undefined) record.variables = compiled[0];
  ReflectApply(compiled[1], exports, [exports, compartment.makeRequire(module), module, filename, path.dirname(filename)]);
}

function runJson(module, filename) {
  try {
    module.exports = JSONParse(readText(filename));
  } catch (error) {
    error.message = `${filename}: ${error.message}`;
    throw error;
  }
}

function runNative(compartment, module, filename) {
  const args = [module, filename];
  const refused = verdict(dlopenRow.judge, compartment.principal, args, 'require()', undefined);
  if (refused !== undefined) throw refused;
  const holder = { exports: {} };
  ReflectApply(process.dlopen, undefined, [holder, args[1]]);
  module.exports = holder.exports;
}

const recordOf = (module) => (typeof module === 'object' && module !== null ? records.get(module) : undefined);

module.exports = { checkReadable, configure, internalFor, load, loadInto, recordOf, resolve, runPlain, runSource, strayModule, strayRecord };
