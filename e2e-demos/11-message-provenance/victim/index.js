'use strict';

const inbox = [];
const ledger = [];

const probe = require('./probe.js');

let RED;
const calls = {
  inbox: () => inbox.join(' '),
  ledger: () => ledger.join(' '),
};

module.exports = (given) => {
  RED = given;
  RED.nodes.registerType('demo-11-desk', function Desk(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { inbox.push(String(msg.payload)); send(msg); done(); });
    // Careless, and common: contexts hold whatever is put into them.
    if (config.id === 'demo11desk') this.context().global.set('demo11', { node: this });
  });
  RED.hooks.add('preDeliver.demo11', ({ source, destination, msg }) => {
    if (destination.id === 'demo11desk') ledger.push(`${source.id}:${source.port}:${msg.payload}`);
  });
  probe('demo-11-victim', calls)(given);
};
