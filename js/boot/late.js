'use strict';
// Node-RED is loaded after all, in a process that did not look like it.

const {
  Error, Module, ReflectApply, StringPrototypeIncludes, fs, module: nodeModule, path, process,
} = require('./captured');
const { toolOf } = require('./places');

/**
 * Arms this process and loads Node-RED, unless a tool runs it.
 * @param {object} found from whatRuns()
 * @param {string} file of Node-RED's
 * @param {() => object} load what would have happened without Sentinel
 */
function loadLate(found, file, load) {
  const tool = found.kind === 'embedded' ? toolOf(found.mainFile) : undefined;
  if (tool !== undefined) return loadForTool(load(), tool);
  require('./arm').arm(found);
  return loadNodeRed(file);
}

/**
 * Loads Node-RED for whoever asked. What it does from here on is its own doing, whatever package (a process manager) stands
 * below it on the stack; and it is loaded as an ordinary module, because `process.mainModule` is locked by now.
 */
function loadNodeRed(file) {
  const { boundary } = require('../core/boundary');
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

/**
 * What arm() needs to know of a file of Node-RED's, or undefined for its client.
 * @param {{script: boolean, nodeRedDir: string}} nodeRed from nodeRedFile()
 */
function whatRuns({ script, nodeRedDir }) {
  const { argv } = process;
  const mainFile = argv[1] === undefined ? undefined : realOf(path.resolve(argv[1]));
  if (script) return argv[2] === 'admin' ? undefined : { kind: 'node-red', nodeRedDir, mainFile, appDir: undefined, late: true };
  return { kind: 'embedded', nodeRedDir, mainFile, appDir: appOf(mainFile), late: true };
}

// The program that embeds Node-RED is the operator's. One that was installed is a package, not a program.
function appOf(mainFile) {
  if (mainFile === undefined || StringPrototypeIncludes(mainFile, `${path.sep}node_modules${path.sep}`)) return undefined;
  return path.dirname(mainFile);
}

function realOf(file) {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}

module.exports = { loadLate, whatRuns };
