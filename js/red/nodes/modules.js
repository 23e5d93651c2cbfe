'use strict';
// The modules that are there, and what becomes of what a package registered when it is removed: nothing of it stands in the way of the one that comes in its place [R4]. Its code runs on as long as the process.

const {
  ArrayPrototypePush, MapPrototypeGet, MapPrototypeSet, ObjectHasOwn, ObjectKeys, ReflectApply, SafeMap, SafeSet, SetPrototypeAdd,
} = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { typesBy } = require('./access');
const { principalOfFile } = require('../files');

let registered;

/** Is a module of this name there? */
const isThere = (name) => ObjectHasOwn(registered.getModuleList(), name);

/** The module that a plugin's name belongs to before anybody registers it: it bears that name, or has a set of plugins of that name. */
function moduleOf(plugin) {
  const modules = registered.getModuleList();
  const list = ObjectKeys(modules);
  for (let i = 0; i < list.length; i++) {
    if (list[i] === plugin) return list[i];
    const sets = ObjectKeys(modules[list[i]].plugins ?? {});
    for (let k = 0; k < sets.length; k++) if (sets[k] === plugin) return list[i];
  }
  return undefined;
}

/** Name of a module -> how often it has been removed. */
const removals = new SafeMap();

/**
 * Notes that a RED is made for a set of this module.
 * @returns {() => boolean} has the module been removed since? What is left of it in the process brings along nothing any more
 */
function watchRemoval(name) {
  const before = MapPrototypeGet(removals, name);
  return () => MapPrototypeGet(removals, name) !== before;
}

/** From here on what the process still has of a module registers nothing. */
function noteRemoval(name) {
  MapPrototypeSet(removals, name, (MapPrototypeGet(removals, name) ?? 0) + 1);
}

/** The packages whose sets of nodes and plugins a module has. */
function principalsOf({ nodes, plugins }) {
  const principals = new SafeSet();
  const lists = [nodes ?? {}, plugins ?? {}];
  for (let i = 0; i < lists.length; i++) {
    const sets = ObjectKeys(lists[i]);
    for (let k = 0; k < sets.length; k++) {
      const { file } = lists[i][sets[k]];
      if (typeof file === 'string') SetPrototypeAdd(principals, principalOfFile(file));
    }
  }
  return principals;
}

/** Core goes on making nodes of types that a removed package had not declared, and gives these to nobody else. It forgets those of a module that declares them. */
function forgetTypes(exports, { addModule, removeModule }, types) {
  const name = 'types that are there no more';
  if (types.length === 0) return;
  ReflectApply(addModule, exports, [{ name, nodes: { set: { id: `${name}/set`, name: 'set', module: name, types, enabled: false } } }]);
  ReflectApply(removeModule, exports, [name, true]);
}

/** `@node-red/registry/lib/registry.js`. */
function registry(exports) {
  registered = exports;
  const original = { __proto__: null, addModule: exports.addModule, removeModule: exports.removeModule };
  const { getModuleList, getNodeConstructor, getTypeId } = exports;
  exports.removeModule = function remove(...args) {
    const before = { ...getModuleList() };
    const names = ObjectKeys(before);
    const result = ReflectApply(original.removeModule, this, args);
    // With it go those that are there for it only.
    const left = [];
    for (let i = 0; i < names.length; i++) {
      if (isThere(names[i])) continue;
      noteRemoval(names[i]);
      principalsOf(before[names[i]]).forEach((principal) => { // eslint-disable-line sentinel/no-polymorphic-call -- a SafeSet
        const types = principal === CORE ? [] : typesBy(principal);
        for (let k = 0; k < types.length; k++) if (getTypeId(types[k]) === null && getNodeConstructor(types[k])) ArrayPrototypePush(left, types[k]);
      });
    }
    forgetTypes(exports, original, left);
    return result;
  };
}

module.exports = { isThere, moduleOf, noteRemoval, registry, watchRemoval };
