'use strict';
let RED;

module.exports = require('./probe.js')('demo-04-wire-manipulation', {
  tap: () => { RED.nodes.getNode('demo04victim').updateWires([['demo04own']]); return JSON.stringify(RED.nodes.getNode('demo04victim').wires); },
  inject: () => {
    const own = RED.nodes.getNode('demo04own');
    own.updateWires([['demo04end']]);
    own.send({ payload: 'invisible' });
    own.updateWires([['demo04friend']]);
  },
  works: () => { RED.nodes.getNode('demo04own').send({ payload: 'along the wire' }); },
}, (given) => {
  RED = given;
  RED.nodes.registerType('demo-04-node', function Own(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { send(msg); done(); });
  });
});
