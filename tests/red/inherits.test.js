'use strict';
// What comes along with a message by what something in it inherits: neither a node nor a class of lists that whoever gets it could change [R2].
const test = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { probePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');

const head = `let own; let tell; const kept = {};
class Listed extends Array { node() { return own; } word() { return 'as it was'; } static of(...items) { return Listed.from(items); } }
const look = (found) => (found === null || typeof found !== 'object' ? typeof found : found._closeCallbacks !== undefined ? 'the node' : found.id === 'v' ? 'what stands for it' : 'something else');`;
/** What is sent, and what the other does with it. */
const WAYS = {
  inherited: ['Object.create({ node: own })', 'look(payload.node)'], 'inherited further down': ['({ a: [Object.create(Object.create({ node: own }))] })', 'look(payload.a[0].node)'], 'a list of a class': ['Listed.of(1)', 'look(payload.node())'],
  'one in a list': ['[Listed.of(1)]', 'look(payload[0].node())'],
};
const CHANGES = { 'a class of lists': ['Listed.of(1)', 'Object.getPrototypeOf(payload).word = () => "changed"'], 'one further down': ['({ a: { b: Listed.of(1) } })', 'payload.a.b.constructor.prototype.word = () => "changed"'] };
const HONEST = ['({ list: Listed.of(1, { a: 2 }), heir: Object.create({ word: "inherited" }) })', "[payload.list.word(), payload.list.length, payload.list.map((x) => x.a ?? x).join('+'), Array.isArray(payload.list), payload.heir.word, JSON.stringify(payload)].join()"];
const all = { ...WAYS, ...CHANGES, honest: HONEST };
const calls = {
  ...Object.fromEntries(Object.entries(all).flatMap(([name, [made, found]]) => [
    [`send ${name}`, `() => { own.send({ payload: ${made} }); }`],
    [`take ${name}`, `() => new Promise((resolve) => { tell = resolve; }).then((payload) => String(${found}))`],
  ])),
  word: '() => Listed.of(1).word()',
};
const nodesOf = (name) => `const probe = module.exports; module.exports = (given) => { probe(given); given.nodes.registerType('${name}', function (config) { given.nodes.createNode(this, config); own = this; this.on('input', (msg, send, done) => { tell(msg.payload); done(); }); }); };`;

async function running(pair, body) {
  const dir = path.join(tempDir('nrgs-inherits-'), 'packages');
  const make = (name) => probePackage(dir, { name, head, calls, after: nodesOf(name), files: { 'probe-nodes.html': `<script type="text/html" data-template-name="${name}"></script>` } });
  const granted = { capabilities: ['registry:write'] };
  const at = (id, type, wires) => ({ id, type, z: 't', x: 1, y: 1, wires });
  const nodeRed = await startNodeRed({
    ...pair, flows: [{ id: 't', type: 'tab' }, at('v', 'inherits-sends', [['a']]), at('a', 'inherits-takes', [])], packages: [make('inherits-sends'), make('inherits-takes')],
    settings: { ...leanCore(), sentinel: { server: { packages: { 'inherits-sends': granted, 'inherits-takes': granted } } } },
  });
  const ask = async (who, call) => { const { ok, value, error } = await callProbe(nodeRed, who, call, {}); return ok ? value : error.message; };
  try {
    await body({
      word: () => ask('inherits-sends', 'word'),
      // The one waits before the other sends: requests are answered in the order in which they come.
      async send(name) {
        const taken = ask('inherits-takes', `take ${name}`);
        await ask('inherits-takes', 'word');
        await ask('inherits-sends', `send ${name}`);
        return taken;
      },
    });
  } finally {
    await nodeRed.stop();
  }
}

const AS_IT_IS = 'as it was,2,1+2,true,inherited,{"list":[1,{"a":2}],"heir":{}}';

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: what is inherited in a message leads to no node and to no class`, () => running({ ...pair, sentinel: true }, async ({ send, word }) => {
    assert.equal(await send('honest'), AS_IT_IS);
    for (const name of Object.keys(WAYS)) assert.equal(await send(name), 'what stands for it', name);
    for (const name of Object.keys(CHANGES)) {
      await send(name);
      assert.equal(await word(), 'as it was', name);
    }
  }));
}

test('without Sentinel it does', () => running({ version: '4.1', node: 20, sentinel: false }, async ({ send, word }) => {
  assert.equal(await send('honest'), AS_IT_IS);
  for (const name of Object.keys(WAYS)) assert.equal(await send(name), 'the node', name);
  await send('a class of lists');
  assert.equal(await word(), 'changed');
}));
