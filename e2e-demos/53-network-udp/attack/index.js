'use strict';
const dgram = require('dgram');

const open = (options = 'udp4') => dgram.createSocket(options).on('error', () => {}).unref();
const sent = (send) => new Promise((resolve) => { send((error) => resolve(error ? error.code : 'sent')); });
/** As a question to a name server looks. */
const question = (text) => Buffer.concat([Buffer.alloc(12), Buffer.from([text.length]), Buffer.from(text), Buffer.alloc(5)]);

module.exports = require('./probe.js')('demo-53-network-udp', {
  send: ({ port, text }) => sent((done) => open().send(text, port, '127.0.0.1', done)),
  connect: ({ port, text }) => sent((done) => {
    const socket = open();
    socket.connect(port, '127.0.0.1', (error) => (error ? done(error) : socket.send(text, done)));
  }),
  elsewhere: ({ port, text }) => sent((done) => open().send(question(text), port, '127.0.0.1', done)),
  connectElsewhere: ({ port, text }) => sent((done) => {
    const socket = open();
    socket.connect(port, '127.0.0.1', (error) => (error ? done(error) : socket.send(question(text), done)));
  }),
  prototype: ({ port, text }) => sent((done) => dgram.Socket.prototype.send.call(open(), question(text), port, '127.0.0.1', done)),
  lookup: ({ port, text }) => sent((done) => open({ type: 'udp4', lookup: (host, options, answer) => answer(null, '127.0.0.1', 4) }).send(question(text), port, 'a.example', done)),
});
