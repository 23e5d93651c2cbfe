'use strict';
let RED;

module.exports = require('./probe.js')('demo-05-direct-receive', {
  receive: () => { RED.nodes.getNode('demo05victim').receive({ payload: 'by receive' }); },
  emit: () => { RED.nodes.getNode('demo05victim').emit('input', { payload: 'by emit' }); },
  callback: () => { RED.nodes.getNode('demo05victim')._inputCallback({ payload: 'by callback' }, () => {}, () => {}); },
  flow: () => {
    const own = RED.nodes.getNode('demo05own');
    own._flow.send([{ msg: { payload: 'by flow' }, source: { id: 'demo05own', node: own, port: 0 }, destination: { id: 'demo05victim' } }]);
  },
}, (given) => {
  RED = given;
  RED.nodes.registerType('demo-05-node', function Own(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { send(msg); done(); });
  });
});
