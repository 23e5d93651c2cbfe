'use strict';
// Nothing that core, its libraries or Node.js look for in vain is found when a package has put it there: a bare Node-RED goes on a tour in which it is written down what is looked for on the classes that everybody shares
// (lib/recorder.js), and what a package assigns under each of these names is found by itself alone, or stands below, with why it does no harm [G3][R5][R15].
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { startNodeRed } = require('../support/node-red.js');
const { callProbe } = require('../support/probe.js');
const { settingsText, tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');
const { STARTS, tour } = require('./lib/tour.js');
const { FIRST } = require('../../js/red/http/absent.js');

const RECORDER = path.join(__dirname, 'lib', 'recorder.js');
const PRINTED = /^(?:Buffer|Date|RegExp|URL|url[.]Url|net[.]Socket|tls[.]TLSSocket|http[.](?:ClientRequest|IncomingMessage|ServerResponse))$/u;
/** [class, member, why it does no harm]. */
const HARMLESS = [
  [/^String$/u, /^\d+$/u, 'a character behind the end of a text: docs/threat-model.md'],
  [PRINTED, /^(?:fill|href|name|shape|type|Symbol[.]iterator|Symbol[.]toStringTag)$/u, 'how `util.inspect` and debug nodes show it'],
  [/^Promise$/u, /^Symbol[.]iterator$/u, 'JSONata asks for a `next` as well, which is not there'],
  [/^BigInt$/u, /^toJSON$/u, 'packages say by it how whole numbers are written, which is an error otherwise'],
  [/^http[.]IncomingMessage$/u, new RegExp(`^(?:${FIRST.join('|')})$`, 'u'), 'requests that come in begin without it: beginBare in absent.js'],
  [/^(?:Buffer|Uint8Array)$/u, /^private (?:kFlushFlag|kKeyObject|kKeyType)$/u, 'has a place: looked-for.js, instances.js'],
  [/^(?:net[.]Socket|tls[.]TLSSocket|http[.]IncomingMessage)$/u, /^private (?:kMaybeDestroy|kSession|kWaitForProxyTunnel|SkipPendingData)$/u, 'has a place: looked-for.js'],
  [/^(?:net[.]Socket|tls[.]TLSSocket)$/u, /^private (?:connect-options|freeSocketDataGuard|kBoundSession|kBoundSource|kIsUsedAsStdio|kSetKeepAlive\w+|owner_symbol|per-request checkServerIdentity|UpgradeStream|websocket)$/u, 'on connections that one may make oneself, or in nobody\'s hands'],
  [/^net[.]Socket$|^tls[.]TLSSocket$|^http[.]/u, /^private (?:kPerfHooksNetConnectContext|ClientRequestStatistics|ServerResponseStatistics)$/u, 'what is being measured'],
  [/^Promise$/u, /^private (?:async_id_symbol|trigger_async_id_symbol)$/u, 'numbers for who traces'],
  [/^AbortSignal$/u, /^private kDependantSignals$/u, 'who is told of it learns that something was given up'],
];
/** To what errors and dates inherit packages add for all on Node.js 20: docs/threat-model.md. */
const LATER = /^(?:\w*Error|Date) (?!headers|remote)/u;
const isHarmless = ([label, name], node) => HARMLESS.some(([one, member]) => one.test(label) && member.test(name)) || (node === 20 && LATER.test(`${label} ${name}`));

/** What finds a class, and a member, by how the recorder writes them: for the package and for core alike. */
const FIND = `
const classOf = (label) => {
  const parts = label.replace(/^above /, '').split('.');
  const name = parts[0];
  const member = parts[1];
  const made = member === undefined ? globalThis[name] : require(name)[member];
  if (made === undefined && name === 'TypedArray') return Object.getPrototypeOf(Uint8Array.prototype);
  let { prototype } = made ?? require(name);
  while (label.startsWith('above ') && Object.getPrototypeOf(prototype) !== Object.prototype) prototype = Object.getPrototypeOf(prototype);
  return prototype;
};
const keyOf = (name) => {
  if (name.startsWith('Symbol.for ')) return Symbol.for(name.slice(11));
  return name.startsWith('Symbol.') ? Symbol[name.slice(7)] : name;
};
`;
const CALLS = {
  // Everywhere from the class upwards, in both ways, and away again.
  tries: `(names) => {
    const { look } = globalThis[Symbol.for('nrgs.operator')];
    const found = [];
    for (let i = 0; i < names.length; i++) {
      const label = names[i][0];
      const name = names[i][1];
      const key = keyOf(name);
      const put = [];
      for (let at = classOf(label); at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
        const had = Object.hasOwn(at, key);
        try { at[key] = 'assigned'; } catch {}
        if (!had) put.push(at);
        if (!had && at[key] !== 'assigned') try { Object.defineProperty(at, key, { value: 'assigned', writable: true, configurable: true }); } catch {}
      }
      if (look(label, name)) found.push(label + ' ' + name);
      for (let k = 0; k < put.length; k++) Reflect.deleteProperty(put[k], key);
    }
    return found;
  }`,
};
/** Of core: what everything of that class has by that name, and a request as express makes it. */
const LOOK = `
{
  ${FIND}
  const values = { String: 'text', Number: 1, Boolean: true, Symbol: Symbol(), BigInt: 1n };
  const made = {};
  const next = module.exports.httpAdminMiddleware;
  module.exports.httpAdminMiddleware = (request, response, done) => {
    made['http.IncomingMessage'] = Object.create(Object.getPrototypeOf(request));
    made['http.ServerResponse'] = Object.create(Object.getPrototypeOf(response));
    return next(request, response, done);
  };
  globalThis[Symbol.for('nrgs.operator')].look = (label, name) => (values[label] ?? made[label] ?? Object.create(classOf(label)))[keyOf(name)] === 'assigned';
}
`;

/** @returns {Promise<Array<[string, string, string]>>} class, member, and who asks first */
async function lookedFor({ version, node }) {
  const base = tempDir();
  const found = new Map();
  try {
    for (const kind of STARTS) {
      const file = path.join(base, `${kind}.json`);
      await tour({ version, node, sentinel: RECORDER, env: { NRGS_LOOKED_FOR: file } }, kind);
      for (const [label, members] of Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')))) {
        for (const [name, { files }] of Object.entries(members)) found.set(`${label} ${name}`, [label, name, Object.keys(files)[0]]);
      }
    }
    return [...found.values()];
  } finally {
    fs.rmSync(base, { recursive: true, force: true });
  }
}

/** What of that core finds when a package has assigned it. */
async function foundByCore({ version, node, sentinel = true }, names) {
  const packages = [probePackage(tempDir(), { name: 'looked-for', calls: CALLS, head: FIND })];
  const settings = `${settingsText({ sentinel: { server: { packages: { 'looked-for': { capabilities: ['registry:write'] } } } } })}${LOOK}`;
  const nodeRed = await startNodeRed({ version, node, sentinel, packages, settings });
  try {
    await nodeRed.get('/flows');
    const found = [];
    // The names come in an address, which has its limits.
    for (let i = 0; i < names.length; i += 40) {
      const { ok, value, error } = await callProbe(nodeRed, 'looked-for', 'tries', names.slice(i, i + 40).map(([label, name]) => [label, name]));
      assert.ok(ok, JSON.stringify(error));
      found.push(...JSON.parse(value));
    }
    return found;
  } finally {
    await nodeRed.stop();
  }
}

/** Names nobody looks for: where a package can assign, and what it assigns is there for all. */
const CONTROL = [['stream.Readable', 'nobodyLooksForThis', ''], ['String', 'nobodyLooksForThis', '']];

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: what is looked for in vain stays away whatever a package assigns`, async () => {
    const names = await lookedFor(pair);
    assert.ok(names.length > 200, `${names.length} names`);
    const open = await foundByCore(pair, [...names.filter((one) => !isHarmless(one, pair.node)), ...CONTROL]);
    const told = open.map((one) => `${one} (${names.find(([label, name]) => `${label} ${name}` === one)?.[2] ?? ''})`);
    assert.deepEqual(told, CONTROL.map(([label, name]) => `${label} ${name} ()`));
  });
}
