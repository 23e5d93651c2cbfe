'use strict';

const probe = require('./probe.js');

let RED;
const calls = {
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-16-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this[Symbol.for('demo16')] = config.secret;
    this.on('input', () => {});
  });
  probe('demo-16-victim', calls)(given);
};
