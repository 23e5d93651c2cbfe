'use strict';
// A palette package that offers things to others, a library with an entry of its own in the policy, and packages that use both as honest code does.
const { probePackage, writePackage } = require('../../support/packages.js');

const SERVICE = `'use strict';
const { EventEmitter } = require('events');
const { Transform } = require('stream');
class Client {
  #secret = 1;
  static made = 0;
  constructor(name) { this.name = name; Client.made++; }
  ask() { return this.name + this.#secret; }
  self() { return this; }
  get size() { return this.name.length; }
  set label(value) { this.name = value; }
}
class Source extends EventEmitter {
  go() { this.emit('client', new Client('event')); return this; }
}
class Upper extends Transform {
  _transform(chunk, encoding, done) { done(null, String(chunk).toUpperCase()); }
}
class ServiceError extends Error {}
class Bytes extends Uint8Array {
  sum() { return this.reduce((sum, byte) => sum + byte, 0); }
  half() { return this.subarray(0, this.length / 2); }
}
function Old(name) { EventEmitter.call(this); this.name = name; }
require('util').inherits(Old, EventEmitter);
Old.prototype.greet = function greet() { return 'hi ' + this.name; };
class Registry { byName = new Map(); list = []; add(name, item) { this.byName.set(name, item); this.list.push(item); return this; } }
class Day extends Date { later(days) { return new Day(this.getTime() + days * 86400000); } }
class Money { #cents = 150; get amount() { return this.#cents / 100; } get [Symbol.toStringTag]() { return 'Money'; } [require('util').inspect.custom]() { return 'Money<' + this.amount + '>'; } }
const log = [];
module.exports = (RED) => ({
  register(type) {
    function Made(config) {
      RED.nodes.createNode(this, config);
      this.on('input', (msg, send, done) => { send({ ...msg, payload: this.greet() + config.greeting + msg.payload }); done(); });
    }
    Made.prototype.greet = () => 'made ';
    RED.nodes.registerType(type, Made);
  },
  add(options) {
    options.convert = options.convert ?? ((value) => value);
    options.node.on('input', (msg) => {
      const value = options.convert(msg.payload, msg);
      log.push(JSON.parse(JSON.stringify(options.beforeEmit(msg, value))));
      options.node.send({ ...msg, payload: value });
    });
    return () => log.push('removed');
  },
  setUp(node, config) {
    RED.nodes.createNode(node, config);
    node.on('input', (msg) => node.send({ ...msg, payload: 'set up ' + config.greeting + msg.payload }));
  },
});
Object.assign(module.exports, {
  Client, EventEmitter, Old, ServiceError, Source, Upper, defaults: { timeout: 1, headers: { common: {} } }, log, list: [3, 1, 2], byName: new Map([['a', 1]]), tags: new Set(['x']),
  bus: new EventEmitter(), source: new Source(), registry: new Registry(), fire: (value) => [module.exports.bus.emit('value', value), module.exports.source.emit('value', value), module.exports.registry.list.length],
  text: (fn) => fn.toString(), make: (name) => new Client(name), timeout: () => module.exports.defaults.timeout, made: () => Client.made, buffer: () => Buffer.from('bytes'), date: () => new Date(0),
  Bytes, sum: (bytes) => [bytes instanceof Bytes, bytes.sum()], FAILED: Object.assign(new Error('failed'), { code: 'E_FAILED' }), isFailed: (error) => error === module.exports.FAILED, place: new URL('http://host/a?b=c'), magic: Buffer.from('magic'), numbers: new Uint16Array([1, 500]),

  throws: () => { throw new ServiceError('thrown'); }, rejects: async () => { throw Object.assign(new ServiceError('rejected'), { response: { status: 404 } }); }, missing: () => require('./missing'),
  fetch: async (options) => ({ data: { rows: [{ id: 1, client: new Client('row') }] }, config: options }),
  ask(options, callback) { setImmediate(() => callback(null, { client: new Client(options.name), options })); return this; },
  visit: (visitor) => [visitor.enter(new Client('in')), visitor instanceof Map, visitor.name],
  * clients() { yield new Client('one'); yield new Client('two'); },
  async* stream() { yield new Client('one'); yield Buffer.from('two'); },
  sort: (list, compare) => list.sort(compare), same: (value) => value, day: (time) => new Day(time), money: () => new Money(), parts: (key) => log[key] ??= { map: new Map([['a', { v: 1 }]]), set: new Set(['x']), deep: { list: [{ n: 1 }] }, day: new Day(7) },
  known: (map, set) => { const { isMap, isSet } = require('util').types, copy = structuredClone(map); map.set('added', { by: 'service' }); return [isMap(map), isSet(set), require('util').isDeepStrictEqual(new Map([[1, { b: 2 }]]), copy), Map.prototype.has.call(map, 1), [...set].join()]; },
  Money, proxied: new Proxy({ a: 1 }, {}),
});
`;
const MODULE = `export class Client { ask() { return 'module'; } }
export const api = { ask: () => 'module' };
export { Client as 'odd name' };
export default function main() { return api.ask(); }
`;

