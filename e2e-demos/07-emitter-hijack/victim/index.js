'use strict';

const heard = [];

const probe = require('./probe.js');

let RED;
const calls = {
  heard: () => heard.join(' '),
};

module.exports = (given) => {
  RED = given;
  RED.events.on('demo-07', (text) => heard.push(text));
  RED.nodes.registerType('demo-07-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    globalThis.demo07Speak = () => RED.events.emit('demo-07', config.secret);
  });
  probe('demo-07-victim', calls)(given);
};
