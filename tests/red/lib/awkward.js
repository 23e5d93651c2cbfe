'use strict';
// What code that is not strict lets pass in silence: nodes of core are given frozen messages, texts for messages, payloads of every kind, and the API frozen objects. Source for a package
// of quick.test.js, which has `live` (its nodes) and `log`.

/** Nodes of core, each between a source and a sink. */
const CORE = {
  change: { type: 'change', rules: [
    { t: 'set', p: 'payload.made', pt: 'msg', to: 'set', tot: 'str' }, { t: 'set', p: 'topic', pt: 'msg', to: 'payload', tot: 'msg' }, { t: 'change', p: 'payload.a', pt: 'msg', from: '1', fromt: 'num', to: '2', tot: 'num' },
    { t: 'delete', p: 'payload.b', pt: 'msg' }, { t: 'move', p: 'payload.x', pt: 'msg', to: 'payload.y', tot: 'msg' }, { t: 'set', p: 'kept.a', pt: 'flow', to: 'payload', tot: 'msg' },
  ] },
  'change-list': { type: 'change', rules: [{ t: 'set', p: 'payload[0]', pt: 'msg', to: 'set', tot: 'str' }, { t: 'delete', p: 'payload[1]', pt: 'msg' }, { t: 'set', p: 'payload', pt: 'msg', to: 'all', tot: 'str' }] },
  switch: { type: 'switch', property: 'payload', propertyType: 'msg', rules: [{ t: 'nnull' }], checkall: 'true', repair: true, outputs: 1 },
  split: { type: 'split', splt: ',', spltType: 'str', arraySplt: 1, arraySpltType: 'len', stream: false, addname: 'name' },
  chunks: { type: 'split', splt: ',', spltType: 'str', arraySplt: 2, arraySpltType: 'len', stream: true, addname: '' },
  joins: { type: 'join', mode: 'auto', build: 'object', property: 'payload', propertyType: 'msg', key: 'topic' },
  collects: { type: 'join', mode: 'custom', build: 'merged', property: 'payload', propertyType: 'msg', key: 'topic', accumulate: true, count: '1' },
  list: { type: 'join', mode: 'custom', build: 'array', property: 'payload', propertyType: 'msg', count: '1', joiner: '' },
  sort: { type: 'sort', order: 'ascending', target: 'payload', targetType: 'msg', msgKey: 'payload', msgKeyType: 'elem', seqKey: 'payload', seqKeyType: 'msg' },
  batch: { type: 'batch', mode: 'count', count: 1, overlap: 0, interval: 10, allowEmptySequence: false, topics: [] },
  csv: { type: 'csv', sep: ',', hdrin: true, hdrout: 'all', multi: 'one', ret: '\\n', temp: '', skip: 0, strings: true },
  rows: { type: 'csv', sep: ',', hdrin: '', hdrout: '', multi: 'mult', ret: '\\n', temp: 'a,b', skip: 0, strings: true },
  json: { type: 'json', property: 'payload', action: '' },
  html: { type: 'html', property: 'payload', outproperty: 'payload', tag: 'b', ret: 'html', as: 'multi' },
  xml: { type: 'xml', property: 'payload' },
  yaml: { type: 'yaml', property: 'payload' },
  template: { type: 'template', field: 'payload.made', fieldType: 'msg', format: 'handlebars', syntax: 'mustache', template: 'made {{topic}}', output: 'str' },
  range: { type: 'range', minin: '0', maxin: '1', minout: '0', maxout: '10', action: 'scale', round: false, property: 'payload' },
  trigger: { type: 'trigger', op1: 'sent', op1type: 'pay', op2: '', op2type: 'nul', duration: '0', extend: false, reset: '', bytopic: 'all', outputs: 1 },
  write: { type: 'file', filename: '', filenameType: 'str', appendNewline: true, createDir: false, overwriteFile: 'false' },
  read: { type: 'file in', filename: '', filenameType: 'str', format: 'utf8', sendError: true, allProps: true },
  answers: { type: 'http response' },
  asks: { type: 'http request', method: 'use', ret: 'txt', url: '' },
  publishes: { type: 'mqtt out', topic: '', qos: '', retain: '', broker: 'awkward-broker' },
  subscribes: { type: 'mqtt in', topicType: 'dynamic', inputs: 1, qos: '0', broker: 'awkward-broker' },
  speaks: { type: 'websocket out', server: 'awkward-socket' },
  talks: { type: 'tcp out', beserver: 'reply', base64: false, end: false },
  called: { type: 'link call', links: ['awkward-link'], linkType: 'static', timeout: '30' },
  shown: { type: 'debug', active: true, tosidebar: true, console: false, tostatus: true, complete: 'true', targetType: 'full', statusType: 'auto', statusVal: '' },
};

