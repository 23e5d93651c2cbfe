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
const code = (name, type = 'claimed') => `module.exports = (RED) => {
  const define = (type) => RED.nodes.registerType(type, function (config) {
    RED.nodes.createNode(this, config);
    console.log(type + ' made by ${name} ' + JSON.stringify(this.credentials));
  }, { credentials: { key: { type: 'text' } } });
  define('${type}');
  define('${name}-own');
};`;

/** Who makes the deployed node before, and at the next two starts after a package was installed that declares its type as well. */
async function story({ version, node, sentinel, disableEditor = false, file = false, unloaded = false, starts = 2 }) {
  const base = tempDir();
  const make = (name) => writePackage(path.join(base, 'packages'), { name, nodes: { nodes: 'nodes.js' }, files: { 'nodes.js': code(name), 'nodes.html': html('claimed', `${name}-own`) }, probe: false });
  const granted = { capabilities: ['registry:write'] };
  const start = (packages) => startNodeRed({
    version, node, sentinel, base, packages,
    settings: { disableEditor, externalModules: { palette: { allowInstall: true } }, credentialSecret: false, sentinel: { server: { packages: { 'zz-first': granted, 'aa-later': granted, './nodes/file.js': granted, './nodes/unloaded.js': granted } } } },
    // Node-RED does not load this file of the operator's, which declares a type of Node-RED's own and one of a package's.
    files: { 'flows_cred.json': { claimed: { key: 'first-key' } }, ...(unloaded ? { 'nodes/unloaded.js': code('unloaded', 'zz-first-own'), 'nodes/unloaded.html': html('unloaded-own', 'inject', 'zz-first-own') } : {}) },
    flows: [{ id: 't', type: 'tab' }, { id: 'claimed', type: 'claimed', z: 't', x: 1, y: 1, wires: [] }, ...(unloaded ? [{ id: 'own', type: 'zz-first-own', z: 't', x: 1, y: 1, wires: [] }] : [])],
  });
  const made = [];
  try {
    for (let i = 0; i < starts; i++) {
      const nodeRed = await start(i === 0 ? [{ dir: make('zz-first'), how: 'npm' }] : []);
      made.push(/claimed made by .*/.exec(nodeRed.log)?.[0]);
      if (unloaded) assert.match(nodeRed.log, /zz-first-own made by zz-first/);
      else if (i === 0 && !file) assert.equal((await nodeRed.post('/nodes', { module: make('aa-later') })).status, 200);
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

/** What packages say in package.json that lie in the userDir beside one that is honest. */
async function saying({ version, node, sentinel, manifests }) {
  const base = tempDir();
  const files = { 'outside/x.js': '', 'outside/x.html': 'outside-secret', 'flows_cred.json': { claimed: { key: 'first-key' } } };
  for (const [folder, manifest] of Object.entries(manifests)) {
    // No folder.
    if (folder === 'aa-examples') files[`node_modules/${folder}/examples`] = 'x';
    const claims = manifest.name === 'zz-first' || folder === 'aa-ids';
    // The id of that one's set, by which core would find another set under the name of a type.
    const types = folder === 'aa-ids' ? ['zz-first/nodes'] : manifest.name === 'zz-first' ? ['claimed'] : [];
    Object.assign(files, { [`node_modules/${folder}/package.json`]: { version: '9.9.9', ...manifest }, [`node_modules/${folder}/x.js`]: code(folder, claims ? 'claimed' : `${folder}-more`), [`node_modules/${folder}/x.html`]: html(...types, `${folder}-own`) });
  }
  const good = writePackage(path.join(base, 'packages'), { name: 'zz-first', nodes: { nodes: 'nodes.js' }, files: { 'nodes.js': code('zz-first'), 'nodes.html': html('claimed', 'zz-first-own') }, probe: false });
  const granted = { capabilities: ['registry:write'] };
  try {
    const start = (later) => startNodeRed({
      version, node, sentinel, base, packages: [good], files: later,
      settings: { disableEditor: false, credentialSecret: false, sentinel: { server: { packages: Object.fromEntries(['zz-first', ...Object.keys(manifests)].map((name) => [name, granted])) } } },
      flows: [{ id: 't', type: 'tab' }, { id: 'claimed', type: 'claimed', z: 't', x: 1, y: 1, wires: [] }],
    });
    // It was there first.
    if (sentinel) await (await start({})).stop({ keep: true });
    const nodeRed = await start(files);
    const editor = (await nodeRed.get('/nodes', { accept: 'text/html' })).text;
    const modules = JSON.parse((await nodeRed.get('/nodes', { accept: 'application/json' })).text).map(({ id }) => id);
    await nodeRed.stop();
    return { made: /claimed made by .*/.exec(nodeRed.log)?.[0], editor, modules, log: nodeRed.log };
  } finally {
    fs.rmSync(base, { recursive: true, force: true });
  }
}

const SECTION = { nodes: { x: 'x.js' } };
const IMPOSTORS = {
  'aa-other': { name: 'zz-first', 'node-red': SECTION },
  'aa-core': { name: 'node-red', 'node-red': SECTION },
  'aa-outside': { name: 'aa-outside', 'node-red': { nodes: { x: 'x.js', y: '../../outside/x.js' } } },
};
const UNFILED = {
  'aa-inherited': { name: 'aa-inherited', 'node-red': { nodes: { x: 'x.js', hasOwnProperty: 'x.js', nothing: null }, plugins: { hasOwnProperty: 'x.js' } } },
  'aa-empty': { name: 'aa-empty', 'node-red': null },
  // What JSON can say and no text can be made of.
  'aa-version': { version: { toString: 1, valueOf: 1 }, 'node-red': SECTION },
  'aa-needs': { 'node-red': { ...SECTION, version: { toString: 1, valueOf: 1 } } },
  'aa-examples': { 'node-red': {} },
};

/** A type of which its package says nothing in its editor half. Who makes the nodes of it before and after others are there that come first, where a later version of its package is there, too. */
async function unsaid({ version, node, sentinel, disableEditor = false, isNewer = false, count = sentinel ? 3 : 2 }) {
  const base = tempDir();
  const folder = path.join(base, 'packages');
  const granted = { capabilities: ['registry:write'] };
  const own = (name) => ({ 'nodes.js': code(name), 'nodes.html': html(`${name}-own`) });
  const first = writePackage(folder, { name: 'zz-first', nodes: { nodes: 'nodes.js' }, files: own('zz-first'), probe: false });
  const others = [
    writePackage(folder, { name: 'aa-plugin', manifest: { 'node-red': { plugins: { plugin: 'plugin.js' } } }, files: { 'plugin.js': code('aa-plugin') }, probe: false }),
    writePackage(folder, { name: 'bb-later', nodes: { nodes: 'nodes.js' }, files: own('bb-later'), probe: false }),
    writePackage(folder, { name: 'cc-claims', nodes: { nodes: 'nodes.js' }, files: { ...own('cc-claims'), 'nodes.html': html('claimed', 'cc-claims-own') }, probe: false }),
  ];
  const made = [];
  try {
    // Without Sentinel no flow is started where all three are there: nobody has the type.
    for (const packages of [[first], others.slice(0, count)]) {
      const nodeRed = await startNodeRed({
        version, node, sentinel, base, packages: packages.map((dir) => ({ dir, how: 'npm' })), files: { 'flows_cred.json': { claimed: { key: 'first-key' } } },
        settings: { disableEditor, credentialSecret: false, sentinel: { server: { packages: Object.fromEntries(['zz-first', 'aa-plugin', 'bb-later', 'cc-claims'].map((name) => [name, granted])) } } },
        flows: [{ id: 't', type: 'tab' }, { id: 'claimed', type: 'claimed', z: 't', x: 1, y: 1, wires: [] }],
      });
      made.push(/claimed made by .*/.exec(nodeRed.log)?.[0]);
      await nodeRed.stop({ keep: true });
      const manifest = path.join(nodeRed.userDir, 'node_modules', 'zz-first', 'package.json');
      if (isNewer) fs.writeFileSync(manifest, fs.readFileSync(manifest, 'utf8').replace('1.0.0', '2.0.0'));
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

  test('without Sentinel a package is who it says it is, and some that say nonsense stop the start', async () => {
    const { made, editor, modules } = await saying({ version: '4.1', node: 20, sentinel: false, manifests: IMPOSTORS });
    assert.equal(made, 'claimed made by aa-other {"key":"first-key"}');
    assert.ok(editor.includes('outside-secret'));
    assert.ok(!modules.includes('node-red/inject'), modules.join());
    for (const [name, manifest] of Object.entries(UNFILED)) await assert.rejects(saying({ version: '4.1', node: 20, sentinel: false, manifests: { [name]: manifest } }), /Failed to start server|Uncaught Exception/);
  });

  for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 24 }]) {
    test(`Node-RED ${pair.version}: a package is what it was installed as, whatever its package.json says [R13][R14]`, async () => {
      const { made, editor, modules, log } = await saying({ ...pair, sentinel: true, manifests: { ...IMPOSTORS, ...UNFILED, 'aa-ids': { 'node-red': SECTION } } });
      assert.equal(made, FIRST);
      assert.match(log, /BLOCKED RED\.nodes\.registerType\(\) — aa-ids lacks all\n {2}Resource: the type "claimed" of zz-first/);
      assert.doesNotMatch(log, /ENOTDIR/);
      assert.ok(!editor.includes('outside-secret'));
      for (const id of ['zz-first/nodes', 'node-red/inject', 'aa-other/x', 'aa-core/x', 'aa-outside/x', 'aa-inherited/x']) assert.ok(modules.includes(id), `${id} of ${modules}`);
      for (const what of ['aa-other lacks all\n {2}Resource: the name "zz-first"', 'aa-core lacks all\n {2}Resource: the name "node-red"', 'aa-outside lacks all\n {2}Resource: the set "y"', 'aa-inherited lacks all\n {2}Resource: the set "hasOwnProperty"']) {
        assert.match(log, new RegExp(`BLOCKED package\\.json — ${what}`));
      }
    });
  }

  for (const sentinel of [false, true]) {
    test(`${sentinel ? 'with' : 'without'} Sentinel a set that Node-RED does not load keeps no type from the package that has it`, async () => {
      assert.deepEqual(await story({ version: '4.1', node: 20, sentinel, unloaded: true, starts: 1 }), [FIRST]);
    });
  }

  test('a file of the operator comes before packages, as without Sentinel', async () => {
    assert.deepEqual(await story({ version: '4.1', node: 20, sentinel: false, file: true }), [FIRST, 'claimed made by file {"key":"first-key"}']);
    assert.deepEqual(await story({ version: '4.1', node: 20, sentinel: true, file: true }), [FIRST, 'claimed made by file {"key":"first-key"}']);
  });

  for (const options of [{ version: '4.1', node: 20, sentinel: false }, { version: '3.1', node: 20, sentinel: true }, { version: '4.1', node: 20, sentinel: true }, { version: '4.1', node: 20, sentinel: true, disableEditor: true }, { version: '5.0', node: 26, sentinel: true }]) {
    test(`Node-RED ${options.version} ${options.sentinel ? 'with' : 'without'} Sentinel${options.disableEditor ? ', no editor' : ''}: whose a type is that its package does not declare`, async () => {
      const [before, after] = await unsaid(options);
      assert.equal(before, FIRST);
      assert.equal(after === FIRST, options.sentinel, after);
    });
  }

  // Nobody knows whether it registers the type any more.
  test('a package that has another version by now has such a type as long as nobody else declares it', async () => {
    assert.deepEqual(await unsaid({ version: '4.1', node: 20, sentinel: true, isNewer: true, count: 2 }), [FIRST, FIRST]);
    assert.deepEqual(await unsaid({ version: '4.1', node: 20, sentinel: true, isNewer: true }), [FIRST, 'claimed made by cc-claims {"key":"first-key"}']);
  });

  // It says which Node-RED it is for, in its section of package.json.
  for (const sentinel of [false, true]) {
    test(`${sentinel ? 'with' : 'without'} Sentinel: whose the types are of a package that Node-RED does not load any more`, async () => {
      const base = tempDir();
      const make = (name) => writePackage(path.join(base, 'packages'), { name, nodes: { nodes: 'nodes.js' }, files: { 'nodes.js': code(name), 'nodes.html': html('claimed', `${name}-own`) }, probe: false });
      const granted = { capabilities: ['registry:write'] };
      const start = (packages, until) => startNodeRed({
        version: '4.1', node: 20, sentinel, base, packages: packages.map((dir) => ({ dir, how: 'npm' })), files: { 'flows_cred.json': { claimed: { key: 'first-key' } } }, until,
        settings: { disableEditor: false, credentialSecret: false, sentinel: { server: { packages: { 'zz-first': granted, 'aa-later': granted } } } }, flows: [{ id: 't', type: 'tab' }, { id: 'claimed', type: 'claimed', z: 't', x: 1, y: 1, wires: [] }],
      });
      try {
        const nodeRed = await start([make('zz-first')]);
        assert.match(nodeRed.log, new RegExp(FIRST));
        await nodeRed.stop({ keep: true });
        const manifest = path.join(nodeRed.userDir, 'node_modules', 'zz-first', 'package.json');
        const content = JSON.parse(fs.readFileSync(manifest, 'utf8'));
        fs.writeFileSync(manifest, JSON.stringify({ ...content, version: '2.0.0', 'node-red': { ...content['node-red'], version: '>=99' } }));
        const again = await start([make('aa-later')], 'spawned');
        await again.waitFor(/claimed made by|Waiting for missing types/);
        await again.stop({ keep: true });
        assert.equal(again.log.includes(LATER), !sentinel, again.log);
      } finally {
        fs.rmSync(base, { recursive: true, force: true });
      }
    });
  }

  for (const options of [{ version: '4.1', node: 20, sentinel: false }, { version: '3.1', node: 20, sentinel: true }, { version: '4.1', node: 20, sentinel: true }, { version: '5.0', node: 26, sentinel: true }]) {
    test(`Node-RED ${options.version} ${options.sentinel ? 'with' : 'without'} Sentinel: the set that an operator switches off is off, whatever a type of another set of its package is called`, async () => {
      const nodeRed = await startNodeRed({
        ...options, settings: { disableEditor: false, sentinel: { server: { packages: { 'claims-sets': { capabilities: ['registry:write'] } } } } },
        packages: [writePackage(tempDir(), { name: 'claims-sets', nodes: { one: 'one.js', two: 'two.js' }, files: { 'one.js': code('one', 'claims-sets/two'), 'two.js': code('two', 'claims-two'), 'one.html': html('claims-sets/two', 'one-own'), 'two.html': html('claims-two', 'two-own') }, probe: false })],
      });
      try {
        const answer = await fetch(`${nodeRed.url}/nodes/claims-sets/two`, { method: 'PUT', headers: { connection: 'close', 'content-type': 'application/json' }, body: '{ "enabled": false }' });
        assert.equal(answer.status, 200);
        const sets = JSON.parse((await nodeRed.get('/nodes', { accept: 'application/json' })).text).filter(({ module }) => module === 'claims-sets');
        assert.deepEqual(sets.map(({ name, enabled }) => `${name}: ${enabled}`).sort(), options.sentinel ? ['one: true', 'two: false'] : ['one: false', 'two: true']);
      } finally {
        await nodeRed.stop();
      }
    });
  }
});
