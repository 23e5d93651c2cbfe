'use strict';
// A package that an operator installs while Node-RED runs takes nothing out of the palette and out of the registry that is not there for it alone, and is gone when the operator
// removes it, whatever its package.json and its plugins say to that [R4][R14].
const { describe, test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { writePackage } = require('../support/packages.js');

const nodes = (name) => ({
  'nodes.js': `module.exports = (RED) => RED.nodes.registerType('${name}-node', function (config) { RED.nodes.createNode(this, config); });`,
  'nodes.html': `<script type="text/html" data-template-name="${name}-node"></script>`,
});
const plugin = (definition) => ({ 'plugin.js': `module.exports = (RED) => RED.plugins.registerPlugin(require('./package.json').name + '-plugin', ${definition});` });
/** Name -> what is in its section of package.json, in the rest of it, and which files it has. */
const PACKAGES = {
  // What npm installed for a package is its own.
  'removal-user': { section: { dependencies: ['removal-needed'] }, manifest: { dependencies: { 'removal-needed': '*' } } },
  'removal-needed': {},
  // Put there by hand.
  'removal-other': {},
  'removal-hides': { section: { dependencies: ['node-red', 'removal-other'] } },
  'removal-slash': { section: { nodes: { nodes: 'nodes.js', 'a/b': 'nodes.js' } } },
  // Without Sentinel Node-RED would look for it again and again.
  'removal-circle': { section: { nodes: { nodes: 'nodes.js', 'a/b': 'nodes.js' }, dependencies: ['node-red', 'removal-circle', 'removal-other'] } },
  'removal-throws': { section: { plugins: { plugin: 'plugin.js' } }, files: plugin("{ type: 'x', onremove() { throw new Error('stays'); } }") },
  'removal-type': { section: { plugins: { plugin: 'plugin.js' } }, files: plugin("{ type: 'hasOwnProperty' }") },
  // It is there as long as the process.
  'removal-returns': { files: { 'nodes.js': "module.exports = (RED) => { const register = () => RED.nodes.registerType('removal-returns-node', function () {}); register(); setInterval(() => { try { register(); } catch {} }, 5); };" } },
  // Core removes nothing whose types are in use.
  'removal-inject': { files: { 'nodes.html': '<script type="text/html" data-template-name="inject"></script>' } },
  'removal-inherits': { section: { dependencies: ['__proto__'] } },
};
/** Says which package makes a node of the type. */
const typed = (type) => `try { const { name } = require('./package.json'); RED.nodes.registerType('${type}', function (config) { RED.nodes.createNode(this, config); console.log('${type} made by ' + name); }); } catch ({ message }) { console.log(message); }`;
const PLUGINS = ['removal-words', 'removal-more', 'removal-set'];
Object.assign(PACKAGES, {
  // Types of which its editor half says nothing, and names of plugins: from a set of plugins, from one of nodes, while it is removed, and later on.
  'removal-leaves': {
    section: { plugins: { plugin: 'plugin.js' } },
    files: {
      'nodes.js': `module.exports = (RED) => { ${typed('removal-leaves-node')} ${typed('removal-unsaid')} try { RED.plugins.registerPlugin('removal-set', { type: 'x' }); } catch { console.log('no set of plugins'); } };`,
      'plugin.js': `module.exports = (RED) => { ${typed('removal-unsaid-too')}
        RED.plugins.registerPlugin('removal-leaves-plugin', { type: 'x', onremove() { RED.plugins.registerPlugin('removal-words', { type: 'x' }); } });
        setInterval(() => { if (RED.plugins.get('removal-leaves-plugin') === undefined) try { RED.plugins.registerPlugin('removal-more', { type: 'x' }); } catch {} }, 5); };`,
    },
  },
  'removal-comes': {
    section: { plugins: { plugin: 'plugin.js' } },
    files: {
      'nodes.js': `module.exports = (RED) => { ${typed('removal-comes-node')} ${typed('removal-unsaid')} ${typed('removal-unsaid-too')} };`,
      'nodes.html': ['comes-node', 'unsaid', 'unsaid-too'].map((type) => `<script type="text/html" data-template-name="removal-${type}"></script>`).join('\n'),
      'plugin.js': `module.exports = (RED) => { for (const name of ${JSON.stringify(PLUGINS)}) { RED.plugins.registerPlugin(name, { type: 'x', mine: true }); console.log(name + ' is mine: ' + RED.plugins.get(name)?.mine); } };`,
    },
  },
});
/** It registers one with nodes of a type that nobody has yet, and then one with nothing in it, which Node-RED does not take. */
const subflow = (type) => `try { RED.nodes.registerSubflow({ id: 'within', type: 'subflow', name: 'x', env: [], in: [], out: [], meta: { type: 'removal-subflow' }, flow: [{ id: 'inner', type: '${type}', z: 'within', x: 1, y: 1, wires: [] }] }); } catch ({ message }) { console.log(message); }`;
Object.assign(PACKAGES, {
  'removal-brings': { files: { 'nodes.js': `module.exports = (RED) => { ${typed('removal-brings-node')} ${subflow('removal-brought-node')} ${subflow('debug')} };`, 'nodes.html': '<script type="text/html" data-template-name="removal-subflow"></script><script type="text/html" data-template-name="removal-brings-node"></script>' } },
  'removal-brought': { files: { 'nodes.js': `module.exports = (RED) => { ${typed('removal-brought-node')} };` } },
});
const make = (dir, name) => {
  const { section = {}, manifest = {}, files = {} } = PACKAGES[name];
  return writePackage(dir, { name, files: { ...nodes(name), ...files }, manifest: { ...manifest, 'node-red': { nodes: { nodes: 'nodes.js' }, ...section } }, probe: false });
};
const granted = { capabilities: ['registry:write'] };
/** Outside the user directory core does not know what an operator asked for. */
const FAR = { 'removal-far': { section: { dependencies: ['removal-near'] }, manifest: { dependencies: { 'removal-near': '*' } } }, 'removal-near': {} };
Object.assign(PACKAGES, FAR);
const FLOWS = [{ id: 't', type: 'tab' }, { id: 'i', type: 'inject', z: 't', x: 1, y: 1, props: [], wires: [[]] }];
const settings = { ...leanCore(), disableEditor: false, externalModules: { palette: { allowInstall: true } }, sentinel: { server: { packages: Object.fromEntries(Object.keys(PACKAGES).map((name) => [name, granted])) } } };
const LIMIT = 30_000;
/** What the operator asked for, of what is there. */
const ASKED = ['removal-returns', 'removal-inject', 'removal-user', 'removal-throws', 'removal-type', 'removal-leaves', 'removal-brings'];

/** A running Node-RED in which packages can be installed and removed. */
async function running(pair, there) {
  const base = tempDir('nrgs-removal-');
  const files = {};
  for (const name of there) files[`node_modules/${name}`] = make(path.join(base, 'there'), name);
  const userDir = path.join(base, 'user');
  for (const [to, from] of Object.entries(files)) fs.cpSync(from, path.join(userDir, to), { recursive: true });
  const far = path.join(base, 'far');
  for (const name of Object.keys(FAR)) make(path.join(far, 'node_modules'), name);
  const nodeRed = await startNodeRed({ ...pair, base, flows: FLOWS, settings: { ...settings, nodesDir: [far] }, files: { 'package.json': { name: 'user', dependencies: Object.fromEntries(ASKED.filter((name) => there.includes(name)).map((name) => [name, '1.0.0'])) } } });
  const ask = (place, options = {}, limit = LIMIT) => fetch(`${nodeRed.url}${place}`, { ...options, headers: { connection: 'close', ...options.headers }, signal: AbortSignal.timeout(limit) });
  return {
    nodeRed,
    /** Of which modules there are nodes in the palette, by what editors are told: 'NOT TOLD' when they are not. */
    async palette() {
      const text = await ask('/nodes', { headers: { accept: 'text/html' } }, 5000).then((answer) => answer.text(), () => 'NOT TOLD');
      return [...new Set(text.match(/data-template-name="(?:inject|removal-[a-z]*)|NOT TOLD/g))].map((found) => found.replace(/.*"/, '').replace('inject', 'node-red')).sort();
    },
    install: (name) => nodeRed.post('/nodes', { module: make(path.join(base, 'packages'), name) }).then(({ status }) => status),
    /** How it was answered, and whether the package is still there. */
    async remove(name, limit = LIMIT) {
      const status = await ask(`/nodes/${name}`, { method: 'DELETE' }, limit).then((answer) => answer.status, () => 'NOT ANSWERED');
      return [status, fs.existsSync(path.join(userDir, 'node_modules', name))];
    },
    async close() {
      await nodeRed.stop({ keep: true });
      fs.rmSync(base, { recursive: true, force: true });
    },
  };
}

const THERE = ['removal-user', 'removal-needed', 'removal-other', 'removal-throws', 'removal-type', 'removal-inject', 'removal-returns'];
const BEFORE = ['node-red', 'removal-far', 'removal-other', 'removal-returns', 'removal-throws', 'removal-type', 'removal-user'];
const GONE = [204, false];

describe('packages that are installed and removed', { concurrency: 2 }, () => {
  test('without Sentinel a package takes others out of the palette, and stays when it is removed', async () => {
    const red = await running({ version: '4.1', node: 20, sentinel: false }, THERE);
    try {
      assert.deepEqual(await red.palette(), BEFORE);
      // What npm installed for a package goes with it.
      assert.deepEqual(await red.remove('removal-user'), GONE);
      // What comes in the place of one that was removed has no types: that one has them again.
      assert.deepEqual(await red.remove('removal-returns'), GONE);
      await red.install('removal-returns');
      assert.match(red.nodeRed.log, /removal-returns-node already registered/);
      await red.install('removal-hides');
      assert.deepEqual(await red.palette(), ['removal-far', 'removal-hides', 'removal-throws', 'removal-type']);
      await red.install('removal-slash');
      assert.deepEqual(await red.palette(), ['NOT TOLD']);
      // Before it has npm remove it Node-RED says so. Some versions answer nothing, and do nothing more for whoever asks next.
      for (const name of ['removal-throws', 'removal-type', 'removal-slash', 'removal-inject']) {
        const [, isThere] = await red.remove(name, 1000);
        assert.ok(isThere && !red.nodeRed.log.includes(`Uninstalling module: ${name}`), name);
      }
      assert.match(red.nodeRed.log, /Uninstalling module: removal-user/);
    } finally {
      await red.close();
    }
  });

  for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 24 }]) {
    test(`Node-RED ${pair.version}: a package takes nobody out of the palette, and is removed`, async () => {
      const red = await running({ ...pair, sentinel: true }, [...THERE, 'removal-inherits']);
      let there = [...BEFORE, 'removal-inherits', 'removal-near'].sort();
      const gone = (name) => there.filter((other) => other !== name);
      try {
        assert.deepEqual(await red.palette(), there);
        assert.equal(await red.install('removal-circle'), 200);
        assert.deepEqual(await red.palette(), [...there, 'removal-circle'].sort());
        assert.deepEqual(await red.remove('removal-circle'), GONE, red.nodeRed.log);
        assert.deepEqual(await red.palette(), there);
        // With the last one goes what npm installed for it, as without Sentinel.
        for (const name of ['removal-throws', 'removal-type', 'removal-inject', 'removal-user']) {
          assert.deepEqual(await red.remove(name), GONE, red.nodeRed.log);
          there = gone(name);
          assert.deepEqual(await red.palette(), there);
        }
        assert.deepEqual(await red.remove('removal-returns'), GONE);
        assert.deepEqual(await red.palette(), gone('removal-returns'));
        assert.equal(await red.install('removal-returns'), 200);
        assert.deepEqual(await red.palette(), there);
        const { log } = red.nodeRed;
        if (pair.version !== '3.1') assert.match(log, /\[removal-throws\] what a plugin does when it is removed failed: Error: stays/);
        for (const what of ['removal-circle lacks all\n {2}Resource: the', 'removal-inherits lacks all\n {2}Resource: the dependency "__proto__"']) {
          assert.match(log, new RegExp(`BLOCKED package\\.json — ${what}`));
        }
      } finally {
        await red.close();
      }
    });
  }

  for (const { sentinel, ...pair } of [{ version: '4.1', node: 20, sentinel: false }, ...[{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 24 }].map((one) => ({ ...one, sentinel: true }))]) {
    test(`Node-RED ${pair.version} ${sentinel ? 'with' : 'without'} Sentinel: what a removed package has registered is there for the one that comes in its place`, async () => {
      const red = await running({ ...pair, sentinel }, ['removal-leaves']);
      try {
        await red.nodeRed.waitFor(/no set of plugins/);
        assert.deepEqual(await red.remove('removal-leaves'), GONE);
        assert.equal(await red.install('removal-comes'), 200);
        const nodes = ['removal-unsaid', 'removal-unsaid-too'].map((type) => ({ id: type, type, z: 't', x: 1, y: 1, wires: [[]] }));
        await red.nodeRed.post('/flows', [...FLOWS, ...nodes]);
        await red.nodeRed.waitFor(/Started flows[^]*Started flows/);
        const { log } = red.nodeRed;
        for (const type of ['removal-unsaid', 'removal-unsaid-too']) assert.match(log, new RegExp(`${type} made by removal-${sentinel ? 'comes' : 'leaves'}`));
        for (const name of PLUGINS) assert.match(log, new RegExp(`${name} is mine: true`));
      } finally {
        await red.close();
      }
    });
  }

  for (const { sentinel, ...pair } of [{ version: '4.1', node: 20, sentinel: false }, ...[{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 24 }].map((one) => ({ ...one, sentinel: true }))]) {
    test(`Node-RED ${pair.version} ${sentinel ? 'with' : 'without'} Sentinel: a subflow brings along no nodes of a package that is installed later, whatever is registered under its type after it`, async () => {
      const red = await running({ ...pair, sentinel }, ['removal-brings']);
      try {
        assert.match(red.nodeRed.log, /removal-subflow already registered/);
        assert.equal(await red.install('removal-brought'), 200);
        await red.nodeRed.post('/flows', [...FLOWS, ...['removal-subflow', 'removal-brings-node', 'removal-brought-node'].map((type) => ({ id: type, type, z: 't', x: 1, y: 1, wires: [] }))]);
        await red.nodeRed.waitFor(/Started flows[^]*Started flows/);
        const made = red.nodeRed.log.match(/removal-\S+ made by removal-\w+/g).filter((line) => line.includes('brought'));
        assert.equal(made.length, sentinel ? 1 : 2, red.nodeRed.log);
        if (sentinel) await red.nodeRed.waitFor(/removal-brings lacks node:receive/);
      } finally {
        await red.close();
      }
    });
  }
});
