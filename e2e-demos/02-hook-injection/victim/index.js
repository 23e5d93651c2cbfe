'use strict';
const inbox = [];
let RED;

module.exports = require('./probe.js')('demo-02-victim', {
  send: async () => {
    RED.nodes.getNode('demo02victim').send({ payload: 'true' });
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    return inbox.splice(0).join();
  },
}, (given) => {
  RED = given;
  RED.nodes.registerType('demo-02-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { inbox.push(String(msg.payload)); send(msg); done(); });
  });
});
