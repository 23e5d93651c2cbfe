'use strict';

const probe = require('./probe.js');

let RED;
const calls = {
  state: () => String(RED.nodes.getNode('demo31victim').context().get('state')),
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-31-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this.context().set('state', config.secret);
  });
  probe('demo-31-victim', calls)(given);
};
