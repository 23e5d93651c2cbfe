'use strict';
// One run: a real Node-RED with the whole palette, all flows deployed at once through the admin
// API, and the effects looked for side by side.
const fs = require('node:fs');
const path = require('node:path');
const { startNodeRed, request } = require('../support/node-red.js');
const { withLock } = require('../support/lock.js');
const { eventually } = require('../support/effects.js');
const { ensurePalette, CORPUS } = require('./install.js');
const { startPeers } = require('./peers/index.js');
const { settingsText } = require('./settings.js');
const { programs } = require('./programs.js');
const behaviours = require('./behaviours/index.js');
const packages = require('./packages.json');

/** What stays in the palette folder between runs; everything else belongs to one run. */
const KEEP = new Set(['node_modules', 'package.json', 'package-lock.json', '.complete']);

/** The longest a behaviour may take; refused ones take this long when their node says nothing. */
const LIMIT = 20_000;

/** A fresh userDir around the installed packages, and a folder with the files the flows work on. */
function prepare(userDir) {
  for (const name of fs.readdirSync(userDir)) {
    if (!KEEP.has(name)) fs.rmSync(path.join(userDir, name), { recursive: true, force: true });
  }
  fs.rmSync(path.join(userDir, 'node_modules', '@nrg'), { recursive: true, force: true });
  const dir = path.join(CORPUS, 'files');
  fs.rmSync(dir, { recursive: true, force: true });
  fs.mkdirSync(dir, { recursive: true });
  for (const name of ['source.txt', 'old-name.txt', 'unwanted.txt']) fs.writeFileSync(path.join(dir, name), 'a source\n');
  return dir;
}

/** A secret in the environment that one package may read. */
const MAPBOXGL_TOKEN = 'pk.corpus';

/** The context that behaviours get: how to call their endpoint and where their effects are. */
function context(nodeRed, { peers, ports }, dir) {
  const send = (method) => (urlPath, body, headers) => request(nodeRed.port, method, urlPath, body, headers);
  const http = { get: (urlPath, headers) => nodeRed.get(urlPath, headers), post: send('POST'), put: send('PUT') };
  const flows = new Map();
  return {
    peers, ports, dir, http, get: http.get, post: http.post, sink: peers.sink, userDir: nodeRed.userDir, flows,
    /** Sends `payload` through the endpoint of a behaviour; rejects with the error of its flow. */
    async call(name, payload = '') {
      const answer = await http.post(`/corpus/${name}`, payload, typeof payload === 'string' ? { 'content-type': 'text/plain' } : {});
      if (answer.status !== 200) throw new Error(`${name} answered ${answer.status}: ${answer.text}`);
      return answer.text;
    },
    /** The id of the node of this type in the flow of a behaviour. */
    nodeId: (name, type) => flows.get(name).find((node) => node.type === type).id,
  };
}

/** What the registry keeps of an error, as text. */
const problem = (error) => (error ? String(error.message ?? error.code ?? error) : null);

/** Every node type of the palette; plugins have ids of their own. */
const NODE_TYPES = Object.values(packages).flatMap(({ sets }) => Object.values(sets).flat());

/**
 * What Node-RED loaded of the palette: `module/set` -> { types, error }. Only types that have a
 * constructor count; the registry itself goes by the HTML half of a node.
 */
async function inventory(nodeRed) {
  const ask = async (urlPath) => {
    const { status, text } = await nodeRed.get(urlPath, { accept: 'application/json' });
    if (status !== 200) throw new Error(`${urlPath} answered ${status}: ${text}`);
    return JSON.parse(text);
  };
  const query = NODE_TYPES.map((type) => `type=${encodeURIComponent(type)}`).join('&');
  // a type may be registered from a timer: wait for them, but not for those that never come
  let made = new Set();
  await eventually(async () => {
    made = new Set(await ask(`/corpus-types?${query}`));
    return made.has('ui_worldmap');
  }, 1500);
  const sets = {};
  for (const set of await ask('/nodes')) {
    if (packages[set.module]) sets[set.id] = { types: set.types.filter((type) => made.has(type)).sort(), error: problem(set.err) };
  }
  for (const set of await ask('/plugins')) {
    if (packages[set.module]) sets[set.id] = { types: set.plugins.map((plugin) => plugin.id ?? plugin).sort(), error: problem(set.err) };
  }
  return sets;
}

/**
 * Prepares the flows and leaves out those with a type that did not load: Node-RED would start none
 * of them as long as one type is missing.
 */
function loadable(ctx, sets, list) {
  const present = new Set(Object.values(sets).flatMap(({ types }) => types));
  const absent = new Set(NODE_TYPES.filter((type) => !present.has(type)));
  return list.filter((behaviour) => {
    const nodes = behaviour.nodes(ctx);
    if (nodes.some(({ type }) => absent.has(type))) return false;
    ctx.flows.set(behaviour.name, nodes);
    return true;
  });
}