/** What honest code does with it, under a name each. */
const USES = `async () => {
  const { EventEmitter, once } = require('events');
  const { Readable } = require('stream');
  const { pipeline } = require('stream/promises');
  const util = require('util');
  const service = require('guards-service');
  const { Client, Old, ServiceError, Source, Upper, defaults } = service;
  const out = {};
  const note = async (name, act) => { try { out[name] = await act(); } catch (error) { out[name] = error.stack; } };
  const text = async (stream) => { let all = ''; for await (const chunk of stream) all += chunk; return all; };
  await note('bytes', () => {
    const { Bytes } = service;
    class Own extends Bytes { sum() { return super.sum() + 100; } }
    const bytes = new Bytes([1, 2, 3, 4]);
    bytes[0] = 5;
    const own = Own.from([1, 2]);
    return [bytes.sum(), bytes.half().sum(), bytes instanceof Bytes, bytes instanceof Uint8Array, Buffer.from(bytes).length, service.sum(bytes).join(), own.sum(), own instanceof Own, service.magic.toString(), Buffer.isBuffer(service.magic), service.numbers[1]];
  });
  await note('failure', () => { const { FAILED, place } = service; FAILED.seen = 1; return [FAILED instanceof Error, FAILED.message, FAILED.code, service.FAILED.seen, service.isFailed(FAILED), place instanceof URL, place.searchParams.get('b'), String(place)]; });
  await note('objects', () => { const client = new Client('a'); client.label = 'bc'; client.own = 1; return [client.ask(), client.size, client.own, client instanceof Client, client.self() === client, client.constructor === Client, Object.keys(client).join(), JSON.stringify(client), util.inspect(client)]; });
  await note('extends', () => { class Own extends Client { #mine = 2; constructor() { super('own'); this.more = 3; } ask() { return super.ask() + this.#mine; } static of() { return new this(); } } const own = Own.of(); return [own.ask(), own.more, own.name, own instanceof Own, own instanceof Client, own.self() === own, own.size]; });
  await note('emitters', async () => { class Own extends Source { hear() { return new Promise((resolve) => { this.on('client', function heard(client) { resolve([client.ask(), this instanceof Own, client instanceof Client]); }); this.go(); }); } } const source = new Source(); const waiting = once(source, 'client'); source.go(); const listener = () => {}; source.on('x', listener).off('x', listener); return [...await new Own().hear(), (await waiting)[0].ask(), source.listenerCount('x'), source instanceof EventEmitter, service.EventEmitter === EventEmitter]; });
  await note('inherits', () => { function Own(name) { Old.call(this, name); } util.inherits(Own, Old); Own.prototype.more = function more() { return this.greet() + '!'; }; const own = new Own('you'); let heard; own.on('x', (value) => { heard = value; }); own.emit('x', 7); return [own.more(), heard, own instanceof Old, own instanceof EventEmitter, Own.super_ === Old]; });
  await note('streams', async () => { const parts = []; await pipeline(Readable.from(['a', 'b']), new Upper(), async function take(source) { for await (const chunk of source) parts.push(String(chunk)); }); class Own extends Upper { _flush(done) { done(null, '!'); } } return [parts.join(''), await text(Readable.from(['c']).pipe(new Own())), await text(Readable.from(['d']).pipe(new Upper()))]; });
  await note('errors', async () => { const caught = []; for (const act of [service.throws, service.rejects, service.missing]) try { await act(); } catch (error) { caught.push([error instanceof ServiceError, error instanceof Error, error.message.split('\\n')[0].slice(0, 11), error.response?.status, error.code, typeof error.stack]); } return caught; });
  await note('callbacks', async () => { const options = { name: 'cb' }; const got = await util.promisify(service.ask)(options); return [got.client.ask(), got.options === options, service.ask(options, () => {}) === service]; });
  await note('promises', async () => { const options = { n: 1 }; const { data: { rows: [row] }, config, ...rest } = await service.fetch(options); return [row.id, row.client.ask(), config === options, Object.keys(rest).length, JSON.stringify(row), structuredClone(row)]; });
  await note('visitors', () => { class Visitor extends Map { name = 'visitor'; enter(client) { this.client = client; return client.ask(); } } const visitor = new Visitor(); return [...service.visit(visitor), visitor.client.ask()]; });
  await note('iterators', async () => { const all = []; for (const client of service.clients()) all.push(client.ask()); for await (const part of service.stream()) all.push(Buffer.isBuffer(part) ? String(part) : part.ask()); return all; });
  await note('data', () => [String(service.buffer()), Buffer.isBuffer(service.buffer()), service.date().getTime(), service.sort([3, 1, 2], (a, b) => a - b), Array.isArray(service.list), [...service.list, Math.max(...service.list)], service.byName.get('a'), [...service.byName].join(), service.tags.has('x'), service.tags.size, service.same(service) === service, service.proxied.a]);
  await note('settings', () => { defaults.timeout = 5000; defaults.headers.common.Authorization = 'mine'; service.list.push(4); service.byName.set('b', 2); service.tags.delete('x'); Client.made = 0; Object.defineProperty(service, 'extra', { value: 1, writable: true, configurable: true }); service.extra = 2; return [defaults.timeout, require('guards-service').defaults.headers, service.list.length, [...service.byName.keys()].join(), service.byName.size, service.tags.size, Client.made, service.extra, 'extra' in service, delete service.extra, 'extra' in service]; });
  await note('imported', async () => { const common = await import('guards-service'); const { default: main, Client: Other, api } = await import('guards-service/module.mjs'); const all = await import('guards-service/module.mjs'); class Own extends Other { ask() { return super.ask() + '!'; } } return [common.default === service, common.default.Client === Client, main(), new Own().ask(), api.ask(), all['odd name'] === Other, Object.prototype.toString.call(all), require('module').createRequire(__filename)('guards-service') === service]; });
  await note('texts', () => { const { text } = service; function own($scope) { return $scope; } const arrow = (scope, events) => events; return [text(own), text(arrow), text({ toString: () => 'own' }), service.make.toString(), String(service.Client).slice(0, 12), service.same + ""]; });
  await note('methods', () => { const { on, emit } = service.bus; const heard = []; const own = new EventEmitter(); on.call(own, 'value', (value) => heard.push('own ' + value)); emit.call(own, 'value', 1); on.call(service.source, 'method', (value) => heard.push('source ' + value)); service.source.emit('method', 2); service.source.removeAllListeners('method'); const named = require('guards-named'); named.bus.on('value', (value) => heard.push('named ' + value)); named.fire(3); named.bus.removeAllListeners(); return heard; });
  await note('shared', () => { const heard = []; const { bus, source, registry } = service; const listener = (value) => heard.push('bus ' + value); bus.on('value', listener).once('value', (value) => heard.push('once ' + value)); source.on('value', function hear(value) { heard.push(this === source); }); const before = registry.list.length; const own = {}; registry.add('own', own); const fired = service.fire('a'); bus.off('value', listener); source.removeAllListeners('value'); return [heard, fired[0], fired[1], fired[2] - before, registry.byName.get('own') === own, service.fire('b')[0], bus.listenerCount('value')]; });
  await note('named', async () => { const named = require('guards-named'); named.defaults.url = 'mine'; named.Base.prototype.patched = () => 1; class Own extends named.Base {} return [named.get(), new Own().get(), named.default === named, (await import('guards-named')).get(), named.defaults.url]; });
  await note('known', () => { const parts = service.parts(__filename), { map, set, day } = parts, given = new Map([[1, { b: 2 }]]), { isMap, isSet, isDate } = util.types; map.set('b', 2).set('c', 3); map.delete('c'); set.add('y'); const again = service.parts(__filename);
    return [isMap(map), isSet(set), isDate(day), again.map === map, [...map.keys()].join(), [...set].join(), map.size, Map.prototype.get.call(map, 'b'), map.get('a') === again.map.get('a'), util.isDeepStrictEqual(map, new Map([['a', { v: 1 }], ['b', 2]])), util.inspect(map), new Map(map).size, day.later(1).getTime(), Object.prototype.toString.call(day), Date.prototype.getTime.call(day), structuredClone(day).getTime(), service.known(given, new Set(['z'])), given.get('added').by]; });
  await note('closed', () => { 'use strict'; const { deep } = service.parts(__filename), failed = (act) => { try { act(); return 'done'; } catch (error) { return error.name; } }; Object.defineProperty(deep, 'fixed', { value: 5, enumerable: true, configurable: false, writable: false }); const before = [Object.isFrozen(deep), Object.isExtensible(deep)]; Object.freeze(deep.list); Object.seal(deep);
    return [...before, deep.fixed, Object.getOwnPropertyDescriptor(deep, 'fixed').configurable, failed(() => { deep.fixed = 6; }), failed(() => { deep.more = 1; }), failed(() => { deep.list.push(1); }), Object.isFrozen(deep.list), Object.isSealed(deep), Object.isFrozen(deep), Object.keys(deep).join(), deep.list[0].n, deep.list.length, deep.list.map(({ n }) => n + 1), /fixed: 5/.test(util.inspect(deep)), (deep.list[0].n = 3, service.parts(__filename).deep.list[0].n), Object.isFrozen(service.parts(__filename).deep.list), ((client) => [Object.isFrozen(client), client instanceof Client, client.ask(), client.size, Object.getPrototypeOf(client) === Client.prototype, failed(() => { client.name = 'x'; }), Object.keys(client).join()])(Object.freeze(service.make('c')))]; });
  await note('described', () => { const { Money } = service, money = service.money(), { get } = Object.getOwnPropertyDescriptor(Money.prototype, 'amount'), copy = Object.create(Object.getPrototypeOf(money), Object.getOwnPropertyDescriptors(money)); return [get.call(money), typeof copy, money.amount, Object.getOwnPropertyNames(Money.prototype).join(), Function.prototype.toString.call(Money).slice(0, 11)]; });
  await note('copied', () => { const { deserialize, serialize } = require('v8'), { map, deep, day } = service.parts(__filename); return [deserialize(serialize({ map, deep })), deserialize(serialize(day)).getTime(), structuredClone([map, deep.list])]; });
  await note('printed', () => { class Own extends service.Client {} return [util.inspect(service.money()), util.inspect({ money: [service.money()] }), util.inspect(service.Source), util.inspect(service.fetch), util.inspect(service.clients), util.inspect(service.parts(__filename).day).replace('[Date] ', ''), util.inspect(service.bus).slice(0, 14)]; });
  return out;
}`;

