'use strict';
// Is this process Node-RED, and where are its files? The preload reaches every Node.js process that inherits
// NODE_OPTIONS; in all the others it must do nothing and cost nothing [T4].

const {
  JSONParse, Module, ReflectApply, StringPrototypeIncludes, fs, module: nodeModule, path, process, realpath,
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

module.exports = { dependsOnNodeRed, detect, nodeRedFile, packageRoot, readPackage, realFile };
