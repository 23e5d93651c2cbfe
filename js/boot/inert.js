'use strict';
// In a process that does not look like Node-RED the preload only watches for one thing: that Node-RED is loaded after
// all, by a program whose package.json does not say so, by a start script of its own, or by a process manager. What is needed
// only then is loaded then.

const {
  Error, Module, ReflectApply, StringPrototypeIncludes, env, fs, module: nodeModule, path, process,
} = require('./captured');
const { nodeRedFile, readPackage, toolOf } = require('./detect');

/** Is a preload given in any other way than by an absolute path, as one word without quotes? */
function mayNeedPath() {
  const { execArgv } = process;
  for (let i = 0; i < execArgv.length; i++) if (isRequire(execArgv[i]) && execArgv[i + 1]?.[0] !== path.sep) return true;
  const text = env.NODE_OPTIONS;
  return text !== undefined && text !== `--require ${PRELOAD}` && text !== `--require=${PRELOAD}`;
}

const isRequire = (word) => word === '-r' || word === '--require' || StringPrototypeIncludes(word, '--require=');

const PRELOAD = path.join(__dirname, '..', 'preload.js');

function watch() {
  if (mayNeedPath()) require('./children').makePreloadAbsolute();
  const { _load } = Module;
  let warned = false;
  Module._load = function load(...args) {
    const request = args[0];
    // Every way to the file passes here: `require('node-red')`, its absolute path, `./lib/red.js`, import().
    if (typeof request === 'string' && StringPrototypeIncludes(request, 'red')) {
      const file = resolve(request, args[1]);
      const found = file === undefined ? undefined : isNodeRed(file);
      if (found !== undefined) {
        Module._load = _load;
        const tool = found.kind === 'embedded' ? toolOf(found.mainFile) : undefined;
        if (tool !== undefined) return loadForTool(ReflectApply(_load, Module, args), tool);
        require('./arm').arm(found);
        return loadNodeRed(file);
      }
      if (file !== undefined && !warned && isBareRuntime(file)) {
        warned = true;
        require('../core/deny').print('[@nrg/sentinel] enforcement: NotEnforced — @node-red/runtime is loaded without node-red; load it through `node-red`');
      }
    }
    return ReflectApply(_load, Module, args);
  };
}

/**
 * Loads Node-RED for whoever asked. What it does from here on is its own doing, whatever package (a process manager) stands
 * below it on the stack; and it is loaded as an ordinary module, because `process.mainModule` is locked by now.
 */
function loadNodeRed(file) {
  const { boundary } = require('../red/boundary');
  const start = boundary(() => ReflectApply(nodeModule._load, Module, [file, undefined, false]));
  const exports = start();
  require('./runtime').watchInit(exports);
  return exports;
}

/**
 * Test runners load Node-RED and its parts to test them, and never start it: for those this process stays what it is. One that
 * does start Node-RED would run it unprotected.
 */
function loadForTool(exports, tool) {
  exports.start = function start() {
    const error = new Error(`the program that starts it is run by ${tool}, so that its own files cannot be told from packages.
Name node-red under dependencies in the program's package.json and start it with \`node <file>\`; load ${tool} with --import or --require where it can.`);
    error.code = 'ERR_SENTINEL_PROGRAM';
    require('./fatal').refuseToStart(error);
  };
  return exports;
}

function resolve(request, parent) {
  try {
    return Module._resolveFilename(request, parent, false);
  } catch {
    return undefined;
  }
}

/** What arm() needs to know when this is a file of Node-RED itself. */
function isNodeRed(file) {
  const nodeRed = nodeRedFile(file);
  if (nodeRed === undefined) return undefined;
  const { argv } = process;
  const mainFile = argv[1] === undefined ? undefined : realOf(path.resolve(argv[1]));
  if (nodeRed.script) return argv[2] === 'admin' ? undefined : { kind: 'node-red', nodeRedDir: nodeRed.nodeRedDir, mainFile, appDir: undefined, late: true };
  return { kind: 'embedded', nodeRedDir: nodeRed.nodeRedDir, mainFile, appDir: appOf(mainFile), late: true };
}

// The program that embeds Node-RED is the operator's. One that was installed is a package, not a program.
function appOf(mainFile) {
  if (mainFile === undefined || StringPrototypeIncludes(mainFile, `${path.sep}node_modules${path.sep}`)) return undefined;
  return path.dirname(mainFile);
}

// Node-RED's parts can be put together without Node-RED; there is then no place where the settings are known.
function isBareRuntime(file) {
  const directory = path.dirname(path.dirname(file));
  return path.basename(directory) === 'runtime' && readPackage(directory)?.name === '@node-red/runtime';
}

function realOf(file) {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}

module.exports = { watch };
