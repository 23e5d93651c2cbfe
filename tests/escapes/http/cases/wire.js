'use strict';
// A connection to a server of which one path is allowed: other requests in it.
const http = require('http');
const https = require('https');
const net = require('net');
const tls = require('tls');

const good = '127.0.0.2';
const ok = (ctx, more) => ({ host: good, port: ctx.to.http, path: '/ok', ...more });
const raw = (ctx, path = `/${ctx.token}`, more = '') => `GET ${path} HTTP/1.1\r\nHost: ${good}:${ctx.to.http}\r\n${more}\r\n`;

/** Opens a connection with an allowed request that does not end, and has something done with it. */
const on = (use, more) => (ctx) => new Promise((resolve) => {
  const request = http.request(ok(ctx, { method: 'POST', headers: { 'transfer-encoding': 'chunked' }, ...more?.(ctx) }));
  request.on('error', (error) => resolve(`${error.code ?? error}`));
  request.on('response', (response) => response.resume());
  request.on('upgrade', () => undefined);
  request.on('socket', (socket) => socket.on('connect', () => {
    try { use(ctx, socket, request); } catch (error) { resolve(`${error.code ?? error}`); }
  }));
  setTimeout(resolve, 150, 'done');
});
const body = (write, options) => (ctx) => new Promise((resolve) => {
  const request = http.request(ok(ctx, options));
  request.on('error', (error) => resolve(`${error.code ?? error}`));
  request.on('response', (response) => response.resume());
  try { write(ctx, request); } catch (error) { resolve(`${error.code ?? error}`); }
  setTimeout(resolve, 150, 'done');
});
/** The request class of writes, and the handle, of a connection of one's own. */
const handleOf = (socket) => socket._handle;
const writeRequest = (socket, then) => {
  const handle = handleOf(socket);
  const names = ['writeLatin1String', 'writeUtf8String', 'writeBuffer', 'writev'];
  let found;
  for (const name of names) handle[name] = (request, ...rest) => { found = request.constructor; return Reflect.apply(Object.getPrototypeOf(handle)[name], handle, [request, ...rest]); };
  socket.write('GET /ok HTTP/1.1\r\nHost: 127.0.0.2\r\n\r\n', () => then(found));
};

/** A handle of the package's own, which says that it is the socket's. */
const ownHandle = (socket, like = socket, fresh = new (handleOf(like).constructor)(0)) => {
  const old = handleOf(like);
  fresh.onread = old.onread;
  for (const key of Object.getOwnPropertySymbols(old)) if (old[key] === like) fresh[key] = socket;
  return fresh;
};
const symbolFor = (object, value) => Object.getOwnPropertySymbols(object).find((symbol) => object[symbol] === value);
const afterwards = (prepare) => (ctx) => new Promise((resolve) => {
  const createConnection = ({ host, port }) => {
    const socket = net.connect({ host, port });
    socket.on('connect', () => socket.write(raw(ctx)));
    try { prepare(socket); } catch (error) { resolve(`${error.code ?? error}`); }
    return socket;
  };
  http.request(ok(ctx, { method: 'POST', createConnection })).on('error', (error) => resolve(`${error.code ?? error}`));
  setTimeout(resolve, 200, 'done');
});

