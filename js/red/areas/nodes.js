'use strict';
// RED.nodes: registering types, making nodes, finding nodes, credentials.

const { ObjectDefineProperty, ObjectGetPrototypeOf, ObjectKeys, ReflectApply, String, TypeError } = require('../../boot/primordials');
const { refusal } = require('../../core/deny');
const { demandNode, mayNode, nodeOf, ownerOfType, reportNode } = require('../nodes/access');
const { boundary } = require('../../core/boundary');
const { copyOf, written } = require('./copies');
const { HIDDEN, demand } = require('../facade');
const { asMade, attaching, comingAs, variablesIn } = require('../nodes/credentials');
const { bind, current, recordFor, recordOf } = require('../nodes/identity');
const { present } = require('../nodes/membrane');
const { registerSubflow, registerType } = require('../nodes/types');
const { take } = require('../views/ways');
const { isGone, noteNode } = require('../messages/wires');
const { util } = require('../../boot/builtins');

const NOTHING = () => undefined;
/** What is shown of a node to those who may list nodes. */
const LISTED = ['id', 'type', 'z', 'g', 'd', 'name', 'label'];
const LISTED_NAMES = { __proto__: null };
for (let i = 0; i < LISTED.length; i++) LISTED_NAMES[LISTED[i]] = true;

// Anything else would be given the members of a node by core.
function isForged(node, prototype) {
  if (typeof node !== 'object' || node === null || util.isProxy(node)) return true;
  for (let at = ObjectGetPrototypeOf(node); at !== null; at = ObjectGetPrototypeOf(at)) if (at === prototype) return false;
  return true;
}

/** Makes the `this` of a package's constructor a node: with the identity it was deployed with, whatever it is given [R13]. */
function createNode({ principal, real }) {
  const { createNode: original } = real.nodes;
  const holder = {
    createNode(node, config) {
      const record = typeof config === 'object' && config !== null ? recordFor(principal, config) : undefined;
      if (record === undefined) {
        throw refusal(principal, 'all', 'RED.nodes.createNode()', `a node that is not in the deployed flows: ${String(config?.type)}`);
      }
      const isLate = record !== current(principal);
      if (isLate && isGone(record)) throw refusal(principal, 'all', 'RED.nodes.createNode()', `a node that is deployed no more: ${record.id}`);
      if (isForged(node, record.prototype)) throw refusal(principal, 'all', 'RED.nodes.createNode()', 'an object that is not the `this` of a constructor');
      const known = recordOf(node);
      if (known !== undefined && known !== record) throw refusal(principal, 'all', 'RED.nodes.createNode()', `a node that exists: ${known.id}`);
      if (known === undefined) {
        bind(node, record);
        if (record.flow !== undefined) noteNode(record);
      }
      const definition = { id: record.id, type: record.type, z: record.z, g: record.g, name: config.name, wires: copyOf(record.wires, NOTHING) };
      if (record.alias !== undefined) definition._alias = record.alias;
      if (record.module !== undefined) definition._module = record.module;
      if (record.path !== undefined) definition._path = record.path;
      attaching(isLate ? asMade(record) : record, () => ReflectApply(boundary(original), real.nodes, [node, definition]));
    },
  };
  return take(holder.createNode);
}

function getNode({ principal, real }) {
  const { getNode: original } = real.nodes;
  const holder = {
    getNode(id) {
      return present(principal, original(id));
    },
  };
  return holder.getNode;
}

