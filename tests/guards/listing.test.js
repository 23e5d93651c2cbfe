'use strict';
// Who lists the names of variables and takes none is told of those it may see, and is no matter for an operator: the `debug` library does it at each start. Whoever copies what it
// lists is, for it would have what it does not see [G6, V1].
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { startNodeRed } = require('../support/node-red.js');
const { probePackage } = require('../support/packages.js');
const { tempDir } = require('../support/userdir.js');

const DEBUG = `Object.keys(process.env).filter((key) => /^debug_/i.test(key)).reduce((found, key) => { found[key.substring(6)] = process.env[key]; return found; }, {})`;

/** Each in a package of its own, because a package is told of once. What it comes to is what it has of the secret. */
const TAKES_NOTHING = {
  'as-debug': `${DEBUG}, process.env.DEBUG`,
  'as-keys': "Object.keys(process.env).includes('LISTING_SECRET') ? 'SECRET' : ''",
  'as-global': "Object.keys(globalThis.process.env).includes('LISTING_SECRET') ? 'SECRET' : ''",
  'as-imported': "Object.keys(require('process').env).includes('LISTING_SECRET') ? 'SECRET' : ''",
  'as-some': "Object.keys(process.env).length, process.env.TERM, process.env.LISTING_UNSET",
  'as-apply': "Reflect.apply(Object.keys, Object, [process.env]).includes('LISTING_SECRET') ? 'SECRET' : ''",
};
const TAKES = {
  'as-spread': '({ ...process.env }).LISTING_SECRET',
  'as-rest': '(() => { const { TERM, ...rest } = process.env; return rest.LISTING_SECRET; })()',
  'as-assign': 'Object.assign({}, process.env).LISTING_SECRET',
  'as-entries': 'Object.fromEntries(Object.entries(process.env)).LISTING_SECRET',
  'as-values': "Object.values(process.env).find((value) => value === 'of the operator')",
  'as-in': '(() => { const all = {}; for (const key in process.env) all[key] = process.env[key]; return all.LISTING_SECRET; })()',
  'as-json': 'JSON.parse(JSON.stringify(process.env)).LISTING_SECRET',
  'as-copy': '(() => { const all = {}; for (const key of Object.keys(process.env)) all[key] = process.env[key]; return all.LISTING_SECRET; })()',
  'as-copy-map': 'Object.fromEntries(Object.keys(process.env).map((key) => [key, process.env[key]])).LISTING_SECRET',
  // A function of its own with such a name is not the language's.
  'as-named': "(() => { const keys = { Object: { keys() { return ({ ...process.env }).LISTING_SECRET; } } }; return keys.Object.keys(); })()",
  'as-blind': '(() => { Error.stackTraceLimit = 0; try { return Object.keys(process.env).find((key) => key === "LISTING_SECRET"); } finally { Error.stackTraceLimit = 10; } })()',
  'as-read': 'process.env.LISTING_SECRET',
};
const NAMES = [...Object.keys(TAKES_NOTHING), ...Object.keys(TAKES)];

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: who lists names alone is not reported, who copies is`, async () => {
    const base = tempDir('nrgs-guards-');
    const packages = Object.entries({ ...TAKES_NOTHING, ...TAKES }).map(([name, source]) => probePackage(path.join(base, 'packages'), {
      name, calls: {}, head: `const found = (${source});\nconsole.log('LISTED ${name} ' + (found === undefined || typeof found === 'object' || found === '' ? 'nothing' : found));`,
    }));
    const start = (granted) => startNodeRed({
      ...pair, base, packages: granted ? [] : packages, env: { TERM: 'dumb', LANG: 'C', LISTING_SECRET: 'of the operator' },
      settings: { sentinel: { server: { packages: Object.fromEntries(NAMES.map((name) => [name, { capabilities: ['registry:write', ...(granted ? ['process:env:read'] : [])] }])) } } },
    });
    const found = (log) => Object.fromEntries([...log.matchAll(/^LISTED (\S+) (.*)$/gm)].map(([, name, what]) => [name, what]));
    try {
      const refused = await start(false);
      await refused.stop({ keep: true });
      assert.deepEqual(found(refused.log), Object.fromEntries(NAMES.map((name) => [name, 'nothing'])));
      const reported = [...new Set([...refused.log.matchAll(/BLOCKED process\.env — (\S+) lacks process:env:read/g)].map(([, name]) => name))];
      assert.deepEqual(reported.sort(), Object.keys(TAKES).sort());
      // With the grant all of these have it, or know that it is there.
      const allowed = await start(true);
      await allowed.stop({ keep: true });
      const having = Object.entries(found(allowed.log)).filter(([, what]) => what !== 'nothing').map(([name]) => name);
      assert.deepEqual(having.sort(), NAMES.filter((name) => !['as-debug', 'as-some'].includes(name)).sort());
      assert.doesNotMatch(allowed.log, /BLOCKED/);
    } finally {
      fs.rmSync(base, { recursive: true, force: true });
    }
  });
}
