'use strict';
// Whatever really comes in from the network is answered: one request after the other on a connection, all at once, in pieces, large ones, and
// what becomes a WebSocket; plain and over TLS. Requests that a package puts into a socket are not (cases/http.js).
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
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

/** One connection: what is written in order, each piece after the answers before it. */
function talk(port, secure, pieces) {
  return new Promise((resolve, reject) => {
    const socket = secure ? tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }) : net.connect(port, '127.0.0.1');
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
  { after: 'size:', times: 8 },
];

for (const { version, node, secure } of [
  { version: '4.1', node: 20, secure: false }, { version: '4.1', node: 20, secure: true }, { version: '4.1', node: 22, secure: true }, { version: '5.0', node: 24, secure: true },
  { version: '5.0', node: 26, secure: false }, { version: '5.0', node: 26, secure: true },
]) {
  test(`Node-RED ${version}, Node ${node}${secure ? ' over TLS' : ''}: everything that comes in is answered`, async () => {
    const base = tempDir();
    const dir = probePackage(base, { name: 'incoming-package', calls: { nothing: '() => "nothing"' } });
    const nodeRed = await startNodeRed({
      version, node, sentinel: true, packages: [dir], flows: [{ id: 't', type: 'tab' }, ...flow('/in', 'get'), ...flow('/in', 'post')],
      settings: { disableEditor: false, ...(secure ? { https: { key: certificate.key, cert: certificate.cert } } : {}), sentinel: { server: { packages: {} } } },
    });
    try {
      const answers = await talk(nodeRed.port, secure, STORY);
      assert.deepEqual(answers.match(/HTTP\/1\.1 \d+|size:\d+/g), Array.from({ length: 8 }, (_, i) => ['HTTP/1.1 200', i === 6 ? 'size:300000' : 'size:0']).flat());
      assert.match(await talk(nodeRed.port, secure, [{ text: get('/in') }, { text: UPGRADE, after: 'size:', times: 1 }, { after: 'Switching Protocols', times: 1 }]), /101 Switching Protocols/);
      assert.doesNotMatch(nodeRed.log, /did not come in/);
    } finally {
      await nodeRed.stop();
      fs.rmSync(base, { recursive: true, force: true });
    }
  });
}
