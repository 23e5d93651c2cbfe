'use strict';
// ES modules. A hook that takes part in Node's resolving does for imports what place() does for requires: it judges them,
// gives each compartment its own instance of a file (esm-names.js) and its own builtins (esm-builtins.js). Before Node.js
// 22.15 there is no such hook in the main thread; esm-hooks.js and esm-required.js make one.

const {
  JSONStringify, PromisePrototypeThen, ReflectApply, SafeSet, StringPrototypeEndsWith, StringPrototypeIncludes, StringPrototypeSlice, StringPrototypeStartsWith,
} = require('../boot/primordials');
const { Module, env, module: nodeModule, modulePrototype, path, process, url, vm } = require('../boot/builtins');
const { CORE, FUNCTION_NODE } = require('../core/caller');
const { syncExports } = require('../guards/process/shared-environment');
const { builtinName, firstPackage } = require('./builtin');
const content = require('./esm-content');
const format = require('./format');
const { KIND, ownerOf } = require('../core/owners');
const placement = require('./placement');

let judging = false;
/** esm-builtins.js, from the first import of a builtin on. */
let builtins;
/** esm-names.js, esm-known.js and importer() of esm-importer.js, from the moment the hook is there. */
let names;
let known;
let importer;
let compartments;

/** Files outside of packages that the hook let a package import. */
const judged = new SafeSet();

function isRequire({ conditions }) {
  for (let i = 0; i < (conditions?.length ?? 0); i++) if (conditions[i] === 'require') return true;
  return false;
}

/** The hook. */
function resolve(specifier, context, next) {
  // Core's own require: Module._load has judged it.
  if (isRequire(context)) return next(specifier, context);
  const { parentURL } = context;
  if (builtins !== undefined && specifier === builtins.bridgeURL && builtins.isOurs(parentURL)) return { url: builtins.bridgeURL, format: 'commonjs', shortCircuit: true };
  // Sentinel's own modules name instances.
  if (ownModules.has(parentURL)) return StringPrototypeStartsWith(specifier, 'file:') ? { url: specifier, shortCircuit: true } : next(specifier, context);
  const origin = typeof parentURL === 'string' ? known.originOf(parentURL) : undefined;
  const from = importer(origin, specifier, parentURL);
  if (from === undefined || origin === undefined) return judge(from, specifier, parentURL, next(specifier, context));
  const again = known.recall(origin, from.principal, specifier);
  if (again === undefined) content.checkQuestion(from.principal, specifier, parentURL);
  let result;
  try {
    result = next(specifier, context);
  } catch (error) {
    content.checkMissing(from.principal, specifier, parentURL);
    throw error;
  }
  if (again !== undefined && again.url === result.url && again.format === result.format) return known.answerAgain(again, result);
  const answer = judge(from, specifier, parentURL, result);
  known.remember(origin, from.principal, specifier, result, answer);
  return answer;
}

/** What an import gets that leads to `result`. */
function judge(from, specifier, parentURL, result) {
  if (StringPrototypeStartsWith(result.url, 'node:')) return from === undefined ? result : builtinResult(from.principal, result.url);
  if (StringPrototypeStartsWith(result.url, 'data:')) {
    if (from === undefined) return result;
    content.judgeData(from.principal, result.url);
    return moved(result, names.markedText(result.url, from.principal));
  }
  if (!StringPrototypeStartsWith(result.url, 'file:')) {
    if (from !== undefined) content.judgeElsewhere(from.principal, result.url);
    return result;
  }
  const wanted = url.fileURLToPath(result.url);
  let principal = from === undefined ? principalForCore(wanted, parentURL) : place(from, wanted);
  if (principal === CORE) {
    const asker = from ?? functionNodes(wanted, parentURL, specifier);
    return asker === undefined ? unmarked(result) : internalResult(asker.principal, wanted);
  }
  if (principal !== from?.principal) compartments.of(principal).settle(wanted);
  if (from !== undefined && principal !== from.principal) {
    if (!isData(wanted)) return exportsResult(from.principal, principal, wanted, result.format);
    principal = from.principal; // data is everyone's own copy
  }
  if (from !== undefined && ownerOf(wanted).kind === KIND.path) judged.add(wanted);
  content.judgeFile(from?.principal ?? principal, wanted, result.format);
  return typed(moved(result, instanceURL(result.url, wanted, principal)), wanted);
}

