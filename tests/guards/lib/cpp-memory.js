'use strict';
// More ways for cpp-ways.js: memory that is moved away or made less while C++ works on it, and what C++ asks objects for meanwhile. `less()` is memory that can be made less, `stall()`
// keeps the threads of Node's busy, so that what is asked of them next waits.

const PRELUDE = `
const less = (size = 1 << 24) => new ArrayBuffer(size, { maxByteLength: size });
const away = (memory) => structuredClone(memory, { transfer: [memory] });
const asked = (act) => ({ valueOf() { act(); return 0; } });
const stall = () => { for (let i = 0; i < 4; i++) crypto.pbkdf2('x', 'y', 300000, 64, 'sha512', () => {}); };
const frame = (type, id, payload) => { const head = Buffer.alloc(9); head.writeUIntBE(payload.length, 0, 3); head[3] = type; head.writeUInt32BE(id, 5); return Buffer.concat([head, payload]); };
const narrow = () => frame(4, 0, Buffer.from([0, 4, 0, 0, 0, 10]));
const wide = (id) => frame(8, id, Buffer.from([0, 0, 255, 0]));
const posting = async (end) => { const client = quiet(http2.connect('http://localhost', { createConnection: () => end })); end.push(narrow()); await until(20); const request = quiet(client.request({ ':method': 'POST' })); await until(20); return request; };
const churn = async () => { collect(); const kept = []; for (let i = 0; i < 40; i++) { for (let k = 0; k < 500; k++) kept.push(new ArrayBuffer(3000), crypto.createHash('sha1')); await until(20); } kept.length = 0; collect(); };
const own = (name) => Object.getOwnPropertySymbols(new net.Socket()).find((key) => key.description === name);
const ends = () => { const both = [0, 1].map(() => quiet(new stream.Duplex({ read() {}, write(chunk, encoding, done) { this.other.push(chunk); done(); }, final(done) { this.other.push(null); done(); } }))); [both[0].other, both[1].other] = [both[1], both[0]]; return both; };
const reading = (bytes, callback) => {
  const [one, other] = ends();
  const options = { ciphers: 'PSK', maxVersion: 'TLSv1.2' };
  const isMade = typeof bytes === 'function';
  class Reads extends tls.TLSSocket {
    get [own('kBuffer')]() { return this.bytes ?? (isMade ? true : bytes); }
    set [own('kBuffer')](value) { if (value !== null && value !== true) this.bytes = value; }
    get [own('kBufferCb')]() { return callback; }
    set [own('kBufferCb')](value) {}
    get [own('kBufferGen')]() { return isMade ? bytes : null; }
    set [own('kBufferGen')](value) {}
  }
  const server = quiet(new tls.TLSSocket(one, { isServer: true, secureContext: tls.createSecureContext(options), pskCallback: () => Buffer.alloc(16, 1) }));
  const client = quiet(new Reads(other, { isServer: false, secureContext: tls.createSecureContext(options), pskCallback: () => ({ psk: Buffer.alloc(16, 1), identity: 'x' }), checkServerIdentity() {} }));
  client._start();
  client.resume();
  return { client, server };
};
const serving = (act) => { const [one, other] = ends(); const server = quiet(http2.createServer()); server.on('sessionError', () => {}).on('stream', (made) => { quiet(made); act(made); }); server.emit('connection', one); return quiet(http2.connect('http://localhost', { createConnection: () => other })); };
const leaving = async (act) => { for (let i = 0; i < 60; i++) { const client = serving(act); await new Promise((done) => { quiet(client.request()).once('data', done); }); for (let left = i % 6; left > 0; left--) await new Promise(setImmediate); client.destroy(); } };
const until = (times) => new Promise((resolve) => { setTimeout(resolve, times); });
`;

const numbers = (member) => ({ way: `const memory = less(); Buffer.from(memory).${member}` });

