'use strict';
let RED;

module.exports = require('./probe.js')('demo-31-victim', {
  state: () => String(RED.nodes.getNode('demo31victim').context().get('state')),
}, (given) => {
  RED = given;
  RED.nodes.registerType('demo-31-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this.context().set('state', config.secret);
  });
});
