'use strict';
// Arms this process: see the boot order in preload.js.

const { ArrayPrototypePush, ObjectKeys, ReflectApply } = require('./primordials');
const { joinLists } = require('../core/lists');
const { env, module: nodeModule, Module, path, realProcess } = require('./builtins');
const { refuseToStart } = require('./fatal');
const { locate } = require('./detect');
const { state } = require('./state');

/** Hands the addon to everyone who asks it. */
function configureAll(native, found) {
  require('../core/caller').configure(native, require('../loader/placement').principalOfFile);
  require('../core/deny').configure(native);
  require('../red/boundary').configure(native);
  require('../red/server').configure(native);
  require('../core/decide').configure(native);
  require('../guards/child_process').configure(native);
  require('../guards/process').configure(native);
  require('../loader/compile').configure(native);
  require('../loader/owners').configure(native);
  require('../loader/placement').configure(native, { externalModules: resolveCore(found, '@node-red/registry/lib/externalModules.js') });
  require('../loader/dependants').configure(native, found.userDir);
  require('../loader/compartment').configure(native, found.mainFile);
  require('../loader/require').configure(require('../loader/compartment'));
}

/** A file of node-red's own tree, as node-red resolves it. */
function resolveCore({ nodeRedDir }, request) {
  try {
    return ReflectApply(nodeModule.createRequire, Module, [path.join(nodeRedDir, 'red.js')]).resolve(request);
  } catch {
    return undefined;
  }
}

/** Every script inside Node, for guards on values that Node itself reads freely. */
function everyInternal() {
  const names = [];
  const all = ObjectKeys(realProcess.binding('natives'));
  for (let i = 0; i < all.length; i++) {
    // These two would read on behalf of whoever asks them to show an object.
    if (all[i] !== 'internal/util/inspect' && all[i] !== 'util') ArrayPrototypePush(names, `node:${all[i]}`);
  }
  return names;
}

/**
 * @param {{kind: string, nodeRedDir: string, mainFile: string, appDir: string|undefined}} found from detect()
 */
function arm(found) {
  try {
    const native = require('./native').load();
    const { userDir, settingsFile, given } = locate(found);
    // An application that embeds Node-RED is the operator's, like the settings file; its dependencies are not.
    const appDirs = found.appDir === undefined ? [] : [found.appDir];
    const place = {
      ...found,
      userDir,
      settingsFile,
      given,
      coreDirs: joinLists(native.closure(found.nodeRedDir), appDirs),
      coreFiles: found.mainFile === undefined ? [] : [found.mainFile],
    };
    configureAll(native, place);
    const runtime = require('./runtime');
    runtime.start(native, place);
    require('./children').makePreloadAbsolute();
    const isOpen = env.NRG_SENTINEL_NO_PROTO_FREEZE !== undefined;
    const every = native.internals(everyInternal());
    require('../core/conceal').install();
    require('../guards/install').install(native, every);
    require('./seal').install(native, isOpen).catch(refuseToStart); // eslint-disable-line sentinel/no-polymorphic-call -- before any package has run
    require('./codegen').install(native, (principal) => require('../loader/compartment').of(principal).trampolines);
    require('../loader/install').install({
      native,
      mainFile: found.mainFile,
      redRequire: resolveCore(found, '@node-red/registry/lib/util.js'),
      mainModule: path.join(found.nodeRedDir, 'lib', 'red.js'),
      runtime,
      every,
    });
    require('../loader/esm').quietImport(realProcess);
    state.earlier = require('./earlier').adopt(native);
    state.prototypesOpen = isOpen;
    state.active = true;
  } catch (error) {
    refuseToStart(error);
  }
}

module.exports = { arm };
