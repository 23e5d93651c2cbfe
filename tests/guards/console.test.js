'use strict';
// Lines of the console are written by a function of Sentinel's (js/guards/console.js): what arrives is what Node.js alone writes,
// on a socket and in a file, and a package that acts while its line is formatted finds nothing there.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { leanCore } = require('../support/core-nodes.js');
const { REPO } = require('../support/installs.js');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { probePackage } = require('../support/packages.js');
const { PROBE_SETTINGS } = require('../support/probe-settings.js');
const { tempDir } = require('../support/userdir.js');

/** Lines of all kinds, between two marks; the same text for core and for a package. */
const LINES = `(console, mark) => {
  const { inspect } = require('util');
  console.log('begin ' + mark);
  console.log('plain'); console.info('info'); console.debug('debug'); console.log(); console.log('');
  console.log('%s is %d and %o', 'one', 2, { three: [3] }, 'rest'); console.log({ a: 1, deep: { b: { c: { d: 1 } } } }, [1], null, undefined, Symbol('s'));
  console.log({ [inspect.custom](depth, options) { console.log('within'); return 'custom ' + Object.keys(options).includes('stylize') + options.colors; } });
  console.log('two\\nlines'); console.dir({ a: { b: { c: {} } } }, { depth: 0 }); console.table([{ a: 1 }]);
  console.error('to stderr'); console.warn('warned', { w: 1 }); console.assert(1 === 2, 'wrong'); console.count(); console.count('x');
  console.log('end ' + mark);
}`;

const settings = `const lines = ${LINES};
const acts = {
  lines: () => lines(console, 'core'),
  group() { console.group('group'); console.log('indented\\ntwice'); console.group(); console.error('more'); console.groupEnd(); console.groupEnd(); console.log('not indented'); },
  taken() {
    const seen = [];
    const { write } = process.stdout;
    process.stdout.write = function taken(text, ...rest) { seen.push(String(text)); return Reflect.apply(write, this, [text, ...rest]); };
    console.log('taken');
    delete process.stdout.write;
    console.log('not taken');
    return seen;
  },
  corked() { process.stdout.cork(); process.stdout.write('first\\n'); console.log('second'); process.stdout.uncork(); console.log('third'); },
  mixed() { for (let i = 0; i < 5; i++) { console.log('line', i); process.stdout.write('text ' + i + '\\n'); } },
  listeners: () => [process.stdout.listenerCount('error'), process.stderr.listenerCount('error')],
};
module.exports = {
  uiHost: '127.0.0.1', flowFile: 'flows.json', credentialSecret: 'x', disableEditor: true, nodesExcludes: ${JSON.stringify(leanCore().nodesExcludes)},
  httpAdminMiddleware(req, res, next) {
    const act = acts[req.url.slice('/core/'.length)];
    if (act === undefined) return next();
    res.end(JSON.stringify(act() ?? null));
  },
};
${PROBE_SETTINGS}`;

const CALLS = {
  lines: `() => { const lines = ${LINES}; lines(console, 'package'); }`,
  group: `() => {
    const many = () => { console.log('in a group\\ntwice'); console.error('to stderr'); console.table([{ a: 1 }]); };
    console.groupEnd(); console.group('group', 1); many(); console.groupCollapsed(); many(); console.groupEnd(); console.info('one group left');
    const { write } = process.stdout;
    const seen = [];
    process.stdout.write = function (text, ...rest) { seen.push(String(text)); return Reflect.apply(write, this, [text, ...rest]); };
    console.log('taken in a group');
    delete process.stdout.write;
    console.groupEnd(); console.groupEnd();
    many();
    console.error('group over'); console.group('never ended');
    return seen.join();
  }`,
  // Standard output as a file: everyone adds to it, nobody changes what stands there.
  positions: `async () => {
    const fs = require('fs');
    const bytes = Buffer.from('CHANGED');
    let asked = 0;
    const ways = [
      () => fs.writeSync(1, 'CHANGED', 0), () => fs.writeSync(1, bytes, 0, 7, 0), () => fs.writeSync(1, bytes, { position: 0 }), () => fs.writevSync(1, [bytes], 0),
      () => fs.writeSync(1, bytes, { get position() { return asked++ === 0 ? null : 0; } }),
      () => new Promise((resolve) => fs.write(1, bytes, 0, 7, 0, resolve)), () => new Promise((resolve) => fs.write(1, 'CHANGED', 0, resolve)),
      () => new Promise((resolve) => fs.createWriteStream('', { fd: 1, start: 0, autoClose: false }).on('error', resolve).write('CHANGED', resolve)),
      () => fs.truncateSync(1, 0), () => fs.ftruncateSync(1, 0), () => new Promise((resolve) => fs.truncate(1, 0, resolve)),
    ];
    for (const way of ways) { try { await way(); } catch {} }
    fs.writeSync(1, 'added'); fs.writeSync(1, Buffer.from(' in '), 0, 4, null); fs.writevSync(1, [Buffer.from('parts'), Buffer.from('\\n')]);
  }`,
  attack: `() => {
    const { inspect } = require('util');
    const found = [];
    const note = (value) => { if (value !== undefined && value !== null) found.push(String(value?.constructor?.name ?? typeof value)); };
    const symbols = () => Object.getOwnPropertySymbols(console).filter((symbol) => symbol !== Symbol.toStringTag && symbol.description !== 'kIsConsole');
    for (const symbol of symbols()) note(console[symbol]);
    const tricky = { [inspect.custom](depth, options, given) {
      for (const key of ['_stdout', '_stderr']) { try { note(console[key]._handle); note(console[key].fd > 2 ? console[key] : undefined); console[key].write = () => { found.push('written'); }; } catch {} }
      try { Object.defineProperty(Object.prototype, 'write', { value: () => { found.push('inherited'); }, configurable: true, writable: true }); } catch {}
      console.log = () => { found.push('its own'); };
      if (options.stream ?? given.stream) note(options.stream ?? given.stream);
      return 'tricky';
    } };
    console.log(tricky);
    console.log('by the package');
    delete Object.prototype.write;
    return JSON.stringify(found);
  }`,
};

