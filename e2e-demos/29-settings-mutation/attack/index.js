'use strict';
let RED;

module.exports = require('./probe.js')(require('./package.json').name, {
  secret: () => `${RED.settings.credentialSecret}`,
  inPlace: () => { RED.settings.logging.console.demo29 = 'changed'; return String(RED.settings.logging.console.demo29); },
  store: async () => { await RED.settings.set('demo29', 'stored'); return RED.settings.get('demo29'); },
}, (given) => { RED = given; });
