'use strict';
// Puts the loader where the calls are: Module._load for what core asks for, Module.prototype._compile so that core's
// scripts have an identity, and guards on everything of Node's loader that a package could reach.

const {
  ObjectAssign, ObjectDefineProperty, ObjectKeys, ReflectApply, SafeMap, StringPrototypeEndsWith, StringPrototypeStartsWith, accessorDescriptor, globalThis,
} = require('../boot/primordials');
const { Module, module: nodeModule, modulePrototype, path, realProcess } = require('../boot/builtins');
const ownFiles = require('../boot/files');
const { state } = require('../boot/state');
const { CORE, INTERNAL, SOMEHOW, UNKNOWN, callerOf, onGlobal } = require('../core/caller');
const { closeMember } = require('../core/close');
const { refusal } = require('../core/deny');
const { hardenPrototype, replaceMember } = require('../core/harden');
const handed = require('../core/handed');
const { lockObject } = require('../core/lock');
const { place, placeAll } = require('../core/shared');
const { guard } = require('../core/wrap');
const builtin = require('./builtin');
const coreModules = require('./core-modules');
const compartments = require('./compartment');
const esm = require('./esm');
const format = require('./format');
const node = require('./node');
const { createRequire, loadFor } = require('./operators');
const loader = require('./require');
const { KIND, ownerOf } = require('../core/owners');
const placement = require('./placement');
const consoles = require('../guards/console');
const processGuards = require('../guards/process');
const readers = require('../guards/readers');
const { adapt, isAdapted } = require('../red');
const { dataFor, mayImport } = require('../red/arming');
const { isTouched } = require('../surface/refuse');

/** Parts of Node that use its loader's exports themselves. */
const LOADERS = [
  'node:internal/modules/cjs/loader', 'node:internal/modules/helpers', 'node:internal/modules/run_main', 'node:internal/modules/esm/translators',
  'node:internal/modules/esm/utils', 'node:internal/modules/esm/load', 'node:internal/modules/esm/resolve', 'node:internal/modules/esm/loader',
  'node:internal/modules/esm/module_job', 'node:internal/modules/customization_hooks', 'node:internal/process/pre_execution', 'node:internal/process/execution',
  'node:internal/main/run_main_module', 'node:internal/main/worker_thread', 'node:internal/bootstrap/realm',
];

/** What core's modules find under these names. */
const coreGlobals = ObjectAssign({ __proto__: null, console: consoles.real }, handed.schedulersOfCore());

let internals = 0;
let native;
let runtime;
/** The loader of a worker thread that a package started. */
let loadConfined;
const adapted = new SafeMap();
/** node-red/lib/red.js, whose `init` is given the settings. */
let nodeRedMain;
/** Node-RED's module that gives packages `RED.require`: what it is asked for is asked by a package. */
let redRequire;
const EXTERNAL_MODULES = './externalModules';

/** Module._load for everyone who is not in a compartment: core, Node's ES module loader, and whoever found it. */
function load(...args) {
  const request = args[0];
  const parent = args[1];
  const isMain = args[2];
  const original = () => node.loadAsNode(args);
  if (loadConfined !== undefined) return loadConfined(args);
  if ((isMain && !state.armed) || typeof request !== 'string') return original();
  if (state.armed) {
    const passedOn = isForPackage(request, parent);
    const asker = passedOn ? callerOf(0) : callerOf(internals, 0, SOMEHOW);
    // Node-RED names the package by a path from its own folder.
    if (asker !== CORE && asker !== INTERNAL) return loadFor(asker, passedOn && request[0] === '.' ? path.resolve(redRequire, '..', request) : request);
  }
  if (isAnonymous(parent) && esm.isInstance(request)) return loadImported(request);
  if (request === EXTERNAL_MODULES && state.armed && parent?.filename === redRequire) {
    const behind = callerOf(0);
    if (behind !== CORE) return externalModulesFor(behind, original());
  }
  const name = builtin.builtinName(request);
  if (name !== undefined) {
    // settings.js may hand it on to packages (functionGlobalContext): not what core works with.
    const { real } = builtin.originalOf(name);
    return (runtime.isSettings(parent?.filename) ? undefined : builtin.coreView(name)) ?? (nodeModule._cache[name] === undefined ? real : original());
  }
  const known = node.knownFile(request, parent);
  if (known !== undefined) return knownModule(known, parent, original);
  const kept = node.placeOf(request, parent);
  const filename = kept ?? ReflectApply(nodeModule._resolveFilename, Module, [request, parent, isMain]);
  if (!path.isAbsolute(filename)) return original();
  const owner = ownerOf(filename);
  if (owner.kind === KIND.sentinel && ownFiles.isUsed() && nodeModule._cache[filename]?.loaded !== true) return ownFile(filename, parent);
  const asNode = () => node.loadAsNode(args, filename);
  if (owner.kind === KIND.core || owner.kind === KIND.sentinel) {
    node.keepFile(request, parent, filename);
    if (nodeModule._cache[filename] !== undefined && typeof parent?.path === 'string') return knownModule(filename, parent, asNode);
    const isFit = kept !== undefined && owner.kind === KIND.core && coreModules.isFit(filename);
    return ownModule(filename, isFit ? () => coreModules.load(filename, parent, asNode) : asNode);
  }
  // Data that core reads (the package.json of everything installed) is core's copy and nobody's code.
  if (StringPrototypeEndsWith(filename, '.json')) return dataFor(request, parent, asNode());
  return loadThirdParty(filename, parent, request);
}