const WANTED = {
  bytes: [14, 7, true, true, 4, 'true,14', 103, true, 'magic', true, 500],
  failure: [true, 'failed', 'E_FAILED', 1, true, true, 'c', 'http://host/a?b=c'],
  objects: ['bc1', 2, 1, true, true, true, 'name,own', '{"name":"bc","own":1}', "Client { name: 'bc', own: 1 }"],
  extends: ['own12', 3, 'own', true, true, true, 3],
  emitters: ['event1', true, true, 'event1', 0, true, true],
  inherits: ['hi you!', 7, true, true, true],
  streams: ['AB', 'C!', 'D'],
  errors: [[true, true, 'thrown', null, null, 'string'], [true, true, 'rejected', 404, null, 'string'], [false, true, 'Cannot find', null, 'MODULE_NOT_FOUND', 'string']],
  callbacks: ['cb1', true, true],
  promises: [1, 'row1', true, 0, '{"id":1,"client":{"name":"row"}}', { id: 1, client: { name: 'row' } }],
  visitors: ['in1', true, 'visitor', 'in1'],
  iterators: ['one1', 'two1', 'one1', 'two'],
  data: ['bytes', true, 0, [1, 2, 3], true, [3, 1, 2, 3], 1, 'a,1', true, 1, true, 1],
  settings: [5000, { common: { Authorization: 'mine' } }, 4, 'a,b', 2, 0, 0, 2, true, true, false],
  imported: [true, true, 'module', 'module!', 'module', true, '[object Module]', true],
  texts: ['function own($scope) { return $scope; }', '(scope, events) => events', 'own', '(name) => new Client(name)', 'class Client', '(value) => value'],
  methods: ['own 1', 'source 2', 'named 3'],
  shared: [['bus a', 'once a', true], true, true, 1, true, false, 0],
  named: ['ours', 'ours', true, 'ours', 'mine'],
  known: [true, true, true, true, 'a,b', 'x,y', 2, 2, true, true, "Map(2) { 'a' => { v: 1 }, 'b' => 2 }", 2, 86400007, '[object Date]', 7, 7, [true, true, true, true, 'z'], 'service'],
  closed: [false, true, 5, false, 'TypeError', 'TypeError', 'TypeError', true, true, false, 'list,fixed', 1, 1, [2], true, 3, true, [true, true, 'c1', 1, true, 'TypeError', 'name']],
  described: [1.5, 'object', 1.5, 'constructor,amount', 'class Money'],
  copied: [{ map: {}, deep: { list: [{ n: 3 }], fixed: 5 } }, 7, [{}, [{ n: 3 }]]],
  printed: ['Money<1.5>', '{ money: [ Money<1.5> ] }', '[class Source extends EventEmitter]', '[AsyncFunction: fetch]', '[GeneratorFunction: clients]', 'Day 1970-01-01T00:00:00.007Z', 'EventEmitter {'],
};

