'use strict';
// What the log of one start suggests is all that the next one needs, also where a package asks for much at one place: routes in a loop,
// events and files by a helper, middleware without a path, all variables. Nothing else comes of it [V1].
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir, writeFiles } = require('../support/userdir.js');
const { writePackage } = require('../support/packages.js');

const NAME = 'asks-for-much';
const PAGES = ['one', 'two', 'three'];

/** As palette packages do: each kind of call by a helper of its own. */
const SOURCE = `'use strict';
const fs = require('fs');
const path = require('path');
const page = (name) => path.join(__dirname, 'pages', name + '.txt');
const found = ${JSON.stringify(PAGES)}.filter((name) => { try { return fs.existsSync(page(name)); } catch { return false; } });
const { ASKS_VARIABLE: given } = { ...process.env };
const temporary = () => {
  try {
    const dir = fs.mkdtempSync(path.join(__dirname, '..', '..', '..', 'asks-'));
    fs.writeFileSync(path.join(dir, 'file'), 'text');
    fs.unlinkSync(path.join(dir, 'file'));
    fs.rmdirSync(dir);
    return 'made';
  } catch (error) { return error.code; }
};
const made = temporary();
let url;
module.exports = (RED) => {
  const listen = (event) => RED.events.on(event, () => {});
  listen('asks:first');
  listen('asks:second');
  for (const name of ${JSON.stringify(PAGES)}) RED.httpAdmin.get('/asks/' + name, (request, response) => response.send(name + ' of ' + found.length));
  RED.httpAdmin.get('/asks-other', (request, response) => response.send('other ' + given + ' ' + url + ' ' + made));
  const look = (node) => { if (node.type === 'http in') { clearInterval(timer); url = node.url; } };
  const timer = setInterval(() => { try { RED.nodes.eachNode(look); } catch { /* there are no flows yet */ } }, 20);
  RED.httpNode.use((request, response, next) => { response.setHeader('x-asks', 'yes'); next(); });
};
`;

/**
 * Another one, which has a part of what it asks for: a list of routes, and of files what everybody has. It lies in a store, as `pnpm` installs: it is who it is
 * linked as, and what only it asks for there acts in its name, whatever the policy says of that.
 */
const BESIDE = 'asks-beside';
const BELOW = 'asks-below';
const HELD = { capabilities: ['registry:write', 'fs:read', 'http:admin'], capabilityConfig: { 'http:admin': { allowedPaths: ['/own'] } } };
const beside = (base) => `'use strict';
const { read } = require('${BELOW}');
const said = [${JSON.stringify(path.join(base, 'shared', 'file'))}, ${JSON.stringify(path.join(base, 'other', 'file'))}].map(read).join();
module.exports = (RED) => {
  RED.httpAdmin.get('/own/route', (request, response) => response.send(said));
  RED.httpAdmin.get('/beside', (request, response) => response.send('beside'));
};
`;

/** The grants that a log tells people to add, as one policy for each package, beside what these have. */
function suggested(log, name, { capabilities: held, capabilityConfig = {} }) {
  const policy = { capabilities: held, capabilityConfig: structuredClone(capabilityConfig) };
  for (const [, text] of log.matchAll(/ {2}To allow.*, add to settings\.js:\n((?: {4}.*\n)+)/g)) {
    const { [name]: given } = new Function(`return ({${text.replace('NAME', 'ASKS_VARIABLE')}})`)().sentinel.server.packages;
    if (given === undefined) continue;
    const { capabilities, capabilityConfig = {} } = given;
    policy.capabilities = [...new Set([...policy.capabilities, ...capabilities])];
    for (const [capability, lists] of Object.entries(capabilityConfig)) {
      for (const [key, entries] of Object.entries(lists)) ((policy.capabilityConfig[capability] ??= {})[key] ??= []).push(...entries);
    }
  }
  return policy;
}

