'use strict';
// A tour of Node-RED that has as much as possible of core, its libraries and Node.js do its work once, as editors, browsers and flows have it do: for what is asked of everything that comes by.
const dgram = require('node:dgram');
const http = require('node:http');
const net = require('node:net');
const path = require('node:path');
const installs = require('../../support/installs.js');

const at = (id, type, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...more });

/** What answers `/go/<name>`: the nodes one behind another. */
function branch(name, ...nodes) {
  const ids = nodes.map((_, i) => `${name}-${i}`);
  const list = nodes.map((node, i) => at(ids[i], node.type, { wires: Array.from({ length: node.outputs ?? 1 }, () => [ids[i + 1] ?? 'answer']), ...node }));
  return [at(`${name}-in`, 'http in', { url: `/go/${name}`, method: 'get', wires: [[ids[0]]] }), ...list];
}

const func = (text, more) => ({ type: 'function', func: text, outputs: 1, noerr: 0, ...more });
const template = (text, more) => ({ type: 'template', field: 'payload', fieldType: 'msg', format: 'handlebars', syntax: 'mustache', template: text, output: 'str', ...more });
const change = (to, tot, more) => ({ type: 'change', rules: [{ t: 'set', p: 'payload', pt: 'msg', to, tot, ...more }] });
const request = (more) => ({ type: 'http request', method: 'use', ret: 'txt', paytoqs: 'ignore', url: '', tls: '', persist: false, proxy: '', insecureHTTPParser: false, authType: '', senderr: false, headers: [], ...more });
const FROM_QUERY = func('const { to, more } = msg.req.query; msg.url = to; Object.assign(msg, more ? JSON.parse(more) : { method: "GET" }); return msg;');
const KINDS = `const error = new TypeError('an error'); error.code = 'ECODE';
const all = [Buffer.from('bytes'), error, new Set([1, 'two']), new Map([[1, 2]]), new Date(0), 'long '.repeat(3000), 12n, Symbol('x'), () => 1, /x/g, NaN, Infinity, null, undefined, new Uint8Array(3), [[1, [2, [3]]]], { a: { b: { c: [1] } } }, true, 1.5, Promise.resolve(1), new Error('plain'), 'short', [Buffer.alloc(3000)], new URL('http://x/y')];
for (const payload of all) node.send({ payload, topic: 'kind', req: msg.req });
node.status({ text: 'a status', fill: 'red', shape: 'dot' }); node.warn(error); node.error(error, { topic: 'failed' }); node.log('a line'); return msg;`;

