'use strict';
// Node.js in C++ believes its scripts: what it is called with otherwise ends the process. A package without any grant cannot, and honest code notices nothing.
// Each version of Node.js runs all of it in programs that are such a package, without a Node-RED.
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { closeAfterExit } = require('../support/effects.js');
const { REPO, node: nodePath, nodeRed } = require('../support/installs.js');
const { tempDir, writeFiles } = require('../support/userdir.js');
const { GRANTED, HONEST, HONEST_GRANTED, PRELUDE, WAYS } = require('./lib/cpp-ways.js');

const AT_ONCE = 2;
const LIMIT = 180_000;
/** Of one way alone. What a way spoils may also have V8 look for something without end: that is tried again. */
const LIMIT_OF_ONE = 60_000;
const MOST_HANGS = 3;
/** Instead of the signal, of what had to be ended: that is no end of its own. */
const HANGS = 'still running';
// Some ways race with a thread of Node's, which a busy machine lets win at times: one end is what shows that the way leads there.
const TRIES = 25;
const NAME = 'guards-cpp';

/** Runs what it is told of the tables, one after the other, and says how far it came. */
const program = (sources) => `${PRELUDE}
const SOURCES = { ${Object.entries(sources).map(([name, source]) => `${JSON.stringify(name)}: async () => { ${source} }`).join(',\n')} };
const tell = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
process.on('uncaughtException', () => {}).on('unhandledRejection', () => {});
const wait = () => new Promise((resolve) => { setTimeout(resolve, 20); });
(async () => {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SOURCES);
  for (const name of names) {
    tell([name]);
    let value;
    try { value = await SOURCES[name](); } catch (error) { value = error.code ?? error.message; }
    await wait();
    tell([name, value ?? null]);
  }
  process.exit(0);
})();
`;

/** The last statement of a source is its value. */
function answering(source) {
  const at = source.lastIndexOf('; ') + 1;
  const last = source.slice(at).trim();
  return /^(?:try|const|let) /.test(last) || last.endsWith('}') ? `${source.slice(0, at)} ${last.replace(/(try \{|catch \(error\) \{)(.*?)([^;{}]+);? \}/g, '$1$2 return $3; }')}` : `${source.slice(0, at)} return ${last};`;
}

function run(binary, args, env, limit = LIMIT) {
  return new Promise((resolve) => {
    const child = spawn(binary, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    closeAfterExit(child);
    let hangs = false;
    const late = setTimeout(() => { hangs = true; child.kill('SIGKILL'); }, limit);
    const heard = { out: '', err: '' };
    child.stdout.on('data', (text) => { heard.out += text; });
    child.stderr.on('data', (text) => { heard.err += text; });
    child.on('close', (code, signal) => { clearTimeout(late); resolve({ code, signal: hangs ? HANGS : signal, said: heard.out.split('\n').filter(Boolean).map((line) => JSON.parse(line)), err: heard.err }); });
  });
}

async function eachOf(list, act) {
  const rest = [...list];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (rest.length > 0) await act(rest.shift()); }));
}

const nodes = [...new Map(combinations({ nodes: process.env.NRGS_TEST_NODE?.split(',') }).map((pair) => [pair.node, pair])).values()];
for (const { node, version } of nodes) {
  test(`Node ${node}: objects of C++ in the hands of a package`, async (t) => {
    const base = tempDir('nrgs-cpp-');
    const home = path.join(base, 'node_modules', NAME);
    const binary = await nodePath(node);
    const here = (table) => Object.fromEntries(Object.entries(table).filter(([, { on }]) => on === undefined || on.includes(node)).map(([name, { way }]) => [name, way]));
    const [ways, granted] = [here(WAYS), here(GRANTED)];
    writeFiles(home, {
      'package.json': { name: NAME, version: '1.0.0' },
      'ways.js': program(ways),
      'granted.js': program(granted),
      'honest.js': program(Object.fromEntries(Object.entries(HONEST).map(([name, source]) => [name, answering(source)]))),
      'honest-granted.js': program(Object.fromEntries(Object.entries(HONEST_GRANTED).map(([name, { way }]) => [name, answering(way)]))),
    });
    const env = { PATH: process.env.PATH };
    const places = { userDir: path.join(base, 'user'), sentinelDir: REPO, coreDirs: [], coreFiles: [], pathNamedDirs: [], neverWrite: [], ways: [], settingsFile: null, grantsFiles: [], auditFile: '' };
    const passport = { package: NAME, places, policy: {}, admin: '', nodeRedDir: fs.realpathSync(path.join(await nodeRed(version, node), 'node_modules', 'node-red')), home: path.join(home, 'package.json'), given: [] };
    const armed = { ...env, NODE_OPTIONS: `--require ${path.join(REPO, 'js', 'preload.js')}`, NRG_SENTINEL_CHILD: JSON.stringify(passport) };
    const grantedWhat = (table) => {
      const capabilities = Object.values(table).flatMap(({ grants }) => grants);
      const capabilityConfig = Object.assign({}, ...Object.values(table).map(({ config }) => config));
      return { ...armed, NRG_SENTINEL_CHILD: JSON.stringify({ ...passport, policy: { server: { packages: { [NAME]: { capabilities, capabilityConfig } } } } }) };
    };
    try {
      await t.test('each way ends a Node.js without Sentinel', async () => {
        const survived = [];
        await eachOf([...Object.keys(ways), ...Object.keys(granted)], async (name) => {
          for (let tries = 0, hangs = 0; tries < TRIES && hangs < MOST_HANGS; tries += 1) {
            const { code, signal } = await run(binary, [path.join(home, name in ways ? 'ways.js' : 'granted.js'), name], env, LIMIT_OF_ONE);
            if (signal === HANGS) hangs += 1;
            else if (signal !== null || code !== 0) return;
          }
          survived.push(name);
        });
        assert.deepEqual(survived, []);
      });
      await t.test('none ends one with Sentinel', async () => {
        const { code, signal, said, err } = await run(binary, [path.join(home, 'ways.js')], armed);
        assert.deepEqual({ code, signal, last: said.at(-1)?.[0] }, { code: 0, signal: null, last: Object.keys(ways).at(-1) }, err.slice(-2000));
      });
      await t.test('nor one where the package was granted a little', async () => {
        const { code, signal, said, err } = await run(binary, [path.join(home, 'granted.js')], grantedWhat(GRANTED));
        assert.deepEqual({ code, signal, last: said.at(-1)?.[0] }, { code: 0, signal: null, last: Object.keys(granted).at(-1) }, err.slice(-2000));
      });
      for (const [file, what, how] of [['honest.js', 'honest code', armed], ['honest-granted.js', 'honest code that was granted a little', grantedWhat(HONEST_GRANTED)]]) {
        await t.test(`${what} gets the same`, async () => {
          const bare = await run(binary, [path.join(home, file)], env);
          const protectedRun = await run(binary, [path.join(home, file)], how);
          assert.deepEqual(bare.code, 0, bare.err);
          assert.deepEqual(protectedRun.said, bare.said, protectedRun.err.slice(-2000));
          assert.doesNotMatch(protectedRun.err, /BLOCKED/);
        });
      }
    } finally {
      fs.rmSync(base, { recursive: true, force: true });
    }
  });
}
