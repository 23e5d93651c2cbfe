'use strict';
// Packages that compute: they need no more than to exist.
const assert = require('node:assert/strict');
const { flow, set } = require('../flow.js');

module.exports = [
  {
    name: 'base64', package: 'node-red-node-base64', needs: [],
    nodes: () => flow('base64').endpoint(set('hello corpus'), { type: 'base64', action: 'str' }),
    async check({ call }) {
      assert.equal(await call('base64'), Buffer.from('hello corpus').toString('base64'));
    },
  },
  {
    name: 'crypto-digest', package: 'node-red-contrib-crypto-js', needs: [],
    nodes: () => flow('crypto-digest').endpoint(set('abc'), { type: 'digest', algorithm: 'SHA256' }),
    async check({ call }) {
      assert.equal(await call('crypto-digest'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    },
  },
  {
    name: 'crypto-roundtrip', package: 'node-red-contrib-crypto-js', needs: [],
    nodes: () => flow('crypto-roundtrip').endpoint(
      set('secret text'), { type: 'encrypt', algorithm: 'AES', key: 'k' }, { type: 'decrypt', algorithm: 'AES', key: 'k' },
    ),
    async check({ call }) { assert.equal(await call('crypto-roundtrip'), 'secret text'); },
  },
  {
    name: 'credentials', package: 'node-red-contrib-credentials', needs: [],
    nodes: () => flow('credentials').endpoint({
      type: 'credentials', props: [{ value: 'payload', type: 'msg' }], credentials: { creds: JSON.stringify([{ value: 'from the vault' }]) },
    }),
    async check({ call }) { assert.equal(await call('credentials'), 'from the vault'); },
  },
  {
    name: 'bigtimer', package: 'node-red-contrib-bigtimer', needs: [],
    nodes(ctx) {
      const made = flow('bigtimer');
      const timer = made.add({
        type: 'bigtimer', outtopic: 't', outpayload1: 'is on', outpayload2: 'is off', lat: 50, lon: 0, offs: 0, starttime: 0, endtime: 0,
        starttime2: 0, endtime2: 0, startoff: 0, endoff: 0, startoff2: 0, endoff2: 0, timeout: 1440, sun: true, mon: true, tue: true, wed: true,
        thu: true, fri: true, sat: true, jan: true, feb: true, mar: true, apr: true, may: true, jun: true, jul: true, aug: true, sep: true,
        oct: true, nov: true, dec: true, wires: [[], [], []],
      });
      // the node looks at the clock by itself after two seconds; an order before that is overruled
      made.chain({ type: 'inject', once: true, onceDelay: 2.5, props: [{ p: 'payload' }], payload: 'on', payloadType: 'str' }, timer, made.toSink(ctx));
      return made.nodes;
    },
    async check({ sink }) { await sink.next('bigtimer', (body) => body === 'is on'); },
  },
  {
    name: 'cron-tick', package: 'node-red-contrib-cron-plus', needs: [],
    nodes(ctx) {
      const made = flow('cron-tick');
      made.chain({
        type: 'cronplus', outputField: 'payload', timeZone: '', commandResponseMsgOutput: 'output1',
        options: [{ name: 'tick', topic: 'tick', payloadType: 'str', payload: 'tick', expressionType: 'cron', expression: '* * * * * * *' }],
      }, made.toSink(ctx));
      return made.nodes;
    },
    async check({ sink }) { await sink.next('cron-tick', (body) => body === 'tick'); },
  },
];
