'use strict';
// What happens between start and the first package: where things lie, and the policy. The command line says where to
// look; the settings that Node-RED ends up with decide.

const {
  ArrayIsArray, ArrayPrototypePush, Error, JSONParse, JSONStringify, ObjectDefineProperty, ObjectKeys, ReflectApply, StringPrototypeIncludes,
  StringPrototypeStartsWith,
} = require('./primordials');
const { env, fs, module: nodeModule, path, process } = require('./builtins');
const { print } = require('../core/deny');
const { joinLists } = require('../core/lists');
const { forgetPaths } = require('../core/decide');
const { firstPackage } = require('../loader/builtin');
const codeCache = require('../loader/code-cache');
const owners = require('../core/owners');
const { refuseToStart } = require('./fatal');
const { defaultUserDir, real, settingsPath } = require('./places');
const { toJson } = require('./settings');
const pace = require('./pace');
const { whenStarted } = require('./started');
const { state } = require('./state');

/** `NODE_PATH`, `~/.node_modules` and the like, as they are when Node.js starts. */
const { globalPaths } = nodeModule;
/** Sentinel's own scripts. Not the whole package: a checkout holds tests and installations of Node-RED beside them. */
const sentinelDir = fs.realpathSync(path.join(__dirname, '..'));
const packageDir = path.dirname(sentinelDir);
const GRANTS = '.sentinel-grants.json';
const LEGACY_GRANTS = '.sentinel-permissions.json';

let native;
let place;
/** The userDir and the settings file by the command line. */
let expected;
let expectedSettings;
let final;
/** The names by which the userDir and the settings file were found, which may be links. */
const ways = [];

function startError(code, message) {
  const error = new Error(message);
  error.code = code;
  return error;
}

/** The files of an application that embeds Node-RED, as far as they are loaded: they are core's, as settings.js is. */
function applicationFiles() {
  const { appDir, coreFiles } = place;
  const found = joinLists(coreFiles, appDir === undefined ? [] : [path.join(appDir, 'package.json')]);
  const loaded = appDir === undefined ? [] : ObjectKeys(nodeModule._cache);
  for (let i = 0; i < loaded.length; i++) {
    if (StringPrototypeStartsWith(loaded[i], appDir + path.sep) && !StringPrototypeIncludes(loaded[i], `${path.sep}node_modules${path.sep}`)) ArrayPrototypePush(found, loaded[i]);
  }
  return found;
}

/** Files that no package writes, whatever it was granted [C1]. */
function protectedPaths(userDir, settingsFile, settings) {
  const files = ['.sentinel', GRANTS, LEGACY_GRANTS, 'flows.json', 'flows_cred.json', '.flows.json.backup', '.flows_cred.json.backup', 'projects', 'package.json',
    '.config.json', '.config.json.backup', '.config.nodes.json', '.config.nodes.json.backup', '.config.users.json', '.config.users.json.backup',
    '.config.runtime.json', '.config.runtime.json.backup', '.config.projects.json', '.config.projects.json.backup', '.config.modules.json', '.config.modules.json.backup',
    '.sessions.json', 'settings.js',
    // npm obeys them when Node-RED calls it here.
    '.npmrc', 'package-lock.json', 'npm-shrinkwrap.json', 'node_modules',
    // Packages that are files.
    'nodes',
    // Variables that the service of Node-RED's installer for Debian and Raspberry Pi OS starts it with, NODE_OPTIONS among them.
    'environment'];
  // The folder of the expected userDir, too: code that is run at the next start is kept there.
  const result = [sentinelDir, path.join(packageDir, 'native'), path.join(packageDir, 'package.json'), path.join(expected, '.sentinel')];
  for (let i = 0; i < files.length; i++) ArrayPrototypePush(result, path.join(userDir, files[i]));
  // Where Node looks for modules that it finds nowhere else.
  for (let i = 0; i < globalPaths.length; i++) ArrayPrototypePush(result, path.resolve(globalPaths[i]));
  const application = place.kind === 'embedded' ? applicationFiles() : [];
  for (let i = 0; i < application.length; i++) ArrayPrototypePush(result, application[i]);
  const hostFlows = `flows_${require('os').hostname()}`;
  const flowFiles = [path.join(userDir, `${hostFlows}.json`)];
  if (typeof settings?.flowFile === 'string') {
    ArrayPrototypePush(flowFiles, path.isAbsolute(settings.flowFile) ? settings.flowFile : path.join(userDir, settings.flowFile));
    ArrayPrototypePush(flowFiles, path.resolve(settings.flowFile));
  }
  for (let i = 0; i < flowFiles.length; i++) {
    const file = flowFiles[i];
    const extension = path.extname(file);
    const stem = path.join(path.dirname(file), path.basename(file, extension));
    const hidden = path.join(path.dirname(file), `.${path.basename(file, extension)}`);
    ArrayPrototypePush(result, file);
    ArrayPrototypePush(result, `${stem}_cred${extension}`);
    ArrayPrototypePush(result, `${hidden}${extension}.backup`);
    ArrayPrototypePush(result, `${hidden}_cred${extension}.backup`);
  }
  if (settingsFile !== undefined) {
    ArrayPrototypePush(result, settingsFile);
    ArrayPrototypePush(result, `${settingsFile}.sig`);
  }
  return result;
}

