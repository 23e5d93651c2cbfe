'use strict';
// Where Sentinel finds the files of ES modules itself, it finds what Node finds; what it leaves to Node is not wrong either.
const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const path = require('node:path');
const { test } = require('node:test');
const { promisify } = require('node:util');
const installs = require('../support/installs.js');

const SCRIPT = path.join(__dirname, 'lib', 'resolve-all.mjs');

for (const version of ['4.1', '5.0']) {
  test(`everything that the packages of Node-RED ${version} import`, async () => {
    const { stdout } = await promisify(execFile)(await installs.node(20), ['--no-deprecation', '--experimental-import-meta-resolve', SCRIPT, await installs.nodeRed(version)], { maxBuffer: 1 << 26 });
    const { same, different } = JSON.parse(stdout);
    assert.deepEqual(different, []);
    assert.ok(same > 500, `${same} found`);
  });
}
