'use strict';
// Hooks for what is removed see what that is, and have nothing else removed: npm is told what Node-RED said, whatever a hook writes there [R6].
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { writePackage } = require('../support/packages.js');

const PACKAGES = {
  'hooks-gone': '',
  'hooks-other': '',
  // It sees what is removed; and tries to have another one removed with it.
  'hooks-actor': "RED.hooks.add('preUninstall.x', (event) => { console.log('SEEN ' + event.module); try { event.args.push('hooks-other'); } catch {} });",
};
const make = (dir, name) => writePackage(dir, {
  name, nodes: { nodes: 'nodes.js' }, probe: false,
  files: { 'nodes.js': `module.exports = (RED) => { RED.nodes.registerType('${name}-node', function (config) { RED.nodes.createNode(this, config); }); ${PACKAGES[name]} };`, 'nodes.html': `<script type="text/html" data-template-name="${name}-node"></script>` },
});

/** What is still there when one was removed. */
async function left({ version, node, sentinel }) {
  const base = tempDir('nrgs-hooks-');
  const dir = path.join(base, 'packages');
  const nodeRed = await startNodeRed({
    version, node, sentinel, base, packages: Object.keys(PACKAGES).map((name) => ({ dir: make(dir, name), how: 'npm' })),
    settings: {
      ...leanCore(), disableEditor: false, externalModules: { palette: { allowInstall: true } },
      sentinel: { server: { packages: { 'hooks-gone': { capabilities: ['registry:write'] }, 'hooks-other': { capabilities: ['registry:write'] }, 'hooks-actor': { capabilities: ['registry:write', 'hooks:pre-uninstall'] } } } },
    },
    flows: [],
  });
  try {
    const { status } = await fetch(`${nodeRed.url}/nodes/hooks-gone`, { method: 'DELETE', headers: { connection: 'close' }, signal: AbortSignal.timeout(60_000) });
    assert.equal(status, 204, nodeRed.log);
    assert.match(nodeRed.log, /SEEN hooks-gone/);
    return Object.keys(PACKAGES).filter((name) => fs.existsSync(path.join(nodeRed.userDir, 'node_modules', name)));
  } finally {
    await nodeRed.stop({ keep: true });
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const pair of [{ version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}: has another package removed by a hook only without Sentinel`, async () => {
    assert.deepEqual(await left({ ...pair, sentinel: false }), ['hooks-actor']);
    assert.deepEqual(await left({ ...pair, sentinel: true }), ['hooks-other', 'hooks-actor']);
  });
}
