'use strict';
// On Node.js 25 and later `localStorage` and `sessionStorage` are there, for all. A package that puts a store of its own there, as `node-localstorage` and `jsdom` have people do, finds it there; nobody else does.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Session } = require('../support/session.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

const calls = {
  put: `async () => {
    const store = { kept: 'mine' };
    if (typeof localStorage === 'undefined' || localStorage === null || localStorage.kept === undefined) global.localStorage = store;
    Object.defineProperty(globalThis, 'sessionStorage', { value: store, configurable: true, writable: true });
    await new Promise((resolve) => { setTimeout(resolve, 1); });
    return [localStorage === store, globalThis.localStorage.kept, sessionStorage.kept, new Function('return localStorage.kept')()].join();
  }`,
  see: "() => `${globalThis.localStorage?.kept} ${globalThis.sessionStorage?.kept}`",
};

for (const sentinel of [false, true]) {
  test(`what a package puts in the place of localStorage it finds there${sentinel ? ', and no other' : ', without Sentinel for all'}`, async () => {
    const dir = tempDir('nrgs-storage-packages-');
    const session = new Session({ version: '5.0', node: 26, sentinel, packages: ['storage-puts', 'storage-sees'].map((name) => probePackage(dir, { name, calls })) });
    try {
      assert.equal((await session.call('storage-puts', 'put')).value, 'true,mine,mine,mine');
      assert.equal((await session.call('storage-sees', 'see')).value, sentinel ? 'undefined undefined' : 'mine mine');
      assert.doesNotMatch(session.log, /BLOCKED/);
    } finally {
      await session.close();
    }
  });
}