module.exports = [
  { name: 'another handle below the socket', run: afterwards((socket) => { const fresh = ownHandle(socket); socket[symbolFor(socket, handleOf(socket))] = fresh; }) },
  {
    name: 'TLS put on the socket before it connects', run: (ctx) => new Promise((resolve) => {
      const request = https.request({
        host: good, port: ctx.to.https, path: '/ok', rejectUnauthorized: false,
        createConnection: ({ host, port }) => {
          const first = net.connect({ host, port });
          const below = new net.Socket();
          const handle = ownHandle(below, first);
          below._handle = handle;
          below.connecting = true;
          const above = tls.connect({ socket: below, rejectUnauthorized: false }, () => above.write(raw(ctx))).on('error', () => undefined);
          first._handle = ownHandle(first, first, handle);
          first.on('connect', () => below.emit('connect'));
        },
      });
      request.on('error', (error) => resolve(`${error.code ?? error}`));
      setTimeout(resolve, 300, 'done');
    }),
  },
  { name: 'written on the socket', run: on((ctx, socket) => socket.write(raw(ctx))) },
  { name: 'written in two parts', run: on((ctx, socket) => { const text = raw(ctx); socket.write(text.slice(0, 7)); socket.write(text.slice(7)); }) },
  { name: 'written corked', run: on((ctx, socket) => { socket.cork(); socket.write(raw(ctx, '/ok')); socket.write(raw(ctx)); socket.uncork(); }) },
  { name: 'written with the method of the class', run: on((ctx, socket) => net.Socket.prototype.write.call(socket, raw(ctx))) },
  { name: '_write', run: on((ctx, socket) => net.Socket.prototype._write.call(socket, Buffer.from(raw(ctx)), 'buffer', () => undefined)) },
  { name: '_writeGeneric', run: on((ctx, socket) => socket._writeGeneric(false, raw(ctx), 'latin1', () => undefined)) },
  { name: '_writev', run: on((ctx, socket) => socket._writev([{ chunk: raw(ctx), encoding: 'utf8' }], () => undefined)) },
  { name: 'a pipe', run: on((ctx, socket) => require('stream').Readable.from([raw(ctx)]).pipe(socket)) },
  { name: 'a second socket on the handle', run: on((ctx, socket) => new net.Socket({ handle: handleOf(socket), writable: true }).on('error', () => undefined).write(raw(ctx))) },
  { name: 'the handle itself', run: on((ctx, socket) => writeRequest(socket, (Request) => { const request = new Request(); request.handle = handleOf(socket); request.oncomplete = () => undefined; handleOf(socket).writeUtf8String(request, raw(ctx)); })) },
  { name: 'the method of the class of handles', run: on((ctx, socket) => writeRequest(socket, (Request) => { const request = new Request(); request.handle = handleOf(socket); request.oncomplete = () => undefined; Object.getPrototypeOf(Object.getPrototypeOf(handleOf(socket))).writeUtf8String?.call(handleOf(socket), request, raw(ctx)); })) },
  { name: 'bytes changed after they were written', run: on((ctx, socket) => { const bytes = Buffer.from(raw(ctx, `/ok${'x'.repeat(ctx.token.length - 2)}`)); socket.write(bytes); bytes.write(raw(ctx).padEnd(bytes.length)); }) },
  { name: 'the header of the request', run: body((ctx, request) => { request.flushHeaders(); request._header = raw(ctx); request._headerSent = false; request.end(); }, { method: 'POST' }) },
  { name: '_writeRaw', run: body((ctx, request) => { request.end(); request._writeRaw(raw(ctx)); }) },
  { name: '_send', run: body((ctx, request) => { request.end(); request._send(raw(ctx)); }) },
  { name: '_storeHeader', run: body((ctx, request) => { request._storeHeader(`GET /${ctx.token} HTTP/1.1\r\n`, { host: [['Host', good]] }); request.end(); }) },
  { name: 'outputData', run: body((ctx, request) => { request.end(); request.outputData.push({ data: raw(ctx), encoding: 'latin1', callback: () => undefined }); }) },
  { name: 'the body of a GET', run: body((ctx, request) => { request.write(raw(ctx)); request.end(); }) },
  { name: 'a body longer than its length', run: body((ctx, request) => { request.write(`x${raw(ctx)}`); request.end(); }, { method: 'POST', headers: { 'content-length': 1 } }) },
  { name: 'a body of no length', run: body((ctx, request) => { request.end(raw(ctx)); }, { method: 'POST', headers: { 'content-length': 0 } }) },
  { name: 'a body without any header', run: body((ctx, request) => { request.removeHeader('transfer-encoding'); request.removeHeader('content-length'); request.write(raw(ctx)); request.end(); }, { method: 'POST' }) },
  { name: 'an encoding that is none', run: body((ctx, request) => { request.write(`0\r\n\r\n${raw(ctx)}`); request.end(); }, { method: 'POST', headers: { 'transfer-encoding': 'identity, xchunked' } }) },
  { name: 'length and chunks', run: body((ctx, request) => { request.write(raw(ctx)); request.end(); }, { method: 'POST', headers: ['Host', good, 'Content-Length', '0', 'Transfer-Encoding', 'chunked'] }) },
  { name: 'a chunk that ends the body', run: on((ctx, socket, request) => { request.flushHeaders(); socket.write(`0\r\n\r\n${raw(ctx)}`); }) },
  { name: 'an absolute URL by hand', run: on((ctx, socket) => socket.write(raw(ctx, `http://127.0.0.1:${ctx.to.http}/${ctx.token}`))) },
  { name: 'after an upgrade that was agreed to', run: on((ctx, socket) => setTimeout(() => socket.write(raw(ctx)), 50), () => ({ method: 'GET', headers: { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-key': 'x' } })) },
  { name: 'an upgrade without the grant for its path', run: (ctx) => new Promise((resolve) => { http.get(ok(ctx, { path: `/${ctx.token}`, headers: { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-key': 'x' } })).on('upgrade', () => resolve('upgraded')).on('response', resolve).on('error', (error) => resolve(error.code)); }) },
  { name: 'an upgrade asked for afterwards', run: (ctx) => new Promise((resolve) => { const request = http.request(ok(ctx, { path: `/${ctx.token}` })).on('upgrade', () => resolve('upgraded')).on('response', resolve).on('error', (error) => resolve(error.code)); request.setHeader('connection', 'upgrade'); request.setHeader('upgrade', 'websocket'); request.end(); }) },
  {
    name: 'TLS, written on the socket', run: (ctx) => new Promise((resolve) => {
      const request = https.request({ host: good, port: ctx.to.https, path: '/ok', method: 'POST', rejectUnauthorized: false });
      request.on('error', (error) => resolve(`${error.code ?? error}`));
      request.on('socket', (socket) => socket.on('secureConnect', () => socket.write(raw(ctx))));
      setTimeout(resolve, 200, 'done');
    }),
  },
  {
    name: 'TLS of its own over a connection for https', run: (ctx) => new Promise((resolve) => {
      const request = https.request({
        host: good, port: ctx.to.https, path: '/ok', rejectUnauthorized: false,
        createConnection: ({ host, port }) => {
          const below = net.connect({ host, port });
          below.on('connect', () => tls.connect({ socket: below, rejectUnauthorized: false }, function secure() { this.write(raw(ctx)); }).on('error', () => undefined));
          return below;
        },
      });
      request.on('error', (error) => resolve(`${error.code ?? error}`));
      setTimeout(resolve, 200, 'done');
    }),
  },
  { name: 'TLS of its own over a connection for http', run: on((ctx, socket) => tls.connect({ socket, rejectUnauthorized: false }, function secure() { this.write(raw(ctx)); }).on('error', () => undefined)) },
  { name: 'the same socket, connected again', run: on((ctx, socket) => { socket.connect({ host: good, port: ctx.to.http }); socket.write(raw(ctx)); }) },
  { name: 'the number of the socket', run: on((ctx, socket) => require('fs').writeSync(socket._handle.fd, raw(ctx))) },
  { name: 'the number of the socket, in a socket', run: on((ctx, socket) => new net.Socket({ fd: socket._handle.fd, writable: true }).on('error', () => undefined).write(raw(ctx))) },
  { name: 'the number of the socket, in a stream', run: on((ctx, socket) => require('fs').createWriteStream('', { fd: socket._handle.fd }).on('error', () => undefined).write(raw(ctx))) },
  { name: 'an HTTP/2 session on the socket', run: on((ctx, socket) => require('http2').connect(`http://${good}`, { createConnection: () => socket }).on('error', () => undefined).request({ ':path': `/${ctx.token}` }).on('error', () => undefined)) },
  {
    name: 'TLS, below', run: (ctx) => new Promise((resolve) => {
      const request = https.request({ host: good, port: ctx.to.http, path: '/ok', rejectUnauthorized: false });
      request.on('error', (error) => resolve(`${error.code ?? error}`));
      request.on('socket', (socket) => socket.on('connect', () => { const below = socket._handle._parent; new net.Socket({ handle: below, writable: true }).on('error', resolve).write(raw(ctx)); }));
      setTimeout(resolve, 200, 'done');
    }),
  },
].map((entry) => ({ wants: 'sent', ...entry }));
