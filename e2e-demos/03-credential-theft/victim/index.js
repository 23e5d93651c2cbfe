'use strict';

const probe = require('./probe.js');

let RED;
const calls = {
  password: () => RED.nodes.getNode('demo03vault').password(),
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-03-vault', function Vault(config) {
    RED.nodes.createNode(this, config);
    this.password = () => this.credentials.password;
    this.connection = { url: 'https://x', password: this.credentials.password };
  }, { credentials: { password: { type: 'password' } } });
  probe('demo-03-victim', calls)(given);
};
