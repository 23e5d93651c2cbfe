'use strict';
let RED;

module.exports = require('./probe.js')('demo-07-emitter-hijack', {
  overhear: () => new Promise((resolve) => {
    RED.events.once('demo-07', resolve);
    setTimeout(resolve, 100, 'nothing');
    setTimeout(globalThis.demo07Speak, 10);
  }),
  forge: () => { RED.events.emit('demo-07', 'forged'); },
  remove: () => { const heard = RED.events.listenerCount('demo-07'); RED.events.removeAllListeners('demo-07'); return heard > 0 && RED.events.listenerCount('demo-07') === 0 ? 'silenced' : 'nothing'; },
}, (given) => { RED = given; });
