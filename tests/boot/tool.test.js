'use strict';
// Programs that a tool runs: tests load Node-RED and never start it, and must not notice Sentinel; whoever starts it is refused.
const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const installs = require('../support/installs.js');
const { writeFiles } = require('../support/userdir.js');
const { REFUSED, STATUS, makeHome, probes, settingsText } = require('./lib/home.js');
const { run } = require('./lib/process.js');

const LOADS = (nodeRed) => `const RED = require(${JSON.stringify(nodeRed)});
const { registerType } = require(${JSON.stringify(path.join(path.dirname(path.dirname(path.dirname(nodeRed))), '@node-red', 'runtime', 'lib', 'nodes'))});
Object.defineProperty(Object.prototype, 'should', { configurable: true, get() { return this; } });
console.log('LOADED ' + RED.version() + ' ' + typeof registerType + ' ' + require('fs').readFileSync(process.argv[3], 'utf8') + ' END');
`;
const STARTS = (nodeRed, settings) => `const RED = require(${JSON.stringify(nodeRed)});
RED.init(require('http').createServer(), ${settings});
RED.start().then(() => console.log('RUNS'));
`;

/** A package in node_modules whose program runs the file it is given. */
async function layOut(home, dependencies, source) {
  const nodeRed = path.join(await installs.nodeRed('4.1'), 'node_modules', 'node-red', 'lib', 'red.js');
  const settings = settingsText({ userDir: path.join(home.base, 'user') }).replace(/^module.exports = |;\n$/g, '');
  writeFiles(home.base, {
    'node_modules/tool/package.json': { name: 'tool', version: '1.0.0', dependencies },
    'node_modules/tool/bin/tool.js': "require(require('path').resolve(process.argv[2]));\n",
    'program.js': source(nodeRed, settings),
  });
  return [path.join(home.base, 'node_modules', 'tool', 'bin', 'tool.js'), path.join(home.base, 'program.js'), home.files.denied];
}

test('a test runner that loads Node-RED and its parts is left alone', async (t) => {
  const home = makeHome(t);
  const { code, output } = await run(await layOut(home, {}, LOADS), { env: { HOME: home.home } });
  assert.equal(code, 0, output);
  assert.match(output, new RegExp(`LOADED \\S+ function ${home.secrets.denied} END`));
});

test('Node-RED started by a program that a tool runs does not start', async (t) => {
  const home = makeHome(t);
  home.userDir('user', { settings: null });
  const args = await layOut(home, {}, STARTS);
  const bare = await run(args, { env: { HOME: home.home }, preload: null, until: /RUNS/ });
  assert.equal(probes(bare.output)[0]?.denied, home.secrets.denied, bare.output);
  assert.equal(probes(bare.output)[0]?.hooked, true, bare.output);
  const { code, output } = await run(args, { env: { HOME: home.home } });
  assert.equal(code, 78, output);
  assert.equal(output.match(REFUSED)?.length, 1, output);
  assert.match(output, /ERR_SENTINEL_PROGRAM/);
  assert.deepEqual(probes(output), []);
});

test('an installed program that depends on node-red is protected', async (t) => {
  const home = makeHome(t);
  home.userDir('user', { settings: null });
  const { output } = await run(await layOut(home, { 'node-red': '*' }, STARTS), { env: { HOME: home.home }, until: /RUNS/ });
  assert.equal(probes(output)[0]?.granted, home.secrets.granted, output);
  assert.equal(probes(output)[0]?.denied, 'ERR_SENTINEL_DENIED', output);
  assert.equal(output.match(STATUS)?.length, 1, output);
});
