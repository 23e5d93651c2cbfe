'use strict';
let RED;

module.exports = require('./probe.js')('demo-08-node-enumeration', {
  each: () => { const all = []; RED.nodes.eachNode((node) => all.push(node)); return JSON.stringify(all); },
  flow: () => JSON.stringify(Object.values(RED.nodes.getNode('demo08own')._flow.getActiveNodes()).map((node) => node.place)),
  own: () => { const all = []; RED.nodes.eachNode((node) => all.push(node)); return JSON.stringify(all.filter(({ type }) => type === 'demo-08-node')); },
}, (given) => {
  RED = given;
  RED.nodes.registerType('demo-08-node', function Own(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { send(msg); done(); });
  });
});
