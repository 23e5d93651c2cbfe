'use strict';
// More ways for cpp-ways.js: numbers that Node's scripts let pass, and C++ does not. Zero below zero is a whole number for the first and none for the second; others are longer than C++ counts.
// And what C++ goes down into as deep as somebody has made it.

const PRELUDE = `
const rsa = () => crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
const nested = (depth) => { let made = new Blob(['x']); for (let i = 0; i < depth; i++) made = new Blob([made]); return made; };
const near = (act) => { for (let pad = 0; pad < 15; pad++) { let left = 400; const down = (...args) => { try { down(...args); } catch {} if (left-- > 0) { try { act(); } catch {} } }; down(...Array(pad)); } };
`;

const OLD = [20, 22];

const WAYS = {
  // Nothing below zero.
  'a key from a password, less than nothing long': { way: "crypto.pbkdf2Sync('a', 'b', 1, -0, 'sha1')", on: OLD },
  'the same of another function': { way: "crypto.scryptSync('a', 'b', -0)", on: OLD },
  'a key from a key, less than nothing long': { way: "crypto.hkdfSync('sha1', 'a', 'b', 'c', -0)", on: OLD },
  'a prime that is looked at less than never': { way: 'crypto.checkPrimeSync(7n, { checks: -0 })', on: OLD },
  'a hash, less than nothing long': { way: "crypto.createHash('shake128', { outputLength: -0 })", on: OLD },
  'a group, less than nothing large': { way: 'crypto.createDiffieHellman(-0)', on: OLD },
  'a pair of keys, less than nothing large': { way: "crypto.generateKeyPairSync('rsa', { modulusLength: -0 })", on: OLD },
  'the same in a promise': { way: "crypto.subtle.generateKey({ name: 'RSA-PSS', hash: 'SHA-256', modulusLength: -0, publicExponent: new Uint8Array([1, 0, 1]) }, true, ['sign'])", on: OLD },
  'a cipher that checks less than nothing': { way: "crypto.createCipheriv('aes-128-gcm', '0123456789abcdef', '0123456789ab', { authTagLength: -0 })", on: OLD },
  'a cipher that is told of less than nothing': { way: "crypto.createCipheriv('aes-128-gcm', '0123456789abcdef', '0123456789ab').setAAD(Buffer.alloc(1), { plaintextLength: -0 })", on: OLD },
  'a signature with less than no salt': { way: "crypto.createSign('sha256').sign({ key: rsa().privateKey, padding: 6, saltLength: -0 })" },
  'a signature with less than no padding': { way: "crypto.createSign('sha256').sign({ key: rsa().privateKey, padding: -0 })" },
  'a signature that is looked at with less than no salt': { way: "crypto.createVerify('sha256').verify({ key: rsa().publicKey, padding: 6, saltLength: -0 }, Buffer.alloc(128))" },
  'a program below none': { way: "require('os').getPriority(-0)" },
  'a context of TLS that lasts less than nothing': { way: 'tls.createSecureContext({ sessionTimeout: -0 })' },
  'a socket for datagrams that keeps less than nothing': { way: "dgram.createSocket('udp4').setRecvBufferSize(-0)" },
  'a resolver that waits less than nothing': { way: 'new dns.Resolver({ timeout: -0 })', on: OLD },
  'a resolver that waits longer than C++ counts': { way: 'new dns.Resolver({ maxTimeout: 2 ** 31 })', on: [24, 26] },
  'a list of addresses that all begin alike': { way: "new net.BlockList().addSubnet('10.0.0.0', -0)", on: OLD },
  'an address at a port below none': { way: 'new net.SocketAddress({ port: -0 })', on: [20] },
  // Too much.
  'a key from a key, longer than C++ counts': { way: "crypto.hkdfSync('sha1', 'a', 'b', 'c', 2 ** 32)" },
  'the same later': { way: "crypto.hkdf('sha1', 'a', 'b', 'c', 2 ** 32, () => {})" },
  'settings of HTTP/2 that are no number': { way: "quiet(http2.connect('http://localhost', { createConnection: duplex })).settings({ maxFrameSize: NaN }); await until(9)" },
  'keys of a connection, longer than C++ counts': { way: "const { client } = reading(Buffer.alloc(100), () => true); await until(50); client.exportKeyingMaterial(2 ** 31, 'x', Buffer.alloc(1))" },
  // Too deep.
  'blobs in each other that are read': { way: 'await nested(20000).text()' },
  'blobs in each other that are read where the stack ends': { way: 'const made = nested(300); near(() => made.text().catch(() => {})); near(() => made.stream().getReader().read().catch(() => {}))', on: [24, 26] },
  'files in each other that are read': { way: "let made = new File(['x'], 'x'); for (let i = 0; i < 20000; i++) made = new File([made], 'x'); await made.arrayBuffer()" },
  'blobs in each other that are cloned in between': { way: "let made = new Blob(['x']); for (let i = 0; i < 20000; i++) made = new Blob([structuredClone(made)]); await made.text()" },
};

