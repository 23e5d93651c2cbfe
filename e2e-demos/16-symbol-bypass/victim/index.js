'use strict';

module.exports = require('./probe.js')('demo-16-victim', {}, (RED) => {
  RED.nodes.registerType('demo-16-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this[Symbol.for('demo16')] = config.secret;
    this.on('input', () => {});
  });
});
