'use strict';
// Modules that Node-RED has npm install when a flow is deployed [R14]: for function nodes as ever, for types and subflows of packages those that the package may load.
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { execFileSync } = require('node:child_process');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir, writeFiles } = require('../support/userdir.js');
const { writePackage } = require('../support/packages.js');
const { leanCore } = require('../support/core-nodes.js');

const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 22 }, { version: '5.0', node: 24 }];
/** Named by a type and by a subflow of a package that holds nothing more, by an address in the place of a version, by a package that may, and by a function node. */
const MODULES = ['inst-type', 'inst-subflow', 'inst-elsewhere', 'inst-granted', 'inst-function'];

/** A registry with these modules. What one of them has npm run leaves a mark. */
async function registryOf(base) {
  const marks = path.join(base, 'marks');
  fs.mkdirSync(marks);
  for (const name of MODULES) {
    writeFiles(path.join(base, 'tar', name, 'package'), { 'package.json': { name, version: '1.0.0', scripts: { postinstall: `node -e "require('fs').writeFileSync('${path.join(marks, name)}', '')"` } }, 'index.js': `module.exports = '${name}';` });
    execFileSync('tar', ['-czf', path.join(base, 'tar', `${name}.tgz`), '-C', path.join(base, 'tar', name), 'package']);
  }
  const server = http.createServer((req, res) => {
    const name = path.basename(req.url, '.tgz');
    if (!MODULES.includes(name)) return res.writeHead(404).end();
    if (req.url.endsWith('.tgz')) return res.end(fs.readFileSync(path.join(base, 'tar', `${name}.tgz`)));
    const manifest = JSON.parse(fs.readFileSync(path.join(base, 'tar', name, 'package', 'package.json'), 'utf8'));
    return res.setHeader('content-type', 'application/json').end(JSON.stringify({ name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { ...manifest, hasInstallScript: true, dist: { tarball: `http://127.0.0.1:${server.address().port}/${name}.tgz` } } } }));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { url: `http://127.0.0.1:${server.address().port}`, ran: () => fs.readdirSync(marks).sort(), close: () => { server.closeAllConnections(); server.close(); } };
}

const type = (name) => `
module.exports = (RED) => {
  RED.nodes.registerType('${name}-node', function (config) {
    RED.nodes.createNode(this, config);
    if (config.loads) RED.import(config.libs[0]).then((loaded) => console.log('LOADED ' + loaded.default), (error) => console.log('LOADED ' + error.code));
  }, { dynamicModuleList: 'libs' });
};`;
const SUBFLOW = {
  id: 'installs-subflow', type: 'subflow', name: 'installs', in: [], out: [], env: [], meta: { module: 'installs-subflow', type: 'installs-subflow', version: '1.0.0' },
  flow: [{ id: 'inner', type: 'function', z: 'installs-subflow', func: 'return msg;', outputs: 1, libs: [{ var: 'lib', module: 'inst-subflow' }], x: 1, y: 1, wires: [[]] }],
};

const at = (id, kind, more) => ({ id, type: kind, z: 't', x: 1, y: 1, wires: [[]], ...more });

async function story({ version, node, sentinel }) {
  const base = tempDir('nrgs-installs-');
  const registry = await registryOf(base);
  const html = (name) => ({ [`${name}.html`]: `<script type="text/html" data-template-name="${name}-node"></script>` });
  const packages = ['installs-plain', 'installs-granted'].map((name) => writePackage(base, { name, nodes: { nodes: `${name}.js` }, files: { [`${name}.js`]: type(name), ...html(name) }, probe: false }));
  packages.push(writePackage(base, { name: 'installs-subflow', nodes: { nodes: 'subflow.js' }, files: { 'subflow.js': `module.exports = (RED) => { RED.nodes.registerSubflow(${JSON.stringify(SUBFLOW)}); };` }, probe: false }));
  const nodeRed = await startNodeRed({
    version, node, sentinel, base, packages: packages.map((dir) => ({ dir, how: 'npm' })), env: { npm_config_registry: registry.url, npm_config_audit: 'false', npm_config_cache: path.join(base, 'cache'), npm_config_update_notifier: 'false' },
    settings: {
      ...leanCore(), disableEditor: false, externalModules: { palette: { allowInstall: false }, modules: { allowInstall: true } },
      sentinel: { server: { packages: {
        'installs-plain': { capabilities: ['registry:write'] }, 'installs-subflow': { capabilities: ['registry:write'] }, 'installs-granted': { capabilities: ['registry:write', 'module:load:inst-granted', 'module:load:inst-elsewhere'] },
      } } },
    },
  });
  try {
    const flows = [
      { id: 't', type: 'tab', label: 't' }, at('one', 'installs-plain-node', { libs: [{ var: 'a', module: 'inst-type' }] }), at('two', 'installs-subflow'),
      at('three', 'installs-granted-node', { libs: ['inst-granted'], loads: true }), at('four', 'installs-granted-node', { libs: `inst-elsewhere@${registry.url}/inst-elsewhere.tgz` }),
      at('five', 'function', { func: 'return msg;', outputs: 1, libs: [{ var: 'lib', module: 'inst-function' }] }),
    ];
    await nodeRed.post('/flows', { flows }, { 'node-red-api-version': 'v2', 'node-red-deployment-type': 'full' });
    const [, loaded] = await nodeRed.waitFor(/LOADED (.*)/, { timeout: 60_000 });
    const { log } = nodeRed;
    return { ran: registry.ran(), there: MODULES.filter((name) => fs.existsSync(path.join(base, 'user', 'node_modules', name))), loaded, log };
  } finally {
    await nodeRed.stop({ keep: true });
    registry.close();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const pair of PAIRS) {
  test(`Node-RED ${pair.version}: what a package has installed when a flow is deployed it may load`, async () => {
    const bare = await story({ ...pair, sentinel: false });
    assert.deepEqual([bare.ran, bare.there, bare.loaded], [[...MODULES].sort(), MODULES, 'inst-granted']);
    const guarded = await story({ ...pair, sentinel: true });
    const wanted = ['inst-function', 'inst-granted'];
    assert.deepEqual([guarded.ran, guarded.there.sort(), guarded.loaded], [wanted, wanted, 'inst-granted'], guarded.log);
    assert.deepEqual(guarded.log.match(/BLOCKED npm install.*/g).sort(), ['BLOCKED npm install — installs-granted lacks all', 'BLOCKED npm install — installs-plain lacks module:load', 'BLOCKED npm install — installs-subflow lacks module:load']);
    for (const name of ['inst-type', 'inst-subflow']) assert.ok(guarded.log.includes(`["module:load:${name}"]`), guarded.log);
  });
}
