'use strict';
// Looking for callers costs time, and as long as nobody's code but core's has run every caller is core. What ends that:
// the first file of a package (loader/require.js, loader/install.js), a settings file that imports, code that core
// compiles itself (guards/vm.js: function nodes), and here whatever core may have Node import, because a module that Node
// imports does not pass Sentinel's loader. At the latest it ends when Node-RED has started (boot/runtime.js).

const { ObjectKeys, ReflectApply, RegExpPrototypeExec, StringPrototypeEndsWith } = require('../boot/primordials');
const { fs, vm } = require('../boot/builtins');
const { state } = require('../boot/state');
const { loader } = require('../core/loader');
const { noteModules } = require('./nodes/claims');
const { noteFolders, noteFound } = require('./nodes/dependencies');
const { principalOfFile } = require('./files');

/** Words without one of which no text is an ES module. */
const ONLY_IN_MODULES = /\b(?:import|export|await)\b/;

/** A program that embeds Node-RED imports what it likes: there is no waiting for anything but Node-RED's own modules. */
let embeds = false;

function configure(found) {
  embeds = found.kind !== 'node-red' || found.late === true;
}

const isEmbedded = () => embeds;

const arm = () => loader.firstPackage();

/** `@node-red/nodes/core/function/10-function.js`. */
function functionNodes() {
  if (embeds) arm();
}

/** Can this text, which is no ES module, import one? */
const mayImport = (text) => RegExpPrototypeExec(/\bimport\b/, text) !== null;

/** What Node compiles a CommonJS module with. */
const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/**
 * May Node load this file as an ES module? Where nothing declares it, Node does so only with a text that is no CommonJS
 * module: that it has to compile as one first is the same question.
 */
function isModule(file) {
  const { of } = require('../loader/format');
  const format = of(file);
  if (format !== undefined) return format !== 'commonjs';
  try {
    const text = fs.readFileSync(file, 'utf8');
    if (RegExpPrototypeExec(ONLY_IN_MODULES, text) !== null) vm.compileFunction(text, PARAMETERS);
    return false;
  } catch {
    return true;
  }
}

function look(sets) {
  const names = ObjectKeys(sets ?? {});
  for (let i = 0; i < names.length; i++) {
    const { file } = sets[names[i]];
    if (typeof file === 'string' && principalOfFile(file) !== 0 && isModule(file)) arm();
  }
}

/** `@node-red/registry/lib/localfilesystem.js`: the sets of nodes there are, before the first of them is loaded. */
function sets(exports) {
  const listing = (original, note) => function list(...args) {
    const modules = ReflectApply(original, this, args);
    note(modules);
    const names = ObjectKeys(modules ?? {});
    for (let i = 0; i < names.length && !state.armed; i++) {
      look(modules[names[i]].nodes);
      look(modules[names[i]].plugins);
    }
    return modules;
  };
  exports.getNodeFiles = listing(exports.getNodeFiles, (modules) => {
    noteModules(modules);
    noteFolders(modules);
  });
  exports.getModuleFiles = listing(exports.getModuleFiles, noteFound);
}

const REGISTRY = '/@node-red/registry/lib/localfilesystem.js';

/** What core gets of a file with data of others: where Node-RED looks for nodes, what they were installed as counts. */
function dataFor(file, parent, content) {
  const isManifest = typeof parent?.filename === 'string' && StringPrototypeEndsWith(parent.filename, REGISTRY);
  return isManifest ? require('./nodes/manifests').filed(file, content) : content;
}

/** `RED.import` of any set of nodes: function nodes import what they name. */
function imports(RED) {
  const original = RED.import;
  if (typeof original !== 'function') return;
  RED.import = function importModule(...args) {
    arm();
    return ReflectApply(original, RED, args);
  };
}

module.exports = { configure, dataFor, functionNodes, imports, isEmbedded, mayImport, sets };
