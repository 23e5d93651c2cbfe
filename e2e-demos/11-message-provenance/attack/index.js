'use strict';

const probe = require('./probe.js');

let RED;
const own = () => RED.nodes.getNode('demo11own');
/** What the other package left where everybody finds it. */
const found = () => own().context().global.get('demo11').node;
const calls = {
  // Along a wire that is there, but in the name of somebody else.
  name: () => { own()._flow.send([{ msg: { payload: 'signed' }, source: { id: 'demo11signer', node: own(), port: 7 }, destination: { id: 'demo11desk' } }]); },
  receive: () => { found().receive({ payload: 'by receive' }); },
  emit: () => { found().emit('input', { payload: 'by emit' }); },
  inner: () => { found()._emitInput({ payload: 'by inner' }); },
  // The end of a subroutine that nobody called sends its answer wherever the message says.
  answer: () => { RED.nodes.getNode('demo11way').send({ payload: 'by answer', _linkSource: [{ id: 'any', node: 'demo11call' }] }); },
  works: () => { own().send({ payload: 'along the wire' }); },
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-11-node', function Own(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { send(msg); done(); });
  });
  probe('demo-11-message-provenance', calls)(given);
};
