'use strict';
// Modules that a package says Node-RED is to have for it (`dependencies` in the section `node-red` of its package.json), as packages of subflows do. Core keeps such a module out of the
// palette unless the operator installed it, and takes it out with the last one that named it. So this counts only for what npm installed for that package: neither for Node-RED's own
// nodes nor for a package that is there anyway [R14]. And whatever a package names, it can be removed.

const {
  ArrayIsArray, ArrayPrototypePush, MapPrototypeGet, MapPrototypeSet, ObjectHasOwn, ObjectKeys, ReflectApply, SafeMap, SafeSet, SetPrototypeAdd, SetPrototypeHas,
} = require('../../boot/primordials');
const { path, realpath } = require('../../boot/builtins');
const { isInherited } = require('../areas/names');

const CORE_MODULE = 'node-red';

/** Name of a module -> what it has npm install. */
const installed = new SafeMap();
/** Name of a module -> its folder. */
const folders = new SafeMap();

/**
 * The names that core can handle of those that a package gives.
 * @param {string} name of the package
 * @param {any} content of its package.json
 * @param {(what: string, reason: string) => void} tell
 */
function neededBy(name, { dependencies }, given, tell) {
  const names = new SafeSet();
  MapPrototypeSet(installed, name, names);
  const list = ObjectKeys(typeof dependencies === 'object' && dependencies !== null ? dependencies : {});
  for (let i = 0; i < list.length; i++) SetPrototypeAdd(names, list[i]);
  if (given === undefined) return undefined;
  const kept = [];
  const known = new SafeSet();
  for (let i = 0; ArrayIsArray(given) && i < given.length; i++) {
    const needed = given[i];
    if (typeof needed !== 'string' || needed === CORE_MODULE || needed === name || isInherited(needed)) tell(`the dependency "${typeof needed === 'string' ? needed : typeof needed}"`, 'this is no package that npm could install for it');
    else if (!SetPrototypeHas(known, needed)) {
      SetPrototypeAdd(known, needed);
      ArrayPrototypePush(kept, needed);
    }
  }
  return kept;
}

/** `@node-red/registry/lib/localfilesystem.js` has found these. */
function noteFolders(modules) {
  const names = ObjectKeys(modules ?? {});
  for (let i = 0; i < names.length; i++) if (typeof modules[names[i]].path === 'string') MapPrototypeSet(folders, names[i], modules[names[i]].path);
}

/** The folder in which a module was found under its name. */
const above = (name, folder) => path.join(folder, name[0] === '@' ? '../..' : '..');

/** Was a module installed because another one depends on it? It lies beside that one, and is no link that somebody made. */
function isFor(name, user) {
  const folder = MapPrototypeGet(folders, name);
  const users = MapPrototypeGet(folders, user);
  const list = MapPrototypeGet(installed, user);
  if (folder === undefined || users === undefined || list === undefined || !SetPrototypeHas(list, name)) return false;
  const place = above(name, folder);
  try {
    return place === above(user, users) && path.join(realpath(place), name) === realpath(folder);
  } catch {
    return false;
  }
}

/** Leaves of those that say they need a module that core is about to add the ones for which it was installed. */
function keepUsers(module) {
  if (!ArrayIsArray(module.usedBy)) return;
  const users = [];
  // Core knows what an operator asked for in the user directory only.
  for (let i = 0; i < module.usedBy.length && module.local && !module.user; i++) if (isFor(module.name, module.usedBy[i])) ArrayPrototypePush(users, module.usedBy[i]);
  if (users.length > 0) module.usedBy = users;
  else delete module.usedBy;
}

/** Leaves of what modules need what core can look up, and nothing that leads back to one on the way there: it follows them when one is removed. */
function untangle(modules) {
  const done = new SafeSet();
  const follow = (name, way) => {
    const module = modules[name];
    SetPrototypeAdd(done, name);
    if (module.dependencies === undefined) return;
    const kept = [];
    const further = { __proto__: null, name, before: way };
    for (let i = 0; i < module.dependencies.length; i++) {
      const needed = module.dependencies[i];
      if (!ObjectHasOwn(modules, needed) || isOn(further, needed) || !(modules[needed].user || ArrayIsArray(modules[needed].usedBy))) continue;
      ArrayPrototypePush(kept, needed);
      if (!SetPrototypeHas(done, needed)) follow(needed, further);
    }
    module.dependencies = kept;
  };
  const names = ObjectKeys(modules);
  for (let i = 0; i < names.length; i++) if (!SetPrototypeHas(done, names[i])) follow(names[i], undefined);
}

function isOn(way, name) {
  for (let at = way; at !== undefined; at = at.before) if (at.name === name) return true;
  return false;
}

/** `@node-red/registry/lib/registry.js`. */
function registry(exports) {
  const { addModuleDependency, removeModule, getModuleList } = exports;
  exports.removeModule = function remove(...args) {
    untangle(getModuleList());
    return ReflectApply(removeModule, this, args);
  };
  // What is there when a package is installed, and is not there for others only, stays where people find it.
  exports.addModuleDependency = function need(name, user) {
    const module = getModuleList()[name];
    if (!module.user && module.usedBy?.length > 0 && isFor(name, user)) ReflectApply(addModuleDependency, this, [name, user]);
  };
}

/** The modules of which core knows while it looks for what one needs that is being installed. */
let met;

/** `@node-red/registry/lib/loader.js`: packages that need each other would be looked for again and again. */
function loader(exports) {
  const { addModule } = exports;
  if (typeof addModule !== 'function') return;
  exports.addModule = function add(name) {
    met = new SafeSet();
    SetPrototypeAdd(met, name);
    try {
      return ReflectApply(addModule, this, [name]);
    } finally {
      met = undefined;
    }
  };
}

/** Core has found a module while it installs one. */
function noteFound(modules) {
  noteFolders(modules);
  if (met === undefined) return;
  const names = ObjectKeys(modules ?? {});
  for (let i = 0; i < names.length; i++) {
    const { dependencies } = modules[names[i]];
    const kept = [];
    for (let k = 0; k < (dependencies?.length ?? 0); k++) {
      if (SetPrototypeHas(met, dependencies[k])) continue;
      SetPrototypeAdd(met, dependencies[k]);
      ArrayPrototypePush(kept, dependencies[k]);
    }
    if (dependencies !== undefined) modules[names[i]].dependencies = kept;
  }
}

module.exports = { keepUsers, loader, neededBy, noteFolders, noteFound, registry };
