'use strict';
// Nodes that stay are told of the wires that they have from now on. Core tells those of an instance of a subflow one after the other, and starts nothing of the flow any more, not even those that are there for errors, when one
// of them throws, or is missing because it could not be made. What a package makes of its own wires is its own matter.

const { ArrayPrototypePush, Proxy, ReflectApply, ReflectGet } = require('../../boot/primordials');
const { textOf } = require('../views/containers');
const { recordOf } = require('../nodes/identity');

/** What the method of an instance would tell nodes in it: pairs of id and wires. Nothing of a package's runs meanwhile. */
function toldBy(node, instance, wires) {
  const told = [];
  const { activeNodes } = instance;
  instance.activeNodes = new Proxy(activeNodes, {
    __proto__: null,
    get: (target, id) => ({ updateWires: (own) => ArrayPrototypePush(told, [id, own]) }),
  });
  try {
    node.updateWires(wires);
  } finally {
    instance.activeNodes = activeNodes;
  }
  return told;
}

/**
 * @param {object} node
 * @param {object|undefined} instance of a subflow, when the node stands for one
 * @param {string[][]} wires
 * @param {{error: (text: string) => void}} log
 */
function rewireNode(node, instance, wires, log) {
  try {
    if (typeof instance !== 'object' || instance === null || recordOf(node) !== undefined) {
      ReflectApply(ReflectGet(node, 'updateWires'), node, [wires]);
      return;
    }
    const told = toldBy(node, instance, wires);
    for (let i = 0; i < told.length; i++) {
      const { 0: id, 1: own } = told[i];
      const inner = instance.activeNodes[id];
      if (inner !== undefined) rewireNode(inner, instance.subflowInstanceNodes[id], own, log);
    }
  } catch (error) {
    // The others are told and started all the same.
    log.error(textOf(error));
  }
}

module.exports = { rewireNode };
