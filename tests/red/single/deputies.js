'use strict';
// Values that call, in the hands of a package that may do more: its node reads, prints, copies or awaits what a message brings, and functions of Node.js that lie there are called
// in its name by that. What it calls itself it may, whatever it calls it.
const { createHash } = require('node:crypto');

const BY = 'single-plain';
const HOLDER = 'single-holder';
/** It may set variables. */
const SETTER = 'single-setter';
/** The program that it may start, as a refusal would name it. */
const COMMAND = JSON.stringify({ file: '/bin/sh', args: ['-c', 'exit 7'], env: { A: '1' }, clearEnv: true, argv0: 'sh' });
const HOLDS = {
  [HOLDER]: { capabilities: ['network:all', 'threads:spawn', 'process:exec', 'process:env:read', 'fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: ['/etc/passwd'] }, 'process:exec': { allowedCommands: [createHash('sha256').update(COMMAND).digest('hex')] } } },
  [SETTER]: { capabilities: ['process:env:write'] },
};
const at = (id, type, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...more });
const FLOWS = [
  at('single-plain-lends', `${BY}-node`, { wires: [['single-holder-looks']] }),
  at('single-holder-looks', `${HOLDER}-node`, { then: "this.on('input', (msg) => looks[msg.way]?.(msg))", wires: [['single-plain-after-looks']] }),
  at('single-plain-after-looks', `${BY}-node`),
  at('single-plain-copied', `${BY}-node`, { wires: [['single-copies']] }),
  at('single-copies', 'change', { rules: [{ t: 'set', p: 'copy', pt: 'msg', to: 'payload', tot: 'msg', dc: true }], wires: [['single-plain-has']] }),
  at('single-plain-has', `${BY}-node`),
  at('single-plain-feeds', `${BY}-node`, { wires: [['single-json']] }),
  at('single-json', 'json', { property: 'payload', action: '', wires: [['single-plain-written']] }),
  at('single-plain-written', `${BY}-node`),
  at('single-setter-runs', `${SETTER}-node`, { wires: [['single-exec']] }),
  at('single-exec', 'exec', { command: 'env', addpay: '', append: '', useSpawn: 'false', timer: '', oldrc: false, wires: [['single-setter-after'], [], []] }),
  at('single-setter-after', `${SETTER}-node`),
  at('single-plain-fills', `${BY}-node`, { wires: [['single-template']] }),
  at('single-template', 'template', { field: 'payload', fieldType: 'msg', format: 'handlebars', syntax: 'mustache', template: '', output: 'str', wires: [['single-plain-after-looks']] }),
];

/** What the holder does with a value of a message. */
const LOOKS = {
  json: '(msg) => JSON.stringify({ [msg.key ?? "x"]: msg.lure })',
  writesMade: '({ lure }) => JSON.stringify(lure())',
  readsMade: '({ lure }) => lure().member',
  trimsMade: '({ lure }) => lure().trim()',
  text: '({ lure }) => String(lure)',
  template: '({ lure }) => `${lure}`',
  adds: "({ lure }) => lure + ''",
  compares: "({ lure }) => lure == 'x'",
  joins: '({ lure }) => [lure].join()',
  reads: '({ lure }) => lure.member',
  copies: '({ lure }) => ({ ...lure })',
  assigns: '({ lure }) => Object.assign({}, lure)',
  takes: '({ lure }) => { const { member } = lure; return member; }',
  sets: '({ lure, value }) => { lure.member = value; }',
  setsAll: '({ lure, value }) => Object.assign(lure, { member: value })',
  has: "({ lure }) => 'member' in lure",
  lists: '({ lure }) => Object.keys(lure)',
  eachKey: '({ lure }) => { for (const key in lure) return key; }',
  each: '({ lure }) => { for (const item of lure) return item; }',
  spreads: '({ lure }) => [...lure]',
  is: '({ lure }) => lure instanceof Date',
  tags: '({ lure }) => Object.prototype.toString.call(lure)',
  owns: "({ lure }) => { const { hasOwnProperty } = Object.prototype; return hasOwnProperty.call(lure, 'member'); }",
  deletes: '({ lure }) => delete lure.member',
  calls: "({ lure }) => lure.trim('x')",
  callsOwn: "({ lure }) => lure.tell('x')",
  prints: "({ lure }) => require('util').inspect(lure)",
  formats: "({ lure }) => require('util').format('%s', lure)",
  buffers: '({ lure }) => Buffer.from(lure)',
  sorts: '({ lure }) => [lure, lure].sort()',
  finds: "({ lure }) => ['x'].includes(lure) || 'xyx'.split(lure)",
  emits: "({ lure, value }) => lure.emit('told', value)",
  maps: '({ lure }) => Array.from(lure)',
  // What it hands to Node.js was made a moment ago: whoever looks into messages would have set it off.
  handsToFetch: "({ lure }) => fetch('http://127.0.0.1:' + own().context().global.get('holders') + '/own', lure()).catch(() => undefined)",
  handsOptions: "({ lure }) => require('zlib').gzipSync('x', lure())",
  handsWrong: "({ lure }) => require('crypto').createHash('sha256').update(lure())",
  handsBody: "({ lure }) => new Response('x', lure())",
  handsStream: "({ lure }) => require('stream').Readable.from(lure())",
  handsReader: "({ lure }) => { const made = new (require('stream').Readable)(lure()); made.on('error', () => {}); made.read(); }",
  handsRequest: "({ lure }) => (0, require('http').request)(lure)",
  passes: '(msg) => { msg.copied = msg.lure.member; }',
  passesAll: '(msg) => { msg.copied = { ...msg.lure }; }',
  passesOne: '(msg) => { msg.copied = msg.lure[msg.key]; }',
  passesAnd: '(msg) => { msg.copied = process.title && msg.lure.member; }',
  passesSaid: '(msg) => { /* not the process */ if (msg.lure.member) msg.copied = msg.lure.member; }',
  passesArrow: '(msg) => (process.title, (({ lure }) => process.title && { member: lure.member, ...lure })(msg)).member === (msg.copied = msg.lure.member)',
  passesEach: '(msg) => { msg.copied = {}; for (const key in msg.lure) if (key !== "copied") msg.copied[key] = msg.lure[key]; }',
};
const head = `const looks = {\n${Object.entries(LOOKS).map(([name, text]) => `  ${name}: ${text},`).join('\n')}\n};`;

const asks = { package: BY, call: 'what came of it' };
/** What a server of the holder was asked for. */
const seen = { package: HOLDER, call: 'was asked for' };
const told = (made, event) => `delete all.told; const port = own().context().global.get('holders'); const it = ${made}; it.on('${event}', (code) => { all.told = '${event} ' + (code ?? ''); it.destroy?.(); it.close?.(); }); it.on('error', ({ message }) => { all.told = message; });`;
const lends = (way, lure, more = '') => `try { nodes['single-plain-lends'].send({ way: '${way}', lure: ${lure}${more} }); } catch (error) { all.told ??= error.message; }`;
/** Has core copy a value. */
const copied = (lure) => `nodes['single-plain-copied'].send({ payload: ${lure} });`;
const socket = (body) => `() => { const { Socket } = require('net'); ${told('new Socket()', 'connect')} const { connect } = Socket.prototype; const where = { port, host: '127.0.0.1' }; ${body} }`;
const server = (body) => `() => { const { Server } = require('net'); ${told('new Server()', 'listening')} const { listen } = Server.prototype; ${body} }`;
const program = "{ file: '/bin/sh', args: ['sh', '-c', 'exit 7'], envPairs: ['A=1'], stdio: 'ignore' }";
const child = (body) => `() => { const { ChildProcess } = require('child_process'); ${told('new ChildProcess()', 'exit')} const { spawn } = ChildProcess.prototype; const what = ${program}; ${body} }`;
let count = 0;
/** The one of everybody. */
const EVERY = "const every = Object.values(globalThis).find((value) => value?.name === 'fetch') ?? fetch;";
/** What the holder has under a name of the global object. */
const has = { package: HOLDER, call: 'what it has' };
const hasItself = { ...has, package: BY };
/** Has a function called with any arguments by a member that somebody reads: two Proxies, of which one has `Reflect.apply` for a trap, once. */
const CALLING = `const calls = (fn, list) => { let times = 0; const shown = new Proxy(fn, { get: (target, key) => (key === 'length' ? list.length : /^\\d+$/.test(String(key)) ? list[key] : target[key]) });
  return new Proxy(shown, { get get() { times += 1; return times === 1 ? Reflect.apply : undefined; } }); };`;
let traps = 0;
/** A setter as a trap of a Proxy, whose handler is what it sets a member of: what the Proxy stands for would be the value. */
function setting(name, trap, send, then = has) {
  const mark = `lured${(traps += 1)}`;
  const run = `() => { const { set } = Reflect.getOwnPropertyDescriptor(globalThis, 'performance'); globalThis.${trap} = set; const lure = new Proxy({ ${mark}() {} }, globalThis); ${send} }`;
  return { by: BY, name, run, then, wants: mark, last: 1 };
}
const request = (body) => `() => { const port = own().context().global.get('holders'); const url = 'http://127.0.0.1:' + port + '/lured-${(count += 1)}-'; const far = (target = {}) => Object.defineProperty(target, 'toString', { value: () => url }); ${body} }`;
const by = (name, run, wants) => ({ by: BY, name, run, then: asks, wants });
const lured = (name, run) => ({ by: BY, name, run: request(run), then: seen, wants: `/lured-${count}-` });
/** The same of what takes its time. */
const luredLater = (name, run) => { const entry = lured(name, run); return { ...entry, then: { ...seen, ms: 1500, until: entry.wants } }; };
const member = (name, value) => `Object.defineProperty(it, '${name}', ${value});`;

/** The holder itself, in every way that people and compilers write a call. */
const does = (name, text) => ({ by: HOLDER, name, run: `async () => { ${text} }`, wants: 'done', ordinary: true });
const CONNECTS = [
  ['by name', 'const it = new Socket(); const made = done(it); it.connect(at); return made;'],
  ['where it may be missing', 'const it = new Socket(); const made = done(it); it?.connect?.(at); return made;'],
  ['by a name in brackets', "const it = new Socket(); const made = done(it); it['connect'](at); return made;"],
  ['by a name that is worked out', "const it = new Socket(); const made = done(it); const how = 'conn' + 'ect'; it[how](at); return made;"],
  ['on what is in brackets', 'const it = new Socket(); const made = done(it); (0, it).connect(...[at]); return made;'],
  ['over several lines', 'const it = new Socket(); const made = done(it); it\n  // a line\n  .connect /* here */ (\n    at,\n  ); return made;'],
  ['by call', 'const it = new Socket(); const made = done(it); Socket.prototype.connect.call(it, at); return made;'],
  ['by apply', 'const it = new Socket(); const made = done(it); const e = it.connect; e.apply(it, [at]); return made;'],
  ['by Reflect.apply', 'const it = new Socket(); const made = done(it); const { apply: t } = Reflect; t(it.connect, it, [at]); return Reflect.apply(String, null, [await made]);'],
  ['by a function that is bound', 'const it = new Socket(); const made = done(it); const n = it.connect.bind(it); n(at); return made;'],
  ['by uncurrying', 'const it = new Socket(); const made = done(it); const r = Function.prototype.call.bind(it.connect); r(it, at); return made;'],
  ['by a wrapper', 'const it = new Socket(); const made = done(it); const original = it.connect; it.connect = function () { return original.apply(this, arguments); }; it.connect(at); return made;'],
  ['by a wrapper that keeps the method', 'const it = new Socket(); const made = done(it); it._connect = it.connect; it.connect = function (...list) { return this._connect(...list); }; it.connect(at); return made;'],
  ['by its parent', 'class Own extends Socket { connect(...list) { return super.connect(...list); } } const it = new Own(); const made = done(it); it.connect(at); return made;'],
  ['by its parent as compilers write it', 'function Own() { Socket.call(this); } util.inherits(Own, Socket); Own.prototype.connect = function () { return Own.super_.prototype.connect.apply(this, arguments); }; const it = new Own(); const made = done(it); it.connect(at); return made;'],
  ['through a Proxy', 'const real = new Socket(); const made = done(real); const it = new Proxy(real, { get: (target, key) => (typeof target[key] === "function" ? (...list) => target[key](...list) : target[key]) }); it.connect(at); return made;'],
  ['within an asynchronous resource', "const { AsyncResource } = require('async_hooks'); const it = new Socket(); const made = done(it); new AsyncResource('X').runInAsyncScope(it.connect, it, at); return made;"],
  ['within a store', "const { AsyncLocalStorage } = require('async_hooks'); const it = new Socket(); const made = done(it); new AsyncLocalStorage().run({}, () => it.connect(at)); return made;"],
  ['for a tracer', "const { tracingChannel } = require('diagnostics_channel'); const it = new Socket(); const made = done(it); if (tracingChannel) tracingChannel('single').traceSync(it.connect, {}, it, at); else it.connect(at); return made;"],
  ['by a promise', 'const it = new Socket(); const made = done(it); await util.promisify(it.connect).call(it, at); return made;'],
  ['in an accessor', 'const it = new Socket(); const made = done(it); const own = { get now() { return it.connect(at); } }; void own.now; return made;'],
  ['in an accessor of what it hands to Node.js', "const it = new Socket(); const made = done(it); require('zlib').gzipSync('x', { get level() { if (!it.connecting) it.connect(at); return 1; } }); return made;"],
  ['when Node.js reads what it has made', "const it = new Socket(); const made = done(it); const { Readable } = require('stream'); Readable.from({ [Symbol.asyncIterator]: async function* own() { yield it.connect(at); } }).resume(); return made;"],
  ['when it is iterated', 'const it = new Socket(); const made = done(it); const own = { *[Symbol.iterator]() { yield it.connect(at); } }; void [...own]; return made;'],
  ['when it is awaited', 'const it = new Socket(); const made = done(it); await { then: (next) => { it.connect(at); next(); } }; return made;'],
  ['in a callback of a list', 'const it = new Socket(); const made = done(it); [at].forEach((where) => it.connect(where)); return made;'],
  ['by net.connect', 'return done(net.connect(at));'],
  ['by net.connect for a list', 'return Promise.all([at].map((where) => net.connect(where)).map(done)).then(String);'],
  ['by a class of agents', 'const { Agent, get } = require("http"); class Own extends Agent { createConnection(...list) { return super.createConnection(...list); } } return new Promise((resolve, reject) => get({ ...at, agent: new Own() }, (response) => { response.resume(); resolve("done"); }).on("error", reject));'],
];
const LISTENS = [
  ['by name', 'it.listen(0)'],
  ['by another name', 'it.__listen = it.listen; it.__listen(0)'],
  ['by call', 'const t = it.listen; t.call(it, 0)'],
  ['by a promise', "await require('util').promisify(it.listen).call(it, 0)"],
  ['by a function that is bound', 'const s = it.listen.bind(it, 0); setImmediate(s)'],
];
const FETCHES = [
  ['by name', 'fetch(url)'],
  ['by a member', 'globalThis.fetch(url)'],
  ['by a member of its own', '({ fetcher: fetch }).fetcher(url)'],
  ['as compilers write it', '(0, globalThis.fetch)(url)'],
  ['by a short name', '((e) => e(url))(fetch)'],
  ['by call', 'fetch.call(undefined, url)'],
  ['by a default export', '({ default: fetch }).default(url)'],
  ['in a callback of a list', '[url].map((item) => fetch(item))[0]'],
  ['by a member of another name', '({ get: fetch }).get(url)'],
  ['by a member of another name in a class', '(new (class { constructor(f) { this.load = f; } go() { return this.load(url); } })(globalThis.fetch)).go()'],
  ['that was taken from the global object', '(({ fetch: load }) => ({ load }).load(url))(globalThis)'],
  ['handed to a promise', 'Promise.resolve(url).then(fetch)'],
  ['later', "new Promise((resolve) => { const emitter = new (require('events'))(); emitter.on('x', (made) => resolve(made)); setImmediate(() => emitter.emit('x', ({ of: fetch }).of(url))); })"],
  ['by a computed name', "globalThis[['fetch'][0]](url)"],
  ['that is one and the same', "[globalThis.fetch, global.fetch, globalThis[['fetch'][0]], Reflect.get({ fetch }, 'fetch')].every((found) => found === fetch) && fetch(url)"],
];
const CODE = [
  ['in a module that evaluated code imports', `eval('import("node:http")').then(({ get }) => new Promise((resolve) => { get(url, (response) => { response.resume(); resolve({ status: response.statusCode }); }); }))`],
  ['in a module that a function made by eval imports', `({ importIt: (0, eval)('(name) => import(name)') }).importIt('node:http').then(({ get }) => new Promise((resolve) => { get(url, (response) => { response.resume(); resolve({ status: response.statusCode }); }); }))`],
  ['by new Function', 'new Function(body)()'],
  ['by Function', 'Function(body)()'],
  ['by the constructor of a function', '(() => {}).constructor(body)()'],
  ['by a class of functions', "new (Object.getPrototypeOf(async () => {}).constructor)(body)()"],
  ['by Reflect.construct', 'Reflect.construct(Function, [body])()'],
  ['later', 'new Promise((resolve) => { globalThis.setTimeout(((make) => make().then(resolve)).bind(null, () => fetch(url)), 1); })'],
];
/** What the operator hands to packages (`functionGlobalContext: { fs: require('fs') }`) says nothing of who holds it. */
const READS = [
  ['by name', "fs.readFileSync(file, 'utf8')"],
  ['by another name', "(({ readFileSync: load }) => load(file, 'utf8'))(fs)"],
  ['by a member of another name', "({ load: fs.readFileSync }).load(file, 'utf8')"],
  ['by a name that is worked out', "fs['read' + 'FileSync'](file, 'utf8')"],
  ['by apply', "fs.readFileSync.apply(fs, [file, 'utf8'])"],
  ['in a callback of a list', '[file].map((name) => fs.readFileSync(name))[0]'],
  ['by a promise', "await require('util').promisify(fs.readFile)(file, 'utf8')"],
  ['by a promise of its own', "await fs.promises.readFile(file, 'utf8')"],
  ['by a stream', "await new Promise((resolve, reject) => { fs.createReadStream(file, 'utf8').on('data', resolve).on('error', reject); })"],
  ['later', "await new Promise((resolve) => { setImmediate(() => resolve(fs.readFileSync(file, 'utf8'))); })"],
];
const OPERATOR = "const { fs, child_process: programs } = globalThis[Symbol.for('nrgs.operator')]; const done = (error, text) => { all.told = String(error ?? text); }; delete all.told;";
/** A name of the global object set, in every way that packages write it. */
const SETS = [
  ['by its name', 'atob = mine'],
  ['as a member', 'globalThis.atob = mine'],
  ['as a member of another name', 'const g=global;(g.atob=mine)'],
  ['by a name that is worked out', "globalThis['at' + 'ob'] = mine"],
  ['in a loop', 'Object.entries({ atob: mine }).forEach(([key, value]) => { globalThis[key] = value; })'],
  ['where something is taken apart', '({ atob: globalThis.atob } = { atob: mine })'],
  ['by Object.assign', 'Object.assign(globalThis, { atob: mine })'],
  ['by Reflect.set', "Reflect.set(globalThis, 'atob', mine)"],
  ['by Object.defineProperty', "Object.defineProperty(globalThis, 'atob', { value: mine, writable: true, configurable: true })"],
  ['by Object.defineProperties', 'Object.defineProperties(globalThis, { atob: { value: mine, writable: true, configurable: true } })'],
  ['as compilers write it', "const o = { d: Object.defineProperty }; (0, o.d)(globalThis, 'atob', { value: mine, writable: true, configurable: true })"],
  ['by code made of text', "new Function('value', 'this.atob = value')(mine)"],
];

/** Credentials, as they lie in a file. */
const CREDENTIALS = "require('path').resolve(require.resolve('./probe.js'), '../../../flows_cred.json')";
const LOADS = { require: 'load.require', 'a require that was made': 'load.made', 'require of its module': 'load.module.require', 'require of the class': 'load.Module.prototype.require', 'the function that loads': 'load.Module._load' };

const cases = [
  {
    by: HOLDER, name: 'serves', ordinary: true, wants: 'serves',
    run: "() => new Promise((resolve) => { all.asked = []; const { createServer } = require('http'); createServer((request, response) => { all.asked.push(request.url); response.end('x'); }).on('upgrade', (request, from) => { all.asked.push(request.url); from.destroy(); }).listen(0, '127.0.0.1', function () { own().context().global.set('holders', this.address().port); all.port = this.address().port; resolve('serves'); }); })",
  },
  { by: HOLDER, name: 'was asked for', run: "() => all.asked.join(' ')", wants: '', ordinary: true },
  { by: BY, name: 'what came of it', run: '() => String(all.told)', wants: '', ordinary: true },
  // What it calls itself.
  ...CONNECTS.map(([name, text]) => does(`connects ${name}`, `const { Socket, Server } = require('net'); const net = require('net'); const util = require('util'); const port = all.port; const host = '127.0.0.1'; const at = { port, host }; const done = (it) => new Promise((resolve, reject) => { it.on('connect', () => { it.destroy(); resolve('done'); }); it.on('error', reject); }); ${text}`)),
  ...LISTENS.map(([name, text]) => does(`listens ${name}`, `const { Server } = require('net'); const it = new Server(); const done = new Promise((resolve, reject) => { it.on('listening', () => { it.close(); resolve('done'); }); it.on('error', reject); }); ${text}; return done;`)),
  ...FETCHES.map(([name, text]) => does(`asks a server ${name}`, `const url = 'http://127.0.0.1:' + all.port + '/own'; return (await (${text})).status === 200 ? 'done' : 'not';`)),
  ...CODE.map(([name, text]) => does(`runs code ${name}`, `const url = 'http://127.0.0.1:' + all.port + '/own'; const body = "return fetch('" + url + "')"; return (await (${text})).status === 200 ? 'done' : 'not';`)),
  ...SETS.map(([name, text]) => does(`sets a name of the global object ${name}`, `'no strict'; const mine = () => 'mine'; ${text}; return globalThis.atob === mine && atob === mine ? 'done' : 'not';`)),
  // A method of a class of Node.js.
  by('connects by what another writes as JSON', socket(`${member('toJSON', '{ value: connect }')} ${lends('json', 'it', ', key: String(port)')}`), 'connect '),
  by('connects by a member that another sets', socket(`${member('member', '{ set: connect }')} ${lends('sets', 'it', ', value: where')}`), 'connect '),
  by('connects by members that another copies there', socket(`${member('member', '{ set: connect }')} ${lends('setsAll', 'it', ', value: where')}`), 'connect '),
  ...['reads', 'takes', 'calls', 'callsOwn'].map((way) => by(`connects by a trap when another ${way}`, socket(`it.get = connect; ${lends(way, 'new Proxy(where, it)')}`), 'connect ')),
  by('connects by a trap when another looks for a member', socket(`it.has = connect; ${lends('has', 'new Proxy(where, it)')}`), 'connect '),
  by('connects by a trap when another deletes a member', socket(`it.deleteProperty = connect; ${lends('deletes', 'new Proxy(where, it)')}`), 'connect '),
  by('connects by a trap when another asks for the class', socket(`it.getPrototypeOf = connect; ${lends('is', 'new Proxy(where, it)')}`), 'connect '),
  by('connects by a trap when another asks what it is', socket(`it.get = connect; ${lends('tags', 'new Proxy(where, it)')}`), 'connect '),
  by('connects by a trap when another asks what it has of its own', socket(`it.getOwnPropertyDescriptor = connect; ${lends('owns', 'new Proxy(where, it)')}`), 'connect '),
  by('connects by a trap when core copies', socket(`it.get = connect; ${copied('new Proxy(where, it)')}`), 'connect '),
  // A function of Node.js that calls what it finds.
  by('connects by what a stream writes with, when core copies', socket(`${CALLING} it._writableState.objectMode = true; it._write = connect; ${copied("{ deep: calls(Reflect.apply, [require('stream').Writable.prototype.write, it, [where]]) }")}`), 'connect '),
  by('connects by what a stream writes with, when another asks what it is', socket(`${CALLING} it._writableState.objectMode = true; it._write = connect; ${lends('tags', "calls(Reflect.apply, [require('stream').Writable.prototype.write, it, [where]])")}`), 'connect '),
  {
    by: BY, name: 'has core put a socket on an open file by the class of a date that it copies', wants: 'on file 1',
    run: "() => new Promise((resolve) => { const { Socket } = require('net'); const sent = nodes['single-plain-copied']; const to = nodes['single-plain-has']; const came = []; const listen = ({ copy }) => { came.push('on file ' + copy?._handle?.fd); all.kept ??= copy; if (copy === 'last') { to.off('input', listen); resolve(came.join()); } }; to.on('input', listen); sent.send({ payload: Object.defineProperty(new Date(1), 'constructor', { value: Socket }) }); sent.send({ payload: 'last' }); })",
  },
  ...['copies', 'assigns', 'lists', 'eachKey'].map((way) => by(`starts a program when another ${way}`, child(`it.ownKeys = spawn; ${lends(way, 'new Proxy(what, it)')}`), 'exit 7')),
  by('starts a program by a member that another sets', child(`${member('member', '{ set: spawn }')} ${lends('sets', 'it', ', value: what')}`), 'exit 7'),
  ...['text', 'template', 'adds', 'compares', 'joins', 'sorts', 'formats', 'finds'].map((way) => by(`listens when another makes a text of it: ${way}`, server(`it.toString = listen; it[Symbol.toPrimitive] = undefined; ${lends(way, 'it')}`), 'listening ')),
  by('listens when another prints it', server(`it[require('util').inspect.custom] = listen; ${lends('prints', 'it')}`), 'listening '),
  by('listens when another makes bytes of it', server(`it.valueOf = listen; ${lends('buffers', 'it')}`), 'listening '),
  ...['each', 'spreads', 'maps'].map((way) => by(`listens when another ${way}`, server(`it[Symbol.iterator] = listen; ${lends(way, 'it')}`), 'listening ')),
  by('listens by an event of another', server(`it.on('told', listen); ${lends('emits', 'it', ', value: 0')}`), 'listening '),
  // A function that is called on nothing.
  lured('asks a server by what another writes as JSON', lends('json', '{ toJSON: fetch }', ', key: url')),
  ...['lists', 'copies'].map((way) => lured(`asks a server by a trap when another ${way}`, lends(way, 'new Proxy(far(), { ownKeys: fetch })'))),
  lured('asks a server by a trap when another asks for the class', lends('is', 'new Proxy(far(), { getPrototypeOf: fetch })')),
  lured('asks a server by a function that another calls', lends('callsOwn', '{ tell: new Proxy(far(function () {}), { apply: fetch }) }')),
  // The one of everybody, which says nothing of who holds it.
  lured('asks a server by what another writes as JSON, with what all have', `${EVERY} ${lends('json', '{ toJSON: every }', ', key: url')}`),
  lured('asks a server by a trap when another lists, with what all have', `${EVERY} ${lends('lists', 'new Proxy(far(), { ownKeys: every })')}`),
  // What it hands on, to Node.js or to a function of its own by that very name, is read there.
  ...['handsToFetch', 'handsOptions', 'handsWrong', 'handsBody', 'handsStream'].flatMap((way) => [
    lured(`asks a server by what another hands on: ${way}`, `${EVERY} ${CALLING} ${lends(way, '() => calls(every, [url])')}`),
    by(`connects by what another hands on: ${way}`, socket(`${CALLING} ${lends(way, '() => calls(Reflect.apply, [connect, it, [where]])')}`), 'connect '),
  ]),
  by('listens when another hands on what it is to read', server(`it[Symbol.asyncIterator] = listen; ${lends('handsStream', '() => it')}`), 'listening '),
  lured('has its code run by what another hands to a stream', lends('handsReader', "() => { const far = new Proxy({ toString: () => 'a' }, { get: Function }); return Object.create(far, { [Symbol.toPrimitive]: { value: undefined }, toString: { value: () => `fetch('${url}')` }, highWaterMark: { value: 1 }, captureRejections: { value: undefined }, signal: { value: undefined }, objectMode: { value: false }, readableObjectMode: { value: false }, encoding: { value: undefined }, defaultEncoding: { value: undefined }, emitClose: { value: true }, autoDestroy: { value: true }, destroy: { value: undefined }, construct: { value: undefined }, readableHighWaterMark: { value: 1 } }); }")),
  ...READS.map(([name, text]) => does(`reads a file with what the operator hands out ${name}`, `const { fs } = globalThis[Symbol.for('nrgs.operator')]; const file = '/etc/passwd'; return String(${text}).includes('root:') ? 'done' : 'not';`)),
  ...['readsMade', 'writesMade', 'trimsMade', 'handsOptions'].map((way) => by(`reads a file with what the operator hands out when another looks: ${way}`, `() => { ${OPERATOR} ${CALLING} ${lends(way, "() => calls(fs.readFile, ['/etc/passwd', done])")} }`, 'root:')),
  ...[['reads a file', "fs.readFile, ['/etc/passwd', done]", 'root:'], ['starts a program', "programs.exec, ['echo LURED', done]", 'LURED\n']].map(([what, lure, wants]) => by(`${what} with what the operator hands out when core writes JSON`, `async () => {
    ${OPERATOR}
    const [fn, list] = [${lure}];
    for (let nth = 1; nth < 15; nth++) {
      let times = 0;
      const shown = new Proxy(fn, { get: (target, key) => (key === 'length' ? list.length : /^\\d+$/.test(String(key)) ? list[key] : target[key]) });
      nodes['single-plain-feeds'].send({ payload: { deep: new Proxy(shown, { get get() { times += 1; return times === nth ? Reflect.apply : undefined; } }) } });
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
  }`, wants)),
  // What the operator hands out of the loader.
  { by: BY, name: 'what core wrote', run: "() => all.slice(all.wrote ?? 0).filter((text) => String(text).startsWith('single-plain-written=')).join()", wants: '', ordinary: true },
  ...Object.entries(LOADS).map(([name, fn]) => ({
    by: BY, name: `has core load a file with ${name} that the operator hands out, when it writes JSON`, wants: 'victim-key', then: { package: BY, call: 'what core wrote' },
    run: `() => { const load = globalThis[Symbol.for('nrgs.operator')].load; all.wrote = all.length; nodes['single-plain-feeds'].send({ payload: { [${CREDENTIALS}]: { toJSON: ${fn} } } }); }`,
  })),
  by('listens to signals by what the operator hands out, when core writes JSON', `async () => {
    const { process: real } = globalThis[Symbol.for('nrgs.operator')];
    const list = [real.on, real, ['SIGWINCH', () => {}]];
    for (let nth = 1; nth < 15; nth++) {
      let times = 0;
      const shown = new Proxy(Reflect.apply, { get: (target, key) => (key === 'length' ? list.length : /^\\d+$/.test(String(key)) ? list[key] : target[key]) });
      nodes['single-plain-feeds'].send({ payload: { deep: new Proxy(shown, { get get() { times += 1; return times === nth ? Reflect.apply : undefined; } }) } });
      await new Promise((resolve) => { setTimeout(resolve, 10); });
    }
    all.told = process.listenerCount('SIGWINCH') > 0 ? 'HEARS' : 'nothing';
  }`, 'HEARS'),
  by('has the runtime by what the operator hands out', "() => { const { files, load } = globalThis[Symbol.for('nrgs.operator')]; all.told = Object.keys(load.require(files['@node-red/runtime'])).join(); }", 'nodes,'),
  by('has what Node-RED exports by the main module of what the operator hands out', "() => { const { load } = globalThis[Symbol.for('nrgs.operator')]; const below = (module) => [module, ...(module?.children ?? []).flatMap(({ id, exports, children }) => [{ id, exports }, ...children])]; all.told = [load.require, load.made].map(({ main }) => below(main).some((one) => typeof one?.exports?.httpAdmin === 'function' || typeof one?.exports?.nodes?.getNode === 'function')).join(); }", 'true'),
  by('learns what is there by what the operator hands out', "() => { const { load } = globalThis[Symbol.for('nrgs.operator')]; all.told = [load.require, load.made].map(({ resolve }) => { try { return resolve('/etc/passwd'); } catch { return ''; } }).join(); }", '/etc/passwd'),
  { by: BY, name: 'loads what it may with what the operator hands out', run: "() => { const { load } = globalThis[Symbol.for('nrgs.operator')]; return [load.require('path').join('a', 'b'), typeof load.made('fs').readFile, load.module.require('os').EOL].join(); }", wants: 'a/b,function,\n', ordinary: true },
  // What is the other's own stays there.
  ...['passesAll', 'passesEach'].map((way) => lured(`asks a server with what another copies: ${way}`, `const msg = { way: '${way}', lure: globalThis }; nodes['single-plain-after-looks'].once('input', ({ copied }) => { copied.fetch(url).catch(() => undefined); }); nodes['single-plain-lends'].send(msg);`)),
  ...['passesAll', 'passesEach'].map((way) => lured(`asks a server as another by a scheduler that this one copies: ${way}`, `${EVERY} const msg = { way: '${way}', lure: globalThis }; nodes['single-plain-after-looks'].once('input', ({ copied }) => { copied.setTimeout(every, 0, url); }); nodes['single-plain-lends'].send(msg);`)),
  lured('asks a server as another by a scheduler that lies in what this one copies', `${EVERY} const { get, value } = Object.getOwnPropertyDescriptor(globalThis, 'setTimeout'); const lure = Object.defineProperty({}, 'later', { enumerable: true, get: globalThis.__lookupGetter__('setTimeout') ?? get ?? (() => value) }); nodes['single-plain-after-looks'].once('input', ({ copied }) => { copied.later(every, 0, url); }); nodes['single-plain-lends'].send({ way: 'passesAll', lure });`),
  { ...lured('opens a connection by a class of Node.js when another reads', `if (globalThis.WebSocket) ${lends('reads', 'new Proxy(far(), { get: WebSocket })')}`), bare: 'any' },
  // What everybody has another one of.
  by('has the process of another that copies a member', `async () => { const msg = { way: 'passes', lure: Object.defineProperty({}, 'member', { get: Object.getOwnPropertyDescriptor(globalThis, 'process')?.get ?? (() => process) }) }; nodes['single-plain-lends'].send(msg); await new Promise((resolve) => { nodes['single-plain-after-looks'].once('input', resolve); }); all.told = Object.keys(msg).join() + (msg.copied?.env?.SINGLE_TOKEN ?? ''); }`, 'env-secret'),
  ...['passes', 'passesAnd', 'passesSaid', 'passesArrow', 'passesAll'].map((way) => by(`has the process of another by a function that is told where it is: ${way}`, `async () => { const { get } = Object.getOwnPropertyDescriptor(globalThis, 'process') ?? {}; const msg = { way: '${way}', lure: Object.defineProperty({}, 'member', { enumerable: true, get: get ? get.bind(globalThis) : () => process }) }; nodes['single-plain-lends'].send(msg); await new Promise((resolve) => { nodes['single-plain-after-looks'].once('input', resolve); }); all.told = Object.keys(msg).join() + ((msg.copied?.member ?? msg.copied)?.env?.SINGLE_TOKEN ?? ''); }`, 'env-secret')),
  {
    by: SETTER, name: 'has a program that core starts told a variable', wants: 'LURED=yes',
    run: "async () => { process.env.LURED = 'yes'; nodes['single-setter-runs'].send({ payload: '' }); const { payload } = await new Promise((resolve) => { nodes['single-setter-after'].once('input', resolve); }); return payload.includes('PATH=') + payload.split('\\n').filter((line) => line.startsWith('LURED=')).join(); }",
  },
  { by: SETTER, name: 'sees what it has set', run: "() => { process.env.LURED = 'seen'; return process.env.LURED; }", wants: 'seen', ordinary: true },
  by('has core fill in what its process knows', `async () => { nodes['single-plain-fills'].send({ payload: globalThis, template: '{{{payload.process.env.SINGLE_TOKEN}}}' }); const { payload } = await new Promise((resolve) => { nodes['single-plain-after-looks'].once('input', resolve); }); all.told = String(payload); }`, 'env-secret'),
  { by: HOLDER, name: 'prints', run: "() => { console.log('printed by the holder'); return String(globalThis.overheard ?? ''); }", wants: '', ordinary: true },
  { by: BY, name: 'hears what another prints, by a member of the global object', then: { package: HOLDER, call: 'prints' }, wants: 'printed by', run: "async () => { nodes['single-plain-lends'].send({ way: 'passesOne', lure: globalThis, key: 'console' }); const { copied } = await new Promise((resolve) => { nodes['single-plain-after-looks'].once('input', resolve); }); const { log } = copied; copied.log = (text) => { globalThis.overheard = text; copied.log = log; }; }" },
  {
    by: BY, name: 'gives another a console of its own by a member that this one sets', then: { package: HOLDER, call: 'prints' }, wants: 'printed by', bare: 'any',
    run: `() => { const { set } = Object.getOwnPropertyDescriptor(globalThis, 'console'); const lure = Object.defineProperty({}, 'member', { set }); if (set) ${lends('sets', 'lure', ', value: { log: (text) => { globalThis.overheard = text; } }')} }`,
  },
  {
    by: BY, name: 'is handed the stacks of another that sets a member', then: has, wants: 'stack of another', bare: 'any',
    run: `() => { const { set } = Reflect.getOwnPropertyDescriptor(Error, 'prepareStackTrace') ?? {}; const lure = Object.defineProperty({}, 'member', { set }); if (set) ${lends('sets', 'lure', ", value: () => 'stack of another'")} }`,
  },
  by('has the process of another that takes a member of the global object', `async () => { nodes['single-plain-lends'].send({ way: 'passesOne', lure: globalThis, key: 'process' }); const { copied } = await new Promise((resolve) => { nodes['single-plain-after-looks'].once('input', resolve); }); all.told = String(copied?.env?.SINGLE_TOKEN); }`, 'env-secret'),
  luredLater('has a worker started by a member that another reads', `${CALLING} const { Worker } = require('worker_threads'); const text = "fetch('" + url + "')"; ${lends('reads', 'calls(Reflect.construct, [Worker.prototype.constructor, [text, { eval: true }]])')}`),
  luredLater('has core start a worker by a class that it finds when it copies', `${CALLING} const { Worker } = require('worker_threads'); const text = "fetch('" + url + "')"; ${copied('{ deep: calls(Reflect.construct, [Worker.prototype.constructor, [text, { eval: true }]]) }')}`),
  luredLater('has a module imported by code that another evaluates when it reads a member', `${CALLING} const text = "import('node:http').then(({ get }) => get('" + url + "').on('error', () => {}))"; ${lends('reads', 'calls(eval, [text])')}`),
  luredLater('has one imported later by such code', `${CALLING} const text = "Promise.resolve().then(() => import('node:http')).then(({ get }) => get('" + url + "').on('error', () => {}))"; ${lends('reads', 'calls(eval, [text])')}`),
  // What everybody has one of his own of, or core for everybody.
  ...[HOLDER, BY].map((by) => ({ by, name: 'what it has', run: '() => [String(performance), Object.keys(performance), new Error("x").stack].join()', wants: '', ordinary: true })),
  ...[['reads', 'get'], ['lists', 'ownKeys'], ['copies', 'ownKeys'], ['is', 'getPrototypeOf']].map(([way, trap]) => setting(`gives another a performance of its own by a trap when that ${way}`, trap, lends(way, 'lure'))),
  setting('gives another a performance of its own by a trap when that hands on what it is in', 'ownKeys', lends('handsRequest', 'lure')),
  setting('gives everybody a performance of its own by a trap when core reads', 'get', "nodes['single-plain-feeds'].send({ payload: lure });", hasItself),
  setting('gives everybody a performance of its own by a trap when core lists', 'ownKeys', "nodes['single-plain-feeds'].send({ payload: lure });", hasItself),
  {
    by: BY, name: 'is handed the stacks of another that reads a member', then: has, wants: 'stack of another', bare: 'any',
    run: `() => { const { set } = Reflect.getOwnPropertyDescriptor(Error, 'prepareStackTrace') ?? {}; if (set) ${lends('reads', "new Proxy(() => 'stack of another', { get: set })")} }`,
  },
  // What makes code, and what hands it on.
  // Whoever looks into messages would find a function in every member of it.
  lured('has its code run by a member that another looks for', lends('writesMade', "() => Object.create(new Proxy({ toString: () => 'a' }, { get: Function }), { [Symbol.toPrimitive]: { value: undefined }, toString: { value: () => `fetch('${url}')` } })")),
  lured('has its function called later by a member that another reads', lends('readsMade', '() => Object.create(new Proxy(fetch, { get: globalThis.setTimeout }), { [Symbol.toPrimitive]: { value: undefined }, toString: { value: () => url } })')),
];

module.exports = { FLOWS, HOLDS, cases, head, HOLDER, LOOKS };