/** The plugin, which Node-RED loads, gets the modules of the preload. Of who imports it cannot be told whether it is a package. */
function ownFile(filename, parent) {
  if (isAnonymous(parent)) throw refusal(UNKNOWN, 'module:load', 'import()', filename);
  return ownFiles.loadFile(filename);
}

/** Does Node-RED's module that gives packages `RED.require` ask for what it was asked for, and not for a part of itself? */
function isForPackage(request, parent) {
  if (redRequire === undefined || parent?.filename !== redRequire) return false;
  return !StringPrototypeStartsWith(request, './') || path.dirname(path.resolve(redRequire, '..', request)) !== path.dirname(redRequire);
}

/** Where `RED.require` goes for what is not a set of nodes, builtin modules too: a package gets what its own `require` gives. */
const externalModulesFor = (principal, real) => ({ __proto__: null, require: (id) => node.asExternal(`${id}`, (name) => loadFor(principal, name)), import: (id) => real.import(id) });

/** A module of core: Node loads it; some of Node-RED's are adapted, once, when they are complete. */
function ownModule(filename, original) {
  if (adapted.has(filename)) return adapted.get(filename);
  const exports = coreModules.again(filename, original);
  if (filename === nodeRedMain) runtime.watchInit(exports);
  if (nodeModule._cache[filename]?.loaded !== true || !isAdapted(filename)) return exports;
  const result = adapt(filename, exports);
  adapted.set(filename, result);
  return result;
}

/** A module of core that this module, or one beside it, required before: Node would do the same. */
function knownModule(filename, parent, original) {
  const module = nodeModule._cache[filename];
  if (module.loaded !== true || filename === nodeRedMain || isAdapted(filename)) return ownModule(filename, original);
  node.noteChild(parent, module);
  return module.exports;
}

/** Core loads a package. Only Node's ES module loader asks without a parent, for a module object it has made. */
function loadThirdParty(filename, parent, request) {
  placement.checkLeftOut(request, parent);
  builtin.firstPackage();
  if (isAnonymous(parent) && nodeModule._cache[filename] !== undefined) return loadImported(filename);
  const compartment = compartments.of(placement.principalForCore(filename, parent?.filename));
  runtime.checkUserDir();
  if (format.of(filename) !== 'module') return loader.loadInto(compartment, filename, undefined);
  compartment.settle(filename);
  return compartment.requireEsm(filename);
}

/** A CommonJS file that an ES module imports. Node's loader takes the exports from the module object it has made. */
function loadImported(name) {
  const { principal, file } = esm.commonjsInstance(name);
  const known = nodeModule._cache[name];
  const exports = loader.loadInto(compartments.of(principal), file, undefined);
  known.exports = exports;
  known.loaded = true;
  return exports;
}

const isAnonymous = (parent) => parent === undefined || parent === null; // Node's ES module loader names none

/** What Node imports for the settings does not pass here. */
function lookAtSettings(filename, content) {
  if (!state.armed && runtime.isSettings(filename) && mayImport(`${content}`)) builtin.firstPackage();
}

/** Module.prototype._compile for core's modules. */
function compileCore(module, args) {
  const content = args[0];
  const filename = args[1];
  const original = () => ReflectApply(modulePrototype._compile, module, args);
  if (state.armed) {
    const asker = callerOf(internals, 0, SOMEHOW);
    if (asker !== CORE && asker !== INTERNAL) throw refusal(asker, 'all', 'Module.prototype._compile()', `${filename}`);
  }
  // Node's own function keeps its cache of file states for the main module; that one is bound by name.
  if (args[2] === 'module' || module.id === '.' || ownerOf(filename).kind !== KIND.core) return original();
  const compiled = coreModules.compiled(content, filename);
  // Node explains syntax errors, and finds out about undeclared ES modules.
  return compiled === undefined ? original() : coreModules.run(module, compiled, filename);
}

