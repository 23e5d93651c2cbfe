'use strict';
// Who reads a broker's node of core hears what is published there, and changes nothing of what others hear: the bytes of a message are one object for all [P3].
const { test } = require('node:test');
const assert = require('node:assert/strict');
const net = require('node:net');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { eventually } = require('../support/effects.js');
const { probePackage } = require('../support/packages.js');
const { callProbe } = require('../support/probe.js');
const { startNodeRed } = require('../support/node-red.js');
const { tempDir } = require('../support/userdir.js');

const CONNECT = 1;
const SUBSCRIBE = 8;
const PING = 12;

/** Answers one packet as a broker of MQTT 3.1.1 does; packets here are short. */
function answer(socket, kind, body) {
  if (kind === CONNECT) socket.write(Buffer.from([0x20, 2, 0, 0]));
  if (kind === SUBSCRIBE) socket.write(Buffer.from([0x90, 3, body[0], body[1], 0]));
  if (kind === PING) socket.write(Buffer.from([0xD0, 0]));
}

/** A broker that takes every client and topic, and publishes when it is told to. */
async function broker() {
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    let rest = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (data) => {
      rest = Buffer.concat([rest, data]);
      while (rest.length >= 2 && rest.length >= rest[1] + 2) {
        answer(socket, rest[0] >> 4, rest.subarray(2, rest[1] + 2));
        rest = rest.subarray(rest[1] + 2);
      }
    });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    port: server.address().port,
    publish(topic, payload) {
      const body = Buffer.concat([Buffer.from([0, topic.length]), Buffer.from(topic), Buffer.from(payload)]);
      for (const socket of sockets) socket.write(Buffer.concat([Buffer.from([0x30, body.length]), body]));
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const HEARS = "() => { const broker = RED.nodes.getNode('broker'); broker.subscribe('topic', { qos: 0 }, (topic, payload) => { got.push('heard:' + payload); payload.fill(67); }, 'hears'); return Object.keys(broker.subscriptions.topic).join(); }";
const AT = { z: 't', x: 1, y: 1 };

/** What a node behind `mqtt in` gets, and what the package heard, by what it holds. */
async function story({ version, node, sentinel }, capabilities) {
  const dir = path.join(tempDir(), 'packages');
  const server = await broker();
  const receives = { after: "const probe = module.exports; module.exports = (given) => { probe(given); given.nodes.registerType('broker-end', function (config) { given.nodes.createNode(this, config); this.on('input', (msg) => { got.push('got:' + msg.payload); }); }); };" };
  const nodeRed = await startNodeRed({
    version, node, sentinel,
    packages: [
      probePackage(dir, { name: 'broker-hears', calls: { hears: HEARS, got: '() => got.join()' }, head: 'const got = [];' }),
      probePackage(dir, { name: 'broker-end', calls: { got: '() => got.join()' }, head: 'const got = [];', files: { 'probe-nodes.html': '<script type="text/html" data-template-name="broker-end"></script>' }, ...receives }),
    ],
    flows: [
      { id: 't', type: 'tab' }, { id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: `${server.port}`, protocolVersion: '4', keepalive: '60', cleansession: true, autoConnect: true },
      { id: 'in', type: 'mqtt in', broker: 'broker', topic: 'topic', qos: '0', datatype: 'buffer', ...AT, wires: [['end']] }, { id: 'end', type: 'broker-end', ...AT, wires: [] },
    ],
    settings: { ...leanCore('mqtt'), sentinel: { server: { packages: { 'broker-hears': { capabilities: ['registry:write', ...capabilities] }, 'broker-end': { capabilities: ['registry:write'] } } } } },
  });
  const ask = async (who, call) => (await callProbe(nodeRed, who, call)).value;
  try {
    await nodeRed.waitFor(/Connected to broker/);
    assert.match(await ask('broker-hears', 'hears'), /hears/);
    // A broker answers at once that somebody listens; it is asked again until both have.
    assert.ok(await eventually(async () => {
      server.publish('topic', 'said');
      return (await ask('broker-hears', 'got')) !== '' && (await ask('broker-end', 'got')) !== '';
    }, 20_000), nodeRed.log);
    return [(await ask('broker-hears', 'got')).split(',')[0], (await ask('broker-end', 'got')).includes('got:CCCC')];
  } finally {
    await nodeRed.stop();
    server.close();
  }
}

for (const pair of [{ version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}: who hears a broker changes nothing of what others hear`, async () => {
    assert.deepEqual(await story({ ...pair, sentinel: false }, []), ['heard:said', true]);
    assert.deepEqual(await story({ ...pair, sentinel: true }, ['node:read']), ['heard:said', false]);
    assert.deepEqual(await story({ ...pair, sentinel: true }, ['node:read', 'node:write']), ['heard:said', true]);
  });
}
