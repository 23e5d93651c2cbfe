'use strict';
let RED;

module.exports = require('./probe.js')('demo-34-config-credentials', {
  read: ({ id }) => JSON.stringify(RED.nodes.getNode(id).credentials),
}, (given) => { RED = given; });