function configure(userDir, settingsFile, settings) {
  const nodesDir = settings?.nodesDir === undefined ? [] : ArrayIsArray(settings.nodesDir) ? settings.nodesDir : [settings.nodesDir];
  const pathNamedDirs = [path.join(userDir, 'nodes')];
  for (let i = 0; i < nodesDir.length; i++) if (typeof nodesDir[i] === 'string') ArrayPrototypePush(pathNamedDirs, real(path.resolve(nodesDir[i])));
  const neverWrite = protectedPaths(userDir, settingsFile, settings);
  // Where Node-RED writes first what it then moves to its place: a link that waits there would be moved, too.
  for (let i = neverWrite.length - 1; i >= 0; i--) ArrayPrototypePush(neverWrite, `${neverWrite[i]}.$$$`);
  native.configure(JSONStringify({
    userDir,
    settingsFile: settingsFile ?? null,
    sentinelDir,
    coreDirs: place.coreDirs,
    coreFiles: settingsFile === undefined ? place.coreFiles : joinLists(place.coreFiles, [settingsFile]),
    pathNamedDirs,
    neverWrite,
    ways,
  }));
  owners.forget();
  forgetPaths();
}

function loadPolicy(userDir, settings, settingsFile) {
  const json = settings === undefined ? null : toJson(settings, settingsFile ?? 'settings') ?? null;
  const text = native.loadPolicy(json, settingsFile ?? null, path.join(userDir, GRANTS), path.join(userDir, LEGACY_GRANTS));
  forgetPaths();
  const policy = JSONParse(text);
  state.strictModules = policy.strictModules === true;
  state.bounded = policy.bounded === true;
  // A policy that only looks on does so here, too.
  state.provenance = policy.provenance === 'enforce' && policy.mode !== 'enforce' ? 'detect' : policy.provenance;
  state.trace = policy.trace === true;
  state.traceOf = state.trace ? (msgid) => JSONParse(native.traceOf(path.join(userDir, '.sentinel', 'messages.jsonl'), `${msgid}`)) : undefined;
  return policy;
}

/** A userDir that cannot be looked into has a policy that cannot be read. One that does not exist yet has none. */
function checkAccess(userDir) {
  try {
    fs.accessSync(userDir, fs.constants.R_OK | fs.constants.X_OK);
    fs.readdirSync(userDir);
  } catch (error) {
    if (error.code !== 'ENOENT') throw startError('ERR_SENTINEL_USERDIR', `the userDir ${userDir} cannot be read (${error.code}) by the user Node-RED runs as`);
  }
}

/**
 * First look: with what the command line says. Until the settings are known only the grants file counts. A userDir that
 * nobody named is a guess that the settings may correct: what is wrong with it is said only when they do not.
 * @param {object} api the addon
 * @param {{userDir: string|undefined, settingsFile: string|undefined, given: boolean, coreDirs: string[], coreFiles: string[], nodeRedDir: string}} found
 */
function start(api, found) {
  native = api;
  place = found;
  expected = real(found.userDir ?? found.nodeRedDir);
  noteWay(found.userDir);
  noteWay(found.settingsFile);
  expectedSettings = found.settingsFile === undefined ? undefined : real(found.settingsFile);
  configure(expected, expectedSettings, undefined);
  try {
    checkAccess(expected);
    loadPolicy(expected, undefined, undefined);
  } catch (error) {
    if (found.given) throw error;
    native.loadPolicy(null, null, null, null);
  }
}

function noteWay(name) {
  if (typeof name === 'string' && name !== '') ArrayPrototypePush(ways, path.resolve(name));
}

