'use strict';
// The wires of the deployed flow, along which the nodes of packages send [R10].

const { SafeWeakMap, WeakMapPrototypeDelete, WeakMapPrototypeGet, WeakMapPrototypeSet } = require('../boot/primordials');

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

/** The wires of a node in the configuration of a flow. */
const wiresOf = (flow, id) => (flow?.nodes?.[id] ?? flow?.configs?.[id])?.wires;

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
  if (record.deployment === deployment && record.wiredTo === destination && record.port === claimed) return claimed;
  const { flow, id } = record;
  let port = portOf(wiresOf(flow.flow, id), destination, claimed);
  if (port < 0) port = portOf(wiresOf(WeakMapPrototypeGet(before, flow), id), destination, claimed);
  if (port < 0) return -1;
  record.deployment = deployment;
  record.wiredTo = destination;
  record.port = port;
  return port;
}

/** Had a node that was closed this wire in the end? */
const hadWire = (record, destination) => record.lastWires !== undefined && portOf(record.lastWires, destination) >= 0;

/** A node is being closed: what it still sends afterwards is known by the wires it has now. */
function noteClosed(record) {
  if (record.flow !== undefined) record.lastWires = wiresOf(record.flow.flow, record.id);
}

module.exports = { hadWire, noteClosed, noteDeploy, wirePort };
