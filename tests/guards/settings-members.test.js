'use strict';
// What settings.js adds to the language before any package runs is everybody's, as without Sentinel, and Node-RED starts with it: also where packages have places of their own for such a member.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Session } = require('../support/session.js');
const { settingsText, tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const ADDED = `
for (const shared of [Map, Set, Error, RegExp, BigInt, Buffer]) shared.prototype.toJSON = function () { return 'of the operator'; };
Object.defineProperty(WeakMap.prototype, 'toJSON', { value: () => 'of the operator' });
Date.prototype.inWords = function () { return 'at ' + this.getTime(); };
String.prototype.shout = function () { return this + '!'; };
Object.defineProperty(Number.prototype, 'words', { get() { return 'n' + this; }, configurable: true });
Math.double = (n) => 2 * n;
Object.first = (value) => Object.keys(value)[0];
Function.prototype.twice = function () { return this() + this(); };
`;
const calls = {
  see: "() => JSON.stringify([new Map(), new Set(), new Error('a'), new TypeError('b'), /a/, 5n, Buffer.from('a'), new WeakMap(), new Date(5).inWords(), 'a'.shout(), (5).words, Math.double(4), Object.first({ a: 1 }), (() => 2).twice()])",
  put: "() => { Error.prototype.toJSON = () => 'of a package'; Map.prototype.toJSON = () => 'of a package'; Object.defineProperty(Set.prototype, 'toJSON', { value: () => 'of a package', configurable: true }); }",
};
const OPERATOR = 'of the operator';
const EXPECTED = [...Array(8).fill(OPERATOR), 'at 5', 'a!', 'n5', 8, 'a', 4];

for (const [version, node] of [['4.1', 20], ['5.0', 24], ['5.0', 26]]) {
  for (const sentinel of [false, true]) {
    test(`what settings.js adds is everybody's, ${version} on Node.js ${node}${sentinel ? '' : ', without Sentinel'}`, async () => {
      const dir = tempDir('nrgs-settings-members-');
      const packages = ['members-puts', 'members-sees'].map((name) => probePackage(dir, { name, calls }));
      const session = new Session({ version, node, sentinel, settings: `${ADDED}\n${settingsText({})}`, packages });
      try {
        assert.deepEqual(JSON.parse((await session.call('members-sees', 'see')).value), EXPECTED);
        await session.call('members-puts', 'put');
        const after = JSON.parse((await session.call('members-sees', 'see')).value);
        if (sentinel) assert.deepEqual(after, EXPECTED);
        else assert.deepEqual(after.slice(0, 4), Array(4).fill('of a package'));
      } finally {
        await session.close();
      }
    });
  }
}
