'use strict';
// Is this process Node-RED, and where are its files? The preload reaches every Node.js process that inherits
// NODE_OPTIONS; in all the others it must do nothing and cost nothing [T4].

const {
  JSONParse, Module, ReflectApply, StringPrototypeIncludes, env, fs, module: nodeModule, path, process, realpath,
} = require('./captured');

function readPackage(directory) {
  try {
    return JSONParse(fs.readFileSync(path.join(directory, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The nearest directory at or above `directory` with a package.json, or undefined. */
function packageRoot(directory) {
  for (let at = directory; ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, 'package.json'))) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

/** The real path of the file that `node <file>` or `require(<absolute path>)` would run, or undefined. */
function realFile(file) {
  try {
    const found = ReflectApply(nodeModule._findPath, Module, [file, [''], true]);
    return typeof found === 'string' ? realpath(found) : undefined;
  } catch {
    return undefined;
  }
}

/** Where a path leads, also when nothing is there yet. */
function real(file) {
  try {
    return realpath(file);
  } catch {
    const parent = path.dirname(file);
    return parent === file ? file : path.join(real(parent), path.basename(file));
  }
}

/** The `node-red` package as Node would find it from `directory`, or undefined. */
function findNodeRed(directory) {
  for (let at = directory; ; at = path.dirname(at)) {
    const candidate = path.join(at, 'node_modules', 'node-red');
    if (fs.existsSync(path.join(candidate, 'package.json'))) return realpath(candidate);
    if (path.dirname(at) === at) return undefined;
  }
}

// Packages for Node-RED name it under devDependencies or peerDependencies; an application that runs it needs it.
function dependsOnNodeRed({ dependencies, optionalDependencies }) {
  return dependencies?.['node-red'] !== undefined || optionalDependencies?.['node-red'] !== undefined;
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

/**
 * Is this file the start script of Node-RED (`red.js`) or the module an application requires (`lib/red.js`)?
 * @param {string} file real path
 * @returns {{script: boolean, nodeRedDir: string}|undefined}
 */
function nodeRedFile(file) {
  if (path.basename(file) !== 'red.js') return undefined;
  const directory = path.dirname(file);
  if (readPackage(directory)?.name === 'node-red') return { script: true, nodeRedDir: directory };
  const parent = path.dirname(directory);
  if (path.basename(directory) === 'lib' && readPackage(parent)?.name === 'node-red') return { script: false, nodeRedDir: parent };
  return undefined;
}

/**
 * What this process is.
 * @returns {{kind: 'node-red'|'embedded', nodeRedDir: string, mainFile: string, appDir: string|undefined}|undefined}
 *   undefined: not Node-RED, as far as can be seen from the command line
 */
function detect() {
  const script = process.argv[1];
  if (typeof script !== 'string' || script === '') return undefined;
  const mainFile = realFile(path.resolve(script));
  if (mainFile === undefined) return undefined;
  const nodeRed = nodeRedFile(mainFile);
  if (nodeRed?.script === true) {
    // `node-red admin …` is a client.
    return process.argv[2] === 'admin' ? undefined : { kind: 'node-red', nodeRedDir: nodeRed.nodeRedDir, mainFile, appDir: undefined };
  }
  if (StringPrototypeIncludes(mainFile, `${path.sep}node_modules${path.sep}`)) return undefined;
  const directory = path.dirname(mainFile);
  const root = packageRoot(directory);
  const manifest = root === undefined ? undefined : readPackage(root);
  if (manifest === undefined || !dependsOnNodeRed(manifest)) return undefined;
  const nodeRedDir = findNodeRed(directory);
  return nodeRedDir === undefined ? undefined : { kind: 'embedded', nodeRedDir, mainFile, appDir: root };
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
  // Loaded for Node-RED only.
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

module.exports = { defaultUserDir, detect, locate, nodeRedFile, readPackage, real, settingsPath, toolOf };
