'use strict';
// What core comes to do by itself with objects of packages, when nobody is on the stack any more: it reads their members and calls what it finds there. Functions of
// core's and of Node.js's that a package puts there are called in core's name by that.
const BY = 'single-plain';
const evaluated = (text) => ({ package: 'single-victim', call: 'evaluate', args: { text } });
const at = (id, type, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...more });
const own = 'Object.getPrototypeOf(Object.getPrototypeOf(own()))';
const like = `Object.assign(Object.create(${own}), { id: 'victim', z: 't', type: 'x' })`;
const evaluate = (expression, node) => `await new Promise((resolve) => { RED.util.evaluateJSONataExpression(RED.util.prepareJSONataExpression(${JSON.stringify(expression)}, ${node}), {}, (error, value) => resolve(error ? error.message : value)); })`;
/** What core hands on of a member of the request, which it reads in a message under another name. */
const handedOn = (of, key, tells = 'Object.keys(found).join()') => `async (args, request) => { let own; for (let at = ${of}; own === undefined; at = Object.getPrototypeOf(at)) own = Object.getOwnPropertyDescriptor(at, '${key}'); const msg = {}; Object.defineProperty(msg, 'payload', own.get ? { get: own.get, enumerable: true } : { value: own.value, enumerable: true }); const taken = new Promise((resolve) => { nodes['single-plain-last'].once('input', resolve); }); nodes['single-plain-joined'].send(msg); const [found] = (await taken).payload; return ${tells}; }`;
/** An emitter, and what it tells of itself under the event. */
const told = (made, event) => `delete all.told; const it = ${made}; it.on('${event}', (code) => { all.told = '${event} ' + (code ?? ''); it.destroy?.(); it.close?.(); }); it.on('error', ({ message }) => { all.told = message; });`;
const asks = { package: BY, call: 'told' };
const member = (name, value) => `Object.defineProperty(it, '${name}', ${value});`;
const writes = (key, value) => `nodes['single-plain-written'].send({ payload: { [${key}]: ${value} } });`;
const program = "{ file: '/bin/sh', args: ['sh', '-c', 'exit 7'], envPairs: ['A=1'], stdio: 'ignore' }";
/** The response to this call, with what is written to it here. */
const answering = (name) => `(args, request) => { all.told = ''; const take = (chunk) => { all.told += String(chunk ?? '').slice(0, 20); return true; }; const it = Object.create(request.res, { req: { value: request }, headersSent: { value: false }, finished: { value: false }, socket: { value: undefined }, setHeader: { value() {} }, write: { value: take }, end: { value: take } }); ${member('toJSON', `{ value: request.res.${name} }`)} ${writes("'/etc/passwd'", 'it')} }`;
const by = (name, run, wants, more) => ({ by: BY, name, run, then: asks, wants, ...more });
/** Until a `change` node has read the payload of a message. */
const changed = "await new Promise((resolve) => { nodes['single-plain-last'].once('input', resolve); });";
const keep = evaluated("(nodes.victim.context().set('kept', 'kept word'), 'kept')");

/** A function that is not strict and looks at what those that led to it were given. */
const sloppy = (look, value) => `Function('take', 'value', 'return function found() { try { for (let f = arguments.callee.caller, i = 0; f && i < 12; f = f.caller, i++) for (const given of f.arguments ?? []) take(given); } catch {} return value; }')((given) => { ${look}; }, ${value})`;
/** Puts it where a member is read. */
const lookedAt = (where, key, look, isText = true) => `Object.defineProperty(${where}, ${isText ? `'${key}'` : key}, { get: ${sloppy(look, 'undefined')}, set() {}, enumerable: true, configurable: true });`;

const FLOWS = [
  at('single-plain-first', `${BY}-node`, { wires: [['changes']] }),
  at('changes', 'change', { rules: [{ t: 'set', p: 'copied', pt: 'msg', to: 'payload', tot: 'msg' }], wires: [['single-plain-last']] }),
  at('single-plain-last', `${BY}-node`),
  at('single-plain-written', `${BY}-node`, { wires: [['writes']] }),
  at('writes', 'json', { property: 'payload', action: 'str', wires: [['single-plain-last']] }),
  at('single-plain-joined', `${BY}-node`, { wires: [['joins']] }),
  at('joins', 'join', { mode: 'custom', build: 'array', property: 'payload', propertyType: 'msg', count: '1', joiner: '', wires: [['single-plain-last']] }),
  at('single-plain-asks', `${BY}-node`, { wires: [['asks']] }),
  at('asks', 'http request', { method: 'use', ret: 'txt', url: '', wires: [['single-plain-last']] }),
  at('single-plain-tocsv', `${BY}-node`, { wires: [['csv']] }),
  at('csv', 'csv', { sep: ',', hdrin: '', hdrout: 'all', multi: 'one', ret: '\\n', temp: '', wires: [['single-plain-last']] }),
  at('single-plain-logged', `${BY}-node`, { wires: [['logs']] }),
  at('logs', 'function', { func: "node.warn(msg.payload); return { payload: 'logged' };", outputs: 1, wires: [['single-plain-last']] }),
  at('single-plain-frozen', `${BY}-node`, { wires: [['single-plain-froze-1', 'single-plain-froze-2']] }),
  at('single-plain-froze-1', `${BY}-node`), at('single-plain-froze-2', `${BY}-node`),
  at('single-hooks-from', 'single-hooks-node', { wires: [['single-hooks-to']] }),
  at('single-hooks-to', 'single-hooks-node'),
];

