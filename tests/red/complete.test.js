'use strict';
// Every member of the real `RED`, of its areas, of the express application and of a node is in a table, on every version [R1].
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { wholeCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { writePackage } = require('../support/packages.js');
const { areas, tables } = require('../../js/red/api.js');
const { members, offers } = require('../../js/red/nodes/node-members.js');
const { types } = require('../../js/red/nodes/subflows.js');
const http = require('../../js/red/areas/http.js');
const events = require('../../js/red/areas/events.js');
const { modules } = require('../../js/red/areas/runtime.js');
const { isDeclarable, isSecret } = require('../../js/red/areas/secrets.js');

/** Writes down what a package finds in the RED that Node-RED makes. */
const DUMP = `
const found = (object, stop) => {
  const names = new Set();
  for (let at = object; at && at !== stop && at !== Object.prototype && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    for (const key of Reflect.ownKeys(at)) if (typeof key === 'string') names.add(key);
  }
  return [...names];
};
const shape = (value, depth) => {
  if (typeof value !== 'object' || value === null || depth === 0) return null;
  const members = {};
  for (const key of Reflect.ownKeys(value)) {
    let member = null;
    try { member = value[key]; } catch {}
    if (typeof key === 'string') members[key] = shape(member, depth - 1);
  }
  return members;
};
const core = (name) => { const exports = require.main.require(name); return Array.isArray(exports) ? null : shape(exports, 3); };
module.exports = (RED) => {
  const areas = {};
  for (const key of Object.keys(RED)) areas[key] = RED[key] !== null && ['object', 'function'].includes(typeof RED[key]) ? found(RED[key]) : [];
  function Dumped(config) {
    RED.nodes.createNode(this, config);
    const modules = Object.fromEntries(${JSON.stringify(Object.keys(modules))}.map((name) => [name, core(name)]));
    const result = { areas, modules, node: found(this), functions: Object.keys(RED.settings).filter((key) => typeof RED.settings[key] === 'function') };
    RED.events.once('flows:started', () => {
      const cores = require.main.require('@node-red/registry').getNodeList().filter(({ module }) => module === 'node-red').flatMap((set) => set.types);
      const every = Object.getPrototypeOf(Object.getPrototypeOf(this));
      result.types = Object.fromEntries(cores.map((type) => [type, null]));
      RED.nodes.eachNode(({ id, type }) => {
        const node = RED.nodes.getNode(id);
        if (node && type in result.types) result.types[type] = found(node, every).filter((name) => typeof node[name] === 'function');
      });
      console.log('DUMP ' + JSON.stringify(result));
    });
  }
  RED.nodes.registerType('dumped', Dumped);
};`;

/** What nodes of core need to be made. */
const CONFIGS = {
  __proto__: null,
  'mqtt-broker': { broker: '127.0.0.1', port: '1', autoConnect: false }, 'websocket-listener': { path: '/ws' }, 'websocket-client': { path: 'ws://127.0.0.1:1' }, 'tls-config': { cert: '', key: '', ca: '' }, 'http proxy': {}, 'global-config': {},
};
const PARTS = {
  __proto__: null,
  'http in': { url: '/x', method: 'get' }, 'link call': { links: ['none'] }, inject: { props: [] }, change: { rules: [] }, switch: { rules: [] }, function: { func: 'return msg', outputs: 1, initialize: '', finalize: '' },
  'tcp in': { server: 'client', port: '1', host: '127.0.0.1' }, 'tcp out': { beserver: 'reply' }, 'udp in': { port: '0', iface: '' }, watch: { files: '/nowhere' }, template: { template: '' }, exec: { command: '' },
  file: { filename: '', filenameType: 'str', overwriteFile: 'false' }, batch: { topics: [] },
};
/** One node of each type of core. */
const NODES = Object.keys(types).filter((type) => type !== 'comment').map((type, index) => (type in CONFIGS
  ? { id: `core${index}`, type, ...CONFIGS[type] } : { id: `core${index}`, type, z: 't', x: 1, y: 1, wires: [['d']], ...PARTS[type] }));

async function dump(version, node) {
  const base = tempDir();
  const dir = writePackage(base, { name: 'dumper', nodes: { dumped: 'dumped.js' }, files: { 'dumped.js': DUMP } });
  const nodeRed = await startNodeRed({
    version, node, sentinel: false, settings: wholeCore(), packages: [dir], flows: [{ id: 't', type: 'tab' }, { id: 'd', type: 'dumped', z: 't', x: 1, y: 1, wires: [] }, ...NODES],
  });
  try {
    const [, text] = await nodeRed.waitFor(/DUMP (\{.*\})/);
    return JSON.parse(text);
  } finally {
    await nodeRed.stop();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

const unknown = (names, known) => names.filter((name) => !known(name));

/** Functions of RED.settings that nobody is given; the first is the operator's. */
const REFUSED_SETTINGS = ['httpAdminMiddleware', 'registerNodeSettings', 'exportNodeSettings', 'enableNodeSettings', 'disableNodeSettings', 'getUserSettings', 'setUserSettings'];
/** Data of a node, read with `node:read`. */
const OWN = ['z', 'g', 'name', 'domain'];

/** Names of a module of Node-RED's own that stand in no table. */
function unlisted(rule, found, place) {
  if (rule?.table === undefined || found === null) return [];
  return Object.keys(found).flatMap((key) => (key in rule.table ? unlisted(rule.table[key], found[key], `${place}.${key}`) : [`${place}.${key}`]));
}

for (const [version, node] of [['3.1', 20], ['4.1', 20], ['5.0', 22]]) {
  test(`Node-RED ${version}: everything a package can find is classified`, async () => {
    const { areas: real, modules: internals, node: own, functions, types: cores } = await dump(version, node);
    assert.deepEqual(unknown(Object.keys(real), (name) => name in areas || name === 'server'), [], 'RED');
    for (const [area, table] of Object.entries(tables)) assert.deepEqual(unknown(real[area], (name) => name in table), [], `RED.${area}`);
    for (const app of ['httpAdmin', 'httpNode']) assert.deepEqual(unknown(real[app], (name) => http.known.has(name)), [], `RED.${app}`);
    assert.deepEqual(unknown(real.events, (name) => name in events.members || name.startsWith('_') || name === 'constructor'), [], 'RED.events');
    assert.deepEqual(unknown(functions, (name) => name in require('../../js/red/areas/settings.js').functions || REFUSED_SETTINGS.includes(name)), [], 'RED.settings');
    for (const [name, rule] of Object.entries(modules)) assert.deepEqual(unlisted(rule, internals[name], name), [], name);
    assert.deepEqual(unknown(Object.keys(cores), (type) => type in types), [], 'types');
    assert.deepEqual(Object.keys(cores).filter((type) => cores[type] === null), ['comment'], 'types without a node');
    for (const [type, names] of Object.entries(cores)) {
      assert.deepEqual(unknown(names ?? [], (name) => name in (offers[type] ?? {}) || name in members || name.startsWith('_')), [], `methods of ${type} nodes`);
    }
    // Names of the node itself are its own; those of every node are in the table.
    assert.deepEqual(unknown(own, (name) => name in members || name.startsWith('_') || OWN.includes(name)), [], 'nodes');
  });
}

test('settings that no package sees, by name', () => {
  const names = ['credentialSecret', '_credentialSecret', 'adminAuth', 'httpStaticAuth', 'httpNodeAuth', 'https', 'contextStorage', 'storageModule', 'functionGlobalContext', 'sentinel'];
  assert.deepEqual(names.filter((name) => !isSecret(name) || isDeclarable(name)), []);
  assert.deepEqual(['httpNodeRoot', 'flowFile', 'lowerCaseColour'].filter(isSecret), []);
  assert.ok(isDeclarable('lowerCaseColour'));
});
