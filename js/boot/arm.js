'use strict';
// Arms this process: see the boot order in preload.js.

const { JSONParse, JSONStringify, ReflectApply } = require('./primordials');
const { env, module: nodeModule, Module, path, process, realProcess } = require('./builtins');
const { print } = require('../core/deny');
const { refuseToStart } = require('./fatal');
const { locate, real } = require('./places');
const pace = require('./pace');
const { state } = require('./state');

/** Hands the addon to everyone who asks it. */
function configureAll(native, found) {
  require('../core/caller').configure(native, require('../loader/placement').principalOfName);
  require('../core/cloned').configure((value) => require('../red/views/plain').withoutViews(value));
  require('../core/deny').configure(native);
  require('../core/loader').configure({
    compartmentOf: (principal) => require('../loader/compartment').settled(principal),
    firstPackage: require('../loader/builtin').firstPackage,
    holderOf: (file) => require('../loader/compartment').holderOf(file),
    isJudged: (file) => require('../loader/esm').isJudged(file),
    isOperators: require('../loader/placement').isOperators,
    isThere: (test) => require('../loader/compartment').isThere(test),
    originalOf: require('../loader/builtin').originalOf,
    place: require('../loader/placement').place,
    soleOwner: require('../loader/placement').soleOwner,
  });
  require('../core/boundary').configure(native);
  require('../red/views/containers').configure(native);
  require('../red/views/crossing').configure({ views: () => require('../red/views'), plain: () => require('../red/views/plain') });
  require('../red/http/server').configure(native);
  require('../red/nodes/access').configure(native);
  require('../red/messages/links').configure(native);
  require('../red/reviewed').configure(native);
  require('../red/messages/trace').configure(native);
  require('../red/registry').configure(native);
  require('../core/decide').configure(native);
  require('../guards/child_process').configure(native);
  require('../guards/process').configure(native);
  require('../loader/compile').configure(native);
  require('../core/owners').configure(native);
  require('../loader/placement').configure(native, { externalModules: resolveCore(found, '@node-red/registry/lib/externalModules.js') });
  require('../loader/compartment').configure(native, found.mainFile);
  require('../loader/require').configure(require('../loader/compartment'));
}

/** A file of node-red's own tree, as node-red resolves it. */
function resolveCore({ nodeRedDir }, request) {
  if (nodeRedDir === undefined) return undefined;
  try {
    return ReflectApply(nodeModule.createRequire, Module, [path.join(nodeRedDir, 'red.js')]).resolve(request);
  } catch {
    return undefined;
  }
}

/**
 * @param {{kind: string, nodeRedDir: string, mainFile: string, appDir: string|undefined}} found from detect()
 */
function arm(found) {
  try {
    const native = require('./native').load();
    const { userDir, settingsFile, given } = locate(found);
    if (found.kind === 'node-red') pace.begin(native);
    // First of all: Sentinel's own files are compiled from kept code, too.
    require('../loader/code-cache').open(native, path.join(real(userDir ?? found.nodeRedDir), '.sentinel'));
    const { joinLists } = require('../core/lists');
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
    require('../red/arming').configure(found);
    const runtime = require('./runtime');
    runtime.start(native, place);
    require('./children').makePreloadAbsolute();
    state.prototypesOpen = installGuards(native);
    // A package that settings.js loads may be the first to print, and code of core may import `process` with nobody on the stack.
    require('../loader/builtin').beforeFirstPackage(openStreams);
    require('../loader/install').install({
      native,
      mainFile: found.mainFile,
      redRequire: resolveCore(found, '@node-red/registry/lib/util.js'),
      mainModule: path.join(found.nodeRedDir, 'lib', 'red.js'),
      runtime,
    });
    require('../loader/esm').quietImport(realProcess);
    state.earlier = require('./earlier').adopt(native);
    state.active = true;
    pace.loading();
  } catch (error) {
    refuseToStart(error);
  }
}

/**
 * A source map names files, and Node reads them for whoever it belongs to: the text of an assertion that fails quotes them. Nothing
 * stands between Node and those files, so maps are not used.
 */
