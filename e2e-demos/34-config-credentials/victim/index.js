'use strict';

const probe = require('./probe.js');

let RED;
const calls = {
};

module.exports = (given) => {
  RED = given;
  for (const type of ['demo-34-open', 'demo-34-restricted', 'demo-34-locked']) {
    RED.nodes.registerType(type, function Vault(config) {
      RED.nodes.createNode(this, config);
    }, { credentials: { password: { type: 'password' } } });
  }
  probe('demo-34-victim', calls)(given);
};
