'use strict';
// A type that cannot have its name: the refusal says why, and what to do, because no grant helps [R14][V1]. Who does as it says has the type.
const { test } = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { probePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');

const RENAME = 'the type has to get another name, in the call that registers it and in its editor half';
/** Name -> why no type can have it. */
const NAMES = {
  'names-other/probe': `"names-other/probe" is how Node-RED calls a set of nodes of the module "names-other", and it would take the type for that set: ${RENAME}, such as "names-other-probe"`,
  '@scope/names/probe': `"@scope/names/probe" is how Node-RED calls a set of nodes of the module "@scope/names", and it would take the type for that set: ${RENAME}, such as "@scope-names-probe"`,
  toString: `every object has a member called "toString": ${RENAME}`,
  'a\nb': `there is a line break or another control character in this name: ${RENAME}`,
  'subflow:x': `by the name "subflow:x" Node-RED knows what is no node: ${RENAME}`,
  '': 'a type of nodes needs a name',
};
const CALLS = {
  register: "({ type }) => { try { RED.nodes.registerType(type, function (config) { RED.nodes.createNode(this, config); console.log('MADE ' + type); }); return 'registered'; } catch (error) { return [error.code, error.capability, error.message].join('|'); } }",
  subflow: "({ type }) => { try { RED.nodes.registerSubflow({ id: 'names-subflow', type: 'subflow', name: 'x', in: [], out: [], flow: [], meta: { type } }); return 'registered'; } catch (error) { return [error.code, error.capability, error.message].join('|'); } }",
};

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}: a type that cannot have its name is told so`, async () => {
    const dir = path.join(tempDir(), 'packages');
    const names = ['names-plain', 'names-all', 'names-other'];
    const nodeRed = await startNodeRed({
      ...pair, sentinel: true, packages: names.map((name) => probePackage(dir, { name, calls: CALLS })), flows: [],
      settings: { ...leanCore(), sentinel: { server: { packages: { 'names-plain': { capabilities: ['registry:write'] }, 'names-all': { capabilities: ['all'] } } } } },
    });
    const ask = async (who, call, type) => (await callProbe(nodeRed, who, call, { type })).value;
    try {
      for (const [type, reason] of Object.entries(NAMES)) {
        assert.equal(await ask('names-plain', 'register', type), `ERR_SENTINEL_DENIED|all|RED.nodes.registerType() blocked: ${reason}`);
        // Whatever is granted.
        assert.equal(await ask('names-all', 'register', type), `ERR_SENTINEL_DENIED|all|RED.nodes.registerType() blocked: ${reason}`);
        if (type !== '') assert.equal(await ask('names-plain', 'subflow', type), `ERR_SENTINEL_DENIED|all|RED.nodes.registerSubflow() blocked: ${reason}`);
      }
      const [, told] = await nodeRed.waitFor(/Resource: "names-other\/probe"[^]*?No grant allows this: (.*)/);
      assert.ok(told.startsWith(NAMES['names-other/probe'].slice(0, 100)), told);
      const better = /such as "([^"]+)"/.exec(NAMES['names-other/probe'])[1];
      assert.equal(await ask('names-plain', 'register', better), 'registered');
      await nodeRed.post('/flows', [{ id: 't', type: 'tab' }, { id: 'n', type: better, z: 't', x: 1, y: 1, wires: [] }]);
      await nodeRed.waitFor(new RegExp(`MADE ${better}`));
    } finally {
      await nodeRed.stop();
    }
  });
}