/** Members of `Module` that a package which found it must not use: name -> what it gets instead. */
const forPackages = {
  __proto__: null,
  createRequire: (compartment, args) => compartment.Module.createRequire(args[0]),
  // They tell which files there are.
  _findPath: (compartment, args) => compartment.Module._findPath(args[0], args[1]),
  findPackageJSON: (compartment, args) => compartment.Module.findPackageJSON(args[0], args[1]),
  findSourceMap: undefined,
  register: undefined,
  registerHooks: undefined,
  runMain: undefined,
  _initPaths: undefined,
  _preloadModules: undefined,
  enableCompileCache: undefined,
  setSourceMapsSupport: undefined,
};

function guardStatics() {
  const names = ObjectKeys(forPackages);
  const guards = { __proto__: null };
  const hooks = coreModules.hooksOfCore(esm.registerByCore);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (typeof nodeModule[name] !== 'function') continue;
    const instead = forPackages[name];
    guards[name] = guard(nodeModule[name], {
      judge: () => (instead === undefined ? { capability: 'all', resource: 'the module loader of the whole process' } : undefined),
      run: (original, self, args, principal) => instead(compartments.settled(principal), args), core: name === 'createRequire' ? createRequire : hooks[name],
    }, `Module.${name}()`, { internals });
  }
  placeAll(Module, guards);
}

/** Accessors of `Module` that ask the file system. */
function closeAccessors() {
  const all = { judge: () => ({ capability: 'all', resource: 'the module loader of the whole process' }) };
  closeMember(Module, '_stat', all, 'Module._stat', { internals });
  closeMember(Module, '_readPackage', all, 'Module._readPackage', { internals });
}

// The methods of real modules run inside Node's loader, which then looks like the one who asks: here it is still known.
function guardMethods() {
  const row = {
    require: {
      judge: () => undefined,
      run: (original, self, args, principal) => loadFor(principal, args[0]),
    },
    load: { judge: () => ({ capability: 'all', resource: 'the module loader of the whole process' }) },
  };
  const names = ObjectKeys(row);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    replaceMember(Module.prototype, name, guard(modulePrototype[name], row[name], `Module.prototype.${name}()`, { internals }));
  }
}

/**
 * Installs everything. After this no package has run and every way into Node's loader leads here.
 * @param {{native: object, mainFile: string|undefined, mainModule: string, redRequire: string|undefined, runtime: object, loadConfined?: Function}} options
 */
function install(options) {
  ({ loadConfined, native, redRequire, runtime } = options);
  nodeRedMain = options.mainModule;
  internals = options.native.internals(LOADERS);
  if (options.mainFile !== undefined) options.native.bindName(options.mainFile, CORE);
  guardStatics();
  closeAccessors();
  const others = ['_resolveLookupPaths', '_nodeModulePaths', 'isBuiltin'];
  for (let i = 0; i < others.length; i++) if (nodeModule[others[i]] !== undefined) place(Module, others[i], nodeModule[others[i]]);
  place(Module, '_resolveFilename', guard(node.resolveFilename, {
    judge: () => undefined,
    run: (original, self, args, principal) => compartments.settled(principal).Module._resolveFilename(args[0], args[1], args[2], args[3]),
  }, 'Module._resolveFilename()', { internals }));
  place(Module, '_load', load);
  place(Module, '_cache', node.coreOnly(nodeModule._cache, internals));
  place(Module, '_extensions', node.coreOnly(nodeModule._extensions, internals));
  const holder = {
    _compile(...args) {
      return compileCore(this, args);
    },
  };
  place(Module, '_pathCache', node.coreOnly(nodeModule._pathCache, internals));
  replaceMember(Module.prototype, '_compile', holder._compile);
  guardMethods();
  hardenPrototype(Module.prototype);
  coreModules.configure({ fs: builtin.originalOf('fs').real, globals: coreGlobals, isUntouched: !isTouched(), settings: lookAtSettings });
  placeProcess();
  handed.install(options.native, (principal) => compartments.of(principal).trampolines);
  const processOf = (principal) => compartments.of(principal).process;
  processGuards.protect(processOf, options.native);
  builtin.beforeFirstPackage(() => {
    esm.judgeImports(redRequire, compartments, native);
    processGuards.lock(processOf, options.native);
    consoles.lock(compartments.of, options.native.internals(readers.streams));
    lockObject(Module);
  });
}

/** `process` as a global: core's is the real one; code that reaches it some other way gets its own. Hung elsewhere it is nobody's: who looks there would hand on its own. */
function placeProcess() {
  const expected = onGlobal('process');
  const accessors = {
    get() {
      // Node's own scripts have a `process` of their own and do not look here.
      const who = this === globalThis ? callerOf(0, 0, expected) : UNKNOWN;
      return who === CORE ? realProcess : compartments.of(who).process;
    },
    // Node allows the assignment; it would count for everyone.
    set() {},
  };
  ObjectDefineProperty(globalThis, 'process', accessorDescriptor(accessors.get, accessors.set, false, false));
}

module.exports = { install, loadImported };
