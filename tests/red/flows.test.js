'use strict';
// Ordinary packages notice nothing: nodes with `registry:write` alone in subflows, groups, with link, catch, status and complete nodes,
// and after a deployment, do what they do without Sentinel.
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');
const ordinary = require('./lib/ordinary.js');

const NODES = `
const probe = module.exports;
module.exports = (given) => {
  probe(given);
  class Base {
    constructor(config) {
      given.nodes.createNode(this, config);
      this.id = config.id;
      this.tag = config.tag;
      this.place = given.nodes.getNode(config.place);
      this.place?.register(this);
      this.on('input', (msg, send, done) => this.work(msg, send, done));
      this.on('close', (removed, done) => { log.push('close ' + this.tag + ' ' + removed); done(); });
    }

    work(msg, send, done) {
      if (msg.fail) return done(new Error('failed ' + this.tag));
      this.status({ text: this.tag });
      const env = given.util.evaluateNodeProperty('GREETING', 'env', this);
      const seen = this.context().get('seen') ?? 0;
      this.context().set('seen', seen + 1);
      this.context().flow.set('last', this.tag);
      send({ ...msg, payload: msg.payload + ' ' + this.tag + (env ? '(' + env + ')' : '') + (this.place ? '@' + this.place.where + this.place.credentials.key : '') });
      done();
    }
  }
  given.nodes.registerType('flows-step', Base);
  given.nodes.registerType('flows-place', function (config) {
    given.nodes.createNode(this, config);
    this.where = config.where;
    this.users = {};
    this.register = (node) => { this.users[node.id] = node; };
  }, { credentials: { key: { type: 'password' } } });
  function Many(config) {
    given.nodes.createNode(this, config);
    const node = this;
    node.on('input', function (msg) { node.send([[{ payload: 'a' }, { payload: 'b' }], { ...msg, payload: 'c' }]); });
  }
  given.nodes.registerType('flows-many', Many);
};`;

const at = (id, type, wires, more) => ({ id, type, z: 't', x: 1, y: 1, wires, ...more });
const collect = (id, z) => at(id, 'flows-step', [[]], { tag: id, z });
const flows = ({ tag = 'one' } = {}) => [
  { id: 't', type: 'tab', label: 'tab', env: [{ name: 'GREETING', type: 'str', value: 'hello' }] },
  { id: 'place', type: 'flows-place', where: 'here' },
  { id: 'sub', type: 'subflow', name: 'sub', in: [{ x: 1, y: 1, wires: [{ id: 'inner1' }] }], out: [{ x: 1, y: 1, wires: [{ id: 'inner2', port: 0 }] }], env: [{ name: 'GREETING', type: 'str', value: 'sub' }] },
  at('inner1', 'flows-step', [['inner2']], { z: 'sub', tag: 'in1' }),
  at('inner2', 'flows-step', [[]], { z: 'sub', tag: 'in2' }),
  { id: 'g', type: 'group', z: 't', nodes: ['grouped'], env: [{ name: 'GREETING', type: 'str', value: 'group' }] },
  at('hin', 'http in', [['first']], { url: '/story', method: 'get' }),
  at('first', 'flows-step', [['instance']], { tag, place: 'place' }),
  at('instance', 'subflow:sub', [['grouped']], {}),
  at('grouped', 'flows-step', [['lout']], { tag: 'grouped', g: 'g' }),
  at('lout', 'link out', [], { mode: 'link', links: ['lin'] }),
  at('lin', 'link in', [['call']], { links: ['lout'] }),
  at('call', 'link call', [['last']], { links: ['target'], linkType: 'static', timeout: '5' }),
  at('target', 'link in', [['called']], { links: [] }),
  at('called', 'flows-step', [['back']], { tag: 'called' }),
  at('back', 'link out', [], { mode: 'return', links: [] }),
  at('last', 'flows-step', [['hout']], { tag: 'last' }),
  at('hout', 'http response', [], {}),
  at('fin', 'http in', [['setfail']], { url: '/fail', method: 'get' }),
  at('setfail', 'change', [['failing']], { rules: [{ t: 'set', p: 'fail', pt: 'msg', to: 'true', tot: 'bool' }] }),
  at('failing', 'flows-step', [[]], { tag: 'failing' }),
  at('catch', 'catch', [['caught']], { scope: ['failing'] }),
  at('caught', 'change', [['hout']], { rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'error.message', tot: 'msg' }] }),
  at('status', 'status', [['statused']], { scope: ['last'] }),
  at('statused', 'function', [[]], { func: "flow.set('status', msg.status.text + msg.status.source.id); return null;", outputs: 1 }),
  at('complete', 'complete', [['completed']], { scope: ['last'] }),
  at('completed', 'function', [[]], { func: "flow.set('complete', msg.complete.source.type); return null;", outputs: 1 }),
  at('sin', 'http in', [['shown']], { url: '/seen', method: 'get' }),
  at('shown', 'function', [['hout']], { func: "msg.payload = [flow.get('last'), flow.get('status'), flow.get('complete')].join(); return msg;", outputs: 1 }),
  at('min', 'http in', [['many']], { url: '/many', method: 'get' }),
  at('many', 'flows-many', [['m1'], ['m1', 'm2']], {}),
  at('m1', 'function', [[]], { func: "const all = flow.get('many') ?? []; all.push('m1' + msg.payload); flow.set('many', all); return null;", outputs: 1 }),
  at('m2', 'function', [['hout']], { func: "const all = flow.get('many') ?? []; all.push('m2' + msg.payload); flow.set('many', all); return msg;", outputs: 1 }),
  at('mout', 'http in', [['mshown']], { url: '/manyseen', method: 'get' }),
  at('mshown', 'function', [['hout']], { func: "msg.payload = (flow.get('many') ?? []).sort().join(); return msg;", outputs: 1 }),
  collect('unused'), ...ordinary.FLOWS,
];

