'use strict';
// ES modules. Node loads them itself; their scripts are known on the stack by their URL (core/caller.js), and what
// they import of builtins is the shared original with its guards (net two). Node 20 has no way to take part in
// resolving that works on the main thread, so a dependency has one instance for all (see dependants.js).

const { ReflectApply } = require('../boot/primordials');
const { Module, module: nodeModule, vm } = require('../boot/builtins');
const { firstPackage } = require('./builtin');

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
    const script = new vm.Script("import('node:path')", { importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER, filename: __filename });
    ReflectApply(vm.Script.prototype.runInThisContext, script, []);
  } finally {
    realProcess.emitWarning = emitWarning;
  }
}

module.exports = { quietImport, requireEsm };
