'use strict';
// `module`, `require` and `require('module')` as a package sees them. They look like Node's; behind them is the
// compartment's loader. A package may patch them: the patches reach its own compartment only.

const {
  ArrayIsArray, ArrayPrototypePush, MapPrototypeDelete, MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, MapPrototypeForEach, ObjectAssign,
  ObjectDefineProperty, Proxy, ReflectApply, SafeWeakMap, SetPrototypeAdd, String, StringPrototypeEndsWith, StringPrototypeSlice, StringPrototypeStartsWith, TypeError,
} = require('../boot/primordials');
const { Module, module: nodeModule, path, url } = require('../boot/builtins');
const { isBelow } = require('../core/caller');
const { conceal } = require('../core/conceal');
const { copyList } = require('../core/lists');
const { snapshotList, toPath } = require('../core/args');
const { refusal, report } = require('../core/deny');
const format = require('./format');
const loader = require('./require');
const { builtinName } = require('./builtin');
const { ownerOf, KIND } = require('../core/owners');
const placement = require('./placement');

const { require: requireReal } = Module.prototype;
const WRAPPER = ['(function (exports, require, module, __filename, __dirname) { ', '\n});'];
const parents = new SafeWeakMap();

function define(target, key, value, enumerable = true) {
  ObjectDefineProperty(target, key, { __proto__: null, value, writable: true, enumerable, configurable: true });
}

/** Gives a compartment its `Module` class, `module` objects, `require.cache` and `require.extensions`. */
function makeModuleClass(compartment) {
  function CompartmentModule(id = '', parent = undefined) {
    fillModule(this, `${id}`, parent);
  }
  const M = conceal(CompartmentModule, Module);
  define(M, 'name', 'Module', false);
  compartment.Module = M;
  compartment.newModule = (filename, parent) => {
    const module = new CompartmentModule(filename, parent);
    module.filename = filename;
    module.paths = ReflectApply(nodeModule._nodeModulePaths, Module, [path.dirname(filename)]);
    return module;
  };
  addPrototype(compartment, M);
  compartment.builtinExtensions = builtinExtensions(compartment);
  compartment.extensions = ObjectAssign({ __proto__: null }, compartment.builtinExtensions);
  compartment.cacheView = cacheView(compartment);
  addStatics(compartment, M);
}

function fillModule(module, id, parent) {
  module.id = id;
  module.path = path.dirname(id);
  module.exports = {};
  module.filename = null;
  module.loaded = false;
  module.children = [];
  parents.set(module, parent);
}

function addPrototype(compartment, M) {
  const { prototype } = M;
  const methods = {
    require(id) {
      // Node's own error: it looks at nothing else before.
      if (typeof id !== 'string' || id === '') return ReflectApply(requireReal, undefined, [id]);
      return compartment.Module._load(id, this, false);
    },
    load(filename) {
      this.filename = `${filename}`;
      this.paths = ReflectApply(nodeModule._nodeModulePaths, Module, [path.dirname(this.filename)]);
      const extension = path.extname(this.filename);
      const handler = compartment.extensions[extension] ?? compartment.extensions['.js'];
      handler(this, this.filename);
      this.loaded = true;
    },
    _compile(content, filename, kind) {
      const file = ownCode(compartment, filename, 'Module.prototype._compile()', this);
      SetPrototypeAdd(compartment.named, file);
      return loader.runSource(compartment, this, kind === 'typescript' ? format.stripTypes(`${content}`, file) : `${content}`, file, 'commonjs');
    },
  };
  define(prototype, 'require', methods.require);
  define(prototype, 'load', methods.load);
  define(prototype, '_compile', methods._compile);
  compartment.customCompile = (module) => {
    const { _compile: found } = module;
    return typeof found === 'function' && found !== methods._compile ? found : undefined;
  };
  const parent = {
    get() {
      return parents.get(this);
    },
    set(value) {
      parents.set(this, value);
    },
  };
  ObjectDefineProperty(prototype, 'parent', { __proto__: null, get: parent.get, set: parent.set, enumerable: false, configurable: true });
  define(prototype, 'isPreloading', false, false);
}

/** Code may be compiled only under a name inside the compartment: names are what stack traces and grants show. */
function ownCode(compartment, filename, api, module) {
  const file = path.resolve(`${filename}`);
  const owner = ownerOf(file);
  // What belongs to nobody and is being loaded here has this name already.
  if (owner.kind === KIND.path && MapPrototypeGet(compartment.cache, file) === module && loader.recordOf(module)?.compartment === compartment) return file;
  const isOwn = owner.kind === KIND.package && (owner.root === compartment.home.root || !placement.isPrincipal(owner));
  if (isOwn || (compartment.directory !== '' && isBelow(file, compartment.directory))) return file;
  throw refusal(compartment.principal, 'all', api, file);
}

