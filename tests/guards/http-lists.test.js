'use strict';
// Requests to Node-RED itself [C5], the bound of the whole process for requests [C6], WebSocket and HTTP/2 with lists.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const http2 = require('node:http2');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { leanCore } = require('../support/core-nodes.js');
const { eventually } = require('../support/effects.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir } = require('../support/userdir.js');

const said = "(error) => (error.code === 'ERR_SENTINEL_DENIED' ? `${error.capability} ${error.resource}` : error.code ?? error.message)";
const CALLS = {
  get: `({ url }) => new Promise((resolve) => { require('http').get(url, (response) => { response.resume(); resolve('answered'); }).on('error', (error) => resolve((${said})(error))); })`,
  released: "() => { new ReadableStream().getReader().releaseLock(); return 'released'; }",
  again: `async ({ url }) => {
    const http = require('http');
    const agent = new http.Agent({ keepAlive: true, timeout: 5000 });
    const get = () => new Promise((resolve, reject) => { http.get(url, { agent, timeout: 2000 }, (response) => response.resume().on('end', () => setImmediate(resolve))).on('error', reject); });
    for (let i = 0; i < 3; i++) await get();
    agent.destroy();
    return 'answered';
  }`,
  fetch: `({ url }) => fetch(url).then(() => 'answered', ${said})`,
  upgrade: `({ url }) => new Promise((resolve) => {
    const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
    const request = require('http').get(url, { headers });
    request.on('upgrade', (response, socket) => { socket.destroy(); resolve('upgraded'); });
    request.on('response', (response) => { response.resume(); resolve('answered'); });
    request.on('error', (error) => resolve((${said})(error)));
  })`,
  socket: `({ url, closes }) => new Promise((resolve) => {
    const socket = new globalThis.WebSocket(url);
    const events = [];
    socket.onopen = () => { resolve('open'); socket.close(); };
    socket.onerror = () => { events.push('error'); if (!closes) resolve('error'); };
    socket.onclose = () => resolve([...events, 'close'].join(' '));
  })`,
  h2: `({ origin, options, headers }) => new Promise((resolve) => {
    const client = require('http2').connect(origin, options);
    client.on('error', (error) => resolve((${said})(error)));
    const request = client.request(headers);
    request.on('response', (answer) => resolve('answered ' + answer[':status']));
    request.on('error', (error) => resolve((${said})(error)));
    request.on('close', () => client.destroy());
    request.resume();
  })`,
  h2Moved: `({ origin, other, path, how }) => new Promise((resolve) => {
    const { connect } = require('http2');
    const field = (object, name) => Object.getOwnPropertySymbols(object).find(({ description }) => description === name);
    const there = connect(origin).on('error', () => undefined);
    there.on('connect', () => {
      const client = connect(other).on('error', () => undefined);
      const ask = () => client.request({ ':path': path }).on('error', () => undefined);
      if (how === 'kSession') { const request = ask(); request[field(request, how)] = there; }
      client.prependListener('connect', () => {
        if (how === 'kHandle') client[field(client, how)] = there[field(there, how)];
        try { if (how === 'kHandle') ask(); } catch { /* refused */ }
        // What was sent there is there when this is answered.
        setImmediate(() => there.ping(() => { there.destroy(); client.destroy(); resolve('over'); }));
      });
    });
  })`,
  h2Kept: `({ origin }) => new Promise((resolve) => {
    const client = require('http2').connect(origin).on('error', () => undefined);
    client[Object.getOwnPropertySymbols(client).find(({ description }) => description === 'authority')] = 'other.example';
    client.request({ ':path': '/ok/kept' }).on('response', () => { client.destroy(); resolve('answered'); }).on('error', (error) => resolve((${said})(error))).resume();
  })`,
  h2Quiet: "({ origin }) => { const client = require('http2').connect(origin); client.request({ ':path': '/' }); return new Promise((resolve) => { client.on('close', () => resolve('closed')); }); }",
  fd: `({ own }) => new Promise((resolve, reject) => {
    const fs = require('fs');
    const http2 = require('http2');
    const server = http2.createServer();
    server.on('stream', (stream) => {
      stream.on('error', () => undefined);
      try { stream.respondWithFD(own === undefined ? 1 : fs.openSync(own)); } catch (error) { resolve((${said})(error)); stream.destroy(); }
    });
    server.listen(0, '127.0.0.1', () => {
      const client = http2.connect('http://127.0.0.1:' + server.address().port);
      let text = '';
      client.request({ ':path': '/' }).on('data', (bytes) => { text += bytes; }).on('error', reject).on('close', () => { client.destroy(); server.close(); resolve(text); });
    });
  })`,
  // A stream that is over has still written what its client has to take, and somebody else has its number by then.
  fdLater: `({ own, other }) => new Promise((resolve, reject) => {
    const fs = require('fs');
    const http2 = require('http2');
    const net = require('net');
    const server = http2.createServer();
    let served, wire;
    server.on('connection', (socket) => { wire = socket; });
    server.on('stream', (stream) => {
      served = stream.on('error', () => undefined);
      const descriptor = fs.openSync(own);
      stream.respondWithFD(descriptor, {}, { offset: -1 });
      stream.on('close', () => {
        fs.closeSync(descriptor);
        const goOn = (next) => {
          client.ping((error) => {
            const bytes = Buffer.alloc(1 << 20);
            let count = 0;
            for (let more; (more = fs.readSync(next, bytes, 0, bytes.length, null)) > 0;) count += more;
            client.destroy(); server.close();
            resolve([error?.code, count].join());
          });
          raw._handle.readStart();
        };
        // Where the number is free, it is so when what was begun with it is over.
        let tries = 0;
        const open = setInterval(() => {
          const next = fs.openSync(other);
          tries += 1;
          if (next === descriptor || tries > 20) { clearInterval(open); goOn(next); } else fs.closeSync(next);
        }, 10);
      });
    });
    let raw, client;
    server.listen(0, '127.0.0.1', () => {
      raw = net.connect(server.address().port, '127.0.0.1');
      client = http2.connect('http://127.0.0.1:' + server.address().port, { createConnection: () => raw, settings: { initialWindowSize: 1 << 30 } }).on('error', reject);
      client.on('connect', () => client.setLocalWindowSize(1 << 30));
      client.request({ ':path': '/' }).on('error', () => undefined).once('data', () => {
        raw._handle.readStop();
        // Until the server can write no more.
        let written = -1, same = 0;
        const look = setInterval(() => { same = wire.bytesWritten === written ? same + 1 : 0; written = wire.bytesWritten; if (same > 10) { clearInterval(look); served.destroy(); } }, 10);
      }).resume();
    });
  })`,
};
const held = (...capabilities) => ({ capabilities });
const listed = (lists) => ({ capabilities: Object.keys(lists), capabilityConfig: Object.fromEntries(Object.entries(lists).map(([name, allowedUrls]) => [name, { allowedUrls }])) });
const listen = (server, host = '127.0.0.1') => new Promise((resolve) => { server.listen(0, host, () => resolve(server.address().port)); });

/** A server for HTTP/1 with WebSocket, and one for HTTP/2, which write down what they are asked for. */
async function openServers() {
  const seen = [];
  const sockets = new Set();
  const plain = http.createServer((request, response) => { seen.push(request.url); response.end('x'); });
  plain.on('upgrade', (request, socket) => {
    seen.push(`upgrade ${request.url}`);
    const accept = require('node:crypto').createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    socket.resume();
  });
  const second = http2.createServer();
  second.on('stream', (stream, headers) => { seen.push(`h2 ${headers[':authority']}${headers[':path']} at ${stream.session.socket.localAddress}`); stream.respond({ ':status': 200 }); stream.end(); });
  for (const server of [plain, second]) server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
  const ports = { plain: await listen(plain), second: await listen(second, '0.0.0.0') };
  const close = () => { plain.close(); second.close(); sockets.forEach((socket) => socket.destroy()); };
  return { seen, ...ports, close };
}

async function withPackages(pair, { policy, more = {}, files }, body) {
  const base = tempDir('nrgs-http-lists-');
  const servers = await openServers();
  const granted = policy(servers, base);
  const packages = Object.keys(granted).map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, files: { 'own.txt': 'own text' } }));
  const session = new Session({ ...pair, base, packages, sentinel: true, settings: { ...leanCore('request'), sentinel: { server: { packages: granted, ...more(servers) } } }, files: files?.(servers) });
  const ask = async (name, call, args) => {
    const answer = await session.call(name, call, args);
    return answer.ok ? answer.value : JSON.stringify(answer.error);
  };
  try {
    await body({ ask, session, servers, admin: new URL((await session.nodeRed()).url).port });
  } finally {
    servers.close();
    await session.close();
  }
}
const nothingMore = () => ({});

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(',') ?? ['20', '24'], nodeReds: ['4.1'] })) {
  const where = `Node-RED ${pair.version}, Node ${pair.node}`;

  test(`${where}: requests to Node-RED itself must be named [C5]`, async () => {
    const policy = () => ({ 'hl-open': held('network:http', 'network:ws'), 'hl-any': listed({ 'network:http': ['http://*:*'] }), 'hl-named': listed({ 'network:http': ['http://127.0.0.1:*'] }) });
    await withPackages(pair, { policy, more: nothingMore }, async ({ ask, admin, servers }) => {
      for (const host of ['127.0.0.1', 'localhost', '127.1', '[::ffff:127.0.0.1]']) {
        for (const call of ['get', 'fetch']) {
          for (const name of ['hl-open', 'hl-any']) {
            const answer = await ask(name, call, { url: `http://${host}:${admin}/settings` });
            assert.match(answer, /^network:http http:\/\//, `${name} ${call} ${host}`);
          }
        }
      }
      // Node keeps the timer of a socket that waits, and takes a regular expression out of another context.
      assert.equal(await ask('hl-open', 'again', { url: `http://127.0.0.1:${servers.plain}/` }), 'answered');
      assert.equal(await ask('hl-open', 'released', {}), 'released');
      assert.match(await ask('hl-open', 'upgrade', { url: `http://127.0.0.1:${admin}/comms` }), /^network:ws ws:/);
      for (const call of ['get', 'fetch']) {
        assert.equal(await ask('hl-named', call, { url: `http://127.0.0.1:${admin}/settings` }), 'answered', call);
        assert.equal(await ask('hl-open', call, { url: `http://127.0.0.1:${servers.plain}/` }), 'answered', call);
      }
    });
  });

  test(`${where}: the bound of the process counts for paths, core's too [C6]`, async () => {
    const flow = (servers) => [
      { id: 'tab', type: 'tab', label: 'x' },
      { id: 'i', type: 'inject', z: 'tab', once: true, onceDelay: 0.1, props: [{ p: 'payload' }], wires: [['a', 'b']] },
      { id: 'a', type: 'http request', z: 'tab', method: 'GET', url: `http://127.0.0.1:${servers.plain}/bound/core`, ret: 'txt', wires: [[]] },
      { id: 'b', type: 'http request', z: 'tab', method: 'GET', url: `http://127.0.0.1:${servers.plain}/other/core`, ret: 'txt', wires: [['a2']] },
      { id: 'a2', type: 'http request', z: 'tab', method: 'GET', url: `http://127.0.0.1:${servers.plain}/bound/after`, ret: 'txt', wires: [[]] },
    ];
    const options = {
      policy: () => ({ 'hl-open': held('network:http') }),
      more: (servers) => ({ network: { allowlist: [`http://127.0.0.1:${servers.plain}/bound`] } }),
      files: (servers) => ({ 'flows.json': flow(servers) }),
    };
    await withPackages(pair, options, async ({ ask, servers }) => {
      for (const call of ['get', 'fetch']) {
        assert.equal(await ask('hl-open', call, { url: `http://127.0.0.1:${servers.plain}/bound/${call}` }), 'answered');
        assert.match(await ask('hl-open', call, { url: `http://127.0.0.1:${servers.plain}/other/${call}` }), /^network:http /);
      }
      assert.ok(await eventually(() => servers.seen.includes('/bound/core'), 15_000), 'core reaches what is listed');
      // `a2` follows `b`, which failed.
      assert.ok(await eventually(() => servers.seen.includes('/bound/after'), 15_000), 'a refused request of core fails like others');
      assert.deepEqual(servers.seen.filter((url) => url.startsWith('/other')), []);
    });
  });

  test(`${where}: WebSocket`, async () => {
    const policy = ({ plain }) => ({ 'hl-http': held('network:http'), 'hl-ws': held('network:ws'), 'hl-list': listed({ 'network:ws': [`ws://127.0.0.1:${plain}/ws`] }) });
    await withPackages(pair, { policy, more: nothingMore }, async ({ ask, servers }) => {
      const url = (where, scheme = 'http') => `${scheme}://127.0.0.1:${servers.plain}${where}`;
      assert.equal(await ask('hl-ws', 'upgrade', { url: url('/x') }), 'upgraded');
      assert.equal(await ask('hl-list', 'upgrade', { url: url('/ws/x') }), 'upgraded');
      assert.deepEqual(servers.seen, ['upgrade /x', 'upgrade /ws/x']);
      assert.equal(await ask('hl-list', 'upgrade', { url: url('/other') }), `network:ws ${url('/other', 'ws')}`);
      assert.equal(await ask('hl-http', 'upgrade', { url: url('/x') }), `network:ws ${url('/x', 'ws')}`);
      assert.equal(await ask('hl-ws', 'get', { url: url('/x') }), `network:http ${url('/x')}`);
      assert.equal(servers.seen.length, 2);
      if (Number(pair.node) < 22) return;
      assert.equal(await ask('hl-list', 'socket', { url: url('/ws/x', 'ws') }), 'open');
      // That of Node.js 22 is not told to be closed where it could not connect.
      const closes = Number(pair.node) > 22;
      const failed = closes ? 'error close' : 'error';
      assert.equal(await ask('hl-list', 'socket', { url: url('/other', 'ws'), closes }), failed);
      assert.equal(await ask('hl-http', 'socket', { url: url('/ws', 'ws'), closes }), failed);
      assert.equal(servers.seen.length, 3);
    });
  });

  test(`${where}: HTTP/2`, async () => {
    const policy = ({ second }, base) => ({
      'hl-none': held('network:listen'), 'hl-open': held('network:http'), 'hl-list': listed({ 'network:http': [`http://127.0.0.1:${second}/ok`] }),
      'hl-both': listed({ 'network:http': [`http://127.0.0.1:${second}/ok`, `http://127.0.0.2:${second}/`] }),
      'hl-files': { capabilities: ['network:http', 'network:tcp', 'network:listen', 'fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: [path.join(base, 'user')] } } },
    });
    await withPackages(pair, { policy, more: nothingMore }, async ({ ask, session, servers }) => {
      const origin = `http://127.0.0.1:${servers.second}`;
      const headers = (where, more) => ({ ':path': where, ...more });
      assert.equal(await ask('hl-open', 'h2', { origin, headers: headers('/a') }), 'answered 200');
      assert.equal(await ask('hl-list', 'h2', { origin, headers: headers('/ok/b') }), 'answered 200');
      assert.equal(servers.seen.length, 2);
      assert.equal(await ask('hl-none', 'h2', { origin, headers: headers('/c') }), `network:http ${origin}/c`);
      assert.equal(await ask('hl-list', 'h2', { origin, headers: headers('/d') }), `network:http ${origin}/d`);
      assert.match(await ask('hl-list', 'h2', { origin, headers: headers('/ok', { ':authority': 'other.example' }) }), /^network:http http:\/\/other\.example/);
      // C++ writes one byte of each character: this would be sent as `other.example:x.127.0.0.1`.
      for (const name of [':authority', 'host', ':method', ':protocol', 'x\u012da']) {
        assert.match(await ask('hl-list', 'h2', { origin, headers: headers('/ok', { [name]: 'other.example\u013ax.127.0.0.1' }) }), /^all a header with a character that is sent as another/, name);
      }
      assert.match(await ask('hl-list', 'h2', { origin: 'http://other.example', options: { host: '127.0.0.1', port: servers.second }, headers: headers('/e') }), /^network:http /);
      assert.match(await ask('hl-list', 'h2', { origin, options: { servername: 'other.example' }, headers: headers('/ok') }), /^network:http http:\/\/other\.example/);
      assert.equal(await ask('hl-none', 'h2Quiet', { origin }), 'closed');
      assert.equal(servers.seen.length, 2);
      // Node's script finds these in fields of the session and the stream, which a package can set.
      const own2 = `127.0.0.1:${servers.second}`;
      assert.equal(await ask('hl-list', 'h2Kept', { origin }), 'answered');
      assert.equal(servers.seen.pop(), `h2 ${own2}/ok/kept at 127.0.0.1`);
      for (const how of ['kHandle', 'kSession']) {
        for (const name of ['hl-open', 'hl-both']) assert.equal(await ask(name, 'h2Moved', { origin, other: `http://127.0.0.2:${servers.second}`, path: `/${name}/${how}`, how }), 'over');
      }
      assert.deepEqual(servers.seen.splice(2), ['kHandle', 'kSession'].map((how) => `h2 127.0.0.2:${servers.second}/hl-open/${how} at 127.0.0.1`));
      const own = path.join(session.userDir, 'node_modules', 'hl-files', 'own.txt');
      assert.equal(await ask('hl-files', 'fd', { own }), 'own text');
      const [large, other] = ['large', 'other'].map((name) => path.join(session.userDir, name));
      fs.writeFileSync(large, Buffer.alloc(16 << 20));
      fs.writeFileSync(other, Buffer.alloc(200_000));
      assert.equal(await ask('hl-files', 'fdLater', { own: large, other }), ',200000');
      assert.match(await ask('hl-files', 'fd', {}), /^fs:read /);
    });
  });
}
