'use strict';
let RED;

module.exports = require('./probe.js')('demo-33-node-event-hijack', {
  listen: () => new Promise((resolve) => {
    RED.nodes.getNode('demo33victim').on('told', resolve);
    setTimeout(globalThis.demo33Tell, 5);
    setTimeout(resolve, 100, 'nothing');
  }),
  silence: () => { RED.nodes.getNode('demo33victim').removeAllListeners('told'); },
}, (given) => { RED = given; });
