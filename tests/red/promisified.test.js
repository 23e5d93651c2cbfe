'use strict';
// Functions of Node.js that name their form with promises (`util.promisify(stream.finished)`): Node.js puts on that form that it is one when a package first asks for it. Whatever is locked, every package gets it, as without Sentinel.
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const CALLS = {
  all: `() => {
    const { builtinModules } = require('module');
    const { promisify } = require('util');
    const bad = [];
    let named = 0;
    for (const name of builtinModules) {
      let values;
      try { values = require(name); } catch { continue; }
      for (const key of Object.keys(values)) {
        const { value } = Object.getOwnPropertyDescriptor(values, key);
        if (typeof value !== 'function') continue;
        try {
          const form = value[promisify.custom];
          if (promisify(value) !== promisify(value) && form) throw new Error('each time another one');
          if (form && promisify(form) !== form) throw new Error('not known as one');
          if (form) named += 1;
        } catch ({ message }) { bad.push(name + '.' + key + ': ' + message); }
      }
    }
    return { bad, named: named > 3 };
  }`,
  finished: `async () => {
    const { Readable, finished } = require('stream');
    const stream = Readable.from(['a']);
    stream.resume();
    await require('util').promisify(finished)(stream);
    return stream.readableEnded;
  }`,
};

/** Another package hangs a form of its own on that: it would be called in the place of everybody's. */
Object.assign(CALLS, {
  arms: `() => {
    const { custom } = require('util').promisify;
    const { finished } = require('stream');
    const form = finished[custom];
    try { Object.defineProperty(form, custom, { value: () => 'mine', configurable: true, writable: true }); } catch {}
    try { form[custom] = () => 'mine'; } catch {}
    try { form.call = () => 'mine'; } catch {}
  }`,
  taken: `async () => {
    const { promisify } = require('util');
    const { Readable, finished } = require('stream');
    const form = finished[promisify.custom];
    const stream = Readable.from([]);
    stream.resume();
    return [await promisify(form)(stream), await form.call(undefined, stream)].includes('mine');
  }`,
});

async function story({ version, node, sentinel }) {
  const base = tempDir('nrgs-promisified-');
  const nodeRed = await startNodeRed({ version, node, sentinel, base, packages: ['promisified', 'promisified-bad'].map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS })) });
  try {
    const { value: finished } = await callProbe(nodeRed, 'promisified', 'finished');
    const { value: all } = await callProbe(nodeRed, 'promisified', 'all');
    await callProbe(nodeRed, 'promisified-bad', 'arms');
    return { finished, all, taken: (await callProbe(nodeRed, 'promisified', 'taken')).value };
  } finally {
    await nodeRed.kill();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const { version, node } of [{ version: '4.1', node: 20 }, { version: '4.1', node: 22 }, { version: '5.0', node: 26 }]) {
  for (const sentinel of [false, true]) {
    test(`Node-RED ${version}, Node ${node}, ${sentinel ? 'with' : 'without'} Sentinel: functions have their forms with promises`, async () => {
      assert.deepEqual(await story({ version, node, sentinel }), { finished: 'true', all: '{"bad":[],"named":true}', taken: `${!sentinel}` });
    });
  }
}
