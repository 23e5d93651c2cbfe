'use strict';
// [G3] Fields that objects of Node.js get only when something is done with them: until then a class could have them in their place, for everybody's objects. Each is looked at: it is kept free (js/realm/fields.js), locked, or does no harm.
const assert = require('node:assert/strict');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { toolEnv } = require('../../scripts/lib/run.js');
const installs = require('../support/installs.js');

const SERVER = ['Symbol(http.server.connections)', 'Symbol(http.server.connectionsCheckingInterval)'];
/** What the classes keep free; tests/red/fields.test.js has what they were good for. */
const KEPT = {
  Agent: ['Symbol(onkeylog)'], HttpsAgent: ['Symbol(onkeylog)'], Server: SERVER, HttpsServer: SERVER, Socket: ['resetAndClosing'], IncomingMessage: ['Symbol(kHeadersDistinct)', 'Symbol(kTrailersDistinct)'],
  Event: ['Symbol(kStop)'], CustomEvent: ['Symbol(kStop)'], AbortSignal: ['Symbol(kDependantSignals)', 'Symbol(kFollowing)', 'Symbol(kResultSignalWeakRef)'],
};
/** What cannot be changed on the classes, and what tells an object no more than it was told: how long a socket may be idle, how it is kept alive; what a clone of a signal is made of. */
const OTHERS = {
  IncomingMessage: ['_eventsCount'], ServerResponse: ['statusCode', 'statusMessage'], Socket: ['timeout', 'Symbol(kSetKeepAliveCount)', 'Symbol(kSetKeepAliveInterval)'], AbortSignal: ['Symbol(kCloneData)'],
};

for (const major of Object.keys(installs.NODE_VERSIONS)) {
  test(`Node ${major}: nobody has a field of everybody's objects that has not been looked at`, async () => {
    const { stdout, stderr } = spawnSync(await installs.node(major), [path.join(__dirname, 'lib', 'late-fields.js')], { encoding: 'utf8', env: toolEnv(), timeout: 60_000 });
    const found = JSON.parse(stdout || `{"error":${JSON.stringify(stderr)}}`);
    assert.deepEqual(found.Agent, KEPT.Agent, 'it looks');
    const unknown = Object.entries(found).flatMap(([name, keys]) => keys.filter((key) => ![...KEPT[name] ?? [], ...OTHERS[name] ?? []].includes(key)).map((key) => `${name}: ${key}`));
    assert.deepEqual(unknown, []);
  });
}
