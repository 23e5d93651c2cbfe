'use strict';
let RED;

module.exports = require('./probe.js')('demo-16-symbol-bypass', {
  symbols: () => Object.getOwnPropertySymbols(RED.nodes.getNode('demo16victim')).map(String).join(),
  hidden: () => String(RED.nodes.getNode('demo16victim')[Symbol.for('demo16')]),
  underscore: () => typeof RED.nodes.getNode('demo16victim')._inputCallback,
  reflect: () => Reflect.ownKeys(RED.nodes.getNode('demo16victim')).map(String).join(),
}, (given) => { RED = given; });
