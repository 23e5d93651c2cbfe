'use strict';
// What honest libraries do to the language, to Node.js and to its loader: asked in package-kinds.test.js, where each answer must be the same with and
// without Sentinel. A function here is the text of a call of a package named `kinds`.

/** How values print: first lines, for stacks and addresses differ. */
const PRINTED = `() => {
  const { EventEmitter } = require('events');
  class Sub extends Error {}
  class List extends Map {}
  function Old() { EventEmitter.call(this); } require('util').inherits(Old, EventEmitter);
  const values = {
    map: new Map([[1, 2]]), set: new Set([1]), weak: new WeakMap(), date: new Date(0), error: new Error('an error', { cause: new TypeError('a cause') }), type: new TypeError('x'), sub: new Sub('s'),
    several: new AggregateError([new RangeError('one')], 'm'), number: new Number(3), text: new String('a'), truth: new Boolean(true), bytes: new Uint8Array(2), view: new DataView(new ArrayBuffer(1)),
    buffer: Buffer.from('a'), raw: new ArrayBuffer(1), pattern: /a/g, promise: Promise.resolve(1), url: new URL('http://a/b'), query: new URLSearchParams('a=1'), list: new List([[1, 2]]), array: [1, , 2],
    emitter: new EventEmitter(), old: new Old(), stream: new (require('stream').PassThrough)(), hash: require('crypto').createHash('md5'), bare: Object.create(null), plain: { a: 1 }, fn() {}, cls: class Q {},
    controller: new AbortController(), headers: new Headers({ a: 'b' }), symbol: Symbol('x'), big: 5n, entries: new Map([[1, 2]]).entries(), args: (function () { return arguments; })(1),
  };
  const lines = (text) => text.split('\\n').filter((line) => !/^ +at |matching cause stack/.test(line)).slice(0, 3).join('|');
  return Object.entries(values).map(([name, value]) => [name, lines(require('util').inspect(value, { depth: 0 })), lines(require('util').format('%o', value.constructor && value.constructor.name))]);
}`;

/** Classes of the old kind above what everyone shares: in strict code, an assignment that cannot be made throws. */
const CLASSES = `() => {
  'use strict';
  const parents = [Array, Error, TypeError, Map, Set, Date, RegExp, Promise, Uint8Array, Buffer, URL, AbortController, require('events'), ...['Readable', 'Writable', 'Duplex', 'Transform', 'PassThrough'].map((name) => require('stream')[name]),
    require('net').Socket, require('net').Server, require('http').Agent, require('http').Server, require('http').IncomingMessage, require('assert').AssertionError, require('async_hooks').AsyncResource];
  return parents.map((Parent) => {
    function Sub() {}
    Sub.prototype = Object.create(Parent.prototype); Sub.prototype.constructor = Sub; Object.setPrototypeOf(Sub, Parent);
    function Defined() {}
    Defined.prototype = Object.create(Parent.prototype, { constructor: { value: Defined, enumerable: false, writable: true, configurable: true } });
    const own = Object.create(Parent.prototype); own.constructor = 1; own.name = 'n'; own.toString = () => 't';
    return [Parent.name, new Sub() instanceof Parent, new Sub().constructor.name, new Defined().constructor.name, own.constructor, own.name, String(own)];
  });
}`;

/** Members of one object, of a class or of the language, set in strict code. */
const OVERRIDES = `async () => {
  'use strict';
  class Fixed extends Date {}
  for (const name of Object.getOwnPropertyNames(Date.prototype)) if (/^[gs]et(?!UTC)/.test(name)) Fixed.prototype[name] = function () { return name; };
  const wrap = (object, name) => { const was = object[name]; object[name] = (...args) => ['mine', typeof was, args.length]; return object[name](1, 2); };
  const response = new Response('text'), objects = [
    [new AbortController(), 'abort'], [response, 'json'], [response, 'clone'], [new Request('http://a/'), 'text'], [new Headers(), 'get'], [new FormData(), 'append'], [new DataView(new ArrayBuffer(2)), 'getInt8'],
    [new ArrayBuffer(2), 'slice'], [new Date(0), 'getTime'], [new URL('http://a/'), 'toString'], [new Event('x'), 'preventDefault'], [new WeakRef({}), 'deref'], [new TextEncoder(), 'encode'], [new Blob([]), 'text'],
    [new Intl.NumberFormat('en'), 'formatToParts'], [new Map(), 'get'], [[], 'push'], [/a/, 'exec'],
  ];
  return [new Fixed(0).getHours(), new Fixed(0).setMonth(1), objects.map(([object, name]) => [name, wrap(object, name)]), await new Response('kept').text()];
}`;

