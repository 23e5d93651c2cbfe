'use strict';
// Builtin modules, and Node's HTTP client, that are loaded when somebody first asks for them: not before, and guarded and locked then.
const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { wholeCore } = require('../support/core-nodes.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir } = require('../support/userdir.js');

const LATER = ['domain', 'ffi', 'inspector', 'inspector/promises', 'repl', 'sea', 'sqlite', 'test', 'test/reporters', 'trace_events', 'wasi'];

const CALLS = {
  // A package is shown what was loaded when it was.
  loaded: '() => process.moduleLoadList',
  // Somebody else's session would have these.
  replaced: `() => {
    const { Session } = require('inspector');
    const trap = () => 'trapped';
    try { Session.prototype.post = trap; } catch {}
    class Onto { constructor(target) { return target; } }
    class Defined extends Onto { on = trap; }
    try { new Defined(Session.prototype); } catch {}
    return [Session.prototype.post === trap, Session.prototype.on === trap];
  }`,
  imported: `async () => {
    const { Session } = await import('node:inspector');
    try { return typeof new Session().connect; } catch (error) { return error.code; }
  }`,
  tracing: "() => { try { return require('trace_events').getEnabledCategories() ?? 'none'; } catch (error) { return error.code; } }",
  // Asks with ever less of the stack left, and then as usual.
  exhausted: `({ name, member }) => {
    let depth = 0;
    const count = () => { depth++; count(); };
    try { count(); } catch {}
    const at = (left) => (left === 0 ? require(name) : at(left - 1));
    for (let left = depth * 2; left > 0; left -= Math.ceil(depth / 100)) try { at(left); } catch (error) { if (!(error instanceof RangeError)) return String(error); }
    const found = require(name);
    const trap = () => {};
    try { found[member].prototype.constructor = trap; } catch {}
    return [typeof found[member], found[member].prototype.constructor === trap];
  }`,
  // What is fetched has a class that nobody has named.
  response: `async () => {
    const response = await fetch('data:,bare');
    const trap = async () => 'trapped';
    try { Object.getPrototypeOf(response).text = trap; } catch {}
    return (await fetch('data:,bare')).text();
  }`,
  listen: `() => {
    globalThis.heard = 0;
    const channels = require('diagnostics_channel');
    for (const name of ['undici:request:create', 'undici:client:beforeConnect']) channels.subscribe(name, () => { globalThis.heard++; });
    return fetch('http://127.0.0.1:4/').catch((error) => error.cause?.code ?? error.code);
  }`,
  heard: '() => globalThis.heard',
  ask: "() => fetch('http://127.0.0.1:4/').catch((error) => error.cause?.code ?? error.code)",
  named: "() => [typeof Headers, new Headers({ a: 'b' }).get('a'), new Response('text').status, typeof FormData.prototype.append, new Request('http://x/').method]",
};

const NETWORK = { capabilities: ['network:http'], capabilityConfig: { 'network:http': { allowedUrls: ['http://127.0.0.1:4/'] } } };

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  for (const sentinel of [false, true]) {
    test(`Node-RED ${pair.version}, Node ${pair.node}${sentinel ? '' : ', without Sentinel'}: what is loaded late`, async (t) => {
      const base = tempDir('nrgs-guards-');
      const packages = ['first', 'second', 'third'].map((name) => probePackage(path.join(base, 'packages'), { name: `later-${name}`, calls: CALLS }));
      const granted = { 'later-first': NETWORK, 'later-second': { capabilities: ['inspector:open', ...NETWORK.capabilities], capabilityConfig: NETWORK.capabilityConfig } };
      const session = new Session({
        ...pair, base, packages, sentinel, settings: { ...wholeCore(), sentinel: { server: { packages: granted } } },
      });
      const ask = async (who, call, args) => (await session.call(`later-${who}`, call, args)).value;
      try {
        if (sentinel) {
          await t.test('nobody has loaded them before', async () => {
            const loaded = JSON.parse(await ask('first', 'loaded'));
            assert.deepEqual(LATER.filter((name) => loaded.includes(`NativeModule ${name}`)), []);
            if (String(pair.node) === '20') assert.ok(!loaded.includes('NativeModule internal/deps/undici/undici'));
          });
          await t.test('a stack that ends leaves nothing unfinished', async () => {
            assert.equal(await ask('third', 'exhausted', { name: 'inspector', member: 'Session' }), '["function",false]');
          });
        }
        await t.test('members and what is inherited stay what they are', async () => { assert.equal(await ask('third', 'replaced'), sentinel ? '[false,false]' : '[true,true]'); });
        await t.test('they are guarded for who imports them', async () => { assert.equal(await ask('third', 'imported'), sentinel ? 'ERR_SENTINEL_DENIED' : 'function'); });
        await t.test('and free with the grant', async () => { assert.equal(await ask('second', 'imported'), 'function'); });
        await t.test('the same of require', async () => {
          assert.equal(await ask('third', 'tracing'), sentinel ? 'ERR_SENTINEL_DENIED' : 'none');
          assert.equal(await ask('second', 'tracing'), 'none');
        });
        await t.test('who fetches first does not hear what others fetch', async () => {
          assert.equal(await ask('first', 'listen'), 'ECONNREFUSED');
          const before = Number(await ask('first', 'heard'));
          assert.equal(await ask('second', 'ask'), 'ECONNREFUSED');
          assert.equal(Number(await ask('first', 'heard')) > before, !sentinel);
        });
        await t.test('and does not change what others are given', async () => { assert.equal(await ask('first', 'response'), sentinel ? 'bare' : 'trapped'); });
        await t.test('the names of what fetches', async () => { assert.equal(await ask('second', 'named'), '["function","b",200,"function","GET"]'); });
      } finally {
        await session.close();
      }
    });
  }
}
