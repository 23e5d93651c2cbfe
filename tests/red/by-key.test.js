'use strict';
// Core and packages set members of what lies in a message by names that lie there, too: `payload[msg.topic]` in a `change` node. Where that is the global object, nobody has meant it [A4]: what a package puts there would be
// everybody's, core's included.
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { eventually } = require('../support/effects.js');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const [BAD, GOOD] = ['by-key-bad', 'by-key-good'];
const nodesOf = (name) => `
const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('${name}', function (config) {
    given.nodes.createNode(this, config);
    nodes[config.id] = this;
    this.on('input', (msg, send, done) => {
      if (config.sets) {
        if (msg.value === undefined) msg.value = {};
        msg.payload[msg.topic] = msg.value;
        send(msg);
      } else got[msg.to] = typeof msg.payload[msg.topic];
      done();
    });
  });
};`;
const made = (dir, name) => probePackage(dir, {
  name, head: 'const nodes = {}; const got = {};', calls: { run: '({ text }) => eval(text)' }, after: nodesOf(name),
  files: { 'probe-nodes.html': `<script type="text/html" data-template-name="${name}"></script>\n`, 'polyfills.js': "const _global = globalThis;\nfor (const name of ['structuredClone', 'queueMicrotask']) _global[name] = function own() {};\nexports.has = () => structuredClone.name + queueMicrotask.name;\n" },
});
const at = (id, type, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...more });
/** Each of them sets `payload[topic]`, or `flow.state[topic]`. */
const SETTERS = {
  change: { type: 'change', rules: [{ t: 'set', p: 'payload[msg.topic]', pt: 'msg', to: 'value', tot: 'msg' }] },
  moves: { type: 'change', rules: [{ t: 'move', p: 'value', pt: 'msg', to: 'payload[msg.topic]', tot: 'msg' }] },
  state: { type: 'change', rules: [{ t: 'set', p: 'state[msg.topic]', pt: 'flow', to: 'value', tot: 'msg' }] },
  code: { type: 'function', func: 'msg.payload[msg.topic] = msg.value; return msg;', outputs: 1 },
  package: { type: GOOD, sets: true },
};
const FLOWS = [
  { id: 't', type: 'tab', label: 't' }, at('end', GOOD),
  ...Object.entries(SETTERS).flatMap(([name, { type, ...config }]) => [at(`to-${name}`, BAD, { wires: [[name]] }), at(name, type, { ...config, wires: [['end']] })]),
];
/** What core, and whoever has no other one, has there by then: each name is set one time. */
const NAMES = { change: 'atob', moves: 'btoa', state: 'structuredClone', code: 'queueMicrotask', package: 'AbortSignal' };
const MINE = 'function MINE() {}';

async function story({ version, node, sentinel }) {
  const base = tempDir('nrgs-by-key-');
  const granted = { capabilities: ['registry:write'] };
  const nodeRed = await startNodeRed({
    version, node, sentinel, base, packages: [BAD, GOOD].map((name) => made(path.join(base, 'packages'), name)), flows: FLOWS,
    settings: { ...leanCore(), sentinel: { server: { packages: { [BAD]: granted, [GOOD]: granted } } } },
  });
  const run = async (name, text) => (await callProbe(nodeRed, name, 'run', { text })).value;
  const sends = async (name, payload, topic) => {
    const to = `${name}/${topic}`;
    const left = name === 'state' ? `nodes['to-${name}'].context().flow.set('state', ${payload});` : '';
    await run(BAD, `${left} nodes['to-${name}'].send({ payload: ${payload}, topic: '${topic}', value: ${MINE}, to: '${to}' }); ''`);
    assert.ok(await eventually(async () => (await run(GOOD, `got['${to}']`)) !== ''), `${to}: ${nodeRed.log.slice(-2000)}`);
    return run(GOOD, name === 'state' ? "typeof nodes.end.context().flow.get('state').own" : `got['${to}']`);
  };
  try {
    const found = { plain: [], taken: [] };
    for (const name of Object.keys(SETTERS)) {
      found.plain.push(await sends(name, '{}', 'own'));
      await sends(name, 'globalThis', NAMES[name]);
      if ((await run(GOOD, `String(globalThis.${NAMES[name]})`)).includes('MINE')) found.taken.push(name);
    }
    // Under the names of the global object it is set on purpose, for the package itself.
    found.polyfill = await run(GOOD, "require('./polyfills.js').has()");
    return found;
  } finally {
    await nodeRed.stop({ keep: true });
    fs.rmSync(base, { recursive: true, force: true });
  }
}

const ORDINARY = { plain: ['function', 'function', 'function', 'function', 'function'], polyfill: 'ownown' };
for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 22 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: a name of the global object is nobody's to set by a key that came with it`, async () => {
    assert.deepEqual(await story({ ...pair, sentinel: true }), { ...ORDINARY, taken: [] });
  });
}

test('without Sentinel it is set for everybody', async () => {
  assert.deepEqual(await story({ version: '4.1', node: 20, sentinel: false }), { ...ORDINARY, taken: Object.keys(SETTERS) });
});
