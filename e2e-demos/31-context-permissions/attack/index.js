'use strict';
let RED;

module.exports = require('./probe.js')('demo-31-context-permissions', {
  read: () => String(RED.nodes.getNode('demo31victim').context().get('state')),
  write: () => { RED.nodes.getNode('demo31victim').context().set('state', 'poisoned'); },
  forged: () => {
    const { context } = Object.getPrototypeOf(Object.getPrototypeOf(RED.nodes.getNode('demo31own')));
    return String(context.call({ id: 'demo31victim', z: 'tab1' }).get('state'));
  },
  shared: () => { const { flow } = RED.nodes.getNode('demo31own').context(); flow.set('demo31', 'shared'); return flow.get('demo31'); },
}, (given) => {
  RED = given;
  RED.nodes.registerType('demo-31-node', function Own(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { send(msg); done(); });
  });
});
