'use strict';
// Packages that hold `registry:write` and one capability more, and one that has something to lose.
const { probePackage } = require('../../support/packages.js');

const typeHtml = (...types) => types.map((type) => `<script type="text/html" data-template-name="${type}"></script>\n`).join('');

/** Package -> what it holds besides `registry:write`. */
const HOLDS = {
  'single-plain': {},
  'single-admin': { capabilities: ['http:admin'] },
  nrg: { capabilities: ['http:admin'] },
  'single-global': { capabilities: ['http:admin:global'], capabilityConfig: { 'http:admin:global': { allowedPaths: ['/shared'] } } },
  'single-comms': { capabilities: ['comms:publish'] },
  'single-env': { capabilities: ['process:env:read'] },
  'single-files': { capabilities: ['fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: ['/etc'] } } },
  'single-read': { capabilities: ['node:read'] },
};

const NODES = `
const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType(NAME + '-node', function (config) {
    given.nodes.createNode(this, config);
    const self = this;
    nodes[config.id] = this;
    this.server = config.server && given.nodes.getNode(config.server);
    this.greet = (listener) => listener.call(this, this);
    this.on('input', (msg, send, done) => { got.push('got:' + msg.payload); send(msg); done(); });
    // What stands in the place of a node.
    if (config.returns === 'catch') return { id: config.id, type: 'catch', receive: (msg) => got.push('caught:' + msg.payload), updateWires() {}, close: async () => {}, on() {} };
    if (config.returns === 'broker') return { id: config.id, type: 'mqtt-broker', register: (node) => got.push('raw:' + typeof node._closeCallbacks + typeof node.credentials), close: async () => {}, on() {} };
    if (config.returns === 'another') return given.nodes.getNode('victim');
    if (config.returns === 'prototype') return Object.getPrototypeOf(Object.getPrototypeOf(this));
    if (config.returns === 'function') return Object.assign(() => {}, { id: config.id, type: 'catch', register: (node) => got.push('raw:' + typeof node._closeCallbacks), close: async () => {}, on() {} });
    if (config.returns === 'proxy') return new Proxy(this, {});
    if (config.breaks) this.type = null;
    return this;
  });
};`;

const PLUGIN = `
module.exports = (RED) => {
  RED.plugins.registerPlugin('httpNodeCors', { type: 'x', settings: { '*': { exportable: true } } });
  RED.plugins.registerPlugin('single-plugin', { type: 'x', settings: { word: { value: 'x', exportable: true } } });
};`;

/** @param {Record<string, string>} calls what it does */
function actor(dir, name, calls) {
  return probePackage(dir, {
    name,
    calls: { ...calls, got: '() => got.splice(0).join(" ")' },
    head: `const NAME = ${JSON.stringify(name)}; const got = []; const nodes = {}; const own = () => nodes[NAME + '-1'];`,
    files: { 'probe-nodes.html': typeHtml(`${name}-node`), 'plugin.js': PLUGIN, 'missing.x/file': '' },
    manifest: { 'node-red': { nodes: { probe: 'probe-nodes.js' }, plugins: { plugin: 'plugin.js' } } },
    after: NODES,
  });
}

function victim(dir) {
  return probePackage(dir, {
    name: 'single-victim',
    calls: {
      fail: '() => nodes.victim.error("an error", { payload: "private" })',
      register: '({ id }) => RED.nodes.getNode(id).register(nodes.victim)',
      server: '() => JSON.stringify(nodes.victim.server.credentials)',
      text: '() => { try { return RED._("runtime:runtime.version", { component: "victim-word", version: "y" }); } catch { return "nothing"; } }',
      logged: '() => lines.splice(0).join(" ")',
    },
    head: 'const lines = []; const nodes = {};',
    files: { 'probe-nodes.html': typeHtml('single-victim') },
    after: `const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('single-victim', function (config) {
    given.nodes.createNode(this, config);
    nodes[config.id] = this;
    this.server = given.nodes.getNode('broker');
    this.greet = (listener) => listener.call(this, this);
  }, { credentials: { key: { type: 'password' } } });
  const handler = new (require('events'))();
  handler.on('log', (line) => lines.push([line.msg, line.path, line.z].join()));
  given.log.addHandler(handler);
};`,
  });
}

module.exports = { HOLDS, actor, victim };
