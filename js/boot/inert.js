'use strict';
// In a process that does not look like Node-RED the preload only watches for one thing: that Node-RED is loaded after
// all, by a program whose package.json does not say so, by a start script of its own, or by a process manager. What is needed
// only then is loaded then.

const { Module, ReflectApply, StringPrototypeIncludes, env, path, process } = require('./captured');
const { nodeRedFile, readPackage } = require('./detect');

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
      const nodeRed = file === undefined ? undefined : nodeRedFile(file);
      const found = nodeRed === undefined ? undefined : require('./late').whatRuns(nodeRed);
      if (found !== undefined) {
        Module._load = _load;
        return require('./late').loadLate(found, file, () => ReflectApply(_load, Module, args));
      }
      if (file !== undefined && !warned && isBareRuntime(file)) {
        warned = true;
        require('../core/deny').print('[@nrg/sentinel] enforcement: NotEnforced — @node-red/runtime is loaded without node-red; load it through `node-red`');
      }
    }
    return ReflectApply(_load, Module, args);
  };
}

function resolve(request, parent) {
  try {
    return Module._resolveFilename(request, parent, false);
  } catch {
    return undefined;
  }
}

// Node-RED's parts can be put together without Node-RED; there is then no place where the settings are known.
function isBareRuntime(file) {
  const directory = path.dirname(path.dirname(file));
  return path.basename(directory) === 'runtime' && readPackage(directory)?.name === '@node-red/runtime';
}

module.exports = { watch };
