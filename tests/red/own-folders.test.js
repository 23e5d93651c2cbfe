'use strict';
// Nodes in folders of the operator's (`{userDir}/nodes`, `nodesDir`), where each file is somebody by itself: what lies beside them for editors and people is there as without Sentinel. A
// link that leads out of the folder shows nothing.
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir, writeFiles } = require('../support/userdir.js');

const SOURCE = (type) => `module.exports = (RED) => RED.nodes.registerType('${type}', function (config) {
  RED.nodes.createNode(this, config);
  this.on('input', (msg, send, done) => { send({ ...msg, payload: RED._('${type}.text') }); done(); });
});`;
/** A set of nodes with all that can lie beside it. */
const set = (dir, type) => ({
  [`${dir}/${type}.js`]: SOURCE(type),
  [`${dir}/${type}.html`]: `<script>RED.nodes.registerType('${type}', { category: 'function', defaults: {}, inputs: 1, outputs: 1 })</script>`,
  ...Object.fromEntries(['en-US', 'de'].flatMap((language) => [
    [`${dir}/locales/${language}/${type}.json`, { [type]: { text: `text ${language}` } }],
    [`${dir}/locales/${language}/${type}.html`, `<script type="text/html" data-help-name="${type}">help ${language}</script>`],
  ])),
  [`${dir}/icons/${type}.svg`]: `<svg xmlns="http://www.w3.org/2000/svg" id="${type}"/>`, [`${dir}/examples/${type}.json`]: [{ id: type }], [`${dir}/resources/${type}.txt`]: `resource ${type}`,
});
const manifest = (name) => ({ name, version: '1.0.0', 'node-red': { nodes: { [name]: `${name}.js` } } });

const TYPES = ['beside-user', 'beside-deep', 'beside-far', 'beside-package', 'beside-links'];
/** Files of the last package that lead elsewhere. */
const LINKS = ['locales/fr/beside-links.json', 'locales/fr/beside-links.html', 'resources/secret.txt', 'examples/secret.json', 'icons/secret.svg'];
const SECRET = '{ "secret": "not to be shown" }';

const at = (id, type, next, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[next]], ...more });
const FLOWS = [
  { id: 't', type: 'tab', label: 'beside' }, at('out', 'http response', 'out', { wires: [] }),
  ...TYPES.flatMap((type) => [at(`in-${type}`, 'http in', type, { url: `/${type}`, method: 'get' }), at(type, type, 'out')]),
];

async function story({ version, node, sentinel }) {
  const base = tempDir();
  const far = path.join(base, 'far');
  writeFiles(base, {
    ...set('user/nodes', TYPES[0]), ...set('user/nodes/deep', TYPES[1]), ...set('far', TYPES[2]), secret: SECRET,
    ...set('far/package', TYPES[3]), 'far/package/package.json': manifest(TYPES[3]), ...set('far/links', TYPES[4]), 'far/links/package.json': manifest(TYPES[4]),
  });
  for (const link of LINKS) {
    fs.mkdirSync(path.dirname(path.join(far, 'links', link)), { recursive: true });
    fs.symlinkSync(path.join(base, 'secret'), path.join(far, 'links', link));
  }
  const names = ['./nodes/beside-user.js', './nodes/deep/beside-deep.js', ...['beside-far', 'package/beside-package', 'links/beside-links'].map((file) => path.join(far, `${file}.js`))];
  const packages = Object.fromEntries(names.map((name) => [name, { capabilities: ['registry:write'] }]));
  const nodeRed = await startNodeRed({ version, node, sentinel, base, flows: FLOWS, settings: { disableEditor: false, nodesDir: far, sentinel: { server: { packages } } } });
  const told = {};
  const ask = async (place, headers) => {
    const { status, text } = await nodeRed.get(place, headers);
    return `${status} ${text}`;
  };
  try {
    for (const type of TYPES) told[type] = await ask(`/${type}`);
    const sets = JSON.parse((await nodeRed.get('/nodes', { accept: 'application/json' })).text).filter(({ types }) => types.some((type) => TYPES.includes(type)));
    told.sets = sets.map(({ id, types, err }) => [id, types, err ?? null]);
    for (const language of ['en-US', 'de', 'it']) {
      for (const { id } of sets) told[`${id} ${language}`] = [await ask(`/nodes/${id}`, { accept: 'text/html', 'accept-language': language }), await ask(`/locales/${id}?lng=${language}`)];
      const all = await ask('/nodes', { accept: 'text/html', 'accept-language': language });
      told[language] = TYPES.map((type) => new RegExp(`data-help-name="${type}">[^<]*`, 'u').exec(all)?.[0]);
    }
    for (const type of TYPES) told[`icon ${type}`] = [await ask(`/icons/node-red/${type}.svg`), await ask(`/icons/${type}/${type}.svg`)];
    for (const type of TYPES) told[`resource ${type}`] = [await ask(`/resources/${type}/${type}.txt`), await ask(`/library/examples/flows/${type}/${type}`)];
    const before = nodeRed.log;
    const id = 'beside-links/beside-links';
    const shown = [
      await ask(`/nodes/${id}`, { accept: 'text/html', 'accept-language': 'fr' }), await ask(`/locales/${id}?lng=fr`), await ask('/resources/beside-links/secret.txt'),
      await ask('/library/examples/flows/beside-links/secret'), await ask('/icons/beside-links/secret.svg'),
    ].map((answer) => answer.includes('not to be shown'));
    return { told, shown, before, log: nodeRed.log };
  } finally {
    await nodeRed.stop();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version} on Node ${pair.node}: what lies beside nodes in folders of the operator's`, async () => {
    const bare = await story({ ...pair, sentinel: false });
    const guarded = await story({ ...pair, sentinel: true });
    assert.equal(bare.told['beside-package'], '200 text en-US');
    assert.match(bare.told['beside-package/beside-package de'].join(), /help de.*text de/su);
    assert.deepEqual(bare.told['resource beside-package'], ['200 resource beside-package', '200 [\n  {\n    "id": "beside-package"\n  }\n]\n']);
    assert.deepEqual(guarded.told, bare.told);
    assert.doesNotMatch(guarded.before, /BLOCKED/u);
    assert.deepEqual([bare.shown, guarded.shown], [LINKS.map(() => true), LINKS.map(() => false)]);
    assert.match(guarded.log, /BLOCKED a file of the package — \S*links\S* lacks all/u);
  });
}
