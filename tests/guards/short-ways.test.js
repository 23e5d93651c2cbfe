'use strict';
// V8 has short ways through arrays, maps, promises and regular expressions, and leaves them for good when it sees one of a few members
// defined again. Locking must not be seen: `slice` and `[...map]` would take ten times as long for everyone.
const assert = require('node:assert/strict');
const { after, before, describe, test } = require('node:test');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { settingsText, tempDir } = require('../support/userdir.js');

const WAYS = ['ArraySpecies', 'ArrayIterator', 'MapIterator', 'PromiseSpecies', 'RegExpSpecies', 'SetIterator', 'StringIterator', 'TypedArraySpecies'];
const SETTINGS = `require('v8').setFlagsFromString('--allow-natives-syntax');
globalThis.shortWays = Object.fromEntries(${JSON.stringify(WAYS)}.map((name) => [name, new Function('return %' + name + 'Protector()')]));
globalThis.hasSlowElements = new Function('object', 'return %HasDictionaryElements(object)');
globalThis.isFast = new Function('object', 'return %HasFastProperties(object)');`;

describe('with a package', () => {
  const base = tempDir('nrgs-short-');
  const calls = {
    slow: '() => [Array.prototype, Object.prototype, Uint8Array.prototype].filter((object) => globalThis.hasSlowElements(object) || !globalThis.isFast(object)).length',
    ways: '() => Object.fromEntries(Object.entries(globalThis.shortWays).map(([name, isShort]) => [name, isShort()]))',
  };
  const packages = [{ dir: probePackage(base, { name: 'short-ways', calls }), how: 'copy' }];
  const session = new Session({ base, sentinel: true, packages, settings: `${SETTINGS}\n${settingsText({})}` });
  before(() => session.nodeRed());
  after(() => session.close());

  test('every short way is open', async () => {
    const { ok, value, error } = await session.call('short-ways', 'ways', {});
    assert.ok(ok, error?.message);
    assert.deepEqual(JSON.parse(value), Object.fromEntries(WAYS.map((name) => [name, true])));
  });

  test('what lists inherit from is in its fast form', async () => {
    assert.equal((await session.call('short-ways', 'slow', {})).value, '0');
  });
});
