'use strict';
// Servers outside of Node-RED that write down what arrives: plain and TLS, on ports and local sockets, datagrams, and a
// name server that knows nobody.
const dgram = require('node:dgram');
const net = require('node:net');
const path = require('node:path');
const tls = require('node:tls');
const keys = require('./tls.js');

const listen = (server, ...args) => new Promise((resolve) => { server.listen(...args, () => resolve(server.address()?.port)); });

/**
 * @param {string} dir where the local sockets are
 * @returns {Promise<{heard: string[], to: {dir: string, path: string, tlsPath: string, tcp: number, tls: number, udp: number, dns: number}, close: () => void}>}
 */
async function openServers(dir) {
  const heard = [];
  const collect = (socket) => {
    let text = '';
    socket.on('data', (bytes) => { text += bytes; });
    socket.on('error', () => undefined);
    socket.on('end', () => heard.push(text.trim()));
    socket.on('close', () => socket.destroy());
  };
  const servers = [net.createServer(collect), tls.createServer(keys, collect), net.createServer(collect), tls.createServer(keys, collect)];
  const to = { dir, path: path.join(dir, 'outside.sock'), tlsPath: path.join(dir, 'outside-tls.sock') };
  to.tcp = await listen(servers[0], 0, '127.0.0.1');
  to.tls = await listen(servers[1], 0, '127.0.0.1');
  await listen(servers[2], to.path);
  await listen(servers[3], to.tlsPath);
  const bound = (onMessage) => new Promise((resolve) => {
    const socket = dgram.createSocket('udp4', onMessage);
    servers.push(socket);
    socket.bind(0, '127.0.0.1', () => resolve(socket));
  });
  to.udp = (await bound((bytes) => heard.push(`${bytes}`))).address().port;
  // A name server that knows nobody: the question ends with its name, which is all that is read.
  const names = await bound((bytes, from) => {
    heard.push(readName(bytes));
    bytes.writeUInt16BE(0x8183, 2);
    names.send(bytes, from.port, from.address);
  });
  to.dns = names.address().port;
  return { heard, to, close: () => servers.forEach((server) => server.close()) };
}

function readName(bytes) {
  const labels = [];
  for (let at = 12; bytes[at] > 0; at += bytes[at] + 1) labels.push(bytes.toString('latin1', at + 1, at + 1 + bytes[at]));
  return labels.join('.').toLowerCase();
}

module.exports = { openServers };
