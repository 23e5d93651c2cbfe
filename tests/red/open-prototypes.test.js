'use strict';
// With NRG_SENTINEL_NO_PROTO_FREEZE the built-ins of the language stay open; all else is guarded, and goes on, as ever [G3].
const { test } = require('node:test');
const assert = require('node:assert/strict');
const { probePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');

// As many as Sentinel closes parsers of at once, several times.
const REQUESTS = 64;

for (const pair of [{ version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`with open prototypes nothing is refused to Node.js and Sentinel: Node-RED ${pair.version}, Node ${pair.node}`, async () => {
    const calls = { open: '() => { Array.prototype.ofThePackage = 1; return [].ofThePackage; }', read: '() => require("fs").readFileSync("/etc/hosts", "utf8").length' };
    const nodeRed = await startNodeRed({ ...pair, env: { NRG_SENTINEL_NO_PROTO_FREEZE: '1' }, packages: [probePackage(tempDir(), { name: 'open-package', calls })], settings: { sentinel: { server: { packages: { 'open-package': {} } } } } });
    try {
      for (let i = 0; i < REQUESTS; i++) await nodeRed.get(`/none-${i}`);
      assert.equal((await callProbe(nodeRed, 'open-package', 'open')).value, '1');
      const refused = () => nodeRed.lines.filter((line) => /BLOCKED|did not handle/u.test(line)).join('\n');
      assert.equal(refused(), '');
      assert.equal((await callProbe(nodeRed, 'open-package', 'read')).error?.code, 'ERR_SENTINEL_DENIED');
      assert.match(refused(), /^\[@nrg\/sentinel\] BLOCKED fs\.readFileSync\(\) — open-package lacks fs:read$/u);
    } finally {
      await nodeRed.stop();
    }
  });
}
