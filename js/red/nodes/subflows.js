'use strict';
// What stands in the subflow that a package registers [R14]: nodes of Node-RED in it work in core's name, so the package must hold what they do.

const {
  ArrayIsArray, ArrayPrototypePush, Error, MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty, ObjectKeys, ReflectApply, RegExpPrototypeExec, SafeMap, SafeWeakMap, StringPrototypeSlice,
  StringPrototypeStartsWith,
} = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { judge } = require('../../core/decide');
const { report } = require('../../core/deny');
const { looksNamed, noteFunction } = require('../../core/function-nodes');
const { lentBy } = require('../../core/handed');
const { isOneOf } = require('../../core/lists');
const { mayNode, ownerOfType } = require('./access');
const { attaching } = require('./credentials');
const { guardClassOf, textOf } = require('./variables');

const NOTHING = [];

/** Type of Node-RED -> the capabilities that a package needs to bring one along. They see no list: a narrowed grant is not enough. */
const types = {
  __proto__: null,
  exec: ['process:exec'],
  file: ['fs:write'],
  'file in': ['fs:read'],
  watch: ['fs:read'],
  'tls-config': ['fs:read'],
  'http in': ['http:node:global'],
  'http request': ['network:http'],
  'http proxy': ['network:http'],
  'tcp in': ['network:tcp', 'network:listen'],
  'tcp out': ['network:tcp', 'network:listen'],
  'tcp request': ['network:tcp'],
  'udp in': ['network:udp'],
  'udp out': ['network:udp'],
  'mqtt-broker': ['network:tcp'],
  'websocket-client': ['network:ws'],
  'websocket-listener': ['http:node:global:middleware'],
};
// They work on messages and contexts; what function nodes do the package does.
const HARMLESS = ['batch', 'catch', 'change', 'comment', 'complete', 'csv', 'debug', 'delay', 'function', 'global-config', 'html', 'http response', 'inject', 'join', 'json', 'junction',
  'link call', 'link in', 'link out', 'mqtt in', 'mqtt out', 'range', 'rbe', 'sort', 'split', 'status', 'switch', 'template', 'trigger', 'unknown', 'websocket in', 'websocket out', 'xml', 'yaml'];
for (let i = 0; i < HARMLESS.length; i++) types[HARMLESS[i]] = NOTHING;

/** Is it a type of Node-RED's own? */
function isCores(registry, type) {
  const list = registry.getNodeList();
  for (let i = 0; i < list.length; i++) {
    if (list[i].module !== 'node-red') continue;
    const own = list[i].types;
    for (let k = 0; k < (own?.length ?? 0); k++) if (own[k] === type) return true;
  }
  return false;
}

/** Type of Node-RED -> property that names a configuration node -> its types, and what it takes to use one that the package does not bring along. */
const BROKER = ['mqtt-broker'];
const SOCKETS = ['websocket-listener', 'websocket-client'];
const using = (kinds, capability) => ({ __proto__: null, kinds, capability });
const TLS = { __proto__: null, tls: using(['tls-config'], 'node:credentials:read') };
const uses = {
  __proto__: null,
  'mqtt in': { __proto__: null, broker: using(BROKER, 'node:read') },
  'mqtt out': { __proto__: null, broker: using(BROKER, 'node:send') },
  'websocket in': { __proto__: null, server: using(SOCKETS, 'node:read'), client: using(SOCKETS, 'node:read') },
  'websocket out': { __proto__: null, server: using(SOCKETS, 'node:send'), client: using(SOCKETS, 'node:send') },
  'http request': { __proto__: null, ...TLS, proxy: using(['http proxy'], 'node:credentials:read') },
  'mqtt-broker': TLS,
  'tcp in': TLS,
  'tcp out': TLS,
  'tcp request': TLS,
  'websocket-client': TLS,
};

/** A configuration node of somebody else that a node of Node-RED in the subflow would use: { type, capability }, or undefined. */
function borrowed(nodes, variables, node) {
  const names = uses[node.type];
  for (const name in names) {
    const value = node[name];
    const { kinds, capability } = names[name];
    if (value === undefined || value === null || value === '' || isAmong(nodes, value, kinds) || isChosen(value, variables)) continue;
    return { type: kinds[0], capability };
  }
  return undefined;
}

