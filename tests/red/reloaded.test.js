'use strict';
// Flows and credentials that are exchanged as a whole: loaded again from files that somebody changed, sent with credentials that are encrypted already, another project. And nodes that are there as long as somebody has them in
// hand: what they were given stays theirs [R7].
const { test } = require('node:test');
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { eventually } = require('../support/effects.js');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');
const { PROJECT } = require('./lib/projects.js');

const [TAKER, GOOD, READER] = ['reloaded-taker', 'reloaded-good', 'reloaded-reader'];
/** `reloaded-taker` looks whenever it can for credentials under an id that was its own. */
const nodesOf = (name) => `
const probe = module.exports;
module.exports = (given) => {
  probe(given);
  const look = () => { seen.add(String(given.nodes.getCredentials('X')?.word)); };
  if ('${name}' === '${TAKER}') setInterval(look, 1).unref();
  given.nodes.registerType('${name}', function (config) {
    given.nodes.createNode(this, config);
    nodes[config.id] = this;
    this.password = this.credentials.word;
    if ('${name}' === '${TAKER}') this.on('close', look);
  }, { credentials: { word: { type: 'password' } } });
};`;
const made = (dir, name) => probePackage(dir, {
  name, head: 'const nodes = {}; const seen = new Set(); const kept = {};', calls: { run: '({ text }) => eval(text)' }, after: nodesOf(name),
  files: { 'probe-nodes.html': `<script type="text/html" data-template-name="${name}"></script>\n` },
});
const TAB = { id: 't', type: 'tab', label: 't' };
const at = (id, type, word) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...(word === undefined ? {} : { credentials: { word } }) });
/** Those of others, under an id of the taker, and one of its own that stays: it is closed before the other. */
const OTHERS = [TAB, at('first', TAKER), at('X', GOOD)];

/** As Node-RED writes them. */
function encrypted(credentials, secret) {
  const iv = crypto.randomBytes(16);
  const cipher = crypto.createCipheriv('aes-256-ctr', crypto.createHash('sha256').update(secret).digest(), iv);
  return { $: iv.toString('hex') + cipher.update(JSON.stringify(credentials), 'utf8', 'base64') + cipher.final('base64') };
}

async function started({ version, node, sentinel }, more) {
  const base = tempDir('nrgs-reloaded-');
  const nodeRed = await startNodeRed({
    version, node, sentinel, base, packages: [TAKER, GOOD, READER].map((name) => made(path.join(base, 'packages'), name)), flows: [TAB], ...more,
    settings: {
      ...leanCore(), disableEditor: false, ...more?.settings,
      sentinel: { server: { packages: {
        [TAKER]: { capabilities: ['registry:write', 'node:credentials:read'] }, [GOOD]: { capabilities: ['registry:write'] }, [READER]: { capabilities: ['registry:write', 'node:read'] },
      } } },
    },
  });
  const count = () => nodeRed.log.match(/Started (?:modified nodes|flows)/g).length;
  const run = async (name, text) => (await callProbe(nodeRed, name, 'run', { text })).value;
  /** Does something that starts flows, and waits for that. */
  const starting = async (act) => {
    const before = count();
    const answer = await act();
    assert.ok(answer === undefined || answer.status < 300, answer?.text);
    await nodeRed.waitFor(() => count() > before);
  };
  const deploy = (flows, kind = 'full', credentials) => starting(() => nodeRed.post('/flows', { flows, credentials }, { 'node-red-api-version': 'v2', 'node-red-deployment-type': kind }));
  const close = async () => {
    await nodeRed.stop({ keep: true });
    fs.rmSync(base, { recursive: true, force: true });
  };
  return { nodeRed, run, starting, deploy, close };
}

/** What the taker sees under an id that was its own, when other flows are there and when its own are again. */
const EXCHANGES = {
  async 'flows that are loaded again'({ deploy, nodeRed }) {
    fs.writeFileSync(path.join(nodeRed.userDir, 'flows.json'), JSON.stringify(OTHERS));
    fs.writeFileSync(path.join(nodeRed.userDir, 'flows_cred.json'), JSON.stringify({ X: { word: 'of another' } }));
    await deploy(undefined, 'reload');
  },
  'flows with credentials that are encrypted': ({ deploy }) => deploy(OTHERS, 'full', encrypted({ X: { word: 'of another' } }, 'only-a-test')),
};

