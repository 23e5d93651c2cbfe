'use strict';
// ES modules. Node loads them itself; their scripts are known on the stack by their URL (core/caller.js), and what
// they import of builtins is the shared original with its guards (net two). A dependency has one instance for all (see
// dependants.js). Where Node lets the main thread take part in resolving (22.15 and later), an import is judged like a
// require; on Node 20 the loader does not say who imports, see `refuseAnonymous`.

const { PromisePrototypeThen, ReflectApply, StringPrototypeStartsWith } = require('../boot/primordials');
const { Module, module: nodeModule, path, url, vm } = require('../boot/builtins');
const { CORE, UNKNOWN, callerOf } = require('../core/caller');
const { refusal } = require('../core/deny');
const { syncExports } = require('../guards/process/shared-environment');
const { firstPackage } = require('./builtin');
const { KIND, ownerOf } = require('./owners');
const placement = require('./placement');

let judging = false;

/** Who imports the file `wanted`: the file that holds the `import`, and the rights of its package. */
function importer(parentURL, wanted, redImport) {
  if (typeof parentURL !== 'string' || !StringPrototypeStartsWith(parentURL, 'file:')) return undefined;
  const file = url.fileURLToPath(parentURL);
  const owner = ownerOf(file);
  if (owner.kind === KIND.sentinel) return undefined;
  if (owner.kind !== KIND.core) return fromOf(placement.principalOfFile(file), owner, file);
  // RED.import: core imports what the package on the stack names, and parts of itself.
  const behind = file === redImport && path.dirname(wanted) !== path.dirname(file) ? callerOf(0) : CORE;
  return behind === CORE ? undefined : fromOf(behind, owner, file);
}

function fromOf(principal, owner, file) {
  const name = owner.kind === KIND.package ? owner.name : '';
  return { __proto__: null, principal, name, root: owner.root, directory: placement.codeDirectory(owner, file) };
}

/**
 * From the first package on, imports of packages are judged like their requires.
 * @param {string|undefined} redImport Node-RED's module that gives packages `RED.import`
 */
function judgeImports(redImport) {
  if (judging || nodeModule.registerHooks === undefined) return;
  judging = true;
  ReflectApply(nodeModule.registerHooks, Module, [{
    resolve(specifier, context, next) {
      const result = next(specifier, context);
      if (!StringPrototypeStartsWith(result.url, 'file:')) return result;
      const wanted = url.fileURLToPath(result.url);
      const from = importer(context.parentURL, wanted, redImport);
      if (from !== undefined) placement.place(from, wanted);
      return result;
    },
  }]);
}

/**
 * A CommonJS file of a package that is a principal was imported and nobody can tell by whom: whoever it is would get what
 * is inside another package.
 */
function refuseAnonymous(filename) {
  const owner = ownerOf(filename);
  if (!judging && placement.isPrincipal(owner)) throw refusal(UNKNOWN, `module:load:${owner.name}`, 'import()', filename);
}

/** require() of an ES module: Node loads it; Node 20 and later can. */
function requireEsm(compartment, filename) {
  firstPackage();
  return ReflectApply(nodeModule._load, Module, [filename, undefined, false]);
}

/**
 * Node warns once that the constant which gives compiled code the ordinary `import()` is experimental. It is stable since
 * Node 22 in all but name, and the operator can do nothing about it: the first use happens here, unheard.
 */
function quietImport(realProcess) {
  const { emitWarning } = realProcess;
  realProcess.emitWarning = () => undefined;
  try {
    const script = new vm.Script("import('node:process')", { importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER, filename: __filename });
    // From here on `process` has its named exports; `env` among them is set to what packages may be given.
    PromisePrototypeThen(ReflectApply(vm.Script.prototype.runInThisContext, script, []), syncExports);
  } finally {
    realProcess.emitWarning = emitWarning;
  }
}

module.exports = { judgeImports, quietImport, refuseAnonymous, requireEsm };