/** What code makes of `import.meta` by hand. */
const META = `import path from 'node:path'; import { createRequire } from 'node:module'; import { fileURLToPath } from 'node:url';
const { url } = import.meta, end = (text) => String(text).split('/').slice(-2).join('/'), found = [];
const ask = async (question) => { try { found.push(await question()); } catch (error) { found.push(error.code); } };
await ask(async () => (await import(url + '/../../inside.js')).default.word);
await ask(() => end(new URL(url + '/../x.mjs').href));
await ask(() => end(fileURLToPath(url + '/../x.mjs')));
await ask(() => [new URL(url).search, new URL(url).hash, url.endsWith('/strings.mjs'), path.basename(url), path.extname(url), end(url), url.split('.').pop(), /\\.mjs$/.test(url)]);
await ask(async () => (await import(url.replace('meta/strings.mjs', 'inside.js'))).default.word);
await ask(() => url.slice('file://'.length) === fileURLToPath(url));
await ask(() => [url === import.meta.resolve('./strings.mjs'), import.meta.resolve('fs'), import.meta.resolve('node:path'), end(import.meta.resolve('../inside.js')), end(import.meta.resolve('kinds-conditions')), import.meta.resolve.name, import.meta.resolve.length]);
await ask(() => createRequire(url)('../inside.js').word);
await ask(async () => (await import('data:text/javascript,export const url = import.meta.url; export let resolved; try { resolved = import.meta.resolve("fs"); } catch (error) { resolved = error.code; }')).resolved);
await ask(async () => (await import('data:text/javascript,export const { url } = import.meta')).url);
export const again = import(url).then((module) => module.found === found);
export { found };
`;

/** Names that everyone has, set by one package for itself: as variables of modules that were loaded before, and after. */
const GLOBALS = `async () => {
  'use strict';
  const before = require('./lib/names.js'), { setTimeout: original, Date: RealDate, console: realConsole } = globalThis, fake = () => 'fake', found = [];
  found.push(original === setTimeout, globalThis.setInterval === setInterval, global.queueMicrotask === queueMicrotask, globalThis.fetch === fetch, global[['fetch'][0]] === fetch, globalThis.setImmediate === require('timers').setImmediate);
  globalThis.setTimeout = fake;
  found.push(setTimeout === fake, globalThis.setTimeout === fake, before() === fake, require('timers').setTimeout === fake, (await import('./lib/names.mjs')).now() === fake);
  delete require.cache[require.resolve('./lib/names.js')];
  found.push(require('./lib/names.js')() === fake);
  globalThis.setTimeout = original;
  found.push(setTimeout === original, require('./lib/names.js')() === original, await new Promise((resolve) => setTimeout(resolve, 1, 'rung')));
  const read = { setInterval: () => setInterval, setImmediate: () => setImmediate, clearTimeout: () => clearTimeout, queueMicrotask: () => queueMicrotask, fetch: () => fetch, structuredClone: () => structuredClone, Promise: () => Promise, Buffer: () => Buffer, URL: () => URL };
  for (const name of Object.keys(read)) {
    const was = globalThis[name];
    globalThis[name] = fake;
    found.push([name, globalThis[name] === fake, read[name]() === fake]);
    globalThis[name] = was;
  }
  globalThis.Date = class extends RealDate { static now() { return 7; } };
  found.push(Date.now(), new Date(5).getTime());
  globalThis.Date = RealDate; globalThis.global = globalThis;
  globalThis.console = { log: () => 'logged' };
  found.push(console.log(), Date.now() > 7, typeof global.Array);
  globalThis.console = realConsole;
  return [...found, typeof console.warn];
}`;

/** Paths that no file can have. */
const NUL = `async () => {
  const fs = require('fs'), bad = 'a\\0b', failed = async (act) => { try { return [typeof (await act())]; } catch (error) { return [error.name, error.code]; } };
  const called = (name) => new Promise((resolve) => { fs[name](bad, (error) => resolve(['later', error && error.code])); });
  return [await failed(() => fs.readFileSync(bad)), await failed(() => fs.statSync(Buffer.from(bad))), await failed(() => called('readFile')), await failed(() => called('stat')), fs.existsSync(bad), await failed(() => fs.promises.readFile(bad)),
    await failed(() => fs.openSync(bad, 'w')), await failed(() => fs.mkdirSync(bad)), await failed(() => fs.promises.rm(bad)), await failed(() => fs.readdirSync(bad)), await failed(() => require(bad))];
}`;

/** What packages add to errors, as many loggers do: nobody else's are written that way. Before Node.js 22 only the name is asked for, and there
 * and on 26 whether there is a `toJSON` finds one (js/realm/additions.js). */
