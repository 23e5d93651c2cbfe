'use strict';
// What a package may do to nodes [P3]: asks the engine, remembers what it allowed until the policy changes, and refuses.

const { ArrayPrototypePush, MapPrototypeForEach, MapPrototypeGet, MapPrototypeSet, ObjectHasOwn, SafeMap } = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { CAP } = require('../../generated/capabilities');
const { cacheFor, paths } = require('../../core/decide');
const { refusal, report } = require('../../core/deny');
const { CORE } = require('../../core/caller');
const { isOverflow } = require('../../core/overflow');
const { recordOf } = require('./identity');

let native;
/** principal -> the node types its package registered, one on a line. */
const typesOf = new SafeMap();
/** node type -> the principal that registered it. */
const owners = new SafeMap();

function configure(api) {
  native = api;
}

/** A package registered a node type. */
function noteType(principal, type) {
  MapPrototypeSet(owners, type, principal);
  const known = MapPrototypeGet(typesOf, principal);
  MapPrototypeSet(typesOf, principal, known === undefined ? type : `${known}\n${type}`);
}

/** Who registered a node type; core, when no package did. */
const ownerOfType = (type) => MapPrototypeGet(owners, type) ?? CORE;

/** The types that a package registered and nobody else did later. */
function typesBy(principal) {
  const types = [];
  MapPrototypeForEach(owners, (owner, type) => {
    if (owner === principal) ArrayPrototypePush(types, type);
  });
  return types;
}

/** The package that has registered a type in this run and is still there, when that is not this one. */
function runningOwner(modules, type, principal) {
  const owner = ownerOfType(type);
  if (owner === CORE || owner === principal) return undefined;
  const name = native.principalName(owner);
  return name[0] === '.' || ObjectHasOwn(modules, name) ? name : undefined;
}

/**
 * May `principal` use a capability of the `node:` group on this node?
 * @param {number} principal
 * @param {string} name capability
 * @param {{principal: number, type: string}} node its record
 * @param {boolean} [ownThis] the node is the `this` of the caller's own constructor
 */
function mayNode(principal, name, node, ownThis = false) {
  const capability = CAP[name];
  const cache = cacheFor(principal, capability, ownThis ? 'own' : 'node');
  const key = `${node.principal}:${node.type}`;
  if (MapPrototypeGet(cache, key) === paths.epoch) return true;
  let verdict = false;
  try {
    verdict = native.decideNode(principal, capability, node.principal, node.type, ownThis ? 1 : 0, MapPrototypeGet(typesOf, principal) ?? '') === 1;
  } catch {
    verdict = false;
  }
  if (verdict) MapPrototypeSet(cache, key, paths.epoch);
  return verdict;
}

/**
 * The same where nothing is asked for, and what a package gets depends on what it may do with it besides: a policy that only looks on lets all of it pass, and has
 * no wish to write down.
 */
const couldNode = (principal, name, node) => state.isObserving || mayNode(principal, name, node);

/** The node an id belongs to, for judging; one that does not run is that of its configuration, and else nobody's of the packages'. */
function nodeOf(real, id) {
  const node = real.nodes.getNode(id);
  const record = recordOf(node);
  if (record !== undefined) return record;
  let found = { __proto__: null, principal: CORE, type: node?.type ?? 'unknown', id };
  if (node === undefined || node === null) {
    try {
      real.nodes.eachNode((config) => {
        if (config.id === id) found = { __proto__: null, principal: ownerOfType(config.type), type: `${config.type}`, id };
      });
    } catch (error) {
      // While packages are loaded there are no flows yet.
      if (isOverflow(error)) throw error;
    }
  }
  return found;
}

const resourceOf = (node) => `${node.type} node ${node.id}`;

/** The error of a refusal about a node. */
const nodeRefusal = (principal, name, api, node, reason) => refusal(principal, name, api, resourceOf(node), node, reason);

/** Records a refusal about a node that is answered without an error. */
const reportNode = (principal, name, api, node, reason) => report(principal, name, api, resourceOf(node), node, reason);

/** Throws unless allowed. */
function demandNode(principal, name, api, node, ownThis) {
  if (!mayNode(principal, name, node, ownThis)) throw nodeRefusal(principal, name, api, node);
}

module.exports = { configure, couldNode, demandNode, mayNode, nodeOf, nodeRefusal, noteType, ownerOfType, reportNode, runningOwner, typesBy };
