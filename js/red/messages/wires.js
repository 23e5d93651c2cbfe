'use strict';
// The wires of the deployed flow, along which the nodes of packages send [R10].

const {
  MapPrototypeDelete, MapPrototypeForEach, MapPrototypeGet, MapPrototypeSet, ObjectHasOwn, SafeMap, SafeWeakMap, SafeWeakSet, WeakMapPrototypeDelete,
  WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../../boot/primordials');
const { ownerOfType } = require('../nodes/access');
const { recordOf } = require('../nodes/identity');

/** Moves whenever wires may have changed: what was found before no longer counts. */
let deployment = 1;
/** Flow -> the configuration it had before, while nodes that stay are being rewired. */
const before = new SafeWeakMap();

/** A flow gets another configuration (`previous` is the one it had), or its nodes have been told of it. */
function noteDeploy(flow, previous) {
  deployment++;
  if (previous === undefined) WeakMapPrototypeDelete(before, flow);
  else WeakMapPrototypeSet(before, flow, previous);
}

/** Flows that have ended. Their nodes may live on in the hands of their packages, with the wires of their time. */
const ended = new SafeWeakSet();
/** Id -> the record of the node of a package that was made last under it. */
const newest = new SafeMap();

/** A node of a package has been made. */
function noteNode(record) {
  MapPrototypeSet(newest, record.id, record);
}

/** The record of the node of a package that is deployed under an id. */
const newestOf = (id) => (typeof id === 'string' ? MapPrototypeGet(newest, id) : undefined);

/** Nodes that are deployed no more. */
function forgetNodes(ids) {
  for (let i = 0; i < ids.length; i++) MapPrototypeDelete(newest, ids[i]);
}

/** A flow, or an instance of a subflow, has been stopped for good. */
function noteEnded(flow) {
  deployment++;
  ended.add(flow);
  MapPrototypeForEach(newest, (record, id) => {
    if (ended.has(record.flow)) MapPrototypeDelete(newest, id);
  });
}

/** Everything that is deployed, by its id; undefined until a flow is started. */
let all;

/** Core is about to start a flow of what it has parsed. */
function noteAll(config) {
  all = config?.allNodes ?? all;
}

/** What the deployed flows have under the id of a node, in a subflow under the one that it has there. */
function deployedAt({ id, deployedAs }) {
  if (all === undefined) return undefined;
  if (ObjectHasOwn(all, id)) return all[id];
  return deployedAs !== undefined && ObjectHasOwn(all, deployedAs) ? all[deployedAs] : undefined;
}

/** That, when it is of another type, or of this one and that is another package's by now: node, instance of a subflow, group or tab. */
function deployedInstead(record) {
  const { id, type, principal } = record;
  const config = deployedAt(record);
  if (config === undefined) return undefined;
  const owner = ownerOfType(config.type);
  return config.type === type && owner === principal ? undefined : { __proto__: null, principal: owner, type: `${config.type}`, id };
}

/** What runs under an id, in any flow. */
function runningAs(flow, id) {
  let at = flow;
  while (at.parent !== undefined && at.parent !== null) at = at.parent;
  return at.getNode?.(id);
}

const isAnother = (now, record) => now.principal !== record.principal || now.type !== record.type;

/**
 * The record of a node of somebody else, or of another type, that has taken the place of this one under its id. What was replaced lives on in the hands of its package, and has
 * no say in what becomes of the other [R13].
 */
function successorOf(record) {
  const { flow, id, node } = record;
  if (flow === undefined || flow.activeNodes?.[id] === node) return undefined;
  const noted = MapPrototypeGet(newest, id);
  // Nodes of core are not noted, and have not been made yet when there is another configuration for the id.
  const now = noted !== undefined && noted !== record ? noted : recordOf(runningAs(flow, id));
  return now !== undefined && isAnother(now, record) ? now : deployedInstead(record);
}

const isReplaced = (record) => successorOf(record) !== undefined;

/** The wires that a node has in what is deployed now: in its flow, or, when that has ended or it has been moved to another, as the node that took its place. */
function wiresNow(record) {
  if (!ended.has(record.flow)) {
    const wires = isReplaced(record) ? undefined : wiresOf(record.flow.flow, record);
    if (wires !== undefined) return wires;
  }
  const now = MapPrototypeGet(newest, record.id);
  return now !== undefined && !isAnother(now, record) && !ended.has(now.flow) ? wiresOf(now.flow.flow, now) : undefined;
}

/** Is a node deployed no more, at this place and as what it was made? */
const isGone = (record) => record.flow !== undefined && (ended.has(record.flow) || isReplaced(record) || configOf(record.flow.flow, record) === undefined);

/** What the configuration of a flow has of a node, where it is of that type. */
function configOf(flow, { id, type }) {
  const config = flow?.nodes?.[id] ?? flow?.configs?.[id];
  return config?.type === type ? config : undefined;
}

const wiresOf = (flow, record) => configOf(flow, record)?.wires;

/** Through which output is there a wire to that node? The one that is claimed, if it is true; -1 when none. */
function portOf(wires, destination, claimed) {
  if (wires === undefined) return -1;
  if (typeof claimed === 'number' && leads(wires[claimed], destination)) return claimed;
  for (let port = 0; port < wires.length; port++) if (leads(wires[port], destination)) return port;
  return -1;
}

function leads(ends, destination) {
  if (ends === undefined) return false;
  for (let i = 0; i < ends.length; i++) if (ends[i] === destination) return true;
  return false;
}

/**
 * The output of a node from which a wire of the deployed flow leads to that node; -1 when there is none. The last answer counts until
 * something is deployed. While a deployment is under way, nodes that stay send along their old wires.
 */
function wirePort(record, destination, claimed) {
  const isNew = record.deployment !== deployment;
  if (!isNew && record.wiredTo === destination && record.port === claimed) return claimed;
  const wires = (isNew ? undefined : record.deployed) ?? wiresNow(record);
  let port = portOf(wires, destination, claimed);
  if (port < 0) port = portOf(wiresOf(WeakMapPrototypeGet(before, record.flow), record), destination, claimed);
  if (port < 0) return -1;
  record.deployment = deployment;
  record.deployed = wires;
  record.wiredTo = destination;
  record.port = port;
  return port;
}

/** Had a node that was closed this wire in the end? */
const hadWire = (record, destination) => record.lastWires !== undefined && portOf(record.lastWires, destination) >= 0;

/** A node is being closed: what it still sends afterwards is known by the wires it has now. */
function noteClosed(record) {
  if (record.flow !== undefined) record.lastWires = wiresOf(record.flow.flow, record);
}

module.exports = { forgetNodes, hadWire, isGone, isReplaced, newestOf, noteAll, noteClosed, noteDeploy, noteEnded, noteNode, successorOf, wirePort };