/** What the service itself has, and another package that changes nothing. */
const SEES = "() => { const service = require('guards-service'); const named = require('guards-named'); return [service.timeout(), service.defaults, service.list, [...service.byName.keys()].join(), service.tags.size, service.made() > 5, 'extra' in service, named.get(), typeof named.Base.prototype.patched]; }";
const UNCHANGED = [1, { timeout: 1, headers: { common: {} } }, [3, 1, 2], 'a', 1, true, false, 'ours', 'undefined'];

const NODES = `
  const service = require('guards-service')(given);
  service.register('service-made');
  function Added(config) {
    given.nodes.createNode(this, config);
    const remove = service.add({ node: this, convert: (value, msg) => value + msg.topic, beforeEmit: (msg, value) => ({ value, keys: Object.keys(msg).sort().join() }) });
    this.on('close', () => remove());
  }
  given.nodes.registerType('service-added', Added);
  function SetUp(config) { service.setUp(this, config); }
  given.nodes.registerType('service-set-up', SetUp);
  function End(config) { given.nodes.createNode(this, config); this.on('input', (msg) => this.heard?.(msg.payload)); }
  given.nodes.registerType('service-end', End);
`;
const FLOW = `() => new Promise((resolve) => {
  const heard = [];
  RED.nodes.getNode('service-end').heard = (payload) => { if (heard.push(payload) === 3) resolve([heard, require('guards-service').log]); };
  for (const kind of ['made', 'added', 'set-up']) RED.nodes.getNode('service-' + kind).receive({ payload: 'in', topic: '+' });
})`;
const flowNodes = [
  ...['made', 'added', 'set-up'].map((kind) => ({ id: `service-${kind}`, type: `service-${kind}`, z: 'tab1', greeting: 'hi ', wires: [['service-end']], x: 1, y: 1 })),
  { id: 'service-end', type: 'service-end', z: 'tab1', wires: [], x: 1, y: 1 },
];
const FLOWED = [['made hi in', 'in+', 'set up hi in'], [{ value: 'in+', keys: '_msgid,payload,topic' }]];

