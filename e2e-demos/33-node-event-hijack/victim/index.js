'use strict';
let RED;

module.exports = require('./probe.js')('demo-33-victim', {
  listening: () => (RED.nodes.getNode('demo33victim').listenerCount('told') > 0 ? 'somebody' : 'nobody'),
}, (given) => {
  RED = given;
  RED.nodes.registerType('demo-33-victim', function Victim(config) {
    RED.nodes.createNode(this, config);
    this.on('told', () => {});
    globalThis.demo33Tell = () => this.emit('told', config.secret);
  });
});
