'use strict';
// The wires of the deployed flow, along which the nodes of packages send [R10].

/** Is there a wire from this node to that one in the deployed flow? The last answer counts until another flow is deployed. */
function isWired(record, destination) {
  const deployed = record.flow.flow;
  if (record.deployed === deployed && record.wiredTo === destination) return true;
  if (!hasWire(deployed, record.id, destination)) return false;
  record.deployed = deployed;
  record.wiredTo = destination;
  return true;
}

function hasWire({ nodes, configs }, id, destination) {
  const wires = (nodes?.[id] ?? configs?.[id])?.wires;
  if (wires === undefined) return false;
  for (let port = 0; port < wires.length; port++) {
    const ends = wires[port];
    for (let i = 0; i < ends.length; i++) if (ends[i] === destination) return true;
  }
  return false;
}

module.exports = { isWired };
