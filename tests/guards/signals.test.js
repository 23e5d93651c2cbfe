'use strict';
// Who may send signals opens no inspector by one: Node.js opens its own at SIGUSR1, whichever of its threads has the number, and that is `inspector:open` [G7].
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { leanCore } = require('../support/core-nodes.js');
const { eventually } = require('../support/effects.js');
const { probePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');
const { REPO } = require('../support/installs.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');

/** How a process of Node.js is sent that signal. Each is the text of a function of the number of one. */
const WAYS = {
  'by name': "(pid) => process.kill(pid, 'SIGUSR1')",
  'by number': "(pid) => process.kill(pid, require('os').constants.signals.SIGUSR1)",
  'by a number that is rounded': "(pid) => process.kill(pid, require('os').constants.signals.SIGUSR1 + 0.5)",
  'by a number that is too large': "(pid) => process.kill(pid, require('os').constants.signals.SIGUSR1 + 2 ** 32)",
  'below': '(pid) => process._kill(pid, require("os").constants.signals.SIGUSR1)',
  'below, with a number that is too large': '(pid) => process._kill(pid + 2 ** 32, require("os").constants.signals.SIGUSR1)',
  'to its group': "() => process.kill(0, 'SIGUSR1')",
  'to a thread': "(pid, thread) => process.kill(thread, 'SIGUSR1')",
};
const CALLS = {
  ...Object.fromEntries(Object.entries(WAYS).map(([name, text]) => [name, `({ pid, thread }) => { try { (${text})(pid, thread); return 'sent'; } catch (error) { return [error.code, error.capability].join(); } }`])),
  url: "() => String(require('inspector').url())",
  other: "({ pid, signal = 'SIGUSR1' }) => { process.kill(pid, signal); return 'sent'; }",
  fence: "() => new Promise((resolve) => { process.once('SIGWINCH', () => resolve('heard')); process.kill(process.pid, 'SIGWINCH'); })",
};

for (const pair of [{ version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: signals open no inspector`, async () => {
    const dir = path.join(tempDir(), 'packages');
    const nodeRed = await startNodeRed({
      ...pair, sentinel: true, nodeArgs: ['--inspect-port=0'], packages: ['signals-alone', 'signals-both'].map((name) => probePackage(dir, { name, calls: CALLS })), flows: [],
      settings: { ...leanCore(), sentinel: { server: { packages: { 'signals-alone': { capabilities: ['registry:write', 'process:signal'] }, 'signals-both': { capabilities: ['registry:write', 'process:signal', 'inspector:open'] } } } } },
    });
    const ask = async (who, call, args) => { const made = await callProbe(nodeRed, who, call, args); return made.ok ? made.value : `${made.error.code} ${made.error.message}`; };
    // No program of Node.js: to it the signal is one as any other.
    const sleeper = spawn('sleep', ['60']);
    try {
      const thread = Number(fs.readdirSync(`/proc/${nodeRed.pid}/task`).find((number) => Number(number) !== nodeRed.pid));
      for (const name of Object.keys(WAYS)) assert.equal(await ask('signals-alone', name, { pid: nodeRed.pid, thread }), 'ERR_SENTINEL_DENIED,inspector:open', name);
      assert.equal(await ask('signals-alone', 'fence', {}), 'heard');
      assert.equal(await ask('signals-both', 'url', {}), 'undefined');
      const ended = new Promise((resolve) => { sleeper.once('exit', (code, signal) => resolve(signal)); });
      assert.equal(await ask('signals-alone', 'other', { pid: sleeper.pid }), 'sent');
      assert.equal(await ended, 'SIGUSR1');
      assert.equal(await ask('signals-both', 'by name', { pid: nodeRed.pid }), 'sent');
      assert.ok(await eventually(async () => (await ask('signals-both', 'url', {})).startsWith('ws://'), 15_000));
    } finally {
      sleeper.kill('SIGKILL');
      await nodeRed.stop();
    }
  });
}

/** What the operator loads before Sentinel, so that this process finds what it finds on a system without `/proc`. */
const WITHOUT_PROC = `const fs = require('fs');
const { readlinkSync } = fs;
fs.readlinkSync = function (file, ...rest) {
  if (String(file).startsWith('/proc/')) throw Object.assign(new Error('ENOENT: no such file or directory'), { code: 'ENOENT' });
  return readlinkSync.call(this, file, ...rest);
};`;

// With it the same signal reaches a program that is none of Node.js: above.
test('where the system does not say what runs, any process may be one of Node.js', async () => {
  const base = tempDir();
  const first = path.join(base, 'without-proc.js');
  fs.writeFileSync(first, WITHOUT_PROC);
  const nodeRed = await startNodeRed({
    base, version: '4.1', node: 20, sentinel: true, env: { NODE_OPTIONS: `--require ${first} --require ${path.join(REPO, 'js', 'preload.js')}` }, flows: [],
    packages: ['signals-alone', 'signals-both'].map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS })),
    settings: { ...leanCore(), sentinel: { server: { packages: { 'signals-alone': { capabilities: ['registry:write', 'process:signal'] }, 'signals-both': { capabilities: ['registry:write', 'process:signal', 'inspector:open'] } } } } },
  });
  const ask = async (who, args) => { const made = await callProbe(nodeRed, who, 'other', args); return made.ok ? made.value : [made.error.code, made.error.capability].join(); };
  const sleepers = [1, 2].map(() => spawn('sleep', ['60']));
  const ends = sleepers.map((sleeper) => new Promise((resolve) => { sleeper.once('exit', (code, signal) => resolve(signal)); }));
  try {
    for (const { pid } of [...sleepers, nodeRed]) assert.equal(await ask('signals-alone', { pid }), 'ERR_SENTINEL_DENIED,inspector:open');
    assert.equal(await ask('signals-alone', { pid: sleepers[0].pid, signal: 'SIGTERM' }), 'sent', 'any other signal');
    assert.equal(await ask('signals-both', { pid: sleepers[1].pid }), 'sent');
    assert.deepEqual(await Promise.all(ends), ['SIGTERM', 'SIGUSR1'], 'the one that was refused has not arrived');
  } finally {
    for (const sleeper of sleepers) sleeper.kill('SIGKILL');
    await nodeRed.stop({ keep: true });
    fs.rmSync(base, { recursive: true, force: true });
  }
});

test('without Sentinel it opens one', async () => {
  const dir = path.join(tempDir(), 'packages');
  const nodeRed = await startNodeRed({ version: '4.1', node: 20, sentinel: false, nodeArgs: ['--inspect-port=0'], packages: [probePackage(dir, { name: 'signals-alone', calls: CALLS })], flows: [], settings: leanCore() });
  try {
    await callProbe(nodeRed, 'signals-alone', 'by name', { pid: nodeRed.pid });
    await nodeRed.waitFor(/Debugger listening on ws:/);
  } finally {
    await nodeRed.stop();
  }
});