async function eventually(ask, wanted) {
  for (const end = Date.now() + 15_000; ;) {
    const answer = await ask();
    if (wanted.test(answer) || Date.now() > end) return answer;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

async function story({ version, node, sentinel, sync = false }) {
  const base = tempDir();
  const dir = probePackage(base, {
    name: 'flows-nodes', head: 'const log = [];', after: NODES,
    calls: { log: '() => log.splice(0).sort().join()', inspect: "() => { const n = RED.nodes.getNode('first'); return [n.id, n.type, n.name, n.z, JSON.stringify({ ...n, place: undefined }).length > 20, Object.keys(n).includes('tag')].join(); }" },
  });
  const nodeRed = await startNodeRed({
    version, node, sentinel, base, packages: [dir, ordinary.ordinary(base)], flows: flows(), files: { 'flows_cred.json': { place: { key: '#1' }, ...ordinary.SECRETS } },
    settings: {
      ...ordinary.SETTINGS, runtimeSyncDelivery: sync,
      sentinel: { server: { packages: { 'flows-nodes': { capabilities: ['registry:write'] }, [ordinary.NAME]: ordinary.grants(path.join(base, 'user')) } } },
    },
  });
  const told = [];
  const get = async (place) => (await nodeRed.get(place)).text;
  const say = async (call) => JSON.parse(await get(`/probe/flows-nodes?call=${call}&args={}`)).value;
  const deploy = async (list, kind) => {
    const answer = await nodeRed.post('/flows', { flows: list }, { 'node-red-api-version': 'v2', 'node-red-deployment-type': kind });
    assert.equal(answer.status, 200, answer.text);
  };
  try {
    told.push(await get('/story'), await get('/fail'), await eventually(() => get('/seen'), /,.+,./), await say('inspect'));
    told.push(await get('/many'), await eventually(() => get('/manyseen'), /m1a.*m2c/));
    const used = await ordinary.tell(nodeRed, version);
    await deploy(flows({ tag: 'three' }), 'full');
    // The routes may come back after the answer.
    told.push(await eventually(() => get('/story'), /three/), await eventually(() => get('/fail'), /failed/), await say('log'));
    return { told, used, log: nodeRed.log };
  } finally {
    await nodeRed.stop();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '4.1', node: 20, sync: true }, { version: '5.0', node: 22 }]) {
  test(`Node-RED ${pair.version}${pair.sync ? ', synchronous delivery' : ''}: flows of an ordinary package run as without Sentinel`, async () => {
    const bare = await story({ ...pair, sentinel: false });
    const guarded = await story({ ...pair, sentinel: true });
    assert.match(bare.told[0], /one\(hello\)@here#1 in1\(sub\) in2\(sub\) grouped\(group\) called\(hello\) last\(hello\)/);
    assert.deepEqual(guarded.told, bare.told);
    assert.equal(bare.used.at(-1), ordinary.TOLD);
    assert.doesNotMatch(JSON.stringify(bare.used), /false|ERROR|"[45]\d\d /);
    assert.deepEqual(guarded.used, bare.used);
    assert.doesNotMatch(guarded.log, /BLOCKED/);
  });
}
