'use strict';
// Following what is suggested gives no more than was asked for, and leads to an end: where a package looks whether the userDir is there, in the first minute of a start that takes
// long, and where there is nothing to be had [V1].
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir, writeFiles } = require('../support/userdir.js');

const NAME = 'hints';
const OTHER = 'hints-later';
const CALLS = {
  access: "({ dir }) => { require('fs').accessSync(dir, require('fs').constants.R_OK); return 'there'; }",
  touch: "({ dir }) => { require('fs').utimesSync(dir, 1, 1); return 'there'; }",
  list: "({ dir }) => require('fs').readdirSync(dir).includes('flows.json')",
  file: "({ dir }) => require('fs').readFileSync(require('path').join(dir, 'flows_cred.json'), 'utf8')",
  write: "({ dir }) => { require('fs').writeFileSync(require('path').join(dir, 'planted.txt'), 'x'); return 'written'; }",
  random: "({ tmp }) => { const fs = require('fs'); const file = require('path').join(tmp, `random_${require('crypto').randomBytes(10).toString('hex')}`); fs.writeFileSync(file, 'x'); fs.unlinkSync(file); return 'random'; }",
  temporary: "({ tmp }) => { const { join } = require('path'); const fs = require('fs'); const made = fs.mkdtempSync(join(tmp, 'hints-')); fs.writeFileSync(join(made, 'a'), 'kept'); return fs.readFileSync(join(made, 'a'), 'utf8'); }",
  stamped: "({ tmp }) => { const fs = require('fs'); const file = require('path').join(tmp, `hints${Date.now()}.tmp`); fs.writeFileSync(file, 'x'); fs.unlinkSync(file); return 'written'; }",
  unset: "() => `${RED.settings.get('projects')} ${RED.settings.projects} ${RED.settings.get('adminAuth')}`",
  set: "() => `${RED.settings.get('credentialSecret')}`",
  made: "() => { let heard = 'nothing'; const event = `hints:${RED.util.generateId()}`; try { RED.events.on(event, (text) => { heard = text; }); } catch { /* said in the log */ } RED.events.emit(event, 'heard'); return heard; }",
  listens: "({ events }) => { for (const event of events) { try { RED.events.on(event, () => {}); } catch { /* said in the log */ } } }",
};

/** The grants that a log tells people to add for a package: lists by capability. */
function suggested(log, name) {
  const lists = {};
  for (const [, text] of log.matchAll(/ {2}To allow.*, add to settings\.js:\n((?: {4}.*\n)+)/g)) {
    const { [name]: given } = new Function(`return ({${text}})`)().sentinel.server.packages;
    for (const capability of given?.capabilities ?? []) (lists[capability] ??= []).push(...Object.values(given.capabilityConfig?.[capability] ?? {}).flat());
  }
  return lists;
}

function begin(pair, sentinel, lists, base) {
  const userDir = path.join(base, 'user');
  writeFiles(userDir, { 'flows_cred.json': { secret: 'of the operator' } });
  const capabilityConfig = Object.fromEntries(Object.entries(lists).filter(([name]) => name.startsWith('fs:')).map(([name, allowedPaths]) => [name, { allowedPaths }]));
  const session = new Session({
    ...pair, base, sentinel, packages: [NAME, OTHER].filter((name) => !fs.existsSync(path.join(userDir, 'node_modules', name))).map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS })),
    settings: { sentinel: { server: { packages: { [NAME]: { capabilities: ['registry:write', ...Object.keys(capabilityConfig)], capabilityConfig } } } } },
  });
  const ask = async (call, args = {}, name = NAME) => {
    const { ok, value, error } = await session.call(name, call, { dir: userDir, ...args });
    return ok ? value : `${error.code} ${error.capability}`;
  };
  return { session, ask, userDir };
}

