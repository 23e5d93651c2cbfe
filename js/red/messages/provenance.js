'use strict';
// Messages that do not come along a wire of the deployed flow [R9][R10]: what is said of them, and what becomes of them under
// `sentinel.server.provenance`.

const { state } = require('../../boot/state');
const { CORE, UNKNOWN } = require('../../core/caller');
const { detect, nameOf, refusal, report } = require('../../core/deny');
const { mayNode } = require('../nodes/access');

const UNWIRED = 'only wires of the deployed flow carry messages; connect the nodes in the editor and deploy';

const UNCALLED = 'an answer goes only to the link call node that sent the message here in this run of Node-RED';

/** A node as people are told of it. */
const describe = ({ principal, type, id }) => (principal === CORE ? `${type} node ${id}` : `${type} node ${id} of ${nameOf(principal)}`);

/**
 * A node of a package sends to a node that no wire leads to.
 * @param {import('../nodes/identity').NodeRecord} from
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
 * @param {import('../nodes/identity').NodeRecord | undefined} from the node that the message last came from
 * @throws {Error} when it may not
 */
function handsOver(caller, api, to, from) {
  if (mayNode(caller, 'node:receive', to)) return;
  const resource = from === undefined ? `to ${describe(to)}` : `from ${describe(from)} to ${describe(to)}`;
  if (state.provenance !== 'detect') throw refusal(caller, 'node:receive', api, resource, to);
  detect(caller, 'node:receive', api, resource, to);
}

/**
 * A message says that it answers a `link call` that did not send it.
 * @param {import('../nodes/identity').NodeRecord | undefined} from the node that the message last came from
 * @param {string} call id of the node that would be answered
 * @param {object} end the `link out` node at the end of the subroutine
 * @returns {boolean} whether it goes there
 */
function answersUncalled(from, call, end) {
  const to = { __proto__: null, principal: CORE, type: 'link call', id: call };
  const resource = `from ${from === undefined ? 'nobody' : describe(from)} by link out node ${end.id} to ${describe(to)}`;
  const principal = from === undefined || from.principal === CORE ? UNKNOWN : from.principal;
  const tell = state.provenance === 'detect' ? detect : report;
  tell(principal, 'node:receive', 'link out', resource, to, UNCALLED);
  return state.provenance === 'detect';
}

module.exports = { answersUncalled, describe, handsOver, sendsUnwired };
