'use strict';
// What is like a node and has no record: an instance of a subflow, a copy of a node, or what a package made like one.

const { ReflectGetOwnPropertyDescriptor } = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { UNKNOWN } = require('../../core/caller');
const { newestOf } = require('../messages/wires');

/**
 * What stands in for its record. A copy, as messages are copied where there are two wires, stands for the node it was made from: whoever makes up an
 * object with an id gets no more by it than by asking for the node with that id.
 * @param {object} node
 * @param {number} principal whose it is, by the code that it comes from
 */
function recordOfUnmarked(node, principal) {
  const record = util.isProxy(node) ? undefined : newestOf(ReflectGetOwnPropertyDescriptor(node, 'id')?.value);
  if (record !== undefined && (principal === UNKNOWN || principal === record.principal)) return record;
  return { __proto__: null, principal, id: node.id, type: node.type ?? 'subflow', node };
}

module.exports = { recordOfUnmarked };
