'use strict';
// Types of nodes that two packages declare. Node-RED gives them to the one that it loads first, which a package arranges by its name: deployed nodes,
// with their credentials, would be those of another package from the next start on. A type stays with the package that had it [P3][R4].

const {
  ArrayPrototypePush, MapPrototypeGet, MapPrototypeSet, ObjectHasOwn, ObjectKeys, SafeMap, SafeSet,
} = require('../../boot/primordials');
const { report } = require('../../core/deny');
const { runningOwner } = require('./access');

/** The modules that Node-RED is about to load; it puts into them what it finds in their files. */
let found = {};
/** Type -> the module that had it when Node-RED ran before, its version, and the set: by the list of modules that it keeps, where who was there first stands first. */
let owners;
const added = new SafeSet();
const CORE_MODULE = 'node-red';

/** `@node-red/registry/lib/localfilesystem.js` has found these. */
function noteModules(modules) {
  found = modules ?? {};
}

/** Calls `use` with every set of nodes of a module that has types, and its name. */
function eachSet(module, use) {
  const sets = module?.nodes ?? {};
  const names = ObjectKeys(sets);
  for (let i = 0; i < names.length; i++) if (sets[names[i]]?.types?.length > 0) use(sets[names[i]], names[i]);
}

/** What Node-RED kept, before it is exchanged for what there is now. */
function remember(list) {
  owners = new SafeMap();
  const names = ObjectKeys(list ?? {});
  for (let i = 0; i < names.length; i++) {
    const { version } = list[names[i]];
    eachSet(list[names[i]], ({ types }, set) => {
      for (let k = 0; k < types.length; k++) if (MapPrototypeGet(owners, types[k]) === undefined) MapPrototypeSet(owners, types[k], { __proto__: null, name: names[i], version, set });
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
 * The set that had a type when Node-RED ran before and is there as it was then. It need not declare the type: what a package registers without a word in its editor half is its own, too, and is registered again. Where
 * the package has another version by now nobody knows that: who declares the type may have it. It is also that of a package which this Node-RED does not load, because it says it is for others: nobody looked at what it declares.
 * @param {boolean} [isDeclared] does who asks declare it?
 * @returns {string|undefined} its id
 */
function keeperOf(registry, type, isDeclared = true) {
  const kept = owners === undefined ? undefined : MapPrototypeGet(owners, type);
  if (kept === undefined) return undefined;
  const { name, version, set } = kept;
  const modules = added.has(name) ? registry.getModuleList() : found;
  const module = ObjectHasOwn(modules, name) ? modules[name] : undefined;
  return module !== undefined && (module.version === version || !isDeclared || module.err) && ObjectHasOwn(module.nodes ?? {}, set) ? `${name}/${set}` : undefined;
}

/** Who has a type that a module declares, when that is another one: as core does not know of those whose package does not declare them. */
function heldBy(registry, { name }, set, type, principal) {
  if (registry.getTypeId(type) !== null) return undefined;
  const keeper = keeperOf(registry, type);
  return keeper !== undefined && keeper !== `${name}/${set}` ? keeper : runningOwner(registry.getModuleList(), type, principal);
}

/**
 * Takes out of a module the types that are those of one that comes after it, or that does not declare them. Where the other came first and does, Node-RED does not load the set.
 * @param {(file: string) => number} principalOf
 */
function keepTypes(registry, module, principalOf) {
  if (owners === undefined) remember(registry.getModuleList());
  added.add(module.name);
  // What Node-RED brings with a new version, and what an operator puts into `{userDir}/nodes`, comes before packages.
  if (module.name === CORE_MODULE) return;
  eachSet(module, (set, name) => {
    const kept = [];
    const principal = principalOf(set.file);
    for (let i = 0; i < set.types.length; i++) {
      const type = set.types[i];
      const owner = MapPrototypeGet(owners, type)?.name;
      const other = owner !== undefined && owner !== module.name && isDeclaredBy(owner, type) ? owner : heldBy(registry, module, name, type, principal);
      if (other === undefined) ArrayPrototypePush(kept, type);
      else report(principal, 'all', 'a set of nodes', `the type "${type}" of ${other}`);
    }
    if (kept.length < set.types.length) set.types = kept;
  });
}

/** Are the sets of a module Node-RED's own, or files of the operator? */
const isOfOperator = (name) => name === CORE_MODULE;

/** Does a module that declares a type come before all others that do, by what it is or because it had it when Node-RED ran before? */
const comesFirst = (name, type) => name === CORE_MODULE || (owners !== undefined && MapPrototypeGet(owners, type)?.name === name);

module.exports = { comesFirst, isOfOperator, keeperOf, keepTypes, noteModules };
