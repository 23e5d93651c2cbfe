'use strict';
const dgram = require('dgram');
const net = require('net');
const tls = require('tls');

/** Writes the text when connected; the end of the socket is the end of the call. */
const say = (socket, text) => new Promise((resolve) => {
  socket.on('error', (error) => resolve(error.code));
  socket.on('close', () => resolve('sent'));
  socket.end(`${text}\n`);
});

module.exports = require('./probe.js')('demo-27-raw-socket-exfiltration', {
  connect: ({ port, text }) => say(net.connect(port, '127.0.0.1'), text),
  tls: ({ port, text }) => say(tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }), text),
  local: ({ path, text }) => say(net.connect(path), text),
  datagram: ({ port, text }) => new Promise((resolve) => {
    dgram.createSocket('udp4').unref().send(text, port, '127.0.0.1', (error) => resolve(error ? error.code : 'sent'));
  }),
  prototype: ({ port, text }) => say(net.Socket.prototype.connect.call(new net.Socket(), port, '127.0.0.1'), text),
  imported: async ({ port, text }) => say((await import('net')).connect(port, '127.0.0.1'), text),
  handle: ({ port, text }) => {
    const below = net._createServerHandle('127.0.0.1', 0, 4);
    const TCP = below.constructor;
    below.close();
    return say(new net.Socket({ handle: new TCP(0), manualStart: true }).connect(port, '127.0.0.1'), text);
  },
});
