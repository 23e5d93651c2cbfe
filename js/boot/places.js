'use strict';
// Where Node-RED will look for its files, and whose program a process runs: what is asked only where there is a Node-RED.

const { StringPrototypeIncludes, env, fs, path, process, realpath } = require('./captured');
const { dependsOnNodeRed, packageRoot, readPackage, realFile } = require('./detect');

/** Where a path leads, also when nothing is there yet. */
function real(file) {
  try {
    return realpath(file);
  } catch {
    const parent = path.dirname(file);
    return parent === file ? file : path.join(real(parent), path.basename(file));
  }
}

/**
 * The name of the installed package whose program this process runs, when that package has nothing to do with Node-RED: a
 * test runner or a compiler. What such a tool runs cannot be told from what it loads.
 * @param {string|undefined} mainFile real path
 * @returns {string|undefined}
 */
function toolOf(mainFile) {
  if (mainFile === undefined || !StringPrototypeIncludes(mainFile, `${path.sep}node_modules${path.sep}`)) return undefined;
  const root = packageRoot(path.dirname(mainFile));
  const manifest = root === undefined ? undefined : readPackage(root);
  return manifest === undefined || dependsOnNodeRed(manifest) ? undefined : `${manifest.name}`;
}

/** The operator's or the userDir's settings file as `require` finds it: with or without its extension. */
const settingsPath = (file) => realFile(file) ?? file;

/**
 * Where Node-RED will look: the same questions in the same order as its own start script [T2]. The settings file may
 * still name another userDir; the preload checks when Node-RED has decided.
 * @returns {{userDir: string|undefined, settingsFile: string|undefined, given: boolean}} `given`: the command line names
 *   the userDir, so no settings file can change it
 */
function locate({ kind, nodeRedDir }) {
  if (kind === 'embedded') return { userDir: defaultUserDir(), settingsFile: undefined, given: false };
  const { parseArguments } = require('./command-line');
  const { copyList } = require('../core/lists');
  const given = parseArguments(copyList(process.argv, 2));
  const home = env.NODE_RED_HOME || nodeRedDir;
  const inDir = (directory) => path.join(directory, 'settings.js');
  let { settings } = given;
  if (settings === undefined && given.userDir !== undefined && fs.existsSync(inDir(given.userDir))) settings = inDir(given.userDir);
  if (settings === undefined && fs.existsSync(path.join(home, '.config.json'))) settings = inDir(home);
  if (settings === undefined && env.HOMEPATH && fs.existsSync(path.join(env.HOMEPATH, '.node-red', '.config.json'))) {
    settings = path.join(env.HOMEPATH, '.node-red', 'settings.js');
  }
  const userDir = given.userDir ?? defaultUserDir(nodeRedDir);
  settings ??= userDir === undefined ? undefined : inDir(userDir);
  return { userDir, settingsFile: settings === undefined ? undefined : settingsPath(settings), given: given.userDir !== undefined };
}

/**
 * The userDir when nobody names one.
 * @param {string} [nodeRedDir] where NODE_RED_HOME points when it is not set, which Node-RED's start script sees to
 */
function defaultUserDir(nodeRedDir) {
  const home = env.NODE_RED_HOME || nodeRedDir;
  if (home && fs.existsSync(path.join(home, '.config.json'))) return path.resolve(home);
  if (env.HOMEPATH && fs.existsSync(path.join(env.HOMEPATH, '.node-red', '.config.json'))) return path.resolve(env.HOMEPATH, '.node-red');
  const base = env.HOME || env.USERPROFILE || env.HOMEPATH || home;
  return base ? path.resolve(base, '.node-red') : undefined;
}

module.exports = { defaultUserDir, locate, real, settingsPath, toolOf };
