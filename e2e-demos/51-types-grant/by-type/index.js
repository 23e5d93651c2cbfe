'use strict';

const probe = require('./probe.js');

let RED;
const calls = {
  read: () => RED.nodes.getNode('demo51victim').place,
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-51-reader', function Reader(config) {
    RED.nodes.createNode(this, config);
  });
  probe('demo-51-by-type', calls)(given);
};
