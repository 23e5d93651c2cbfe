'use strict';
// A connection of which one path is allowed, moved as if to another thread: what arrives is a new object on the same connection.
const http = require('http');
const net = require('net');
const { MessageChannel, receiveMessageOnPort } = require('worker_threads');

const good = '127.0.0.2';
const raw = (ctx) => `GET /${ctx.token} HTTP/1.1\r\nHost: ${good}:${ctx.to.http}\r\n\r\n`;

/** Nothing may have been said on a connection that is moved: the package makes it for a request that waits. */
const moved = (move) => (ctx) => new Promise((resolve) => {
  const createConnection = ({ host, port }) => {
    const socket = net.connect({ host, port });
    const waits = new net.Socket().on('error', () => undefined);
    socket.on('error', () => undefined).on('connect', () => {
      try { move(socket, ctx)?.on('error', () => undefined).write(raw(ctx)); } catch (error) { resolve(`${error.code ?? error}`); }
    });
    return waits;
  };
  http.request({ host: good, port: ctx.to.http, path: '/ok', method: 'POST', createConnection }).on('error', (error) => resolve(`${error.code ?? error}`));
  setTimeout(resolve, 200, 'done');
});

const through = (value, list) => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(value, list);
  return receiveMessageOnPort(port2).message;
};
/** The handle, which its socket lets go. */
const handleOf = (socket) => {
  const handle = socket._handle;
  handle.readStop();
  socket._handle = null;
  return handle;
};
const socketOn = (handle) => new net.Socket({ handle, readable: false, writable: true });
const symbol = (name) => Object.getOwnPropertySymbols(net.Socket.prototype).find(({ description }) => description === name);
/** An object that Node.js moves, and that says what goes with it. */
const carrier = (handle, carries) => Object.assign(carries, {
  [symbol('messaging_transfer_list_symbol')]: () => [handle],
  [symbol('messaging_transfer_symbol')]: () => ({ data: { handle, allowHalfOpen: false }, deserializeInfo: 'net:Socket' }),
});

module.exports = [
  { name: 'a socket through a port', run: moved((socket) => through(socket, [socket])) },
  { name: 'a socket that is cloned', run: moved((socket) => structuredClone(socket, { transfer: [socket] })) },
  { name: 'a handle through a port', run: moved((socket) => { const handle = handleOf(socket); return socketOn(through(handle, [handle])); }) },
  { name: 'a handle that is cloned', run: moved((socket) => { const handle = handleOf(socket); return socketOn(structuredClone(handle, { transfer: [handle] })); }) },
  { name: 'a handle that a socket of its own says it has', run: moved((socket) => { const made = carrier(handleOf(socket), new net.Socket()); return through(made, [made]); }) },
  { name: 'a handle that a stream says it has', run: moved((socket) => { const made = carrier(handleOf(socket), new ReadableStream()); return through(made, [made]); }) },
  {
    name: 'a handle that half of a stream says it is', run: moved((socket) => {
      const made = new TransformStream();
      const state = made[Object.getOwnPropertySymbols(made).find(({ description }) => description === 'kState')];
      const half = carrier(handleOf(socket), new ReadableStream());
      state.readable = half;
      return through(made, [made]).readable;
    }),
  },
  {
    name: 'a handle that a stream says it has while another one is moved', run: moved((socket) => {
      let handle;
      const second = new ReadableStream();
      const first = new ReadableStream();
      const state = Object.getOwnPropertySymbols(first).find(({ description }) => description === 'kState');
      const value = first[state];
      Object.defineProperty(first, state, { get() { if (!handle) { handle = handleOf(socket); carrier(handle, second); } return value; } });
      return through([first, second], [first, second])[1];
    }),
  },
  { name: 'a handle in the place of the handle of a socket', run: moved((socket) => { const made = new net.Socket(); made._handle = handleOf(socket); return through(made, [made]); }) },
].map((entry) => ({ wants: 'sent', minNode: 24, ...entry }));