const GOING_ON = "const { AsyncLocalStorage, AsyncResource } = require('async_hooks'); const all = new AsyncLocalStorage(); all.run(1, () => {}); all.enterWith(2); ";
WAYS['what is going on in itself until the stack ends'] = { way: `${GOING_ON}const one = new AsyncResource('x'); for (let pad = 0; pad < 20; pad++) { const down = (...args) => { try { one.runInAsyncScope(down, null, ...args); } catch {} }; down(...Array(pad)); } await until(20)` };
WAYS['the same of a function that is bound'] = { way: `${GOING_ON}for (let pad = 0; pad < 20; pad++) { const bound = AsyncResource.bind((...args) => { try { bound(...args); } catch {} }); bound(...Array(pad)); } await until(20)` };

const WRITES = { grants: ['fs:write', 'fs:read'], config: { 'fs:write': { allowedPaths: ['/dev/shm'] }, 'fs:read': { allowedPaths: ['/dev/shm', '/dev/zero'] } } };
const FILE = "const file = '/dev/shm/nrgs-cpp-' + process.pid; const made = fs.openSync(file, 'w'); fs.unlinkSync(file); ";

/** The same for a package that was granted a little. */
const GRANTED = {
  'a name server at no port': { grants: ['network:dns'], way: "new dns.Resolver().setServers(['127.0.0.1:0'])", on: OLD },
  'a service at a port below none': { grants: ['network:dns'], way: "dns.lookupService('127.0.0.1', '-0', () => {})", on: OLD },
  'a mask below none': { grants: ['process:signal'], way: 'process.umask(-0)', on: OLD },
  'a mode that is longer than C++ counts': { ...WRITES, way: `${FILE}fs.fchmodSync(made, 2 ** 31)` },
  'a directory with such a mode': { ...WRITES, way: "fs.mkdirSync('/dev/shm/nrgs-none/none', 2 ** 31)" },
  'a file with such a mode': { ...WRITES, way: "fs.openSync('/dev/shm/nrgs-none/none', 'w', 2 ** 31)" },
  'a file with flags below none': { ...WRITES, way: "fs.openSync('/dev/shm/nrgs-none', -0)", on: [20] },
  'what is written, less than nothing': { ...WRITES, way: `${FILE}fs.writeSync(made, Buffer.alloc(9), 0, -0, 0)` },
  'a directory that is read all at once': { ...WRITES, way: "fs.opendirSync('/dev/shm', { bufferSize: 2 ** 31 }).readSync()" },
  'a thread with more code than there is memory': { grants: ['threads:spawn'], way: "quiet(new (require('worker_threads').Worker)('0', { eval: true, resourceLimits: { codeRangeSizeMb: 1e9 } })); await until(300)" },
};

const refusal = "(act) => { try { return act(); } catch (error) { return [error.name, error.code]; } }";

