'use strict';

module.exports = require('./probe.js')('demo-08-victim', {}, (RED) => {
  RED.nodes.registerType('demo-08-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this.place = config.place;
  });
});
