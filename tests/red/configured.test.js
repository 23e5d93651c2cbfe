'use strict';
// What a configuration says of itself beyond what editors write [R7][R13]: that it is that of another id in a subflow, that its id stands in a variable, or in a list. Without
// Sentinel its node has the credentials of whoever has that id. An editor half can give its own nodes such a member (`defaults: { _alias: … }`), and so can who deploys with `flows:write`.
const { test } = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { probePackage } = require('../support/packages.js');
const { tempDir } = require('../support/userdir.js');
const { eventually } = require('../support/effects.js');

const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }];
const SECRET = 'configured-secret';
const html = (...types) => types.map((type) => `<script type="text/html" data-template-name="${type}"></script>\n`).join('');

const AFTER = `const probe = module.exports;
const seen = [];
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('configured-own', function (config) {
    given.nodes.createNode(this, config);
    seen.push([config.mark, this.credentials?.password, config.taken]);
  }, { credentials: { password: { type: 'password' } } });
};`;
const main = "require(globalThis[Symbol.for('nrgs.operator')].files['node-red'])";
const calls = {
  seen: '({ mark }) => JSON.stringify(seen.filter((entry) => entry[0] === mark).map((entry) => entry.slice(1)))',
  // What is there stays, for Node-RED forgets the credentials of what is gone.
  deploy: `({ flows }) => ${main}.nodes.setFlows(flows, 'full').then(() => 'done')`,
  update: `({ id, flow, isMain }) => (isMain ? ${main}.nodes.updateFlow(id, flow) : ${main}.runtime.flows.updateFlow({ id, flow })).then(() => 'done')`,
  add: `({ flow }) => ${main}.runtime.flows.addFlow({ flow }).then(() => 'done')`,
};
const VICTIM = `const probe = module.exports;
let last;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('configured-victim', function (config) { given.nodes.createNode(this, config); last = this.credentials; }, { credentials: { password: { type: 'password' } } });
};`;

const TAB = { id: 't', type: 'tab', env: [{ name: 'WHO', type: 'str', value: 'victim' }] };
const at = (id, type, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...more });
const victim = at('victim', 'configured-victim', { credentials: { password: SECRET } });
const stays = at('victim', 'configured-victim');
const own = (id, more) => at(id, 'configured-own', more);
const SUBFLOW = [
  { id: 'sub', type: 'subflow', name: 'sub', in: [], out: [], env: [{ name: 'password', type: 'cred' }] },
  { ...own('inner', { taken: '${password}' }), z: 'sub' },
];

/** What an operator deploys -> what would have the secret. */
const DEPLOYED = {
  'an alias': [own('a', { _alias: 'victim' })],
  'a list as an alias': [own('b', { _alias: ['victim'] })],
  'a variable as an id': [own('${WHO}')],
  'a variable as an id, written as before': [own('$(WHO)')],
  'a variable as an alias': [own('c', { _alias: '${WHO}' })],
  'an alias of an instance of a subflow': [...SUBFLOW, at('d', 'subflow:sub', { env: [{ name: 'password', type: 'cred' }], _alias: 'victim' })],
};
/** What nodes have all the same. */
const ORDINARY = {
  'its own credentials': [own('e', { credentials: { password: 'own-word' } })],
  'credentials of a node in a subflow': [SUBFLOW[0], { ...SUBFLOW[1], credentials: { password: 'own-word' } }, at('f', 'subflow:sub')],
  'a variable in another member': [own('g', { taken: '${WHO}', credentials: { password: 'own-word' } })],
};

function mark(flows, name) {
  return flows.map((node) => (node.type === 'configured-own' ? { ...node, mark: name } : node));
}

