'use strict';
// In a process that does not look like Node-RED the preload only watches for one thing: that Node-RED is loaded after
// all, by a program whose package.json does not say so.

const { ReflectApply, StringPrototypeIncludes } = require('./primordials');
const { Module, fs, path, process } = require('./builtins');

function watch() {
  const { _load } = Module;
  Module._load = function load(...args) {
    const request = args[0];
    if (typeof request === 'string' && StringPrototypeIncludes(request, 'node-red')) {
      const found = isNodeRed(request, args[1]);
      if (found !== undefined) {
        Module._load = _load;
        require('./arm').arm(found);
        return ReflectApply(Module._load, Module, args);
      }
    }
    return ReflectApply(_load, Module, args);
  };
}

/** Node-RED's main module, required by the program that runs here. */
function isNodeRed(request, parent) {
  let file;
  try {
    file = Module._resolveFilename(request, parent, false);
  } catch {
    return undefined;
  }
  const directory = path.dirname(path.dirname(file));
  if (path.basename(file) !== 'red.js' || path.basename(directory) !== 'node-red') return undefined;
  const mainFile = process.argv[1] === undefined ? undefined : realOf(path.resolve(process.argv[1]));
  return { kind: 'embedded', nodeRedDir: directory, mainFile, appDir: mainFile === undefined ? undefined : path.dirname(mainFile) };
}

function realOf(file) {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}

module.exports = { watch };
