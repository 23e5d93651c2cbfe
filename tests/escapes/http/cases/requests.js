'use strict';
// Requests that end where the policy does not let them: the server says whether the token arrived.
const http = require('http');
const https = require('https');

const bad = '127.0.0.1';
const good = '127.0.0.2';

/** What a request comes to. */
const settle = (request, end = true) => new Promise((resolve) => {
  request.on('error', (error) => resolve(`${error.code ?? error}`));
  request.on('response', (response) => { response.resume(); response.on('end', () => resolve('answered')); });
  request.on('upgrade', (response, socket) => { socket.destroy(); resolve('upgraded'); });
  if (end) request.end();
});
const url = (ctx, host = bad, path = '/bad/') => `http://${host}:${ctx.to.http}${path}${ctx.token}`;
const sends = (make) => (ctx) => settle(make(ctx));
const ok = (ctx, more) => ({ host: good, port: ctx.to.http, path: '/ok', ...more });

/** An options object whose answers change. */
const changing = (first, then) => {
  const asked = {};
  return new Proxy({}, {
    get: (target, key) => { asked[key] = (asked[key] ?? 0) + 1; return (asked[key] > 1 ? then : first)[key]; },
    ownKeys: () => Object.keys(first), has: (target, key) => key in first,
    getOwnPropertyDescriptor: (target, key) => (key in first ? { value: first[key], writable: true, enumerable: true, configurable: true } : undefined),
  });
};
const onceThen = (first, then) => { let asked = 0; return { toString: () => { asked += 1; return asked > 1 ? then : first; } }; };
const lookup = (host, options, callback) => (options.all ? callback(null, [{ address: bad, family: 4 }]) : callback(null, bad, 4));

