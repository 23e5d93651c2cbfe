'use strict';
// Nodes of core that take one message after the other, and flows that start with what an expression gives (js/loader/queues.js): messages that cannot be read, and what never has an answer to its `then`, keep
// them from none of what comes later.
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { REPO } = require('../support/installs.js');
const { probePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');

const SHAPES = {
  ownMembers: "{ payload: 'x', hasOwnProperty: null }",
  noParts: "{ payload: 'x', parts: null }",
  oddParts: "{ payload: 'x', parts: { id: 'p', index: 0, count: 1, hasOwnProperty: 1 } }",
  noPrototype: "Object.assign(Object.create(null), { payload: 'x' })",
  bigInteger: '{ payload: { a: 1n } }',
  accessor: "{ get payload() { throw new Error('unreadable'); } }",
  then: "{ payload: { then() {} }, parts: { id: 'y', index: 0, count: 1 } }",
  named: "{ payload: 'x', topic: 'hasOwnProperty', parts: { id: 'hasOwnProperty', index: 0, count: 2, type: 'array', len: 1 } }",
  grouped: "{ payload: 'x', topic: 'one', parts: { id: 'hasOwnProperty', index: 0, count: 2 } }",
  fixed: "new (class { constructor() { this.payload = {}; } get topic() { return 'fixed'; } })()",
  promise: "{ payload: new Promise(() => {}), parts: { id: 'z', index: 0, count: 1 } }",
};
const READING = ['ownMembers', 'noParts', 'oddParts', 'noPrototype'];
const WAITING = ['then', 'promise'];

/** The node, and which messages hold it up without Sentinel. */
const TRIGGER = { type: 'trigger', op1: 'payload', op1type: 'jsonata', op2: '', op2type: 'nul', duration: '1', extend: false, units: 'ms', reset: '', bytopic: 'all', topic: 'topic', outputs: 1 };
const kinds = (base) => ({
  switch: { shapes: READING, node: { type: 'switch', property: 'payload', propertyType: 'msg', rules: [{ t: 'else' }], checkall: 'true', repair: false, outputs: 1 } },
  expression: { shapes: [...READING, ...WAITING], node: { type: 'switch', property: 'payload', propertyType: 'jsonata', rules: [{ t: 'else' }], checkall: 'true', repair: true, outputs: 1 } },
  reduce: { shapes: [...READING, ...WAITING, 'named'], node: { type: 'join', mode: 'reduce', reduceExp: '$A & payload', reduceInit: '', reduceInitType: 'str', reduceFixup: '', build: 'string' } },
  trigger: { shapes: WAITING, node: TRIGGER },
  // What they keep is under names that messages bring.
  sort: { shapes: ['named'], node: { type: 'sort', target: '', targetType: 'seq', msgKey: 'payload', msgKeyType: 'elem', seqKey: 'payload', seqKeyType: 'msg', order: 'ascending' } },
  join: { shapes: ['named'], node: { type: 'join', mode: 'auto', build: 'array', property: 'payload', propertyType: 'msg', key: 'topic', count: '', timeout: '' } },
  bytes: { shapes: ['fixed'], node: { type: 'join', mode: 'custom', build: 'buffer', property: 'payload', propertyType: 'msg', key: 'topic', joiner: '[1]', joinerType: 'bin', count: '1', timeout: '' } },
  parts: { shapes: ['named'], node: { type: 'join', mode: 'custom', build: 'array', property: 'payload', propertyType: 'msg', key: 'topic', count: '', timeout: '', useparts: true } },
  concat: { shapes: ['grouped'], node: { type: 'batch', mode: 'concat', topics: [{ topic: 'one' }] } },
  filter: { shapes: ['named'], node: { type: 'rbe', func: 'rbei', gap: '', start: '', inout: 'out', septopics: true, property: 'payload', topi: 'topic' } },
  batch: { shapes: ['noParts'], node: { type: 'batch', mode: 'count', count: '1', overlap: '0' } },
  // Behind a message that it is at work on: this ends Node-RED without Sentinel.
  file: { shapes: ['ownMembers', 'noParts', 'noPrototype', 'bigInteger', 'accessor'], ends: true, node: { type: 'file', filename: path.join(base, 'written.txt'), filenameType: 'str', appendNewline: true, overwriteFile: 'false', encoding: 'none' } },
  // Holds nothing up without Sentinel either: core is called back a second time, with the error.
  named: { shapes: ['bigInteger'], takes: true, node: { type: 'file', filename: `"${path.join(base, 'named.txt')}"`, filenameType: 'jsonata', appendNewline: true, overwriteFile: 'true', encoding: 'none' } },
});

const HEAD = `const senders = {}; const SHAPES = { ${Object.entries(SHAPES).map(([name, text]) => `${name}: () => (${text})`).join(', ')} };
const honest = () => ({ payload: 'good', parts: { id: 'first', index: 0, count: 1 } });`;
const AFTER = `const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('queues-sender', function (config) { given.nodes.createNode(this, config); senders[config.id] = this; });
};`;
const CALLS = {
  alone: "({ id, shape }) => { senders[id].send(SHAPES[shape]()); return 'sent'; }",
  send: "({ id, shape }) => { senders[id].send(honest()); for (let i = 0; i < 2; i++) senders[id].send(SHAPES[shape]()); return 'sent'; }",
  leave: "({ id }) => { senders[id].context().global.set('left', { then() {} }); return 'left'; }",
};

const at = (id, type, wires, more) => ({ id, type, z: 't', x: 1, y: 1, wires, ...more });
const HONEST = "msg.payload = 'honest' + Math.random(); msg.topic = 'one'; msg.parts = { id: msg.payload, index: 0, count: 1, type: 'array', len: 1 }; return msg;";

async function start({ base = tempDir('nrgs-queues-'), pairs = [], more = [], ...options }) {
  const all = kinds(base);
  const flows = [
    { id: 't', type: 'tab', label: 'tab' }, at('out', 'http response', [], {}), at('answer', 'function', [['out']], { func: "if (!msg.res) return null; msg.payload = 'passed'; return msg;", outputs: 1 }),
    at('catch', 'catch', [['caught']], { scope: null }),
    at('caught', 'function', [[]], { func: 'node.warn(`${msg.error.source.id} failed: ${msg.error.message}`); return null;', outputs: 1 }), at('sender', 'queues-sender', [[]], {}), ...more,
  ];
  for (const [kind, shape] of pairs) {
    const id = `${kind}-${shape}`;
    flows.push(at(`in-${id}`, 'http in', [[`honest-${id}`]], { url: `/${id}`, method: 'get' }), at(`honest-${id}`, 'function', [[`queue-${id}`]], { func: HONEST, outputs: 1 }));
    flows.push(at(`queue-${id}`, undefined, [['answer']], all[kind].node), at(`sender-${id}`, 'queues-sender', [[`queue-${id}`]], {}));
  }
  const sender = probePackage(path.join(base, 'packages'), { name: 'queues', calls: CALLS, head: HEAD, after: AFTER });
  return startNodeRed({ base, packages: [sender], flows, settings: { sentinel: { server: { packages: { queues: { capabilities: ['registry:write'] } } } } }, ...options });
}

/** What a message from elsewhere comes to, within a while. */
const passes = (nodeRed, place, ms) => new Promise((resolve) => {
  const request = http.get(`${nodeRed.url}${place}`, { agent: false, timeout: ms }, (response) => {
    let text = '';
    response.on('data', (chunk) => { text += chunk; }).on('end', () => resolve(text === 'passed'));
  });
  request.on('timeout', () => request.destroy()).on('error', () => resolve(false));
});

/** A `filter` node takes the first one to compare others with. */
const passesOnce = async (nodeRed, place, ms) => (place.includes('filter-') ? (await passes(nodeRed, place, 500)) || passes(nodeRed, place, ms) : passes(nodeRed, place, ms));

const PAIRS = Object.entries(kinds('/')).flatMap(([kind, { shapes }]) => shapes.map((shape) => [kind, shape]));
const isEnding = ([kind]) => kinds('/')[kind].ends === true;
const isHeld = ([kind]) => !kinds('/')[kind].ends && !kinds('/')[kind].takes;

test('Node-RED 4.1, Node 20: without Sentinel such a message is the last one that a queue takes', async () => {
  const pairs = PAIRS.filter(isHeld);
  const nodeRed = await start({ version: '4.1', node: 20, sentinel: false, pairs });
  const passed = async (pair) => passesOnce(nodeRed, `/${pair.join('-')}`, 3_000);
  try {
    for (const [kind, shape] of pairs) {
      assert.equal(await passed([kind, shape]), true, `${kind} ${shape}`);
      assert.equal((await callProbe(nodeRed, 'queues', 'alone', { id: `sender-${kind}-${shape}`, shape })).value, 'sent');
    }
    assert.deepEqual((await Promise.all(pairs.map(passed))).map((has, i) => (has ? pairs[i].join(' ') : '')).filter(Boolean), []);
  } finally {
    await nodeRed.stop();
  }
});

test('Node-RED 4.1, Node 20: without Sentinel such a message behind another one ends Node-RED', async () => {
  for (const pair of PAIRS.filter(isEnding).filter(([, shape]) => shape === 'bigInteger')) {
    const nodeRed = await start({ version: '4.1', node: 20, sentinel: false, pairs: [pair] });
    try {
      await callProbe(nodeRed, 'queues', 'send', { id: `sender-${pair.join('-')}`, shape: pair[1] });
      await nodeRed.waitFor(/Uncaught Exception:/);
      assert.equal(await nodeRed.exitCode, 1);
    } finally {
      await nodeRed.stop();
    }
  }
});

for (const where of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${where.version}, Node ${where.node}: queues of core take what comes behind such a message`, async () => {
    const nodeRed = await start({ ...where, sentinel: true, pairs: PAIRS });
    try {
      for (const [kind, shape] of PAIRS) {
        const passed = async () => passesOnce(nodeRed, `/${kind}-${shape}`, 15_000);
        assert.equal(await passed(), true, `${kind} ${shape}, before`);
        assert.equal((await callProbe(nodeRed, 'queues', 'send', { id: `sender-${kind}-${shape}`, shape })).value, 'sent');
        assert.equal(await passed(), true, `${kind} ${shape}`);
      }
      // What they could not read, they say.
      assert.match(nodeRed.log, /queue-switch-ownMembers failed: TypeError: msg\.hasOwnProperty is not a function/);
      assert.match(nodeRed.log, /queue-file-bigInteger failed: TypeError: .*BigInt/);
    } finally {
      await nodeRed.stop();
    }
  });
}

/** Half a minute of Sentinel's passes in less than one second. */
const CLOCK = 'const { setTimeout } = globalThis; globalThis.setTimeout = (act, ms, ...args) => setTimeout(act, ms === 30000 ? 600 : ms, ...args);';
const STARTING = [
  { id: 'u', type: 'tab', label: 'expression', env: [{ name: 'LEFT', type: 'jsonata', value: '$globalContext("left")' }] }, { id: 'u-out', type: 'http response', z: 'u', x: 1, y: 1, wires: [] },
  { id: 'u-in', type: 'http in', url: '/started', method: 'get', z: 'u', x: 1, y: 1, wires: [['u-say']] }, { id: 'u-say', type: 'function', func: "msg.payload = 'passed'; return msg;", outputs: 1, z: 'u', x: 1, y: 1, wires: [['u-out']] },
];

for (const where of [{ version: '4.1', node: 20, sentinel: false }, { version: '4.1', node: 20, sentinel: true }, { version: '5.0', node: 26, sentinel: true }]) {
  test(`Node-RED ${where.version}, Node ${where.node}, ${where.sentinel ? 'guarded' : 'without Sentinel'}: a flow ${where.sentinel ? 'starts' : 'does not start'} whose variable waits for what a package left`, async () => {
    const base = tempDir('nrgs-queues-');
    const clock = path.join(base, 'clock.js');
    fs.writeFileSync(clock, CLOCK);
    const NODE_OPTIONS = [clock, ...(where.sentinel ? [path.join(REPO, 'js', 'preload.js')] : [])].map((file) => `--require ${file}`).join(' ');
    const nodeRed = await start({ ...where, base, more: STARTING, env: { NODE_OPTIONS } });
    try {
      assert.equal(await passes(nodeRed, '/started', 15_000), true);
      assert.equal((await callProbe(nodeRed, 'queues', 'leave', { id: 'sender' })).value, 'left');
      const flows = (await nodeRed.get('/flows', { 'node-red-api-version': 'v2' })).json().flows;
      const again = nodeRed.post('/flows', { flows }, { 'node-red-api-version': 'v2', 'node-red-deployment-type': 'full' }).catch(() => undefined);
      await nodeRed.waitFor(/Stopped flows/);
      if (!where.sentinel) {
        assert.equal(await passes(nodeRed, '/started', 3_000), false);
        return;
      }
      await again;
      await nodeRed.waitFor(/Error evaluating env property 'LEFT': Error: it did not come to an end within 30 seconds/);
      const started = async () => { for (let i = 0; i < 10; i++) if (await passes(nodeRed, '/started', 2_000)) return true; return false; };
      assert.equal(await started(), true);
    } finally {
      await nodeRed.stop();
    }
  });
}
