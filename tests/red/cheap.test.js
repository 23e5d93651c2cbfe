'use strict';
// A capability is what its line in docs/capabilities.md says, and no more: nothing that reads changes anything, nothing that listens speaks, and what core hands to a package that
// holds it leads nowhere else [P3][V1]. Each attack is carried out without Sentinel, with the one capability, and with the one that it takes.
const { test } = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { probePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');

const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }];
const only = new RegExp(process.env.NRGS_ONLY ?? '');
const CASES = require('./cheap/nodes.js').map((entry, index) => ({ ...entry, index })).filter(({ name }) => only.test(name));

/** Who carries a case out: with the capability alone, and with more. */
const holders = ({ by, with: also = [], more }) => [[by, ...also], ...(more?.length > 0 ? [[by, ...also, ...more]] : [])];
const nameOf = (capabilities) => `cheap-${capabilities.join('-').replaceAll(':', '-')}`;
const PACKAGES = new Map(CASES.flatMap(holders).map((capabilities) => [nameOf(capabilities), capabilities]));

const at = (id, type, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...more });
/** The nodes of one try of a case: nobody else uses them. */
function flowOf(id, owner) {
  return [
    at(`feed${id}`, 'cheap-victim', { wires: [[`v${id}`, `fn${id}`]] }), at(`v${id}`, 'cheap-victim', { label: { text: 'label' }, wires: [[`end${id}`]] }), at(`end${id}`, 'cheap-victim'),
    at(`failed${id}`, 'catch', { scope: [`v${id}`], wires: [[`caught${id}`]] }), at(`caught${id}`, 'cheap-victim'),
    at(`complete${id}`, 'complete', { scope: [`v${id}`], wires: [[`done${id}`]] }), at(`done${id}`, 'cheap-victim'),
    at(`fn${id}`, 'function', { func: "context.set('kept', { a: { b: [1, 2] } }); return msg.req ? msg : null;", outputs: 1, wires: [[`out${id}`]] }), at(`own${id}`, `${owner}-node`), at(`locked${id}`, 'cheap-locked'),
    at(`in${id}`, 'http in', { url: `/cheap${id}`, method: 'get', wires: [[`fn${id}`]] }), at(`out${id}`, 'http response', { wires: [] }),
    { id: `broker${id}`, type: 'mqtt-broker', broker: '127.0.0.1', port: '1', autoConnect: false },
    at(`sub${id}`, 'mqtt in', { broker: `broker${id}`, topic: 'topic', qos: '0' }), at(`pub${id}`, 'mqtt out', { broker: `broker${id}`, topic: 'topic', qos: '0' }),
  ];
}

const html = (type) => `<script type="text/html" data-template-name="${type}"></script>\n`;
const HEAD = `
const nodes = {}; const got = []; let hold;
const own = (id) => 'own' + id;
const turns = async () => { for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => { setImmediate(resolve); }); };
`;
const sourceOf = (text) => `async ({ id }) => { const core = (kind) => RED.nodes.getNode(kind + id); const v = core('v'); { ${text ?? ''} } }`;

/** Whose nodes they are. It has a node take its time, and says what came to those of a case. */
function victim(dir) {
  const looks = CASES.flatMap(({ index, look, before }) => [[`look-${index}`, sourceOf(look)], [`before-${index}`, sourceOf(before)]]);
  return probePackage(dir, {
    name: 'cheap-victim', calls: Object.fromEntries(looks), files: { 'probe-nodes.html': html('cheap-victim') + html('cheap-locked') },
    head: `${HEAD}
class Mine { say() { return 'said'; } }
const seen = {}; const kept = []; let waits = false; let fails = false; let waiting;
/** The message goes the way of this case. Slow: its node takes it in hand, and does its work later. Failing: it is done with an error. */
async function pass(id, payload, isSlow = false, isFailing = false) {
  waits = isSlow;
  fails = isFailing;
  nodes['feed' + id].send({ payload, of: id });
  await turns();
  if (isSlow) { waits = false; waiting?.(); await turns(); }
}
const told = (id) => ['end', 'caught', 'done'].flatMap((kind) => seen[kind + id] ?? []).join(' ');
const blamed = (id) => kept.filter((line) => String(line.id).endsWith(id) && String(line.msg).includes('FORGED')).map((line) => line.id + ' ' + line.msg).join();
const lines = (id) => kept.filter(({ msg }) => String(msg).endsWith(id)).map(({ level, msg }) => (level === 20 ? 'error:' : 'warn:') + msg).join(' ');
const KINDS = { caught: (msg) => 'failed:' + msg.error.message + ':' + msg.payload + (msg.error.cause?.details?.word ?? ''), done: (msg) => 'done:' + msg.payload };`,
    after: `const probe = module.exports;
module.exports = (given) => {
  probe(given);
  const handler = new (require('events'))();
  handler.on('log', (line) => { kept.push(line); });
  given.log.addHandler(handler);
  for (const type of ['cheap-victim', 'cheap-locked']) given.nodes.registerType(type, function (config) {
    given.nodes.createNode(this, config);
    nodes[config.id] = this;
    const kind = config.id.split('-')[0];
    this.since = new Date(0);
    this.bytes = Buffer.from('bytes');
    this.map = new Map([['key', 'value']]);
    this.mine = new Mine();
    this.held = { list: ['one'], map: new Map(this.map) };
    this.context().set('private', { value: 'private', deep: { list: ['one'] } });
    this.context().set('map', new Map(this.map));
    this.context().set('since', new Date(0));
    this.context().set('mine', new Mine());
    this.on('input', (msg, send, done) => {
      (seen[config.id] ??= []).push(KINDS[kind] ? KINDS[kind](msg) : kind + ':' + msg.payload);
      const act = () => { send(msg); done(fails && kind === 'v' ? Object.assign(new TypeError('with'), { details: { word: 'details' } }) : undefined); };
      if (waits && kind === 'v') waiting = act;
      else act();
    });
  });
};`,
  });
}

