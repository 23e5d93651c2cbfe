'use strict';
const assert = require('node:assert');
const { Worker } = require('node:worker_threads');
const test = require('node:test');
const { open, start } = require('./lib/addon');
const { addonPath } = require('../../js/boot/native');

const { api, userDir } = start();

test('the only export of the addon is claim()', () => {
  assert.deepStrictEqual(Object.keys(open()), ['claim']);
});

test('the API is handed out once, also when the file is loaded again', () => {
  assert.throws(() => open().claim(), { code: 'ERR_SENTINEL_CLAIMED' });
});

test('the API cannot be changed', () => {
  assert.ok(Object.isFrozen(api));
});

test('the configuration can be corrected once the settings are known', () => {
  const second = { userDir, sentinelDir: `${userDir}/sentinel`, coreFiles: [`${userDir}/settings.js`] };
  api.configure(JSON.stringify(second));
  assert.strictEqual(api.owner(`${userDir}/settings.js`)[0], 0);
});

test('a configuration that is none is refused', () => {
  for (const text of ['', '{}', '[]', '{"userDir":"x","sentinelDir":"y"}']) assert.throws(() => api.configure(text), { code: 'ERR_SENTINEL_NATIVE' });
});

test('a worker has an API of its own and cannot configure the process or replace its policy', async () => {
  api.loadPolicy(JSON.stringify({ server: { packages: { granted: { capabilities: ['process:exit'] } } } }), 'settings.js', null, null);
  const source = `
    const { workerData, parentPort } = require('node:worker_threads');
    const holder = { exports: {} };
    process.dlopen(holder, workerData);
    const api = holder.exports.claim();
    let twice = 'claimed twice';
    try { holder.exports.claim(); } catch (error) { twice = error.code; }
    api.configure(JSON.stringify({ userDir: '/elsewhere', sentinelDir: '/elsewhere' }));
    const answer = api.loadPolicy(JSON.stringify({ server: { packages: { evil: { capabilities: ['all'] } } } }), 'settings.js', null, null);
    parentPort.postMessage({ twice, policy: JSON.parse(answer), evil: api.hasEntry('evil'), granted: api.hasEntry('granted') });
  `;
  for (let i = 0; i < 3; i++) {
    const worker = new Worker(source, { eval: true, workerData: addonPath() });
    const answer = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    await worker.terminate();
    assert.strictEqual(answer.twice, 'ERR_SENTINEL_CLAIMED');
    assert.deepStrictEqual([answer.evil, answer.granted, answer.policy.packages], [false, true, 1]);
  }
  assert.strictEqual(api.hasEntry('evil'), false);
});

test('the status says what is in force', () => {
  const status = JSON.parse(api.status());
  assert.strictEqual(status.stack, 'native');
  assert.strictEqual(`v${status.node}`, process.version);
  assert.strictEqual(typeof status.generation, 'number');
});

test('a bug in the addon is an error, not the end of the process', () => {
  for (let i = 0; i < 20; i++) assert.throws(() => api.panic(), { code: 'ERR_SENTINEL_NATIVE', message: /refused/ });
  assert.strictEqual(api.principal('after-the-panic'), api.principal('after-the-panic'));
});
