'use strict';
// What ran in this process before Sentinel put its guards there: other preloads, or everything an application loaded
// before Node-RED. It had its chance to keep originals, which the status says; what it does from now on is judged.

const { ArrayPrototypePush, ObjectKeys, StringPrototypeStartsWith } = require('./primordials');
const { fs, module: nodeModule, path } = require('./builtins');
const { CORE } = require('../core/caller');
const { KIND, ownerOf } = require('../core/owners');
const placement = require('../loader/placement');
const { firstPackage } = require('../loader/builtin');

const sentinelDir = path.join(__dirname, '..') + path.sep;

/**
 * Gives the scripts that are already loaded to their packages.
 * @param {object} native the addon, which knows where everything lies
 * @returns {string[]} names of the third-party packages among them
 */
function adopt(native) {
  const names = [];
  const files = ObjectKeys(nodeModule._cache);
  for (let i = 0; i < files.length; i++) {
    const file = files[i];
    if (!path.isAbsolute(file) || StringPrototypeStartsWith(file, sentinelDir)) continue;
    const owner = ownerOf(real(file));
    if (owner.kind === KIND.sentinel) continue;
    const isCore = owner.kind === KIND.core;
    native.bindName(file, isCore ? CORE : placement.principalForCore(real(file), undefined));
    if (!isCore) add(names, (owner.outer ?? owner).name);
  }
  if (names.length > 0) firstPackage();
  return names;
}

function real(file) {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}

function add(names, name) {
  for (let i = 0; i < names.length; i++) if (names[i] === name) return;
  ArrayPrototypePush(names, name);
}

module.exports = { adopt };
