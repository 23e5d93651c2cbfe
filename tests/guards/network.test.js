'use strict';
// Every way to a socket: refused without a grant and nothing arrives, done with one [G1][G8].
const assert = require('node:assert/strict');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const tls = require('node:tls');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { eventually } = require('../support/effects.js');
const { probePackage } = require('../support/packages.js');
const { openServers } = require('../support/outside.js');
const { Session } = require('../support/session.js');
const { tempDir } = require('../support/userdir.js');
const { groups } = require('./lib/network-rows.js');

const ROWS = fs.readFileSync(path.join(__dirname, 'lib', 'network-rows.js'), 'utf8');
const CALLS = { run: "({ group, to, who }) => require('./rows.js').runAll(group, to, who)" };
const NAMES = { granted: 'guards-granted', none: 'guards-none', listed: 'guards-listed' };

/** What a server of a package says to who connects. */
function visit(address, secure) {
  return new Promise((resolve) => {
    const options = typeof address === 'string' ? { path: address } : { port: address.port, host: address.address === '::1' ? '::1' : '127.0.0.1' };
    const socket = secure ? tls.connect({ ...options, rejectUnauthorized: false }) : net.connect(options);
    let text = '';
    socket.on('error', (error) => resolve(error.code));
    socket.on('data', (bytes) => { text += bytes; });
    socket.on('close', () => resolve(text));
    socket.write('GET / HTTP/1.0\r\n\r\n');
  });
}

async function checkGroup(t, session, group, servers) {
  const rows = Object.keys(groups[group]);
  const ask = async (who) => {
    const answer = await session.call(NAMES[who], 'run', { group, to: servers.to, who });
    assert.equal(answer.ok, true, JSON.stringify(answer));
    return JSON.parse(answer.value);
  };
  const none = await ask('none');
  const granted = await ask('granted');
  const arrived = (who, row) => servers.heard.some((text) => text === `${who} ${row}` || text === `${who}-${rows.indexOf(row)}.example`);
  for (const row of rows) {
    await t.test(`${group}: ${row}`, async () => {
      assert.equal(none[row].code, 'ERR_SENTINEL_DENIED', JSON.stringify(none[row]));
      assert.equal(arrived('none', row), false, 'nothing may arrive');
      if (group === 'listening') {
        assert.equal(granted[row].ok, true, JSON.stringify(granted[row]));
        assert.ok((await visit(JSON.parse(granted[row].said), row.startsWith('tls'))).endsWith(`granted ${row}`));
      } else if (group === 'lookups') {
        assert.match(granted[row].said, /^(127\.0\.0\.1|::1)$/);
      } else {
        assert.equal(await eventually(() => arrived('granted', row), 15_000), true, `it must arrive: ${JSON.stringify(granted[row])}`);
        if (group === 'names') assert.equal(granted[row].code, 'ENOTFOUND');
      }
    });
  }
  if (group === 'listening') assert.deepEqual(fs.readdirSync(servers.to.dir).filter((name) => name.startsWith('listen')).length, 2, 'sockets of the granted package only');
}

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: every way to a socket`, async (t) => {
    const base = tempDir('nrgs-guards-');
    const dir = fs.mkdtempSync(path.join(base, 's'));
    const servers = await openServers(dir);
    const files = { 'rows.js': ROWS, 'tls.js': fs.readFileSync(path.join(__dirname, '..', 'support', 'tls.js'), 'utf8') };
    const packages = Object.values(NAMES).map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, files }));
    const capabilities = ['network:tcp', 'network:udp', 'network:dns', 'network:listen'];
    const granted = { capabilities, capabilityConfig: { 'network:tcp': { allowedHosts: ['*:*', `unix:${dir}`] }, 'network:listen': { allowedPorts: ['*', `unix:${dir}`] } } };
    const session = new Session({
      ...pair, base, packages, sentinel: true,
      settings: { sentinel: { server: { packages: { [NAMES.granted]: granted } } } },
    });
    try {
      for (const group of Object.keys(groups)) await checkGroup(t, session, group, servers);
      assert.equal(session.starts, 1, 'Node-RED goes on');
    } finally {
      servers.close();
      await session.close();
    }
  });
}