/** CommonJS with types: Node would compile it itself, were it not told that it is CommonJS like other. */
function typed(result, wanted) {
  if (format.isTypedScript(wanted)) result.format = 'commonjs';
  return result;
}

const loader = () => require('./require');

const moved = (result, to) => ({ ...result, __proto__: null, url: to });

/** A mark that did not come from here counts for nothing. */
const unmarked = (result) => (names.principalOfURL(result.url) === undefined ? result : moved(result, names.markedURL(result.url, CORE)));

function madeModules() {
  if (builtins === undefined) {
    builtins = require('./esm-builtins');
    builtins.configure(compartments);
  }
  return builtins;
}

const builtinResult = (principal, wanted) => ({ __proto__: null, url: madeModules().urlFor(principal, builtinName(wanted) ?? StringPrototypeSlice(wanted, 'node:'.length)), format: 'module', shortCircuit: true });
/** What another package exports. */
const exportsResult = (to, owner, wanted, as) => ({ __proto__: null, url: madeModules().urlForExports(to, owner, wanted, as, namespaceOf), format: 'module', shortCircuit: true });

/** A part of Node-RED itself, for a package that may load it. */
const internalResult = (principal, wanted) => ({ __proto__: null, url: madeModules().urlForInternal(principal, wanted), format: 'module', shortCircuit: true });

/** Node-RED's module for function nodes imports a part of Node-RED: not for itself. */
function functionNodes(wanted, parentURL, specifier) {
  if (!placement.isRuntime(wanted) || specifier[0] === '.' || typeof parentURL !== 'string' || !StringPrototypeStartsWith(parentURL, 'file:')) return undefined;
  if (!placement.isExternalModules(url.fileURLToPath(parentURL))) return undefined;
  const { home } = compartments.settled(FUNCTION_NODE);
  placement.place({ ...home, __proto__: null, principal: FUNCTION_NODE }, wanted);
  return { __proto__: null, principal: FUNCTION_NODE };
}

function principalForCore(wanted, parentURL) {
  const owner = ownerOf(wanted);
  if (owner.kind === KIND.core || owner.kind === KIND.sentinel || StringPrototypeEndsWith(wanted, '.json')) return CORE;
  const parent = typeof parentURL === 'string' && StringPrototypeStartsWith(parentURL, 'file:') ? url.fileURLToPath(parentURL) : undefined;
  return placement.principalForCore(wanted, parent);
}

/** place(), but for packages whose rules the operator has relaxed: they may import other packages without declaring them. */
function place(from, wanted) {
  const owner = ownerOf(wanted);
  if (owner.kind === KIND.package && placement.isPrincipal(owner) && require('./relaxed').isRelaxed(from.name)) return placement.principalForCore(wanted, undefined);
  return placement.place(from, wanted);
}

const isData = (file) => StringPrototypeEndsWith(file, '.json') || StringPrototypeEndsWith(file, '.wasm');

function instanceURL(href, file, principal) {
  let kind = isData(file) ? 'module' : format.of(file);
  if (kind === undefined && required !== undefined && format.isModuleFile(file)) kind = 'module';
  // Some Node.js resolve what has been resolved once more.
  if (kind === 'module') return names.principalOfURL(href) === principal ? href : names.markedURL(href, principal);
  // What a query tells ES modules apart by, CommonJS has nothing for.
  return names.markedURL(names.commonjsURL(url.pathToFileURL(file).href, file, principal), principal);
}

/**
 * From the first package on, imports of packages are judged like their requires.
 * @param {string|undefined} redImportOf Node-RED's module that gives packages `RED.import`
 * @param {object} registry gives the compartment of a principal (see compartment.js)
 * @param {object} api the addon
 */