const at = (id, type, wires, more) => ({ id, type, z: 'awkward', x: 1, y: 1, wires, ...more });
const FLOWS = [
  { id: 'awkward', type: 'tab', label: 'awkward' },
  { id: 'awkward-broker', type: 'mqtt-broker', broker: '127.0.0.1', port: '1', autoConnect: false, protocolVersion: '5' }, { id: 'awkward-socket', type: 'websocket-listener', path: '/awkward', wholemsg: 'false' },
  ...Object.keys(CORE).flatMap((name) => [at(`to-${name}`, 'awkward-source', [[`core-${name}`]]), at(`core-${name}`, CORE[name].type, [['awkward-sink']], CORE[name])]),
  at('awkward-link', 'link in', [['awkward-back']]), at('awkward-back', 'link out', [], { mode: 'return' }),
  at('awkward-sink', 'awkward-sink', []), at('awkward-own', 'awkward-source', [['awkward-sink']]),
  at('awkward-catch', 'catch', [['awkward-sink']], { scope: null, uncaught: false }), at('awkward-status', 'status', [['awkward-sink']], { scope: ['awkward-own'] }),
  at('awkward-done', 'complete', [['awkward-sink']], { scope: Object.keys(CORE).map((name) => `core-${name}`) }),
];

const NODES = `
  given.nodes.registerType('awkward-source', function (config) { given.nodes.createNode(this, config); live[config.id] = this; });
  const shown = (value) => require('util').inspect(value, { depth: 5, breakLength: Infinity, getters: true }).replace(/(_msgid|id|stack|_event|_linkSource|cancelled): ?('[^']*'|"[^"]*"|\\[[^\\]]*\\])/g, '$1').replaceAll('[object Object]', '#<Object>').slice(0, 600);
  given.nodes.registerType('awkward-sink', function (config) {
    given.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { log.push('sink ' + typeof msg + Object.isFrozen(msg) + Object.isFrozen(msg.payload) + shown(typeof msg === 'object' ? { ...msg, _msgid: typeof msg._msgid, req: typeof msg.req, res: typeof msg.res } : msg)); done(); });
  });`;

/** What is sent. */
const MESSAGES = {
  frozen: "Object.freeze({ payload: 'a,b\\n1,2', topic: 'frozen', parts: undefined })",
  named: "Object.freeze({ payload: 'x', topic: 'frozen', _msgid: 'own', _event: 'own', _linkSource: [], _session: { type: 'tcp', id: 'none' }, __user_inject_props__: [], headers: {}, complete: true, parts: { id: 'p', index: 0, count: 1 } })",
  sealed: "Object.seal({ payload: 'x', topic: 'sealed' })",
  deep: "{ payload: Object.freeze({ a: 1, b: 2, x: 3 }), topic: 'deep' }",
  rows: "{ payload: Object.freeze([Object.freeze([1, undefined, 'a,b']), Object.freeze([3, 4, 5])]), topic: 'rows' }",
  objects: "{ payload: Object.freeze([Object.freeze({ a: 1, b: 'x\"y' })]), topic: 'objects' }",
  all: "Object.freeze({ payload: Object.freeze({ a: 1, b: 2, x: 3 }), topic: 'all', headers: Object.freeze({ 'x-node-red-request-node': 'x' }), options: Object.freeze({}), filename: '' })",
  parts: "{ payload: 'x', parts: Object.freeze({ id: 'p1', type: 'object', key: 'k', index: 0, count: 1, ch: ',' }), topic: 'parts' }",
  worded: "{ payload: 'x', parts: 'text', headers: 'text', options: 'text', topic: 'worded', userProperties: 'text', requestTimeout: 'text' }",
  number: '{ payload: 5, topic: 7 }', nothing: '{ payload: null, topic: null }', symbol: "{ payload: Symbol('s'), topic: 'symbol' }", big: '{ payload: 5n }', truth: '{ payload: true }',
  getter: "{ payload: new (class Reads { get a() { return 1; } get made() { return 2; } })(), topic: 'getter' }",
  bare: "{ payload: Object.assign(Object.create(null), { a: 1, b: 2 }), topic: 'bare' }",
  bytes: "{ payload: Buffer.from('a,b'), topic: 'bytes' }", typed: '{ payload: new Uint8Array(2) }', fn: '{ payload: Object.freeze(Object.assign(function () {}, { a: 1 })) }', date: '{ payload: Object.freeze(new Date(0)) }',
  fixed: "Object.defineProperties({ topic: 'fixed' }, { payload: { value: 'x', enumerable: true }, parts: { get() { return undefined; }, enumerable: true } })",
  flushes: "Object.freeze({ payload: 'x', flush: 1, reset: true, kill: 'SIGTERM' })",
  action: "{ action: 'subscribe', topic: Object.freeze([Object.freeze({ topic: 'a', qos: '1', nl: 'true', rap: 'false', rh: '1' })]), payload: 'x' }",
  text: "'text'", figure: '5', list: "Object.freeze([{ payload: 'one' }, Object.freeze({ payload: 'two' })])", deepList: "[Object.freeze([Object.freeze({ payload: 'one' }), 'text'])]",
};