const ERRORS = `() => {
  'use strict';
  const { prototype } = Error, major = Number(process.versions.node.split('.')[0]), isOld = major < 22, isThere = isOld || major >= 26, written = (error) => JSON.stringify(error), found = [isThere || 'toJSON' in prototype, written(new Error('a'))];
  if (isThere || !('toJSON' in prototype)) Object.defineProperty(prototype, 'toJSON', { value() { return { message: this.message, own: Object.keys(this) }; }, configurable: true, writable: true });
  class Own extends TypeError { constructor(text) { super(text); this.code = 'OWN'; } }
  function Old(text) { this.message = text; } Old.prototype = Object.create(prototype); Old.prototype.constructor = Old; Old.prototype.name = 'Old';
  found.push('toJSON' in prototype, written([new Error('b'), new Own('c'), new Old('d')]), typeof Object.getOwnPropertyDescriptor(prototype, 'toJSON').value, Object.getOwnPropertyNames(prototype).sort());
  const error = new RangeError('e'); error.code = 'E'; error.name = 'Named'; error.toString = () => 'own';
  found.push(Object.keys(error), String(error), Object.prototype.toString.call(error), require('util').inspect(new Own('f')).split('\\n')[0], require('util').isDeepStrictEqual(new Error('a'), new Error('b')), structuredClone(new Own('g')).message, error.missing === undefined, 'cause' in error);
  if (!isOld) {
    prototype.plain = 5; Object.defineProperty(prototype, 'text', { get() { return 'text of ' + this.message; }, configurable: true }); Reflect.defineProperty(prototype, 'reflected', { value: 6, configurable: true }); Object.assign(prototype, { assigned: 7 });
    found.push(error.plain, error.text, error.reflected, error.assigned, (error.plain = 8, [error.plain, prototype.plain, Object.keys(error)]));
  }
  Object.defineProperty(prototype, 'toJSON', { value: undefined, configurable: true, writable: true });
  return [...found, written(new Error('h'))];
}`;

/** Compilers that put themselves between a file and the loader (`ts-node`, `esbuild-register`): they get the text as it is written. */
const COMPILERS = `() => {
  const M = require('module'), before = M._extensions['.ts'], file = require.resolve('./lib/typed.ts'), seen = [];
  M._extensions['.ts'] = (module, name) => { const compile = module._compile; module._compile = function (text, at) { seen.push(/: number/.test(text)); return compile.call(this, text.replace(/: number/g, ''), at); }; return (before ?? M._extensions['.js'])(module, name); };
  try { return [require('./lib/typed.ts').sum(1, 2), seen, M._preloadModules(['path']), M._preloadModules()]; } finally { if (before === undefined) delete M._extensions['.ts']; else M._extensions['.ts'] = before; }
}`;

/** Polyfills that define what is there already, and what is asked of functions' constructors. */
const POLYFILLS = `async () => {
  'use strict';
  const kinds = [function* () {}, async () => {}, async function* () {}].map((made) => Object.getPrototypeOf(made).constructor), { AggregateError: was } = globalThis, found = [];
  found.push(kinds.map((Kind) => [Object.getPrototypeOf(Kind) === Function, Kind.name, Kind.length, Kind() instanceof Function]), await kinds[1]('return 5')());
  class Several extends Error {}
  Object.defineProperty(globalThis, 'AggregateError', { value: Several, writable: true, configurable: true }); found.push(AggregateError === Several, globalThis.AggregateError === Several);
  globalThis.AggregateError = was; found.push(AggregateError === was);
  Object.defineProperty(globalThis, 'Error', { value: Error, writable: true, configurable: true, enumerable: false });
  // Members that are new, on prototypes: as polyfills of what comes next assign and define them.
  const added = [DataView, WeakSet, WeakMap, Map, Set, Date, String, Number, Promise, ArrayBuffer, Uint8Array, URLSearchParams, Headers, Buffer].map(({ name, prototype }) => {
    prototype.addedByKinds = function () { return typeof this; };
    Object.defineProperty(prototype, 'definedByKinds', { value() { return 'defined'; }, writable: true, configurable: true });
    return [name, prototype.addedByKinds(), prototype.definedByKinds()];
  });
  WeakSet.from = (list) => new WeakSet(list); DataView.of = (...bytes) => new DataView(new Uint8Array(bytes).buffer);
  DataView.prototype.getUint24 = function (at) { return this.getUint16(at) * 256 + this.getUint8(at + 2); };
  return [...found, new Error('x') instanceof Error, added, WeakSet.from([found]).has(found), DataView.of(1, 2, 3).getUint24(0)];
}`;

