'use strict';
// Callers are not looked for before somebody else's code can run. Here that code comes in the ways that do not pass
// Sentinel's loader, as the only package there is: it must be judged from its first line on.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { leanCore } = require('../support/core-nodes.js');
const { NODE_RED_LINES, NODE_RED_VERSIONS } = require('../support/installs.js');
const { writeFiles } = require('../support/userdir.js');
const { STARTED, makeHome, probes, redScript } = require('./lib/home.js');
const { run } = require('./lib/process.js');

const MAJOR = Number(process.versions.node.split('.')[0]);
const VERSIONS = Object.keys(NODE_RED_LINES).filter((line) => NODE_RED_VERSIONS[NODE_RED_LINES[line]].includes(MAJOR));

/** Text that says what it could read, the moment it runs. */
const probe = (files, load) => `${load}
const read = (file) => { try { return fs.readFileSync(file, 'utf8'); } catch (error) { return error.code; } };
console.log('PROBE ' + JSON.stringify({ granted: read(${JSON.stringify(files.granted)}), denied: read(${JSON.stringify(files.denied)}) }));
`;
const IMPORTED = "import fs from 'fs';";
const TYPES = 'export default function (RED) { RED.nodes.registerType("boot-probe", function () {}); }\n';

const package_ = (dir, files) => writeFiles(path.join(dir, 'node_modules', 'boot-probe'), files);

/** A flow with one function node. */
const flow = (libs, initialize = '') => [
  { id: 't', type: 'tab', label: 't' },
  { id: 'f', type: 'function', z: 't', func: 'return msg;', initialize, finalize: '', libs, outputs: 1, wires: [[]], x: 0, y: 0 },
];

/** How the code comes -> what makes it so; answers members of settings.js. */
const WAYS = {
  'a set of nodes that is an ES module': {
    from: 22,
    lay: (dir, files) => package_(dir, {
      'package.json': { name: 'boot-probe', version: '1.0.0', type: 'module', 'node-red': { nodes: { probe: 'probe.js' } } }, 'probe.js': probe(files, IMPORTED) + TYPES,
    }),
  },
  'a set of nodes that turns out to be an ES module': {
    from: 24,
    lay: (dir, files) => package_(dir, {
      'package.json': { name: 'boot-probe', version: '1.0.0', 'node-red': { nodes: { probe: 'probe.js' } } }, 'probe.js': probe(files, IMPORTED) + TYPES,
    }),
  },
  'a set of nodes that is CommonJS': {
    lay: (dir, files) => package_(dir, {
      'package.json': { name: 'boot-probe', version: '1.0.0', 'node-red': { nodes: { probe: 'probe.js' } } },
      'probe.js': `${probe(files, "const fs = require('fs');")}module.exports = () => {};\n`,
    }),
  },
  'a set of nodes that is CommonJS and has the words of ES modules': {
    lay: (dir, files) => package_(dir, {
      'package.json': { name: 'boot-probe', version: '1.0.0', 'node-red': { nodes: { probe: 'probe.js' } } },
      'probe.js': `${probe(files, "const fs = require('fs');")}// export import\nmodule.exports = async () => { await 0; };\n`,
    }),
  },
  'an ES module that settings.js imports': {
    lay(dir, files) {
      package_(dir, { 'package.json': { name: 'boot-probe', version: '1.0.0', type: 'module', main: 'index.js' }, 'index.js': probe(files, IMPORTED) });
      return `loaded: import(${JSON.stringify(path.join(dir, 'node_modules', 'boot-probe', 'index.js'))})`;
    },
  },
  'an ES module that a function node imports': {
    lay(dir, files) {
      package_(dir, { 'package.json': { name: 'boot-probe', version: '1.0.0', type: 'module', main: 'index.js' }, 'index.js': `${probe(files, IMPORTED)}export default 1;\n` });
      writeFiles(dir, { 'flows.json': flow([{ var: 'probe', module: 'boot-probe' }]), 'package.json': { name: 'user', version: '1.0.0', dependencies: { 'boot-probe': '1.0.0' } } });
      return "functionExternalModules: true, flowFile: 'flows.json'";
    },
    // What function nodes import is theirs.
    principal: '<function-node>',
  },
  'the code of a function node': {
    lay(dir, files) {
      const code = probe(files, 'const fs = global.get("fs");').replaceAll('console.log', 'global.get("say")');
      writeFiles(dir, { 'flows.json': flow([], code) });
      return "flowFile: 'flows.json', functionGlobalContext: { fs: require('fs'), say: console.log }";
    },
    principal: '<function-node>',
  },
};

