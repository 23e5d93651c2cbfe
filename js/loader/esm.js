'use strict';
// ES modules. Node loads them itself; their scripts are known on the stack by their URL (core/caller.js), and what
// they import of builtins is the shared original with its guards (net two).

const {
  MapPrototypeGet, MapPrototypeSet, PromiseReject, ReflectApply, SafeMap, StringPrototypeStartsWith,
} = require('../boot/primordials');
const { Module, module: nodeModule, path, url, vm } = require('../boot/builtins');
const { state } = require('../boot/state');
const { builtinName, originalOf } = require('./builtin');
const loader = require('./require');
const placement = require('./placement');

const { Script } = vm;
const { runInThisContext } = Script.prototype;
const { USE_MAIN_CONTEXT_DEFAULT_LOADER } = vm.constants;
const importers = new SafeMap();

/** Node's own `import()` as it works in `filename`. */
function nodeImport(filename) {
  let importer = MapPrototypeGet(importers, filename);
  if (importer === undefined) {
    const script = new Script('(specifier, options) => import(specifier, options)', {
      filename, importModuleDynamically: USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    importer = ReflectApply(runInThisContext, script, []);
    MapPrototypeSet(importers, filename, importer);
  }
  return importer;
}

/** Answers `import()` in a file of a compartment. */
function importerFor(compartment, filename) {
  return (specifier, script, attributes) => {
    try {
      const from = filename ?? compartment.home.file;
      const request = `${specifier}`;
      const name = builtinName(request);
      if (name !== undefined) originalOf(name);
      else checkPlace(compartment, from, request);
      state.armed = true;
      return nodeImport(from)(request, attributes === undefined ? undefined : { with: attributes });
    } catch (error) {
      return PromiseReject(error);
    }
  };
}

// Files are judged as for require(). What only the `import` conditions of a package resolve is its own code or a
// dependency's, found by Node below node_modules.
function checkPlace(compartment, from, request) {
  let file;
  if (StringPrototypeStartsWith(request, 'file:')) file = url.fileURLToPath(request);
  else if (path.isAbsolute(request)) file = request;
  else if (StringPrototypeStartsWith(request, './') || StringPrototypeStartsWith(request, '../')) file = path.resolve(path.dirname(from), request);
  const record = loader.strayRecord(compartment, from);
  try {
    file = ReflectApply(nodeModule._resolveFilename, Module, [file ?? request, record.resolver, false]);
  } catch {
    if (file === undefined) return;
  }
  placement.place(record.from, file);
}

/** require() of an ES module: Node loads it; Node 20 and later can. */
function requireEsm(compartment, filename) {
  state.armed = true;
  return ReflectApply(nodeModule._load, Module, [filename, undefined, false]);
}

module.exports = { importerFor, requireEsm };
