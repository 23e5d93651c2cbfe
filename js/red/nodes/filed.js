'use strict';
// Nodes that are told of errors, status and finished messages of others. When core has started a flow it goes through all nodes there, asks each of which type it is and what it is there for, and hands functions of its own
// to what that says. None of a package's is one of these, whatever it says, and it is not asked: it could answer otherwise the next time, keep the others from being found, and be told of what is nobody's business [R3][R9].

const { ArrayPrototypePush, Proxy, ReflectOwnKeys, SafeWeakMap } = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { recordOf } = require('./identity');

/** Flow that core is starting -> its nodes, and how often it is being started. */
const starting = new SafeWeakMap();

/** All nodes of a flow, also while core is starting it. */
const nodesOf = (flow) => starting.get(flow)?.nodes ?? flow.activeNodes;

/** The same nodes, of which those of packages are found by their ids only. */
const filed = (nodes) => new Proxy(nodes, {
  __proto__: null,
  ownKeys(target) {
    const keys = ReflectOwnKeys(target);
    const kept = [];
    for (let i = 0; i < keys.length; i++) {
      const record = recordOf(target[keys[i]]);
      if (record === undefined || record.principal === CORE) ArrayPrototypePush(kept, keys[i]);
    }
    return kept;
  },
});

/** Core starts a flow. */
async function startFiled(flow, start) {
  const entry = starting.get(flow) ?? { __proto__: null, nodes: flow.activeNodes, times: 0 };
  if (entry.times++ === 0) {
    starting.set(flow, entry);
    flow.activeNodes = filed(entry.nodes);
  }
  try {
    return await start();
  } finally {
    if (--entry.times === 0) {
      starting.delete(flow);
      flow.activeNodes = entry.nodes;
    }
  }
}

module.exports = { nodesOf, startFiled };
