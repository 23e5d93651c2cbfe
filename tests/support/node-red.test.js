'use strict';
// The support itself, and with it the plainest facts about a protected Node-RED: it starts, core is refused nothing, it stops.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { startNodeRed } = require('./node-red.js');
const { probePackage } = require('./packages.js');
const { callProbe } = require('./probe.js');
const { withLock } = require('./lock.js');
const { tempDir } = require('./userdir.js');

for (const sentinel of [false, true]) {
  test(`a Node-RED ${sentinel ? 'with' : 'without'} Sentinel starts, answers and stops on SIGTERM`, async (t) => {
    const dir = tempDir();
    t.after(() => fs.rmSync(dir, { recursive: true, force: true }));
    const packages = [probePackage(dir, { name: 'support-hello', calls: { hello: '(args) => `hello ${args.name}`', says: '({ n }) => { console.log(`${"x".repeat(100000)} said ${n}`); return n; }' } })];
    const nodeRed = await startNodeRed({ sentinel, packages });
    t.after(() => nodeRed.stop());
    assert.deepEqual(await callProbe(nodeRed, 'support-hello', 'hello', { name: 'you' }), { ok: true, value: 'hello you' });
    assert.equal((await nodeRed.get('/settings')).status, 200);
    for (let n = 0; n < 30; n++) {
      await callProbe(nodeRed, 'support-hello', 'says', { n });
      assert.ok(nodeRed.log.trimEnd().endsWith(`said ${n}`), `what it said before it answered, ${n}`);
    }
    assert.equal(await nodeRed.stop(), 0);
    assert.deepEqual(nodeRed.lines.filter((line) => line.includes('BLOCKED')), []);
    assert.equal(fs.existsSync(nodeRed.base), false);
  });
}

test('a start that fails says so with the log', async () => {
  await assert.rejects(startNodeRed({ sentinel: false, settings: 'throw new Error("no settings today");' }), /Node-RED ended before[^]*no settings today/);
});

test('two holders of a lock wait for each other', async (t) => {
  const dir = tempDir();
  t.after(() => fs.rmSync(dir, { recursive: true, force: true }));
  const file = path.join(dir, 'x.lock');
  fs.writeFileSync(file, '999999999\n'); // left by a process that is gone
  const seen = [];
  await Promise.all([1, 2, 3].map((n) => withLock(file, async () => {
    seen.push(`in ${n}`);
    await new Promise((resolve) => { setImmediate(resolve); });
    seen.push(`out ${n}`);
  })));
  for (let i = 0; i < seen.length; i += 2) assert.equal(seen[i].replace('in', 'out'), seen[i + 1]);
  assert.equal(fs.existsSync(file), false);
});
