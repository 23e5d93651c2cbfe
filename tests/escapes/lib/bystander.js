'use strict';
// A package that was granted things and uses them honestly; attackers try to profit from what it has open.
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { probePackage } = require('../../support/packages.js');

/** Leaves objects where anyone finds them, as careless packages do. */
const CALLS = {
  open: '({ ctx }) => ({ fd: fs.openSync(ctx.secret) })',
  openForWriting: "({ ctx }) => ({ fd: fs.openSync(ctx.precious, 'r+') })",
  handle: 'async ({ ctx }) => { const handle = await fs.promises.open(ctx.secret); globalThis.bystanderHandle = handle; return { fd: handle.fd }; }',
  stream: "({ ctx }) => { globalThis.bystanderStream = fs.createReadStream(ctx.secret).on('error', () => {}); return {}; }",
  child: `() => {
    globalThis.bystanderChild = spawn('cat', ['-']).on('error', () => {});
    return { pid: globalThis.bystanderChild.pid };
  }`,
  environment: '({ ctx }) => ({ value: process.env[ctx.envName] })',
  acts: `({ ctx }) => {
    const secret = fs.readFileSync(ctx.secret, 'latin1');
    globalThis.bystanderActs = {
      sees: (name, key) => require('node:' + name)[key],
      asks: (name, key) => (key === 'getServersText' ? require('dns').getServers().join() : require('node:' + name)[key]()),
      emits: () => setTimeout(() => new (require('events'))().emit('error', new Error('of the bystander')), 20),
      warns: () => {
        const emitter = Object.assign(new (require('events'))(), { secret });
        for (let i = 0; i < 11; i++) emitter.on('escape', () => {});
      },
      derives: () => require('util').promisify(require('crypto').scrypt)(secret, 'salt', 16).catch(() => {}),
      pipes: () => require('stream').promises.pipeline([secret], async () => {}).catch(() => {}),
      starts: () => new (require('worker_threads').Worker)('', { eval: true }).threadId,
      looks: () => String(fs.statSync(ctx.secret).isDirectory()),
      now: () => String(performance.now()),
      shares: (root, names, key) => require('./everybody.js').at(root, names, require)[key],
      asksCwd: () => process.cwd.call(process),
      asksWarning: () => process.emitWarning.apply(process, ['a warning', { type: 'Warning' }]),
      fails: () => { try { require('path').join(1); } catch (error) { return error; } },
      bare: () => new Function('return [toString.call([]), hasOwnProperty.call({ a: 1 }, "a")].join()')(),
      writesWeb: () => new WritableStream({ write() {} }).getWriter().write('x').then(() => 'written'),
      watches: () => Object.assign(fs.watch(ctx.secret).on('error', () => {}), { secret }).close(),
      pollsThere: () => void fs.watchFile(ctx.allowed + '/mine', Object.assign(() => {}, { secret })),
      polls: () => { Object.assign(fs.watchFile(ctx.secret, () => {}), { secret }); fs.unwatchFile(ctx.secret); },
      copies: (from, to) => fs.copyFileSync(from, to),
      links: (to, at) => fs.symlinkSync(to, at),
      opens: () => fs.openSync(ctx.secret),
      writesTo: (fd) => fs.writeSync(fd, secret),
      opensFolder: () => fs.openSync(ctx.secretDir),
      opensThere: () => fs.openSync(ctx.allowed + '/ok.txt'),
      reopens: (fd) => { fs.closeSync(fd); return fs.openSync(ctx.secret); },
      opensForWriting: () => fs.openSync(ctx.precious, 'r+'),
      log: () => console.log(secret),
      logWithNobodys: () => (0, eval)('console').log(secret),
      error: () => console.error(secret),
      write: () => process.stdout.write(secret + '\\n'),
      publish: () => require('diagnostics_channel').channel('escape').publish({ secret }),
      listens: () => performance.addEventListener('escape', Object.assign(() => {}, { secret })),
      mark: () => performance.mark('escape', { detail: secret }),
      pooled: () => { globalThis.bystanderActs.kept = Buffer.from(secret); },
      timer: () => setTimeout(() => {}, 54321, secret).unref(),
      immediate: () => setImmediate(() => {}, secret),
      match: () => /^(.*)$/s.test(secret),
      promise: () => Promise.resolve(secret).then((text) => text.length),
      lock: () => navigator.locks.request(secret, () => new Promise((resolve) => setTimeout(resolve, 100))),
      store: () => localStorage.setItem('escape', secret),
      within: (act) => { const contexts = new (require('async_hooks').AsyncLocalStorage)(); return contexts.run({ secret }, act); },
      again: () => globalThis[Symbol.for('graceful-fs.queue')]?.length ?? 0,
      relative: () => fetch('/escape').catch((error) => String(error.cause)),
      calls: () => { const given = (module) => (module && module.__esModule ? module : { default: module }); return given((text) => text.length).default(secret); },
      serves: () => { for (const name of ['http', 'https']) Object.assign(require(name).createServer(), { secret }).emit('escape'); },
      tells: () => { const emitter = new (require('events'))(); emitter.on('x', () => {}); for (const listener of emitter.listeners('x')) listener(secret); },
      awaits: async () => { await (async () => Object.assign(new (require('events'))(), { secret }))(); },
      json: () => JSON.stringify([Object.assign(new Error('of the bystander'), { secret }), Object.assign(new (require('events'))(), { secret })]),
      inspects: () => require('util').inspect({ a: 1, secret }),
      digests: () => require('crypto').webcrypto.subtle.digest('SHA-256', Buffer.from(secret)),
      pair: () => require('util').promisify(require('crypto').generateKeyPair)('ed25519').then(({ publicKey }) => publicKey.type),
      lines: () => new Promise((resolve) => require('readline').createInterface({ input: fs.createReadStream(ctx.secret) }).on('line', () => {}).on('close', resolve)),
      ends: () => new Promise((resolve) => Object.assign(new (require('stream').Writable)({ write: (chunk, encoding, done) => done() }), { secret }).on('finish', resolve).end()),
      decodes: () => require('punycode').ucs2.decode(secret),
      reports: () => process.send?.({ secret }),
      times: () => console.time(secret),
      chunked: () => String(require('_http_common').chunkExpression.test('chunked')),
      hash: () => require('crypto').createHash('sha1').update(secret),
      number: () => new Promise((resolve) => { const timer = setTimeout(resolve, 30, 'it came'); +timer; setTimeout(resolve, 200, 'ESCAPED'); }),
    };
    return {};
  }`,
};

