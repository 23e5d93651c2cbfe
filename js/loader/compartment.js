'use strict';
// A compartment: one palette package and its dependencies, with a module cache, builtins, `process` and `Module` of
// its own. What a package changes on any of these, it changes for itself.

const {
  ArrayPrototypePush, MapPrototypeForEach, MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, ObjectKeys, ReflectApply, SafeMap, SafeSet, SetPrototypeHas, StringPrototypeEndsWith,
} = require('../boot/primordials');
const { path, vm } = require('../boot/builtins');
const { CORE, UNKNOWN } = require('../core/caller');
const { needRoom } = require('../core/room');
const { facadeFor, builtinName } = require('./builtin');
const { makeModuleClass, makeRequire } = require('./module-facade');
const { schedulersFor } = require('../core/handed');
const esm = require('./esm');
const { isVariable, setVariable: setVariableOf } = require('./compile');
const loader = require('./require');
const { KIND, ownerOf } = require('../core/owners');
const placement = require('./placement');
const { giveTo } = require('../realm/each');
const { consoleFor } = require('../guards/consoles');
const processGuards = require('../guards/process');

const { Script } = vm;
const { runInThisContext } = Script.prototype;
const { USE_MAIN_CONTEXT_DEFAULT_LOADER } = vm.constants;

let native;
let mainFile;
const byPrincipal = new SafeMap();

/** @param {string|undefined} main real path of the program's main script */
function configure(api, main) {
  native = api;
  mainFile = main;
}

/** Where code of nobody's package lies: what is compiled there belongs to none, least of all to core, in whose folder Node-RED may run. */
const NOWHERE = path.resolve(path.sep, 'noop.js');

// `lend`: calls a function of somebody else's. `construct`: compiles.
const LENDING = `'use strict'; ({
  lend: (apply, construct, f) => function lent() {
    return new.target === undefined ? apply(f, this, arguments) : construct(f, arguments, new.target === lent ? f : new.target);
  },
  construct: (construct, F, args, target) => construct(F, args, target),
})`;

/**
 * A script of a few functions that belongs to one principal, so that a call made through them shows that principal on
 * the stack: for functions a package hands to a scheduler, and for code it compiles. Named after a file of the package,
 * from which `import()` in compiled code is resolved.
 */
function makeTrampolines(principal, filename) {
  const script = new Script(
    `${LENDING} // ${principal}`, // a text of its own, so that V8 does not take it for another package's
    { filename, importModuleDynamically: USE_MAIN_CONTEXT_DEFAULT_LOADER },
  );
  const trampolines = ReflectApply(runInThisContext, script, []);
  native.bindScript(trampolines.lend, principal, true);
  return trampolines;
}

function make(principal) {
  needRoom();
  const name = native.principalName(principal);
  let trampolines;
  const compartment = {
    __proto__: null,
    principal,
    name,
    /** Folder whose files are this principal's code, for principals named by path. */
    directory: '',
    /** Who requires, for requests that no module of the compartment stands for. */
    home: undefined,
    cache: new SafeMap(),
    /** File names under which the package has compiled text of its own. */
    named: new SafeSet(),
    facades: new SafeMap(),
    extensions: { __proto__: null },
    extensionFor: undefined,
    addedExtensions: () => addedExtensions(compartment),
    Module: undefined,
    /** What `Module._resolveFilename` is where the package has put nothing in its place. */
    resolveFilename: undefined,
    customCompile: undefined,
    /** The text of a module with what the package's own `Module.wrap` adds. */
    wrapped: undefined,
    process: undefined,
    console: undefined,
    schedulers: schedulersFor(principal),
    /** What the variables of its modules stand for, see compile.js. */
    variables: undefined,
    /** See makeTrampolines(). */
    get trampolines() {
      trampolines ??= makeTrampolines(principal, compartment.home?.file ?? NOWHERE);
      return trampolines;
    },
    makeRequire: (module) => makeRequire(compartment, module),
    newModule: undefined,
    main: undefined,
    /** The file a worker thread was started with: its module is `require.main`. */
    mainFile: undefined,
    cacheView: undefined,
    builtinExtensions: undefined,
    requireEsm: (filename) => esm.requireEsm(principal, filename),
    mainModule: () => mainModule(compartment),
    settle: (filename) => settle(compartment, filename),
    setVariable: (name, value) => setVariable(compartment, name, value),
  };
  MapPrototypeSet(byPrincipal, principal, compartment);
  makeModuleClass(compartment);
  compartment.extensionFor = (filename) => customExtension(compartment, filename);
  compartment.process = processGuards.facadeFor(principal, {
    getBuiltinModule: (id) => (typeof id === 'string' && builtinName(id) !== undefined ? facadeFor(compartment, builtinName(id)) : undefined),
    mainModule: () => compartment.mainModule(),
    nextTick: compartment.schedulers.nextTick,
  });
  compartment.console = consoleFor(compartment.process, compartment.principal);
  compartment.variables = { __proto__: null, ...compartment.schedulers, console: compartment.console, fetch: undefined };
  giveTo('fetch', principal, (own) => {
    compartment.variables.fetch = own;
  });
  return compartment;
}

