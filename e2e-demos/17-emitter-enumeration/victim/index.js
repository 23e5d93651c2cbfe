'use strict';

const heard = [];

const probe = require('./probe.js');

let RED;
const calls = {
  heard: () => heard.join(' '),
};

module.exports = (given) => {
  RED = given;
  RED.events.on('demo-17', (text) => heard.push(text));
  RED.nodes.registerType('demo-17-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this.on('demo-17', (text) => heard.push(text));
  });
  probe('demo-17-victim', calls)(given);
};