/** What somebody leaves to be given a node, and how it says that it was. */
const waits = (name, made, more) => ({
  by: BY, name: `waits for nodes with ${name}`, run: `() => { delete all.met; own().context().global.set('waits', ${made}); }`,
  then: [evaluated("nodes.victim.context().global.get('waits').join(nodes.victim)"), { package: BY, call: 'met' }], wants: 'raw node', ...more,
});
/** What hands out a node, and what finds it. */
const finds = (name, found, more) => ({ by: BY, name: `finds a node ${name}`, run: `() => { delete all.met; const offers = own().context().global.get('offers'); ${found}; return calls.met(); }`, wants: 'raw node', ...more });

const cases = [
  { by: BY, name: 'prepares what is kept', run: '() => {}', then: keep, wants: 'kept', ordinary: true },
  { by: BY, name: 'has the context of another by the node of an expression', run: `async () => { const node = ${like}; ${evaluate("$map([1, 2], function ($v) { $flowContext('x') })", 'node')}; return String(node._context?.get('kept')); }`, wants: 'kept word' },
  { by: BY, name: 'has the context of another by a member that core reads', run: `async () => { const msg = { id: 'victim', z: 't' }; Object.defineProperty(msg, 'payload', { get: ${own}.context, enumerable: true }); nodes['single-plain-first'].send(msg); ${changed} return String(msg._context?.get('kept')); }`, wants: 'kept word' },
  { by: BY, name: 'deletes the context of another by a member that core reads', run: `async () => { const msg = { id: 'victim', z: 't', _context: 1, _closeCallbacks: [], removeAllListeners() {} }; Object.defineProperty(msg, 'payload', { get: ${own}.close, enumerable: true }); nodes['single-plain-first'].send(msg); ${changed} }`, then: evaluated("'kept ' + nodes.victim.context().get('kept')"), wants: 'kept undefined' },
  { by: BY, name: 'evaluates expressions with its contexts', run: `async () => { own().context().flow.set('word', 'of the flow'); return String(${evaluate("$map(['word'], function ($v) { $flowContext($v) })", 'own()')}); }`, wants: 'of the flow', ordinary: true },
  { by: BY, name: 'sends through nodes of core', run: `async () => { nodes['single-plain-first'].send({ get payload() { return 'by an accessor'; } }); ${changed} return all.join(); }`, wants: 'single-plain-last=by an accessor', ordinary: true },
  // What reads a message is found by code that is not strict.
  {
    by: BY, name: 'is measured as another by what reads its message', wants: 'taken,,,victim', then: { package: 'single-victim', call: 'logged' },
    run: `async () => { let metric; const msg = { payload: 'x' }; Object.defineProperty(msg, '_msgid', { get: Function('take', 'return function id() { take(arguments.callee.caller); return "x"; }')((fn) => { if (/metricValue|metrics/.test(fn)) metric = fn; }), set() {}, enumerable: true }); nodes['single-plain-first'].send(msg); ${changed} metric?.call({ id: 'victim', type: 'x' }, 'taken', {}); }`,
  },
  // Functions of Node.js and of express in the place of members [A4].
  { by: BY, name: 'told', run: '() => String(all.told ?? last?.req?.url)', wants: '', ordinary: true },
  by('sends a request by what core writes as JSON', `(args, request) => { delete all.told; ${writes("'http://127.0.0.1:' + request.socket.localPort + '/single-in?lured'", '{ toJSON: fetch }')} }`, 'lured'),
  by('connects by what core writes as JSON', `(args, request) => { const { Socket } = require('net'); ${told('new Socket()', 'connect')} ${member('toJSON', '{ value: Socket.prototype.connect }')} ${writes('String(request.socket.localPort)', 'it')} }`, 'connect '),
  by('connects by a member that core sets', `(args, request) => { const { Socket } = require('net'); ${told('new Socket()', 'connect')} ${member('copied', '{ set: Socket.prototype.connect }')} ${member('payload', "{ value: { port: request.socket.localPort, host: '127.0.0.1' } }")} nodes['single-plain-first'].send(it); }`, 'connect '),
  by('listens by what core writes as JSON', `() => { const { Server } = require('net'); ${told('new Server()', 'listening')} ${member('toJSON', '{ value: Server.prototype.listen }')} ${writes("'0'", 'it')} }`, 'listening '),
  by('listens behind much of the language', `() => { const { Server } = require('net'); ${told('new Server()', 'listening')} ${member('toString', '{ value: Server.prototype.listen }')} let list = it; for (let i = 0; i < 40; i++) list = [list]; Object.defineProperty(list, 'toJSON', { value: Array.prototype.toString }); ${writes("'x'", 'list')} }`, 'listening '),
  by('listens past the first step by what core writes as JSON', `() => { const { Server } = require('net'); ${told('new Server()', 'listening')} ${member('toJSON', '{ value: Server.prototype._listen2 }')} ${writes("'0.0.0.0'", 'it')} }`, 'listening '),
  by('listens to datagrams by what core writes as JSON', `() => { const { createSocket, Socket } = require('dgram'); ${told("createSocket('udp4')", 'listening')} ${member('toJSON', '{ value: Socket.prototype.bind }')} ${writes("'0'", 'it')} }`, 'listening '),
  by('starts a program by what core lists', `() => { const { ChildProcess } = require('child_process'); ${told('new ChildProcess()', 'exit')} ${member('ownKeys', '{ value: ChildProcess.prototype.spawn }')} nodes['single-plain-written'].send({ payload: new Proxy(${program}, it) }); }`, 'exit 7'),
  by('starts a program by a member that core sets', `() => { const { ChildProcess } = require('child_process'); ${told('new ChildProcess()', 'exit')} ${member('copied', '{ set: ChildProcess.prototype.spawn }')} ${member('payload', `{ value: ${program} }`)} nodes['single-plain-first'].send(it); }`, 'exit 7'),
  by('reads a file by what core writes as JSON', answering('sendFile'), 'root:'),
  by('offers a file by what core writes as JSON', answering('download'), 'root:'),
  { by: BY, name: 'has the application by a request that core reads', run: handedOn('request', 'app'), wants: 'defaultConfiguration' },
  { by: BY, name: 'has the application by a response that core reads', run: handedOn('request.res', 'app'), wants: 'defaultConfiguration' },
  { by: BY, name: 'has the process by a message that core reads', run: handedOn('globalThis', 'process', 'String(found.env.SINGLE_TOKEN)'), wants: 'env-secret' },
  { by: BY, name: 'has core ask for something', run: `async (args, request) => { nodes['single-plain-asks'].send({ method: 'GET', url: 'http://127.0.0.1:' + request.socket.localPort + '/single-in' }); ${changed} return all[all.length - 1]; }`, wants: 'single-plain-last={}', ordinary: true },
  { by: BY, name: 'has core write JSON', run: `async () => { ${writes("'key'", "{ toJSON: () => 'by itself' }")} ${changed} return all[all.length - 1]; }`, wants: '{"key":"by itself"}', ordinary: true },
  // Each look at what is asked for its text would be one at all the looks before.
  { by: BY, name: 'makes functions of every member of a message as the language does', run: "() => { try { nodes['single-plain-first'].send(Object.create(new Proxy({}, { get: Function }))); } catch ({ message }) { return message; } }", wants: 'Cannot convert a Symbol value to a string', ordinary: true },
  { by: BY, name: 'makes no function of a symbol', run: `async () => { const told = []; for (const make of [Function, (async () => {}).constructor]) try { make(Symbol('x')); } catch ({ name }) { told.push(name); } return told.join(); }`, wants: 'TypeError,TypeError', ordinary: true },
  // Code that is not strict is told by whom it was called, and with what.
  {
    by: BY, name: 'reads what others send by what messages are copied with', wants: 'seen copied word', then: [evaluated("String(Object.keys(RED.util.cloneMessage({ payload: { word: 'copied word' } })))"), asks],
    run: `() => { delete all.told; let shared; const msg = { payload: {} }; ${lookedAt('msg.payload', 'x', "if (typeof given?.get === 'function' && typeof given.set === 'function') shared = given")} RED.util.cloneMessage(msg); if (shared === undefined) return ''; const { get } = Object.getPrototypeOf(shared); try { Object.getPrototypeOf(shared).get = function (key) { if (key?.word) all.told = 'seen ' + key.word; return get.call(this, key); }; } catch {} }`,
  },
  {
    by: BY, name: 'sends as a node of core by what that is given', wants: 'single-plain-last=sent as csv', bare: 'any', then: { package: BY, call: 'heard' },
    run: `async () => { let send; const msg = {}; for (const key of ['payload', 'parts', 'columns', 'reset', 'topic', 'complete']) { ${lookedAt('msg', 'key', "if (typeof given === 'function') send ??= given", false)} } nodes['single-plain-tocsv'].send(msg); await new Promise((resolve) => { setTimeout(resolve, 50); }); send?.({ payload: 'sent as csv' }); }`,
  },
  {
    by: BY, name: 'has a node of core by what that logs', wants: 'flow of a node',
    run: `async () => { let found = ''; const msg = { payload: { toString: ${sloppy("if (given?._flow?.activeNodes) found = 'flow of a node'", "'text'")} } }; const taken = new Promise((resolve) => { nodes['single-plain-last'].once('input', resolve); }); nodes['single-plain-logged'].send(msg); await taken; return found; }`,
  },
  { by: BY, name: 'sends what is frozen', run: "async () => { const taken = new Promise((resolve) => { nodes['single-plain-froze-2'].once('input', resolve); }); nodes['single-plain-frozen'].send([Object.freeze({ payload: 'frozen' })]); nodes['single-plain-frozen'].send(Object.freeze({ payload: 'frozen' })); return (await taken).payload; }", wants: 'frozen', ordinary: true },
  // Objects that say by a function of core's that they are core's [R2].
  { by: BY, name: 'met', run: "() => (all.met === undefined ? 'nothing' : Array.isArray(all.met._closeCallbacks) ? 'raw node' : 'stand-in')", wants: 'nothing', ordinary: true },
  waits('a class that says it is core\'s', `Object.create({ constructor: ${own}.constructor, join(node) { all.met = node; } })`),
  waits('a class that begins like core\'s', `Object.create({ first: ${own}.constructor, join(node) { all.met = node; } })`),
  waits('a plain object', '({ join(node) { all.met = node; } })', { wants: 'stand-in', ordinary: true, bare: 'any' }),
  { by: BY, name: 'is offered nodes', run: '() => {}', then: evaluated("(nodes.victim.context().global.set('offers', { fill(target) { target.node = nodes.victim; }, get fails() { throw nodes.victim; }, set takes(value) { throw nodes.victim; } }), 'offered')"), wants: 'offered', ordinary: true },
  finds('by an accessor that takes it', 'offers.fill({ set node(node) { all.met = node; } })'),
  finds('in what an accessor throws', 'try { offers.fails; } catch (error) { all.met = error; }'),
  finds('in what an accessor throws that is set', 'try { offers.takes = 1; } catch (error) { all.met = error; }'),
  finds('by a method that takes it', 'offers.fill(new (class { set node(node) { all.met = node; } })())', { wants: 'stand-in', ordinary: true, bare: 'any' }),
  // What a hook puts into the place of a message [R6].
  { by: BY, name: 'leaves an object of a class', run: '() => {}', then: evaluated("(() => { class Kind { tell() { return 'told'; } } nodes.victim.kind = new Kind(); nodes.victim.context().global.set('kind', nodes.victim.kind); return 'left'; })()"), wants: 'left', ordinary: true },
  {
    by: 'single-hooks', name: 'has what is behind a view by a hook', wants: 'PATCHED',
    run: "async () => { const kind = own().context().global.get('kind'); RED.hooks.add('preDeliver.behind', (event) => { if (event.destination.id === 'single-hooks-to') event.msg = kind; }); const taken = new Promise((resolve) => { nodes['single-hooks-to'].once('input', resolve); }); nodes['single-hooks-from'].send({ payload: 'x' }); const found = await taken; RED.hooks.remove('preDeliver.behind'); try { Object.getPrototypeOf(found).tell = () => 'PATCHED'; } catch {} }",
    then: evaluated('nodes.victim.kind.tell()'),
  },
  {
    by: 'single-hooks', name: 'puts another message in the place of one', wants: 'another', ordinary: true,
    run: "async () => { RED.hooks.add('preDeliver.another', (event) => { if (event.destination.id === 'single-hooks-to') event.msg = { ...event.msg, payload: 'another' }; }); const taken = new Promise((resolve) => { nodes['single-hooks-to'].once('input', resolve); }); nodes['single-hooks-from'].send({ payload: 'x' }); const { payload } = await taken; RED.hooks.remove('preDeliver.another'); return payload; }",
  },
];

module.exports = { FLOWS, cases };
