'use strict';
// Nodes that are exchanged, moved, rewired, closed and made anew while Node-RED runs: what a package that holds `registry:write` alone keeps in hand of its nodes speaks for nobody else's, has nothing of them, and keeps none from
// working [R3][R7][R8][R9][R10][R13].
const { describe, test } = require('node:test');
const assert = require('node:assert/strict');
const { eventually } = require('../support/effects.js');
const { leanCore } = require('../support/core-nodes.js');
const { Session } = require('../support/session.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const BAD = 'life-bad';
const GOOD = 'life-good';
/** It may read the credentials of its own nodes also when their constructors have returned. */
const READER = 'life-reader';
const nodesOf = (name) => `
const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType('${name}', function (config) {
    given.nodes.createNode(this, config);
    nodes[config.id] = this;
    configs[config.id] = config;
    this.on('input', (msg) => { got.push([config.id, msg.payload, msg.error?.source.id, msg.status?.text, msg.status?.source.id].join('/')); });
    if (config.then) eval(config.then);
  }, { credentials: { word: { type: 'text' } } });
};`;
const made = (dir, name) => probePackage(dir, {
  name, head: 'const nodes = {}; const configs = {}; const got = []; const kept = {};', calls: { run: '({ text }) => eval(text)', got: '() => got.join()' }, after: nodesOf(name),
  files: { 'probe-nodes.html': `<script type="text/html" data-template-name="${name}"></script>\n` },
});

const REMAKE = `const remake = () => { try { const other = Object.create(Object.getPrototypeOf(this)); given.nodes.createNode(other, config); kept.seen.add(String(other.credentials?.word)); return other; } catch { return undefined; } };`;
/** The same by the capability for it. */
const READS = "const look = () => { kept.seen.add(String(given.nodes.getCredentials(config.id)?.word)); }; kept.seen = new Set(); look(); kept.timer = setInterval(look, 1); this.on('close', () => { look(); clearInterval(kept.timer); });";
/** Is there as long as it takes to be exchanged, and looks all the time. */
const LOOKS = `${REMAKE} kept.seen = new Set(); kept.timer = setInterval(remake, 1); this.on('close', () => { remake(); clearInterval(kept.timer); });`;
const HOLDS = "kept.node = this; this.context().set('own', 'own'); this.on('close', (removed, done) => { kept.done = done; });";
const KEPT = "kept.node = this; kept.config = config; this.context().set('own', 'own');";

/**
 * What is deployed first and then, on a tab of its own; what the package does then, and what is asked of whom after that. `stolen` is there without Sentinel and not with it, `honest` is there both times: it comes after the other.
 * X is a node that is exchanged.
 */
const CASES = [
  {
    name: 'tells of an error as somebody else by another node of its own',
    first: [{ id: 'V' }, { id: 'A', by: BAD }, { id: 'B', by: BAD }, { id: 'c', by: 'catch', scope: ['V'], to: 'h' }, { id: 'h' }],
    act: "Object.assign(nodes.B, { id: 'V', name: 'V' }); nodes.A._flow.handleError(nodes.B, 'x', { payload: 'forged' });", good: "nodes.V.error('x', { payload: 'genuine' })", stolen: 'h/forged/V', honest: 'h/genuine/V',
  },
  {
    name: 'shows a status as somebody else by another node of its own',
    first: [{ id: 'V' }, { id: 'A', by: BAD }, { id: 'B', by: BAD }, { id: 's', by: 'status', scope: ['V', 'A'], to: 'h' }, { id: 'h' }],
    act: "Object.assign(nodes.B, { id: 'V', type: 'x' }); nodes.A._flow.handleStatus(nodes.B, { text: 'forged' });", good: "nodes.V.status({ text: 'genuine' })", stolen: 'forged/V', honest: 'genuine/V',
  },
  {
    name: 'fails in a group where it does not lie by another node of its own',
    first: [{ id: 'G', by: 'group', nodes: ['V', 'c'] }, { id: 'V', g: 'G' }, { id: 'A', by: BAD }, { id: 'B', by: BAD }, { id: 'c', by: 'catch', g: 'G', scope: 'group', to: 'h' }, { id: 'h' }],
    act: "nodes.B.g = 'tabG'.replace('tab', kept.prefix); nodes.A._flow.handleError(nodes.B, 'x', { payload: 'forged' });", good: "nodes.V.error('x', { payload: 'genuine' })", stolen: 'h/forged', honest: 'h/genuine/V',
  },
  {
    name: 'fails as another node of its own', ordinary: true,
    first: [{ id: 'A', by: BAD }, { id: 'B', by: BAD }, { id: 'c', by: 'catch', scope: null, to: 'h' }, { id: 'h' }],
    act: "nodes.A._flow.handleError(nodes.B, 'x', { payload: 'of mine' });", honest: 'h/of mine/B',
  },
  {
    name: 'has the credentials of what takes its place, while they are stored and when it is closed',
    first: [{ id: 'X', by: BAD, then: LOOKS, credentials: { word: 'of its own' } }], second: [{ id: 'X', credentials: { word: 'of another' } }], bad: "[...kept.seen].join()", stolen: 'of another', honest: 'of its own',
  },
  {
    name: 'reads the credentials of what takes its place while they are stored, where it may read those of its nodes', who: READER,
    first: [{ id: 'X', by: READER, then: READS, credentials: { word: 'of its own' } }], second: [{ id: 'X', credentials: { word: 'of another' } }], bad: '[...kept.seen].join()', stolen: 'of another', honest: 'of its own',
  },
  {
    name: 'has the credentials of an instance that takes its place',
    first: [{ id: 'X', by: BAD, then: LOOKS, credentials: { word: 'of its own' } }], second: [{ id: 'X', by: 'subflow:life', env: [{ name: 'word', type: 'cred' }], credentials: { word: 'of the instance' } }],
    bad: '[...kept.seen].join()', stolen: 'of the instance', honest: 'of its own',
  },
  {
    name: 'is made a node after its constructor has returned', ordinary: true,
    first: [{ id: 'X', by: BAD, then: `${REMAKE} kept.seen = new Set(); setTimeout(() => { kept.late = remake(); }, 0);`, credentials: { word: 'of its own' }, to: 'h' }, { id: 'h' }],
    bad: "(kept.late?.send({ payload: 'late' }), [...kept.seen].join())", good: 'got.join()', honest: /h\/late.*of its own|of its own.*h\/late/,
  },
  {
    name: 'takes the context of what took its place by closing its node',
    first: [{ id: 'X', by: BAD, then: KEPT }], second: [{ id: 'X', then: "this.context().set('word', 'kept')" }],
    act: "(async () => { kept.node._context = {}; await kept.node.close(); })()", good: "(delete nodes.X._context, 'has ' + nodes.X.context().get('word'))", stolen: 'has undefined', honest: 'has kept',
  },
  {
    name: 'takes it by being done late',
    first: [{ id: 'X', by: BAD, then: HOLDS }], second: [{ id: 'X', then: "this.context().set('word', 'kept')" }],
    act: "(kept.done(), new Promise(setImmediate))", good: "(delete nodes.X._context, 'has ' + nodes.X.context().get('word'))", stolen: 'has undefined', honest: 'has kept',
  },
  {
    name: 'has its own context deleted when it is closed', ordinary: true,
    first: [{ id: 'X', by: BAD, then: KEPT }], second: [{ id: 'X', by: BAD, name: 'again', then: "got.push('has ' + this.context().get('own'))" }], bad: 'got.join()', honest: 'has undefined',
  },
  {
    name: 'shows a status on an instance that took its place',
    first: [{ id: 'X', by: BAD, then: KEPT }, { id: 'V' }, { id: 's', by: 'status', scope: ['X', 'V'], to: 'h' }, { id: 'h' }], second: [{ id: 'X', by: 'subflow:life' }],
    act: "kept.node.status({ text: 'forged' });", good: "nodes.V.status({ text: 'genuine' })", stolen: 'forged/X', honest: 'genuine/V',
  },
  {
    name: 'shows a status on an instance that took its place in a subflow',
    first: [{ id: 'S', by: 'subflow', out: [] }, { id: 'A', by: BAD, z: 'S', then: KEPT }, { id: 'I', by: 'subflow:S' }, { id: 'V' }, { id: 's', by: 'status', scope: null, to: 'h' }, { id: 'h' }], second: [{ id: 'A', by: 'subflow:life', z: 'S' }],
    act: "kept.node.status({ text: 'forged' });", good: "nodes.V.status({ text: 'genuine' })", stolen: 'forged/I-A', honest: 'genuine/V',
  },
  {
    name: 'fails as an instance that took its place',
    first: [{ id: 'X', by: BAD, then: KEPT }, { id: 'V' }, { id: 'c', by: 'catch', scope: ['X', 'V'], to: 'h' }, { id: 'h' }], second: [{ id: 'X', by: 'subflow:life' }],
    act: "kept.node.error('x', { payload: 'forged' });", good: "nodes.V.error('x', { payload: 'genuine' })", stolen: 'h/forged/X', honest: 'genuine/V',
  },
  ...['this.updateWires = () => { throw new Error(); };', "throw new Error('half way');"].map((then, i) => ({
    name: `keeps a flow from starting when a subflow is wired anew, ${i === 0 ? 'by a method' : 'by a node that could not be made'}`,
    first: [
      { id: 'S', by: 'subflow', in: [], out: [{ x: 1, y: 1, wires: [{ id: 'A', port: 0 }, { id: 'V', port: 0 }] }] }, { id: 'A', by: BAD, z: 'S', then }, { id: 'V', z: 'S' },
      { id: 'I', by: 'subflow:S', to: 'h' }, { id: 'h' }, { id: 'other' }, { id: 'F' }, { id: 'c', by: 'catch', scope: ['F'], to: 'h' },
    ],
    second: [{ id: 'I', by: 'subflow:S', to: 'other' }, { id: 'new' }],
    good: "(nodes.F.error('x', { payload: 'caught' }), nodes['I-V'].send({ payload: 'sent' }), got.push(nodes.new ? 'there is a new one' : 'nobody is there'))", stolen: 'nobody is there', only: ['h/caught/F', 'other/sent', 'there is a new one'],
  })),
  {
    name: 'sends along the wires of a subflow that is not there any more, by a node that it makes anew',
    first: [{ id: 'S', by: 'subflow', in: [], out: [{ x: 1, y: 1, wires: [{ id: 'A', port: 0 }] }] }, { id: 'A', by: BAD, z: 'S', then: KEPT }, { id: 'I', by: 'subflow:S', to: 'h' }, { id: 'h' }, { id: 'V', to: 'h' }],
    second: [{ id: 'I' }],
    act: "for (const remade of [true, false]) try { const node = remade ? Object.create(Object.getPrototypeOf(kept.node)) : kept.node; if (remade) RED.nodes.createNode(node, kept.config); node.updateWires([['tabh'.replace('tab', kept.prefix)]]); node.send({ payload: 'forged' }); } catch {}",
    good: "nodes.V.send({ payload: 'genuine' })", stolen: 'h/forged', honest: 'h/genuine',
  },
  // Core asks what says that it is there for others, and for whom.
  {
    name: 'keeps who is there for errors from hearing, and is told of them itself, by a node that cannot be asked',
    first: [{ id: 'V' }, { id: 'c', by: 'catch', scope: null, to: 'h' }, { id: 'd', by: 'catch', scope: ['V'] }, { id: 'h' }, {
      id: 'X', by: BAD, then: "this.type = 'catch'; this.receive = function (msg) { got.push('told of ' + msg.payload); }; Object.defineProperty(this, 'scope', { get() { if (kept.isLate) return undefined; throw new Error(); } });",
    }],
    act: 'kept.isLate = true;', good: "nodes.V.error('x', { payload: 'private' })", stolen: 'told of private', honest: 'h/private/V',
  },
  {
    name: 'is told of finished messages of others, by what it keeps of core',
    first: [{ id: 'S', by: 'inject', props: [{ p: 'payload', v: 'private', vt: 'str' }], once: true, onceDelay: 1, to: 'V' }, { id: 'V', then: "this.on('input', (msg, send, done) => done());" }, { id: 'c', by: 'complete', scope: ['V'], to: 'h' }, { id: 'h' }, {
      id: 'X', by: BAD, then: "this.type = 'complete'; this.receive = function (msg) { got.push('told of ' + msg.payload); }; this.scope = { forEach(told) { setImmediate(() => told('tabV'.replace('tab', kept.prefix))); } };",
    }],
    stolen: 'told of private', honest: 'h/private',
  },
  {
    name: 'has a configuration node that comes while others are wired anew', ordinary: true,
    first: [{ id: 'V', to: 'h' }, { id: 'h' }, { id: 'other' }], second: [{ id: 'V', to: 'other' }, { id: 'C', isConfig: true, then: "got.push('configured')" }], good: "nodes.V.send({ payload: 'sent' })", honest: /^(?=.*configured)(?=.*other\/sent)/,
  },
  {
    name: 'sends what it had under way when its node was moved to another tab', ordinary: true,
    first: [{ id: 'X', by: BAD, then: KEPT, to: 'h' }, { id: 'h' }], second: [{ id: 'X', by: BAD, z: 'other tab', to: 'h' }], act: "kept.node.send({ payload: 'under way' });", honest: 'h/under way',
  },
];

/** The nodes of a case under ids of its own. */
function placed(prefix, list) {
  const local = (id) => `${prefix}${id}`;
  const texts = (ids) => (Array.isArray(ids) ? ids.map(local) : ids);
  return list.map(({ id, by = GOOD, z, to, scope, g, nodes, out, isConfig, ...more }) => (isConfig ? { id: local(id), type: by, ...more } : {
    id: local(id), type: by === 'subflow:S' ? `subflow:${local('S')}` : by, x: 1, y: 1, wires: [to === undefined ? [] : [local(to)]], ...more,
    ...(by === 'subflow' ? { name: 's', in: [], out: out.map(({ wires, ...place }) => ({ ...place, wires: wires.map(({ id: inner, port }) => ({ id: local(inner), port })) })) } : { z: z === undefined ? local('tab') : z === 'S' ? local('S') : 'aside' }),
    ...(scope === undefined ? {} : { scope: texts(scope) }), ...(g === undefined ? {} : { g: local(g) }), ...(nodes === undefined ? {} : { nodes: texts(nodes) }),
  }));
}

const ALWAYS = [{ id: 'aside', type: 'tab' }, { id: 'life', type: 'subflow', name: 'life', in: [], out: [], env: [{ name: 'word', type: 'cred' }] }];

/** What came of a case, as text. Ids of it are written as they are there. */
async function outcome(session, { first, second, who = BAD, act, bad, good, stolen, honest, only }, prefix, sentinel) {
  const nodeRed = await session.nodeRed();
  const text = (source) => source.replace(/nodes\.(\w+)|nodes\['([\w-]+)'\]|'V'/g, (all, name, quoted) => (all === "'V'" ? `'${prefix}V'` : `nodes['${(quoted ?? name).split('-').map((part) => prefix + part).join('-')}']`));
  const run = async (name, source) => {
    const answer = await session.call(name, 'run', { text: text(source) });
    return answer.ok ? answer.value : `ERROR ${answer.error.code}`;
  };
  const deploy = async (list) => {
    const before = nodeRed.log.length;
    const answer = await nodeRed.post('/flows', { flows: [...ALWAYS, { id: `${prefix}tab`, type: 'tab' }, ...placed(prefix, list)] }, { 'node-red-api-version': 'v2', 'node-red-deployment-type': 'nodes' });
    assert.equal(answer.status, 200, answer.text);
    await nodeRed.waitFor((log) => /Started (?:modified )?(?:nodes|flows)/.test(log.slice(before)));
  };
  for (const name of [BAD, GOOD, READER]) await run(name, `(got.length = 0, kept.prefix = '${prefix}')`);
  await deploy(first);
  if (second) await deploy([...first.filter(({ id }) => !second.some((other) => other.id === id)), ...second]);
  if (act) await run(BAD, act.startsWith('(') ? act : `(() => { ${act} })()`);
  let told = '';
  let asked = '';
  const wanted = only ?? [honest, ...(sentinel || stolen === undefined ? [] : [stolen])];
  const has = (one) => (one instanceof RegExp ? one.test(told) : told.includes(one));
  if (good && !good.includes('got.join')) asked += `${await run(GOOD, good)},`;
  await eventually(async () => {
    const said = bad ? await run(who, bad) : '';
    told = [asked, said, (await session.call(BAD, 'got')).value, (await session.call(GOOD, 'got')).value].join().replaceAll(prefix, '');
    return wanted.every(has) || (!sentinel && stolen !== undefined && has(stolen));
  }, 15_000);
  return { told, isStolen: stolen !== undefined && has(stolen), isHonest: (only ?? [honest]).every(has) };
}

const only = new RegExp(process.env.NRGS_ONLY ?? '');
const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }];

