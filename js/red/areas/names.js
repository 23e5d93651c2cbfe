'use strict';
// Names by which Node-RED files what packages bring along: types of nodes, topics. It files in plain objects, where a name that every object has
// is taken for what is filed.

const { ArrayPrototypePush, ObjectKeys, ObjectPrototype, ReflectHas, RegExpPrototypeExec, StringPrototypeCharCodeAt, StringPrototypeStartsWith } = require('../../boot/primordials');

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

/** The module of which a set could have this id, where that is another one. Where core looks for a set, it looks for a type of that name first: it would have enabled, removed and loaded another one's. */
function othersModule(type, module) {
  const found = RegExpPrototypeExec(SET, type)?.[1];
  return found !== undefined && (found !== module || module === CORE_MODULE) ? found : undefined;
}

function dashed(type) {
  let result = '';
  for (let i = 0; i < type.length; i++) result += type[i] === '/' ? '-' : type[i];
  return result;
}

const RENAME = 'the type has to get another name, in the call that registers it and in its editor half';

/**
 * Why a type of nodes cannot have this name, and what to do about it; undefined when it can.
 * @param {string} type
 * @param {string} module whose it is
 * @param {boolean} isSet is it the id of another set of that module? Who switches that off would switch off the one with the type
 */
function whyNoName(type, module, isSet) {
  if (type === '') return 'a type of nodes needs a name';
  if (isInherited(type)) return `every object has a member called "${type}": ${RENAME}`;
  if (!isOneLine(type)) return `there is a line break or another control character in this name: ${RENAME}`;
  if (PARTS[type] !== undefined || StringPrototypeStartsWith(type, INSTANCE)) return `by the name "${type}" Node-RED knows what is no node: ${RENAME}`;
  const other = othersModule(type, module) ?? (isSet ? module : undefined);
  if (other === undefined) return undefined;
  return `"${type}" is how Node-RED calls a set of nodes of the module "${other}", and it would take the type for that set: ${RENAME}, such as "${dashed(type)}"`;
}

/** May what is kept in the library be filed under this type? It is the name of a folder there. */
const hasShelf = (type) => typeof type === 'string' && RegExpPrototypeExec(/^[\w @-]+(?:\.[\w @-]+)*$/, type) !== null && !isInherited(type);

/** Is this the id of another set of a module? */
function isIdOfSet(type, module, sets, own) {
  const names = ObjectKeys(sets);
  for (let i = 0; i < names.length; i++) if (names[i] !== own && type === `${module}/${names[i]}`) return true;
  return false;
}

/** The types that the editor half of a set declares, without those that cannot be filed. */
function nameable(types, module, sets, own) {
  const list = [];
  for (let i = 0; i < types.length; i++) {
    if (!isInherited(types[i]) && othersModule(types[i], module) === undefined && !isIdOfSet(types[i], module, sets, own)) ArrayPrototypePush(list, types[i]);
  }
  return list;
}

module.exports = { hasShelf, isInherited, nameable, whyNoName };
