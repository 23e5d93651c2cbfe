'use strict';
let RED;

module.exports = require('./probe.js')('demo-28-a-registry-hijack', {
  owner: () => String(RED.nodes.getNode('demo28vault').madeBy ?? 'somebody else'),
}, (given) => {
  RED = given;
  try {
    RED.nodes.registerType('demo-28-vault', function Hijacked(config) {
      RED.nodes.createNode(this, config);
      this.madeBy = 'attacker';
    });
  } catch {}
});