/** `promisifyAll`, as `bluebird` does it: methods for all that a module exports, its classes and what these make, in strict code. */
const PROMISIFIED = `async () => {
  'use strict';
  const crypto = require('crypto'), promised = (method) => function (...args) { return new Promise((done, failed) => { method.call(this, ...args, (error, value) => (error ? failed(error) : done(value))); }); };
  const all = (object) => { for (const key of Object.getOwnPropertyNames(object)) { const { value } = Object.getOwnPropertyDescriptor(object, key); if (key !== 'constructor' && /^[a-z]/.test(key) && typeof value === 'function') object[key + 'Async'] = promised(value); } };
  for (const name of ['crypto', 'readline', 'fs', 'dns', 'zlib', 'http', 'net']) {
    const module = require(name);
    for (const key of Object.keys(module)) {
      const { value } = Object.getOwnPropertyDescriptor(module, key);
      if (/^[A-Z]/.test(key) && typeof value === 'function' && Object.getOwnPropertyNames(value.prototype ?? {}).length > 1) { all(value.prototype); if (key === 'Certificate') all(value); }
    }
    all(module);
  }
  const hash = crypto.createHash('sha256'), hmac = crypto.createHmac('sha256', 'key'), key = crypto.createSecretKey('key', 'utf8');
  hash.updateAsync = 'own';
  return [
    (await crypto.randomBytesAsync(4)).length, (await crypto.pbkdf2Async('a', 'b', 1, 8, 'sha1')).toString('hex'), typeof hmac.digestAsync, hash.updateAsync, typeof key.exportAsync, Object.keys(hash).includes('updateAsync'), Object.keys(hmac), typeof crypto.Certificate.exportChallengeAsync,
    hash.update('a').digest('hex'), hmac.copy === undefined, hash instanceof crypto.Hash, hash instanceof require('stream').Transform, require('util').inspect(key), key.equals(crypto.createSecretKey('key', 'utf8')),
    await new Promise((done) => { const whole = crypto.createHash('md5'); whole.on('readable', () => { const read = whole.read(); if (read) done(read.toString('hex')); }); whole.end('text'); }),
    await new Promise((done) => { const lines = [], stream = new (require('stream').PassThrough)(), reader = require('readline').createInterface({ input: stream }); reader.on('line', (line) => lines.push(line)); reader.on('close', () => done([lines, typeof reader.questionAsync])); stream.end('a\\nb'); }),
  ];
}`;

/** Standard output is waited for, as loggers do before they end (`pino`). */
const SYNCED = `async () => {
  const fs = require('fs'), found = [];
  for (const name of ['fsync', 'fdatasync']) for (const stream of [1, 2]) {
    try { found.push(fs[name + 'Sync'](stream)); } catch (error) { found.push(error.code); }
    found.push(await new Promise((done) => { fs[name](stream, (error) => done(error ? error.code : 'synced')); }));
  }
  return found;
}`;

/** What is printed with places for values, which nobody is asked about: texts, objects that say something of their own and that do not. */
const PLACED = `() => {
  const util = require('util'), { format, formatWithOptions } = util, zlib = require('zlib');
  class Own { toString() { return 'own'; } } class Silent { field = 1; }
  const values = ['text', 5, 5n, -0, null, undefined, Symbol('s'), new Own(), new Silent(), { a: 1 }, [1, [2]], new Map([[1, 2]]), new Error('e').message, () => 1, Object.create(null), new Date(0)];
  return [values.map((value) => ['%s', '%d', '%i', '%f', '%j', '%O', '%c', '%%', '%x'].map((kind) => { try { return format(kind + ' and %s', value, 'more').slice(0, 80); } catch (error) { return error.message; } })), formatWithOptions({ colors: true }, '%s %O', 'a', { b: 1 }), format.call(undefined, 'a', 'b'), format.name, format.length, zlib.crc32 ? [zlib.crc32('abc'), zlib.crc32(Buffer.from('c'), zlib.crc32('ab'))] : 0];
}`;

/** What V8 writes and reads, also what Node.js adds to that: C++ asks a class of JavaScript for it while no code may run. */
const SERIALIZED = `() => {
  'use strict';
  const v8 = require('v8'), again = (value) => v8.deserialize(v8.serialize(value)), text = (value) => require('util').inspect(value).split('\\n')[0];
  const values = [Buffer.from('a'), new Uint8Array(2), new Float64Array([1.5]), new BigInt64Array(1), { deep: [Buffer.from('b'), new Map([[new Date(0), new Set([/a/g])]])] }, new Error('e', { cause: Buffer.from('c') }), new Boolean(true), 5n];
  class Reader extends v8.DefaultDeserializer { _readHostObject() { return ['mine', super._readHostObject()]; } }
  const writer = new v8.DefaultSerializer(), own = new v8.DefaultSerializer(), assigned = [];
  writer.writeHeader(); writer.writeValue([Buffer.from('d')]);
  const reader = new Reader(writer.releaseBuffer()), plain = new v8.Deserializer(v8.serialize({ a: 1 }));
  reader.readHeader(); plain.readHeader();
  own._writeHostObject = function (object) { assigned.push(object.length); return v8.DefaultSerializer.prototype._writeHostObject.call(this, object); };
  own.writeHeader(); own.writeValue(Buffer.from('ef'));
  const other = new v8.DefaultDeserializer(own.releaseBuffer()), read = other._readHostObject;
  other._readHostObject = function () { assigned.push('read'); return read.call(this); };
  other.readHeader();
  return [values.map((value) => text(again(value))), text(reader.readValue()), plain.readValue(), String(other.readValue()), assigned];
}`;