const FLOWS = [{ id: 't', type: 'tab', label: 'tab' }, { id: 'in', type: 'http in', z: 't', x: 1, y: 1, url: '/asked', method: 'get', wires: [[]] }];
const start = (userDir, packages, policy, other) => startNodeRed({
  version: '4.1', userDir, packages, flows: FLOWS, env: { ASKS_VARIABLE: 'its own', OTHER_VARIABLE: 'of others' },
  grants: {
    server: {
      defaults: { capabilityConfig: { 'fs:read': { allowedPaths: [path.join(path.dirname(userDir), 'shared')] } } },
      packages: { [NAME]: policy, [BESIDE]: other, [BELOW]: { capabilities: ['fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: [path.join(path.dirname(userDir), 'other')] } } } },
    },
  },
});
const othersEffects = async (nodeRed) => [(await nodeRed.get(`/${BESIDE}/own/route`)).text, (await nodeRed.get(`/${BESIDE}/beside`)).status];

/** What is there of what the package does. */
async function effects(nodeRed) {
  const answers = [];
  for (const route of ['/asks/one', '/asks/two', '/asks/three', '/asks-other']) answers.push((await nodeRed.get(route)).text);
  return { answers, header: (await nodeRed.get('/nobody')).headers['x-asks'] };
}

test('what one start is told to grant is what the next one needs', async () => {
  const base = tempDir();
  const userDir = path.join(base, 'user');
  const dir = writePackage(base, {
    name: NAME, nodes: { asks: 'asks.js' }, probe: false,
    files: { 'asks.js': SOURCE, ...Object.fromEntries(PAGES.map((name) => [`pages/${name}.txt`, name])) },
  });
  writeFiles(base, { 'shared/file': 'shared', 'other/file': 'other' });
  const store = (name) => path.join(userDir, 'node_modules', '.pnpm', `${name}@1.0.0`, 'node_modules');
  const other = { dir: writePackage(store(BESIDE), { name: BESIDE, nodes: { beside: 'beside.js' }, probe: false, manifest: { dependencies: { [BELOW]: '1.0.0' } }, files: { 'beside.js': beside(base) } }), how: 'symlink' };
  const read = "exports.read = (file) => { try { return require('fs').readFileSync(file, 'utf8'); } catch (error) { return error.code; } };\n";
  fs.symlinkSync(writePackage(store(BELOW), { name: BELOW, nodes: { below: 'below.js' }, probe: false, manifest: { main: 'below.js' }, files: { 'below.js': read } }), path.join(store(BESIDE), BELOW));
  const held = { capabilities: ['registry:write', 'node:list'] };
  try {
    const first = await start(userDir, [dir, other], held, HELD);
    let before;
    try {
      // What was only counted is summed up once things are quiet.
      await first.waitFor(/BLOCKED \d+ more calls of asks-for-much/);
      before = await effects(first);
      assert.deepEqual(await othersEffects(first), ['shared,ERR_SENTINEL_DENIED', 404]);
    } finally {
      await first.stop({ keep: true });
    }
    assert.equal(before.header, undefined);
    assert.ok(before.answers.every((text) => /Cannot GET/.test(text)), before.answers.join('\n'));
    const policy = suggested(first.log, NAME, held);
    // Who has some routes lacks an entry in its list, and whoever has the files of everybody keeps them.
    const otherPolicy = suggested(first.log, BESIDE, HELD);
    assert.match(first.log, new RegExp(`BLOCKED RED\\.httpAdmin\\.get\\(\\) — ${BESIDE} lacks http:admin\\n {2}Resource: /beside\\n`));
    assert.deepEqual(otherPolicy.capabilityConfig['fs:read'].allowedPaths, [path.join(base, 'shared'), path.join(base, 'other', 'file')]);
    assert.deepEqual(policy.capabilityConfig['http:admin:global'].allowedPaths.sort(), ['/asks-other', '/asks/one', '/asks/three', '/asks/two']);
    // What a package serves of its own is a folder, and variables that it lists are named.
    assert.deepEqual(policy.capabilityConfig['fs:read'].allowedPaths, [path.join(userDir, 'node_modules', NAME, 'pages')]);
    assert.deepEqual(policy.capabilityConfig['process:env:read'].allowedNames, ['ASKS_VARIABLE']);
    assert.ok(policy.capabilities.includes('node:read'), 'fields of nodes that may be listed only');
    // Where in the package it is, and not where Sentinel hands its calls on.
    const [, line] = /BLOCKED RED\.httpAdmin\.get\(\) — asks-for-much [\s\S]*?Call stack:\n\s+at (.*)/.exec(first.log);
    assert.match(line, /asks\.js:22:/);
    const second = await start(userDir, [], policy, otherPolicy);
    try {
      assert.deepEqual(await effects(second), { answers: ['one of 3', 'two of 3', 'three of 3', 'other its own /asked made'], header: 'yes' });
      assert.deepEqual(await othersEffects(second), ['shared,other', 200]);
      assert.doesNotMatch(second.log, /BLOCKED/);
    } finally {
      await second.stop({ keep: true });
    }
  } finally {
    fs.rmSync(base, { recursive: true, force: true });
  }
});
