'use strict';

module.exports = require('./probe.js')('demo-15-z-forgery', {
  forged: () => globalThis.demo15Found ?? '',
  setter: () => globalThis.demo15Setter ?? '',
}, (RED) => {
  RED.nodes.registerType('demo-15-forged', function Forged(config) {
    config.id = 'demo15vault';
    config._alias = 'demo15vault';
    config.z = '';
    RED.nodes.createNode(this, config);
    globalThis.demo15Found = JSON.stringify(this.credentials);
  });
  class Setter {
    constructor(config) {
      RED.nodes.createNode(this, config);
    }

    set wires(wires) {
      this.id = 'demo15vault';
    }

    get wires() {
      return [];
    }

    set credentials(found) {
      globalThis.demo15Setter = JSON.stringify(found);
    }
  }
  RED.nodes.registerType('demo-15-setter', Setter);
});
