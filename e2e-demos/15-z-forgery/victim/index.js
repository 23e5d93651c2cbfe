'use strict';
let RED;

module.exports = require('./probe.js')('demo-15-victim', {
  password: () => RED.nodes.getNode('demo15vault').password(),
}, (given) => {
  RED = given;
  RED.nodes.registerType('demo-15-vault', function Vault(config) {
    RED.nodes.createNode(this, config);
    this.password = () => this.credentials.password;
  }, { credentials: { password: { type: 'password' } } });
});
