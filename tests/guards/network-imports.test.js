'use strict';
// `--experimental-network-imports` (Node.js 20): an import is a request like any other, and its code is nobody's.
const assert = require('node:assert/strict');
const http = require('node:http');
const path = require('node:path');
const { test } = require('node:test');
const { REPO } = require('../support/installs.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { installSentinel, tempDir } = require('../support/userdir.js');

for (const sentinel of [false, true]) {
  test(`modules from the network, ${sentinel ? 'with' : 'without'} Sentinel`, async () => {
    const heard = [];
    const server = http.createServer((req, res) => {
      heard.push(req.url);
      res.setHeader('content-type', 'text/javascript').end('export default 42;');
    });
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const url = `http://localhost:${server.address().port}`;
    const base = tempDir('nrgs-guards-');
    const installed = sentinel ? installSentinel(REPO, path.join(base, 'user')) : false;
    const calls = { load: '({ url }) => import(url).then((module) => module.default, (error) => error.code)' };
    const packages = ['net-granted', 'net-refused'].map((name) => probePackage(path.join(base, 'packages'), { name, calls }));
    const session = new Session({
      version: '4.1', node: 20, base, packages, sentinel: installed, env: { NODE_OPTIONS: `${sentinel ? `--require ${installed}/js/preload.js ` : ''}--experimental-network-imports` },
      settings: { sentinel: { server: { packages: { 'net-granted': { capabilities: ['network:http'], capabilityConfig: { 'network:http': { allowedUrls: [`${url}/granted`] } } } } } } },
    });
    const ask = async (name, at) => (await session.call(name, 'load', { url: `${url}${at}` })).value;
    try {
      assert.equal(await ask('net-granted', '/granted/a.mjs'), '42');
      assert.equal(await ask('net-granted', '/other.mjs'), sentinel ? 'ERR_SENTINEL_DENIED' : '42');
      assert.equal(await ask('net-refused', '/granted/b.mjs'), sentinel ? 'ERR_SENTINEL_DENIED' : '42');
      assert.deepEqual(heard, sentinel ? ['/granted/a.mjs'] : ['/granted/a.mjs', '/other.mjs', '/granted/b.mjs']);
    } finally {
      server.close();
      await session.close();
    }
  });
}