const LOOKS = ['access', 'touch', 'list'];

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(',') ?? [20, 26] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: who looks at the userDir is suggested no more than that`, async () => {
    const base = tempDir();
    const begun = [];
    const start = (...args) => {
      const one = begin(pair, ...args, base);
      begun.push(one.session);
      return one;
    };
    try {
      const bare = start(false, {});
      for (const call of LOOKS) assert.equal(await bare.ask(call), call === 'list' ? 'true' : 'there');
      assert.match(await bare.ask('file'), /of the operator/);
      assert.equal(await bare.ask('unset'), 'undefined undefined undefined');
      await bare.session.end();

      const refused = start(true, {});
      for (const call of LOOKS) assert.equal(await refused.ask(call), `ERR_SENTINEL_DENIED ${call === 'touch' ? 'fs:write' : 'fs:read'}`);
      // Of what is not there nobody is told.
      assert.equal(await refused.ask('unset'), 'undefined undefined undefined');
      assert.doesNotMatch(refused.session.log, /BLOCKED RED\.settings/);
      assert.equal(await refused.ask('set'), 'undefined');
      assert.match(refused.session.log, /BLOCKED RED\.settings — hints lacks all\n {2}Resource: credentialSecret/);
      const lists = suggested(refused.session.log, NAME);
      await refused.session.end();
      const alone = `${refused.userDir}/.`;
      assert.deepEqual({ read: [...new Set(lists['fs:read'])], write: lists['fs:write'] }, { read: [alone], write: [alone] });

      const granted = start(true, lists);
      for (const call of LOOKS) assert.equal(await granted.ask(call), call === 'list' ? 'true' : 'there');
      assert.equal(await granted.ask('file'), 'ERR_SENTINEL_DENIED fs:read');
      assert.equal(await granted.ask('write'), 'ERR_SENTINEL_DENIED fs:write');
      await granted.session.end();

      const whole = start(true, { 'fs:read': [refused.userDir], 'fs:write': [refused.userDir] });
      assert.match(await whole.ask('file'), /of the operator/);
      assert.equal(await whole.ask('write'), 'written');
      await whole.session.end();
    } finally {
      for (const session of begun) await session.end();
      fs.rmSync(base, { recursive: true, force: true });
    }
  });
}

test('where names change each time, what is suggested says which pattern they have', async () => {
  // No name itself of the kind that is looked for.
  const base = tempDir('nrgs-hints');
  const begun = [];
  const tmp = path.join(base, 'tmp');
  /** One start: what the calls come to, and the patterns that the log names beside its suggestions. */
  const round = async (lists) => {
    const { session, ask } = begin({ version: '4.1', node: 20 }, true, lists, base);
    begun.push(session);
    const came = [await ask('temporary', { tmp }), await ask('stamped', { tmp }), await ask('random', { tmp })];
    await session.end();
    const told = { ...lists };
    for (const [, list, pattern] of session.log.matchAll(/capabilityConfig: \{ "(fs:\w+)": .*\n +\/\/ where that is called otherwise each time: "(.*)"/g)) told[list] = [...new Set([...told[list] ?? [], pattern])];
    for (const [list, entries] of Object.entries(suggested(session.log, NAME))) for (const entry of entries.filter((one) => one.includes('?'))) told[list] = [...new Set([...told[list] ?? [], entry])];
    return { came, told };
  };
  try {
    let lists = {};
    let last;
    // A name in which all letters are alike is taken for a word: one in ten is.
    for (let i = 0; i < 12 && last?.came.join() !== 'kept,written,random'; i++) {
      last = await round(lists);
      lists = last.told;
    }
    assert.deepEqual(last.came, ['kept', 'written', 'random']);
    assert.deepEqual({ ...lists, 'fs:write': lists['fs:write'].sort() }, { 'fs:write': [`${tmp}/hints*.tmp`, `${tmp}/hints-??????/**`, `${tmp}/random_*`], 'fs:read': [`${tmp}/hints-??????/**`] });
  } finally {
    for (const session of begun) await session.end();
    fs.rmSync(base, { recursive: true, force: true });
  }
});

test('where names of events are made up, what is suggested says which pattern they have, and that is enough', async () => {
  const base = tempDir();
  const begun = [];
  const start = (sentinel, allowedEvents) => {
    const packages = begun.length > 0 ? [] : [probePackage(path.join(base, 'packages'), { name: NAME, calls: CALLS })];
    const lists = { 'events:subscribe': { allowedEvents }, 'events:emit': { allowedEvents: ['hints:*'] } };
    const session = new Session({ version: '4.1', node: 20, base, sentinel, packages, settings: { sentinel: { server: { packages: { [NAME]: { capabilities: ['registry:write', ...Object.keys(lists)], capabilityConfig: lists } } } } } });
    begun.push(session);
    return session;
  };
  try {
    const bare = start(false, []);
    assert.equal((await bare.call(NAME, 'made')).value, 'heard');
    await bare.end();
    const refused = start(true, []);
    assert.equal((await refused.call(NAME, 'made')).value, 'nothing');
    await refused.end();
    const [, pattern] = /allowedEvents: \["hints:[0-9a-f]{16}"\].*\n +\/\/ where that is called otherwise each time: "(.*)"/.exec(refused.log);
    assert.equal(pattern, 'hints:*');
    const granted = start(true, [pattern]);
    for (let i = 0; i < 2; i++) assert.equal((await granted.call(NAME, 'made')).value, 'heard');
    await granted.call(NAME, 'listens', { events: ['flows:started'] });
    assert.match(granted.log, /BLOCKED RED\.events\.on.*\n {2}Resource: flows:started/);
  } finally {
    for (const session of begun) await session.end();
    fs.rmSync(base, { recursive: true, force: true });
  }
});

test('what was only counted is summed up soon again while a start goes on', async () => {
  const base = tempDir();
  const { session, ask } = begin({ version: '4.1', node: 20 }, true, {}, base);
  try {
    await ask('listens', { events: ['hints:a', 'hints:b'] });
    await (await session.nodeRed()).waitFor(/allowedEvents: \["hints:b"\]/, { timeout: 20_000 });
    await ask('listens', { events: ['hints:c', 'hints:d'] }, OTHER);
    await (await session.nodeRed()).waitFor(/allowedEvents: \["hints:d"\]/, { timeout: 20_000 });
  } finally {
    await session.close();
  }
});
