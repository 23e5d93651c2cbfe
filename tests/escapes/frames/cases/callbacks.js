'use strict';
// A guarded function called at once, but by a builtin.
const fs = require('fs');
const childProcess = require('child_process');
const util = require('util');
const { AsyncLocalStorage, AsyncResource } = require('async_hooks');

const json = JSON.stringify;

const READS = {
  'Array.prototype.map': (p) => [p].map((x) => x).map(fs.readFileSync.bind(fs, p, 'utf8'))[0],
  'Array.prototype.map of the function itself': (p) => [p].flatMap((x) => [x]).map((x) => x) && [[p, 'utf8']].map((a) => Reflect.apply(fs.readFileSync, fs, a))[0],
  'Array.from': (p) => Array.from([p], fs.readFileSync.bind(fs, p, 'utf8'))[0],
  'Array.prototype.reduce': (p) => [p].reduce(fs.readFileSync.bind(fs, p, 'utf8'), ''),
  'Array.prototype.flatMap': (p) => [p].flatMap(fs.readFileSync.bind(fs, p, 'utf8'))[0],
  'Array.prototype.map with this': (p) => ['utf8'].map(Function.prototype.bind.call(fs.readFileSync, fs, p))[0],
  'Reflect.apply': (p) => Reflect.apply(fs.readFileSync, undefined, [p]),
  'Reflect.apply of Reflect.apply': (p) => Reflect.apply(Reflect.apply, undefined, [fs.readFileSync, undefined, [p]]),
  'Function.prototype.call': (p) => fs.readFileSync.call(undefined, p),
  'Function.prototype.call of call': (p) => Function.prototype.call.call(fs.readFileSync, undefined, p),
  'Function.prototype.apply': (p) => fs.readFileSync.apply(undefined, [p]),
  'Function.prototype.apply of apply': (p) => Function.prototype.apply.apply(fs.readFileSync, [undefined, [p]]),
  'a bound function': (p) => fs.readFileSync.bind(null, p)(),
  'a function bound ten times': (p) => { let f = fs.readFileSync; for (let i = 0; i < 10; i += 1) f = f.bind(null); return f(p); },
  'bind of bind': (p) => Function.prototype.bind.call(fs.readFileSync, null, p)(),
  'Reflect.construct of a stream': (p) => Reflect.construct(fs.ReadStream, [p]),
  'a stream without new': (p) => fs.ReadStream(p),
  'a class that extends ReadStream': (p) => new (class extends fs.ReadStream {})(p),
  'a getter': (p) => Object.defineProperty({}, 'x', { get: fs.readFileSync.bind(fs, p, 'utf8') }).x,
  'a setter': (p) => { let out; Object.defineProperty({}, 'x', { set: (v) => { out = fs.readFileSync(v, 'utf8'); } }).x = p; return out; },
  'toString': (p) => `${{ toString: fs.readFileSync.bind(fs, p, 'utf8') }}`,
  'Symbol.toPrimitive': (p) => `${{ [Symbol.toPrimitive]: fs.readFileSync.bind(fs, p, 'utf8') }}`,
  'valueOf': (p) => '' + { valueOf: fs.readFileSync.bind(fs, p, 'utf8') },
  'toJSON': (p) => JSON.stringify({ toJSON: fs.readFileSync.bind(fs, p, 'utf8') }),
  'a JSON reviver': (p) => JSON.parse('"x"', fs.readFileSync.bind(fs, p, 'utf8')),
  'a JSON replacer': (p) => JSON.stringify('x', fs.readFileSync.bind(fs, p, 'utf8')),
  'a string replacer': (p) => 'x'.replace('x', fs.readFileSync.bind(fs, p, 'utf8')),
  'a regular expression replacer': (p) => 'x'.replace(/x/g, fs.readFileSync.bind(fs, p, 'utf8')),
  'a Proxy trap': (p) => new Proxy({}, { get: fs.readFileSync.bind(fs, p, 'utf8') }).x,
  'a Proxy around the function': (p) => new Proxy(fs.readFileSync, {})(p),
  'a Proxy apply trap': (p) => new Proxy(() => {}, { apply: fs.readFileSync.bind(fs, p, 'utf8') })(),
  'an iterator': (p) => [...{ [Symbol.iterator]: () => ({ next: () => ({ done: true }) }) }].length || fs.readFileSync(p, 'utf8'),
  'util.promisify': (p) => util.promisify(fs.readFile)(p, 'utf8'),
  'util.callbackify': (p) => util.promisify(util.callbackify(fs.promises.readFile))(p, 'utf8'),
  'util.deprecate': (p) => util.deprecate(fs.readFileSync, 'old')(p),
  'AsyncLocalStorage.run': (p) => new AsyncLocalStorage().run(1, fs.readFileSync, p),
  'AsyncLocalStorage.exit': (p) => new AsyncLocalStorage().exit(fs.readFileSync, p),
  'AsyncLocalStorage.bind': (p) => AsyncLocalStorage.bind(fs.readFileSync)(p),
  'AsyncLocalStorage.snapshot': (p) => AsyncLocalStorage.snapshot()(fs.readFileSync, p),
  'AsyncResource.runInAsyncScope': (p) => new AsyncResource('X').runInAsyncScope(fs.readFileSync, fs, p),
  'domain.run': (p) => require('domain').create().run(fs.readFileSync, p),
  'performance.timerify': (p) => require('perf_hooks').performance.timerify(fs.readFileSync)(p),
  'a diagnostics channel': (p) => require('diagnostics_channel').tracingChannel('x').traceSync(fs.readFileSync, {}, fs, p),
  'a debug function of assert': (p) => { let out = ''; require('assert').throws(() => { out = fs.readFileSync(p, 'utf8'); throw new Error('x'); }); return out; },
  'a generator': (p) => [...(function* () { yield fs.readFileSync(p, 'utf8'); })()][0],
  'a class field': (p) => new (class { x = fs.readFileSync(p, 'utf8'); })().x,
  'a static block': (p) => { let out; (class { static { out = fs.readFileSync(p, 'utf8'); } }); return out; },
  'a default parameter': (p) => ((x = fs.readFileSync(p, 'utf8')) => x)(),
  'a tagged template': (p) => ((strings, value) => fs.readFileSync(value, 'utf8'))`${p}`,
  'Symbol.hasInstance': (p) => { let out; void ({} instanceof { [Symbol.hasInstance]: () => { out = fs.readFileSync(p, 'utf8'); return true; } }); return out; },
  'a comparison function': (p) => { let out; [2, 1].sort(() => { out ??= fs.readFileSync(p, 'utf8'); return 0; }); return out; },
  'Readable.map': async (p) => (await require('stream').Readable.from([p]).map(fs.promises.readFile).toArray())[0],
  'stream.compose': async (p) => { let out = ''; for await (const x of require('stream').Readable.from([p]).map((y) => fs.promises.readFile(y, 'utf8'))) out += x; return out; },
  'Symbol.asyncIterator of a stream': async (p) => { let out = ''; for await (const x of fs.createReadStream(p)) out += x; return out; },
  'pipeline': async (p) => {
    let out = '';
    await require('stream/promises').pipeline(fs.createReadStream(p), async (source) => { for await (const x of source) out += x; });
    return out;
  },
  'readline over a path': async (p) => { for await (const line of (await fs.promises.open(p)).readLines()) return line; return ''; },
};

