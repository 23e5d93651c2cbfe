'use strict';

const probe = require('./probe.js');

let RED;
const calls = {
  works: () => (RED.nodes.getNode('demo28other') ? 'works' : ''),
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-28-other', function Other(config) {
    RED.nodes.createNode(this, config);
  });
  probe('demo-28-other', calls)(given);
};
