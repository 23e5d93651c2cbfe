'use strict';
// V8 has short ways through arrays, maps, promises and regular expressions, and leaves them for good when it sees one of a few members
// defined again. Locking must not be seen: `slice` and `[...map]` would take ten times as long for everyone.
const assert = require('node:assert/strict');
const http = require('node:http');
const { after, before, describe, test } = require('node:test');
const { wholeCore } = require('../support/core-nodes.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { settingsText, tempDir } = require('../support/userdir.js');

const WAYS = ['ArraySpecies', 'ArrayIterator', 'MapIterator', 'PromiseSpecies', 'RegExpSpecies', 'SetIterator', 'StringIterator', 'TypedArraySpecies'];
const SETTINGS = `require('v8').setFlagsFromString('--allow-natives-syntax');
globalThis.shortWays = Object.fromEntries(${JSON.stringify(WAYS)}.map((name) => [name, new Function('return %' + name + 'Protector()')]));
globalThis.hasSlowElements = new Function('object', 'return %HasDictionaryElements(object)');
globalThis.isFast = new Function('object', 'return %HasFastProperties(object)');
// What the last request to Node-RED and its connection became on their way through core.
const inTurn = module.exports.httpAdminMiddleware;
module.exports.httpAdminMiddleware = (req, res, next) => {
  res.on('finish', () => { globalThis.served = [req, res, req.socket].map(globalThis.isFast); globalThis.answered = Object.keys(res); });
  return inTurn === undefined ? next() : inTurn(req, res, next);
};`;
/** Each request on a connection of its own, to a server of which a list says what may be asked: is the connection in its fast form? */
const LISTED = `(url) => Promise.all([1, 2, 3].map(() => new Promise((resolve, reject) => {
  require('http').get(url, { agent: false }, (response) => { const { socket } = response; response.resume().on('end', () => resolve(globalThis.isFast(socket))); }).on('error', reject);
})))`;

/** Does a function of Sentinel's stand between what comes in on a connection and Node.js? */
const READING = `(url) => new Promise((resolve, reject) => {
  Error.stackTraceLimit = 100;
  require('http').get(url, (response) => { resolve(new Error('here').stack.includes('onread.js')); response.resume(); }).on('error', reject);
})`;

const GRANTS = { capabilities: ['network:http'], capabilityConfig: { 'network:http': { allowedUrls: ['http://127.0.0.1:*/listed'] } } };

describe('with a package', () => {
  const base = tempDir('nrgs-short-');
  const calls = {
    slow: '() => [Array.prototype, Object.prototype, Uint8Array.prototype].filter((object) => globalThis.hasSlowElements(object) || !globalThis.isFast(object)).length',
    served: '() => globalThis.served',
    answered: '() => globalThis.answered',
    listed: LISTED,
    reading: READING,
    ways: '() => Object.fromEntries(Object.entries(globalThis.shortWays).map(([name, isShort]) => [name, isShort()]))',
  };
  const packages = [{ dir: probePackage(base, { name: 'short-ways', calls }), how: 'copy' }];
  const session = new Session({ base, sentinel: true, packages, settings: `${settingsText({ ...wholeCore(), sentinel: { server: { packages: { 'short-ways': GRANTS } } } })}\n${SETTINGS}` });
  const server = http.createServer((request, response) => response.end('x'));
  before(async () => {
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    await session.nodeRed();
  });
  after(() => {
    server.close();
    return session.close();
  });

  test('every short way is open', async () => {
    const { ok, value, error } = await session.call('short-ways', 'ways', {});
    assert.ok(ok, error?.message);
    assert.deepEqual(JSON.parse(value), Object.fromEntries(WAYS.map((name) => [name, true])));
  });

  test('what lists inherit from is in its fast form', async () => {
    assert.equal((await session.call('short-ways', 'slow', {})).value, '0');
  });

  // A member of an object that becomes an accessor makes V8 read all of that object out of a table, and every function that works on it with it.
  test('requests to Node-RED and their connections are in their fast form', async () => {
    for (let i = 0; i < 3; i++) await session.call('short-ways', 'served', {});
    assert.deepEqual(JSON.parse((await session.call('short-ways', 'served', {})).value), [true, true, true]);
  });

  test('so are connections of which a list says what may be asked there', async () => {
    const { ok, value, error } = await session.call('short-ways', 'listed', `http://127.0.0.1:${server.address().port}/listed`);
    assert.ok(ok, error?.message);
    assert.deepEqual(JSON.parse(value), [true, true, true]);
  });

  // What responses inherit is locked, and set through a setter: once express has given each another prototype that is a form more of each of them.
  test('responses have their status before express works on them', async () => {
    await session.call('short-ways', 'served', {});
    const members = JSON.parse((await session.call('short-ways', 'answered', {})).value);
    assert.ok(members.includes('statusMessage') && members.includes('locals'), members.join());
    assert.ok(members.indexOf('statusCode') < members.indexOf('locals') && members.indexOf('statusMessage') < members.indexOf('locals'), members.join());
  });

  test('what comes in on a connection goes to Node.js straight', async () => {
    const { ok, value, error } = await session.call('short-ways', 'reading', `http://127.0.0.1:${server.address().port}/listed`);
    assert.ok(ok, error?.message);
    assert.equal(value, 'false');
  });
});
