'use strict';
// Settings of the network that Node.js has once for the whole process: each package has its own, and they work.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const http2 = require('node:http2');
const https = require('node:https');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const tls = require('../support/tls.js');
const { tempDir } = require('../support/userdir.js');

const TLS = fs.readFileSync(require.resolve('../support/tls.js'), 'utf8');
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
  // What `set` puts into the place of members of `tls` and of variables, and what connections are then like.
  secure: `async ({ set, env, agent, host, port }) => {
    const tls = require('tls'); const https = require('https');
    for (const name of Object.keys(set ?? {})) tls[name] = set[name];
    for (const name of Object.keys(env ?? {})) { if (env[name] === null) delete process.env[name]; else process.env[name] = env[name]; }
    Object.assign(https.globalAgent.options, agent);
    https.globalAgent.maxCachedSessions = 0;
    const at = { host, port };
    const open = (socket, event = 'secureConnect') => new Promise((resolve, reject) => socket.on(event, () => resolve(socket.getCipher ? socket : socket.socket)).on('error', reject));
    const ways = {
      tls: () => open(tls.connect(port, host)),
      tlsOptions: () => open(tls.connect({ ...at })),
      https: () => new Promise((resolve, reject) => https.get({ ...at, headers: { connection: 'close' } }, (response) => { response.resume(); resolve(response.socket); }).on('error', reject)),
      once: () => new Promise((resolve, reject) => https.get({ ...at, agent: false }, (response) => { response.resume(); resolve(response.socket); }).on('error', reject)),
      http2: async () => {
        const session = require('http2').connect('https://' + host + ':' + port);
        const socket = await open(session, 'connect');
        const seen = [socket.getProtocol(), socket.getCipher(), socket.getEphemeralKeyInfo()];
        session.destroy();
        return { getProtocol: () => seen[0], getCipher: () => seen[1], getEphemeralKeyInfo: () => seen[2], destroy() {} };
      },
      fetch: () => fetch('https://' + host + ':' + port, { headers: { connection: 'close' } }).then(async (response) => { await response.text(); }),
    };
    const seen = {};
    for (const name of Object.keys(ways)) {
      // It goes on with the session that it had, where that does not fit any more, too.
      if (name === 'fetch' && set !== undefined) continue;
      try {
        const socket = await ways[name]();
        seen[name] = socket === undefined ? 'answer' : [socket.getProtocol(), socket.getCipher().name, socket.getEphemeralKeyInfo()?.name ?? ''].join(' ');
        socket?.destroy();
      } catch (error) {
        seen[name] = error.cause?.code ?? error.code;
      }
    }
    return seen;
  }`,
  tlsFacts: `() => {
    const tls = require('tls');
    return [tls.DEFAULT_MIN_VERSION, tls.DEFAULT_MAX_VERSION, tls.DEFAULT_CIPHERS, tls.DEFAULT_ECDH_CURVE, process.env.NODE_TLS_REJECT_UNAUTHORIZED ?? 'none', 'NODE_TLS_REJECT_UNAUTHORIZED' in process.env];
  }`,
  // The functions that packages for certificates of companies put there.
  functions: `async ({ host, port, ca }) => {
    const tls = require('tls');
    const calls = [];
    const { checkServerIdentity, createSecureContext } = tls;
    tls.checkServerIdentity = (name) => { calls.push('checks ' + name); return undefined; };
    tls.createSecureContext = (options) => { calls.push('makes'); return createSecureContext({ ...options, ca }); };
    const get = (options) => new Promise((resolve, reject) => require('https').get({ host, port, servername: 'other.example', headers: { connection: 'close' }, ...options }, (response) => { response.resume(); resolve(); }).on('error', reject));
    try {
      await get();
      await get({ agent: false });
      await new Promise((resolve, reject) => { const socket = tls.connect(port, host, { servername: 'other.example' }, () => { socket.destroy(); resolve(); }).on('error', reject); });
    } finally {
      Object.assign(tls, { checkServerIdentity, createSecureContext });
    }
    return calls;
  }`,
  serves: `({ max }) => new Promise((resolve, reject) => {
    const tls = require('tls'); const { key, cert } = require('./tls.js');
    tls.DEFAULT_MAX_VERSION = max;
    const server = require('https').createServer({ key, cert }, (request, response) => response.end('x')).listen(0, '127.0.0.1', () => {
      tls.DEFAULT_MAX_VERSION = 'TLSv1.3';
      const socket = tls.connect({ port: server.address().port, host: '127.0.0.1', rejectUnauthorized: false }, () => { resolve([socket.getProtocol()]); socket.destroy(); server.close(); }).on('error', reject);
    });
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
    const packages = names.map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, files: { 'tls.js': TLS } }));
    const mayAsk = (...allowedUrls) => ({ capabilities: ['network:tcp', 'network:dns', 'network:http', 'network:listen'], capabilityConfig: { 'network:http': { allowedUrls }, 'network:listen': { allowedPorts: ['127.0.0.1:0'] } } });
    const first = ['http://127.0.0.1:*', 'https://two.example:*', 'https://127.0.0.2:*'];
    const session = new Session({
      ...pair, base, packages, sentinel: true, settings: { sentinel: { server: { packages: { prefers: mayAsk(...first, 'https://127.0.0.1:*'), bystands: mayAsk(...first) } } } },
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
      await t.test('what TLS takes where nobody says is the package\'s own', async () => {
        const server = http2.createSecureServer({ ...tls, allowHTTP1: true }, (request, response) => response.end('x'));
        await new Promise((resolve) => { server.listen(0, '127.0.0.2', resolve); });
        const at = { host: '127.0.0.2', port: server.address().port };
        const everywhere = (seen, pattern) => Object.keys(seen).forEach((way) => assert.match(seen[way], way === 'fetch' && pattern.source.startsWith('^TLS') ? /^answer$/ : pattern, way));
        const both = async (what, mine, others = /^DEPTH_ZERO_SELF_SIGNED_CERT$/) => {
          everywhere(await ask('prefers', 'secure', { ...what, ...at }), mine);
          everywhere(await ask('bystands', 'secure', at), others);
        };
        const facts = await ask('bystands', 'tlsFacts');
        const NAME = 'NODE_TLS_REJECT_UNAUTHORIZED';
        await both({}, /^DEPTH_ZERO_SELF_SIGNED_CERT$/);
        await both({ env: { [NAME]: '0' } }, /^TLSv1\.3 /);
        assert.deepEqual((await ask('prefers', 'tlsFacts')).slice(4), ['0', true]);
        await both({ set: { DEFAULT_MAX_VERSION: 'TLSv1.2' } }, /^TLSv1\.2 /);
        await both({ set: { DEFAULT_CIPHERS: 'ECDHE-ECDSA-AES256-GCM-SHA384' } }, /^TLSv1\.2 ECDHE-ECDSA-AES256-GCM-SHA384 /);
        await both({ set: { DEFAULT_MAX_VERSION: 'none' } }, /^ERR_TLS_INVALID_PROTOCOL_VERSION$/);
        assert.deepEqual((await ask('prefers', 'tlsFacts')).slice(1, 3), ['none', 'ECDHE-ECDSA-AES256-GCM-SHA384']);
        assert.deepEqual(await ask('bystands', 'tlsFacts'), facts);
        assert.deepEqual(await ask('prefers', 'serves', { max: 'TLSv1.2' }), ['TLSv1.2']);
        await both({ set: { DEFAULT_MAX_VERSION: facts[1], DEFAULT_CIPHERS: facts[2], DEFAULT_ECDH_CURVE: 'P-384', DEFAULT_MIN_VERSION: 'TLSv1.3' } }, /^TLSv1\.3 \S+ (?:P-384|secp384r1)$/);
        await both({ env: { [NAME]: null }, set: { DEFAULT_MIN_VERSION: facts[0], DEFAULT_ECDH_CURVE: facts[3] } }, /^DEPTH_ZERO_SELF_SIGNED_CERT$/);
        assert.deepEqual(await ask('prefers', 'tlsFacts'), facts);
        // The agent of a package is its own.
        const seen = await ask('prefers', 'secure', { ...at, agent: { rejectUnauthorized: false } });
        assert.match(seen.https, /^TLSv1\.3 /);
        assert.equal(seen.tls, 'DEPTH_ZERO_SELF_SIGNED_CERT');
        everywhere(await ask('bystands', 'secure', at), /^DEPTH_ZERO_SELF_SIGNED_CERT$/);
        server.close();
      });
      await t.test('so are the functions that it calls for what the package asks for', async () => {
        const server = https.createServer(tls, (request, response) => response.end('x'));
        await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
        const { port } = server.address();
        const calls = await ask('prefers', 'functions', { host: '127.0.0.1', port, ca: tls.cert });
        assert.deepEqual(calls, ['makes', 'checks other.example', 'makes', 'checks other.example', 'makes', 'checks other.example']);
        server.close();
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