/** Functions of Node.js that people call with `new`. */
const CONSTRUCTED = `async () => {
  const fs = require('fs'), http = require('http'), net = require('net'), dgram = require('dgram'), socket = new dgram.createSocket('udp4'), server = new http.createServer(), stream = new fs.createReadStream(__filename);
  const found = [new Buffer.allocUnsafeSlow(3).length, new Buffer.allocUnsafe(4).length, stream instanceof fs.ReadStream, server instanceof http.Server, socket instanceof dgram.Socket, typeof new require('util')];
  socket.close(); stream.on('error', () => {}).destroy(); return found;
}`;

/** Where `%s` stands for an object that says nothing of its own. */
const PLACES = `() => {
  const util = require('util'), lines = [], sink = new (require('stream').Writable)({ write(chunk, encoding, done) { lines.push(String(chunk)); done(); } });
  class A { x = 1; } class B { toString() { return 'own'; } } class C { [Symbol.toPrimitive]() { return 'primitive'; } } class D extends B {}
  const values = [{ a: { b: 1 } }, new A(), new B(), new C(), new D(), [1, [2]], Object.create(null), { toString: () => 'mine' }, Object.create({ toString: () => 'above' }), new Map([[1, 2]]), new Date(0), /a/, null, 5n, Symbol('x'), () => 1, new (require('events'))()];
  for (const value of values) lines.push(util.format('%s', value).split('\\n')[0], util.format('a %d %s %%s %s', 1, value, 'b').split('\\n')[0], util.formatWithOptions({ colors: true }, '%s', value).split('\\n')[0]);
  lines.push(util.format('%', '%s', {}), util.format('%s'), util.format({ a: 1 }, '%s'), util.format('%s %s', { a: 1 }), util.format('%x %s', { a: 1 }), util.format('%c%s', 'css', { a: 1 }));
  return lines;
}`;

/** What code that is compiled, or that watches errors (`error-callsites`), defines in other words than an assignment. */
const DEFINED = `async () => {
  'use strict';
  const { defineProperty } = Object, fake = () => 'fake', found = [];
  for (const name of ['fetch', 'setTimeout', 'URL', 'performance']) {
    const was = globalThis[name], descriptor = { value: fake, writable: true, configurable: true, enumerable: true };
    found.push(Reflect.defineProperty(globalThis, name, descriptor), globalThis[name] === fake);
    globalThis[name] = was;
    defineProperty(globalThis, name, descriptor);
    found.push(globalThis[name] === fake);
    globalThis[name] = was;
  }
  const shown = () => new Error('x').stack, was = Error.prepareStackTrace;
  let mine = () => 'accessor';
  Object.defineProperty(Error, 'prepareStackTrace', { value: (error, sites) => 'plain ' + error.message + typeof sites[0].getFileName(), writable: true, configurable: true, enumerable: true });
  found.push(shown());
  found.push(Reflect.defineProperty(Error, 'prepareStackTrace', { value: () => 'reflected', writable: true, configurable: true }), shown());
  Object.defineProperties(Error, { prepareStackTrace: { get: () => mine, set(value) { mine = value; }, configurable: true, enumerable: true } });
  found.push(shown());
  Error.prepareStackTrace = () => 'assigned';
  found.push(shown());
  Object.defineProperty(Error, 'prepareStackTrace', { value: was, writable: true, configurable: true, enumerable: true });
  return [...found, shown().split('\\n')[0]];
}`;

/** Who keeps what he prints (`intercept-stdout`, `hook-std`), and gives the console another stream. */
const CAPTURED = `async () => {
  'use strict';
  const { stdout, stderr } = process, { Writable } = require('stream'), found = [];
  const kept = (print) => {
    const lines = [], before = [stdout.write, stderr.write];
    stdout.write = (text) => { lines.push('out ' + text); return true; };
    stderr.write = (text) => { lines.push('err ' + text); return true; };
    try { print(); } finally { [stdout.write, stderr.write] = before; }
    return lines;
  };
  found.push(kept(() => { console.log('a %d', 1); console.error('b'); console.warn({ a: 1 }); console.info([1]); console.debug('%s', 'c'); }));
  found.push(kept(() => { console.group('g'); console.log('inside'); console.groupEnd(); console.log('outside'); console.table([{ a: 1 }]); console.dir({ a: 1 }); console.assert(false, 'no'); }));
  found.push(kept(() => { console.count('kept'); console.count('kept'); console.countReset('kept'); console.count('kept'); require('console').log('module'); globalThis.console.log('global'); stdout.write('itself'); }));
  stdout.columns = 80; found.push(stdout.columns);
  const lines = [], other = new Writable({ write(chunk, encoding, done) { lines.push(String(chunk)); done(); } });
  console._stdout = other; found.push(console._stdout === other); console.log('elsewhere'); console._stdout = stdout; console.log('');
  return [...found, lines, console._stdout === stdout];
}`;

