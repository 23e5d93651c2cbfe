'use strict';
let RED;

module.exports = require('./probe.js')('demo-51-types-grant', {
  read: () => RED.nodes.getNode('demo51victim').place,
}, (given) => { RED = given; });