/** Deploys the flows of these behaviours in one go. */
async function deploy(nodeRed, ctx, list) {
  if (list.length === 0) return;
  const answer = await nodeRed.post('/flows', { flows: [...ctx.flows.values()].flat() }, { 'node-red-api-version': 'v2', 'node-red-deployment-type': 'full' });
  if (answer.status !== 200) throw new Error(`deploying answered ${answer.status}: ${answer.text}`);
  // the answer comes before the new flows run
  await nodeRed.waitFor((log) => log.split('Started flows').length > 2);
}

/** The packages of the palette whose native addons are in the process; undefined where the system does not tell. */
function nativePackages(nodeRed, userDir) {
  const maps = `/proc/${nodeRed.pid}/maps`;
  if (!fs.existsSync(maps)) return undefined;
  const files = fs.readFileSync(maps, 'utf8').match(/\/[^\n]*\.node$/gm) ?? [];
  const own = path.join(userDir, 'node_modules') + path.sep;
  const names = files.filter((file) => file.startsWith(own)).map((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)[1]);
  return [...new Set(names)].filter((name) => name !== '@nrg/sentinel').sort();
}

/** Looks for the effect of every behaviour; never rejects. */
async function observe(ctx, list) {
  const results = new Map();
  await Promise.all(list.map(async (behaviour) => {
    let timer;
    const late = new Promise((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no effect within ${LIMIT} ms`)), LIMIT);
    });
    try {
      await Promise.race([behaviour.check(ctx), late]);
      results.set(behaviour.name, null);
    } catch (error) {
      results.set(behaviour.name, error);
    } finally {
      clearTimeout(timer);
    }
  }));
  return results;
}

/**
 * One run of the corpus.
 * @param {object} options for startNodeRed: version, node, sentinel, grants, env
 * @param {string[]} [only] names of behaviours
 * @returns {Promise<{ sets: object, results: Map<string, Error|null>, addons: string[]|undefined, log: string, exitCode: any, notes: string[], world: object }>}
 */
function run(options, only) {
  // one folder for all runs: two test processes take turns
  return withLock(path.join(CORPUS, 'run.lock'), () => runAlone(options, only));
}

async function runAlone(options, only) {
  const userDir = await ensurePalette();
  const list = only ? behaviours.filter(({ name }) => only.includes(name)) : behaviours;
  const dir = prepare(userDir);
  const { PATH, notes } = programs(path.join(CORPUS, 'bin'));
  const world = await startPeers(userDir);
  try {
    const places = { userDir, dir, ports: world.ports, peers: world.peers };
    const grants = typeof options.grants === 'function' ? options.grants(places) : options.grants;
    const nodeRed = await startNodeRed({
      settings: settingsText(), flows: [], ...options, grants, userDir, env: { PATH, MAPBOXGL_TOKEN, ...options.env },
    });
    let sets;
    let results;
    let addons;
    try {
      sets = await inventory(nodeRed);
      const ctx = context(nodeRed, world, dir);
      const possible = loadable(ctx, sets, list);
      await deploy(nodeRed, ctx, possible);
      results = await observe(ctx, possible);
      for (const { name } of list) if (!results.has(name)) results.set(name, new Error('a type of this flow did not load'));
      addons = nativePackages(nodeRed, userDir);
      if (options.inspect) await options.inspect(nodeRed, ctx);
    } catch (error) {
      throw new Error(`${error.message}\n--- log ---\n${nodeRed.log}`, { cause: error });
    } finally {
      await nodeRed.stop({ keep: true });
    }
    return { sets, results, addons, log: nodeRed.log, exitCode: await nodeRed.exitCode, notes, world: places };
  } finally {
    world.close();
  }
}

module.exports = { run, prepare };

// `node tests/corpus/run.js [--sentinel|--grants] [behaviour …]` shows one run, for writing behaviours:
// bare, or protected without or with grants; NODE_RED=5.0 NODE_MAJOR=24 choose others
if (require.main === module) {
  const names = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
  const since = Date.now();
  const { grants } = require('./grants.js');
  const protection = { '--sentinel': { sentinel: 'installed' }, '--grants': { sentinel: 'installed', grants } };
  const options = { sentinel: false, ...protection[process.argv.find((arg) => arg in protection)] };
  if (process.env.NODE_RED) options.version = process.env.NODE_RED;
  if (process.env.NODE_MAJOR) options.node = process.env.NODE_MAJOR;
  run(options, names.length ? names : undefined).then(({ sets, results, log, notes, exitCode }) => {
    console.log(log);
    for (const note of notes) console.log(note);
    for (const [id, { types, error }] of Object.entries(sets)) if (error) console.log(id, types, error);
    for (const [name, error] of results) console.log(error ? `FAILED ${name}: ${error.message}` : `ok ${name}`);
    console.log(`${Object.keys(sets).length} sets, exit ${exitCode}, ${Date.now() - since} ms`);
  }, (error) => { console.error(error); process.exitCode = 1; });
}