const WAYS = {
  'memory that becomes less when its text is asked for': numbers('hexSlice(asked(() => memory.resize(0)), 1 << 20)'),
  'memory that becomes less at the end of its text': numbers('utf8Slice(0, { valueOf() { memory.resize(0); return 1 << 20; } })'),
  'memory that becomes less when a text is written to it': numbers("hexWrite('00'.repeat(1 << 20), 0, { valueOf() { memory.resize(0); return 1 << 20; } })"),
  'memory that becomes less when it is filled': numbers('fill(asked(() => memory.resize(0)))'),
  'memory that is moved away when it is filled': { way: 'const bytes = Buffer.alloc(1 << 28); bytes.fill(asked(() => { away(bytes.buffer); collect(); }))' },
  'bytes that say they are more, written': { way: "require('fs').writeSync(1, Object.defineProperty(Buffer.alloc(8), 'byteLength', { value: 1e6 }), 0, 99999)" },
  'bytes of a class that says they are more, written later': { way: 'require("fs").write(1, new (class extends Uint8Array { get byteLength() { return 1e6; } })(8), 0, 99999, () => {}); await until(50)' },
  'bytes that say they are a ping': { way: "const made = quiet(http2.connect('http://localhost', { createConnection: duplex })); await until(50); made.ping(Object.defineProperty(Buffer.alloc(4), 'byteLength', { value: 8 }), () => {})" },
  'bytes that say they are keys of tickets': { way: "tls.createServer().setTicketKeys(Object.defineProperty(Buffer.alloc(4), 'byteLength', { value: 48 }))" },
  'protocols that are no list of names': { way: "quiet(tls.connect({ socket: duplex(), ALPNProtocols: Buffer.alloc(8) }))", on: [20, 22] },
  'bytes that say they are more, made random': { way: "crypto.randomFillSync(Object.defineProperty(Buffer.alloc(8), 'byteLength', { value: 1e6 }), 0, 99999)" },
  'numbers that say they are more, made random for the web': { way: "crypto.webcrypto.getRandomValues(Object.defineProperty(new Uint32Array(2), 'byteLength', { value: 4000 }))" },
  'memory that becomes less while it is made random': { way: 'const memory = less(); stall(); crypto.randomFill(Buffer.from(memory), () => {}); memory.resize(0); await until(900)' },
  'memory of no view that becomes less while it is made random': { way: 'const memory = less(); stall(); crypto.randomFill(memory, () => {}); memory.resize(0); await until(900)' },
  'memory that is moved away while it is made random': { way: 'stall(); for (let i = 0; i < 8; i++) { const bytes = Buffer.from(new ArrayBuffer(1 << 24)); crypto.randomFill(bytes, () => {}); away(bytes.buffer); } collect(); await until(900)' },
  'memory that becomes less before it is deserialized': { way: "const v8 = require('v8'); const bytes = v8.serialize('x'.repeat(1 << 20)); const memory = less(bytes.length); const made = new v8.Deserializer(bytes.copy(Buffer.from(memory)) && Buffer.from(memory)); made.readHeader(); memory.resize(0); made.readValue()" },
  'memory that is moved away before it is deserialized': { way: "const v8 = require('v8'); const memory = new ArrayBuffer(1 << 25); v8.serialize('x'.repeat(1 << 24)).copy(Buffer.from(memory)); const made = new v8.DefaultDeserializer(Buffer.from(memory)); made.readHeader(); away(memory); await until(1); collect(); made.readValue()" },
  'memory that becomes less while it is deserialized': { way: "const v8 = require('v8'); class Writes extends v8.Serializer { _writeHostObject() { this.writeUint32(1); } } const out = new Writes(); out._setTreatArrayBufferViewsAsHostObjects(true); out.writeHeader(); out.writeValue([Buffer.from('x'), 'y'.repeat(1 << 20)]); const bytes = out.releaseBuffer(); const memory = less(bytes.length); bytes.copy(Buffer.from(memory)); class Reads extends v8.Deserializer { _readHostObject() { memory.resize(0); return {}; } } const made = new Reads(Buffer.from(memory)); made.readHeader(); made.readValue()" },
  'a deserializer that is told what it reads by an accessor that throws': { way: "const v8 = require('v8'); new (class extends v8.Deserializer { set buffer(value) { throw new Error('x'); } })(Buffer.alloc(9))" },
  'the same of the class that extends it': { way: "const v8 = require('v8'); new (class extends v8.DefaultDeserializer { set buffer(value) { throw new Error('x'); } })(Buffer.alloc(9))" },
  'the same of the class behind that': { way: "const v8 = require('v8'); const { constructor } = Object.getPrototypeOf(v8.DefaultDeserializer.prototype); new (class extends constructor { set buffer(value) { throw new Error('x'); } })(Buffer.alloc(9))" },
  'a channel that is given its ports by an accessor that throws': { way: "new (class extends MessageChannel { set port2(value) { throw new Error('x'); } })()", on: [20] },
  'the same of the module': { way: "new (class extends require('worker_threads').MessageChannel { set port1(value) { throw new Error('x'); } })()", on: [20] },
  'the same of the class of a channel': { way: "new (class extends new MessageChannel().constructor { set port1(value) { throw new Error('x'); } })()", on: [20] },
  'a port that is moved while it is moved': { way: 'const { port1 } = new MessageChannel(); const other = new MessageChannel().port1; other.postMessage({ get x() { structuredClone(port1, { transfer: [port1] }); } }, [port1])' },
  'a port that is copied while it is copied': { way: 'const { port1 } = new MessageChannel(); const other = new MessageChannel().port1; structuredClone({ get x() { other.postMessage(null, { transfer: [port1] }); } }, { transfer: [port1] })' },
  'a socket that has another number than it has': { way: "const end = duplex(); const key = Object.getOwnPropertySymbols(new net.Socket()).find((one) => one.description === 'async_id_symbol'); end[key] = NaN; http.createServer((request, response) => response.end()).emit('connection', end); end.push('GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'); await until(20)" },
  'a socket that has no number, where storages are told of what begins': { way: "const { AsyncLocalStorage, AsyncResource } = require('async_hooks'); const all = new AsyncLocalStorage(); all.run(1, () => {}); const end = duplex(); for (const key of Object.getOwnPropertySymbols(new AsyncResource('x'))) end[key] = NaN; end.on = function (...args) { crypto.randomBytes(4, () => {}); return stream.Duplex.prototype.on.apply(this, args); }; http.createServer().emit('connection', end); await until(50)" },
  'memory that is moved away while it is compressed to, and somebody says that is over': { way: "const made = quiet(zlib.createGzip({ chunkSize: 1 << 25 })); made.resume().write(noise()); const handle = made._handle; const { AsyncResource } = require('async_hooks'); const one = new AsyncResource('x'); const keys = Object.getOwnPropertySymbols(one).filter((key) => key.description === 'async_id_symbol'); const end = () => { try { handle.onerror('x', 1, 'y'); } catch {} }; const ways = [end, () => Promise.resolve().then(end), () => { for (const key of keys) one[key] = handle.getAsyncId(); one.runInAsyncScope(end); }, () => { for (const key of keys) handle[key] = handle.getAsyncId(); AsyncResource.prototype.runInAsyncScope.call(handle, end); }, () => { const { buffer } = made._outBuffer; away(buffer); setImmediate(collect); }]; setTimeout(() => { for (const way of ways) { try { way(); } catch {} } setImmediate(() => { try { ways.at(-1)(); } catch {} }); }, 1); await until(900)" },
  'a blob that is made of what is none': { way: "const key = Object.getOwnPropertySymbols(new Blob([])).find((one) => one.description === 'kHandle'); new Blob([{ [key]: hash(), size: 5 }])" },
  'a file that is made of what is no blob': { way: "const key = Object.getOwnPropertySymbols(new Blob([])).find((one) => one.description === 'kHandle'); new File([{ [key]: {}, size: 5 }], 'x')" },
  'the same by the class of a blob': { way: "const key = Object.getOwnPropertySymbols(new Blob([])).find((one) => one.description === 'kHandle'); new (Object.getPrototypeOf(File))(new Set([{ [key]: {}, size: 5 }]))" },
  'the same in a form': { way: "const key = Object.getOwnPropertySymbols(new Blob([])).find((one) => one.description === 'kHandle'); new FormData().append('x', Object.create(Blob.prototype, { [key]: { value: {} } }), 'x')", on: [20, 22] },
  'a URL of what is no blob': { way: "const key = Object.getOwnPropertySymbols(new Blob([])).find((one) => one.description === 'kHandle'); URL.createObjectURL({ [key]: hash(), size: 5, type: 'x' })" },
  'a URL of a blob without a size': { way: "URL.createObjectURL(Object.defineProperty(new Blob(['x']), 'size', { value: 'x' }))" },
  'a URL of a blob without a type': { way: "URL.createObjectURL(Object.defineProperty(new Blob(['x']), 'type', { value: 5 }))" },
  'a meter that is asked for a share which is no number': { way: "part(perf.createHistogram(), 'percentile').percentile({ valueOf: () => 50 })" },
  'bytes to read into that are none': { way: 'reading(5, () => {})' },
  'memory that becomes less while a connection reads into it': { way: 'const memory = less(1 << 20); const { server } = reading(Buffer.from(memory), () => true); await until(50); memory.resize(0); server.write(Buffer.alloc(5000)); await until(50)' },
  'memory that becomes less when a connection has read into it': { way: 'const memory = less(1 << 20); const { server } = reading(Buffer.from(memory), () => { memory.resize(0); return true; }); await until(50); server.write(Buffer.alloc(5000)); await until(20); server.write(Buffer.alloc(50000)); await until(50)' },
  'memory that is made for a connection to read into, and becomes less': { way: 'const memory = less(1 << 20); const { server } = reading(() => Buffer.from(memory), () => { setImmediate(() => memory.resize(0)); return true; }); await until(50); server.write(Buffer.alloc(5000)); await until(20); server.write(Buffer.alloc(50000)); await until(50)' },
  'memory that is moved away while a connection reads into it': { way: 'const memory = new ArrayBuffer(1 << 25); const { server } = reading(Buffer.from(memory), () => true); away(memory); await until(50); collect(); for (let i = 0; i < 20; i++) { server.write(Buffer.alloc(5000)); await until(5); }' },
};

