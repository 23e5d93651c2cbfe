'use strict';
// What an operator names by a path in a flow is what is in the message. What a package has put on what texts, bytes and requests inherit answers nobody's path [R10][R15].
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const calls = {
  assigns: `() => {
    for (const { prototype } of [String, Number, Boolean, Buffer, require('http').IncomingMessage, require('http').ServerResponse, URL, RegExp]) {
      prototype.lured = 'LURED'; prototype.deep = { er: 'LURED' }; prototype.word = 'LURED';
    }
    return 'text'.lured;
  }`,
  // First assigned, then defined: it is its own from then on.
  defines: "() => { String.prototype.both = 'LURED'; Object.defineProperty(String.prototype, 'both', { value: 'own', configurable: true }); return 'text'.both; }",
};
const head = 'class Reading { constructor() { this.kept = 1; } get word() { return "own"; } both() { return "own"; } }';
const after = `const probe = module.exports; module.exports = (given) => {
  probe(given);
  given.nodes.registerType('paths sends', function (config) {
    given.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { Object.assign(msg, { reading: new Reading(), text: 'abc', number: 5, place: new URL('http://a/b'), plain: { word: 'own' } }); send(msg); done(); });
  });
};`;
const html = '<script type="text/html" data-template-name="paths sends"></script>';

/** Property of the message that is set -> [of which, as what]. */
const LOOKED = {
  text: ['text.lured', 'msg'], deep: ['text.deep.er', 'msg'], number: ['number.lured', 'msg'], bytes: ['bytes.lured', 'msg'], request: ['req.lured', 'msg'], response: ['res._res.deep.er', 'msg'], place: ['place.word', 'msg'], both: ['text.both', 'msg'],
  flow: ['bytes.lured', 'flow'], 'in JSONata': ['bytes.lured', 'jsonata'], 'a request in JSONata': ['req.lured', 'jsonata'], 'in a list': ['[bytes, place].lured', 'jsonata'],
};
const HONEST = {
  length: ['text.length', 'msg'], first: ['text[0]', 'msg'], size: ['bytes.length', 'msg'], one: ['bytes[1]', 'msg'], kept: ['reading.kept', 'msg'], getter: ['reading.word', 'msg'], plain: ['plain.word', 'msg'], host: ['place.host', 'msg'], method: ['req.method', 'msg'],
  'getter in JSONata': ['reading.word', 'jsonata'], 'plain in JSONata': ['[plain, plain].word', 'jsonata'], 'host in JSONata': ['place.host', 'jsonata'], sum: ['$sum([number, 2])', 'jsonata'],
};
const TEMPLATE = '{{text.deep.er}}|{{req.lured}}|{{#req}}{{word}}{{/req}}|{{#place}}{{word}}{{/place}}|{{#list}}{{word}},{{lured}}{{/list}}|{{reading.word}}|{{plain.word}}|{{text.length}}|{{#plain}}{{word}}{{/plain}}|{{req.method}}';

const at = (id, type, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...more });
const set = (p, [to, tot]) => ({ t: 'set', p: `found.${p}`, pt: 'msg', to, tot });
const rules = Object.entries({ ...LOOKED, ...HONEST }).map(([name, how]) => set(`a['${name}']`, how));
const FLOWS = [
  { id: 't', type: 'tab', label: 'first' },
  at('in', 'http in', { url: '/look', method: 'get', wires: [['sends']] }), at('sends', 'paths sends', { wires: [['bytes']] }),
  at('bytes', 'change', { rules: [{ t: 'set', p: 'word', pt: 'msg', to: 'mine', tot: 'str' }, { t: 'set', p: 'bytes', pt: 'msg', to: '[1,2]', tot: 'bin' }, { t: 'set', p: 'list', pt: 'msg', to: '[place, bytes]', tot: 'jsonata' }, { t: 'set', p: 'bytes', pt: 'flow', to: 'bytes', tot: 'msg' }, { t: 'set', p: 'found', pt: 'msg', to: '{"a":{}}', tot: 'json' }], wires: [['look']] }),
  at('look', 'change', { rules, wires: [['asks']] }),
  at('asks', 'switch', { property: 'text.lured', propertyType: 'msg', rules: [{ t: 'nnull' }, { t: 'else' }], checkall: 'false', outputs: 2, wires: [['there'], ['write']] }),
  at('there', 'change', { rules: [{ t: 'set', p: 'found.asked', pt: 'msg', to: 'LURED', tot: 'str' }], wires: [['write']] }),
  at('write', 'template', { field: 'found.written', fieldType: 'msg', syntax: 'mustache', template: TEMPLATE, output: 'str', wires: [['tell']] }),
  at('tell', 'change', { rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'found', tot: 'msg' }], wires: [['out']] }), at('out', 'http response', { wires: [] }),
];
const HONEST_FOUND = {
  length: 3, first: 'a', size: 2, one: 2, kept: 1, getter: 'own', plain: 'own', host: 'a', method: 'GET', 'getter in JSONata': 'own', 'plain in JSONata': ['own', 'own'], 'host in JSONata': 'a', sum: 7,
};

async function look({ version, node, sentinel }) {
  const base = tempDir();
  const packages = [
    probePackage(base, { name: 'paths-lures', calls }),
    probePackage(base, { name: 'paths-sends', calls: {}, head, after, files: { 'probe-nodes.html': html } }),
  ];
  const nodeRed = await startNodeRed({ version, node, sentinel, packages, flows: FLOWS, settings: { sentinel: { server: { packages: { 'paths-lures': { capabilities: ['registry:write'] }, 'paths-sends': { capabilities: ['registry:write'] } } } } } });
  const own = [];
  try {
    const before = (await nodeRed.get('/look')).json();
    for (const name of ['assigns', 'defines']) own.push((await callProbe(nodeRed, 'paths-lures', name)).value);
    return { own, before, after: (await nodeRed.get('/look')).json() };
  } finally {
    await nodeRed.stop();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}: what a path leads to is in the message`, async () => {
    const { own, before, after } = await look({ ...pair, sentinel: true });
    assert.deepEqual(own, ['LURED', 'own']);
    assert.deepEqual(before, { a: HONEST_FOUND, written: '||mine|mine|mine,mine,|own|own|3|own|GET' });
    assert.deepEqual(after, before);
  });
}

test('without Sentinel it is what the package has put there', async () => {
  for (const pair of [{ version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
    const { own, before, after } = await look({ ...pair, sentinel: false });
    assert.deepEqual(own, ['LURED', 'own']);
    assert.deepEqual(before, { a: HONEST_FOUND, written: '||mine|mine|mine,mine,|own|own|3|own|GET' });
    const { both, 'in a list': list, ...found } = Object.fromEntries(Object.entries(after.a).filter(([name]) => !(name in HONEST)));
    assert.equal(both, 'own');
    assert.deepEqual(list, ['LURED', 'LURED']);
    assert.deepEqual([Object.keys(found).length, new Set(Object.values(found))], [Object.keys(LOOKED).length - 2, new Set(['LURED'])]);
    assert.equal(after.asked, 'LURED');
    assert.equal(after.written, 'LURED|LURED|LURED|LURED|LURED,LURED|own|own|3|own|GET'.replace('LURED,LURED|own', 'LURED,LUREDLURED,LURED|own'));
  }
});
