'use strict';
let RED;

module.exports = require('./probe.js')(require('./package.json').name, {
  change: async () => {
    RED.hooks.add('onSend.demo02', (events) => { for (const { msg } of events) if (msg.payload === 'true') msg.payload = 'forged'; });
  },
  off: () => { RED.hooks.remove('*.demo02'); },
}, (given) => { RED = given; });
