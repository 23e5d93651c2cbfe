'use strict';
// The loader of a worker thread or a program that a package started. There is one compartment, and whoever asks for a module asks for
// that package: Node for the main script and for what ES modules import, code in the thread for everything else.

const { ReflectApply } = require('../boot/primordials');
const { Module, module: nodeModule, path, realProcess } = require('../boot/builtins');
const { state } = require('../boot/state');
const { module: ownLoader } = require('../boot/files');
const environment = require('../guards/process/environment');
const { hideParts } = require('../guards/worker/parts');
const builtin = require('./builtin');
const compartments = require('./compartment');
const esm = require('./esm');
const format = require('./format');
const node = require('./node');
const { KIND, ownerOf } = require('../core/owners');
const placement = require('./placement');
const loader = require('./require');

/** What the modules that stand for builtins import (esm-builtins.js). */
const bridgeFile = path.join(__dirname, 'esm-bridge.js');

let compartment;

/** Sentinel's own modules are known by the object, which nobody else can get at. */
function isOwn(parent) {
  if (ownLoader !== undefined && parent === ownLoader) return true;
  const file = parent?.filename;
  return typeof file === 'string' && nodeModule._cache[file] === parent && ownerOf(file).kind === KIND.sentinel;
}

/** Module._load: the main script, the CommonJS part of an import, and whoever found the real loader. */
function load(args) {
  const request = args[0];
  const parent = args[1];
  const isMain = args[2] === true;
  if (typeof request !== 'string' || isOwn(parent)) return node.loadAsNode(args);
  // What else the operator preloads is for the main thread; this preload has been loaded.
  if (parent?.id === 'internal/preload') return {};
  const name = builtin.builtinName(request);
  if (name !== undefined) return builtin.facadeFor(compartment, name);
  if (esm.isInstance(request)) return require('./install').loadImported(request);
  if (request === bridgeFile) return node.loadAsNode(args);
  const known = nodeModule._cache[request];
  // Node names its files by absolute path. Anything else is a `require` of code in this thread.
  if (!isMain && known === undefined) {
    const from = typeof parent?.filename === 'string' ? parent.filename : compartment.home.file;
    return loader.load(loader.strayRecord(compartment, from), request, undefined);
  }
  const filename = ReflectApply(nodeModule._resolveFilename, Module, [request, parent, isMain]);
  placement.place(compartment.home, filename);
  if (isMain) compartment.mainFile = filename;
  if (format.of(filename) === 'module' && known === undefined) return node.loadAsNode(args);
  const exports = loader.loadInto(compartment, filename, undefined);
  if (known !== undefined) {
    known.exports = exports;
    known.loaded = true;
  }
  return exports;
}

/**
 * @param {object} native the addon
 * @param {{home: string, env: Record<string, string>|null}} passport what the starting thread says of the package
 */
function install(native, { home, env }) {
  // The warning about the first of them would be the package's to explain.
  esm.importUnheard(realProcess, 'node:path');
  require('./install').install({ native, loadConfined: load, mainFile: undefined, redRequire: undefined, mainModule: undefined, runtime: undefined });
  if (env !== null) environment.give(state.confined, env);
  compartment = compartments.of(state.confined);
  compartment.settle(path.resolve(home));
  if (!state.isProgram) hideParts(realProcess);
  builtin.firstPackage();
}

module.exports = { install, load };
