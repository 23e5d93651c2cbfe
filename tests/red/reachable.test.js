'use strict';
// Whatever two packages can both reach is locked: each goes from the global object, the modules and objects of all kinds that it makes along members, symbols, accessors and what is inherited. On no object that others inherit from, and on no class,
// does one of them put an accessor, replace a method, or exchange what it inherits [G3]. Classes that nobody exports are found this way: who finds another way to make something adds it to lib/reachable.js. One that is not locked is planted.
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const tls = require('../support/tls.js');
const { settingsText, tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const NAMES = ['reachable-one', 'reachable-two'];
/** What a function of core does with what the test hands it, so that it is core that looks. */
const LOOK = "\nObject.assign(globalThis[Symbol.for('nrgs.operator')], { look: (object, key) => object[key], reached: [] });\nglobalThis[Symbol.for('nrgs.planted')] = new (class Planted { planted() {} })();\n";
/** What is found of a class that is not locked. */
const PLANTED = ['Planted: an accessor, replaces planted, exchanged', 'class Planted: exchanged, has call, has apply, has Symbol(Symbol.hasInstance)'];
/** Members that packages redefine, and that nobody relies on (js/realm/table.js). */
const LEFT = /^(?:String: replaces anchor|ErrorPrepareStackTrace: .*)$/u;

async function found({ version, node }) {
  const base = tempDir('nrgs-reachable-');
  const granted = { capabilities: ['registry:write', 'fs:read', 'network:http'], capabilityConfig: { 'fs:read': { allowedPaths: NAMES.map((name) => path.join(base, 'user', 'node_modules', name)) } } };
  const calls = { goes: "() => require('./reachable.js')()" };
  const files = { 'reachable.js': fs.readFileSync(path.join(__dirname, 'lib', 'reachable.js'), 'utf8'), 'made.json': tls };
  const nodeRed = await startNodeRed({
    version, node, base, packages: NAMES.map((name) => probePackage(path.join(base, 'packages'), { name, calls, files })),
    settings: `${settingsText({ ...leanCore(), sentinel: { server: { packages: Object.fromEntries(NAMES.map((name) => [name, granted])) } } })}${LOOK}`,
  });
  try {
    const told = [];
    for (const name of NAMES) {
      const { ok, value, error } = await callProbe(nodeRed, name, 'goes', {}, 60_000);
      assert.ok(ok, `${JSON.stringify(error)} ${nodeRed.log.slice(-1500)}`);
      told.push(JSON.parse(value));
    }
    const [, { shared, open }] = told;
    assert.ok(shared > 3000, `${shared} objects`);
    return open;
  } finally {
    await nodeRed.stop({ keep: true });
    fs.rmSync(base, { recursive: true, force: true });
  }
}

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 22 }, { version: '4.1', node: 24 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: what packages can both reach is locked`, async () => {
    const open = await found(pair);
    assert.deepEqual(open.filter((one) => !LEFT.test(one)), PLANTED);
  });
}