async function exchanged(pair, exchange) {
  const story = await started(pair);
  const own = [TAB, at('first', TAKER), at('X', TAKER, 'of its own')];
  try {
    await story.deploy(own);
    // Its own are its own.
    assert.ok(await eventually(async () => (await story.run(TAKER, '[...seen].join()')).includes('of its own')));
    await exchange(story);
    const seen = await story.run(TAKER, '[...seen].join()');
    await story.run(TAKER, 'seen.clear()');
    assert.equal(await story.run(GOOD, "nodes.X.credentials.word"), 'of another');
    await story.deploy(own.map((config) => (config.id === 'X' ? { ...config, credentials: { word: 'its own again' } } : config)));
    assert.ok(await eventually(async () => (await story.run(TAKER, '[...seen].join()')).includes('its own again')));
    return seen.includes('of another');
  } finally {
    await story.close();
  }
}

/** The same when an operator goes from one project to another and back. */
async function switched(pair) {
  const story = await started(pair, { settings: { editorTheme: { projects: { enabled: true } } } });
  const { nodeRed, run, starting, deploy } = story;
  const project = (name) => starting(() => nodeRed.post('/projects', { ...PROJECT, name }));
  const go = (name) => starting(async () => {
    const { status } = await fetch(`${nodeRed.url}/projects/${name}`, { method: 'PUT', headers: { 'content-type': 'application/json', connection: 'close' }, body: JSON.stringify({ active: true }) });
    return { status };
  });
  try {
    await nodeRed.post('/settings/user', { git: { user: { name: 'somebody', email: 'somebody@example.com' } } });
    await project('one');
    await deploy([TAB, at('first', TAKER), at('X', TAKER, 'of its own')]);
    await project('two');
    await deploy([TAB, at('first', TAKER), at('X', GOOD, 'of another')]);
    const told = [await run(GOOD, 'nodes.X.credentials.word')];
    await go('one');
    told.push(await run(TAKER, 'nodes.X.credentials.word'));
    await run(TAKER, 'seen.clear()');
    await go('two');
    told.push(await run(GOOD, 'nodes.X.credentials.word'));
    assert.deepEqual(told, ['of another', 'of its own', 'of another']);
    return (await run(TAKER, '[...seen].join()')).includes('of another');
  } finally {
    await story.close();
  }
}

/** What is read of a node that somebody has in hand: with what is stored, with what came in its place, and when the node is gone. */
async function held(pair) {
  const story = await started(pair, { env: { RELOADED_WORD: 'password of the environment' }, settings: leanCore('mqtt') });
  const { run, deploy } = story;
  try {
    // Core puts a variable of the environment in the place of its name.
    const broker = { id: 'B', type: 'mqtt-broker', broker: '127.0.0.1', port: '1', credentials: { user: 'somebody', password: '${RELOADED_WORD}' } };
    await deploy([TAB, broker, at('X', GOOD, 'first password'), at('Y', GOOD, 'another one')]);
    const seen = [await run(READER, "const { type, password, options } = RED.nodes.getNode('B'); type + password + options?.keepalive + options?.password")];
    seen.push(await run(READER, "kept.node = RED.nodes.getNode('X'); kept.other = RED.nodes.getNode('Y'); kept.node.type + kept.node.password"));
    await deploy([TAB, at('X', GOOD, 'second password'), at('Y', GOOD)], 'nodes');
    seen.push(await run(READER, 'kept.node.type + kept.node.password + kept.other.password'));
    await deploy([TAB, at('Y', GOOD)], 'nodes');
    seen.push(await run(READER, 'kept.node.type + kept.node.password'));
    return seen;
  } finally {
    await story.close();
  }
}

const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }];

for (const pair of PAIRS) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: credentials are not those of who had the id before other flows came`, async () => {
    for (const [name, exchange] of Object.entries(EXCHANGES)) assert.equal(await exchanged({ ...pair, sentinel: true }, exchange), false, name);
    assert.equal(await switched({ ...pair, sentinel: true }), false, 'another project');
  });
  test(`Node-RED ${pair.version}, Node ${pair.node}: what a node was given as credentials is read by nobody, whatever is stored by then`, async () => {
    assert.deepEqual(await held({ ...pair, sentinel: true }), ['mqtt-brokerundefined60undefined', `${GOOD}undefined`, `${GOOD}undefinedundefined`, `${GOOD}undefined`]);
  });
}

test('without Sentinel they are, and it is', async () => {
  const bare = { ...PAIRS[1], sentinel: false };
  for (const [name, exchange] of Object.entries(EXCHANGES)) assert.equal(await exchanged(bare, exchange), true, name);
  assert.equal(await switched(bare), true);
  assert.deepEqual(await held(bare), ['mqtt-brokerpassword of the environment60password of the environment', `${GOOD}first password`, `${GOOD}first passwordanother one`, `${GOOD}first password`]);
});
