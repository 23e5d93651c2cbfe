'use strict';
// Every way to send an HTTP request, by a package without grants, with all of `network:http`, and with a list of URLs. What counts
// is what a real server saw.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir } = require('../support/userdir.js');
const { cert, key } = require('../support/tls.js');

const FORMS = fs.readFileSync(path.join(__dirname, 'lib', 'http-forms.js'), 'utf8');
const CALLS = {
  all: "(target) => require('./forms.js').runAll(target)",
  one: "(target) => require('./forms.js').run(target)",
  session: `({ url }) => new Promise((resolve) => {
    const told = [], session = require('http2').connect(url, () => told.push('connected'));
    session.on('connect', () => told.push('connect')).on('error', (error) => told.push('error ' + error.capability)).on('close', () => resolve([...told, 'close']));
  })`,
  behaviour: "(target) => require('./forms.js').behaviour(target)",
  redirected: "({ url }) => fetch(url).then((response) => response.text())",
  quiet: "({ url }) => { require('http').get(url); fetch(url); return 'sent'; }",
  agents: `() => {
    const http = require('http');
    const own = http.globalAgent;
    const same = own === require('_http_agent').globalAgent;
    http.globalAgent = new http.Agent({ maxSockets: 7 });
    return [own instanceof http.Agent, same, http.globalAgent.maxSockets, Object.keys(own.sockets).length];
  }`,
  // Twice: what the first one had is known then.
  fresh: `() => ['http', 'https', 'http', 'https'].map((kind) => {
    const { Agent, request } = require(kind);
    const made = request({ host: '127.0.0.1', port: 1, agent: false }).on('error', () => {});
    made.destroy();
    const known = JSON.stringify(Object.entries(new Agent().options));
    return Object.getPrototypeOf(made.agent.options) === null && JSON.stringify(Object.entries(made.agent.options)) === known;
  })`,
  plain: "() => require('http').globalAgent.maxSockets === Infinity",
};

/** A server that notes what it is asked for. */
async function listen(make) {
  const seen = [];
  const server = make((request, response) => {
    seen.push(request.url);
    const to = new URL(request.url, 'http://x').searchParams.get('to');
    if (to !== null) response.writeHead(302, { location: to });
    response.end(`hello ${request.url}`);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { server, seen, port: server.address().port };
}

const names = (outcome, ok) => Object.keys(outcome).filter((form) => outcome[form].ok === ok).sort();

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(',') ?? ['20', '22', '24', '26'], nodeReds: ['4.1'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: HTTP requests`, async (t) => {
    const base = tempDir('nrgs-http-');
    const plain = await listen(http.createServer);
    const secure = await listen((handler) => https.createServer({ key, cert }, handler));
    const allowedUrls = [`http://127.0.0.1:${plain.port}/v1`, `https://127.0.0.1:${secure.port}/v1`];
    const session = new Session({
      ...pair,
      base,
      packages: ['http-none', 'http-all', 'http-list'].map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, files: { 'forms.js': FORMS } })),
      sentinel: true,
      settings: {
        sentinel: {
          server: {
            packages: {
              'http-all': { capabilities: ['network:http'] },
              'http-list': { capabilities: ['network:http'], capabilityConfig: { 'network:http': { allowedUrls } } },
            },
          },
        },
      },
    });
    const ask = async (name, call, args) => {
      plain.seen.length = 0;
      secure.seen.length = 0;
      const answer = await session.call(name, call, args);
      return { ...answer, value: answer.ok ? answer.value : undefined, seen: [...plain.seen, ...secure.seen] };
    };
    const all = async (name, where, own) => {
      const { value, seen } = await ask(name, 'all', { host: '127.0.0.1', port: own.port, secure: own === secure, ca: cert, path: where });
      return { outcome: JSON.parse(value), seen };
    };
    try {
      for (const own of [plain, secure]) {
        const what = own === plain ? 'http' : 'https';
        await t.test(`${what}: nothing is sent without the grant, in no form`, async () => {
          const { outcome, seen } = await all('http-none', '/v1', own);
          assert.deepEqual(names(outcome, true), []);
          for (const form of Object.keys(outcome)) assert.equal(outcome[form].capability, 'network:http', `${form}: ${JSON.stringify(outcome[form])}`);
          assert.deepEqual(seen, []);
        });
        await t.test(`${what}: everything is sent with it`, async () => {
          const { outcome, seen } = await all('http-all', '/v1', own);
          assert.deepEqual(names(outcome, false), [], JSON.stringify(outcome));
          assert.ok(seen.length >= names(outcome, true).length);
        });
        await t.test(`${what}: a listed path is reached`, async () => {
          const { outcome } = await all('http-list', '/v1', own);
          assert.deepEqual(names(outcome, false), [], JSON.stringify(outcome));
        });
        await t.test(`${what}: another path is not`, async () => {
          const { outcome, seen } = await all('http-list', '/v2', own);
          assert.deepEqual(names(outcome, true), []);
          assert.deepEqual(seen, []);
        });
      }
      const url = (where) => `http://127.0.0.1:${plain.port}${where}`;
      await t.test('fetch: a redirect is judged', async () => {
        const away = await ask('http-list', 'redirected', { url: `${url('/v1/a')}?to=${encodeURIComponent(url('/v2'))}` });
        assert.equal(away.error?.capability, 'network:http');
        assert.equal(away.seen.length, 1);
        const near = await ask('http-list', 'redirected', { url: `${url('/v1/a')}?to=${encodeURIComponent(url('/v1/b'))}` });
        assert.equal(near.value, 'hello /v1/b');
      });
      await t.test('a refused request is a request that failed', async () => {
        const { value } = await ask('http-none', 'behaviour', { host: '127.0.0.1', port: plain.port });
        assert.deepEqual(JSON.parse(value), { events: ['error network:http', 'close'], destroyed: true, harmless: true, real: true });
      });
      await t.test('a refused session of HTTP/2 is one that failed', async () => {
        const { value } = await ask('http-none', 'session', { url: url('/v1') });
        assert.deepEqual(JSON.parse(value), ['error network:http', 'close']);
      });
      await t.test('a refusal that nobody listens to ends nothing', async () => {
        assert.equal((await ask('http-none', 'quiet', { url: url('/v1') })).value, 'sent');
        assert.equal((await ask('http-none', 'quiet', { url: url('/v1') })).value, 'sent');
        assert.equal(session.starts, 1);
      });
      await t.test('every package has a global agent of its own', async () => {
        assert.equal((await ask('http-all', 'agents')).value, '[true,true,7,0]');
        assert.equal((await ask('http-list', 'plain')).value, 'true');
      });
      await t.test('the agent of one request has the options that Node.js gives it', async () => {
        assert.equal((await ask('http-all', 'fresh')).value, '[true,true,true,true]');
      });
    } finally {
      await session.close();
      for (const { server } of [plain, secure]) {
        server.close();
        server.closeAllConnections();
      }
    }
  });
}
