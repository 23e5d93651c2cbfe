'use strict';
// [G1] What is not classified is refused to packages, whatever kind of thing it is, and works for core.
const assert = require('node:assert/strict');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { toolEnv } = require('../../scripts/lib/run.js');
const installs = require('../support/installs.js');

for (const major of Object.keys(installs.NODE_VERSIONS)) {
  test(`Node ${major}: what was added before Sentinel works for core and not for packages`, async () => {
    const { stdout, stderr } = spawnSync(await installs.node(major), ['--require', path.join(__dirname, 'lib', 'plant.js'), path.join(__dirname, 'lib', 'planted.js')], {
      encoding: 'utf8', env: toolEnv(), timeout: 60_000,
    });
    const lines = stdout.trim().split('\n');
    const { byPackage, ofPackage, byCore, ofCore, known, emitted, read, refused, open } = JSON.parse(lines.at(-1) || `{"error":${JSON.stringify(stderr)}}`);
    assert.deepEqual(byPackage, [], JSON.stringify(ofPackage));
    assert.equal(Object.values(ofPackage).filter((code) => code === 'ERR_SENTINEL_DENIED').length >= 12, true, JSON.stringify(ofPackage));
    // What reads it under another name, too, is nobody.
    assert.deepEqual(ofCore, { 'handed an accessor under another name': 'ERR_SENTINEL_DENIED' }, stderr);
    // All but the timer: a function of nobody, called by nobody, is refused whoever handed it on.
    assert.equal(byCore.length, 25, byCore.join());
    // A class of Node's that something planted leads to stays what it is.
    assert.equal(known, 'ran', stderr);
    // A method that stands before an inherited one works for everyone.
    assert.deepEqual(emitted, { traced: true, heard: true });
    // Node's HTTP client was loaded before, with a decoder of its own.
    assert.deepEqual(read, ['é', '\ufffd ']);
    assert.deepEqual([refused.length, open], [12, []], refused.join());
  });

  test(`Node ${major}: what is loaded to look for what was added finds what stands for schedulers`, async () => {
    const { stdout, stderr } = spawnSync(await installs.node(major), [path.join(__dirname, 'lib', 'ordered.js')], { encoding: 'utf8', env: toolEnv(), timeout: 60_000 });
    assert.deepEqual(JSON.parse(stdout.trim().split('\n').at(-1) || `{"error":${JSON.stringify(stderr)}}`), { wasLoaded: false, isLoaded: true, leads: [] });
  });
}