const dependencies = { 'guards-service': '1', 'guards-named': '1' };
const named = {
  'package.json': { name: 'guards-named', version: '1.0.0' },
  'index.js': "class Base { get() { return exports.defaults.url; } }\nObject.defineProperty(exports, '__esModule', { value: true });\nexports.Base = Base; exports.defaults = { url: 'ours' }; exports.get = () => exports.defaults.url; exports.default = exports;\nexports.bus = new (require('events'))(); exports.fire = (value) => exports.bus.emit('value', value);\n",
};

function servicePackages(at) {
  const nodes = probePackage(at, { name: 'guards-nodes', calls: { flow: FLOW, sees: SEES }, manifest: { dependencies }, head: `const onLoad = (given) => {${NODES}};`, after: 'const register = module.exports; module.exports = (given) => { register(given); onLoad(given); };' });
  return [
    writePackage(at, { name: 'guards-service', nodes: { service: 'node.js' }, files: { 'node.js': "require('./index.js'); module.exports = () => {};\n", 'index.js': SERVICE, 'module.mjs': MODULE }, manifest: { main: 'index.js' }, probe: false }),
    probePackage(at, { name: 'guards-user', calls: { uses: USES }, manifest: { dependencies } }),
    probePackage(at, { name: 'guards-other', calls: { uses: USES }, manifest: { dependencies } }), nodes,
  ];
}

module.exports = { FLOWED, UNCHANGED, WANTED, flowNodes, named, servicePackages };
