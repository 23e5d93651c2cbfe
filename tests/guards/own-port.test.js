'use strict';
// Who may listen takes Node-RED's own port at no other address, before it listens there nor afterwards, unless the policy names it [C5].
const { test } = require('node:test');
const assert = require('node:assert/strict');
const net = require('node:net');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { probePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');
const { tempDir } = require('../support/userdir.js');

const EARLY = { 'port-open': '127.0.0.3', 'port-named': '127.0.0.4' };
/** It listens while it is loaded, and when it is told to, and answers who asks there. */
const head = (name, port) => `const serve = (...args) => new Promise((resolve) => {
  const server = require('http').createServer((request, response) => response.end(${JSON.stringify(name)}));
  server.on('error', ({ code, capability, resource }) => resolve([code, capability, resource].filter(Boolean).join(' ')));
  server.listen(...args, () => resolve('listens on ' + server.address().port));
});
const early = serve(${port}, ${JSON.stringify(EARLY[name] ?? '127.0.0.5')});`;
const CALLS = {
  early: '() => early',
  listen: '({ args }) => serve(...args)',
  below: "({ port }) => { const server = require('net').createServer(); server._listen2('127.0.0.7', port, 4, 5); return 'listens on ' + server.address()?.port; }",
};

/** A port that nobody has. Node-RED is told to listen there: policies name it. */
function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function running(pair, body) {
  const port = await freePort();
  const listed = (...allowedPorts) => ({ capabilities: ['registry:write', 'network:listen'], capabilityConfig: { 'network:listen': { allowedPorts } } });
  const packages = {
    'port-open': { capabilities: ['registry:write', 'network:listen'] }, 'port-all': { capabilities: ['all'] }, 'port-any': listed('*', '127.0.0.2:*', '1-65535'),
    'port-named': listed(`${port}`, '0'), 'port-address': listed(`127.0.0.6:${port}`),
  };
  const dir = path.join(tempDir('nrgs-own-port-'), 'packages');
  const nodeRed = await startNodeRed({
    ...pair, args: ['--port', `${port}`], flows: [], settings: { ...leanCore(), sentinel: { server: { packages } } },
    packages: Object.keys(packages).map((name) => probePackage(dir, { name, calls: CALLS, head: head(name, port) })),
  });
  assert.equal(nodeRed.port, port);
  const ask = async (name, call, args) => {
    const made = await callProbe(nodeRed, name, call, args);
    return made.ok ? made.value : [made.error.code, made.error.capability, made.error.resource].join(' ');
  };
  /** What answers there: the name of a package, or nothing. */
  const answers = (host) => fetch(`http://${host}:${port}/`).then((answer) => answer.text(), () => undefined);
  try {
    await body({ ask, answers, port });
  } finally {
    await nodeRed.stop();
  }
}

for (const pair of [{ version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: Node-RED's own port is listened on by who has it named`, () => running(pair, async ({ ask, answers, port }) => {
    const refused = (at) => `ERR_SENTINEL_DENIED network:listen ${at}`;
    for (const name of ['port-open', 'port-all', 'port-any']) {
      assert.equal(await ask(name, 'early'), refused(`${EARLY[name] ?? '127.0.0.5'}:${port}`), `${name} while it is loaded`);
      for (const [args, at] of [
        [[port, '127.0.0.2'], `127.0.0.2:${port}`], [[{ port: `${port}`, host: '::1' }], `[::1]:${port}`], [[port, 'localhost'], `localhost:${port}`], [[port], `${port}`],
        [[{ port, host: '0.0.0.0' }], `0.0.0.0:${port}`],
      ]) assert.equal(await ask(name, 'listen', { args }), refused(at), `${name} at ${at}`);
      assert.match(await ask(name, 'below', { port }), /^listens on undefined$|DENIED/, name);
      assert.match(await ask(name, 'listen', { args: [0, '127.0.0.2'] }), /^listens on [1-9]/, `${name}: any other port`);
    }
    for (const host of ['127.0.0.2', '127.0.0.3', '127.0.0.7', '[::1]']) assert.equal(await answers(host), undefined, host);
    assert.equal(await ask('port-named', 'early'), `listens on ${port}`);
    assert.equal(await ask('port-named', 'listen', { args: [port, '127.0.0.2'] }), `listens on ${port}`);
    assert.equal(await ask('port-address', 'listen', { args: [port, '127.0.0.6'] }), `listens on ${port}`);
    assert.equal(await ask('port-address', 'listen', { args: [port, '127.0.0.8'] }), refused(`127.0.0.8:${port}`));
    assert.deepEqual(await Promise.all(['127.0.0.2', '127.0.0.4', '127.0.0.6', '127.0.0.8'].map(answers)), ['port-named', 'port-named', 'port-address', undefined]);
  }));
}

test('without Sentinel any package has it', () => running({ version: '4.1', node: 20, sentinel: false }, async ({ ask, answers, port }) => {
  assert.equal(await ask('port-open', 'early'), `listens on ${port}`);
  assert.equal(await ask('port-open', 'listen', { args: [port, '127.0.0.2'] }), `listens on ${port}`);
  assert.equal(await ask('port-open', 'below', { port }), `listens on ${port}`);
  assert.deepEqual(await Promise.all(['127.0.0.2', '127.0.0.3'].map(answers)), ['port-open', 'port-open']);
}));
