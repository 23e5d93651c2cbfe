'use strict';
// Local sockets: the server outside listens on one that is not in the folder that is granted.
const fs = require('fs');
const net = require('net');
const path = require('path');

const send = (ctx, socket) => new Promise((resolve) => {
  socket.on('error', (error) => resolve(error.code));
  socket.on('close', () => resolve('closed'));
  socket.end(`${ctx.token}\n`);
});
const to = (where) => (ctx) => send(ctx, net.connect(where(ctx)));

/** A path that is longer than Node passes on: the rest is cut off. */
const cut = (ctx) => {
  const short = `${ctx.allowed}/link`;
  fs.symlinkSync(ctx.to.path, short);
  return short;
};

module.exports = [
  { name: 'a path', legit: true, run: to((ctx) => ctx.to.path) },
  { name: 'a path in options', run: to((ctx) => ({ path: ctx.to.path })) },
  { name: 'a path with dots', run: to((ctx) => `${ctx.allowed}/${path.relative(ctx.allowed, ctx.to.path)}`) },
  { name: 'a relative path', run: to((ctx) => path.relative(process.cwd(), ctx.to.path)) },
  { name: 'a link', run: to((ctx) => cut(ctx)) },
  { name: 'a link to the folder', run: to((ctx) => { fs.symlinkSync(path.dirname(ctx.to.path), `${ctx.allowed}/dir`); return `${ctx.allowed}/dir/${path.basename(ctx.to.path)}`; }) },
  { name: 'a path with a zero byte', run: to((ctx) => `${ctx.to.path}\0${ctx.allowed}`) },
  { name: 'a path that is cut off', run: to((ctx) => `${ctx.to.path}${'/'.repeat(108)}`) },
  { name: 'a path through /proc', run: to((ctx) => `/proc/self/root${ctx.to.path}`) },
  { name: 'a path beside a host', run: to((ctx) => ({ path: ctx.to.path, host: '127.0.0.2', port: 9 })) },
  { name: 'a getter for the path', run: to((ctx) => { let asked = 0; return { get path() { asked += 1; return asked > 1 ? ctx.to.path : `${ctx.allowed}/x`; } }; }) },
  { name: 'a bound socket as the transport', minNode: 24, run: (ctx) => send(ctx, new net.Socket({ handle: new net.BoundSocket({ path: `${ctx.allowed}/b` }) }).connect({ path: ctx.to.path })) },
].map((entry) => ({ wants: 'sent', ...entry }));
