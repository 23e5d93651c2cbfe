'use strict';

module.exports = require('./probe.js')('demo-28-victim', {}, (RED) => {
  RED.nodes.registerType('demo-28-vault', function Vault(config) {
    RED.nodes.createNode(this, config);
    this.madeBy = 'victim';
  });
});
