'use strict';
// Modules that Node-RED has npm install when a flow is deployed: a type declares which property of its nodes names them, and function nodes in a subflow that a package brings along
// name theirs. npm runs what an installation says, so it is for who may load a module of that name [R14].

const { ArrayIsArray, ArrayPrototypePush, MapPrototypeGet, MapPrototypeSet, ObjectCreate, ObjectDefineProperty, ReflectApply, RegExpPrototypeExec, SafeMap } = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { judge } = require('../../core/decide');
const { report } = require('../../core/deny');
const { ownerOfType } = require('./access');

/** Type -> the property of its nodes that names modules. */
const properties = new SafeMap();

/** A name as npm has it, with what Node-RED takes for a part of the module and for its version. Another place would be another module. */
const SPEC = /^((?:@[^/@\s]+\/)?[^/@\s]+)(?:\/[^/@\s]+)?(?:@[^/:]+)?$/;

/** May this package have that installed? */
function mayInstall(principal, given) {
  const spec = typeof given === 'string' ? given : `${given?.module ?? ''}`;
  if (spec === '') return true;
  const name = RegExpPrototypeExec(SPEC, spec)?.[1];
  const refused = name === undefined ? { capability: 'all', resource: spec } : judge(principal, 'module:load', name);
  if (refused === undefined) return true;
  report(principal, refused.capability, 'npm install', refused.resource ?? spec);
  return false;
}

/** A node as Node-RED looks for modules in it, which are to be installed for this package. */
function nodeFor(principal, node) {
  const property = MapPrototypeGet(properties, node?.type);
  if (principal === CORE || property === undefined || !node[property]) return node;
  const given = ArrayIsArray(node[property]) ? node[property] : [node[property]];
  const kept = [];
  for (let i = 0; i < given.length; i++) if (mayInstall(principal, given[i])) ArrayPrototypePush(kept, given[i]);
  return { ...node, [property]: kept };
}

function nodesFor(ownerOf, nodes) {
  if (!ArrayIsArray(nodes)) return nodes;
  const result = [];
  for (let i = 0; i < nodes.length; i++) ArrayPrototypePush(result, nodeFor(ownerOf(nodes[i]?.type), nodes[i]));
  return result;
}

/** `@node-red/registry/lib/externalModules.js`. */
function externalModules(exports) {
  const { checkFlowDependencies, register, registerSubflow } = exports;
  exports.register = function registerModules(type, property) {
    const name = `${property}`; // once: it may be an object
    MapPrototypeSet(properties, type, name);
    return ReflectApply(register, this, [type, name]);
  };
  exports.registerSubflow = function registerModulesOf(type, subflow) {
    // It is asked for at each deployment, when the type has its owner.
    const accessors = { get: () => nodesFor(() => ownerOfType(type), subflow.flow) };
    return ReflectApply(registerSubflow, this, [type, ObjectDefineProperty(ObjectCreate(subflow), 'flow', { __proto__: null, get: accessors.get, enumerable: true })]);
  };
  exports.checkFlowDependencies = function checkFlow(nodes) {
    return ReflectApply(checkFlowDependencies, this, [nodesFor(ownerOfType, nodes)]);
  };
}

module.exports = { externalModules };