function isAmong(nodes, id, kinds) {
  for (let i = 0; i < nodes.length; i++) if (nodes[i].id === id) return isOneOf(kinds, nodes[i].type);
  return false;
}

/** Is it a variable for which the package has nothing? Then the operator chose. What Node-RED makes of names and ids (`NR_NODE_NAME`) the package chooses. */
function isChosen(value, variables) {
  const name = typeof value === 'string' ? RegExpPrototypeExec(/^\$[{(](?:\$parent\.)*(\S+)[)}]$/, value)?.[1] : undefined;
  return name !== undefined && !StringPrototypeStartsWith(name, 'NR_') && !isOneOf(variables, name);
}

/** Names of the variables that the definition gives a value to. */
function variablesOf(definition, nodes) {
  const names = [];
  noteVariables(names, definition.env);
  for (let i = 0; i < nodes.length; i++) noteVariables(names, nodes[i].env);
  return names;
}

function noteVariables(names, env) {
  if (!ArrayIsArray(env)) return;
  for (let i = 0; i < env.length; i++) if (env[i]?.value !== undefined && env[i].value !== '') ArrayPrototypePush(names, `${env[i].name}`);
}

/** A node into which the subflow sends messages although it is none of the package's: { principal, type }, or undefined. */
function reached(nodes, node, ownerOf) {
  const type = `${node.type}`;
  if (type === 'link call') return callsWithin(nodes, node) ? undefined : { __proto__: null, principal: CORE, type: 'link in' };
  // Core makes an instance of whatever has this member.
  if (node.subflow && !bringsAlong(nodes, node.subflow)) return { __proto__: null, principal: CORE, type: 'subflow' };
  if (StringPrototypeStartsWith(type, INSTANCE)) return bringsAlong(nodes, StringPrototypeSlice(type, INSTANCE.length)) ? undefined : { __proto__: null, principal: CORE, type: 'subflow' };
  if (types[type] !== undefined) return undefined;
  const principal = ownerOf(type);
  return principal === undefined || principal === CORE ? undefined : { __proto__: null, principal, type };
}
const INSTANCE = 'subflow:';

function bringsAlong(nodes, subflow) {
  for (let i = 0; i < nodes.length; i++) if (nodes[i].type === 'subflow' && nodes[i].id === subflow) return true;
  return false;
}

/** Does a `link call` node call a `link in` node beside it, and no other? Only such an id is replaced by that of the instance. */
function callsWithin(nodes, { z, links, linkType }) {
  if (linkType !== undefined && linkType !== 'static') return false;
  const target = ArrayIsArray(links) && links.length === 1 ? links[0] : links;
  if (typeof target !== 'string') return false;
  for (let i = 0; i < nodes.length; i++) if (nodes[i]?.type === 'link in' && nodes[i].id === target && nodes[i].z === z) return true;
  return false;
}

/**
 * May this package bring these nodes along? What is lacking is reported.
 * @param {(type: string) => number|undefined} ownerOf who has a type, when that is somebody else
 */
function mayContain(ctx, registry, definition, ownerOf) {
  const given = definition?.flow;
  if (typeof given !== 'object' || given === null) return true;
  const nodes = [];
  const keys = ObjectKeys(given);
  for (let i = 0; i < keys.length; i++) if (typeof given[keys[i]] === 'object' && given[keys[i]] !== null) ArrayPrototypePush(nodes, given[keys[i]]);
  const variables = variablesOf(definition, nodes);
  for (let i = 0; i < nodes.length; i++) {
    const { id, type } = nodes[i];
    // Core compiles the code of function nodes under it, and whose that is must be told by it.
    if (looksNamed(id)) {
      report(ctx.principal, 'all', API, `the id "${id}" in ${definition.meta?.type}, which looks like another one`);
      return false;
    }
    const needed = types[type] ?? (isCores(registry, `${type}`) ? ['all'] : NOTHING);
    for (let k = 0; k < needed.length; k++) {
      const refused = judge(ctx.principal, needed[k], undefined);
      if (refused === undefined) continue;
      report(ctx.principal, refused.capability, API, `the ${type} node in ${definition.meta?.type}, which works in the name of Node-RED`);
      return false;
    }
    const used = borrowed(nodes, variables, nodes[i]);
    const owner = { __proto__: null, principal: CORE, type: used?.type };
    if (used !== undefined && !mayNode(ctx.principal, used.capability, owner)) {
      report(ctx.principal, used.capability, API, `the ${type} node in ${definition.meta?.type}, which uses a ${used.type} node that is not in it`, owner);
      return false;
    }
    const other = reached(nodes, nodes[i], ownerOf);
    if (other === undefined || mayNode(ctx.principal, 'node:receive', other)) continue;
    report(ctx.principal, 'node:receive', API, `the ${type} node in ${definition.meta?.type}, which hands messages to ${other.type} nodes`, other);
    return false;
  }
  return true;
}
const API = 'RED.nodes.registerSubflow()';

