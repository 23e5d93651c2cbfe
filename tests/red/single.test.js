'use strict';
// A package that holds `registry:write` and one capability more can do what that capability says, and nothing that seems to follow from it. That each case would succeed
// without Sentinel is tried on the newest pair, where it may cease to, and on all of them with NRGS_TEST_FULL=1: cases go on where others left off.
const { describe, test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const installs = require('../support/installs.js');
const { Session } = require('../support/session.js');
const { tempDir } = require('../support/userdir.js');
const code = require('./single/code.js');
const deputies = require('./single/deputies.js');
const failing = require('./single/failing.js');
const handed = require('./single/handed.js');
const lures = require('./single/lures.js');
const methods = require('./single/methods.js');
const phases = require('./single/phases.js');
const replaced = require('./single/replaced.js');
const requests = require('./single/requests.js');
const subflows = require('./single/subflows.js');
const { HOLDS, actor, victim } = require('./single/packages.js');

const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 24 }];
const only = new RegExp(process.env.NRGS_ONLY ?? '');
const isFull = Boolean(process.env.NRGS_TEST_FULL || process.env.NRGS_ONLY);
const CASES = [...handed.cases, ...replaced.cases, ...requests.cases, ...require('./single/cases.js'), ...deputies.cases, ...failing.cases, ...lures.cases, ...code.cases, ...methods.cases, ...subflows.cases].filter(({ name }) => only.test(name)).sort((a, b) => Number(a.last ?? 0) - Number(b.last ?? 0));
const NAMES = Object.keys(HOLDS);