/** What it offers to packages that require it, in every form that a class or a function can be come by; `acts` says what it does itself. */
const SERVICE = `'use strict';
const { EventEmitter } = require('events');
class Door extends EventEmitter {
  #key = 'key';
  open() { return 'opened with the ' + this.#key; }
  self() { return this; }
}
class DoorError extends Error {
  tell() { return 'told'; }
}
const api = { open: () => 'opened', list: [() => 'opened'], map: new Map([['open', () => 'opened']]), deep: { open: () => 'opened' } };
const options = [];
const delegate = { open: () => 'opened' };
function Old() {}
Old.prototype = { open: () => 'opened' };
class Stamp extends Date {
  tell() { return 'told'; }
}
const bus = new EventEmitter().on('asked', (out) => out.push('opened'));
const heard = () => { const out = []; bus.emit('asked', out); return out.join(); };
exports.bus = bus;
Object.assign(exports, { assign: Object.assign, define: Object.defineProperty, Proxy, push: Array.prototype.push });
exports.entries = new Map([['open', { open: () => 'opened' }]]);
exports.members = new Set([{ open: () => 'opened' }]);
exports.pattern = /^a/;
exports.bytes = Buffer.from('opened');
class Bytes extends Uint8Array {
  tell() { return 'told'; }
}
exports.failure = Object.assign(new Error('opened'), { code: 'OPENED' });
exports.place = new URL('http://opened/');
exports.numbers = new Uint16Array([1, 2]);
exports.window = new DataView(new ArrayBuffer(2));
exports.make16 = () => new Bytes(16);
exports.hands = (failure) => failure === exports.failure;
exports.delegated = () => Object.create(delegate);
exports.old = () => new Old();
exports.stamp = () => new Stamp(0);
exports.classes = (register) => register('door', Door);
exports.api = api;
exports.Door = Door;
exports.make = () => new Door();
exports.given = () => api;
exports.plain = () => ({ inside: [{ door: new Door() }] });
exports.later = async () => ({ door: new Door() });
exports.rejects = async () => { throw new DoorError('no'); };
exports.throws = () => { throw new DoorError('no'); };
exports.carries = () => { throw Object.assign(new Error('no'), { door: new Door() }); };
exports.each = function* each() { yield new Door(); };
exports.calls = (callback) => callback(null, new Door());
exports.asks = (door) => door.visit(new Door());
exports.fills = (given) => { given.door = new Door(); options.push(given); return given; };
exports.emits = () => { const door = new Door(); setImmediate(() => door.emit('open', { door: new Door() })); return door; };
Object.defineProperty(exports, 'current', { get: () => new Door(), enumerable: true });
const told = () => { try { exports.throws(); } catch (error) { return error.tell(); } };
exports.acts = () => [Object.hasOwn(Door.prototype, '_events'), api.open(), api.list[0](), api.map.get('open')(), api.deep.open(), new Door().open(), new Door().self() instanceof Door, told(), String(exports.make().on === EventEmitter.prototype.on), typeof api.more, typeof exports.more,
  heard(), exports.entries.get('open').open(), [...exports.members][0].open(), exports.pattern.test('a'), String(exports.bytes), delegate.open(), new Old().open(), new Stamp(0).tell(), Object.getPrototypeOf(Door.prototype) === EventEmitter.prototype,
  exports.failure.message, exports.failure.code, exports.place.href, exports.numbers.join('+'), exports.window.getUint8(0), new Bytes(1).tell(), exports.bytes.length].join();
`;
const MODULE = `export class Door { open() { return 'opened'; } }
export const api = { open: () => 'opened' };
export default function make() { return new Door(); }
export const acts = () => [api.open(), new Door().open(), make().open()].join();
`;

/** The same walk through what everybody has (realm/cases/everybody.js). */
const EVERYBODY = path.join(__dirname, '..', 'realm', 'files', 'everybody.js');

const bystanderPackage = (dir, name) => probePackage(dir, {
  name, calls: CALLS, files: { 'service.js': SERVICE, 'late.js': SERVICE, 'service.mjs': MODULE, 'everybody.js': fs.readFileSync(EVERYBODY, 'utf8') }, head: "const fs = require('fs');\nconst { spawn } = require('child_process');",
});

/** Everything below `base`, one program, and the environment. */
function bystanderGrants({ base, canonical }) {
  const allowedCommands = [crypto.createHash('sha256').update(JSON.stringify(canonical)).digest('hex')];
  return {
    capabilities: ['fs:read', 'fs:write', 'process:exec', 'process:env:read', 'threads:spawn'],
    capabilityConfig: { 'fs:read': { allowedPaths: [base] }, 'fs:write': { allowedPaths: [base] }, 'process:exec': { allowedCommands } },
  };
}

module.exports = { bystanderPackage, bystanderGrants };