const FILE = { grants: ['fs:read'], config: { 'fs:read': { allowedPaths: ['/dev/zero'] } } };
const SNAPSHOT = { grants: ['inspector:open', 'threads:spawn'] };
const thread = "const { Worker } = require('worker_threads'); ";
const SENDS = { grants: ['fs:read', 'network:http'], config: FILE.config };
const opened = "const fs = require('fs'); const file = fs.openSync('/dev/zero'); const handle = await fs.promises.open('/dev/zero'); ";

/** The same for a package that was granted a little. */
const GRANTED = {
  'memory that is moved away while a file is read into it': { ...FILE, way: `${opened}stall(); for (let i = 0; i < 4000; i++) { const bytes = Buffer.from(new ArrayBuffer(4096)); fs.read(file, bytes, 0, 4096, 0, () => {}); away(bytes.buffer); } await churn()` },
  'memory that is moved away while a file is read into pieces of it': { ...FILE, way: `${opened}stall(); for (let i = 0; i < 4000; i++) { const bytes = Buffer.from(new ArrayBuffer(4096)); fs.readv(file, [bytes, Buffer.alloc(1)], 0, () => {}); away(bytes.buffer); } await churn()` },
  'memory that is moved away while a handle reads into it': { ...FILE, way: `${opened}stall(); for (let i = 0; i < 4000; i++) { const bytes = Buffer.from(new ArrayBuffer(4096)); handle.read(bytes, 0, 4096, 0).catch(() => {}); away(bytes.buffer); } await churn()` },
  'a list that is another one when it is read again': { ...FILE, way: `${opened}for (let most = 0; most < 6; most++) { for (const act of [(list) => fs.readvSync(file, list), (list) => fs.readv(file, list, () => {}), (list) => handle.readv(list)]) { let count = 0; const list = [Buffer.alloc(9)]; Object.defineProperty(list, 0, { get: () => (count++ < most ? Buffer.alloc(9) : 5) }); try { await act(list); } catch {} } }` },
  'a list that is none': { ...FILE, way: `${opened}await handle.readv(new Proxy([Buffer.alloc(9)], {}))` },
  'a file that HTTP/2 sends to who leaves': { ...SENDS, way: "await leaving((made) => made.respondWithFile('/dev/zero'))" },
  'the same by a number': { ...SENDS, way: `${opened}await leaving((made) => made.respondWithFD(file)); await handle.close()` },
  'the same by a handle': { ...SENDS, way: `${opened}await leaving((made) => made.respondWithFD(handle))` },
  'a heap snapshot of a thread that is over': { ...SNAPSHOT, way: `${thread}const made = new Worker('setInterval(() => {}, 1000)', { eval: true }); await events.once(made, 'online'); const all = await made.getHeapSnapshot(); await made.terminate(); all.resume(); await until(20)` },
  'memory that becomes less while HTTP/2 waits to send it': { way: "const end = duplex(); const request = await posting(end); const memory = less(1 << 20); request.write(Buffer.from(memory)); await until(20); memory.resize(0); end.push(wide(1)); await until(50)", grants: ['network:http'] },
  'memory that becomes less while HTTP/2 waits to send pieces of it': { way: "const end = duplex(); const request = await posting(end); const memory = less(1 << 20); request.cork(); request.write(Buffer.from(memory, 0, 99999)); request.write(Buffer.from(memory, 9)); request.uncork(); await until(20); memory.resize(0); end.push(wide(1)); await until(50)", grants: ['network:http'] },
};

