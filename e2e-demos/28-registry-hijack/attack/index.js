'use strict';

const probe = require('./probe.js');

let RED;
const calls = {
  owner: () => String(RED.nodes.getNode('demo28vault').madeBy ?? 'somebody else'),
};

module.exports = (given) => {
  RED = given;
  try {
    RED.nodes.registerType('demo-28-vault', function Hijacked(config) {
      RED.nodes.createNode(this, config);
      this.madeBy = 'attacker';
    });
  } catch {}
  probe('demo-28-a-registry-hijack', calls)(given);
};
