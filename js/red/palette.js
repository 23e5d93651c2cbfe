'use strict';
// Node-RED 5 imports the modules of the palette, ES modules among them, and an ES module runs without asking the loader
// first. When Node-RED has listed its palette, callers are looked for from then on, and when ES modules are in it, imports are judged.

const { Number, ObjectKeys, ReflectApply, RegExpPrototypeExec } = require('../boot/primordials');
const { fs, path } = require('../boot/builtins');
const { readPackage } = require('../boot/detect');
const { splitText } = require('../core/lists');
const format = require('../loader/format');
const { KIND, ownerOf } = require('../loader/owners');

/** Code that is an ES module though nobody declared it. A file that looks otherwise is one whose imports nobody judges: as on Node 20. */
const STATEMENT = /^(?:import|export)\b/m;

function isThirdParty(file) {
  const { kind } = ownerOf(file);
  return kind !== KIND.core && kind !== KIND.sentinel;
}

function isEsm(file) {
  const kind = format.of(file);
  if (kind !== undefined) return kind === 'module';
  try {
    return RegExpPrototypeExec(STATEMENT, fs.readFileSync(file, 'utf8')) !== null;
  } catch {
    return false;
  }
}

function prepare(modules) {
  const names = ObjectKeys(modules);
  let others = false;
  for (let i = 0; i < names.length; i++) {
    const { nodes, plugins } = modules[names[i]];
    const lists = [nodes ?? {}, plugins ?? {}];
    for (let l = 0; l < lists.length; l++) {
      const sets = ObjectKeys(lists[l]);
      for (let s = 0; s < sets.length; s++) {
        const file = real(lists[l][sets[s]].file);
        if (file === undefined || !isThirdParty(file)) continue;
        others = true;
        if (isEsm(file)) require('../loader/install').judgeImports();
      }
    }
  }
  if (others) require('../loader/builtin').firstPackage();
}

function real(file) {
  try {
    return fs.realpathSync(file);
  } catch {
    return undefined;
  }
}

/** Node-RED's list of what is installed; the file that imports it all asks here first. Before Node-RED 5 it requires. */
function localfilesystem(exports, file) {
  if (Number(splitText(readPackage(path.join(file, '..', '..'))?.version ?? '', '.')[0]) < 5) return;
  const names = ['getNodeFiles', 'getModuleFiles'];
  for (let i = 0; i < names.length; i++) {
    const original = exports[names[i]];
    exports[names[i]] = function listed(...args) {
      const modules = ReflectApply(original, this, args);
      prepare(modules);
      return modules;
    };
  }
}

module.exports = { localfilesystem };