const at = (id, type, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...more });
const FLOWS = [
  { id: 't', type: 'tab', label: 'tab', env: [{ name: 'TAB', type: 'str', value: 'tab-secret' }, { name: 'WORDS', type: 'json', value: '{"word":"of the tab"}' }, { name: 'MORE', type: 'json', value: '{"word":"of the tab as well"}' }] },
  { id: 'group', type: 'group', z: 't', nodes: ['inner'], env: [{ name: 'GROUPED', type: 'str', value: 'group-secret' }, { name: 'WORDS', type: 'json', value: '{"word":"of the group"}' }] },
  { id: 'inner', type: 'group', z: 't', g: 'group', nodes: ['single-plain-in'], env: [] },
  { id: 'sub', type: 'subflow', name: 'sub', in: [], out: [], env: [{ name: 'WORDS', type: 'json', value: '{"word":"of the subflow"}' }] },
  at('single-plain-inside', 'single-plain-node', { z: 'sub' }),
  at('instance', 'subflow:sub', { env: [{ name: 'X', type: 'str', value: 'instance-secret' }] }),
  { id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: '1', autoConnect: false },
  { id: 'broker-2', type: 'mqtt-broker', broker: '127.0.0.1', port: '1', autoConnect: false },
  { id: 'tls', type: 'tls-config', cert: '', key: '', ca: '' },
  at('victim', 'single-victim', { wires: [['single-plain-1']] }),
  at('in', 'http in', { url: '/single-in', method: 'get', wires: [['single-plain-http', 'out']] }),
  at('out', 'http response', { wires: [] }),
  at('single-plain-http', 'single-plain-node'),
  ...NAMES.flatMap((name) => [at(`${name}-1`, `${name}-node`)]),
  at('single-plain-in', 'single-plain-node', { g: 'inner' }),
  at('single-plain-called', 'single-plain-node', { name: 'called so' }),
  at('single-comms-called', 'single-comms-node', { name: 'called so' }),
  at('single-plain-catch', 'single-plain-node', { returns: 'catch' }),
  at('single-read-flow', 'single-read-node', { returns: 'flow' }),
  at('single-plain-proxy', 'single-plain-node', { returns: 'proxy', wires: [['single-plain-1']] }),
  { id: 'single-plain-broker', type: 'single-plain-node', returns: 'broker' },
  { id: 'single-plain-function', type: 'single-plain-node', returns: 'function' },
  at('single-plain-prototype', 'single-plain-node', { returns: 'prototype' }),
  at('single-plain-another', 'single-plain-node', { returns: 'another' }),
  at('single-plain-names', 'single-plain-node', { wires: [['variable']] }),
  at('variable', 'function', { func: 'msg.payload = env.get(msg.topic); return msg;', outputs: 1, wires: [['single-plain-answered']] }),
  at('single-plain-answered', 'single-plain-node', { then: "this.on('input', (msg) => { if (msg.payload?.value) msg.payload.value.word = 'CHANGED'; got.push('answered:' + msg.payload?.word); })" }),
  // A tab of its own: without Sentinel nobody is told of errors there.
  { id: 't2', type: 'tab', label: 'two' },
  at('single-plain-0', 'single-plain-node', { z: 't2', breaks: true }),
  at('single-plain-e', 'single-plain-node', { z: 't2' }),
  at('single-plain-named', 'single-plain-node', { first: "given.nodes.addCredentials(config.id, { token: '${SINGLE_TOKEN}' })" }),
  at('single-env-named', 'single-env-node', { first: "given.nodes.addCredentials(config.id, { token: { deep: ['$(SINGLE_TOKEN)'] } })" }),
  at('single-plain-own', 'single-plain-node', { first: "given.nodes.addCredentials(config.id, { token: '$word', since: new Date() })" }),
  at('single-plain-close', 'single-plain-node', { then: "this.context(); this.id = 'global'" }),
  at('single-read-named', 'single-read-node', {}),
  at('subscriber', 'mqtt in', { broker: 'broker-2', topic: 'x', qos: '0' }),
  at('subscriber-2', 'mqtt in', { broker: 'broker-2', topic: 'y', qos: '0' }),
  { id: 'listener', type: 'websocket-listener', path: '/single-socket', wholemsg: 'false' },
  at('heard', 'websocket in', { server: 'listener' }),
  at('in-next', 'http in', { url: '/single-next', method: 'get', wires: [['single-plain-next']] }),
  at('single-plain-next', 'single-plain-node', { then: "this.on('input', ({ req, res }) => { another[req.query.way ?? 'url'](req); req.query = req.body = 'INJECTED'; if (req.next) req.next(); else res.send('alone'); })" }),
  at('in-same', 'http in', { url: '/single-same', method: 'get', wires: [['single-plain-next']] }),
  at('in-after', 'http in', { url: '/single-after', method: 'get', wires: [['single-plain-after', 'out']] }),
  at('in-posted', 'http in', { url: '/single-next', method: 'post', wires: [['single-plain-after', 'out']] }),
  at('in-again', 'http in', { url: '/single-same', method: 'get', wires: [['single-plain-after', 'out']] }),
  at('single-plain-after', 'single-plain-node'),
  at('single-plain-k', 'single-plain-node', { z: 't2' }),
  at('c', 'catch', { z: 't2', wires: [['single-plain-k']] }), ...deputies.FLOWS, ...failing.FLOWS, ...lures.FLOWS, ...code.FLOWS, ...methods.FLOWS, ...phases.FLOWS, ...requests.FLOWS, ...subflows.FLOWS,
];
const SECRETS = { victim: { key: 'victim-key' }, broker: { user: 'broker-user', password: 'broker-password' }, tls: { passphrase: 'tls-passphrase' }, ...subflows.SECRETS };
// Who has not logged in may do what these tests do.
const ANYBODY = { type: 'credentials', users: [], default: { permissions: ['read', 'flows.write'] }, secret: 'session-secret' };
const SETTINGS = { adminAuth: ANYBODY, httpStaticAuth: { user: 'x', pass: 'static-secret' }, logging: { console: { level: 'info', metrics: true, audit: false } }, httpNodeCors: { origin: 'cors-secret' }, editorTheme: { theme: 'single-theme' }, webSocketKeepAliveTime: 100, 'single-plugin': { word: 'plugin-word' } };
const POLICY = {
  server: {
    packages: Object.fromEntries([
      ['single-victim', { capabilities: ['registry:write', 'node:read', 'node:log', 'settings:write', 'events:subscribe'], capabilityConfig: { 'events:subscribe': { allowedEvents: ['node-status'] } } }],
      [phases.NAME, { capabilities: ['registry:write'] }],
      ['./nodes/phases.js', { capabilities: ['registry:write'] }],
      ...NAMES.map((name) => [name, { ...HOLDS[name], capabilities: ['registry:write', ...HOLDS[name].capabilities ?? []] }]),
    ]),
    types: {
      'single-victim': { 'node:credentials:read': { packages: [], types: ['single-friend'] } },
      'tls-config': { 'node:credentials:read': { packages: ['single-tls'], types: [] } },
      'mqtt-broker': { 'node:credentials:read': { packages: ['single-victim'], types: [] } },
    },
  },
};

