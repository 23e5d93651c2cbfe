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

/** May a type of nodes have this name? */
const hasName = (type) => type !== '' && !isInherited(type) && isOneLine(type) && PARTS[type] === undefined && !StringPrototypeStartsWith(type, INSTANCE);

/** May what is kept in the library be filed under this type? It is the name of a folder there. */
const hasShelf = (type) => typeof type === 'string' && RegExpPrototypeExec(/^[\w @-]+(?:\.[\w @-]+)*$/, type) !== null && !isInherited(type);

/** The types that the editor half of a set declares, without those that cannot be filed. */
function nameable(types) {
  const list = [];
  for (let i = 0; i < types.length; i++) if (!isInherited(types[i])) ArrayPrototypePush(list, types[i]);
  return list;
}

module.exports = { hasName, hasShelf, isInherited, nameable };
