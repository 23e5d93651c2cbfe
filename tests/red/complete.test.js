'use strict';
// Every member of the real `RED`, of its areas, of the express application and of a node is in a table, on every version [R1].
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { writePackage } = require('../support/packages.js');
const { areas, tables } = require('../../js/red/api.js');
const { members } = require('../../js/red/node-members.js');
const http = require('../../js/red/area-http.js');
const events = require('../../js/red/area-events.js');
const { modules } = require('../../js/red/area-runtime.js');

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
    console.log('DUMP ' + JSON.stringify(result));
  }
  RED.nodes.registerType('dumped', Dumped);
};`;

async function dump(version, node) {
  const base = tempDir();
  const dir = writePackage(base, { name: 'dumper', nodes: { dumped: 'dumped.js' }, files: { 'dumped.js': DUMP } });
  const nodeRed = await startNodeRed({
    version, node, sentinel: false, packages: [dir], flows: [{ id: 't', type: 'tab' }, { id: 'd', type: 'dumped', z: 't', x: 1, y: 1, wires: [] }],
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
    const { areas: real, modules: internals, node: own, functions } = await dump(version, node);
    assert.deepEqual(unknown(Object.keys(real), (name) => name in areas || name === 'server'), [], 'RED');
    for (const [area, table] of Object.entries(tables)) assert.deepEqual(unknown(real[area], (name) => name in table), [], `RED.${area}`);
    for (const app of ['httpAdmin', 'httpNode']) assert.deepEqual(unknown(real[app], (name) => http.known.has(name)), [], `RED.${app}`);
    assert.deepEqual(unknown(real.events, (name) => name in events.members || name.startsWith('_') || name === 'constructor'), [], 'RED.events');
    assert.deepEqual(unknown(functions, (name) => name in require('../../js/red/area-settings.js').functions || REFUSED_SETTINGS.includes(name)), [], 'RED.settings');
    for (const [name, rule] of Object.entries(modules)) assert.deepEqual(unlisted(rule, internals[name], name), [], name);
    // Names of the node itself are its own; those of every node are in the table.
    assert.deepEqual(unknown(own, (name) => name in members || name.startsWith('_') || OWN.includes(name)), [], 'nodes');
  });
}