function builtinExtensions(compartment) {
  const check = (filename) => {
    const file = `${filename}`;
    if (placement.place(compartment.home, file) !== compartment.principal) throw refusal(compartment.principal, 'all', 'require.extensions', file);
    return file;
  };
  const run = (module, filename) => loader.runPlain(compartment, module, check(filename));
  return { __proto__: null, '.js': (module, filename) => run(module, filename), '.json': (module, filename) => run(module, filename), '.node': (module, filename) => run(module, filename) };
}

/** `require.cache`: the modules of this compartment, readable and writable, and nobody else's [G4]. */
function cacheView(compartment) {
  const { cache } = compartment;
  // A file of another package or of Node-RED has no place here: its instance is not this compartment's.
  const mayChange = (key) => {
    if (typeof key !== 'string') return false;
    if (!path.isAbsolute(key) || MapPrototypeHas(cache, key)) return true;
    const owner = ownerOf(key);
    const isOther = owner.kind === KIND.sentinel || owner.kind === KIND.core || (owner.kind === KIND.package && owner.root !== compartment.home?.root && placement.isPrincipal(owner));
    if (isOther) report(compartment.principal, 'all', 'require.cache', key);
    return !isOther;
  };
  return new Proxy({ __proto__: null }, {
    __proto__: null,
    get: (target, key) => MapPrototypeGet(cache, key),
    has: (target, key) => MapPrototypeHas(cache, key),
    set(target, key, value) {
      if (mayChange(key)) MapPrototypeSet(cache, key, value);
      return true;
    },
    deleteProperty(target, key) {
      if (mayChange(key)) MapPrototypeDelete(cache, key);
      return true;
    },
    defineProperty(target, key, descriptor) {
      if (mayChange(key)) MapPrototypeSet(cache, key, descriptor.value);
      return true;
    },
    ownKeys() {
      const keys = [];
      MapPrototypeForEach(cache, (value, key) => ArrayPrototypePush(keys, key));
      return keys;
    },
    getOwnPropertyDescriptor(target, key) {
      if (!MapPrototypeHas(cache, key)) return undefined;
      return { value: MapPrototypeGet(cache, key), writable: true, enumerable: true, configurable: true };
    },
    getPrototypeOf: () => null,
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
}

/** The record of a module object, or one that resolves from the file it names, with the rights of the compartment. */
function recordFor(compartment, parent) {
  const record = loader.recordOf(parent);
  if (record !== undefined && record.compartment === compartment) return record;
  const filename = typeof parent?.filename === 'string' ? parent.filename : compartment.home.file;
  return loader.strayRecord(compartment, filename);
}

function addStatics(compartment, M) {
  const { principal } = compartment;
  const refuse = (what) => (...args) => { // eslint-disable-line no-unused-vars -- a function of any arity
    throw refusal(principal, 'all', `Module.${what}()`, 'the module loader of the whole process');
  };
  const statics = {
    _load: (request, parent) => loader.load(recordFor(compartment, parent), request, parent),
    _resolveFilename: (request, parent, isMain, options) => loader.resolve(recordFor(compartment, parent), request, snapshotResolve(options), parent),
    _nodeModulePaths: (from) => ReflectApply(nodeModule._nodeModulePaths, Module, [`${from}`]),
    _resolveLookupPaths: (request, parent) => ReflectApply(nodeModule._resolveLookupPaths, Module, [`${request}`, recordFor(compartment, parent).resolver]),
    _findPath: (request, paths) => findPath(compartment, `${request}`, ArrayIsArray(paths) ? snapshotList(paths) : []),
    _debug: () => undefined,
    createRequire: (from) => createRequire(compartment, from),
    findSourceMap: (file) => ReflectApply(nodeModule.findSourceMap, Module, [`${file}`]),
    isBuiltin: nodeModule.isBuiltin,
    syncBuiltinESMExports: () => undefined,
    wrap: (script) => `${M.wrapper[0]}${script}${M.wrapper[1]}`,
    findPackageJSON: (specifier, base) => findPackageJSON(compartment, specifier, base),
    // The cache is the operator's: everybody's code would be taken from it.
    enableCompileCache: () => ({ status: nodeModule.constants.compileCacheStatus.DISABLED }),
    flushCompileCache: () => undefined,
    _initPaths: () => undefined,
    stripTypeScriptTypes: nodeModule.stripTypeScriptTypes,
    getSourceMapsSupport: nodeModule.getSourceMapsSupport,
    getCompileCacheDir: nodeModule.getCompileCacheDir,
    _preloadModules(requests) {
      if (!ArrayIsArray(requests)) return;
      const list = snapshotList(requests);
      const from = createRequire(compartment, path.resolve('noop.js'));
      for (let i = 0; i < list.length; i++) from(list[i]);
    },
  };
  const names = ['_load', '_resolveFilename', '_nodeModulePaths', '_resolveLookupPaths', '_findPath', '_debug', 'createRequire', 'findSourceMap', 'isBuiltin',
    'syncBuiltinESMExports', 'wrap', 'findPackageJSON', 'stripTypeScriptTypes', 'getSourceMapsSupport', 'getCompileCacheDir',
    'enableCompileCache', 'flushCompileCache', '_initPaths', '_preloadModules'];
  for (let i = 0; i < names.length; i++) if (statics[names[i]] !== undefined && (nodeModule[names[i]] !== undefined || names[i] === 'wrap')) define(M, names[i], statics[names[i]]);
  const refused = ['register', 'registerHooks', 'runMain', 'setSourceMapsSupport'];
  for (let i = 0; i < refused.length; i++) if (nodeModule[refused[i]] !== undefined) define(M, refused[i], refuse(refused[i]));
  compartment.resolveFilename = statics._resolveFilename;
  define(M, 'Module', M);
  define(M, '_cache', compartment.cacheView);
  define(M, '_extensions', compartment.extensions);
  define(M, '_pathCache', { __proto__: null });
  define(M, 'globalPaths', copyList(nodeModule.globalPaths));
  define(M, 'builtinModules', copyList(nodeModule.builtinModules));
  define(M, 'SourceMap', nodeModule.SourceMap);
  define(M, 'constants', nodeModule.constants);
  const wrapper = copyList(WRAPPER);
  define(M, 'wrapper', wrapper);
  compartment.wrapped = (content) => (M.wrap === statics.wrap && M.wrapper === wrapper && wrapper[0] === WRAPPER[0] && wrapper[1] === WRAPPER[1] ? content : insideOf(`${M.wrap(content)}`) ?? content);
}

/** What a package's own `Module.wrap`, or what it put into `Module.wrapper` (`rewire`), adds to the text of a module. */
function insideOf(text) {
  if (!StringPrototypeStartsWith(text, WRAPPER[0]) || !StringPrototypeEndsWith(text, WRAPPER[1])) return undefined;
  return StringPrototypeSlice(text, WRAPPER[0].length, text.length - WRAPPER[1].length);
}

function findPath(compartment, request, paths) {
  const record = { __proto__: null, compartment };
  if (path.isAbsolute(request)) loader.checkReadable(record, request);
  for (let i = 0; i < paths.length; i++) loader.checkReadable(record, path.resolve(paths[i], request));
  const found = ReflectApply(nodeModule._findPath, Module, [request, paths, false]);
  return found === false ? found : placement.checkFound(record, found);
}

const textOf = (value) => (typeof value === 'object' && value !== null ? `${value.href}` : `${value}`);
const isURL = (text) => StringPrototypeStartsWith(text, 'file:');

/** findPackageJSON(specifier, base): what it finds tells what is there. */
function findPackageJSON(compartment, specifier, base) {
  const what = textOf(specifier);
  const from = base === undefined ? undefined : textOf(base);
  const directory = from === undefined ? path.resolve() : path.dirname(isURL(from) ? url.fileURLToPath(from) : path.resolve(from));
  if (isURL(what)) loader.checkReadable({ __proto__: null, compartment }, url.fileURLToPath(what));
  else if (what[0] === '.' || path.isAbsolute(what)) loader.checkReadable({ __proto__: null, compartment }, path.resolve(directory, what));
  else loader.checkReadable({ __proto__: null, compartment }, path.join(directory, 'package.json'));
  return ReflectApply(nodeModule.findPackageJSON, Module, from === undefined ? [what] : [what, from]);
}

function snapshotResolve(options) {
  if (typeof options !== 'object' || options === null) return undefined;
  const { paths } = options;
  if (paths === undefined) return undefined;
  if (ArrayIsArray(paths)) return { __proto__: null, paths: snapshotList(paths) };
  const shown = typeof paths === 'string' ? `'${paths}'` : typeof paths === 'object' && paths !== null ? 'an object' : String(paths);
  const error = new TypeError(`The property 'options.paths' is invalid. Received ${shown}`);
  error.code = 'ERR_INVALID_ARG_VALUE';
  throw error;
}

/** Of what is no URL of a file Node.js says so, in its own words; it gives nobody what it made. */
function pathOfURL(text) {
  try {
    return url.fileURLToPath(text);
  } catch {
    ReflectApply(nodeModule.createRequire, Module, [text]);
    return undefined;
  }
}

/** createRequire(file or URL): resolves from there, with the rights of this compartment. */
function createRequire(compartment, from) {
  const text = typeof from === 'string' && !path.isAbsolute(from) ? pathOfURL(from) : toPath(from);
  if (text === undefined) throw new TypeError('The argument "filename" must be a file URL object, file URL string, or absolute path string');
  const file = text[text.length - 1] === '/' ? `${text}noop.js` : text;
  return makeRequire(compartment, loader.strayModule(compartment, file));
}

/** The `require` of one module. */
function makeRequire(compartment, module) {
  // A function that can be called with `new`, as some do who mean what it gives.
  function require(path) {
    return module.require(path);
  }
  const resolve = (request, options) => compartment.Module._resolveFilename(request, module, false, options);
  resolve.paths = (request) => (builtinName(`${request}`) === undefined ? compartment.Module._resolveLookupPaths(request, module) : null);
  require.resolve = resolve;
  require.main = compartment.mainModule();
  require.extensions = compartment.extensions;
  require.cache = compartment.cacheView;
  return require;
}

module.exports = { makeModuleClass, makeRequire };
