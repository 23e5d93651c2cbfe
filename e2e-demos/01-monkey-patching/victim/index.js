'use strict';
const inbox = [];

module.exports = require('./probe.js')('demo-01-victim', {
  inbox: () => inbox.join(' '),
}, (RED) => {
  RED.nodes.registerType('demo-01-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    globalThis.demo01Message = config.secret;
    this.on('input', (msg, send, done) => { inbox.push(String(msg.payload)); send(msg); done(); });
  });
});
