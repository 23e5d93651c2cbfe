'use strict';

const inbox = [];

const probe = require('./probe.js');

let RED;
const calls = {
  inbox: () => inbox.join(' '),
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-32-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { inbox.push(String(msg.payload)); send(msg); done(); });
  });
  probe('demo-32-victim', calls)(given);
};