/** Without Sentinel these are the last ones that such a node takes (tests/red/queues.test.js). */
const LAST = { switch: ['frozen', 'fixed', 'parts'], batch: ['frozen', 'sealed', 'all', 'parts', 'worded', 'fixed', 'list', 'deepList', 'text', 'figure'] };

/** What else is asked of the API, and what it comes to. */
const API = {
  status: "() => { const node = live['awkward-own']; for (const status of [Object.freeze({ text: 5 }), Object.freeze({ text: null }), 'text', 5, Object.freeze({ fill: 'red', text: 'frozen' }), {}]) node.status(status); }",
  error: "() => { const node = live['awkward-own']; for (const msg of ['text', 5, true, Object.freeze({ payload: 'frozen' }), Object.freeze({ error: 'own', payload: 1 }), Object.freeze([])]) { node.error('said', msg); node.error(Object.assign(new Error('coded'), { code: 'C', cause: 'c' }), typeof msg === 'object' ? msg : {}); } }",
  log: "() => { const node = live['awkward-own']; for (const text of ['text', Object.freeze({ a: 1 }), 5, Object.freeze(new Error('frozen'))]) { node.log(text); node.warn(text); RED.log.info(text); RED.log.log(Object.freeze({ level: RED.log.INFO, msg: 'frozen' })); RED.log.audit(Object.freeze({ event: 'frozen' })); } }",
  set: "() => [[Object.freeze({ a: 1 }), 'a'], [Object.freeze({}), 'b'], [{ a: Object.freeze({ b: {} }) }, 'a.b'], [{ a: Object.freeze({}) }, 'a.c.d'], [{ a: Object.freeze([1]) }, 'a[0]'], [{ a: Object.freeze([1]) }, 'a[2]'], ['text', 'a'], ['text', 'a.b'], [{ a: 'text' }, 'a.b'], [{ a: new (class { get b() { return 1; } })() }, 'a.b'], [new Uint8Array(1), 'length']].map(([on, key]) => ['set', undefined, 5].map((value) => { try { return [RED.util.setMessageProperty({ payload: on }, 'payload.' + key, value, true), RED.util.setObjectProperty(on, key, value)].join(); } catch (error) { return error.message; } }).join()).concat(on())",
  clone: "() => ['text', 5, Object.freeze({ a: 1, req: 1, res: 2 }), Object.freeze([1]), Symbol.iterator, Object.freeze(() => 1)].map((value) => { try { return shown(RED.util.cloneMessage(value)); } catch (error) { return error.message; } })",
  encode: "() => [Object.freeze({ msg: 'frozen' }), { msg: Object.freeze({ a: Object.freeze([1]), b: Object.freeze(Buffer.alloc ? { type: 'Buffer', data: Object.freeze([1]) } : {}) }) }, { msg: Object.freeze(new Error('frozen')) }].map((value) => { try { return shown(RED.util.encodeObject(value, { maxLength: 10 })); } catch (error) { return error.message; } })",
  context: "() => { const flow = live['awkward-own'].context().flow; flow.set('kept', Object.freeze({ a: 1 })); const told = []; for (const key of ['kept.a', 'kept.b.c', 'kept']) { try { flow.set(key, 'new'); } catch (error) { told.push(error.message); } told.push(JSON.stringify(flow.get('kept'))); } flow.set('kept', Object.freeze({ a: 1 })); return told; }",
  receive: "() => { for (const msg of ['text', 5, Object.freeze({}), Object.freeze([])]) { try { live['awkward-own'].receive(msg); live['awkward-own'].emit('input', msg); } catch (error) { log.push(error.message); } } }",
};
const on = "(() => { const msg = Object.freeze({ payload: Object.freeze({ a: 1 }) }); RED.util.setMessageProperty(msg, 'payload.a', 2); return [JSON.stringify(msg)]; })";

const CALLS = {
  awkward: `async ({ name }) => {
    const made = { ${Object.entries(MESSAGES).map(([name, text]) => `${name}: () => (${text})`).join(', ')} };
    const last = ${JSON.stringify(LAST)}[name] ?? [];
    for (const how of Object.keys(made).filter((how) => !last.includes(how))) {
      log.push(name + ' ' + how);
      try { live['to-' + name].send(made[how]()); } catch (error) { log.push('throws ' + error.message); }
      for (let i = 0; i < 30; i++) await new Promise(setImmediate);
    }
  }`,
  ...Object.fromEntries(Object.entries(API).map(([name, text]) => [`api-${name}`, `async () => { const on = ${on}; const shown = (value) => require('util').inspect(value, { depth: 4 }).replace(/(?:\\\\n|\\n)\\s+at .*/g, ''); try { log.push(JSON.stringify((${text})())); } catch (error) { log.push('throws ' + error.message); } for (let i = 0; i < 30; i++) await new Promise(setImmediate); }`])),
};

module.exports = { API, CALLS, CORE, FLOWS, NODES };
