'use strict';
// What Node.js says of arguments of the wrong type, and what hangs on its classes: asked in package-kinds.test.js as honest.js is.

const fs = require('node:fs');
const path = require('node:path');

/** Nothing of it is carried out: there is no such path, or no path at all. */
const PATHS = `async ({ file }) => {
  const fs = require('fs'), nowhere = '/nowhere/at-all/x', found = [];
  class Own {}
  const values = [undefined, null, true, Symbol('s'), 5n, {}, [], () => {}, function named() {}, new Own(), Object.create(null), { href: 1 }, new Date(0)];
  const said = (name, error) => found.push([name, error?.name, error?.code, error?.message.replace(/moved|done|opened|delivered/, '')]);
  const sync = (name, ...args) => { try { fs[name](...args); said(name); } catch (error) { said(name, error); } };
  const later = async (name, ...args) => { try { await fs.promises[name](...args); said(name); } catch (error) { said(name, error); } };
  for (const value of values) {
    for (const name of ['readFileSync', 'statSync', 'openSync', 'mkdirSync', 'readdirSync', 'rmSync', 'readlinkSync', 'accessSync', 'unwatchFile', 'createReadStream', 'truncateSync', 'writeFileSync', 'mkdtempSync', 'opendirSync']) sync(name, value, name === 'writeFileSync' ? 'x' : undefined);
    for (const name of ['readFile', 'stat', 'open', 'readdir', 'rm', 'lstat']) await later(name, value);
    for (const name of ['renameSync', 'symlinkSync', 'linkSync', 'copyFileSync', 'cpSync']) { sync(name, value, nowhere); if (typeof value !== 'function') sync(name, nowhere, value); }
  }
  for (const value of [1, 1.5, -1]) { sync('renameSync', value, nowhere); sync('statSync', value); sync('mkdirSync', value); await later('readdir', value); }
  for (const value of [undefined, null, 'x', true, {}, [], -1, 1.5, NaN, Infinity, 2 ** 32, 2 ** 31]) for (const name of ['closeSync', 'fstatSync', 'fsyncSync', 'ftruncateSync', 'readSync']) sync(name, value, name === 'readSync' ? Buffer.alloc(1) : undefined);
  for (const value of ['x', 1, true, null]) { sync('cpSync', undefined, nowhere, value); sync('cpSync', file, file, value); }
  sync('unwatchFile', '/a\\0b');
  return found;
}`;

/** Fields of timers that libraries set, and a method on what is no timer. */
const TIMERS = `async () => {
  'use strict';
  const found = [], waits = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  let rung = 0, once = 0, never = 0;
  const repeating = setTimeout(() => { rung += 1; if (repeating._repeat) clearInterval(repeating); repeating._repeat = 1; }, 1);
  const ending = setInterval(() => { once += 1; ending._idleTimeout = -1; }, 1), single = setInterval(() => { never += 1; single._repeat = null; }, 1);
  found.push(typeof repeating.unref.call({}));
  for (let i = 0; rung < 2 || once < 1 || never < 1; i += 1) { if (i > 500) break; await waits(10); }
  await waits(30);
  return [...found, rung, once, never];
}`;

/** What a class has of the one that it extends, and what \`util.promisify\` makes. */
const STATICS = `() => {
  const fs = require('fs'), of = (Class) => Object.getPrototypeOf(Class).name, { custom } = require('util').promisify;
  return [of(fs.ReadStream), of(fs.WriteStream), of(require('dgram').Socket), of(require('child_process').ChildProcess), of(require('http').Agent), of(require('net').Socket), typeof fs.ReadStream.from, typeof require('http').Agent.once,
    typeof require('http2').connect[custom], typeof require('child_process').exec[custom], typeof fs.exists[custom], typeof setTimeout[custom]];
}`;

/** What the loader says of what is no file, and no list of folders. */
const LOADS = `() => {
  const { createRequire } = require('module'), said = (call) => { try { return typeof call(); } catch (error) { return [error.name, error.code, error.message]; } };
  return [...['x', './x', '', 'http://x/y', 'data:,x'].map((from) => said(() => createRequire(from))), ...['foo', 5, true, null].map((paths) => said(() => require.resolve('./nowhere', { paths }))),
    said(() => require.resolve('fs', { paths: undefined })), require('util').promisify(require('fs').exists).name];
}`;

/** A resolver of one's own with what is no server. */
const SERVERS = `() => {
  const { Resolver } = require('dns'), resolver = new Resolver();
  return [null, undefined, {}, 5, [null], [{}], [5], [['127.0.0.1']]].map((servers) => { try { resolver.setServers(servers); return 'set'; } catch (error) { return [error.name, error.code, error.message]; } });
}`;

