'use strict';

const probe = require('./probe.js');

let RED;
const calls = {
  password: () => RED.nodes.getNode('demo15vault').password(),
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-15-vault', function Vault(config) {
    RED.nodes.createNode(this, config);
    this.password = () => this.credentials.password;
  }, { credentials: { password: { type: 'password' } } });
  probe('demo-15-victim', calls)(given);
};
