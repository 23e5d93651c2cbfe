'use strict';
let RED;

module.exports = require('./probe.js')('demo-28-other', {
  works: () => (RED.nodes.getNode('demo28other') ? 'works' : ''),
}, (given) => {
  RED = given;
  RED.nodes.registerType('demo-28-other', function Other(config) {
    RED.nodes.createNode(this, config);
  });
});
