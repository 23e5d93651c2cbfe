'use strict';
// What Node.js believes of its own scripts, by classes that objects of one's own lead to: the class of blobs that takes whatever has something under a symbol for the part of one, and the prototype of opened files whose
// `onread` may be set on anything. C++ ends the process there; a package does not [G3].
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const HEAD = `
const { resolveObjectURL } = require('buffer');
const keyOf = (object) => Object.getOwnPropertySymbols(object).find((key) => String(key).includes('kHandle'));
function forged(blob) {
  const Class = blob.constructor;
  try { new Class([{ [keyOf(blob)]: {}, size: 1 }]); } catch (error) { return error.message; }
  return 'made';
}
const whole = async (Class, blob) => [Class === Blob, new Class(['a', blob]).size, blob instanceof Class, await new Class([blob]).text()].join();
`;
const CALLS = {
  sliced: "() => forged(new Blob(['x']).slice(0))",
  resolved: "() => forged(resolveObjectURL(URL.createObjectURL(new Blob(['x']))))",
  above: "() => { const { constructor } = Object.getPrototypeOf(new Blob(['x']).slice(0)); const Class = Object.getPrototypeOf(constructor); return forged(Object.defineProperty(new Blob(['x']), 'constructor', { value: Class.name === 'Blob' ? Class : constructor })); }",
  opened: "async () => forged(await require('fs').openAsBlob(__filename))",
  onread: "async () => { const handle = await require('fs').promises.open(__filename); const { prototype } = Object.getPrototypeOf(handle[keyOf(handle)]).constructor; try { prototype.onread = () => undefined; } catch (error) { return error.message; } return 'set'; }",
  honest: "async () => { const blob = new Blob(['bc']).slice(0, 1); return whole(blob.constructor, blob); }",
  resolves: "async () => { const blob = resolveObjectURL(URL.createObjectURL(new Blob(['b']))); return whole(blob.constructor, blob); }",
};

async function start({ version, node, sentinel }, act) {
  const base = tempDir('nrgs-cpp-classes-');
  const policy = { capabilities: ['registry:write', 'fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: [path.join(base, 'user', 'node_modules', 'cpp-classes')] } } };
  const packages = [probePackage(path.join(base, 'packages'), { name: 'cpp-classes', calls: CALLS, head: HEAD })];
  const nodeRed = await startNodeRed({ version, node, sentinel, base, packages, settings: { ...leanCore(), sentinel: { server: { packages: { 'cpp-classes': policy } } } } });
  try {
    return await act(async (name) => {
      const { ok, died, exit, value, error } = await callProbe(nodeRed, 'cpp-classes', name);
      return died ? `ended with ${exit}` : ok ? value : error.message;
    });
  } finally {
    await nodeRed.stop({ keep: true });
    fs.rmSync(base, { recursive: true, force: true });
  }
}

const HONEST = 'true,2,true,b';
for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 22 }, { version: '4.1', node: 24 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: no class that an object leads to ends the process`, async () => {
    await start({ ...pair, sentinel: true }, async (call) => {
      for (const name of ['sliced', 'resolved', 'above', 'opened']) assert.equal(await call(name), 'this is no Blob', name);
      assert.equal(await call('onread'), 'Illegal invocation');
      for (const name of ['honest', 'resolves']) assert.equal(await call(name), HONEST, name);
    });
  });
}

for (const [name, node] of [['sliced', 22], ['above', 22], ['resolved', 24], ['opened', 26], ['onread', 20]]) {
  test(`Node ${node}, without Sentinel: the process ends by what is ${name}`, async () => {
    await start({ version: node === 26 ? '5.0' : '4.1', node, sentinel: false }, async (call) => {
      for (const other of ['honest', 'resolves']) assert.equal(await call(other), HONEST, other);
      assert.equal(await call(name), 'ended with SIGABRT');
    });
  });
}