const HONEST = {
  'numbers of all kinds': "const one = Buffer.from('abcdef'); [one.utf8Slice(new Number(1), [3]), one.latin1Slice({ valueOf: () => 2 }), one.hexSlice(), one.ucs2Slice(0, null), one.utf8Write('xy', { valueOf: () => 4 }), one.toString(), one.fill({}).toString('hex'), one.fill([300]).toString('hex'), one.fill(Buffer.from('ab')).toString(), one.fill('é', 1).toString('hex'), one.fill(257, 0, 2).toString('hex'), one.fill(true).toString('hex'), one.fill(null).toString('hex'), one.utf8Slice.length, one.fill.length, one.fill.name]",
  'mistakes in numbers': "const one = Buffer.from('abcdef'); const all = [() => one.utf8Slice(Symbol('x')), () => one.fill(Symbol('x')), () => one.utf8Slice(-1), () => one.hexSlice(5, 3), () => one.utf8Write(5), () => one.utf8Write('x', 99), () => one.fill(0, 'x'), () => one.fill(0, {}), () => one.fill(1n), () => Buffer.prototype.utf8Slice.call({}), () => one.latin1Slice({ valueOf() { throw new RangeError('mine'); } })].map((act) => { try { return act(); } catch (error) { return [error.name, error.code, error.message]; } }); all",
  'what is made random, of all kinds': 'const four = new Uint32Array(4); crypto.randomFillSync(four, 1, 2); const view = new DataView(new ArrayBuffer(8)); crypto.randomFillSync(view, 4); const shared = new Uint8Array(new SharedArrayBuffer(4)); let said; try { crypto.randomFillSync(four, 9); } catch (error) { said = error.code; }; [four[0], four[3], view.getUint32(0), crypto.randomFillSync(shared) === shared, crypto.getRandomValues(new Int16Array(2)).length, crypto.randomFillSync(new ArrayBuffer(0)).byteLength, crypto.randomBytes(3).length, said, tls.createServer({ ticketKeys: Buffer.alloc(48, 7) }).getTicketKeys().length]',
  'what is made random is moved afterwards': "const bytes = new Uint8Array(9); await new Promise((done) => { crypto.randomFill(bytes, 1, 4, (error, all) => done(all === bytes)); }); const memory = new ArrayBuffer(5); await require('util').promisify(crypto.randomFill)(memory); let said; try { crypto.randomFill(bytes, 99, () => {}); } catch (error) { said = error.code; }; [bytes[0], bytes[8], said, away(bytes.buffer).byteLength, away(memory).byteLength, memory.byteLength, crypto.randomFill.length]",
  deserializers: "const v8 = require('v8'); class Writes extends v8.Serializer { _writeHostObject() { this.writeUint32(7); this.writeRawBytes(Buffer.from('raw')); } } class Reads extends v8.Deserializer { mine = 5; _readHostObject() { return { n: this.readUint32(), raw: this.readRawBytes(3).toString() }; } } const out = new Writes(); out._setTreatArrayBufferViewsAsHostObjects(true); out.writeHeader(); out.writeValue([Buffer.from('x'), { y: 'yy' }]); const bytes = out.releaseBuffer(); const made = new Reads(bytes); made.readHeader(); const view = new v8.Deserializer(new DataView(bytes.buffer, bytes.byteOffset, bytes.length)); const whole = v8.serialize(new Map([[1, Buffer.from('ab')]])); let said; try { v8.Deserializer(bytes); } catch (error) { said = error.name; }; [made.readValue(), made.mine, made instanceof v8.Deserializer, made instanceof Reads, Object.keys(made), made.buffer === bytes, view.readHeader(), v8.deserialize(whole), v8.deserialize(whole).get(1).toString(), said, v8.Deserializer.name, new v8.DefaultDeserializer(whole).readHeader()]",
  channels: "const { port1, port2 } = new MessageChannel(); const got = events.once(port2, 'message'); port1.postMessage(1, []); class Mine extends MessageChannel { x = 1; } const mine = new Mine(); let said; try { MessageChannel(); } catch (error) { said = error.name; } const seen = [(await got)[0], mine.x, mine instanceof MessageChannel, Object.keys(mine), said, MessageChannel.name, mine.port1 instanceof MessagePort]; [port1, mine.port1].forEach((port) => port.close()); const moved = new MessageChannel(); const [end] = [structuredClone({ get port() { return moved.port1; } }, { transfer: [moved.port1] }).port]; const heard = events.once(moved.port2, 'message'); end.postMessage(3); seen.push((await heard)[0]); end.close(); seen",
  'a mistake in what was compressed, which is moved then': "const memory = new ArrayBuffer(1 << 20); const made = quiet(zlib.createGunzip()); made.write(Buffer.from(memory)); await new Promise((done) => { made.on('close', done); }); const again = new Uint8Array(99); const said = await new Promise((done) => { zlib.inflate(again, (error) => done(error.code)); }); [away(memory).byteLength, memory.byteLength, said, away(again.buffer).byteLength]",
  'a connection that reads into bytes': 'const seen = []; const bytes = Buffer.alloc(100); const one = reading(bytes, (count, into) => { seen.push(count, into === bytes); return true; }); await until(50); one.server.write(\'hello\'); await until(30); one.server.write(Buffer.alloc(250)); await until(50); const all = [Buffer.alloc(10), Buffer.alloc(20), Buffer.alloc(30)]; let at = 0; const other = reading(() => all[at++ % 3], (count, into) => { seen.push(count, all.indexOf(into)); return true; }); await until(50); other.server.write(Buffer.alloc(100)); await until(50); seen.push(other.client._handle.onread.name); [one, other].forEach(({ client }) => client.destroy()); seen',
  'what blobs are made of': "class Mine extends Blob { x = 1; } const one = new File(['a', new Blob(['b'])], 'n', { type: 't' }); const mine = new Mine(['m']); const found = buffer.resolveObjectURL(URL.createObjectURL(one)); const form = new FormData(); form.append('a', new Blob(['q']), 'f'); const said = [() => new Blob('x'), () => Blob(), () => new Blob(5), () => URL.createObjectURL({})].map((act) => { try { return act(); } catch (error) { return error.code ?? error.name; } }); [await new Blob(new Set(['a', Buffer.from('b'), new Blob(['c']), 5, {}, one])).text(), await one.text(), one.size, one.type, one.name, one instanceof Blob, mine.x, await mine.text(), await found.text(), (await new Response(form).text()).includes('q'), (await new Response('x').blob()) instanceof Blob, Blob.name, Blob.length, said, new Blob().size, await structuredClone(new Blob(['k'])).text(), Blob === buffer.Blob, Object.getPrototypeOf(File) === Blob, new Blob([]).constructor === Blob, String(new Blob([]))]",
  'what goes on has what it began with': "const { AsyncLocalStorage, AsyncResource, executionAsyncId } = require('async_hooks'); const all = new AsyncLocalStorage(); const seen = await all.run(1, () => Promise.all([queueMicrotask, setTimeout, setImmediate, process.nextTick, (act) => zlib.gzip('x', act), (act) => crypto.randomBytes(4, act), (act) => Promise.resolve().then(act)].map((begin) => new Promise((done) => { begin(() => done(all.getStore())); })))); all.disable(); all.run(2, () => seen.push(all.getStore())); seen.push(all.getStore()); const one = new AsyncResource('x'); one.runInAsyncScope(() => seen.push(executionAsyncId() === one.asyncId())); seen",
};

module.exports = { GRANTED, HONEST, PRELUDE, WAYS };
