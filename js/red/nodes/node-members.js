'use strict';
// The members of another package's node: what it takes to use each. What is not listed and does not begin with `_` is a member of
// that node's own making: reading it is `node:read`, and so is calling it, because its package offers it.

const { CORE } = require('../../core/caller');
const { isInherited } = require('../areas/names');

const call = (capability) => ({ __proto__: null, kind: 'call', capability });
const listen = (capability) => ({ __proto__: null, kind: 'listen', capability });
const unlisten = (capability) => ({ __proto__: null, kind: 'unlisten', capability });

/** A way into a node past `receive`: hidden like all private members, and who looks for it is reported. */
const door = { __proto__: null, kind: 'door' };

const members = {
  __proto__: null,
  id: { kind: 'open' },
  type: { kind: 'open' },
  send: call('node:send'),
  receive: call('node:receive'),
  emit: call('node:receive'),
  status: call('node:status'),
  log: call('node:log'),
  warn: call('node:log'),
  error: call('node:log'),
  debug: call('node:log'),
  trace: call('node:log'),
  metric: call('node:log'),
  close: call('node:close'),
  on: listen('node:events:subscribe'),
  once: listen('node:events:subscribe'),
  addListener: listen('node:events:subscribe'),
  prependListener: listen('node:events:subscribe'),
  prependOnceListener: listen('node:events:subscribe'),
  off: unlisten('node:events:unsubscribe'),
  removeListener: unlisten('node:events:unsubscribe'),
  removeAllListeners: call('node:events:unsubscribe'),
  // Functions of others: with one in hand its node could be made to act.
  listeners: { kind: 'refused' },
  rawListeners: { kind: 'refused' },
  listenerCount: call('node:read'),
  eventNames: call('node:read'),
  getMaxListeners: call('node:read'),
  setMaxListeners: call('node:write'),
  context: { kind: 'context' },
  updateWires: call('node:wires:write'),
  wires: { kind: 'data', read: 'node:wires:read', write: 'node:wires:write', remove: 'node:wires:write' },
  credentials: { kind: 'data', read: 'node:credentials:read', write: 'node:credentials:write', remove: 'node:credentials:delete' },
  constructor: { kind: 'prototype' },
  _inputCallback: door,
  _inputCallbacks: door,
  _emitInput: door,
  _emit: door,
  _events: door,
  // Where the node is, as plain data: debuggers and dashboards name nodes inside subflows by it.
  _alias: { kind: 'place' },
  _path: { kind: 'place' },
  _flow: { kind: 'place' },
};

/**
 * Methods that nodes of core have of their own making: type -> method -> what it takes to call it, beside reading the node. In no line stands
 * what nobody has looked at.
 */
const READ = undefined;
const websocket = {
  __proto__: null, registerInputNode: READ, removeInputNode: READ, broadcast: 'node:send', reply: 'node:send', handleEvent: 'node:receive', startconn: 'node:write',
};
const offers = {
  __proto__: null,
  // It gives away key and passphrase.
  'tls-config': { __proto__: null, addTLSOptions: 'node:credentials:read' },
  'mqtt-broker': {
    __proto__: null, register: READ, deregister: READ, subscribe: READ, unsubscribe: READ, connect: READ, canConnect: READ, v5: READ,
    subscriptionIdentifiersAvailable: READ, publish: 'node:send', disconnect: 'node:write', setOptions: 'node:write',
  },
  'websocket-listener': websocket,
  'websocket-client': websocket,
  // Requests become messages of the node.
  'http in': { __proto__: null, callback: 'node:send', errorHandler: 'node:log' },
  'link call': { __proto__: null, returnLinkMessage: 'node:receive' },
  function: { __proto__: null, returnLinkMessage: 'node:receive', linkcall: 'node:receive' },
  inject: { __proto__: null, repeaterSetup: 'node:write' },
  delay: { __proto__: null, reportDepth: 'node:status' },
};

const calling = (capability) => ({ __proto__: null, kind: 'call', capability, isOffered: true });
const ANYBODYS = calling(undefined);

/** What it takes to call a method of a node's own making: of other packages' nodes it is enough to read the node. */
function offered({ principal, type }, name) {
  if (principal !== CORE || isInherited(name)) return ANYBODYS;
  const methods = offers[type];
  if (methods === undefined || !(name in methods)) return calling('all');
  return methods[name] === undefined ? ANYBODYS : calling(methods[name]);
}

module.exports = { members, offered, offers };
