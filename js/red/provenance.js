'use strict';
// Messages that do not come along a wire of the deployed flow [R9][R10]: what is said of them, and what becomes of them under
// `sentinel.server.provenance`.

const { state } = require('../boot/state');
const { CORE } = require('../core/caller');
const { detect, nameOf, refusal, report } = require('../core/deny');
const { mayNode } = require('./access');

const UNWIRED = 'only wires of the deployed flow carry messages; connect the nodes in the editor and deploy';

/** A node as people are told of it. */
const describe = ({ principal, type, id }) => (principal === CORE ? `${type} node ${id}` : `${type} node ${id} of ${nameOf(principal)}`);

/**
 * A node of a package sends to a node that no wire leads to.
 * @param {import('./identity').NodeRecord} from
 * @param {{principal: number, type: string, id: string}} to
 * @returns {boolean} whether it is sent
 */
function sendsUnwired(from, to) {
  if (state.provenance === 'off') return true;
  const resource = `from ${describe(from)} to ${describe(to)}`;
  if (state.provenance === 'detect') detect(from.principal, 'node:wires:write', 'node.send() without a wire', resource, to, UNWIRED);
  else report(from.principal, 'node:wires:write', 'node.send() without a wire', resource, to, UNWIRED);
  return state.provenance === 'detect';
}

/**
 * A package hands a message to a node.
 * @param {number} caller
 * @param {{principal: number, type: string, id: string}} to
 * @param {import('./identity').NodeRecord | undefined} from the node that the message last came from
 * @throws {Error} when it may not
 */
function handsOver(caller, api, to, from) {
  if (mayNode(caller, 'node:receive', to)) return;
  const resource = from === undefined ? `to ${describe(to)}` : `from ${describe(from)} to ${describe(to)}`;
  if (state.provenance !== 'detect') throw refusal(caller, 'node:receive', api, resource, to);
  detect(caller, 'node:receive', api, resource, to);
}

module.exports = { describe, handsOver, sendsUnwired };
