'use strict';
// The realm: what the language and Node.js give to every script without being asked for.

const { WebAssembly } = require('../boot/primordials');
const { fs } = require('../boot/builtins');
const { guardTransferables } = require('../core/believed');
const cloned = require('../core/cloned');
const { guardMemory } = require('../core/in-use');
const { guardAccessors } = require('../core/moved');
const childProcess = require('../guards/child_process');
const { guardFileMemory } = require('../guards/fs/memory');
const { guardFileNumbers } = require('../guards/fs/numbers');
const { checkNone } = require('../guards/ids');
const { guardPipes } = require('../guards/network/pipes');
const { real: { Console } } = require('../guards/console');
const webAssembly = require('../guards/webassembly');
const errorAdditions = require('./error-additions');
const { guardBlobs } = require('./blobs');
const clones = require('./clones');
const { guardDecoders } = require('./decoders');
const definers = require('./definers');
const descriptions = require('./descriptions');
const globals = require('./globals');
const { innerLoaded } = require('../core/inner');
const { findFields, findWebFields } = require('./fields');
const { configure, guardParents, lockFirst, lockInstance, lockInstances } = require('./instances');
const { lockGlobal, lockIntrinsics } = require('./intrinsics');
const { keepLookedForOf } = require('./looked-for');
const patterns = require('./patterns');
const { guardNumbers } = require('./numbers');
const { guardRandom } = require('./random');
const { lockClasses, lockModules, reserveInherited } = require('../loader/passed');

let native;

/**
 * Called at start, before Node-RED has run.
 * @param {object} api the addon
 */
function prepare(api) {
  native = api;
  errorAdditions.configure(api);
  definers.configure(api);
  descriptions.configure(api);
  configure(api);
  guardTransferables();
  guardAccessors();
  guardMemory();
  guardFileMemory();
  guardFileNumbers();
  guardPipes();
  guardRandom();
  guardNumbers();
  guardBlobs();
  checkNone();
  clones.restrict();
}

/** The rest of it, which Node's modules do not keep: when all that is there has been looked at, if it had to be. */
function remember(api) {
  guardDecoders(api);
  globals.remember();
}

/** Classes that Node's own modules export, to one another. */
const INNER = {
  __proto__: null,
  'internal/deps/undici/undici': ['CloseEvent', 'ErrorEvent', 'MessageEvent'],
  'internal/js_stream_socket': [],
  'internal/http2/core': ['Http2Session', 'Http2Stream', 'ServerHttp2Session'],
  'internal/repl/history': ['ReplHistory'],
  'internal/worker/io': ['ReadableWorkerStdio', 'WritableWorkerStdio'],
};

function lockInner() {
  for (const id in INNER) {
    const classes = { __proto__: null };
    const exported = innerLoaded(id);
    if (typeof exported === 'function') classes[id] = exported; // a module that is a class
    for (let i = 0; i < INNER[id].length; i++) if (typeof exported[INNER[id][i]] === 'function') classes[INNER[id][i]] = exported[INNER[id][i]];
    lockClasses('', classes, true);
  }
}

/** Classes of modules whose functions have guards of their own. */
function lockRest() {
  const classes = { __proto__: null, ChildProcess: childProcess.original.ChildProcess, Console };
  const names = ['BigIntStats', 'Dir', 'Dirent', 'Stats', 'Utf8Stream'];
  for (let i = 0; i < names.length; i++) if (typeof fs[names[i]] === 'function') classes[names[i]] = fs[names[i]];
  lockClasses('', classes, true);
}

/**
 * Called when the first package is about to run.
 * @param {boolean} keepPrototypesOpen NRG_SENTINEL_NO_PROTO_FREEZE: the globals are locked, what they stand for is not
 * @param {Array<{name: string, values: object}>} modules the builtin modules and what they export
 */
function lock(keepPrototypesOpen, modules) {
  webAssembly.install(native, () => globals.commonValue('Response'));
  cloned.install();
  if (!keepPrototypesOpen) {
    definers.guardPrototypes();
    descriptions.guardDescriptions();
    patterns.install(definers.stand);
  }
  definers.guardDefiners(globals.defineGlobal);
  const found = globals.lockGlobals(keepPrototypesOpen ? () => undefined : lockGlobal);
  if (!keepPrototypesOpen) {
    lockGlobal('WebAssembly', WebAssembly);
    lockIntrinsics(found);
    globals.lockLoaded();
  }
  if (!keepPrototypesOpen) {
    lockFirst();
    for (let i = 0; i < modules.length; i++) guardParents(modules[i]);
    findFields(modules);
    findWebFields();
  }
  for (let i = 0; i < modules.length; i++) lockClasses(modules[i].name, modules[i].values, !keepPrototypesOpen);
  if (!keepPrototypesOpen) {
    lockInstances(modules);
    lockRest();
    lockInner();
    reserveInherited([fs.ReadStream, fs.WriteStream, fs.Stats, fs.statSync(__filename, { bigint: true }).constructor, childProcess.original.ChildProcess, globals.commonValue('AbortSignal')]);
    keepLookedForOf(modules);
  }
  globals.givePackages('WebAssembly', webAssembly.facadeFor);
}

/** A module that is loaded after that, when somebody asks for it. */
function lockLate(keepPrototypesOpen, module) {
  lockModules([module]);
  if (!keepPrototypesOpen) {
    guardParents(module);
    findFields([module]);
  }
  lockClasses(module.name, module.values, !keepPrototypesOpen);
  if (keepPrototypesOpen) return;
  lockInstance(module);
  reserveInherited([]);
}

module.exports = { lock, lockLate, prepare, remember };
