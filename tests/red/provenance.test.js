'use strict';
// Provenance of messages [R9][R10]: what counts as deployed during and after every kind of deployment, what the modes do, and the
// trace. Honest nodes notice nothing: what they do is compared with the same story without Sentinel.
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');
const { REPO } = require('../support/installs.js');

const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 22 }];

/** Nodes that send whenever a node can, and a sink that writes down what comes. */
const NODES = `
const probe = module.exports;
module.exports = (given) => {
  probe(given);
  function Step(config) {
    given.nodes.createNode(this, config);
    const node = this;
    live[config.id] = node;
    (all[config.id] ??= []).push(node);
    node.send({ payload: 'made ' + config.tag });
    node.on('input', (msg, send, done) => {
      send(msg.two ? [[msg, { payload: 'second' }]] : { ...msg, payload: msg.payload + ' ' + config.tag });
      done();
    });
    node.on('close', (removed, done) => {
      node.send({ payload: 'closing ' + config.tag });
      gone.push(() => node.send({ payload: 'late ' + config.tag }));
      done();
    });
  }
  given.nodes.registerType('prov-step', Step);
  given.nodes.registerType('prov-sink', function (config) {
    given.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => { log.push(config.id + ' got ' + msg.payload); done(); });
  });
};`;
const CALLS = {
  log: '() => JSON.stringify(log)',
  // Waits for all that is on its way: every delivery takes a turn of the loop, however long that is.
  push: 'async ({ id, payload }) => { live[id].receive({ payload }); await turns(); }',
  late: 'async () => { for (const send of gone.splice(0)) send(); await turns(); }',
  wire: '({ id, to }) => { const n = live[id]; n._flow.send([{ msg: { payload: "unwired" }, source: { id, node: n, port: 0 }, destination: { id: to } }]); }',
  forge: '({ id, to, msgid }) => { const n = live[id]; n._flow.send([{ msg: { payload: "forged", _msgid: msgid }, source: { id: "sink", node: n, port: 4 }, destination: { id: to } }]); }',
  primitive: '({ id, to }) => { const n = live[id]; for (const msg of [5, undefined]) n._flow.send([{ msg, source: { id, node: n, port: 0 }, destination: { id: to } }]); let asked = 0; n.send({ payload: "unsteady", get _msgid() { if (asked++ > 1) throw new Error("asked"); return "x"; } }); }',
  left: '({ id }) => { live[id].context().global.get("left").deref().receive({ payload: "handed" }); }',
  told: "({ id }) => { live[id].updateWires = function (wires) { kept = wires; Object.getPrototypeOf(Object.getPrototypeOf(this)).updateWires.call(this, wires); }; }",
  name: '({ id, name }) => { live[id].id = name; }',
  change: '({ id, to }) => { const n = live[id]; kept?.[0].push(to); n.wires[0].push(to); n._wire = undefined; n.send({ payload: "changed" }); return JSON.stringify(n.wires); }',
  hook: '() => { RED.hooks.add("preRoute.reroute", (event) => { if (event.source.id === "step") event.destination.id = "sink2"; }); }',
  later: '() => { RED.hooks.add("onReceive.later", (event, done) => { setTimeout(done, 20); }); }',
  // While the hook lets it wait at the end of a subroutine.
  way: '({ id, to }) => new Promise((resolve) => { const msg = { payload: "forged" }; live[id].send(msg); setTimeout(() => { msg._linkSource = [{ id: "x", node: to }]; }, 5); setTimeout(resolve, 100); })',
  // It keeps the message and sends it once more, changed, while another node has it.
  again: '({ id }) => { const msg = { payload: "kept" }; live[id].send([msg]); setTimeout(() => { msg.payload = "changed"; live[id].send([null, msg]); }, 20); }',
  stale: '({ id }) => { const list = all[Object.keys(all).find((key) => key.endsWith(id))]; list[list.length - 2].send({ payload: "stale " + id }); return String(Object.keys(all)); }',
  leave: '({ id }) => { live[id].context().global.set("left", Object.assign(new Date(0), { deref: () => live[id] })); }',
};

const at = (id, type, wires, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [wires], ...more });