const HONEST = {
  'numbers of keys': `const said = ${refusal}; [crypto.pbkdf2Sync('a', 'b', 1, 8, 'sha1').toString('hex'), crypto.scryptSync('a', 'b', 8).toString('hex'), Buffer.from(crypto.hkdfSync('sha1', 'a', 'b', 'c', 8)).toString('hex'), said(() => crypto.hkdfSync('sha1', 'a', 'b', 'c', 9999)), said(() => crypto.hkdfSync('sha1', 'a', 'b', 'c', -1)), said(() => crypto.pbkdf2Sync('a', 'b', 1, 2 ** 31, 'sha1')), crypto.checkPrimeSync(7n, { checks: 0 }), crypto.createHash('shake128', { outputLength: 0 }).digest('hex'), crypto.createHash('shake128', { outputLength: 5 }).update('x').copy().digest('hex'), crypto.createDiffieHellman(Buffer.from([23]), 5).getGenerator('hex'), typeof require('os').getPriority(0), new net.SocketAddress({ port: 0 }).port, new dns.Resolver({ timeout: 9, tries: 2 }).getServers().length > 0, said(() => new dns.Resolver({ timeout: 2 ** 31 }))]`,
  'keys that are made': "const one = crypto.createSign('sha256'); const made = rsa(); const salted = one.update('x').sign({ key: made.privateKey, padding: 6, saltLength: 0 }); [crypto.createVerify('sha256').update('x').verify({ key: made.publicKey, padding: 6, saltLength: 0 }, salted), (await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-1', length: 64 }, true, ['sign'])).algorithm.length, (await crypto.subtle.digest('SHA-1', Buffer.from('x'))).byteLength, await new Promise((done) => { crypto.hkdf('sha1', 'a', 'b', 'c', 3, (error, key) => done(key.byteLength)); })]",
  'settings of HTTP/2': `const said = ${refusal}; const made = quiet(http2.connect('http://localhost', { createConnection: duplex, settings: { maxFrameSize: 20000 } })); made.settings({ maxFrameSize: 16384, initialWindowSize: 5 }); const seen = [said(() => made.settings({ maxFrameSize: 5 })), said(() => made.settings({ enablePush: false })), made.pendingSettingsAck]; made.destroy(); seen`,
  'blobs of blobs': "let made = new Blob(['a']); for (let i = 0; i < 300; i++) made = new Blob([made, 'é\\n', Buffer.from('x')], { type: 'T/x', endings: 'native' }); [await made.text(), made.size, made.type, made instanceof Blob, (await made.slice(3, 9).text())]",
  'parts of blobs': "const one = new Blob(['abcdef']); const two = new Blob([one.slice(1, 3), new Blob([one, 'z']).slice(2), one]); let cloned = structuredClone(two); for (let i = 0; i < 50; i++) cloned = structuredClone(new Blob([cloned, i])); const url = URL.createObjectURL(two); const found = buffer.resolveObjectURL(url); [await two.text(), two.size, await cloned.text(), await new Blob([found, found.slice(2)]).text(), await new File([new File([one], 'n')], 'm').text(), await new Blob([await new Response('abc').blob(), one]).text()]",
  'forms of blobs': "const form = new FormData(); form.append('a', new Blob(['q', new Blob(['r'])]), 'n'); const read = await new Response(form).formData(); [await form.get('a').text(), await read.get('a').text(), read.get('a').name]",
  'what is no part of a blob': `const said = ${refusal}; [said(() => new Blob([Symbol('x')])), said(() => new Blob([new Blob(['a']), Symbol('x')])), said(() => new Blob([new Blob([])], { endings: 'q' })), said(() => new Blob([new Blob([])], 5)), said(() => new Blob(null)), said(() => new Blob([new Blob(['a']), null, 5, {}]).size), said(() => Blob.prototype.slice.call({})), Blob.prototype.slice.length]`,
};

