'use strict';
// Whatever really comes in from the network is answered: one request after the other on a connection, all at once, in pieces, large ones, and
// what becomes a WebSocket; plain and over TLS. Requests that a package puts into a socket are not (cases/http.js).
const test = require('node:test');
const assert = require('node:assert/strict');
const { once } = require('node:events');
const fs = require('node:fs');
const https = require('node:https');
const net = require('node:net');
const tls = require('node:tls');
const certificate = require('../support/tls.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const LARGE = 'x'.repeat(300_000);
const get = (path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const post = (path, body) => `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const flow = (path, method) => [
  { id: `in-${method}`, type: 'http in', z: 't', url: path, method, x: 1, y: 1, wires: [[`size-${method}`]] },
  { id: `size-${method}`, type: 'function', z: 't', func: "msg.payload = 'size:' + (msg.payload.length ?? 0); return msg;", outputs: 1, x: 1, y: 1, wires: [[`out-${method}`]] },
  { id: `out-${method}`, type: 'http response', z: 't', x: 1, y: 1, wires: [] },
];

/** More than the system and a connection take at once: the next requests wait until it is read. */
const MUCH = 4_000_000;
const muchFlow = [
  { id: 'in-much', type: 'http in', z: 't', url: '/much', method: 'get', x: 1, y: 1, wires: [['make-much']] },
  { id: 'make-much', type: 'function', z: 't', func: `msg.payload = 'y'.repeat(${MUCH}); return msg;`, outputs: 1, x: 1, y: 1, wires: [['out-much']] },
  { id: 'out-much', type: 'http response', z: 't', x: 1, y: 1, wires: [] },
];

/** Everything that hangs on the connection of a request, as far as it leads: is what the server made its side of TLS with among it? */
const searchTLS = (request) => {
  const known = new Set([request]);
  for (const object of known) {
    if (typeof object.context?.getTicketKeys === 'function') return `FOUND the keys of sessions, ${object.context.getTicketKeys().length} bytes`;
    if (object !== request && typeof object.getTicketKeys === 'function' && Object.hasOwn(object, '_sharedCreds')) return 'FOUND the server';
    for (const key of Reflect.ownKeys(object)) {
      try { if (typeof object[key] === 'object' || typeof object[key] === 'function') known.add(object[key]); } catch { /* not for us */ }
    }
    known.delete(null);
    if (known.size > 20_000) return 'too much';
  }
  return `nothing in ${known.size} objects`;
};

/** A package that reads along on the connection of whoever asks. */
const CALLS = {
  reads: "(args, request) => { const heard = []; globalThis.heardOn ??= []; globalThis.heardOn.push(heard); request.socket.on('data', (chunk) => heard.push(chunk.length)); return 'reads along'; }",
  once: "(args, request) => { request.socket.once('readable', () => {}); return 'reads along'; }",
  feeds: "() => { RED.server.prependOnceListener('connection', (socket) => { socket._handle._consumed = true; RED.server.once('request', () => setImmediate(() => socket.emit('data', Buffer.from('GET /in HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n')))); }); return 'feeds'; }",
  // Looks, whenever an answer is written to the connection, which request it is for; and has Node.js look, which gives back what it finds under other names.
  watches: `(args, request) => {
    const { socket } = request;
    const { write } = socket;
    const message = new (require('http').OutgoingMessage)();
    const lent = (name, key, read) => {
      const { get } = Object.getOwnPropertyDescriptor(socket, key);
      if (get === undefined) return undefined;
      Object.defineProperty(socket, name, { get, configurable: true });
      try { return read(); } catch { return undefined; } finally { delete socket[name]; }
    };
    const asked = (key) => [lent('_bytesDispatched', key, () => socket.bytesWritten), lent('writableHighWaterMark', key, () => { message.socket = socket; return message.writableHighWaterMark; })];
    let isLooking = false;
    const look = () => {
      if (isLooking) return;
      isLooking = true;
      for (const found of [socket._httpMessage, socket.parser, ...asked('_httpMessage'), ...asked('parser')]) heardOf.push(String((found?.req ?? found?.incoming)?.headers.authorization));
      isLooking = false;
    };
    // In the middle of whatever Node.js does to answer.
    for (const name of ['write', 'cork', 'uncork', 'on', 'removeListener', 'setTimeout', 'resume']) {
      const method = socket[name];
      socket[name] = function (...given) { look(); return method.apply(this, given); };
    }
    for (const name of ['destroyed', 'writable', 'readable', '_paused', '_writableState', '_events']) {
      const own = Object.getOwnPropertyDescriptor(socket, name);
      let { value } = own ?? {};
      const inherited = () => Reflect.get(Object.getPrototypeOf(socket), name, socket);
      Object.defineProperty(socket, name, { get: () => { look(); return own === undefined ? inherited() : value; }, set: (next) => { value = next; }, configurable: true });
    }
    return 'watches';
  }`,
  // Has Node.js leave its own response and take it up again until a script is stopped in the middle, and looks for it then.
  stops: `(args, request) => {
    const vm = require('vm');
    const { res, socket } = request;
    socket.setMaxListeners(0);
    const script = new vm.Script('for (;;) { res.detachSocket(socket); res.assignSocket(socket); }');
    const context = vm.createContext({ res, socket });
    let stopped = 0;
    let found = 0;
    while (stopped < 300 && found === 0) {
      try { script.runInContext(context, { timeout: 1 }); } catch ({ code }) { if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') stopped += 1; else return code; }
      socket._httpMessage = null;
      res.assignSocket(socket);
      if (socket._httpMessage === res) found += 1;
    }
    return 'stopped ' + stopped + ', found ' + found;
  }`,
  told: "() => 'told ' + heardOf.join()",
  search: `(args, request) => (${searchTLS})(request.socket)`,
  later: "(args, request) => { const { socket } = request; setTimeout(() => socket.on('data', () => {}), 20); return 'reads along'; }",
};

/** One connection: what is written in order, each piece after the answers before it. */
function talk(port, secure, pieces) {
  return new Promise((resolve, reject) => {
    const socket = secure ? tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }) : net.connect(port, '127.0.0.1');
    socket.setTimeout(60_000, () => socket.destroy(new Error(`no answer to ${at} of ${pieces.length} after ${text.slice(-500)}`)));
    let text = '';
    let at = 0;
    const finish = () => { socket.destroy(); resolve(text); };
    const next = () => {
      while (at < pieces.length && (pieces[at].after === undefined || text.split(pieces[at].after).length - 1 >= pieces[at].times)) {
        if (pieces[at].text === undefined) return finish();
        socket.write(pieces[at].text);
        at += 1;
      }
      return undefined;
    };
    socket.setEncoding('latin1').on('data', (chunk) => { text += chunk; next(); }).on('error', reject).on('close', finish);
    socket.on(secure ? 'secureConnect' : 'connect', next);
  });
}

const UPGRADE = 'GET /comms HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
const head = get('/in');
const STORY = [
  { text: get('/in') },
  { text: get('/in'), after: 'size:', times: 1 },
  // Several at once, and one in pieces.
  { text: get('/in') + get('/in') + get('/in'), after: 'size:', times: 2 },
  { text: head.slice(0, 10), after: 'size:', times: 5 },
  { text: head.slice(10) },
  { text: post('/in', LARGE), after: 'size:', times: 6 },
  { text: get('/in'), after: 'size:300000', times: 1 },
  { text: get('/much') + get('/in') + get('/much') + get('/in'), after: 'size:', times: 8 },
  { after: 'size:', times: 10 },
];

for (const { version, node, secure } of [
  { version: '4.1', node: 20, secure: false }, { version: '4.1', node: 20, secure: true }, { version: '4.1', node: 22, secure: true }, { version: '5.0', node: 24, secure: true },
  { version: '5.0', node: 26, secure: false }, { version: '5.0', node: 26, secure: true },
]) {
  test(`Node-RED ${version}, Node ${node}${secure ? ' over TLS' : ''}: everything that comes in is answered`, async () => {
    const base = tempDir();
    const dir = probePackage(base, { name: 'incoming-package', calls: CALLS, head: 'const heardOf = [];' });
    const nodeRed = await startNodeRed({
      version, node, sentinel: true, packages: [dir], flows: [{ id: 't', type: 'tab' }, ...flow('/in', 'get'), ...flow('/in', 'post'), ...muchFlow],
      settings: { disableEditor: false, ...(secure ? { https: { key: certificate.key, cert: certificate.cert } } : {}), sentinel: { server: { packages: {} } } },
    });
    try {
      const answers = await talk(nodeRed.port, secure, STORY);
      const sizes = (answer) => (answer.startsWith('size:') || answer.startsWith('HTTP') ? answer : answer.length);
      const expected = Array.from({ length: 12 }, (_, i) => ['HTTP/1.1 200', i === 6 ? 'size:300000' : i === 8 || i === 10 ? MUCH : 'size:0']).flat();
      assert.deepEqual(answers.match(/HTTP\/1\.1 \d+|size:\d+|y{1000,}/g).map(sizes), expected);
      assert.match(await talk(nodeRed.port, secure, [{ text: get('/in') }, { text: UPGRADE, after: 'size:', times: 1 }, { after: 'Switching Protocols', times: 1 }]), /101 Switching Protocols/);
      assert.match(await talk(nodeRed.port, secure, [{ text: get('/probe/incoming-package?call=search&args=%7B%7D') }, { after: ' in ', times: 1 }]), /nothing in \d\d+ objects/);
      // Who reads along gets what is left of the request; the next one comes on another connection.
      for (const call of ['reads', 'once']) {
        const text = await talk(nodeRed.port, secure, [{ text: get(`/probe/incoming-package?call=${call}&args=%7B%7D`) }]);
        assert.match(text, /^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close[\s\S]*reads along/i);
      }
      assert.doesNotMatch(nodeRed.log, /did not come in|between two requests/);
      const late = await talk(nodeRed.port, secure, [{ text: get('/probe/incoming-package?call=later&args=%7B%7D') }]);
      assert.match(late, /connection: keep-alive[\s\S]*reads along/i);
      await nodeRed.waitFor(/incoming-package[\s\S]*a connection to Node-RED between two requests/);
    } finally {
      await nodeRed.stop();
      fs.rmSync(base, { recursive: true, force: true });
    }
  });
}

test('without Sentinel a connection leads to what the server made its side of TLS with', async () => {
  const server = https.createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => response.end(searchTLS(request.socket))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  assert.match(await talk(server.address().port, true, [{ text: get('/') }, { after: 'FOUND', times: 1 }]), /FOUND/);
  server.close();
});

/** A node whose `close` is that of the server: Node-RED calls it by its name when the node is deployed no more. */
const CLOSING = {
  after: "const given = module.exports; module.exports = (real) => { given(real); real.nodes.registerType('closing', function (config) { real.nodes.createNode(this, config); globalThis.closing = this; }); };",
  // Without Sentinel it needs its server as `this`.
  close: "({ isBare }, { socket: { server } }) => { globalThis.closing.close = isBare ? () => server.close() : server.close; return 'closes'; }",
};

for (const sentinel of [false, true]) {
  test(`a connection that a package holds tells of the next request ${sentinel ? 'nothing' : 'all'}, and one whose first bytes a package made pass through JavaScript ${sentinel ? 'ends' : 'brings requests of the package\'s making, without Sentinel'}`, async () => {
    const base = tempDir();
    const dir = probePackage(base, { name: 'incoming-package', calls: { ...CALLS, closes: CLOSING.close }, after: CLOSING.after, head: 'const heardOf = [];' });
    const flows = [{ id: 't', type: 'tab' }, ...flow('/in', 'get')];
    const nodeRed = await startNodeRed({
      version: '4.1', node: 20, sentinel, packages: [dir], flows: [...flows, { id: 'closing', type: 'closing', z: 't', x: 1, y: 1, wires: [] }],
      settings: { sentinel: { server: { packages: { 'incoming-package': { capabilities: ['http:admin:global:middleware', 'registry:write', 'vm:execute'] } } } } },
    });
    // Nor does Node-RED close its server for a package.
    const closes = async () => {
      assert.match((await nodeRed.get(`/probe/incoming-package?call=closes&args=${encodeURIComponent(JSON.stringify({ isBare: !sentinel }))}`)).text, /closes/);
      assert.equal((await nodeRed.post('/flows', flows)).status, 204);
      await nodeRed.waitFor(/Started flows[\s\S]*Started flows/);
      if (sentinel) assert.match((await nodeRed.get('/in')).text, /size:/);
      else await assert.rejects(nodeRed.get('/in'), { code: 'ECONNREFUSED' });
    };
    try {
      // The next request of the same client, with what it is authorized by.
      const next = get('/in').replace('\r\n\r\n', '\r\nAuthorization: Bearer editor-token\r\n\r\n');
      const both = await talk(nodeRed.port, false, [{ text: get('/probe/incoming-package?call=watches&args=%7B%7D') }, { text: next, after: 'watches', times: 1 }, { after: 'size:', times: 1 }]);
      assert.match(both, /watches[\s\S]*size:0/);
      const told = await talk(nodeRed.port, false, [{ text: get('/probe/incoming-package?call=told&args=%7B%7D') }, { after: 'told ', times: 1 }]);
      assert.equal(told.includes('Bearer editor-token'), !sentinel, told);
      assert.match(told, /undefined/);
      const stopped = await talk(nodeRed.port, false, [{ text: get('/probe/incoming-package?call=stops&args=%7B%7D') }, { after: 'found', times: 1 }]);
      assert.match(stopped, sentinel ? /stopped 300, found 0/ : /stopped 1, found 1/);
      if (sentinel) await closes();
      assert.match(await talk(nodeRed.port, false, [{ text: get('/probe/incoming-package?call=feeds&args=%7B%7D') }, { after: 'feeds', times: 1 }]), /feeds/);
      const answers = await talk(nodeRed.port, false, [{ text: get('/in') }, { after: 'size:', times: 2 }]);
      assert.equal(answers.split('size:').length - 1, sentinel ? 0 : 2);
      if (sentinel) assert.match(nodeRed.log, /incoming-package|unknown[\s\S]*a request that did not come in by the network/);
      if (!sentinel) await closes();
    } finally {
      await nodeRed.stop();
      fs.rmSync(base, { recursive: true, force: true });
    }
  });
}
