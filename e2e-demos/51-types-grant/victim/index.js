'use strict';

const probe = require('./probe.js');

let RED;
const calls = {
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-51-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this.place = config.place;
  });
  probe('demo-51-victim', calls)(given);
};
