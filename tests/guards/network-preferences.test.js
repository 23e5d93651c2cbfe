'use strict';
// Settings of the network that Node.js has once for the whole process: each package has its own, and they work.
const assert = require('node:assert/strict');
const http2 = require('node:http2');
const https = require('node:https');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { REPO } = require('../support/installs.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const tls = require('../support/tls.js');
const { installSentinel, tempDir } = require('../support/userdir.js');

const CALLS = {
  facts: `() => ({
    order: require('dns').getDefaultResultOrder(), promised: require('dns/promises').getDefaultResultOrder(),
    family: require('net').getDefaultAutoSelectFamily(), timeout: require('net').getDefaultAutoSelectFamilyAttemptTimeout(),
  })`,
  change: `({ order, family, timeout }) => {
    require('dns').setDefaultResultOrder(order);
    require('net').setDefaultAutoSelectFamily(family);
    require('net').setDefaultAutoSelectFamilyAttemptTimeout(timeout);
    return {};
  }`,
  wrong: "() => { const thrown = []; for (const set of [() => require('dns').setDefaultResultOrder('mine'), () => require('net').setDefaultAutoSelectFamily(1)]) { try { set(); } catch (error) { thrown.push(error.code); } } return { thrown }; }",
  mistaken: `() => [
    () => require('http').get({ path: 'a\\nb' }), () => require('http').request('http://127.0.0.1', { hostname: [] }), () => require('https').request({ host: NaN }), () => require('net').connect({ path: new Map() }),
    () => require('dgram').createSocket('udp4').send('x', 9, []),
  ].map((call) => { try { call(); } catch (error) { return [error.name, error.code, error.message]; } })`,
  // A lookup is asked for all addresses where several are tried.
  tries: `({ own }) => new Promise((resolve) => {
    require('net').connect({ host: 'name.example', port: 9, ...own, lookup: (name, options, done) => { resolve({ all: options.all === true }); done(new Error('enough')); } }).on('error', () => {});
  })`,
  looks: "() => new Promise((resolve) => { require('dns').lookup('localhost', (error, address) => resolve({ address, error: error?.code })); })",
  // The first of two addresses does not answer.
  falls: `({ port }) => new Promise((resolve) => {
    const lookup = (name, options, done) => done(null, [{ address: '127.0.0.2', family: 4 }, { address: '127.0.0.1', family: 4 }]);
    const options = { host: 'two.example', port, lookup, rejectUnauthorized: false, agent: false, autoSelectFamily: true };
    require('https').get(options, (response) => { response.resume(); resolve({ status: response.statusCode }); }).on('error', (error) => resolve({ error: error.code }));
  })`,
  sensitive: `({ port, isList }) => new Promise((resolve, reject) => {
    const http2 = require('http2');
    const session = http2.connect('http://127.0.0.1:' + port).on('error', reject);
    const request = session.request(Object.assign(isList ? [':path', '/', 'cookie', 'a', 'plain', 'b'] : { ':path': '/', cookie: 'a', plain: 'b' }, { [http2.sensitiveHeaders]: ['cookie'] }));
    let text = '';
    request.setEncoding('utf8').on('data', (more) => { text += more; }).on('end', () => { session.close(); resolve({ text }); });
  })`,
};

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: settings that Node.js has once`, async (t) => {
    const base = tempDir('nrgs-guards-');
    const names = ['prefers', 'bystands'];
    const packages = names.map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS }));
    const mayAsk = (...allowedUrls) => ({ capabilities: ['network:tcp', 'network:dns', 'network:http'], capabilityConfig: { 'network:http': { allowedUrls } } });
    const first = ['http://127.0.0.1:*', 'https://two.example:*', 'https://127.0.0.2:*'];
    const session = new Session({
      ...pair, base, packages, sentinel: installSentinel(REPO, path.join(base, 'user')), settings: { sentinel: { server: { packages: { prefers: mayAsk(...first, 'https://127.0.0.1:*'), bystands: mayAsk(...first) } } } },
    });
    const ask = async (name, call, what = {}) => {
      const answer = await session.call(name, call, what);
      assert.equal(answer.ok, true, JSON.stringify(answer));
      return JSON.parse(answer.value);
    };
    try {
      const before = await ask('prefers', 'facts');
      const mine = { order: before.order === 'verbatim' ? 'ipv4first' : 'verbatim', family: !before.family, timeout: before.timeout + 100 };
      await ask('prefers', 'change', mine);
      await t.test('a package sees what it set', async () => {
        assert.deepEqual(await ask('prefers', 'facts'), { ...mine, promised: mine.order });
      });
      await t.test('nobody else does', async () => {
        assert.deepEqual(await ask('bystands', 'facts'), before);
      });
      await t.test('its connections follow it, unless they say something else', async () => {
        assert.deepEqual(await ask('prefers', 'tries', {}), { all: mine.family });
        assert.deepEqual(await ask('prefers', 'tries', { own: { autoSelectFamily: before.family } }), { all: before.family });
        assert.deepEqual(await ask('bystands', 'tries', {}), { all: before.family });
      });
      await t.test('names are looked up', async () => {
        assert.match((await ask('prefers', 'looks')).address, /^(127\.0\.0\.1|::1)$/);
      });
      await t.test('what is no setting is an error of Node', async () => {
        assert.deepEqual(await ask('prefers', 'wrong'), { thrown: ['ERR_INVALID_ARG_VALUE', 'ERR_INVALID_ARG_TYPE'] });
      });
      await t.test('so are arguments of the wrong type, and paths that no client sends', async () => {
        const wrong = (what, received) => ['TypeError', 'ERR_INVALID_ARG_TYPE', `The ${what}. Received ${received}`];
        const host = (name) => `"options.${name}" property must be of type string or one of undefined or null`;
        assert.deepEqual(await ask('prefers', 'mistaken'), [
          ['TypeError', 'ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters'], wrong(host('hostname'), 'an instance of Array'), wrong(host('host'), 'type number (NaN)'),
          wrong('"options.path" property must be of type string', 'an instance of Map'), wrong('"address" argument must be of type string', 'an instance of Array'),
        ]);
      });
      await t.test('over TLS, too, the next address of a name is tried, where it may be', async () => {
        let asked = 0;
        const server = https.createServer(tls, (request, response) => { asked += 1; response.end(); });
        await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
        const { port } = server.address();
        assert.deepEqual(await ask('prefers', 'falls', { port }), { status: 200 });
        assert.equal((await ask('bystands', 'falls', { port })).status, undefined);
        server.close();
        assert.equal(asked, 1);
      });
      await t.test('HTTP/2: headers that nobody may keep', async () => {
        const server = http2.createServer().on('stream', (stream, headers) => { stream.respond(); stream.end(JSON.stringify(headers[http2.sensitiveHeaders])); });
        await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
        // Lists of headers are taken by newer ones.
        const seen = [];
        for (const isList of [false, pair.node > 20]) seen.push(JSON.parse((await ask('prefers', 'sensitive', { port: server.address().port, isList })).text));
        server.close();
        assert.deepEqual(seen, [['cookie'], ['cookie']]);
      });
    } finally {
      await session.end();
    }
  });
}
