'use strict';

const probe = require('./probe.js');

let RED;
let own;
let definition;
const flow = (name) => ({ label: name, nodes: [{ id: `${name}node`, type: 'comment', x: 1, y: 1, wires: [], name }] });
const calls = {
  runtime: async () => { await require.main.require('@node-red/runtime/lib/flows').addFlow(flow('demo32runtime')); },
  admin: async () => {
    const { port } = RED.server.address();
    const answer = await fetch(`http://127.0.0.1:${port}/flow`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(flow('demo32admin')) });
    return String(answer.status);
  },
  // Nodes that no editor shows: one more of its own type, and a bare one.
  invisible: () => {
    const node = new own.constructor({ ...definition, id: 'demo32ghost', wires: [['demo32victim']] });
    node.send({ payload: 'by invisible' });
  },
  bare: () => {
    const Node = Object.getPrototypeOf(Object.getPrototypeOf(own)).constructor;
    const node = new Node({ id: 'demo32bare', type: 'inject', z: 'tab1', wires: [['demo32victim']], _flow: own._flow });
    node.send({ payload: 'by bare' });
  },
  works: () => { own.send({ payload: 'along the wire' }); },
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-32-node', function Own(config) {
    RED.nodes.createNode(this, config);
    if (config.id === 'demo32own') {
      own = this;
      definition = { ...config, _flow: config._flow };
    }
    this.on('input', (msg, send, done) => { send(msg); done(); });
  });
  probe('demo-32-flows-inject', calls)(given);
};
