'use strict';

const probe = require('./probe.js');

let RED;
const calls = {
  listening: () => (RED.nodes.getNode('demo33victim').listenerCount('told') > 0 ? 'somebody' : 'nobody'),
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-33-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this.on('told', () => {});
    globalThis.demo33Tell = () => this.emit('told', config.secret);
  });
  probe('demo-33-victim', calls)(given);
};
