'use strict';
// Where Node-RED makes a `RED` for a set of nodes [R1]. What stands for it is loaded when the first package needs one.

const { ArrayIsArray, ArrayPrototypePush, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectKeys, ReflectApply } = require('../boot/primordials');
const { CORE } = require('../core/caller');
const arming = require('./arming');
const { keepTypes } = require('./nodes/claims');
const dependencies = require('./nodes/dependencies');
const modules = require('./nodes/modules');
const { principalOfFile } = require('./files');
const { icons, noteModule, within } = require('./own-files');
const { nameable } = require('./areas/names');
const { keepFailures } = require('./nodes/failures');
const unfinished = require('./nodes/unfinished');

let native;
let types;

function configure(api) {
  native = api;
}

/** A set as core tells of it, with the types that no other set has: it removes and disables none whose types are in use, and a set can declare those of others. */
function withOwnTypes({ getTypeId }, info) {
  if (!ArrayIsArray(info?.types)) return info;
  const own = [];
  for (let i = 0; i < info.types.length; i++) if ((getTypeId(info.types[i]) ?? info.id) === info.id) ArrayPrototypePush(own, info.types[i]);
  info.types = own;
  return info;
}

/** `@node-red/registry/lib/registry.js`. */
function registry(exports) {
  types = exports;
  const { addModule, getNodeInfo } = exports;
  exports.getNodeInfo = (typeOrId) => withOwnTypes(exports, ReflectApply(getNodeInfo, exports, [typeOrId]));
  modules.registry(exports);
  dependencies.registry(exports);
  unfinished.configure(exports);
  exports.getModuleResource = within(exports.getModuleResource);
  exports.getNodeIconPath = icons(exports.getNodeIconPath);
  exports.addModule = function add(module) {
    noteModule(module);
    const sets = module.nodes ?? {};
    const names = ObjectKeys(sets);
    for (let i = 0; i < names.length; i++) if (ArrayIsArray(sets[names[i]].types)) sets[names[i]].types = nameable(sets[names[i]].types, module.name, sets, names[i]);
    keepFailures(module.nodes);
    keepFailures(module.plugins);
    keepTypes(exports, module, principalOfFile);
    dependencies.keepUsers(module);
    return ReflectApply(addModule, this, [module]);
  };
}

/** What `redFor` and the tables of the runtime need to know before the first package is given anything. */
function prepare(RED) {
  require('./nodes/types').configure(native, types, principalOfFile);
  const apps = require('./http/app-guard');
  apps.configure(native);
  apps.guardAll(RED);
}

let makeApi;

/** The `RED` that Node-RED makes for a set of nodes; undefined as long as there is no runtime. */
function realFor(set) {
  if (makeApi === undefined) return undefined;
  let RED;
  try {
    RED = makeApi(set);
  } catch {
    return undefined; // its runtime has not been initialised
  }
  prepare(RED);
  return RED;
}

/** What core knows a set of nodes by, and where it finds it. */
const IDENTITY = ['id', 'module', 'name', 'namespace', 'file', 'template'];

/** Core gives the set itself to whatever a package returns as a promise: it stays the one that the package's RED was made for [R13]. */
function lockSet(set) {
  for (let i = 0; i < IDENTITY.length; i++) {
    const own = ObjectGetOwnPropertyDescriptor(set, IDENTITY[i]);
    if (own?.configurable) ObjectDefineProperty(set, IDENTITY[i], { __proto__: null, value: own.value, writable: false, enumerable: own.enumerable, configurable: false });
  }
}

/** `@node-red/registry/lib/util.js`. */
function util(exports) {
  const { createNodeApi } = exports;
  makeApi = (set) => ReflectApply(createNodeApi, exports, [set]);
  exports.createNodeApi = function createApi(set) {
    unfinished.noteBegun(set);
    const RED = ReflectApply(createNodeApi, this, [set]);
    arming.imports(RED);
    const principal = typeof set?.file === 'string' ? principalOfFile(set.file) : CORE;
    if (principal === CORE) return RED;
    prepare(RED);
    lockSet(set);
    return require('./api').redFor(principal, native.principalName(principal), RED, set);
  };
}

module.exports = { configure, realFor, registry, util };
