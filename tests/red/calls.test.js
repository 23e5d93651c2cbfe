'use strict';
// What a package left for others to call gives them no node, and takes none out of what they hand it: not by a function in what it returns, throws or is given, at whatever depth, nor by an accessor, an object of a class or a
// promise there [R2]. What is data alone comes and goes as it is.
const test = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { probePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');

/** What is left in a context: functions that return, yield, throw and call with what leads to a node `n`, and some that do not. */
const GIVES = `{
  list: () => [{ get: () => n }], nested: () => ({ a: { get: () => n } }), objects: () => [new Holder()], object: () => ({ a: { b: new Holder() } }), map: () => new Map([['k', { get: () => n }]]), set: () => new Set([new Holder()]),
  key: () => new Map([[{ get: () => n }, 1]]), lists: () => [[() => n]], accessor: () => ({ a: { get node() { return n; } } }), later: async () => [{ get: () => n }], promise: () => ({ a: Promise.resolve(n) }),
  *each() { yield [{ get: () => n }]; }, error: () => Object.assign(new Error('x'), { a: { get: () => n } }), throws() { throw Object.assign(new Error('x'), { a: { get: () => n } }); }, raises() { throw [{ get: () => n }]; },
  async fails() { throw Object.assign(new TypeError('x'), { list: [() => n] }); }, bare: () => Object.assign(Object.create(null), { a: Object.assign(Object.create(null), { get: () => n }) }), symbol: () => ({ a: { [Symbol.for('calls')]: () => n } }),
  hidden: () => Object.defineProperty({}, 'a', { value: { get: () => n }, enumerable: false }), many: () => [...Array(6_000).fill(1), { get: () => n }], listed: () => new Listed({ a: 1 }), mapped: () => new Mapped([['k', 1]]), circle() { const a = { b: [] }; a.b.push(a, () => n); return a; },
  take(given) { for (const one of given instanceof Map || given instanceof Set ? given.values() : Object.values(given)) if (typeof one?.take === 'function') one.take(n); },
  tell(listener) { listener([{ get: () => n }], new Map([['k', () => n]])); },
  data: () => kept.data, same: (given) => given === kept.given, keep(given) { kept.given = given; given[0].a = 2; }, fail() { throw kept.error; },
}`;
/** What the other does to have the node; \`look\` says what it got. */
const WAYS = {
  list: 'look(api.list()[0].get())', nested: 'look(api.nested().a.get())', objects: 'look(api.objects()[0].node())', object: 'look(api.object().a.b.node())', map: "look(api.map().get('k').get())", set: 'look([...api.set()][0].node())',
  key: 'look([...api.key().keys()][0].get())', lists: 'look(api.lists()[0][0]())', accessor: 'look(api.accessor().a.node)', later: 'look((await api.later())[0].get())', promise: 'look(await api.promise().a)', each: 'look([...api.each()][0][0].get())',
  error: 'look(api.error().a.get())', throws: 'try { api.throws(); } catch (error) { look(error.a.get()); }', raises: 'try { api.raises(); } catch (error) { look(error[0].get()); }', fails: 'await api.fails().catch((error) => look(error.list[0]()))',
  bare: 'look(api.bare().a.get())', symbol: "look(api.symbol().a[Symbol.for('calls')]())", hidden: 'look(api.hidden().a.get())', many: 'look(api.many()[6_000].get())', listed: 'look(api.listed().node())', mapped: 'look(api.mapped().node())', circle: 'look(api.circle().b[0].b[1]())',
  'an object in what it hands over': 'api.take({ a: { take: look } })', 'a list': 'api.take([{ take: look }])', 'a Map': "api.take(new Map([['k', { take: look }]]))", 'a Set': 'api.take(new Set([{ take: look }]))', 'an object of a class': 'api.take([new (class { take(x) { look(x); } })()])',
  'the last of many': 'api.take([...Array(6_000).fill(1), { take: look }])', 'a listener': 'api.tell((list, map) => { look(list[0].get()); look(map.get("k")()); })',
};
/** What of honest calls is as without Sentinel. */
const HONEST = `
  const util = require('util');
  const given = [{ a: 1, b: [1, { c: new Date(5) }], m: new Map([['k', { d: 1 }]]), bytes: Buffer.from('x') }];
  api.keep(given);
  const data = api.data();
  let caught;
  try { api.fail(); } catch (error) { caught = error; }
  return [given[0].a, api.same(given), util.types.isProxy(data), data === api.data(), JSON.stringify(structuredClone(data)), util.types.isProxy(caught), caught instanceof RangeError, caught.code, caught.info.list[1]].join();`;
const LEAVES = `const n = this;
  class Holder { #n = n; node() { return this.#n; } }
  class Listed extends Array { node() { return n; } }
  class Mapped extends Map { node() { return n; } }
  Object.assign(kept, { data: { a: [1, { b: new Set([1, 'x']), c: null }], d: 'text' }, error: Object.assign(new RangeError('x'), { code: 'OWN', info: { list: [1, 2] } }) });
  this.context().global.set('api', ${GIVES});`;
const nodesOf = (name, then) => `const probe = module.exports; module.exports = (given) => { probe(given); given.nodes.registerType('${name}', function (config) { given.nodes.createNode(this, config); own = this; RED = given; ${then} }); };`;
const head = `let own; const kept = {};
const look = (found) => { seen.push(found === null || typeof found !== 'object' ? typeof found : found._closeCallbacks !== undefined ? 'the node' : found.id === 'v' ? 'what stands for it' : 'something else'); };
let seen = [];`;
const calls = {
  ...Object.fromEntries(Object.entries(WAYS).map(([name, text]) => [name, `async () => { seen = []; const api = own.context().global.get('api'); ${text}; return [...new Set(seen)].join(); }`])),
  honest: `async () => { const api = own.context().global.get('api'); ${HONEST} }`,
};

async function running(pair, body) {
  const dir = path.join(tempDir('nrgs-calls-'), 'packages');
  const make = (name, then) => probePackage(dir, { name, head, calls, after: nodesOf(name, then), files: { 'probe-nodes.html': `<script type="text/html" data-template-name="${name}"></script>` } });
  const granted = { capabilities: ['registry:write'] };
  const at = (id, type) => ({ id, type, z: 't', x: 1, y: 1, wires: [] });
  const nodeRed = await startNodeRed({
    ...pair, flows: [{ id: 't', type: 'tab' }, at('v', 'calls-leaves'), at('a', 'calls-finds')], packages: [make('calls-leaves', LEAVES), make('calls-finds', '')],
    settings: { ...leanCore(), sentinel: { server: { packages: { 'calls-leaves': granted, 'calls-finds': granted } } } },
  });
  const ask = async (call) => { const made = await callProbe(nodeRed, 'calls-finds', call, {}); return made.ok ? made.value : made.error.message; };
  try {
    await body(ask);
  } finally {
    await nodeRed.stop();
  }
}

const AS_IT_IS = '2,true,false,true,{"a":[1,{"b":{},"c":null}],"d":"text"},false,true,OWN,2';

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: calls lead to no node`, () => running({ ...pair, sentinel: true }, async (ask) => {
    for (const name of Object.keys(WAYS)) assert.equal(await ask(name), 'what stands for it', name);
    assert.equal(await ask('honest'), AS_IT_IS);
  }));
}

test('without Sentinel they do', () => running({ version: '4.1', node: 20, sentinel: false }, async (ask) => {
  for (const name of Object.keys(WAYS)) assert.equal(await ask(name), 'the node', name);
  assert.equal(await ask('honest'), AS_IT_IS);
}));
