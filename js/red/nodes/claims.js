'use strict';
// Types of nodes that two packages declare. Node-RED gives them to the one that it loads first, which a package arranges by its name: deployed nodes,
// with their credentials, would be those of another package from the next start on. A type stays with the package that had it [P3][R4].

const {
  ArrayPrototypePush, MapPrototypeGet, MapPrototypeSet, ObjectKeys, SafeMap, SafeSet,
} = require('../../boot/primordials');
const { report } = require('../../core/deny');

/** The modules that Node-RED is about to load; it puts into them what it finds in their files. */
let found = {};
/** Type -> the module that had it when Node-RED ran before, by the list of modules that it keeps, where who was there first stands first. */
let owners;
const added = new SafeSet();
const CORE_MODULE = 'node-red';

/** `@node-red/registry/lib/localfilesystem.js` has found these. */
function noteModules(modules) {
  found = modules ?? {};
}

/** Calls `use` with every set of nodes of a module that has types. */
function eachSet(module, use) {
  const sets = module?.nodes ?? {};
  const names = ObjectKeys(sets);
  for (let i = 0; i < names.length; i++) if (sets[names[i]]?.types?.length > 0) use(sets[names[i]]);
}

/** What Node-RED kept, before it is exchanged for what there is now. */
function remember(list) {
  owners = new SafeMap();
  const names = ObjectKeys(list ?? {});
  for (let i = 0; i < names.length; i++) {
    eachSet(list[names[i]], ({ types }) => {
      for (let k = 0; k < types.length; k++) if (MapPrototypeGet(owners, types[k]) === undefined) MapPrototypeSet(owners, types[k], names[i]);
    });
  }
}

/** Does a module that is still to be loaded declare this type? */
function isDeclaredBy(name, type) {
  let answer = false;
  if (!added.has(name)) {
    eachSet(found[name], ({ types }) => {
      for (let i = 0; i < types.length; i++) if (types[i] === type) answer = true;
    });
  }
  return answer;
}

/**
 * Takes out of a module the types that are those of one that comes after it. Where the other came first, Node-RED does not load the set.
 * @param {(file: string) => number} principalOf
 */
function keepTypes(registry, module, principalOf) {
  if (owners === undefined) remember(registry.getModuleList());
  added.add(module.name);
  // What Node-RED brings with a new version, and what an operator puts into `{userDir}/nodes`, comes before packages.
  if (module.name === CORE_MODULE) return;
  eachSet(module, (set) => {
    const kept = [];
    for (let i = 0; i < set.types.length; i++) {
      const type = set.types[i];
      const owner = MapPrototypeGet(owners, type);
      if (owner === undefined || owner === module.name || !isDeclaredBy(owner, type)) ArrayPrototypePush(kept, type);
      else report(principalOf(set.file), 'all', 'a set of nodes', `the type "${type}" of ${owner}`);
    }
    if (kept.length < set.types.length) set.types = kept;
  });
}

/** Does a module that declares a type come before all others that do, by what it is or because it had it when Node-RED ran before? */
const comesFirst = (name, type) => name === CORE_MODULE || (owners !== undefined && MapPrototypeGet(owners, type) === name);

module.exports = { comesFirst, keepTypes, noteModules };