module.exports = [
  { name: 'request', legit: true, run: sends((ctx) => http.request(url(ctx))) },
  { name: 'another path', legit: true, run: sends((ctx) => http.request(url(ctx, good))) },
  { name: 'get with options', run: sends((ctx) => http.get({ hostname: bad, port: ctx.to.http, path: `/${ctx.token}` })) },
  { name: 'hostname before host', run: sends((ctx) => http.request(ok(ctx, { hostname: bad, path: `/ok/${ctx.token}` }))) },
  { name: 'options over a URL', run: sends((ctx) => http.request(url(ctx, good, '/ok/'), { host: bad, hostname: bad })) },
  { name: 'a path in the options over a URL', run: sends((ctx) => http.request(url(ctx, good, '/ok/'), { path: `/${ctx.token}` })) },
  { name: 'an options object that changes', run: sends((ctx) => http.request(changing(ok(ctx), { ...ok(ctx), host: bad, path: `/${ctx.token}` }))) },
  { name: 'a URL object that changes', run: sends((ctx) => { const mine = new URL(url(ctx, good, '/ok/')); let asked = 0; Object.defineProperty(mine, 'hostname', { get: () => { asked += 1; return asked > 1 ? bad : good; } }); return http.request(mine); }) },
  { name: 'something that looks like a URL', run: sends((ctx) => http.request({ href: url(ctx, good, '/ok/'), protocol: 'http:', hostname: bad, port: `${ctx.to.http}`, pathname: `/${ctx.token}`, search: '', hash: '' })) },
  { name: 'a path that is an object', run: sends((ctx) => http.request(ok(ctx, { path: onceThen('/ok', `/${ctx.token}`) }))) },
  { name: 'a path that begins with a user', run: sends((ctx) => http.request({ host: bad, port: ctx.to.http, path: `@${good}/ok/${ctx.token}` })) },
  { name: 'a path that is not normalized', run: sends((ctx) => http.request(ok(ctx, { path: `/bad/${ctx.token}/../../ok` }))) },
  { name: 'a path with an encoded parent', run: sends((ctx) => http.request(ok(ctx, { path: `/bad/${ctx.token}/%2e%2e/%2e%2e/ok` }))) },
  { name: 'a number for a host', run: sends((ctx) => http.request({ host: '2130706433', port: ctx.to.http, path: `/ok/${ctx.token}` })) },
  { name: 'a hexadecimal host', run: sends((ctx) => http.request({ host: '0x7f.1', port: ctx.to.http, path: `/ok/${ctx.token}` })) },
  { name: 'IPv4 inside IPv6', run: sends((ctx) => http.request({ host: '::ffff:127.0.0.1', port: ctx.to.http, path: `/ok/${ctx.token}` })) },
  { name: 'a user that looks like a host', run: sends((ctx) => http.request(`http://${good}@${bad}:${ctx.to.http}/ok/${ctx.token}`)) },
  { name: 'a lookup of its own', run: sends((ctx) => http.request({ host: 'allowed.example', port: ctx.to.http, path: `/ok/${ctx.token}`, lookup })) },
  { name: 'a name that is an address with a lookup of its own', run: sends((ctx) => http.request(ok(ctx, { path: `/ok/${ctx.token}`, lookup }))) },
  { name: 'the path changed afterwards', run: sends((ctx) => Object.assign(http.request(ok(ctx)), { path: `/${ctx.token}` })) },
  { name: 'the path changed on the symbol', minNode: 24, run: sends((ctx) => { const request = http.request(ok(ctx)); for (const key of Object.getOwnPropertySymbols(request)) if (request[key] === '/ok') request[key] = `/${ctx.token}`; return request; }) },
  { name: 'the Host header', run: sends((ctx) => http.request(ok(ctx, { path: `/ok/${ctx.token}`, headers: { host: `${bad}:${ctx.to.http}` } }))) },
  { name: 'the Host header set afterwards', run: sends((ctx) => { const request = http.request(ok(ctx, { path: `/ok/${ctx.token}` })); request.setHeader('Host', bad); return request; }) },
  { name: 'the Host header beside an absolute URL', run: sends((ctx) => http.request(ok(ctx, { path: `http://${good}:${ctx.to.http}/ok/${ctx.token}`, headers: { host: bad } }))) },
  { name: 'a second Host header', run: sends((ctx) => http.request(ok(ctx, { path: `/ok/${ctx.token}`, headers: ['Host', good, 'host', bad] }))) },
  { name: 'a proxy', run: sends((ctx) => http.request(ok(ctx, { path: url(ctx) }))) },
  { name: 'a proxy, set afterwards', run: sends((ctx) => Object.assign(http.request(ok(ctx)), { path: url(ctx) })) },
  {
    name: 'a tunnel', run: (ctx) => new Promise((resolve) => {
      const request = http.request(ok(ctx, { method: 'CONNECT', path: `${bad}:${ctx.to.http}` }));
      request.on('error', (error) => resolve(`${error.code ?? error}`));
      request.on('connect', (response, socket) => { socket.on('close', resolve).end(`GET /${ctx.token} HTTP/1.1\r\nHost: ${bad}\r\nConnection: close\r\n\r\n`); socket.resume(); });
      request.end();
    }),
  },
  { name: 'https', legit: true, run: sends((ctx) => https.request({ host: bad, port: ctx.to.https, path: `/${ctx.token}`, rejectUnauthorized: false })) },
  { name: 'https, the path changed afterwards', run: sends((ctx) => Object.assign(https.request({ host: good, port: ctx.to.https, path: '/ok', rejectUnauthorized: false }), { path: `/${ctx.token}` })) },
  { name: 'https with a URL for http', run: sends((ctx) => https.request({ protocol: 'http:', agent: http.globalAgent, host: bad, port: ctx.to.http, path: `/ok/${ctx.token}` })) },
  { name: 'a class of its own', run: sends((ctx) => new (class extends http.ClientRequest {})({ host: bad, port: ctx.to.http, path: `/${ctx.token}` })) },
  { name: 'the constructor of a request', run: sends((ctx) => new (http.request(ok(ctx)).on('error', () => undefined).constructor)({ host: bad, port: ctx.to.http, path: `/${ctx.token}` })) },
  { name: '_http_client', run: sends((ctx) => new (require('_http_client').ClientRequest)({ host: bad, port: ctx.to.http, path: `/${ctx.token}` })) },
  { name: 'import', run: async (ctx) => settle((await import('node:http')).request(url(ctx))) },
  { name: 'nextTick of get', run: (ctx) => new Promise((resolve) => { process.nextTick(http.get, url(ctx), () => resolve('answered')); setTimeout(resolve, 500); }) },
  { name: 'a promise of get', run: (ctx) => new Promise((resolve) => { Promise.resolve(url(ctx)).then(http.get).catch(resolve); setTimeout(resolve, 300); }) },
  { name: 'a protocol of the agent that is not true', run: sends((ctx) => { const agent = new http.Agent(); agent.protocol = 'https:'; return http.request({ protocol: 'https:', host: bad, port: ctx.to.http, path: `/ok/${ctx.token}`, agent }); }) },
].map((entry) => ({ wants: 'sent', ...entry }));