async function outcomes({ version, node, sentinel }) {
  const base = tempDir();
  const dir = path.join(base, 'packages');
  const owner = probePackage(dir, { name: 'configured', calls, files: { 'probe-nodes.html': html('configured-own') }, after: AFTER });
  const other = probePackage(dir, { name: 'configured-victim', calls: { had: "() => `${last.password === 'changed'}`" }, files: { 'probe-nodes.html': html('configured-victim') }, after: VICTIM });
  const grants = { server: { packages: { configured: { capabilities: ['registry:write', 'flows:write', 'module:load:node-red'] }, 'configured-victim': { capabilities: ['registry:write'] } } } };
  const nodeRed = await startNodeRed({ base, version, node, sentinel, packages: [owner, other], grants, flows: [TAB] });
  const call = async (name, args) => { const { value, error } = await callProbe(nodeRed, 'configured', name, args); return value ?? error.code ?? error.message; };
  const starts = () => nodeRed.log.split(/Started (?:modified )?(?:flows|nodes)/).length;
  const deploy = async (flows) => {
    const before = starts();
    await nodeRed.post('/flows', flows, { 'node-red-deployment-type': 'full' });
    assert.ok(await eventually(() => starts() > before, 15_000));
  };
  const seenAs = async (name) => JSON.parse(await call('seen', { mark: name })).flat().filter(Boolean).join();
  /** By the package; Node-RED makes the last node last. */
  const change = async (name, flows) => {
    const last = own(`${name}-last`, { mark: `${name}-last`, z: name.startsWith('add') ? undefined : 't', taken: 'made' });
    const all = [...mark(flows, name), last];
    const said = await call(...(name.startsWith('add') ? ['add', { flow: { label: name, env: TAB.env, nodes: all } }] : ['deploy', { flows: [TAB, ...all] }]));
    if (said === 'done') assert.ok(await eventually(async () => (await seenAs(`${name}-last`)) === 'made', 15_000));
    result.written[name] = [said, await seenAs(name)];
  };
  const result = { deployed: {}, ordinary: {}, written: {} };
  try {
    for (const [kind, list] of [['deployed', DEPLOYED], ['ordinary', ORDINARY]]) {
      for (const [name, flows] of Object.entries(list)) {
        await deploy([TAB, victim, ...mark(flows, name)]);
        result[kind][name] = await seenAs(name);
      }
    }
    await deploy([TAB, victim]);
    // With `flows:write`.
    await change('add a variable', [own('${WHO}', { z: undefined })]);
    await change('add an alias', [own('h', { z: undefined, _alias: 'victim' })]);
    for (const [name, flows] of Object.entries({ list: [own(['victim'])], 'list in a list': [own([['victim']])], ordinary: [stays, own('i')] })) {
      await deploy([TAB, victim]);
      await change(name, flows);
    }
    // A flow has secrets among its variables.
    const env = [{ name: 'word', type: 'cred' }];
    for (const [name, more] of Object.entries({ flow: { credentials: { word: 'changed' } }, 'flow by node-red': { credentials: { word: 'changed' } }, 'ordinary flow': {} })) {
      await deploy([{ id: 'f', type: 'tab', env, credentials: { word: 'flow-word' } }, { ...own('k', { taken: '${word}' }), z: 'f' }]);
      const said = await call('update', { id: 'f', isMain: name.endsWith('node-red'), flow: { label: name, env, nodes: mark([own('k', { taken: '${word}' })], name), configs: [], ...more } });
      if (said === 'done') assert.ok(await eventually(async () => (await seenAs(name)) !== '', 15_000));
      result.written[name] = [said, await seenAs(name)];
    }
    // Whose credentials are written, when the type is a list as well?
    await deploy([TAB, victim]);
    await change('credentials', [...SUBFLOW, at(['victim'], ['subflow:sub'], { credentials: { password: 'changed' } })]);
    await deploy([TAB, stays]);
    result.changed = (await callProbe(nodeRed, 'configured-victim', 'had')).value;
    return result;
  } finally {
    await nodeRed.stop();
  }
}

for (const pair of PAIRS) {
  test(`Node-RED ${pair.version}, Node.js ${pair.node}: a configuration has the credentials of its own id and of no other`, async () => {
    const bare = await outcomes({ ...pair, sentinel: false });
    for (const [name, had] of Object.entries(bare.deployed)) assert.match(had, new RegExp(SECRET), `without Sentinel ${name} does nothing`);
    for (const name of ['add a variable', 'add an alias', 'list', 'list in a list']) assert.equal(bare.written[name][1], SECRET, `without Sentinel ${name}, deployed by a package, does nothing`);
    const guarded = await outcomes({ ...pair, sentinel: true });
    assert.equal(JSON.stringify(guarded).includes(SECRET), false, JSON.stringify(guarded));
    assert.deepEqual([bare.changed, guarded.changed], ['true', 'false'], 'credentials of another by a type in a list');
    assert.deepEqual(guarded.ordinary, bare.ordinary);
    assert.deepEqual(guarded.written.ordinary, bare.written.ordinary);
    assert.deepEqual(Object.values(bare.ordinary), ['own-word', 'own-word,${password}', 'own-word,victim']);
    assert.equal(guarded.written.ordinary[0], 'done');
    for (const name of ['flow', 'flow by node-red']) assert.deepEqual([bare.written[name], guarded.written[name]], [['done', 'changed'], ['ERR_SENTINEL_DENIED', '']], name);
    assert.deepEqual([bare.written['ordinary flow'], guarded.written['ordinary flow']], [['done', 'flow-word'], ['done', 'flow-word']]);
  });
}
