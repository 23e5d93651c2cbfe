'use strict';
// What a package keeps on the class of its node type, and lists there, is what it put there, as without Sentinel.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { startNodeRed } = require('../support/node-red.js');
const { writePackage } = require('../support/packages.js');
const { tempDir } = require('../support/userdir.js');

const SOURCE = `module.exports = function (RED) {
  function Own(config) {
    RED.nodes.createNode(this, config);
    Own.made = (Own.made ?? 0) + 1;
    this.on('input', (msg) => {
      const inherited = [];
      for (const key in Own) inherited.push(key);
      msg.payload = [Object.keys(Own), inherited, JSON.stringify({ ...Own }), Own.name, Own.length, this instanceof Own, this instanceof Own.super_];
      this.send(msg);
    });
  }
  Own.kinds = ['a'];
  RED.nodes.registerType('statics', Own);
};`;
const HTML = "<script type=\"text/javascript\">RED.nodes.registerType('statics', { category: 'function', defaults: {}, inputs: 1, outputs: 1 });</script>";
const FLOWS = [
  { id: 't', type: 'tab' }, { id: 'in', type: 'http in', z: 't', url: '/statics', method: 'get', wires: [['own']] },
  { id: 'own', type: 'statics', z: 't', wires: [['out']] }, { id: 'out', type: 'http response', z: 't', wires: [] },
];
const GRANTS = { server: { packages: { 'keeps-statics': { capabilities: ['registry:write'] } } } };

for (const [version, node] of [['3.1', 20], ['4.1', 20], ['5.0', 26]]) {
  test(`what hangs on the class of a type is what its package put there, ${version} on Node.js ${node}`, async () => {
    for (const sentinel of [false, true]) {
      const dir = tempDir('nrgs-statics-');
      const packages = [writePackage(dir, { name: 'keeps-statics', nodes: { own: 'own.js' }, files: { 'own.js': SOURCE, 'own.html': HTML }, probe: false })];
      const nodeRed = await startNodeRed({ version, node, sentinel, packages, grants: GRANTS, flows: FLOWS });
      try {
        assert.deepEqual((await nodeRed.get('/statics')).json(), [['kinds', 'made'], ['kinds', 'made'], '{"kinds":["a"],"made":1}', 'Own', 1, true, true]);
      } finally {
        await nodeRed.stop();
      }
    }
  });
}
