'use strict';
let RED;

module.exports = require('./probe.js')('demo-05-granted', {
  receive: () => { RED.nodes.getNode('demo05victim').receive({ payload: 'by receive' }); },
}, (given) => { RED = given; });
