'use strict';
const heard = [];

module.exports = require('./probe.js')('demo-17-victim', {
  heard: () => heard.join(' '),
}, (RED) => {
  RED.events.on('demo-17', (text) => heard.push(text));
  RED.nodes.registerType('demo-17-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this.on('demo-17', (text) => heard.push(text));
  });
});