/** The first file core loads into a compartment says where its own package lies. */
function settle(compartment, filename) {
  if (compartment.home !== undefined) return;
  const owner = ownerOf(filename);
  compartment.directory = placement.codeDirectory(owner, filename);
  compartment.home = {
    __proto__: null,
    principal: compartment.principal,
    name: owner.kind === KIND.package ? owner.name : '',
    root: owner.root,
    directory: compartment.directory,
    file: filename,
  };
}

/** The package has set a global (`global.setTimeout = …`) that is a variable in its modules: those that are loaded have the new one, and those to come. */
function setVariable({ cache, variables }, name, value) {
  if (!isVariable(name)) return;
  variables[name] = value;
  MapPrototypeForEach(cache, (module) => {
    const record = loader.recordOf(module);
    if (record?.variables !== undefined) setVariableOf(record.variables, name, value);
  });
}

/** `require.main`: a stand-in for the program's main module; its `require` resolves from there, with the package's rights. */
function mainModule(compartment) {
  if (compartment.main === undefined && mainFile !== undefined && compartment.home !== undefined) {
    compartment.main = loader.strayModule(compartment, mainFile);
    compartment.main.id = '.';
    compartment.main.loaded = true;
  }
  return compartment.main;
}

// A handler the package put into `require.extensions`; the ones it found there are not handlers but markers.
function customExtension(compartment, filename) {
  const { extensions } = compartment;
  const keys = ObjectKeys(extensions);
  for (let i = 0; i < keys.length; i++) {
    const handler = extensions[keys[i]];
    if (StringPrototypeEndsWith(filename, keys[i]) && typeof handler === 'function' && handler !== compartment.builtinExtensions[keys[i]]) return handler;
  }
  return undefined;
}

/** What the package put there under names of its own. */
function addedExtensions({ extensions, builtinExtensions }) {
  const keys = ObjectKeys(extensions);
  const added = [];
  for (let i = 0; i < keys.length; i++) if (builtinExtensions[keys[i]] === undefined) ArrayPrototypePush(added, keys[i]);
  return added;
}

/** The compartment of a principal, made on first use. */
function of(principal) {
  return MapPrototypeGet(byPrincipal, principal) ?? make(principal);
}

/** The one principal that has code under this file name, or UNKNOWN. For code that was evaluated by it, of which no more is known. */
function holderOf(file) {
  let holder;
  MapPrototypeForEach(byPrincipal, ({ cache, named, principal }) => {
    if (!MapPrototypeHas(cache, file) && !SetPrototypeHas(named, file)) return;
    holder = holder === undefined ? principal : UNKNOWN;
  });
  return holder ?? UNKNOWN;
}

/** The same, with a place to resolve from when only ES modules of it have been loaded so far. */
function settled(principal) {
  const compartment = of(principal);
  if (compartment.home === undefined) compartment.settle(placement.homeOf(principal) ?? path.resolve('noop.js'));
  return compartment;
}

/** Is there a package for which `test` holds, of those that have been loaded? Function nodes are one as soon as they load modules. */
function isThere(test) {
  let found = false;
  MapPrototypeForEach(byPrincipal, ({ principal }) => {
    found ||= principal !== CORE && principal !== UNKNOWN && test(principal);
  });
  return found;
}

module.exports = { configure, holderOf, isThere, of, settled };
