'use strict';
let RED;

module.exports = require('./probe.js')('demo-51-by-type', {
  read: () => RED.nodes.getNode('demo51victim').place,
}, (given) => {
  RED = given;
  RED.nodes.registerType('demo-51-reader', function Reader(config) {
    RED.nodes.createNode(this, config);
  });
});