/** Begins settings.js. */
const SETTINGS = `module.exports = { uiHost: '127.0.0.1', credentialSecret: 'x', nodesExcludes: ${JSON.stringify(leanCore().nodesExcludes)},`;

const grants = (name, file) => ({ server: { packages: { [name]: { capabilities: ['fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: [file] } } } } } });

for (const version of VERSIONS) {
  for (const [what, way] of Object.entries(WAYS)) {
    for (const protectedRun of [false, true]) {
      test(`Node-RED ${version}, ${protectedRun ? 'judged' : 'control, free without Sentinel'}: ${what}`, { skip: MAJOR < (way.from ?? 0) }, async (t) => {
        const home = makeHome(t);
        const dir = path.join(home.base, 'user');
        fs.mkdirSync(dir);
        const settings = way.lay(dir, home.files) ?? '';
        writeFiles(dir, { '.sentinel-grants.json': grants(way.principal ?? 'boot-probe', home.files.granted) });
        writeFiles(dir, { 'settings.js': `${SETTINGS} ${settings} };\n` });
        const started = { env: { HOME: home.home }, until: /PROBE .*\n/, ...(protectedRun ? {} : { preload: null }) };
        const { output } = await run([await redScript(version), '-p', '0', '-u', dir], started);
        const [found] = probes(output);
        assert.notEqual(found, undefined, output);
        assert.equal(found.denied, protectedRun ? 'ERR_SENTINEL_DENIED' : home.secrets.denied, output);
        if (way.principal === undefined) assert.equal(found.granted, home.secrets.granted, output);
      });
    }
  }
}

/** What operators start Node.js with, that takes things away which Sentinel looks at. */
const HARDENED = ['--permission', '--allow-fs-read=*', '--allow-fs-write=*', '--allow-child-process', '--disable-proto=delete', '--pending-deprecation'];

test('judged under the permission model of Node.js, and without `__proto__`', async (t) => {
  const home = makeHome(t);
  const dir = path.join(home.base, 'user');
  fs.mkdirSync(dir);
  WAYS['a set of nodes that is CommonJS'].lay(dir, home.files);
  writeFiles(dir, { '.sentinel-grants.json': grants('boot-probe', home.files.granted), 'settings.js': `${SETTINGS} };\n` });
  const start = async (options, until) => run([...HARDENED, ...options, await redScript('4.1'), '-p', '0', '-u', dir], { env: { HOME: home.home }, major: 24, until });
  const { output } = await start(['--allow-addons'], [/PROBE .*\n/, STARTED]);
  assert.deepEqual(probes(output), [{ granted: home.secrets.granted, denied: 'ERR_SENTINEL_DENIED' }], output);
  assert.doesNotMatch(output, /DEP0111/u);
  const refused = await start([]);
  assert.equal(refused.code, 78, refused.output);
  assert.match(refused.output, /start Node\.js with --allow-addons/u);
});

test('without any package callers are looked for when Node-RED has started', async (t) => {
  const home = makeHome(t);
  const dir = path.join(home.base, 'user');
  fs.mkdirSync(dir);
  writeFiles(path.join(dir, 'node_modules', 'boot-probe'), {
    'package.json': { name: 'boot-probe', version: '1.0.0', type: 'module', main: 'index.js' }, 'index.js': probe(home.files, IMPORTED),
  });
  // No word of importing in the settings: what does it is made of text. Code is kept when Node-RED has started.
  const kept = JSON.stringify(path.join(dir, '.sentinel'));
  const later = `new Function('file', 'return imp' + 'ort(file)')`;
  writeFiles(dir, { 'settings.js': `${SETTINGS}
    watch: setInterval(() => { if (process.env !== undefined && require('fs').existsSync(${kept}) && require('fs').readdirSync(${kept}).some((name) => name.startsWith('code-'))) { clearInterval(module.exports.watch); ${later}(${JSON.stringify(path.join(dir, 'node_modules', 'boot-probe', 'index.js'))}); } }, 50) };\n` });
  const { output } = await run([await redScript(VERSIONS.at(-1)), '-p', '0', '-u', dir], { env: { HOME: home.home }, until: /PROBE .*\n/ });
  assert.equal(probes(output)[0]?.denied, 'ERR_SENTINEL_DENIED', output);
});
