'use strict';
const heard = [];

module.exports = require('./probe.js')('demo-07-victim', {
  heard: () => heard.join(' '),
}, (RED) => {
  RED.events.on('demo-07', (text) => heard.push(text));
  RED.nodes.registerType('demo-07-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    globalThis.demo07Speak = () => RED.events.emit('demo-07', config.secret);
  });
});