/** Who watched a file by looking at it is told when that ends. */
const WATCHED = `({ file }) => new Promise((resolve) => {
  const fs = require('fs'), watcher = fs.watchFile(file, { interval: 10_000 }, () => {});
  let stopped = 0;
  watcher.on('stop', () => { stopped += 1; });
  watcher.stop();
  const before = stopped;
  watcher.stop(); fs.unwatchFile(file);
  setImmediate(() => setImmediate(() => resolve([before, stopped])));
})`;

/** Programs with wrong arguments: none is started. */
const PROGRAMS = `async () => {
  const child = require('child_process'), { promisify } = require('util'), found = [];
  const said = (name, act) => { try { act(); found.push([name, 'done']); } catch (error) { found.push([name, error.name, error.code, error.message]); } };
  for (const value of [undefined, null, 5, {}, [], () => {}]) for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'exec', 'execSync', 'fork']) said(name, () => child[name](value));
  for (const value of [true, Symbol('s'), 'text', 5n]) for (const name of ['spawn', 'spawnSync', 'execFileSync', 'fork']) said(name + ' list', () => child[name]('/nowhere/x', value));
  for (const value of [() => {}]) for (const name of ['spawn', 'fork']) said(name + ' list', () => child[name]('/nowhere/x', value));
  for (const value of [true, 'text', [], () => {}]) for (const name of ['spawn', 'spawnSync', 'fork']) { said(name + ' options', () => child[name]('/nowhere/x', [], value)); said(name + ' options', () => child[name]('/nowhere/x', undefined, value)); }
  for (const options of [{ cwd: 5 }, { cwd: {} }, { shell: 5 }, { shell: {} }, { argv0: 5 }, { argv0: [] }]) for (const name of ['spawn', 'spawnSync', 'execFileSync']) said(name + Object.keys(options), () => child[name]('/nowhere/x', [], options));
  for (const name of ['exec', 'execFile']) said(name + ' promisified', () => promisify(child[name])(5));
  return found;
}`;

/** Hosts that are none, or are not known: what a refusal would be mistaken for. */
const HOSTS = `async () => {
  const net = require('net'), tls = require('tls'), http = require('http'), dgram = require('dgram'), http2 = require('http2'), found = [];
  const fails = (start) => new Promise((resolve) => { let made; const done = (error) => { made?.destroy?.(); resolve(error.code); }; try { made = start(done); made?.on?.('error', done); } catch (error) { resolve(error.code); } });
  const unknown = (code) => (/^E(NOTFOUND|AI_AGAIN|INVAL)$/.test(code) ? 'unknown' : code);
  for (const host of ['my host', ' padded', 'host:1883', '[::1]', 'mqtt://broker', 'a..b', '999.1.1.1', '1.2.3.4.5', 'user@host', 'ho/st', '*'.repeat(64), 'a'.repeat(300)]) {
    found.push([host, unknown(await fails(() => net.connect({ port: 9, host }))), unknown(await fails(() => tls.connect({ port: 9, host }))), unknown(await fails(() => http.get({ port: 9, host }))),
      unknown(await fails((done) => { const socket = dgram.createSocket('udp4'); socket.send('x', 9, host, (error) => { socket.close(); done(error); }); }))]);
  }
  found.push(unknown(await fails(() => http2.connect('http://a..b'))));
  return found;
}`;

/** A connection of TLS whose state is gone before it is closed: what is below is closed, on both ends. */
const CLOSED = `() => new Promise((resolve) => {
  const net = require('net'), tls = require('tls'), secureContext = tls.createSecureContext(require('./keys.js')), found = [];
  const limit = setTimeout(() => resolve([...found, 'open']), 5_000), note = (what) => { if (found.push(what) === 3) { clearTimeout(limit); resolve(found.sort()); } };
  const server = net.createServer((raw) => {
    const socket = new tls.TLSSocket(raw, { isServer: true, secureContext });
    raw.on('close', () => note('below'));
    socket.on('error', () => {});
    socket.once('data', () => { socket._destroySSL(); socket.destroy(); server.close(() => note('server')); });
  }).listen(0, '127.0.0.1', () => {
    const client = tls.connect({ port: server.address().port, host: '127.0.0.1', rejectUnauthorized: false }, () => client.write('x'));
    client.on('error', () => {}).on('close', () => note('client'));
  });
})`;

const FILES = { 'keys.js': fs.readFileSync(path.join(__dirname, '..', '..', 'support', 'tls.js'), 'utf8') };

module.exports = { FILES, REFUSED: { wrongHosts: HOSTS }, FACTS: { wrongHosts: HOSTS, closed: CLOSED, wrongPaths: PATHS, timerFields: TIMERS, statics: STATICS, wrongServers: SERVERS, wrongLoads: LOADS, watched: WATCHED, wrongPrograms: PROGRAMS } };
