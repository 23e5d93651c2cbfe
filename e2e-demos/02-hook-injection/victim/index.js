'use strict';

const inbox = [];

const probe = require('./probe.js');

let RED;
const calls = {
  send: async () => {
    RED.nodes.getNode('demo02victim').send({ payload: 'true' });
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    return inbox.splice(0).join();
  },
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-02-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { inbox.push(String(msg.payload)); send(msg); done(); });
  });
  probe('demo-02-victim', calls)(given);
};