const NEWER = {
  'Array.fromAsync': [22, async (p) => (await Array.fromAsync([p], fs.promises.readFile.bind(fs, p, 'utf8')))[0]],
  'Iterator.prototype.map': [22, (p) => [p].values().map(fs.readFileSync.bind(fs, p, 'utf8')).next().value],
  'Object.groupBy': [22, (p) => Object.keys(Object.groupBy([p], fs.readFileSync.bind(fs, p, 'utf8')))[0]],
  'Promise.try': [24, (p) => Promise.try(fs.readFileSync, p)],
  'Symbol.dispose': [24, (p) => { let out; new Function('f', '{ using x = { [Symbol.dispose]: f }; }')(() => { out = fs.readFileSync(p, 'utf8'); }); return out; }],
};

const read = (name, open, more = {}) => ({
  name: `read through ${name}`, wants: 'read', legit: true, ...more,
  run: async (ctx) => {
    const value = await open(ctx.secret);
    return value && typeof value.pipe === 'function' ? ctx.kit.collect(value) : value;
  },
});

module.exports = [
  ...Object.entries(READS).map(([name, open]) => read(name, open)),
  ...Object.entries(NEWER).map(([name, [minNode, open]]) => read(name, open, { minNode })),
  { name: 'a path as the key of a JSON reviver', wants: 'write', legit: true, run: (ctx) => { JSON.parse(`{${json(ctx.target)}:1}`, fs.mkdirSync); } },
  { name: 'Map.forEach of mkdirSync', wants: 'write', run: (ctx) => { new Map([[undefined, ctx.target]]).forEach(fs.mkdirSync); }, legit: true },
  { name: 'map of execFileSync', wants: 'exec', run: (ctx) => { [1].map(childProcess.execFileSync.bind(null, 'touch', [ctx.marker], undefined)); } },
  { name: 'execSync through util.promisify', wants: 'exec', run: (ctx) => util.promisify(childProcess.exec)(`touch ${ctx.marker}`) },
  { name: 'execFile through its own promisified form', wants: 'exec', run: (ctx) => childProcess.execFile[util.promisify.custom]('touch', [ctx.marker]) },
  { name: 'a spawn in a getter of an options object', wants: 'exec', run: (ctx) => {
    try { fs.readFileSync(__filename, { get encoding() { childProcess.execFileSync('touch', [ctx.marker]); return 'utf8'; } }); } catch {}
  } },
];
