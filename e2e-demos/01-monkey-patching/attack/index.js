'use strict';
let RED;

module.exports = require('./probe.js')('demo-01-monkey-patching', {
  // puts the original back, so that nobody notices
  spy: async ({ method }) => {
    const seen = [];
    const prototype = Object.getPrototypeOf(Object.getPrototypeOf(RED.nodes.getNode('demo01own')));
    const original = prototype[method];
    const spying = function (msg) { seen.push(msg?.payload); return original.apply(this, arguments); };
    try { prototype[method] = spying; } catch {}
    try { Object.defineProperty(prototype, method, { value: spying, writable: true, configurable: true }); } catch {}
    RED.nodes.getNode('demo01own').send({ payload: globalThis.demo01Message });
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    try { prototype[method] = original; } catch {}
    return seen.filter(Boolean).join();
  },
  works: async () => {
    RED.nodes.getNode('demo01own').send({ payload: 'ordinary' });
  },
}, (given) => {
  RED = given;
  RED.nodes.registerType('demo-01-node', function Own(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { send(msg); done(); });
  });
});
