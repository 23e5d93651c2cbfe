'use strict';
let RED;

module.exports = require('./probe.js')('demo-17-emitter-enumeration', {
  events: () => { for (const listener of RED.events.listeners('demo-17')) listener('called'); },
  node: () => { for (const listener of RED.nodes.getNode('demo17victim').listeners('demo-17')) listener('called on node'); },
  names: () => RED.events.eventNames().join(),
}, (given) => { RED = given; });
