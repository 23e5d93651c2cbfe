'use strict';

const probe = require('./probe.js');

let RED;
const calls = {
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-08-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this.place = config.place;
  });
  probe('demo-08-victim', calls)(given);
};