/** The flows of one deployment. */
function flows({ deep = 'deep', start = ['instance'], tag = 'a', to = 'sink', out = 'sink', step = {}, other = 'x', tab = {}, removed = false } = {}) {
  return [
    { id: 't', type: 'tab', label: 'one', ...tab },
    { id: 'o', type: 'tab', label: other },
    { id: 'sub', type: 'subflow', name: 'sub', in: [{ x: 1, y: 1, wires: [{ id: 'inner' }] }], out: [{ x: 1, y: 1, wires: [{ id: 'inner', port: 0 }] }] },
    at('inner', 'prov-step', [], { z: 'sub', tag: deep }),
    at('sink', 'prov-sink', []), at('sink2', 'prov-sink', []),
    ...(removed ? [] : [at('step', 'prov-step', [to], { tag, ...step })]),
    at('instance', 'subflow:sub', [out], {}),
    { ...at('before', 'prov-step', [], { tag: 'before' }), wires: [start] },
    at('far', 'prov-step', ['farsink'], { z: 'o', tag: 'far' }), at('farsink', 'prov-sink', [], { z: 'o' }),
  ];
}

/** Starts Node-RED with the package and calls `use`. */
async function withNodes({ version, node, sentinel, server = {}, mode, installed, more = [], parts = [] }, use) {
  const base = tempDir();
  const one = (name) => probePackage(base, { name, head: 'const log = []; const live = {}; const gone = []; const all = {}; let kept; const turns = async () => { for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => { setImmediate(resolve); }); };', calls: CALLS, after: name === 'prov-nodes' ? NODES : NODES.replaceAll('prov-s', 'other-s') });
  const grants = { capabilities: ['registry:write'] };
  const nodeRed = await startNodeRed({
    version, node, sentinel: installed ? 'installed' : sentinel, packages: [one('prov-nodes'), one('other-nodes')],
    flows: [...flows(), at('foreign', 'other-step', ['sink'], { tag: 'foreign' }), ...parts],
    settings: { sentinel: { ...(mode === undefined ? {} : { mode }), server: { packages: { 'prov-nodes': grants, 'other-nodes': { capabilities: ['registry:write', ...more] } }, ...server } } },
  });
  const ask = async (call, args = {}, name = 'prov-nodes') => (await nodeRed.get(`/probe/${name}?call=${call}&args=${encodeURIComponent(JSON.stringify(args))}`)).json();
  try {
    return await use({
      nodeRed, ask,
      log: async () => JSON.parse((await ask('log')).value),
      async until(wanted) {
        for (const end = Date.now() + 15_000; ; await new Promise((resolve) => { setTimeout(resolve, 10); })) {
          const lines = JSON.parse((await ask('log')).value);
          if (lines.includes(wanted)) return lines;
          if (Date.now() > end) throw new Error(`no line ${wanted} in ${lines.join('\n')}\n${nodeRed.log}`);
        }
      },
      async deploy(list, kind) {
        const before = nodeRed.log.split(/Started (?:modified )?(?:flows|nodes)/).length;
        const answer = await nodeRed.post('/flows', list === undefined ? undefined : { flows: list }, { 'node-red-api-version': 'v2', 'node-red-deployment-type': kind });
        assert.equal(answer.status, 200, answer.text);
        await nodeRed.waitFor((log) => log.split(/Started (?:modified )?(?:flows|nodes)/).length > before);
      },
    });
  } finally {
    await nodeRed.stop();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

/** Every kind of deployment, with messages before, during and after. */
async function story(options) {
  return withNodes(options, async ({ nodeRed, ask, log, deploy }) => {
    const push = async (id, payload) => ask('push', { id, payload });
    await push('step', '1');
    await deploy(flows({ tag: 'b' }), 'full');
    await ask('late');
    await push('step', '2');
    await push('before', '3');
    await deploy(flows({ tag: 'c' }), 'nodes');
    await ask('late');
    await push('step', '4');
    await deploy(flows({ tag: 'c', to: 'sink2' }), 'nodes');
    await push('step', '5');
    await deploy(flows({ tag: 'c', to: 'sink2', out: 'sink2' }), 'nodes');
    await push('before', '6');
    await deploy(flows({ tag: 'c', to: 'sink2', out: 'sink2', other: 'y' }), 'flows');
    await push('far', '7');
    await deploy(undefined, 'reload');
    await ask('late');
    await push('step', '8');
    await deploy(flows({ tag: 'd', to: 'sink2', out: 'sink2', other: 'y', step: { d: true } }), 'nodes');
    await deploy(flows({ tag: 'e', to: 'sink2', out: 'sink2', other: 'y' }), 'nodes');
    await push('step', '9');
    await deploy(flows({ tag: 'e', to: 'sink2', out: 'sink2', other: 'y', removed: true }), 'nodes');
    await ask('late');
    await push('before', '10');
    await deploy(flows({ removed: true, other: 'y', tab: { disabled: true } }), 'full');
    await ask('late');
    return { lines: await log(), log: nodeRed.log };
  });
}

for (const pair of PAIRS) {
  test(`Node-RED ${pair.version}: honest nodes notice nothing of provenance, whatever is deployed`, async () => {
    const bare = await story({ ...pair, sentinel: false });
    const guarded = await story({ ...pair, sentinel: true });
    for (const wanted of ['sink got 1 a', 'sink got 2 b', 'sink got 3 before deep', 'sink got closing b', 'sink got 4 c', 'sink2 got 5 c', 'sink2 got 6 before deep', 'farsink got 7 far', 'sink2 got 8 c', 'sink2 got 9 e', 'sink2 got 10 before deep']) {
      assert.ok(bare.lines.includes(wanted), `${wanted} in ${bare.lines.join('\n')}`);
    }
    // What nodes that are in no flow any more still send goes nowhere, and nobody is alarmed.
    const gone = new Set(['sink2 got late e', 'sink2 got late c']);
    const sorted = (lines) => lines.filter((line) => !gone.has(line)).sort();
    assert.deepEqual(sorted(guarded.lines), sorted(bare.lines));
    assert.doesNotMatch(guarded.log, /BLOCKED/);
  });

  test(`Node-RED ${pair.version}: a wire of the flow before is none`, async () => {
    await withNodes({ ...pair, sentinel: true }, async ({ nodeRed, ask, log, deploy }) => {
      await ask('push', { id: 'before', payload: '1' });
      await deploy(flows({ to: 'sink2', out: 'sink2' }), 'nodes');
      await ask('wire', { id: 'step', to: 'sink' });
      await ask('wire', { id: 'step', to: 'farsink' });
      await ask('wire', { id: 'step', to: 'nowhere' });
      await ask('push', { id: 'before', payload: '2' });
      assert.ok(!(await log()).some((line) => line.endsWith('unwired')));
      await nodeRed.waitFor(/BLOCKED node\.send\(\) without a wire — prov-nodes lacks node:wires:write\n {2}Resource: from prov-step node step of prov-nodes to prov-sink node sink of prov-nodes\n[^]*?No grant allows this: only wires of the deployed flow carry messages; connect the nodes in the editor and deploy/);
    });
  });
}

for (const pair of PAIRS) {
  for (const sentinel of [false, true]) {
    test(`Node-RED ${pair.version} ${sentinel ? 'with' : 'without'} Sentinel: the wires that a node is told of`, async () => {
      await withNodes({ ...pair, sentinel }, async ({ nodeRed, ask, until, deploy }) => {
        await ask('told', { id: 'step' });
        await deploy(flows({ to: 'sink2' }), 'nodes');
        const wires = await ask('change', { id: 'step', to: 'farsink' });
        assert.match(wires.value, /sink2.*farsink/);
        await until('sink2 got changed');
        await ask('push', { id: 'far', payload: 'end' });
        const lines = await until('farsink got end far');
        assert.equal(lines.includes('farsink got changed'), !sentinel);
        if (sentinel) await nodeRed.waitFor(/BLOCKED node\.send\(\) without a wire/);
        else assert.doesNotMatch(nodeRed.log, /BLOCKED/);
        // A node that calls itself otherwise stops no deployment.
        await ask('name', { id: 'step', name: 'nobody' });
        if (!sentinel) return;
        await deploy(flows({ to: 'sink' }), 'nodes');
        await ask('push', { id: 'step', payload: 'after' });
        await until('sink got after a');
      });
    });
  }
}

for (const pair of PAIRS) {
  test(`Node-RED ${pair.version}: a hook says nothing of where a message goes`, async () => {
    await withNodes({ ...pair, sentinel: true, more: ['hooks:pre-route'] }, async ({ nodeRed, ask, until }) => {
      await ask('hook', {}, 'other-nodes');
      await ask('push', { id: 'step', payload: 'straight' });
      assert.ok(!(await until('sink got straight a')).includes('sink2 got straight a'));
      await nodeRed.waitFor(/BLOCKED RED\.hooks: event\.id = — other-nodes lacks node:wires:write\n {2}Resource: sink\n[^]*?No grant allows this: a hook may replace `msg`/);
    });
  });
}

for (const pair of PAIRS) {
  for (const sentinel of [false, true]) {
    test(`Node-RED ${pair.version} ${sentinel ? 'with' : 'without'} Sentinel: nodes that a deployment has replaced`, async () => {
      await withNodes({ ...pair, sentinel }, async ({ ask, log, deploy }) => {
        // Its flow ends; a subflow instance is looked for in what is deployed now.
        await deploy(flows({ start: [] }), 'full');
        await ask('stale', { id: 'before' });
        // The instance around it ends, the flow around that goes on.
        await deploy(flows({ start: [], deep: 'deeper', out: 'sink2' }), 'nodes');
        await ask('stale', { id: 'inner' });
        await ask('push', { id: 'before', payload: 'flush' });
        const lines = await log();
        assert.equal(lines.includes('sink got stale before deep'), !sentinel, lines.join('\n'));
        assert.equal(lines.includes('sink got stale inner'), !sentinel, lines.join('\n'));
      });
    });
  }
}

/** A subroutine, who calls it, and who only sends to its end. */
const SUBROUTINE = [
  at('asker', 'prov-step', ['call'], { tag: 'asker' }), at('call', 'link call', ['sink'], { links: ['begin'], linkType: 'static' }), at('begin', 'link in', ['end'], { links: [] }),
  at('end', 'link out', [], { mode: 'return', links: [] }), at('forger', 'prov-step', ['end'], { tag: 'forger' }),
];
for (const pair of PAIRS) {
  for (const sentinel of [false, true]) {
    test(`Node-RED ${pair.version} ${sentinel ? 'with' : 'without'} Sentinel: an answer goes to who called, also when hooks let it wait`, async () => {
      await withNodes({ ...pair, sentinel, more: ['hooks:on-receive'], parts: SUBROUTINE }, async ({ nodeRed, ask, until }) => {
        await ask('later', {}, 'other-nodes');
        await ask('way', { id: 'forger', to: 'call' });
        await ask('push', { id: 'asker', payload: 'asked' });
        const lines = await until('sink got asked asker');
        assert.equal(lines.includes('sink got forged'), !sentinel);
        if (sentinel) await nodeRed.waitFor(/BLOCKED link out — prov-nodes lacks node:receive\n {2}Resource: from prov-step node forger of prov-nodes by link out node end to link call node call/);
        else assert.doesNotMatch(nodeRed.log, /BLOCKED/);
      });
    });
  }
}

test('detect writes it down and lets it pass', async () => {
  await withNodes({ version: '4.1', node: 20, sentinel: true, server: { provenance: 'detect' } }, async ({ nodeRed, ask, until }) => {
    assert.match(nodeRed.log, /enforcement: PartiallyEnforced\([^\n]*message provenance: detect/);
    await ask('wire', { id: 'step', to: 'sink2' });
    await until('sink2 got unwired');
    await ask('leave', { id: 'step' });
    await ask('left', { id: 'foreign' }, 'other-nodes');
    await until('sink got handed a');
    await nodeRed.waitFor(/DETECTED and let pass node\.send\(\) without a wire — prov-nodes lacks node:wires:write\n {2}Resource: from prov-step node step of prov-nodes to prov-sink node sink2/);
    await nodeRed.waitFor(/DETECTED and let pass node\.receive\(\) — other-nodes lacks node:receive\n {2}Resource: to prov-step node step of prov-nodes/);
    assert.doesNotMatch(nodeRed.log, /BLOCKED/);
    const records = fs.readFileSync(path.join(nodeRed.userDir, '.sentinel', 'audit.jsonl'), 'utf8');
    assert.match(records, /"kind":"detected"/);
  });
});

test('off does not look', async () => {
  await withNodes({ version: '4.1', node: 20, sentinel: true, server: { provenance: { mode: 'off' } } }, async ({ nodeRed, ask, until }) => {
    assert.match(nodeRed.log, /enforcement: PartiallyEnforced\([^\n]*message provenance: off/);
    await ask('wire', { id: 'step', to: 'sink2' });
    await until('sink2 got unwired');
    await ask('leave', { id: 'step' });
    await ask('left', { id: 'foreign' }, 'other-nodes');
    await until('sink got handed a');
    assert.doesNotMatch(nodeRed.log, /BLOCKED|DETECTED/);
  });
});

test('a policy that only observes detects', async () => {
  await withNodes({ version: '4.1', node: 20, sentinel: true, mode: 'observe' }, async ({ nodeRed, ask, until }) => {
    assert.match(nodeRed.log, /message provenance: detect/);
    await ask('wire', { id: 'step', to: 'sink2' });
    await until('sink2 got unwired');
  });
});

const WAITING = [
  { ...at('mallory', 'prov-step', [], { tag: 'mallory' }), wires: [['waits'], ['sink2']] }, at('waits', 'delay', ['sink'], { pauseType: 'delay', timeout: '200', timeoutUnits: 'milliseconds' }),
];

/** What the command line says. */
function cli(...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(REPO, 'js', 'cli', 'main.js'), ...words], { encoding: 'utf8' });
  return { code: status, text: stdout + stderr };
}

for (const pair of PAIRS) {
  test(`Node-RED ${pair.version}: the trace tells which nodes a message came through`, async () => {
    await withNodes({ ...pair, installed: true, server: { provenance: { trace: true } }, parts: WAITING }, async ({ nodeRed, ask, until }) => {
      assert.match(nodeRed.log, /every delivery of a message is written to \.sentinel\/messages\.jsonl/);
      const injected = await ask('push', { id: 'before', payload: 'traced' });
      assert.ok(injected.ok, JSON.stringify(injected));
      await until('sink got traced before deep');
      const file = path.join(nodeRed.userDir, '.sentinel', 'messages.jsonl');
      const records = fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
      const last = records.findLast((record) => record.to.id === 'sink' && record.from.type === 'prov-step' && record.via > 0);
      const told = cli('audit', 'trace', last.msgid, '--user-dir', nodeRed.userDir);
      assert.equal(told.code, 0, told.text);
      assert.match(told.text, /prov-step before \(prov-nodes\), output 1 {2}-> {2}subflow:sub instance\n.*after #\d+ {2}subflow:sub instance, output 1 {2}-> {2}prov-step \S+ \(prov-nodes\)\n.*after #\d+ {2}prov-step \S+ \(prov-nodes\), output 1 {2}-> {2}prov-sink sink \(prov-nodes\)/);

      // In the name of another, under the id of another message: the trace says who it was.
      await ask('forge', { id: 'foreign', to: 'sink', msgid: last.msgid }, 'other-nodes');
      await until('sink got forged');
      const forged = cli('audit', 'trace', last.msgid, '--user-dir', nodeRed.userDir);
      assert.match(forged.text, /other-step foreign \(other-nodes\), output 1 {2}-> {2}prov-sink sink/);

      // Who keeps a message and sends it again says by that nothing of where others have it from.
      await ask('again', { id: 'mallory' });
      await until('sink got changed');
      const all = fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
      const [to, beside, on] = [['mallory', 'waits'], ['mallory', 'sink2'], ['waits', 'sink']].map(([from, end]) => all.findLast((record) => record.from.id === from && record.to.id === end));
      assert.deepEqual([to.via, beside.via, on.via], [0, 0, to.n]);

      // What cannot be written down goes nowhere, and ends nothing.
      await ask('primitive', { id: 'foreign', to: 'sink' }, 'other-nodes');
      await ask('push', { id: 'far', payload: 'afterwards' });
      await until('farsink got afterwards far');
      assert.equal(nodeRed.log.match(/Error delivering message to node:t\/sink/g)?.length, 3);

      const headers = { 'X-Sentinel-Admin': '1' };
      const route = `/nrg/plugins/sentinel/trace/${last.msgid}`;
      assert.equal((await nodeRed.get(route)).status, 400);
      const shown = (await nodeRed.get(route, headers)).json();
      assert.ok(shown.deliveries.length >= 4 && shown.deliveries.every(({ genuine }) => genuine === true), JSON.stringify(shown));

      // A line that somebody changed: its tag does not hold, and the chain is broken.
      fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replaceAll('"id":"foreign"', '"id":"before"'));
      const changed = (await nodeRed.get(route, headers)).json();
      assert.deepEqual([...new Set(changed.deliveries.map(({ genuine }) => genuine))].sort(), [false, true]);
      const broken = cli('audit', 'trace', last.msgid, '--user-dir', nodeRed.userDir);
      assert.equal(broken.code, 1);
      assert.match(broken.text, /the chain of the trace is broken/);
      const unknown = cli('audit', 'trace', 'nobody', '--user-dir', nodeRed.userDir);
      assert.equal(unknown.code, 1);
    });
  });
}