function attacker(dir, name) {
  const mine = CASES.filter((entry) => holders(entry).some((capabilities) => nameOf(capabilities) === name));
  const calls = mine.flatMap(({ index, run, then }) => [[`run-${index}`, sourceOf(run)], [`then-${index}`, sourceOf(then)]]);
  return probePackage(dir, {
    name, calls: { ...Object.fromEntries(calls), got: "() => got.splice(0).join(' ')" }, files: { 'probe-nodes.html': html(`${name}-node`) }, head: HEAD,
    after: `const probe = module.exports; module.exports = (given) => { probe(given); given.nodes.registerType('${name}-node', function (config) { given.nodes.createNode(this, config); nodes[config.id] = this; }); };`,
  });
}

const POLICY = {
  server: {
    packages: Object.fromEntries([
      ['cheap-victim', { capabilities: ['registry:write', 'settings:write', 'node:read', 'node:close', 'node:list', 'hooks:post-deliver', 'hooks:post-receive', 'hooks:on-complete'] }],
      ...[...PACKAGES].map(([name, capabilities]) => [name, { capabilities: ['registry:write', ...capabilities] }]),
    ]),
    types: { 'cheap-locked': { 'node:context:read': { packages: [], types: [] } } },
  },
};

async function outcome(nodeRed, { index, before, run, look, then, result, heard, request }, name, id) {
  const call = async (who, what) => {
    const made = await callProbe(nodeRed, who, `${what}-${index}`, { id });
    return made.ok ? made.value : `ERROR ${made.error.message}`;
  };
  if (before) await call('cheap-victim', 'before');
  await callProbe(nodeRed, name, 'got');
  const first = run ? await call(name, 'run') : '';
  if (result) return first;
  const answer = request ? (await nodeRed.get(`/cheap${id}?word=question`, { word: 'of the header' })).text : '';
  const found = look ? await call('cheap-victim', 'look') : '';
  if (then) return call(name, 'then');
  return heard ? (await callProbe(nodeRed, name, 'got')).value : found + answer;
}

const says = (text, wanted) => (wanted instanceof RegExp ? wanted.test(text) : text.includes(wanted));

for (const pair of PAIRS) {
  for (const sentinel of [false, true]) {
    test(`Node-RED ${pair.version}, Node ${pair.node} ${sentinel ? 'with' : 'without'} Sentinel`, async (t) => {
      const dir = path.join(tempDir(), 'packages');
      const tries = CASES.flatMap((entry) => holders(entry).slice(0, sentinel ? 2 : 1).map((capabilities, which) => ({ entry, name: nameOf(capabilities), isMore: which > 0, id: `-${entry.index}-${which}` })));
      const nodeRed = await startNodeRed({
        ...pair, sentinel, packages: [victim(dir), ...[...PACKAGES.keys()].map((name) => attacker(dir, name))],
        flows: [{ id: 't', type: 'tab', label: 'tab' }, ...tries.flatMap(({ id, name }) => flowOf(id, name))], settings: { ...leanCore('mqtt', 'request'), sentinel: POLICY },
      });
      try {
        for (const { entry, name, isMore, id } of tries) {
          const text = await outcome(nodeRed, entry, name, id);
          if (!sentinel && entry.bare === 'any') continue;
          const isWanted = !sentinel || entry.honest || isMore;
          await t.test(`${name} ${entry.name}`, () => assert.equal(says(text, entry.wants), Boolean(isWanted), `${text}\n${nodeRed.log.slice(-2000)}`));
        }
      } finally {
        await nodeRed.stop();
      }
    });
  }
}