const FACTS = {
  defined: DEFINED,
  captured: CAPTURED,
  parts: "() => [['path/posix', 'path', 'posix'], ['path/win32', 'path', 'win32'], ['util/types', 'util', 'types'], ['stream/promises', 'stream', 'promises'], ['fs/promises', 'fs', 'promises']].map(([name, whole, part]) => [require(name) === require(whole)[part], require('node:' + name) === require(name)]).concat([require('path') === require('path').posix, typeof new (require('buffer').SlowBuffer ?? Buffer.alloc)(2).length])",
  environmentCopied: `async () => {
    const { Worker, MessageChannel, receiveMessageOnPort } = require('worker_threads'), { port1, port2 } = new MessageChannel(), { NODE_ENV, ...rest } = structuredClone(process.env), is = (copy) => [typeof copy, Object.keys(copy).length > 0 === Object.keys(process.env).length > 0, require('util').types.isProxy(copy)];
    port1.postMessage({ deep: [process.env] });
    const sent = receiveMessageOnPort(port2).message; port1.close();
    return [is(rest), is(sent.deep[0]), is(structuredClone(new Map([['env', process.env]])).get('env'))];
  }`,
  places: PLACES,
  constructed: CONSTRUCTED,
  compilers: COMPILERS,
  serialized: SERIALIZED,
  polyfills: POLYFILLS,
  promisified: PROMISIFIED,
  synced: SYNCED,
  placed: PLACED,
  printed: PRINTED,
  globals: GLOBALS,
  nul: NUL,
  metaStrings: "async () => { const { again, found } = await import('./lib/meta/strings.mjs'); return [found, await again]; }",
  consoleClass: "() => [console instanceof console.Console, require('console') instanceof require('console').Console, new console.Console(process.stdout) instanceof console.Console, {} instanceof console.Console]",
  // what `@hapi/boom` asks of an error without a message, and how `discord.js` copies the language
  described: `() => {
    const { EventEmitter } = require('events'), copies = { __proto__: null }, uncurry = Function.prototype.bind.bind(Function.prototype.call), of = (object, key) => {
      const found = Object.getOwnPropertyDescriptor(object, key), again = Reflect.getOwnPropertyDescriptor(object, key);
      return [typeof found.value, found.get === undefined, found.writable, found.configurable, found.enumerable, again.value === found.value, Object.getOwnPropertyDescriptors(object)[key].value === found.value];
    };
    for (const [name, prototype] of Object.entries({ Array: Array.prototype, Error: Error.prototype, String: String.prototype, Map: Map.prototype, Emitter: EventEmitter.prototype })) {
      for (const key of Reflect.ownKeys(prototype)) {
        const descriptor = Reflect.getOwnPropertyDescriptor(prototype, key), { get } = descriptor;
        Reflect.defineProperty(copies, name + (get ? 'Get' : '') + String(key), { __proto__: null, ...(get ? { value: uncurry(get) } : { ...descriptor, value: typeof descriptor.value === 'function' ? uncurry(descriptor.value) : descriptor.value }) });
      }
    }
    class Mixed {} Object.defineProperties(Mixed.prototype, Object.getOwnPropertyDescriptors(EventEmitter.prototype));
    const mixed = new Mixed(), seen = []; mixed.on('x', (value) => seen.push(value)); mixed.emit('x', 5);
    copies.ArrayforEach([1], (value) => seen.push(value));
    return [of(Error.prototype, 'message'), of(Array.prototype, 'push'), of(Object.prototype, 'toString'), of(EventEmitter.prototype, 'emit'), of(EventEmitter.prototype, '_events'), of(globalThis, 'Date'), of(globalThis, 'setTimeout'), of(String.prototype, 'trim'), of(Buffer, 'from'), of(URL, 'canParse'), of(EventEmitter, 'once'), of(require('stream').Readable, 'from'), of(require('assert'), 'equal'), of(AbortSignal, 'timeout'),
      copies.Stringtrim(' t '), copies.MapGetsize(new Map([[1, 2]])), Object.keys(copies).filter((key) => /Get/.test(key)), seen, mixed instanceof EventEmitter];
  }`,
  // names of members that locks have put there are not to be seen
  ownNames: `() => {
    const S = require('stream'), net = require('net'), http = require('http'), asked = [Error.prototype, Error, Map.prototype, Map, String.prototype, Array.prototype, Function.prototype, Function, Object.prototype, Promise.prototype, Date.prototype, Uint8Array.prototype, Buffer.prototype, Buffer,
      require('events').prototype, require('events'), S.Readable.prototype, S.Duplex.prototype, S.Transform.prototype, net.Socket.prototype, http.Server.prototype, http.ClientRequest.prototype, http.Agent.prototype, URL.prototype, AbortSignal.prototype, Event.prototype, Math, JSON, Reflect, Symbol, TypeError.prototype];
    return asked.map((object) => [Reflect.ownKeys(object).map(String).sort(), Object.getOwnPropertyNames(object).length, Object.getOwnPropertySymbols(object).length, Reflect.ownKeys(Object.getOwnPropertyDescriptors(object)).length]);
  }`,
  // what `rewire` does
  wrapped: `() => {
    const M = require('module'), file = require.resolve('./lib/injected.js'), [head, tail] = M.wrapper, { wrap } = M, found = [];
    const load = () => { delete require.cache[file]; return require(file); };
    M.wrapper[0] = head + 'var injected = 5;'; found.push(load()); M.wrapper[0] = head;
    M.wrapper[1] = '; module.exports = "after";' + tail; found.push(load()); M.wrapper[1] = tail;
    M.wrap = (text) => wrap('var injected = "wrapped";' + text); found.push(load()); M.wrap = wrap;
    return [...found, load(), M.wrap('x') === head + 'x' + tail];
  }`,
  classes: CLASSES,
  overrides: OVERRIDES,
  polyfill: "() => { 'use strict'; const { prototype } = Intl.DurationFormat ?? Intl.NumberFormat; try { prototype.formatToParts = prototype.formatToParts; return [true]; } catch (error) { return [error.message]; } }",
  newRequire: "() => [typeof new require('events'), new (require('url').URL)('http://a/').host, new (require('events'))().emit('x'), require.name]",
  badRequests: "() => ['', 5, undefined, null, {}].map((id) => { try { return require(id); } catch (error) { return [error.name, error.code, error.message]; } })",
  paths: "() => { module.paths.unshift(require('path').join(__dirname, 'extra')); try { return [require('kinds-extra').word]; } finally { module.paths.shift(); } }",
  noPath: "() => { module.paths.push('/nowhere/at-all'); try { return [require('kinds-conditions').kind, (() => { try { return require('kinds-not-there'); } catch (error) { return 'none'; } })()]; } finally { module.paths.pop(); } }",
  // what `execa` and `mimic-function` do
  borrowed: `async () => {
    const task = Object.assign(() => 1, {}), promise = Promise.resolve(5);
    for (const name of ['then', 'catch', 'finally']) { const descriptor = Reflect.getOwnPropertyDescriptor(Promise.prototype, name); Reflect.defineProperty(task, name, { ...descriptor, value: descriptor.value.bind(promise) }); }
    const to = () => 2, text = Object.getOwnPropertyDescriptor(Function.prototype, 'toString');
    Object.defineProperty(to, 'toString', { ...text, value: () => 'mine' });
    const own = Promise.resolve(1); own.then = () => 'own'; to.toString = () => 'assigned';
    class Later extends Promise { then(...args) { return super.then(...args); } }
    return [await task, typeof text.value, String(to), own.then(), await Later.resolve(3)];
  }`,
  hooked: `() => {
    const M = require('module'), file = require.resolve('./lib/inside.js'), before = M._extensions['.js'];
    delete require.cache[file];
    M._extensions['.js'] = (module, name) => { const compile = module._compile; module._compile = function (code, at) { module._compile = compile; return module._compile(code.replace('inside', 'hooked'), at); }; return before(module, name); };
    try { return [require('./lib/inside.js').word]; } finally { M._extensions['.js'] = before; delete require.cache[file]; }
  }`,
  // a hook that compiles (`pirates`), and files that no package has
  compiled: `({ file }) => {
    const M = require('module'), fs = require('fs');
    M._extensions['.txt'] = (module, name) => module._compile('exports.word = "' + fs.readFileSync(name, 'utf8') + '"', name);
    try { return [require(file).word]; } finally { delete M._extensions['.txt']; delete require.cache[file]; }
  }`,
  // what OpenTelemetry does, and `mockdate`
  promised: `async () => {
    'use strict';
    const found = [];
    for (const [name, key] of [['dns', 'lookup'], ['timers', 'setTimeout'], ['readline', 'createInterface']]) {
      const module = require(name), { promises } = module, was = promises[key];
      Object.defineProperty(promises, key, { value: () => 'mine', writable: true, enumerable: true, configurable: true });
      found.push(promises[key](), module.promises === require(name + '/promises'));
      promises[key] = was;
      found.push(promises[key] === was);
    }
    function Fake() { return new Date(5); }
    Object.setPrototypeOf(Fake, Date); Fake.UTC = Date.UTC; Fake.parse = () => 7;
    return [...found, (await require('dns').promises.lookup('127.0.0.1')).address, Fake.parse(), Fake.UTC(1970, 0), Date.parse('1970-01-01T00:00:00Z'), process.setSourceMapsEnabled?.(false)];
  }`,
  // what tracers do
  traced: `() => {
    'use strict';
    const found = [];
    for (const [name, change] of [['http', (object, emit) => { object.emit = emit; }], ['https', (object, value) => { Object.defineProperty(object, 'emit', { value, writable: true, enumerable: true, configurable: true }); }]]) {
      const { Server, createServer } = require(name), { emit } = Server.prototype, seen = [], before = createServer();
      change(Server.prototype, function (event, ...args) { seen.push(event, args.length, this instanceof Server); return emit.apply(this, [event, ...args]); });
      const traced = createServer(() => {}), heard = []; traced.on('mine', (value) => heard.push(value)); traced.emit('mine', 5);
      change(Server.prototype, emit);
      const after = createServer(); after.emit('other');
      found.push(seen, heard, Object.keys(traced).includes('emit'), new (require('events'))().emit('nothing'));
      if (before === after) found.push('one');
    }
    return found;
  }`,
  redirected: `() => {
    const M = require('module'); const original = M._resolveFilename;
    M._resolveFilename = function (request, parent, isMain, options) { return original.call(this, request.replace(/^@co\\//, __dirname + '/lib/').replace(/^co-path$/, 'path'), parent, isMain, options); };
    try { return [require('@co/inside').word, typeof require('co-path').join, require('fs') === require('node:fs'), require('kinds-conditions').kind, require.resolve('@co/inside').endsWith('inside.js')]; } finally { M._resolveFilename = original; }
  }`,
  loaded: `() => {
    const M = require('module'); const original = M._load;
    M._load = function (request, parent, isMain) { return request === 'co-virtual' ? { word: 'virtual' } : original.apply(this, arguments); };
    try { return [require('co-virtual').word, require('./lib/inside.js').word]; } finally { M._load = original; }
  }`,
  backwards: "() => [require('kinds-conditions').load(require('path').join(__dirname, 'lib', 'inside.js')).word, require('kinds-conditions').load('kinds-conditions/sub').kind]",
  processFirst: "async () => { const { found, later } = await import('./lib/first.mjs'); return [found, await later]; }",
  processElsewhere: "() => { const key = 'process'; const { process: taken } = globalThis; return [globalThis[key], taken, Reflect.get(globalThis, key), Function('return this')().process, new Function('return process')(), new Function('with (this) { return process; }')()].map((found) => found === process); }",
  binding: "() => { const util = process.binding('util'); return [util.isMap(new Map()), util.isDate(1), typeof util.isRegExp]; }",
  // the last one: what was added stays
  errors: ERRORS,
};

