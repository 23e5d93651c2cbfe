'use strict';
// Names by which Node-RED files what packages bring along: types of nodes, topics. It files in plain objects, where a name that every object has
// is taken for what is filed.

const { ArrayPrototypePush, ObjectPrototype, ReflectHas, RegExpPrototypeExec, StringPrototypeCharCodeAt, StringPrototypeStartsWith } = require('../../boot/primordials');

/** Types of what is no node: tabs, groups, subflows and their instances. */
const PARTS = { __proto__: null, tab: true, group: true, subflow: true };
const INSTANCE = 'subflow:';
const SPACE = 32;

/** Is there something under this name in every object? */
const isInherited = (name) => ReflectHas(ObjectPrototype, name);

/** Lists of types are written one on a line. */
function isOneLine(text) {
  for (let i = 0; i < text.length; i++) if (StringPrototypeCharCodeAt(text, i) < SPACE) return false;
  return true;
}

/** Under this name Node-RED files its own nodes, and those of `{userDir}/nodes`. */
const CORE_MODULE = 'node-red';
/** The id of a set, `module/set`. */
const SET = /^((?:@[^/\s]+\/)?[^@/\s][^/\s]*)\/[^/]+$/;

/** Could a set of another module have this id? Where core looks for a set, it looks for a type of that name first: it would have enabled, removed and loaded another one's. */
function isIdOfOthers(type, module) {
  const found = RegExpPrototypeExec(SET, type)?.[1];
  return found !== undefined && (found !== module || module === CORE_MODULE);
}

/**
 * May a type of nodes have this name?
 * @param {string} type
 * @param {string} module whose it is
 */
const hasName = (type, module) => type !== '' && !isInherited(type) && isOneLine(type) && PARTS[type] === undefined && !StringPrototypeStartsWith(type, INSTANCE) && !isIdOfOthers(type, module);

/** May what is kept in the library be filed under this type? It is the name of a folder there. */
const hasShelf = (type) => typeof type === 'string' && RegExpPrototypeExec(/^[\w @-]+(?:\.[\w @-]+)*$/, type) !== null && !isInherited(type);

/** The types that the editor half of a set declares, without those that cannot be filed. */
function nameable(types, module) {
  const list = [];
  for (let i = 0; i < types.length; i++) if (!isInherited(types[i]) && !isIdOfOthers(types[i], module)) ArrayPrototypePush(list, types[i]);
  return list;
}

module.exports = { hasName, hasShelf, isInherited, nameable };
