'use strict';
// What a package tries whenever its code runs: while it is loaded, by a plugin and when that is added, by a getter of a definition, while a node is
// constructed and closed, and by references from before a deployment.
const { eventually } = require('../../support/effects.js');
const { probePackage } = require('../../support/packages.js');

const NAME = 'single-phases';
/** What can be had before there are nodes, and what afterwards. */
const EARLY = ['hooks', 'logs', 'settings'];
const STORED = [...EARLY, 'credentials', 'lists'].sort();
const ALL = [...STORED, 'reads', 'sends'].sort();
const WANTED = { load: EARLY, plugin: EARLY, onadd: EARLY, getter: EARLY, constructor: STORED, close: STORED, later: ALL, 'plugin later': ALL, before: ALL };

const ATTEMPTS = `
const mine = process.hrtime.bigint();
const ran = new Set();
const done = new Set();
const attempts = {
  credentials: (RED) => JSON.stringify(RED.nodes.getCredentials('victim')).includes('victim-key'),
  hooks: (RED, phase) => { const hook = 'onSend.' + phase + mine; RED.hooks.add(hook, (events) => {}); return RED.hooks.has(hook); },
  lists: (RED) => { let found = false; RED.nodes.eachNode(({ type }) => { found ||= type === 'single-victim'; }); return found; },
  logs: (RED) => { RED.log.addHandler(new (require('events'))()); return true; },
  reads: (RED) => RED.nodes.getNode('victim').greet !== undefined,
  sends: (RED) => { RED.nodes.getNode('victim').send({ payload: 'phase' }); return true; },
  settings: (RED) => RED.settings.httpNodeCors.origin === 'cors-secret',
};
exports.during = (RED, phase) => {
  ran.add(phase);
  for (const [name, attempt] of Object.entries(attempts)) try { if (attempt(RED, phase)) done.add(phase + ' ' + name); } catch {}
};
exports.told = () => JSON.stringify([[...ran].sort(), [...done].sort()]);
`;

const NODES = `
const probe = module.exports;
const { during } = require('./attempts.js');

module.exports = (given) => {
  probe(given);
  during(given, 'load');
  given.nodes.registerType('single-phases-node', function (config) {
    given.nodes.createNode(this, config);
    during(given, 'constructor');
    this.on('close', () => during(given, 'close'));
  }, { get settings() { during(given, 'getter'); return undefined; } });
};`;

const CALLS = {
  there: "() => String(Boolean(RED.nodes.getNode('victim')))",
  keep: "() => { const [victim, { getNode }] = [RED.nodes.getNode('victim'), RED.nodes]; kept = { ...RED, nodes: { ...RED.nodes, getNode: (id) => (id === 'victim' ? victim : getNode(id)) } }; }",
  told: "() => { const { during, told } = require('./attempts.js'); during(RED, 'later'); during(require('./plugin.js').RED, 'plugin later'); if (kept) during(kept, 'before'); return told(); }",
};

const PLUGIN = `
module.exports = (RED) => {
  const { during } = require('./attempts.js');
  module.exports.RED = RED;
  during(RED, 'plugin');
  RED.plugins.registerPlugin('single-phases-plugin', { type: 'x', onadd() { during(RED, 'onadd'); } });
};`;

/** The same by a file that is its own package, in `{userDir}/nodes`. */
const FILE = `
const { during, told } = require('./attempts.js');
module.exports = (RED) => {
  during(RED, 'load');
  RED.nodes.registerType('file-phases', function (config) {
    RED.nodes.createNode(this, config);
    during(RED, 'constructor');
    console.log('FILE PHASES ' + told());
  });
};`;
const FILES = { 'nodes/phases.js': FILE, 'nodes/phases.html': '<script type="text/html" data-template-name="file-phases"></script>', 'nodes/attempts.js': ATTEMPTS };

const phases = (dir) => probePackage(dir, {
  name: NAME, calls: CALLS, after: NODES, head: 'let kept;',
  files: { 'attempts.js': ATTEMPTS, 'plugin.js': PLUGIN, 'probe-nodes.html': '<script type="text/html" data-template-name="single-phases-node"></script>' },
  manifest: { 'node-red': { nodes: { probe: 'probe-nodes.js' }, plugins: { plugin: 'plugin.js' } } },
});

const FLOWS = ['single-phases-node', 'file-phases'].map((type) => ({ id: `${type}-1`, type, z: 't', x: 1, y: 1, wires: [[]] }));

/** What it had in which phase. */
async function told(session) {
  // The last case may have ended the process.
  await eventually(async () => (await session.call(NAME, 'keep')).ok, 3000);
  const answer = await (await session.nodeRed()).post('/flows', undefined, { 'node-red-api-version': 'v2', 'node-red-deployment-type': 'reload' });
  await eventually(async () => (await session.call(NAME, 'there')).value === 'true', 3000);
  const [ran, had] = JSON.parse((await session.call(NAME, 'told')).value);
  const file = JSON.parse(/FILE PHASES (.*)/.exec(session.log)[1]);
  return { status: answer.status, ran, had, file };
}

const all = (list) => list.flatMap((phase) => WANTED[phase].map((name) => `${phase} ${name}`)).sort();
const EVERYTHING = all(Object.keys(WANTED));
const OF_FILE = all(['load', 'constructor']);

module.exports = { EVERYTHING, FILES, FLOWS, NAME, OF_FILE, WANTED, phases, told };