function judgeImports(redImportOf, registry, api) {
  if (judging) return;
  judging = true;
  canRequire = process.features.require_module === true;
  compartments = registry;
  content.configure(api);
  names = require('./esm-names');
  known = require('./esm-known');
  ({ importer } = require('./esm-importer'));
  require('./esm-importer').configure(registry, redImportOf);
  api.onMeta((meta) => require('./esm-meta').showPlain(meta)); // the addon takes the mark out of what packages see
  placement.countMarks(names.countMarks());
  if (nodeModule.registerHooks !== undefined) return void ReflectApply(nodeModule.registerHooks, Module, [{ resolve }]);
  require('./esm-hooks').registerHooks({ __proto__: null, resolve, sourceOf: (wanted) => builtins?.sourceOf(wanted) });
  required = require('./esm-required');
  required.configure(resolve, (principal, file) => loader().loadInto(compartments.of(principal), file, undefined));
}

/** `module.register()` by core: before others have their hooks in the thread, Sentinel stands between it and the main thread. */
function registerByCore(original, self, args) {
  if (nodeModule.registerHooks === undefined) require('./esm-hooks').standForOthers();
  return ReflectApply(original, self, args);
}

/** May Node's loader read this file? Every import has passed the hook. */
const isJudged = (file) => judged.has(file);

/**
 * Whose instance of a CommonJS file Node's ES module loader asks for.
 * @param {string} name file name as Node's loader has it
 * @returns {{principal: number, file: string}}
 */
function commonjsInstance(name) {
  // Before the hook was there, only core imported.
  return names?.instanceOf(name) ?? { __proto__: null, principal: placement.principalForCore(name, undefined), file: name };
}

/** Is this the name of a CommonJS file that the hook let somebody import? */
const isInstance = (name) => names !== undefined && names.instanceOf(name) !== undefined;

/** Does this Node.js require ES modules? */
let canRequire = false;
/** esm-required.js, where Node does not ask the hook about what require() loads. */
let required;
let written = 0;
/** URLs of the modules that are made here. That a file is Sentinel's says nothing: code that a guard compiles has its name, too. */
const ownModules = new SafeSet();

/** Runs the text of an ES module of Sentinel's own, which imports what it names, and gives its exports. */
function evaluate(text) {
  const file = path.join(__dirname, `required-${++written}.mjs`);
  const module = new Module(file);
  module.filename = file;
  ownModules.add(url.pathToFileURL(file).href);
  if (required === undefined) ReflectApply(modulePrototype._compile, module, [text, file, 'module']);
  else required.runText(module, text, file);
  return module.exports;
}

/** The instance of an ES module that a principal has, at once: what its require() gives, or its namespace. */
const openNow = (opening) => (principal, filename) => {
  firstPackage();
  if (!canRequire) throw format.requireError(filename);
  return require('./esm-namespace')[opening](JSONStringify(instanceURL(url.pathToFileURL(filename).href, filename, principal)), evaluate);
};
const namespaceOf = openNow('namespaceOf');
const requireEsm = openNow('requireEsm');

/** Does the operator have hooks of his own from the first import on (`--experimental-loader`)? */
function hasLoader(flags) {
  if (env.NODE_OPTIONS !== undefined && StringPrototypeIncludes(env.NODE_OPTIONS, '-loader')) return true;
  for (let i = 0; i < flags.length; i++) if (StringPrototypeIncludes(flags[i], '-loader')) return true;
  return false;
}

/**
 * Node warns once that the constant which gives compiled code the ordinary `import()` is experimental. It is stable since
 * Node 22 in all but name, and the operator can do nothing about it: the first use happens here, unheard.
 */
function quietImport(realProcess) {
  if (nodeModule.registerHooks === undefined && hasLoader(realProcess.execArgv)) require('./esm-hooks').standForOthers();
  // From here on `process` has its named exports; `env` among them is set to what packages may be given.
  PromisePrototypeThen(importUnheard(realProcess, 'node:process'), syncExports);
}

function importUnheard(realProcess, name) {
  const { emitWarning } = realProcess;
  realProcess.emitWarning = () => undefined;
  try {
    const script = new vm.Script(`import('${name}')`, { importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER, filename: __filename });
    return ReflectApply(vm.Script.prototype.runInThisContext, script, []);
  } finally {
    realProcess.emitWarning = emitWarning;
  }
}

module.exports = { commonjsInstance, importUnheard, isInstance, isJudged, judgeImports, quietImport, registerByCore, requireEsm };