describe('nodes that come and go', { concurrency: 2 }, () => {
  for (const pair of PAIRS) {
    for (const sentinel of pair === PAIRS[1] || process.env.NRGS_TEST_FULL ? [false, true] : [true]) {
      test(`Node-RED ${pair.version}, Node ${pair.node} ${sentinel ? 'with' : 'without'} Sentinel`, async (t) => {
        const base = tempDir('nrgs-life-');
        const granted = { capabilities: ['registry:write'] };
        const session = new Session({
          ...pair, base, sentinel, packages: [BAD, GOOD, READER].map((name) => made(`${base}/packages`, name)), flows: ALWAYS, files: { 'flows_cred.json': {} },
          settings: { ...leanCore(), nodeCloseTimeout: 300, credentialSecret: false, sentinel: { server: { packages: { [BAD]: granted, [GOOD]: granted, [READER]: { capabilities: ['registry:write', 'node:credentials:read'] } } } } },
        });
        try {
          for (const [i, entry] of CASES.entries()) {
            if (!only.test(entry.name)) continue;
            const { told, isStolen, isHonest } = await outcome(session, entry, `n${i}x`, sentinel);
            await t.test(entry.name, () => {
              if (entry.ordinary || sentinel) assert.ok(isHonest, told);
              if (!entry.ordinary) assert.equal(isStolen, !sentinel, told);
            });
          }
          // Core goes on when it cannot start a flow, and says so.
          if (sentinel) assert.doesNotMatch(session.log, /TypeError/);
        } finally {
          await session.close();
        }
      });
    }
  }
});
