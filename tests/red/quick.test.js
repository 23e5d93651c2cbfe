'use strict';
// Where nobody looks at a message on its way, shorter functions stand for those of Node-RED (js/red/reviewed.js): whatever a node does with
// its input, and whatever is measured and hooked, is as without Sentinel.
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { wholeCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');
const awkward = require('./lib/awkward.js');

const NODES = `
const probe = module.exports;
module.exports = (given) => {
  probe(given);
  const type = (name, make) => given.nodes.registerType('quick-' + name, function (config) {
    given.nodes.createNode(this, config);
    live[config.id] = this;
    make(this, config);
  });
  type('pass', (node) => node.on('input', (msg, send, done) => { send(msg); done(); }));
  type('old', (node) => node.on('input', function (msg) { this.send([null, msg]); log.push('arguments ' + arguments.length + arguments[1].length + arguments[2].length); }));
  type('own', (node) => {
    const { send } = node;
    node.send = function (...args) { log.push('own send ' + args.length); return send.call(this, args[0]); };
    node.on('input', (msg, given) => { log.push('answer ' + given(msg, 'second') + given()); });
  });
  type('two', (node) => {
    node.on('input', (msg, send, done) => { log.push('two, first'); done(); });
    node.on('input', (msg, send, done) => { log.push('two, second'); send(msg); done(); });
  });
  type('throws', (node) => node.on('input', (msg) => { if (msg.how === 'throw') throw new Error('thrown'); }));
  type('fails', (node) => node.on('input', (msg, send, done) => done(msg.how === 'fail' ? new Error('failed') : undefined)));
  type('idle', () => {});
  ${awkward.NODES}
  type('sink', (node) => node.on('input', (msg, send, done) => { log.push('sink ' + typeof msg._msgid + Object.isFrozen(msg) + msg.payload); done(); }));
};`;
const CALLS = {
  ...awkward.CALLS,
  log: '() => JSON.stringify(log.splice(0))',
  // One after the other: what follows from a message has happened when nothing is waiting any more.
  push: `async ({ id, hows }) => {
    for (const how of hows) {
      log.push(id + ' ' + how);
      live[id].receive(how === 'frozen' ? Object.freeze({ payload: how }) : how === 'text' ? 'text' : { payload: how, how });
      for (let i = 0; i < 20; i++) await new Promise(setImmediate);
    }
  }`,
  hook: '({ name }) => { RED.hooks.add(name + ".seen", (event) => { log.push(name + " " + typeof event + (event.length ?? "")); }); }',
  unhook: '() => { RED.hooks.remove("*.seen"); }',
};
const HOOKS = ['onSend', 'preRoute', 'preDeliver', 'postDeliver', 'onReceive', 'postReceive', 'onComplete'];
const GRANTS = ['registry:write', 'hooks:remove', ...['on-send', 'pre-route', 'pre-deliver', 'post-deliver', 'on-receive', 'post-receive', 'on-complete'].map((name) => `hooks:${name}`)];

const at = (id, type, wires, more) => ({ id, type, z: 't', x: 1, y: 1, wires, ...more });
const FLOWS = [
  { id: 't', type: 'tab', label: 'tab' },
  ...['pass', 'own', 'two', 'throws', 'fails', 'idle'].map((name) => at(name, `quick-${name}`, [['sink']])),
  at('old', 'quick-old', [[], ['sink', 'core']]), at('sink', 'quick-sink', []), at('core', 'change', [['sink']], { rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'changed', tot: 'str' }] }),
  at('catch', 'catch', [['sink']], { scope: ['throws', 'fails'] }), at('complete', 'complete', [['sink']], { scope: ['pass', 'fails'] }),
  ...awkward.FLOWS,
];

/** What is measured, without what differs in every run. */
const measures = (log) => log.split('\n').filter((line) => line.includes('[metric]') && line.includes('"nodeid"'))
  .map((line) => line.slice(line.indexOf('{')).replace(/,"(?:msgid|timestamp)":"?\w+"?/g, ''));

async function story({ version, node, sentinel }) {
  const base = tempDir();
  const dir = probePackage(base, { name: 'quick-nodes', head: 'const log = []; const live = {};', after: NODES, calls: CALLS });
  const nodeRed = await startNodeRed({
    version, node, sentinel, packages: [dir], flows: FLOWS,
    settings: { ...wholeCore(), logging: { console: { level: 'info', metrics: true } }, sentinel: { server: { packages: { 'quick-nodes': { capabilities: GRANTS } } } } },
  });
  const ask = async (call, args = {}) => {
    const answer = (await nodeRed.get(`/probe/quick-nodes?call=${call}&args=${encodeURIComponent(JSON.stringify(args))}`)).json();
    assert.ok(answer.ok, answer.error?.message);
    return answer.value;
  };
  const told = [];
  const all = async () => {
    for (const id of ['pass', 'old', 'own', 'two', 'throws', 'fails', 'idle']) await ask('push', { id, hows: ['plain', 'frozen', 'text', 'throw', 'fail'] });
    told.push(await ask('log'));
  };
  try {
    await all();
    for (const name of HOOKS) {
      await ask('hook', { name });
      await ask('push', { id: 'pass', hows: ['hooked'] });
      await ask('push', { id: 'old', hows: ['hooked'] });
      told.push(`${name}: ${await ask('log')}`);
    }
    await ask('unhook');
    await all();
    const measured = measures(nodeRed.log);
    const strict = {};
    // What takes its time comes in between.
    const kept = async (name) => { strict[name] = JSON.parse(await ask('log')).sort(); };
    for (const name of Object.keys(awkward.API)) {
      await ask(`api-${name}`);
      await kept(`RED: ${name}`);
    }
    // In 3.1 the csv node is strict by itself.
    for (const name of Object.keys(awkward.CORE).filter((name) => version !== '3.1' || awkward.CORE[name].type !== 'csv')) {
      await ask('awkward', { name });
      await kept(name);
    }
    return { told, measured, strict, log: nodeRed.log };
  } finally {
    await nodeRed.stop();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

/** What V8 says of a frozen function or date that is set: 0036. */
const asWithout = (line) => line && line.replaceAll(/"'set' on proxy: trap returned falsish for property '(\w+)'"/g, "'Cannot add property $1, object is not extensible'");

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 24 }]) {
  test(`Node-RED ${pair.version}: messages that nobody looks at are taken and measured as without Sentinel`, async () => {
    const bare = await story({ ...pair, sentinel: false });
    const guarded = await story({ ...pair, sentinel: true });
    assert.ok(bare.told[0].includes('sink stringfalseplain'), bare.told[0]);
    assert.ok(bare.measured.includes('{"level":99,"nodeid":"pass","event":"node.quick-pass.done"}'), bare.measured[0]);
    assert.deepEqual(guarded.told, bare.told);
    assert.deepEqual(guarded.measured, bare.measured);
    // Code of core that is compiled strictly fails nowhere where it did not.
    for (const name of Object.keys(bare.strict)) assert.deepEqual(guarded.strict[name].map(asWithout), bare.strict[name], name);
    assert.doesNotMatch(guarded.log, /BLOCKED/);
  });
}