const HONEST_GRANTED = {
  'blobs of a part of files': {
    ...WRITES,
    way: `const file = '/dev/shm/nrgs-part-' + process.pid; fs.writeFileSync(file, 'abcdef'); const blob = await fs.openAsBlob(file); const mixed = new Blob(['12', blob, '34', blob]);
      const parts = [[1, -1], [0, 3], [3, 5], [-3], [9, 99], [2, 8], [], [5, 2]].map((cut) => mixed.slice(...cut));
      const seen = []; for (const part of parts) seen.push(part.size, await part.text(), await new Blob(['<', part, '>']).text(), await new Blob([new Blob([part.slice(1), 'x']).slice(0, -2)]).text()); fs.unlinkSync(file); seen`,
  },
  'threads that end with a file open': {
    ...WRITES,
    grants: [...WRITES.grants, 'threads:spawn'],
    way: "const { Worker } = require('worker_threads'); const made = new Worker(\"require('fs').promises.open('/dev/zero').then((handle) => { globalThis.held = handle; })\", { eval: true }); (await events.once(made, 'exit'))[0]",
  },
  'files that HTTP/2 sends': {
    ...WRITES,
    grants: [...WRITES.grants, 'network:http'],
    way: `const file = '/dev/shm/nrgs-sent-' + process.pid; fs.writeFileSync(file, Buffer.from(Array.from({ length: 200000 }, (_, i) => i + (i >> 8)))); const fd = fs.openSync(file); const handle = await fs.promises.open(file); const seen = []; const note = (what) => seen.push(what);
      const acts = [
        (made) => made.respondWithFile(file, {}, { statCheck(stat, headers) { headers['x-size'] = stat.size; } }),
        (made) => made.respondWithFile(file, {}, { offset: 70000, length: 70000 }),
        (made) => made.respondWithFile(file, {}, { length: 0 }),
        (made) => { made.on('wantTrailers', () => made.sendTrailers({ x: 'y' })); made.respondWithFile(file, {}, { waitForTrailers: true }); },
        (made) => made.respondWithFile(file + 'x', {}, { onError(error) { note(error.code); made.respond(); made.end(); } }),
        (made) => made.respondWithFile('/dev/shm'),
        (made) => made.respondWithFD(fd, {}, { offset: 199990 }),
        (made) => made.respondWithFD(handle, {}, { statCheck(stat, headers, part) { part.length = 5; } }),
        (made) => made.respondWithFD(fd),
      ];
      const client = serving((made) => acts.shift()(made));
      while (acts.length > 0) {
        const sum = crypto.createHash('sha1'); const request = quiet(client.request()).on('data', (bytes) => sum.update(bytes)).on('response', (headers) => note([headers[':status'], headers['content-length'], headers['x-size']])).on('trailers', ({ x }) => note(x)).on('error', ({ code }) => note(code));
        await new Promise((done) => { request.on('close', done); }); note(sum.digest('hex'));
      }
      client.destroy(); fs.closeSync(fd); await handle.close(); fs.unlinkSync(file); seen`,
  },
  'modes of files': { ...WRITES, way: "const file = '/dev/shm/nrgs-cpp-' + process.pid; fs.writeFileSync(file, 'abc', { mode: 0o600 }); fs.chmodSync(file, 0o640); const made = fs.openSync(file, fs.constants.O_RDWR, 0o777); fs.fchmodSync(made, '600'); fs.writeSync(made, Buffer.from('xyz'), 0, 1, 1); fs.closeSync(made); const blob = await fs.openAsBlob(file); const seen = [fs.statSync(file).mode & 0o777, fs.readFileSync(file, 'utf8'), await new File([blob], 'n').text(), await new Blob([new Blob([blob, 'q']), blob.slice(1)]).text()]; fs.unlinkSync(file); seen.push(fs.opendirSync('/dev/shm', { bufferSize: 1 }).closeSync()); seen" },
};

module.exports = { GRANTED, HONEST, HONEST_GRANTED, PRELUDE, WAYS };
