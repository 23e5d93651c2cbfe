'use strict';
// A class that a library of core looks for by a name of the global object that not every Node.js has: what it makes for each deployment inherits from `Iterator`. A package that holds nothing calls a class of its own so, with accessors in
// the place of `next`: it gets nothing of core's, and nothing keeps from being deployed [G3].
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const CALLS = {
  arms: `() => {
    for (const name of ['Iterator', 'AsyncIterator']) {
      const made = class {};
      for (const key of ['next', 'throw', 'return']) Object.defineProperty(made.prototype, key, { configurable: true, set() {
        got.push(key);
        Object.defineProperty(this, key, { value: () => ({ done: false, value: new Promise(() => undefined) }), configurable: true, writable: true });
      } });
      made.mine = 'mine';
      globalThis[name] = made;
    }
  }`,
  finds: "() => { return [typeof Iterator === 'function' && Iterator.mine, typeof AsyncIterator === 'function' && AsyncIterator.mine].map((one) => one || 'none').join(); }",
  got: '() => got.splice(0).join()',
  // As jsdom does: what is on this global object is asked for by its bare name in a context of its own.
  contexts: `() => {
    const vm = require('vm');
    const { DONT_CONTEXTIFY } = vm.constants;
    const made = [vm.createContext({}), vm.createContext(DONT_CONTEXTIFY === undefined ? {} : DONT_CONTEXTIFY), vm.createContext({ Iterator: 1, AsyncIterator: 1 })];
    return made.map((context) => ['Iterator', 'AsyncIterator'].filter((name) => name in globalThis).every((name) => ['undefined', 'function', 'number'].includes(typeof vm.runInContext(name, context)))
      && Object.keys(context).join() + (context.Iterator === 1)).join();
  }`,
};
const FLOWS = [{ id: 't', type: 'tab', label: 't' }];
const LATE = 5_000;

async function story({ version, node, sentinel }) {
  const base = tempDir('nrgs-generators-');
  const granted = { capabilities: ['registry:write'] };
  const names = ['generators-bad', 'generators-good'];
  const nodeRed = await startNodeRed({
    version, node, sentinel, base, packages: names.map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, head: 'const got = [];' })),
    settings: { ...leanCore(), sentinel: { server: { packages: Object.fromEntries(names.map((name) => [name, granted])) } } },
  });
  const call = async (name, what) => (await callProbe(nodeRed, name, what)).value;
  try {
    await call(names[0], 'arms');
    const own = await call(names[0], 'finds');
    const deployed = await Promise.race([nodeRed.post('/flows', FLOWS).then(({ status }) => status, () => 'failed'), new Promise((resolve) => { setTimeout(resolve, LATE, 'not deployed').unref(); })]);
    return { own, others: await call(names[1], 'finds'), deployed, got: await call(names[0], 'got') };
  } finally {
    await nodeRed.kill();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: a class that a package calls Iterator is its own`, async () => {
    assert.deepEqual(await story({ ...pair, sentinel: true }), { own: 'mine,mine', others: 'none,none', deployed: 204, got: '' });
  });
}

for (const { version, node } of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  for (const sentinel of [false, true]) {
    test(`Node-RED ${version}, Node ${node}, ${sentinel ? 'with' : 'without'} Sentinel: names of the global object can be asked for in contexts`, async () => {
      const base = tempDir('nrgs-generators-');
      const nodeRed = await startNodeRed({
        version, node, sentinel, base, packages: [probePackage(path.join(base, 'packages'), { name: 'generators-contexts', calls: CALLS, head: 'const got = [];' })],
        settings: { ...leanCore(), sentinel: { server: { packages: { 'generators-contexts': { capabilities: ['vm:execute'] } } } } },
      });
      try {
        assert.equal((await callProbe(nodeRed, 'generators-contexts', 'contexts')).value, 'false,false,Iterator,AsyncIteratortrue');
      } finally {
        await nodeRed.kill();
        fs.rmSync(base, { recursive: true, force: true });
      }
    });
  }
}

test('without Sentinel it is everybody\'s, and nothing is deployed', async () => {
  assert.deepEqual(await story({ version: '4.1', node: 20, sentinel: false }), { own: 'mine,mine', others: 'mine,mine', deployed: 'not deployed', got: 'next,throw,return' });
});
