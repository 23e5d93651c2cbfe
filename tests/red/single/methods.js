'use strict';
// Methods that nodes of core have of their own making: reading a node is not enough for those that send, receive or change. The same call is made by
// a package that holds `node:read`, and by one that holds what it takes.

const HELD = { 'single-reads': ['node:read'], 'single-calls': ['node:read', 'node:send', 'node:receive', 'node:write'] };

/** [name, run, wants, is only in some versions] */
const METHODS = [
  ['makes a message of a request for another', "() => { RED.nodes.getNode('m-in').callback({ method: 'GET', query: 'by-callback' }, {}); }", 'got:by-callback'],
  ['answers a call that nobody made', "() => { RED.nodes.getNode('m-call').returnLinkMessage('x', { payload: 'returned' }); }", 'got:returned'],
  ['makes a message of what came in for another', "() => { RED.nodes.getNode('m-ws').handleEvent('1', {}, 'message', 'by-event'); }", 'got:by-event'],
  ['ends the connection of others', "() => { RED.nodes.getNode('broker').disconnect(() => got.push('disconnected')); }", 'disconnected'],
  // Node-RED 5; a package that may not call it is told so, and others find none before that.
  ['calls a subroutine by code of others', "async () => { const { linkcall } = RED.nodes.getNode('m-code'); if (!linkcall) return NAME === 'single-calls' && 'got:asked'; await linkcall.call(RED.nodes.getNode('m-code'), 'm-sub', { payload: 'asked' }); }", 'got:asked', true],
];

const cases = METHODS.flatMap(([name, run, wants, isNew]) => Object.keys(HELD).map((by) => {
  const isHeld = by === 'single-calls';
  return { by, name, run, wants, then: [{ package: 'single-plain', call: 'got' }, { package: by, call: 'got' }], ordinary: isHeld, ...(isNew && !isHeld ? { bare: 'any' } : {}) };
}));

const at = (id, type, more) => ({ id, type, z: 't4', x: 1, y: 1, wires: [['single-plain-m']], ...more });
const FLOWS = [
  { id: 't4', type: 'tab', label: 'methods' },
  at('single-plain-m', 'single-plain-node', { wires: [[]] }),
  at('m-in', 'http in', { url: '/single-methods', method: 'get' }),
  at('m-call', 'link call', { links: ['m-sub'], linkType: 'static' }),
  at('m-sub', 'link in', { links: [], wires: [['single-plain-m', 'm-back']] }),
  at('m-back', 'link out', { mode: 'return', links: [], wires: [] }),
  at('m-code', 'function', { func: 'return null;', outputs: 1 }),
  { id: 'm-ws', type: 'websocket-listener', path: '/single-ws', wholemsg: 'false' },
  at('m-wsin', 'websocket in', { server: 'm-ws', client: '' }),
];

module.exports = { FLOWS, HELD, cases };
