'use strict';
// Packages that are ES modules register types as without Sentinel, whatever module the class of a type comes from: code that has asked for nothing that is
// guarded is known by the names of its scripts alone.
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { writePackage } = require('../support/packages.js');
const { tempDir } = require('../support/userdir.js');

const work = (text) => `this.on('input', (msg, send, done) => { send({ ...msg, payload: msg.payload + ${text} }); done(); });`;
const FILES = {
  'base.js': "export class Base { constructor(RED, config) { RED.nodes.createNode(this, config); } tell() { return ' base'; } }\n",
  'derived.js': `
import { Base } from './base.js';
export class Derived extends Base { constructor(RED, config) { super(RED, config); ${work("' derived' + this.tell()")} } }
`,
  'made.js': `export default (RED) => class { constructor(config) { RED.nodes.createNode(this, config); ${work("' made'")} } };\n`,
  'imported.js': `
import { Derived } from './derived.js';
import make from './made.js';
export default function (RED) {
  RED.nodes.registerType('modules-made', make(RED));
  RED.nodes.registerType('modules-derived', class extends Derived { constructor(config) { super(RED, config); } });
}
`,
  'own.js': `
export default function (RED) {
  class Own { constructor(config) { RED.nodes.createNode(this, config); ${work("' class'")} } }
  RED.nodes.registerType('modules-class', Own);
  RED.nodes.registerType('modules-function', function (config) { RED.nodes.createNode(this, config); ${work("' function'")} });
}
`,
  // From a CommonJS file, nothing of an ES module has run that could have been asked about.
  'late.cjs': `
module.exports = async (RED) => {
  const { default: make } = await import('./made.js');
  RED.nodes.registerType('modules-late', make(RED));
};
`,
};
const TYPES = ['modules-class', 'modules-function', 'modules-made', 'modules-derived', 'modules-late'];

const at = (id, type, next, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[next]], ...more });
const FLOWS = [
  { id: 't', type: 'tab', label: 'modules' },
  at('in', 'http in', TYPES[0], { url: '/modules', method: 'get' }),
  at('out', 'http response', 'in', { wires: [] }),
  ...TYPES.map((type, i) => at(type, type, TYPES[i + 1] ?? 'text')),
  at('text', 'change', 'out', { rules: [{ t: 'set', p: 'payload', pt: 'msg', to: '$string(payload)', tot: 'jsonata' }] }),
];

async function story({ version, node, sentinel }) {
  const base = tempDir();
  const nodes = { own: 'own.js', imported: 'imported.js', late: 'late.cjs' };
  const dir = writePackage(path.join(base, 'packages'), { name: 'modules', nodes, files: FILES, manifest: { type: 'module' }, probe: false });
  const nodeRed = await startNodeRed({
    version, node, sentinel, base, packages: [dir], flows: FLOWS, settings: { sentinel: { server: { packages: { modules: { capabilities: ['registry:write'] } } } } }, until: 'spawned',
  });
  try {
    // With a type that is missing no flow starts.
    await nodeRed.waitFor(/Started flows|missing types/u, { timeout: 90_000 });
    [, nodeRed.port] = await nodeRed.waitFor(/Server now running at https?:\/\/[^\s:]+:(\d+)/u, { timeout: 90_000 });
    const sets = JSON.parse((await nodeRed.get('/nodes', { accept: 'application/json' })).text).filter(({ module }) => module === 'modules');
    return { sets: sets.map(({ types, err }) => [types, err ?? null]), told: (await nodeRed.get('/modules')).text, log: nodeRed.log };
  } finally {
    await nodeRed.stop();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '4.1', node: 24 }, { version: '5.0', node: 22 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version} on Node ${pair.node}: a package of ES modules registers types`, async () => {
    const bare = await story({ ...pair, sentinel: false });
    const guarded = await story({ ...pair, sentinel: true });
    assert.match(bare.told, /^\[object Object\] class function made derived base made$/u);
    assert.deepEqual([guarded.sets, guarded.told], [bare.sets, bare.told]);
    assert.doesNotMatch(guarded.log, /BLOCKED/u);
  });
}
