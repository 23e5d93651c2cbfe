'use strict';
// A policy that only looks on writes down what a package asks for, and not what it might do with it besides: the entries that are suggested for it hold no more [P6][V1].
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { probePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');

const CALLS = {
  look: `async () => {
    const victim = RED.nodes.getNode('victim');
    victim.on('input', (msg) => { got.push('heard:' + msg.payload); });
    RED.hooks.add('postReceive.look', ({ msg }) => { got.push('saw:' + msg.payload); });
    got.push(victim.context().get('kept').word, victim.since.getTime(), 'since' in victim);
  }`,
  got: '() => got.join()',
};
const VICTIM = {
  calls: { send: "async () => { nodes.feed.send({ payload: 'sent' }); for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => { setImmediate(resolve); }); }" },
  after: `const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('observing-victim', function (config) {
    given.nodes.createNode(this, config);
    nodes[config.id] = this;
    this.since = new Date(0);
    this.context().set('kept', { word: 'kept' });
    this.on('input', (msg, send, done) => { done(); });
  });
};`,
};

for (const pair of [{ version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}: what is observed is what a package asked for`, async () => {
    const base = tempDir('nrgs-observing-');
    const dir = path.join(base, 'packages');
    const at = (id, wires) => ({ id, type: 'observing-victim', z: 't', x: 1, y: 1, wires: [wires] });
    const nodeRed = await startNodeRed({
      ...pair, base, sentinel: true, flows: [{ id: 't', type: 'tab' }, at('feed', ['victim']), at('victim', [])],
      packages: [
        probePackage(dir, { name: 'observing-actor', calls: CALLS, head: 'const got = [];' }),
        probePackage(dir, { name: 'observing-victim', head: 'const nodes = {};', files: { 'probe-nodes.html': '<script type="text/html" data-template-name="observing-victim"></script>' }, ...VICTIM }),
      ],
      settings: { ...leanCore(), sentinel: { mode: 'observe', server: { packages: { 'observing-actor': { capabilities: ['registry:write'] }, 'observing-victim': { capabilities: ['registry:write'] } } } } },
    });
    try {
      await callProbe(nodeRed, 'observing-actor', 'look');
      await callProbe(nodeRed, 'observing-victim', 'send');
      assert.equal((await callProbe(nodeRed, 'observing-actor', 'got')).value, 'kept,0,true,heard:sent,saw:sent');
    } finally {
      await nodeRed.stop({ keep: true });
    }
    const records = fs.readFileSync(path.join(nodeRed.userDir, '.sentinel', 'audit.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    fs.rmSync(base, { recursive: true, force: true });
    const observed = new Set(records.filter((record) => record.package === 'observing-actor').map(({ capability }) => capability));
    assert.deepEqual([...observed].sort(), ['hooks:post-receive', 'node:context:read', 'node:events:subscribe', 'node:read']);
  });
}