const FLOWS = ({ brokerPort, tcpPort, tcpInPort, udpPort, wsPort, dir }) => [
  { id: 't', type: 'tab', label: 'tour', env: [{ name: 'WORD', type: 'str', value: 'word' }] }, at('answer', 'http response', { wires: [], headers: { 'x-tour': 'yes' } }),
  ...branch('none', func('msg.payload = "none"; return msg;')),
  ...branch('json', { type: 'json', property: 'payload', action: 'str', pretty: true }, { type: 'json', property: 'payload', action: 'obj' }),
  ...branch('template', template('{{payload.word}} {{flow.kept}} {{env.WORD}} {{#list}}{{.}}{{/list}}')), ...branch('templateYaml', template('a: 1\nb: [1, 2]', { output: 'yaml' })),
  ...branch('switch', { type: 'switch', property: 'payload.word', propertyType: 'msg', checkall: 'false', repair: true, outputs: 5, rules: [{ t: 'regex', v: 'x+', vt: 'str', case: true }, { t: 'istype', v: 'buffer', vt: 'buffer' }, { t: 'cont', v: 'zz', vt: 'str' }, { t: 'jsonata_exp', v: 'payload.word = "no"', vt: 'jsonata' }, { t: 'else' }] }),
  ...branch('jsonata', change('$uppercase(payload.word) & $now() & $string($flowContext("kept")) & $match("aab", /a+/).match & $join($split("a b", " "), ",") & $formatNumber(1.5, "0.00") & $fromMillis(0) & $replace("x", /x/, "y")', 'jsonata')),
  ...branch('change', change('Wed, 01 Jan 2020', 'str'), change('^[0-9]+', 'str', { t: 'change', from: 'W(.)d', fromt: 're', tot: 'str' }), change('iso', 'date'), change('kept', 'flow'), change('[1,2]', 'bin'), change('WORD', 'env'), change('{"a":1}', 'json'), { type: 'change', rules: [{ t: 'move', p: 'payload', pt: 'msg', to: 'moved.one[0]', tot: 'msg' }, { t: 'delete', p: 'moved.one', pt: 'msg' }] }),
  ...branch('split', func('msg.payload = ["a", "b", "c"]; return msg;'), { type: 'split', splt: '\\n', spltType: 'str', arraySplt: 1, arraySpltType: 'len', stream: false }, { type: 'join', mode: 'auto', build: 'array', property: 'payload', propertyType: 'msg', key: 'topic', joiner: '\\n', joinerType: 'str', count: '' }, { type: 'sort', target: 'payload', targetType: 'msg', msgKey: 'payload', msgKeyType: 'elem', order: 'descending', as_num: false, seqKey: 'payload', seqKeyType: 'msg' }),
  ...branch('object', func('msg.payload = { a: 1, b: Buffer.from("x") }; return msg;'), { type: 'split', splt: '\\n', spltType: 'str', arraySplt: 1, arraySpltType: 'len' }, { type: 'join', mode: 'custom', build: 'object', property: 'payload', propertyType: 'msg', key: 'parts.key', joiner: '\\n', joinerType: 'str', accumulate: false, count: '2' }),
  ...branch('buffers', func('msg.payload = Buffer.from("ab"); return msg;'), { type: 'split', splt: '1', spltType: 'len', arraySplt: 1, arraySpltType: 'len' }, { type: 'join', mode: 'custom', build: 'buffer', property: 'payload', propertyType: 'msg', joiner: '[]', joinerType: 'bin', count: '2' }),
  ...branch('batch', { type: 'batch', mode: 'count', count: 1, overlap: 0, interval: 1, allowEmptySequence: false, topics: [] }),
  ...branch('csv', func('msg.payload = "a,b\\n1,2\\n"; return msg;'), { type: 'csv', sep: ',', hdrin: true, hdrout: 'all', multi: 'mult', ret: '\\n', temp: '', skip: '0', spec: 'rfc' }, { type: 'csv', sep: ',', hdrout: 'all', multi: 'one', ret: '\\n', temp: 'a,b', skip: '0' }),
  ...branch('html', func('msg.payload = "<p class=x>text</p><p>b</p>"; return msg;'), { type: 'html', property: 'payload', outproperty: 'payload', tag: 'p', ret: 'html', as: 'single' }),
  ...branch('xml', func('msg.payload = "<a b=\\"1\\"><c>2</c></a>"; return msg;'), { type: 'xml', property: 'payload', attr: '', chr: '' }, { type: 'xml', property: 'payload', attr: '', chr: '' }),
  ...branch('yaml', func('msg.payload = { a: [1, "b", null, new Date(0)] }; return msg;'), { type: 'yaml', property: 'payload' }, { type: 'yaml', property: 'payload' }),
  ...branch('range', func('msg.payload = "5"; return msg;'), { type: 'range', minin: 0, maxin: 10, minout: 0, maxout: 1, action: 'clamp', round: true, property: 'payload' }, { type: 'rbe', func: 'rbe', gap: '', start: '', inout: 'out', septopics: false, property: 'payload', topi: 'topic' }),
  ...branch('delay', { type: 'delay', pauseType: 'delay', timeout: '1', timeoutUnits: 'milliseconds', rate: '1', nbRateUnits: '1', rateUnits: 'second', outputs: 1 }, { type: 'trigger', op1: '1', op2: '0', op1type: 'str', op2type: 'pay', duration: '1', extend: false, units: 'ms', reset: '', bytopic: 'all', outputs: 1 }),
  ...branch('exec', { type: 'exec', command: 'echo', addpay: '', append: 'out', useSpawn: 'false', timer: '5', outputs: 3, wires: [['answer'], [], []] }),
  ...branch('spawn', { type: 'exec', command: 'echo spawned', addpay: '', append: '', useSpawn: 'true', timer: '5', outputs: 3, wires: [['answer'], [], []] }),
  ...branch('file', { type: 'file', filename: path.join(dir, 'made', 'file.txt'), filenameType: 'str', appendNewline: true, createDir: true, overwriteFile: 'true', encoding: 'none' }, { type: 'file in', filename: path.join(dir, 'made', 'file.txt'), filenameType: 'str', format: 'utf8', chunk: false, sendError: false, encoding: 'none' }, { type: 'file', filename: path.join(dir, 'made', 'file.txt'), filenameType: 'str', appendNewline: true, overwriteFile: 'false' }, { type: 'file', filename: path.join(dir, 'made', 'file.txt'), filenameType: 'str', overwriteFile: 'delete' }),
  ...branch('lines', func('return msg;', { wires: [['lines-1', 'answer']] }), { type: 'file in', filename: path.join(dir, 'static', 'page.txt'), filenameType: 'str', format: 'lines', chunk: false, wires: [['heard']] }),
  ...branch('stream', func('return msg;', { wires: [['stream-1', 'answer']] }), { type: 'file in', filename: path.join(dir, 'static', 'page.txt'), filenameType: 'str', format: 'stream', chunk: false, wires: [['heard']] }),
  ...branch('call', { type: 'link call', links: ['routine'], linkType: 'static', timeout: '5' }), at('routine', 'link in', { links: [], wires: [['back']] }), at('back', 'link out', { mode: 'return', links: [], wires: [] }),
  ...branch('context', func('flow.set("kept", { a: 1 }); flow.set("on.disk", [1, { b: 2 }], "file", () => { context.set("n", 1); global.set("g", Buffer.from("x"), "file"); msg.payload = flow.keys("file"); node.send(msg); }); return null;')),
  ...branch('debug', func(KINDS, { wires: [['debug', 'answer']] })), at('debug', 'debug', { active: true, tosidebar: true, console: true, tostatus: true, complete: 'true', targetType: 'full', statusVal: 'payload', statusType: 'auto', wires: [] }),
  ...branch('debugOne', func('return msg;', { wires: [['debugOne', 'answer']] })), at('debugOne', 'debug', { active: true, tosidebar: true, complete: '$string(payload)', targetType: 'jsonata', wires: [] }),
  at('caught', 'catch', { scope: null, uncaught: false, wires: [['failed']] }), at('failed', 'function', { func: 'return msg.res && msg.error.source.type !== "http response" ? msg : null;', outputs: 1, wires: [['answer']] }), at('shown', 'status', { scope: null, wires: [['heard']] }), at('done', 'complete', { scope: ['debug-0'], wires: [['heard']] }), at('heard', 'function', { func: 'return null;', outputs: 1 }),
  ...branch('fail', func('throw new Error("thrown");')), at('once', 'inject', { once: true, onceDelay: 0, repeat: '', crontab: '', topic: '', props: [{ p: 'payload', v: '', vt: 'date' }], wires: [['heard']] }),
  ...branch('fetch', FROM_QUERY, request()), ...branch('fetchBuffer', FROM_QUERY, request({ ret: 'bin' })), ...branch('fetchJson', FROM_QUERY, request({ ret: 'obj', persist: true })),
  ...branch('fetchBasic', FROM_QUERY, request({ authType: 'basic', credentials: { user: 'u', password: 'p' } })), ...branch('fetchDigest', FROM_QUERY, request({ authType: 'digest', credentials: { user: 'u', password: 'p' } })), ...branch('fetchBearer', FROM_QUERY, request({ authType: 'bearer', credentials: { password: 'p' } })),
  { id: 'proxy', type: 'http proxy', url: `http://127.0.0.1:${tcpPort}`, noproxy: [] }, { id: 'tls', type: 'tls-config', cert: '', key: '', ca: '', verifyservercert: false, servername: '' }, ...branch('fetchProxy', FROM_QUERY, request({ proxy: 'proxy' })), ...branch('fetchTls', FROM_QUERY, request({ tls: 'tls' })),
  ...['get', 'post', 'put', 'patch', 'delete'].flatMap((method) => [at(`echo-${method}`, 'http in', { url: '/echo/:part', method, upload: method === 'post', wires: [['echo']] })]), at('echo', 'function', { func: 'msg.payload = { body: String(msg.payload && msg.payload.length), part: msg.req.params.part, query: msg.req.query, cookies: msg.req.cookies, files: msg.req.files && msg.req.files.length, ip: msg.req.ip }; msg.cookies = { one: "two", gone: null }; msg.headers = { "content-type": "application/json" }; return msg;', outputs: 1, wires: [['answer']] }),
  at('raw', 'http in', { url: '/raw', method: 'post', skipBodyParsing: true, wires: [['rawEcho']] }), at('rawEcho', 'function', { func: 'msg.payload = typeof msg.payload; return msg;', outputs: 1, wires: [['answer']] }),
  ...branch('redirects', func('msg.statusCode = 302; msg.headers = { location: "/go/none" }; return msg;')), ...branch('buffer', func('msg.payload = Buffer.from("x".repeat(2000)); return msg;')), ...branch('number', func('msg.payload = 12; return msg;')), ...branch('streamed', func('const { Readable } = msg.req.constructor; msg.payload = ""; return msg;')),
  { id: 'listener', type: 'websocket-listener', path: '/echo-ws', wholemsg: 'false' }, at('ws-in', 'websocket in', { server: 'listener', wires: [['ws-out']] }), at('ws-out', 'websocket out', { server: 'listener', wires: [] }),
  { id: 'client', type: 'websocket-client', path: `ws://127.0.0.1:${wsPort}/x`, wholemsg: 'false', hb: '0' }, at('ws-from', 'websocket in', { client: 'client', wires: [['ws-to']] }), at('ws-to', 'websocket out', { client: 'client', wires: [] }),
  at('tcp-in', 'tcp in', { server: 'server', host: '', port: `${tcpInPort}`, datamode: 'stream', datatype: 'utf8', newline: '', topic: '', wires: [['tcp-out']] }), at('tcp-out', 'tcp out', { beserver: 'reply', base64: false, end: false, wires: [] }),
  ...branch('tcp', func('msg.payload = "hello\\n"; return msg;'), { type: 'tcp request', server: '127.0.0.1', port: `${tcpInPort}`, out: 'char', ret: 'string', splitc: '0x0a', newline: '' }),
  at('udp-in', 'udp in', { iface: '', port: `${udpPort}`, ipv: 'udp4', multicast: 'false', group: '', datatype: 'utf8', wires: [['heard']] }), ...branch('udp', { type: 'udp out', addr: '127.0.0.1', iface: '', port: `${udpPort}`, ipv: 'udp4', outport: '', base64: false, multicast: 'false', wires: [] }),
  { id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: `${brokerPort}`, protocolVersion: '4', keepalive: '60', cleansession: true, autoConnect: true, birthTopic: 'born', birthPayload: 'yes', birthMsg: {}, credentials: { user: 'u', password: 'p' } }, at('mqtt-in', 'mqtt in', { broker: 'broker', topic: 'topic', qos: '0', datatype: 'auto-detect', wires: [['heard']] }),
  ...branch('mqtt', func('msg.topic = "topic"; msg.payload = "said"; return msg;', { wires: [['mqtt-1', 'answer']] }), { type: 'mqtt out', topic: '', qos: '0', retain: 'false', broker: 'broker', wires: [] }),
  at('watch', 'watch', { files: path.join(dir, 'static'), recursive: false, wires: [['heard']] }),
  { id: 'sub', type: 'subflow', name: 'sub', in: [{ x: 1, y: 1, wires: [{ id: 'inside' }] }], out: [{ x: 1, y: 1, wires: [{ id: 'inside', port: 0 }] }], env: [{ name: 'IN', type: 'str', value: 'x' }] }, { ...at('inside', 'function', { func: 'msg.payload = env.get("IN"); return msg;', outputs: 1 }), z: 'sub' },
  ...branch('subflow', { type: 'subflow:sub' }), { id: 'group', type: 'group', z: 't', nodes: [], env: [], x: 1, y: 1, w: 1, h: 1 }, { id: 'config', type: 'global-config', env: [{ name: 'EVERYWHERE', type: 'str', value: 'x' }] },
];

