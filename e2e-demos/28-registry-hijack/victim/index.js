'use strict';

const probe = require('./probe.js');

let RED;
const calls = {
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-28-vault', function Vault(config) {
    RED.nodes.createNode(this, config);
    this.madeBy = 'victim';
  });
  probe('demo-28-victim', calls)(given);
};
