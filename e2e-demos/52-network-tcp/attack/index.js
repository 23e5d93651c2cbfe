'use strict';
const net = require('net');

/** Writes the text when connected; the end of the socket is the end of the call. */
const say = (socket, text) => new Promise((resolve) => {
  socket.on('error', (error) => resolve(error.code));
  socket.on('close', () => resolve('sent'));
  socket.end(`${text}\n`);
});

const here = (name, options, done) => (options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4));

module.exports = require('./probe.js')('demo-52-network-tcp', {
  connect: ({ host, port, text }) => say(net.connect(port, host), text),
  local: ({ path, text }) => say(net.connect({ path }), text),
  lookup: ({ host, port, text }) => say(net.connect({ host, port, lookup: here }), text),
  later: ({ host, port, text }) => new Promise((resolve) => {
    const socket = new net.Socket();
    setImmediate(() => { socket.connect(port, host); resolve(say(socket, text)); });
  }),
});
