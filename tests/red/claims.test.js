'use strict';
// A type that two packages declare stays with the one that had it [P3][R4]: the other neither acts in its name when it is installed, nor is it given the
// deployed nodes and their credentials at the next start, whatever it is called.
const { describe, test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir, writeFiles } = require('../support/userdir.js');
const { writePackage } = require('../support/packages.js');

const html = (...types) => types.map((type) => `<script type="text/html" data-template-name="${type}"></script>\n`).join('');
const code = (name) => `module.exports = (RED) => {
  const define = (type) => RED.nodes.registerType(type, function (config) {
    RED.nodes.createNode(this, config);
    console.log(type + ' made by ${name} ' + JSON.stringify(this.credentials));
  }, { credentials: { key: { type: 'text' } } });
  define('claimed');
  define('${name}-own');
};`;

/** Who makes the deployed node before, and at the next two starts after a package was installed that declares its type as well. */
async function story({ version, node, sentinel, disableEditor = false, file = false, starts = 2 }) {
  const base = tempDir();
  const make = (name) => writePackage(path.join(base, 'packages'), { name, nodes: { nodes: 'nodes.js' }, files: { 'nodes.js': code(name), 'nodes.html': html('claimed', `${name}-own`) }, probe: false });
  const granted = { capabilities: ['registry:write'] };
  const start = (packages) => startNodeRed({
    version, node, sentinel, base, packages,
    settings: { disableEditor, externalModules: { palette: { allowInstall: true } }, credentialSecret: false, sentinel: { server: { packages: { 'zz-first': granted, 'aa-later': granted, './nodes/file.js': granted } } } },
    files: { 'flows_cred.json': { claimed: { key: 'first-key' } } },
    flows: [{ id: 't', type: 'tab' }, { id: 'claimed', type: 'claimed', z: 't', x: 1, y: 1, wires: [] }],
  });
  const made = [];
  try {
    for (let i = 0; i < starts; i++) {
      const nodeRed = await start(i === 0 ? [{ dir: make('zz-first'), how: 'npm' }] : []);
      made.push(/claimed made by .*/.exec(nodeRed.log)?.[0]);
      if (i === 0 && !file) assert.equal((await nodeRed.post('/nodes', { module: make('aa-later') })).status, 200);
      // What the operator puts there.
      if (i === 0 && file) writeFiles(nodeRed.userDir, { 'nodes/file.js': code('file'), 'nodes/file.html': html('claimed', 'file-own') });
      await nodeRed.stop({ keep: true });
      if (i > 0 && sentinel && !file) assert.match(nodeRed.log, /BLOCKED RED\.nodes\.registerType\(\) — aa-later lacks all\n {2}Resource: the type "claimed" of zz-first/);
    }
    return made;
  } finally {
    fs.rmSync(base, { recursive: true, force: true });
  }
}

const FIRST = 'claimed made by zz-first {"key":"first-key"}';
const LATER = 'claimed made by aa-later {"key":"first-key"}';

// Two Node-REDs at a time: they wait more than they compute.
describe('a type that is declared twice', { concurrency: 2 }, () => {
  for (const options of [
    { version: '4.1', node: 20, sentinel: false }, { version: '3.1', node: 20, sentinel: true }, { version: '4.1', node: 20, sentinel: true, disableEditor: true }, { version: '5.0', node: 24, sentinel: true, starts: 3 },
  ]) {
    test(`Node-RED ${options.version} ${options.sentinel ? 'with' : 'without'} Sentinel${options.disableEditor ? ', no editor' : ''}: whose a type is that is declared twice`, async () => {
      assert.deepEqual(await story(options), [FIRST, ...Array((options.starts ?? 2) - 1).fill(options.sentinel ? FIRST : LATER)]);
    });
  }

  test('a file of the operator comes before packages, as without Sentinel', async () => {
    assert.deepEqual(await story({ version: '4.1', node: 20, sentinel: false, file: true }), [FIRST, 'claimed made by file {"key":"first-key"}']);
    assert.deepEqual(await story({ version: '4.1', node: 20, sentinel: true, file: true }), [FIRST, 'claimed made by file {"key":"first-key"}']);
  });
});