/** Names that stand first in a statement, or in a part of one: V8 does not say where they stand. */
const FIRST = `
const given = globalThis.process; const printer = globalThis.console;
export const found = [];
const get = () => process;
function take() { return process; }
async function wait() { return await process; }
let kept; kept = process;
const own = process || given;
if (process === given) found.push('if');
if (given === process) found.push('on the right');
if (!process.nothing) found.push('not');
while (process !== given) break;
switch (process) { case given: found.push('switch'); break; default: }
for (const one of [process]) found.push(one === given);
const { pid } = process;
const isThere = typeof process !== 'undefined' && process === given;
const text = \`\${process.pid}\`;
const list = [...process.argv];
found.push(get() === given, take() === given, kept === given, own === given, pid === given.pid, isThere, text === String(pid), list.length > 0, (process, process) === given, (() => console)() === printer);
if (console === printer) found.push('console');
given.mine = 'mine';
const key = 'mine';
class Fields { own = process.mine; static any = process.mine.length; loud = !process.mine; }
for (let i = 0; process.mine && i < 1; i++) found.push('for');
for (const one of process.mine.slice(0, 1)) found.push(one);
while (process.mine.length > 4) break;
found.push(...[
  () => process.mine, () => process.mine.slice(1), () => process.mine.split('i').length, () => process[key], () => process.mine ?? 'none', () => process.mine || process.no || 'c', () => process?.mine,
  (a, b) => process.mine?.length > (a ?? b ?? 0), () => (process.mine, 1), () => [...process.mine].length, () => \`\${process.mine}\`, () => process.mine
    .length > 0, () => process.mine.length - 1 > 2, () => 'mine' in process, () => process.mine.length + 1 + 2, () => (0, process.mine.at)(), () => (process.mine = 'mine'), () => process.mine ? 1 : 2,
  () => { let a; ({ mine: a } = process); return a; }, () => { let e; return (e = process) === null ? 0 : e.mine; }, () => { let e, t; return e = 1, t = process, e && t.mine; }, () => { let e; if ((e = process).mine) return e.mine; },
  () => { const { process: { mine } } = globalThis; return mine; }, () => { let a, b; a = b = process; return a.mine; }, () => { let e; while (e = process) return e.mine; },
  () => (process.no, process.mine), async () => await process.mine,
].map((act) => { try { return String(act()); } catch (error) { return error.message; } }), new Fields().own, Fields.any, new Fields().loud);
export const later = wait().then((one) => one === given);
`;
const FILES = {
  'lib/first.mjs': FIRST,
  'extra/kinds-extra/index.js': "exports.word = 'extra';\n", 'lib/meta/strings.mjs': META, 'lib/names.js': 'module.exports = () => setTimeout;\n', 'lib/names.mjs': 'export const now = () => setTimeout;\n',
  'lib/typed.ts': 'exports.sum = (a: number, b: number) => a + b;\n', 'lib/injected.js': 'module.exports = typeof injected;\n',
};

module.exports = { FACTS, FILES };
