'use strict';
// Where Node-RED makes a `RED` for a set of nodes [R1]. What stands for it is loaded when the first package needs one.

const { ArrayIsArray, MapPrototypeGet, MapPrototypeSet, ObjectKeys, ReflectApply, SafeMap } = require('../boot/primordials');
const { path } = require('../boot/builtins');
const { CORE } = require('../core/caller');
const arming = require('./arming');
const { keepTypes } = require('./nodes/claims');
const { principalOfFile } = require('./files');
const { nameable } = require('./areas/names');

let native;
let types;

function configure(api) {
  native = api;
}

/** Name of a module with resources -> whose its folder is. */
const folders = new SafeMap();

/** `@node-red/registry/lib/registry.js`. */
function registry(exports) {
  types = exports;
  const { addModule, getModuleResource } = exports;
  // Core reads it for whoever asks: a link in the folder of a package leads out of it.
  exports.getModuleResource = function resource(module, place) {
    const file = ReflectApply(getModuleResource, this, [module, place]);
    return typeof file !== 'string' || principalOfFile(file) === MapPrototypeGet(folders, module) ? file : null;
  };
  exports.addModule = function add(module) {
    const sets = module.nodes ?? {};
    const names = ObjectKeys(sets);
    for (let i = 0; i < names.length; i++) if (ArrayIsArray(sets[names[i]].types)) sets[names[i]].types = nameable(sets[names[i]].types);
    keepTypes(exports, module, principalOfFile);
    const place = module.resources?.path;
    if (typeof place === 'string') MapPrototypeSet(folders, module.name, principalOfFile(path.join(place, '..', 'package.json')));
    return ReflectApply(addModule, this, [module]);
  };
}

/** What `redFor` and the tables of the runtime need to know before the first package is given anything. */
function prepare(RED) {
  require('./nodes/types').configure(native, types, principalOfFile);
  require('./nodes/classes').configure(native);
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

/** `@node-red/registry/lib/util.js`. */
function util(exports) {
  const { createNodeApi } = exports;
  makeApi = (set) => ReflectApply(createNodeApi, exports, [set]);
  exports.createNodeApi = function createApi(set) {
    const RED = ReflectApply(createNodeApi, this, [set]);
    arming.imports(RED);
    const principal = typeof set?.file === 'string' ? principalOfFile(set.file) : CORE;
    if (principal === CORE) return RED;
    prepare(RED);
    return require('./api').redFor(principal, native.principalName(principal), RED, set);
  };
}

module.exports = { configure, realFor, registry, util };
