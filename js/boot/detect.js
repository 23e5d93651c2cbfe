'use strict';
// Is this process Node-RED, and where are its files? The preload reaches every Node.js process that inherits
// NODE_OPTIONS; in all the others it must do nothing and cost nothing [T4].

const { ArrayPrototypePush, JSONParse, ObjectKeys, StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith } = require('./primordials');
const { env, fs, path, process } = require('./builtins');

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

function realFile(file) {
  const candidates = [file, `${file}.js`, `${file}.cjs`, `${file}.mjs`, path.join(file, 'index.js')];
  for (let i = 0; i < candidates.length; i++) {
    try {
      if (fs.statSync(candidates[i]).isFile()) return fs.realpathSync(candidates[i]);
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

/** The `node-red` package as Node would find it from `directory`, or undefined. */
function findNodeRed(directory) {
  for (let at = directory; ; at = path.dirname(at)) {
    const candidate = path.join(at, 'node_modules', 'node-red');
    if (fs.existsSync(path.join(candidate, 'package.json'))) return fs.realpathSync(candidate);
    if (path.dirname(at) === at) return undefined;
  }
}

function dependsOnNodeRed({ dependencies, optionalDependencies, devDependencies, peerDependencies }) {
  return (dependencies ?? optionalDependencies ?? devDependencies ?? peerDependencies) !== undefined
    && [dependencies, optionalDependencies, devDependencies, peerDependencies].some((list) => list?.['node-red'] !== undefined); // eslint-disable-line sentinel/no-polymorphic-call -- before any package has run
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
  const directory = path.dirname(mainFile);
  if (path.basename(mainFile) === 'red.js' && readPackage(directory)?.name === 'node-red') {
    // `node-red admin …` is a client.
    return process.argv[2] === 'admin' ? undefined : { kind: 'node-red', nodeRedDir: directory, mainFile, appDir: undefined };
  }
  if (StringPrototypeIncludes(mainFile, `${path.sep}node_modules${path.sep}`)) return undefined;
  const root = packageRoot(directory);
  const manifest = root === undefined ? undefined : readPackage(root);
  if (manifest === undefined || !dependsOnNodeRed(manifest)) return undefined;
  const nodeRedDir = findNodeRed(directory);
  return nodeRedDir === undefined ? undefined : { kind: 'embedded', nodeRedDir, mainFile, appDir: root };
}

const OPTIONS = { __proto__: null, help: false, port: true, settings: true, title: true, userDir: true, verbose: false, safe: false, version: false, define: true, telemetry: false };
const SHORT = { __proto__: null, '?': 'help', p: 'port', s: 'settings', t: 'help', u: 'userDir', v: 'verbose', D: 'define' };

/** A long option by its name or an unambiguous beginning of it, as Node-RED's own parser (nopt) takes them. */
function longOption(text) {
  if (OPTIONS[text] !== undefined) return text;
  const names = ObjectKeys(OPTIONS);
  let found;
  for (let i = 0; i < names.length; i++) {
    if (!StringPrototypeStartsWith(names[i], text)) continue;
    if (found !== undefined) return undefined;
    found = names[i];
  }
  return found;
}

/**
 * `--settings` and `--userDir` of Node-RED's command line.
 * @param {string[]} args without node and script
 */
function parseArguments(args) {
  const result = { __proto__: null, settings: undefined, userDir: undefined };
  for (let i = 0; i < args.length; i++) {
    const text = args[i];
    if (text === '--') break;
    if (text.length < 2 || text[0] !== '-') continue;
    const equals = StringPrototypeIndexOf(text, '=');
    const word = equals === -1 ? text : StringPrototypeSlice(text, 0, equals);
    const names = optionNames(word);
    for (let n = 0; n < names.length; n++) {
      if (names[n] === undefined || !OPTIONS[names[n]]) continue;
      const value = equals === -1 ? args[++i] : StringPrototypeSlice(text, equals + 1);
      if ((names[n] === 'settings' || names[n] === 'userDir') && value !== undefined) result[names[n]] = absolute(value);
    }
  }
  return result;
}

// `-vu dir` is `--verbose --userDir dir`; `-userDir dir` is taken too.
function optionNames(word) {
  if (StringPrototypeStartsWith(word, '--')) return [longOption(StringPrototypeSlice(word, 2))];
  const letters = StringPrototypeSlice(word, 1);
  const names = [];
  for (let i = 0; i < letters.length; i++) {
    if (SHORT[letters[i]] === undefined) return [longOption(letters)];
    ArrayPrototypePush(names, SHORT[letters[i]]);
  }
  return names;
}

function absolute(value) {
  const home = env.HOME ?? env.USERPROFILE;
  if (StringPrototypeStartsWith(value, '~/') && home !== undefined) return path.resolve(home, StringPrototypeSlice(value, 2));
  return path.resolve(value);
}

/**
 * Where Node-RED will look: the same questions in the same order as its own start script [T2]. The settings file may
 * still name another userDir; the preload checks when Node-RED has decided.
 * @returns {{userDir: string|undefined, settingsFile: string|undefined}}
 */
function locate({ kind, nodeRedDir }) {
  if (kind === 'embedded') return { userDir: defaultUserDir(nodeRedDir), settingsFile: undefined };
  const given = parseArguments(process.argv.slice(2)); // eslint-disable-line sentinel/no-polymorphic-call -- before any package has run
  const home = env.NODE_RED_HOME ?? nodeRedDir;
  const inDir = (directory) => path.join(directory, 'settings.js');
  let { settings } = given;
  if (settings === undefined && given.userDir !== undefined && fs.existsSync(inDir(given.userDir))) settings = inDir(given.userDir);
  if (settings === undefined && fs.existsSync(path.join(home, '.config.json'))) settings = inDir(home);
  if (settings === undefined && env.HOMEPATH !== undefined && fs.existsSync(path.join(env.HOMEPATH, '.node-red', '.config.json'))) {
    settings = path.join(env.HOMEPATH, '.node-red', 'settings.js');
  }
  const userDir = given.userDir ?? defaultUserDir(nodeRedDir);
  settings ??= userDir === undefined ? undefined : inDir(userDir);
  return { userDir, settingsFile: settings };
}

/** The userDir when nobody names one. */
function defaultUserDir(nodeRedDir) {
  const home = env.NODE_RED_HOME ?? nodeRedDir;
  if (fs.existsSync(path.join(home, '.config.json'))) return home;
  const base = env.HOME ?? env.USERPROFILE ?? env.HOMEPATH ?? env.NODE_RED_HOME;
  return base === undefined ? undefined : path.join(base, '.node-red');
}

module.exports = { defaultUserDir, detect, locate, parseArguments, readPackage };