/** Those that answer by themselves; of the others (`udp`) nothing comes back. */
const BRANCHES = ['none', 'json', 'template', 'templateYaml', 'switch', 'jsonata', 'change', 'split', 'object', 'buffers', 'batch', 'csv', 'html', 'xml', 'yaml', 'range', 'delay', 'exec', 'spawn', 'file', 'lines', 'stream', 'call', 'context', 'debug', 'debugOne', 'redirects', 'buffer', 'number', 'fail', 'tcp', 'mqtt', 'subflow'];

/** A broker that takes every client and sends back what is published. */
function broker() {
  return net.createServer((socket) => {
    let rest = Buffer.alloc(0);
    socket.on('error', () => undefined).on('data', (data) => {
      rest = Buffer.concat([rest, data]);
      for (; rest.length >= 2 && rest.length >= rest[1] + 2; rest = rest.subarray(rest[1] + 2)) {
        const kind = rest[0] >> 4;
        if (kind === 1) socket.write(Buffer.from([0x20, 2, 0, 0]));
        if (kind === 3) socket.write(rest.subarray(0, rest[1] + 2));
        if (kind === 8) socket.write(Buffer.from([0x90, 3, rest[2], rest[3], 0]));
        if (kind === 12) socket.write(Buffer.from([0xD0, 0]));
      }
    });
  });
}