/** A configuration in which wires take the capability for them, once somebody asks. */
function withoutWires(principal, node, config) {
  if (config.wires === undefined || mayNode(principal, 'node:wires:read', node)) return config;
  const accessors = {
    get() {
      reportNode(principal, 'node:wires:read', 'RED.nodes.eachNode()', node);
      return undefined;
    },
    set(value) {
      ObjectDefineProperty(config, 'wires', { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    },
  };
  // Not among what is copied or written down: who does not ask is not told.
  ObjectDefineProperty(config, 'wires', { __proto__: null, get: accessors.get, set: accessors.set, enumerable: false, configurable: true });
  return config;
}

/** What of a configuration takes more than to be listed: who asks for it is told, in the log, what. */
function withhold(principal, node, shown, config) {
  const keys = ObjectKeys(config);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (LISTED_NAMES[key] === true || key[0] === '_' || key === 'wires' || key === 'credentials') continue;
    const accessors = {
      get() {
        reportNode(principal, 'node:read', 'RED.nodes.eachNode()', node);
        return undefined;
      },
      set(value) {
        ObjectDefineProperty(shown, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
      },
    };
    ObjectDefineProperty(shown, key, { __proto__: null, get: accessors.get, set: accessors.set, enumerable: false, configurable: true });
  }
  return shown;
}

/** The configurations of the running flows: a package's own types, and of others what it may know. */
function eachNode({ principal, real }) {
  const { eachNode: original } = real.nodes;
  const holder = {
    eachNode(callback) {
      original((config) => {
        const { id, type } = config;
        const node = { __proto__: null, principal: ownerOfType(type), type: `${type}`, id };
        if (node.principal === principal) {
          callback(copyOf(config, NOTHING));
        } else if (mayNode(principal, 'node:read', node)) {
          callback(withoutWires(principal, node, copyOf(config, NOTHING)));
        } else if (mayNode(principal, 'node:list', node)) {
          const shown = {};
          for (let i = 0; i < LISTED.length; i++) if (config[LISTED[i]] !== undefined) shown[LISTED[i]] = copyOf(config[LISTED[i]], NOTHING);
          callback(withhold(principal, node, shown, config));
        } else {
          reportNode(principal, 'node:list', 'RED.nodes.eachNode()', node);
        }
      });
    },
  };
  return holder.eachNode;
}

/** Is it the id of the node that is being made right now by this package? */
function isOwnThis(principal, id) {
  const record = current(principal);
  return record !== undefined && (record.id === id || (record.deployedAs !== undefined && record.deployedAs === id));
}

/** Credentials as they come back from the file: what cannot be written there would keep those of all others from it. */
function storable(given) {
  if (typeof given !== 'object' || given === null) return typeof given === 'function' ? undefined : given;
  const kept = written(given);
  if (kept === undefined) throw new TypeError('these credentials cannot be written as JSON');
  return kept;
}

/** A function of the credentials store, judged by the node whose credentials they are [R7]. */
function credentials(name, capability, run) {
  return ({ principal, real }) => {
    const original = real.nodes[name];
    const holder = {
      access(id, value) {
        const key = `${String(id)}`;
        const ownThis = isOwnThis(principal, key);
        const node = ownThis ? current(principal) : comingAs(key) ?? nodeOf(real, key);
        const api = `RED.nodes.${name}()`;
        const given = name === 'addCredentials' ? storable(value) : undefined;
        return run({ principal, api, node, capability, ownThis, given, call: () => ReflectApply(boundary(original), real.nodes, [key, given]) });
      },
    };
    return holder.access;
  };
}

/** A copy, also for the node that is being made: what core keeps is written down for everybody at once, and sent to nobody. */
function read({ principal, api, node, capability, ownThis, call }) {
  if (!mayNode(principal, capability, node, ownThis)) {
    reportNode(principal, capability, api, node);
    return undefined;
  }
  return copyOf(call(), NOTHING);
}

function change({ principal, api, node, capability, ownThis, given, call }) {
  demandNode(principal, capability, api, node, ownThis);
  // Core puts the variable there in its own name.
  const names = variablesIn(given);
  for (let i = 0; i < names.length; i++) demand({ principal }, 'process:env:read', api, names[i]);
  return call();
}

module.exports = {
  __proto__: null,
  createNode,
  getNode,
  eachNode,
  getCredentials: credentials('getCredentials', 'node:credentials:read', read),
  addCredentials: credentials('addCredentials', 'node:credentials:write', change),
  deleteCredentials: credentials('deleteCredentials', 'node:credentials:delete', change),
  registerType,
  registerSubflow,
  // Of the link nodes, which are core's.
  linkcallTargets: HIDDEN,
};