/** Standard output is a file from the first line on. */
const TO_FILE = "const fs = require('fs'); fs.closeSync(1); fs.openSync(process.env.CONSOLE_FILE, 'r+');";

async function tell({ node, sentinel, toFile, color }) {
  const base = tempDir('nrgs-console-');
  const file = path.join(base, 'out');
  const first = path.join(base, 'first.js');
  fs.writeFileSync(first, TO_FILE);
  fs.writeFileSync(file, '');
  const preload = sentinel ? ` --require ${path.join(REPO, 'js', 'preload.js')}` : '';
  const nodeRed = await startNodeRed({
    version: node === 26 ? '5.0' : '4.1', node, base, settings, sentinel: sentinel && !toFile,
    packages: [probePackage(path.join(base, 'packages'), { name: 'guards-console', calls: CALLS })],
    env: { ...(toFile ? { CONSOLE_FILE: file, NODE_OPTIONS: `--require ${first}${preload}` } : {}), ...(color ? { FORCE_COLOR: '1' } : {}) },
    until: 'spawned',
  });
  try {
    const log = () => (toFile ? fs.readFileSync(file, 'utf8') : '') + nodeRed.log;
    for (let i = 0; i < 1800 && !/Started flows/.test(log()); i++) await new Promise((resolve) => { setTimeout(resolve, 50); });
    [, nodeRed.port] = /Server now running at https?:\/\/[^\s:]+:(\d+)/.exec(log());
    const told = {};
    const ask = async (act) => (await nodeRed.get(`/core/${act}`)).json();
    const listeners = await ask('listeners');
    for (const act of ['lines', 'group', 'taken', 'corked', 'mixed']) told[act] = await ask(act);
    assert.deepEqual(await ask('listeners'), listeners);
    await callProbe(nodeRed, 'guards-console', 'lines');
    // The last line of each of the two streams.
    await nodeRed.waitFor(() => log().includes('end package') && log().split('warned {').length === 3 && log().split('Assertion failed: wrong').length === 3);
    const linesSince = (mark) => {
      const lines = log().split('\n').filter((line) => !line.startsWith('[@nrg/sentinel]'));
      const wanted = lines.slice(lines.indexOf(mark));
      // Nobody knows how what comes on two sockets is mixed.
      return toFile ? wanted : wanted.sort();
    };
    told.lines = linesSince('begin core');
    told.indented = await callProbe(nodeRed, 'guards-console', 'group');
    await nodeRed.waitFor(() => log().includes('never ended\n') && log().includes('group over\n'));
    told.group = linesSince('begin core');
    await ask('mixed');
    await nodeRed.waitFor(() => log().split('text 4\n').length === 3);
    told.isIndented = /^ +line /mu.test(log());
    const written = () => fs.readFileSync(file, 'utf8');
    const before = written();
    await callProbe(nodeRed, 'guards-console', 'positions');
    told.kept = !toFile || (written().startsWith(before) && written().includes('added in parts\n'));
    const attack = await callProbe(nodeRed, 'guards-console', 'attack');
    assert.ok(attack.ok, JSON.stringify(attack));
    told.attack = JSON.parse(attack.value);
    return told;
  } finally {
    await nodeRed.stop({ keep: true });
    fs.rmSync(base, { recursive: true, force: true });
  }
}

const chosen = process.env.NRGS_TEST_NODE?.split(',');
for (const node of [20, 22, 24, 26]) {
  if (chosen !== undefined && !chosen.includes(String(node))) continue;
  for (const how of [{ toFile: false }, { toFile: true }, { toFile: true, color: true }]) {
    test(`Node ${node}: what the console writes ${how.toFile ? 'to a file' : 'to a socket'}${how.color ? ', in colours' : ''}`, async () => {
      const bare = await tell({ node, sentinel: false, ...how });
      const guarded = await tell({ node, sentinel: true, ...how });
      assert.deepEqual(guarded.lines, bare.lines);
      assert.deepEqual(guarded.group, bare.group);
      assert.deepEqual([bare.indented, guarded.indented], new Array(2).fill({ ok: true, value: '  taken in a group\n' }));
      assert.ok(bare.group.includes('    in a group'));
      assert.deepEqual([bare.isIndented, guarded.isIndented], [true, false], 'a group is that of its package alone');
      assert.deepEqual([bare.kept, guarded.kept], [!how.toFile, true]);
      assert.deepEqual(bare.taken, ['taken\n']);
      assert.deepEqual(guarded.taken, bare.taken);
      assert.ok(bare.attack.includes('written') && bare.attack.length > 2, JSON.stringify(bare.attack));
      assert.deepEqual(guarded.attack.filter((text) => text !== 'its own' && text !== 'written'), []);
    });
  }
}
