'use strict';
const inbox = [];

module.exports = require('./probe.js')('demo-04-victim', {
  inbox: () => inbox.join(' '),
}, (RED) => {
  RED.nodes.registerType('demo-04-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { inbox.push(String(msg.payload)); send(msg); done(); });
  });
});
