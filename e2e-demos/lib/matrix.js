'use strict';
// Which Node-RED runs on which Node, and what the last run is written down as.
const { NODE_RED_VERSIONS, nodeRedVersion } = require('../../tests/support/installs.js');

const DEFAULT_NODE = [20, 22, 24];
const DEFAULT_NODE_RED = ['3.1', '4.1', '5.0'];

/** All pairs that are asked for and that this Node-RED supports. */
function combinations({ nodes = DEFAULT_NODE, nodeReds = DEFAULT_NODE_RED } = {}) {
  return nodeReds.flatMap((line) => {
    const supported = NODE_RED_VERSIONS[nodeRedVersion(line)];
    return nodes.map(Number).filter((node) => supported.includes(node)).map((node) => ({ version: line, node }));
  });
}

/** `Node-RED 4.1 (Node 20, 22, 24), 5.0 (Node 22, 24)` */
function describe(pairs) {
  const lines = new Map();
  for (const { version, node } of pairs) lines.set(version, [...(lines.get(version) ?? []), node]);
  return [...lines].map(([version, nodes]) => `${version} (Node ${nodes.join(', ')})`).join(', ');
}

module.exports = { combinations, describe };
