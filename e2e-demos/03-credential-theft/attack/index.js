'use strict';
let RED;

module.exports = require('./probe.js')('demo-03-credential-theft', {
  byId: () => JSON.stringify(RED.nodes.getCredentials('demo03vault')),
  fromNode: () => JSON.stringify(RED.nodes.getNode('demo03vault').credentials),
  fromObject: () => RED.nodes.getNode('demo03vault').connection.password,
  fromDescriptor: () => JSON.stringify(Object.getOwnPropertyDescriptor(RED.nodes.getNode('demo03vault'), 'credentials').value),
  fromFlow: () => JSON.stringify(RED.nodes.getNode('demo03own')._flow.getNode('demo03vault').credentials),
  forged: () => {
    const own = RED.nodes.getNode('demo03own');
    const forged = Object.create(Object.getPrototypeOf(own));
    RED.nodes.createNode(forged, { id: 'demo03vault', type: 'demo-03-vault', wires: [], _flow: own._flow });
    return JSON.stringify(forged.credentials);
  },
}, (given) => {
  RED = given;
  RED.nodes.registerType('demo-03-node', function Own(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { send(msg); done(); });
  });
});