function endSourceMaps() {
  if (realProcess.sourceMapsEnabled !== true) return;
  ReflectApply(process.setSourceMapsEnabled, realProcess, [false]);
  if (state.confined === undefined) print('[@nrg/sentinel] source maps are not used (--enable-source-maps): a map of a package could name any file, which Node.js then quotes');
}

/** Net two. @returns {boolean} whether the built-in prototypes were left open */
function installGuards(native) {
  endSourceMaps();
  const isOpen = env.NRG_SENTINEL_NO_PROTO_FREEZE !== undefined;
  const trampolinesOf = (principal) => require('../loader/compartment').of(principal).trampolines;
  require('../core/conceal').install();
  if (!isOpen) require('../core/pin').configure(native);
  require('../realm').prepare(native);
  // It loads all of Node's modules, which keep what they find where they begin: schedulers, classes of C++. What stands for those is there first.
  state.unclassified = require('../surface/refuse').refuseUnknown(native, () => require('../core/handed').replaceSchedulers(native, trampolinesOf));
  require('./buffers').install();
  require('../realm').remember(native);
  require('../loader/builtin').configure(native, native.internals(require('../guards/readers').builtins));
  require('../guards/install').install(native);
  require('./seal').install(native, isOpen).catch(refuseToStart); // eslint-disable-line sentinel/no-polymorphic-call -- before any package has run
  require('./errors').install(native);
  require('./codegen').install(native, trampolinesOf);
  return isOpen;
}

/**
 * Arms a worker thread that a package started. It is that package, whatever runs in it; policy, log and places are those
 * of the process, kept by the addon.
 * @param {string} token from the environment of the thread
 */
function armWorker(token) {
  try {
    const native = require('./native').load();
    const admitted = native.enterWorker(token);
    const passport = JSONParse(admitted[1]);
    configureAll(native, { __proto__: null, nodeRedDir: undefined, userDir: undefined, mainFile: undefined });
    state.confined = admitted[0];
    state.strictModules = JSONParse(native.loadPolicy()).strictModules === true;
    installGuards(native);
    require('../loader/confined').install(native, passport);
    state.active = true;
  } catch (error) {
    refuseToStart(error);
  }
}

/**
 * Arms a program that a package started: another process that is that package, with its part of the policy.
 * @param {string} text the passport from the environment
 */
function armChild(text) {
  let name = 'a package';
  try {
    const native = require('./native').load();
    const passport = JSONParse(text);
    const { admin, given, home, nodeRedDir, places } = passport;
    name = passport.package;
    places.coreDirs = native.closure(nodeRedDir);
    native.configure(JSONStringify(places));
    configureAll(native, { __proto__: null, nodeRedDir, mainFile: undefined });
    const policy = JSONParse(native.loadPolicy(JSONStringify(passport.policy), `the policy of ${name}`, null, null));
    state.strictModules = policy.strictModules === true;
    state.bounded = policy.bounded === true;
    openStreams();
    state.confined = native.enterChild(name);
    state.isProgram = true;
    installGuards(native);
    takeOver(passport.open ?? []);
    require('../loader/confined').install(native, { __proto__: null, home, env: given === null ? null : pick(given) });
    if (admin !== '') native.setAdmin(admin);
    state.active = true;
  } catch (error) {
    refuseToStart(error, `a program of ${name}`);
  }
}

/** Node makes these when they are first asked for: now nobody but Sentinel can be the one who opens what lies behind them. */
const openStreams = () => [realProcess.stdin, realProcess.stdout, realProcess.stderr];

/** The program has these open from its package: they are its own. */
function takeOver(descriptors) {
  const { noteOpened } = require('../guards/fs/descriptors');
  for (let i = 0; i < descriptors.length; i++) {
    try {
      noteOpened(state.confined, descriptors[i], true);
    } catch {
      // Closed by now.
    }
  }
}

/** Variables of this process by name. */
function pick(names) {
  const result = { __proto__: null };
  for (let i = 0; i < names.length; i++) if (env[names[i]] !== undefined) result[names[i]] = env[names[i]];
  return result;
}

module.exports = { arm, armChild, armWorker };