/** Node-RED's `init(server, settings)` is about to run: these settings count. */
function onSettings(settings) {
  const given = settings?.userDir;
  const directory = typeof given === 'string' && given !== '' ? given : defaultUserDir(place.kind === 'embedded' ? undefined : place.nodeRedDir);
  if (directory === undefined) throw startError('ERR_SENTINEL_USERDIR', 'the userDir cannot be found: set HOME, or name it in settings.userDir or with --userDir');
  const userDir = real(path.resolve(directory));
  const file = settings?.settingsFile;
  const settingsFile = typeof file === 'string' ? real(settingsPath(path.resolve(file))) : place.settingsFile && real(place.settingsFile);
  noteWay(directory);
  noteWay(file);
  checkAccess(userDir);
  configure(userDir, settingsFile, settings);
  const policy = loadPolicy(userDir, settings, settingsFile);
  final = { userDir, settings };
  if (userDir !== expected) codeCache.close();
  whenStarted(() => {
    pace.end();
    firstPackage();
    codeCache.keep();
  });
  announce(policy);
}

/** The userDir must stay what it was when the first package is loaded [T2]. */
function checkUserDir() {
  if (final === undefined) return;
  const now = final.settings.userDir;
  if (typeof now === 'string' && real(path.resolve(now)) !== final.userDir) {
    refuseToStart(startError('ERR_SENTINEL_USERDIR', `Node-RED uses the userDir ${now}, but the policy was read for ${final.userDir}; start Node-RED with --userDir ${now}`));
  }
}

function announce(policy) {
  state.isObserving = policy.mode !== 'enforce';
  for (let i = 0; i < policy.warnings.length; i++) print(`[@nrg/sentinel] policy: ${policy.warnings[i]}`);
  if (policy.mode !== 'enforce') print(`[@nrg/sentinel] WARNING mode "${policy.mode}": what the policy does not allow is recorded and LET PASS`);
  for (let i = 0; i < policy.all.length; i++) print(`[@nrg/sentinel] WARNING ${policy.all[i]} was granted \`all\`: it is not confined`);
  // docs/threat-model.md says what that means.
  let missing = 'not guarded yet: the editor, programs of packages, integrity of files';
  if (state.provenance !== 'enforce') missing += `; message provenance: ${state.provenance}`;
  if (state.prototypesOpen) missing += '; built-in prototypes left open';
  const { refused, open } = state.unclassified;
  if (refused.length > 0) missing += `; ${refused.length} functions of this Node.js are not classified and refused to packages`;
  if (open.length > 0) missing += `; not classified and open: ${commas(open)}`;
  if (state.earlier.length > 0) missing += `; loaded before Sentinel: ${commas(state.earlier)}`;
  if (env.NRG_SENTINEL_ALLOW_ESM) {
    missing += `; rules for ES modules relaxed: ${env.NRG_SENTINEL_ALLOW_ESM}`;
    print(`[@nrg/sentinel] WARNING NRG_SENTINEL_ALLOW_ESM is set: ES modules of ${env.NRG_SENTINEL_ALLOW_ESM} may import what they do not declare`);
  }
  if (state.trace) print('[@nrg/sentinel] every delivery of a message is written to .sentinel/messages.jsonl (server.provenance.trace)');
  const status = `PartiallyEnforced(${missing})`;
  if (status === state.status) return;
  state.status = status;
  print(`[@nrg/sentinel] enforcement: ${state.status} — Node.js ${process.version}, ${policy.packages} packages in the policy, mode ${policy.mode}`);
}

function commas(names) {
  let text = names[0];
  for (let i = 1; i < names.length; i++) text += `, ${names[i]}`;
  return text;
}

/** Is this the settings file by the command line? Another one is loaded like any file that is not core's. */
const isSettings = (file) => file === expectedSettings;

/** Watches for Node-RED's main module and puts itself before its `init`. */
function watchInit(exports) {
  if (typeof exports?.init !== 'function' || exports.init.sentinel === true) return;
  const original = exports.init;
  const init = function init(...args) {
    try {
      onSettings(args[1] ?? args[0]); // init(server, settings) or init(settings)
      if (args[1]) {
        state.server = args[0];
        state.listensOn = { __proto__: null, port: args[1].uiPort, host: args[1].uiHost };
        if (state.armed) require('../red/http/admin').expectServer();
        require('../red/http/server').adopt(state.server);
      }
    } catch (error) {
      refuseToStart(error);
    }
    return ReflectApply(original, this, args);
  };
  ObjectDefineProperty(init, 'sentinel', { __proto__: null, value: true });
  exports.init = init;
}

module.exports = { checkUserDir, isSettings, sentinelDir, start, watchInit };