/** What an editor that is opened now is told. */
async function told(session, version, sentinel) {
  const WebSocket = await installs.library(version, 'ws');
  const { port } = await session.nodeRed();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/comms`);
  let heard = '';
  await new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => { for (const topic of ['notification/#', 'status/#', 'debug', 'single/#', 'single-victim/#', 'single-plain-node', 'single-comms/#', 'single-comms-node', 'hb']) socket.send(JSON.stringify({ subscribe: topic })); });
    // One heartbeat may pass the answers by, but not two.
    socket.on('message', (data) => { heard += data; if (heard.split('"hb"').length > 2) resolve(); });
    // Without Sentinel some cases keep editors from hearing anything, and are asked again.
    setTimeout(resolve, sentinel ? 15_000 : 1000);
  });
  socket.close();
  return heard || 'HEARD NOTHING';
}

async function look(session, step, version, sentinel) {
  if (step.editor) return told(session, version, sentinel);
  if (step.deploy) {
    const flows = Array.isArray(step.deploy) ? [...FLOWS, ...step.deploy] : FLOWS.map((node) => (node.id === step.deploy ? { ...node, deployed: true } : node));
    return (await (await session.nodeRed()).post('/flows', flows, { 'Node-RED-Deployment-Type': 'nodes' })).status;
  }
  if (step.request !== undefined) {
    const answer = await (await session.nodeRed()).get(step.request, step.headers).catch(({ code }) => ({ status: 'NOT ANSWERED', text: code }));
    return `${answer.status} ${answer.text}`;
  }
  for (const end = Date.now() + (step.ms ?? 0); ;) {
    const made = await session.call(step.package, step.call, step.args);
    const text = made.ok ? made.value : `ERROR ${made.error.code}`;
    if (Date.now() >= end || text.includes(step.until)) return text;
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
}

/** What a case brought about, as text. */
async function outcome(session, entry, { sentinel, version }) {
  const made = await session.call(entry.by, entry.name);
  let text = made.ok ? String(made.value) : `ERROR ${made.error.code ?? made.error.message}`;
  let steps = [entry.then ?? []].flat();
  if (entry.editor) steps = [{ editor: true }];
  if (!sentinel && entry.bareRequest) steps = [{ request: entry.bareRequest }];
  const isExpected = sentinel ? entry.ordinary : entry.bare !== 'any';
  // What was refused gets little time, because most of it would come at once.
  for (const end = Date.now() + (isExpected ? 30_000 : 60); ;) {
    for (const step of steps) text += ` | ${await look(session, step, version, sentinel)}`;
    if (text.includes(entry.wants) || steps.length === 0 || Date.now() > end) return text;
    await new Promise((resolve) => { setTimeout(resolve, isExpected ? 10 : 30); });
  }
}

describe('one capability more', { concurrency: 2 }, () => {
  for (const pair of PAIRS) {
    for (const sentinel of isFull || pair === PAIRS.at(-1) ? [false, true] : [true]) {
      test(`Node-RED ${pair.version}, Node ${pair.node} ${sentinel ? 'with' : 'without'} Sentinel`, async (t) => {
        const base = tempDir('nrgs-single-');
        const dir = path.join(base, 'packages');
        const calls = (name) => Object.fromEntries(CASES.filter(({ by }) => by === name).map((entry) => [entry.name, entry.run]));
        const session = new Session({
          ...pair, base, sentinel, env: { SINGLE_TOKEN: 'env-secret', NODE_PATH: path.join(base, 'user', 'node_modules') }, packages: [victim(dir), phases.phases(dir), ...NAMES.map((name) => actor(dir, name, calls(name)))],
          settings: { ...leanCore('json', 'request', 'websocket', 'mqtt'), disableEditor: false, credentialSecret: false, ...SETTINGS, sentinel: POLICY }, files: { 'flows_cred.json': SECRETS, ...phases.FILES }, flows: FLOWS,
        });
        try {
          const carryOut = async (cases) => {
            for (const entry of cases) {
              const text = await outcome(session, entry, { ...pair, sentinel });
              // The next one is not to meet a process that is going down.
              if (!sentinel && entry.wants === 'NOT ANSWERED') await session.diesWithin(3000);
              await t.test(`${entry.by} ${entry.name}`, () => {
                if (!sentinel && entry.bare === 'any') return;
                assert.ok(session.alive || !sentinel, `Node-RED ended: ${text}\n${session.log.slice(-3000)}`);
                assert.equal(text.includes(entry.wants), Boolean(entry.ordinary || !sentinel), `${pair.version}/${pair.node} ${sentinel ? 'with' : 'without'} Sentinel: ${text}`);
              });
            }
          };
          await carryOut(CASES.filter(({ breaks }) => !breaks));
          const { status, ran, had, file } = await phases.told(session);
          await t.test('whenever its code runs a package has what it was granted', () => {
            assert.equal(status, 200);
            assert.deepEqual(ran, Object.keys(phases.WANTED).sort());
            assert.deepEqual(file[0], ['constructor', 'load']);
            assert.deepEqual(sentinel ? file[1] : phases.OF_FILE.filter((name) => !file[1].includes(name)), []);
            assert.deepEqual(sentinel ? had : phases.EVERYTHING.filter((name) => !had.includes(name)), []);
          });
          await carryOut(CASES.filter(({ breaks }) => breaks));
          if (process.env.NRGS_LOG) fs.writeFileSync(`${process.env.NRGS_LOG}-${pair.version}-${sentinel}`, session.log);
        } finally {
          await session.close();
          fs.rmSync(base, { recursive: true, force: true });
        }
      });
    }
  }
});
