'use strict';
let RED;

module.exports = require('./probe.js')('demo-30-granted', {
  publish: ({ topic }) => { RED.comms.publish(topic, { text: 'forged', id: 'demo30victim' }); },
}, (given) => { RED = given; });
