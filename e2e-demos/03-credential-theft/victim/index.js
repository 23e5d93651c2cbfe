'use strict';
let RED;

module.exports = require('./probe.js')('demo-03-victim', {
  password: () => RED.nodes.getNode('demo03vault').password(),
}, (given) => {
  RED = given;
  RED.nodes.registerType('demo-03-vault', function Vault(config) {
    RED.nodes.createNode(this, config);
    this.password = () => this.credentials.password;
    this.connection = { url: 'https://x', password: this.credentials.password };
  }, { credentials: { password: { type: 'password' } } });
});