/** Type of a subflow -> may its package still bring along what is in it? */
const checks = new SafeMap();

/**
 * A package is about to register a subflow; `check` is asked again for each instance.
 * @returns {() => void} takes it back, when core goes on with the one that there was
 */
function noteSubflow(type, check) {
  const before = MapPrototypeGet(checks, type);
  MapPrototypeSet(checks, type, check);
  return () => MapPrototypeSet(checks, type, before);
}

/** Instance of a package's subflow -> the principal. */
const instances = new SafeWeakMap();

/** The package in whose subflow, or in a subflow of whose subflow, a flow lies. */
function ownerOfFlow(flow) {
  for (let at = flow, depth = 0; typeof at === 'object' && at !== null && depth < DEEPEST; at = at.parent, depth++) {
    const principal = instances.get(at);
    if (principal !== undefined) return principal;
  }
  return undefined;
}
const DEEPEST = 64;

/** For what is made in a package's subflow: it has the credentials of the deployed instance and no others. */
const within = (principal, id) => ({ __proto__: null, principal, id, isWithin: true });

/** Makes a node of core; one in a package's subflow has no credentials of the id that it has there. */
function makeWithin({ _flow, id }, make) {
  const principal = ownerOfFlow(_flow);
  return principal === undefined ? make() : attaching(within(principal, id), make);
}

/** A node of core was made: the package which brought it along sees what it sees, and the code of a function node is that package's. */
function noteNodeOfCore(record, { type }) {
  const principal = record?.principal === CORE ? ownerOfFlow(record.node._flow) : undefined;
  if (principal === undefined) return;
  record.reader = principal;
  if (type === 'function') noteFunction(record.id, principal);
}

/**
 * `runtime/lib/flows/Subflow.js`. What the nodes in a package's subflow ask their flow for, core's nodes too, and what `${NAME}` in their
 * configuration stands for, the package asks for: in the end it may be a variable of the environment. Whoever asks must be allowed it as well.
 */
function subflowClass(exports) {
  const { create, createModuleInstance } = exports;
  exports.create = function createSubflow(...args) {
    const principal = ownerOfFlow(args[0]);
    const flow = principal === undefined ? ReflectApply(create, this, args) : attaching(within(principal), () => ReflectApply(create, this, args));
    guardClassOf(flow);
    return flow;
  };
  exports.createModuleInstance = function createInstance(...args) {
    const principal = ownerOfType(args[0]);
    // What was nobody's when the subflow was registered may be somebody's now.
    if (principal !== CORE && MapPrototypeGet(checks, args[0])?.() === false) throw new Error(`the subflow ${args[0]} holds nodes that its package may not bring along`);
    const make = () => {
      const made = ReflectApply(createModuleInstance, this, args);
      guardClassOf(made);
      return made;
    };
    if (principal === CORE) return make();
    const instance = args[4];
    const flow = attaching(ownerOfFlow(args[1]) === undefined ? within(principal, instance?._alias ?? instance?.id) : within(principal), make);
    instances.set(flow, principal);
    const { getSetting } = flow;
    const own = {
      getSetting(key) {
        const name = textOf(key);
        const value = ReflectApply(getSetting, this, [name]);
        return value === undefined ? undefined : ReflectApply(lentBy(getSetting, principal), this, [name]);
      },
    };
    ObjectDefineProperty(flow, 'getSetting', { __proto__: null, value: own.getSetting, writable: true, enumerable: false, configurable: true });
    return flow;
  };
}

module.exports = { makeWithin, mayContain, noteNodeOfCore, noteSubflow, ownerOfFlow, subflowClass, types };
