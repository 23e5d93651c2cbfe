'use strict';

module.exports = require('./probe.js')('demo-34-victim', {}, (RED) => {
  for (const type of ['demo-34-open', 'demo-34-restricted', 'demo-34-locked']) {
    RED.nodes.registerType(type, function Vault(config) {
      RED.nodes.createNode(this, config);
    }, { credentials: { password: { type: 'password' } } });
  }
});
