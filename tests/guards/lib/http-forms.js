'use strict';
// Copied as `forms.js` into the packages of http.test.js: every way to send a request. Each takes `{ host, port, secure, ca,
// path }` and resolves with `{ status, body }` or rejects with the error.
const http = require('http');
const https = require('https');

const moduleOf = ({ secure }) => (secure ? https : http);
const urlOf = ({ secure, host, port, path }, scheme = secure ? 'https' : 'http') => `${scheme}://${host}:${port}${path}`;
const more = ({ ca }) => ({ ca });

/** What comes back for a request, after its end. */
function settle(request, end = true) {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode, body: 'upgraded' });
    });
    request.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => { body += chunk; });
      response.on('end', () => resolve({ status: response.statusCode, body }));
      response.on('error', reject);
    });
    if (end) request.end();
  });
}

class OwnAgent extends http.Agent {}
function OldAgent(options) {
  http.Agent.call(this, options);
}
require('util').inherits(OldAgent, http.Agent);

class CountingAgent extends http.Agent {
  createConnection(options, callback) {
    this.made = (this.made ?? 0) + 1;
    return super.createConnection(options, callback);
  }
}

const plain = (t) => ({ host: t.host, port: t.port, path: t.path });

const forms = {
  'request(string)': (t) => settle(moduleOf(t).request(urlOf(t), more(t))),
  'request(URL)': (t) => settle(moduleOf(t).request(new URL(urlOf(t)), more(t))),
  'request(URL that says more)': (t) => settle(moduleOf(t).request(Object.assign(new URL(urlOf(t)), { method: 'POST', ...more(t) }))),
  'request(options)': (t) => settle(moduleOf(t).request({ ...plain(t), ...more(t) })),
  'request(string, options, callback)': (t) => new Promise((resolve, reject) => {
    moduleOf(t).request(urlOf(t), { method: 'POST', ...more(t) }, (response) => { response.resume(); resolve({ status: response.statusCode, body: 'called back' }); })
      .on('error', reject).end('body');
  }),
  'get(string, callback)': (t) => new Promise((resolve, reject) => {
    moduleOf(t).get(urlOf(t), more(t), (response) => { response.resume(); resolve({ status: response.statusCode, body: 'called back' }); }).on('error', reject);
  }),
  'get(options)': (t) => settle(moduleOf(t).get({ hostname: t.host, port: String(t.port), path: t.path, ...more(t) }), false),
  'new ClientRequest': (t) => settle(new http.ClientRequest({ ...plain(t), ...more(t), agent: t.secure ? https.globalAgent : undefined, protocol: t.secure ? 'https:' : 'http:' })),
  'agent: false': (t) => settle(moduleOf(t).request({ ...plain(t), ...more(t), agent: false })),
  'agent: new Agent': (t) => settle(moduleOf(t).request({ ...plain(t), ...more(t), agent: new (moduleOf(t).Agent)({ keepAlive: true, timeout: 500 }) })),
  'agent of a queue': async (t) => {
    const agent = new (moduleOf(t).Agent)({ keepAlive: true, maxSockets: 1, timeout: 500 });
    const all = await Promise.all([1, 2, 3].map(() => settle(moduleOf(t).request({ ...plain(t), ...more(t), agent }))));
    return all[2];
  },
  fetch: async (t) => {
    if (t.secure) return settle(https.request({ ...plain(t), ...more(t) }));
    const response = await fetch(urlOf(t));
    return { status: response.status, body: await response.text() };
  },
};

/** Those that make no sense over TLS here. */
const unsecure = {
  'class extends Agent': (t) => settle(http.request({ ...plain(t), agent: new OwnAgent() })),
  'util.inherits(…, Agent)': (t) => settle(http.request({ ...plain(t), agent: new OldAgent() })),
  'createConnection of an own agent': (t) => settle(http.request({ ...plain(t), agent: new CountingAgent() })),
  'createConnection option': (t) => settle(http.request({ ...plain(t), createConnection: (options) => require('net').connect({ host: options.host, port: options.port }) })),
  'import http': async (t) => settle((await import('node:http')).request(urlOf(t))),
  '_http_client': (t) => settle(new (require('_http_client').ClientRequest)(plain(t))),
  '_http_agent': (t) => settle(http.request({ ...plain(t), agent: new (require('_http_agent').Agent)() })),
  // as copies of undici before 8 have them
  'the global dispatcher with a handler of the old kind': (t) => new Promise((resolve, reject) => {
    let status = 0;
    let body = '';
    globalThis[Symbol.for('undici.globalDispatcher.1')].dispatch({ origin: `http://${t.host}:${t.port}`, path: t.path, method: 'GET' }, {
      onConnect() {}, onHeaders(code) { status = code; return true; }, onData(chunk) { body += chunk; return true; }, onComplete() { resolve({ status, body }); }, onError: reject,
    });
  }),
  'fetch(Request)': async (t) => {
    const response = await fetch(new Request(urlOf(t), { method: 'POST', body: 'x' }));
    return { status: response.status, body: await response.text() };
  },
};

const formsOf = ({ secure }) => Object.keys(secure ? forms : { ...forms, ...unsecure });

/** Runs one. */
async function run({ form, ...target }) {
  try {
    return { ok: true, ...await { ...forms, ...unsecure }[form](target) };
  } catch (error) {
    return { ok: false, name: error.name, code: error.code, capability: error.capability, resource: error.resource, message: error.message };
  }
}

/** Runs all, each at a path of its own below `path`. */
async function runAll(target) {
  const outcome = {};
  for (const [at, form] of formsOf(target).entries()) outcome[form] = await run({ ...target, form, path: `${target.path}/${at}` });
  return outcome;
}

/** What a refused request does, and that whatever is done with it has no effect. */
async function behaviour({ host, port }) {
  const request = http.request({ host, port, path: '/v1', method: 'POST' });
  const events = [];
  request.on('error', (error) => events.push(`error ${error.capability}`));
  const closed = new Promise((resolve) => { request.on('close', resolve); });
  const harmless = [
    () => request.setHeader('a', 'b'), () => request.getHeaders(), () => request.write('x'), () => request.flushHeaders(), () => request.setTimeout(50),
    () => request.setNoDelay(), () => request.setSocketKeepAlive(), () => request.cork(), () => request.uncork(), () => request.end('y'), () => request.abort(), () => request.destroy(),
  ].every((act) => {
    try {
      act();
      return true;
    } catch {
      return false;
    }
  });
  await closed;
  return { events: [...events, 'close'], destroyed: request.destroyed, harmless, real: request instanceof http.ClientRequest };
}

module.exports = { behaviour, run, runAll };
