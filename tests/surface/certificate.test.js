'use strict';
// [G1] On every supported Node.js all that a package can reach is guarded, or in a table with its reason.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { certificate } = require('../../scripts/surface.js');
const { eachName } = require('../../js/surface');
const generated = require('../../js/generated/surface.js');
const installs = require('../support/installs.js');

const known = new Set();
eachName(generated, (name) => known.add(name));
const all = (modules, kind) => Object.values(modules).flatMap((found) => found[kind]);

for (const major of Object.keys(installs.NODE_VERSIONS)) {
  test(`Node ${major}: everything is classified`, async () => {
    const { node, reviewed, modules } = certificate(await installs.node(major));
    assert.deepEqual(all(modules, 'unclassified'), [], `${node}: put these behind a guard, or into js/surface/safe with the reason why they are harmless`);
    assert.equal(reviewed, true, `${node} is in REVIEWED of js/surface/refuse.js`);
    const unknown = [...all(modules, 'guarded'), ...all(modules, 'safe')].filter((name) => !known.has(name));
    assert.deepEqual(unknown, [], 'js/generated/surface.js is fresh; if not: npm run surface');
    // What the walk found, so that it cannot pass by finding nothing.
    for (const name of ['fs.readFileSync', 'net.Socket.prototype.connect', 'process.report.getReport', 'Array.prototype.push', 'globalThis.fetch', 'timers.Timeout.prototype.@toPrimitive',
      'handle.TCP.connect', 'http.ClientRequest.prototype.onSocket', 'zlib.ZlibBase.prototype.flush']) {
      assert.ok(Object.values(modules).some((found) => Object.values(found).some((names) => names.includes(name))), `${name} was found`);
    }
  });
}