/** A server of others: it asks for who one is, sends on, sets cookies, answers compressed, late and in pieces, and passes on as a proxy. */
function elsewhere() {
  return http.createServer((req, res) => {
    req.resume();
    const { authorization } = req.headers;
    if (req.url.startsWith('http://')) return res.end('by a proxy');
    if (req.url === '/digest' && !authorization) return res.writeHead(401, { 'www-authenticate': 'Digest realm="r", nonce="n", qop="auth", opaque="o"' }).end();
    if (req.url === '/on') return res.writeHead(302, { location: '/here', 'set-cookie': ['a=b; Path=/', 'c=d'] }).end();
    if (req.url === '/json') return res.setHeader('content-type', 'application/json').end('{"a":1}');
    if (req.url === '/gzip') return res.setHeader('content-encoding', 'gzip').end(require('node:zlib').gzipSync('unzipped'));
    res.write('some ');
    return res.end(`of ${req.url} ${authorization ?? ''}`);
  });
}

const listen = (server, ...where) => new Promise((resolve) => { server.listen(...where, () => resolve(server.address().port)); });

async function freePort() {
  const server = net.createServer();
  const port = await listen(server, 0, '127.0.0.1');
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

async function freeUdpPort() {
  const socket = dgram.createSocket('udp4');
  await new Promise((resolve) => { socket.bind(0, '127.0.0.1', resolve); });
  const { port } = socket.address();
  await new Promise((resolve) => { socket.close(resolve); });
  return port;
}

/** What Node-RED talks to. */
async function surroundings(version) {
  const { WebSocketServer = (await installs.library(version, 'ws')).Server } = await installs.library(version, 'ws');
  const servers = [broker(), elsewhere(), http.createServer()];
  const sockets = new Set();
  for (const server of servers) server.on('connection', (socket) => { sockets.add(socket); });
  new WebSocketServer({ server: servers[2] }).on('connection', (socket) => { socket.on('error', () => undefined).send('hello'); });
  const [brokerPort, tcpPort, wsPort] = await Promise.all(servers.map((server) => listen(server, 0, '127.0.0.1')));
  return {
    brokerPort, tcpPort, wsPort, tcpInPort: await freePort(), udpPort: await freeUdpPort(),
    close() {
      for (const server of servers) server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}


module.exports = { BRANCHES, FLOWS, freePort, surroundings };
