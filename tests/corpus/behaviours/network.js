'use strict';
// Packages that talk to something: every peer is on loopback and says what really arrived.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { flow, set } = require('../flow.js');
const { eventually } = require('../../support/effects.js');
const { sendMail } = require('../peers/smtp.js');

const MODBUS = 'node-red-contrib-modbus';

module.exports = [
  {
    name: 'mqtt', package: 'node-red-contrib-aedes', needs: ['network:listen'],
    nodes(ctx) {
      const made = flow('mqtt');
      const broker = made.config({
        type: 'mqtt-broker', broker: '127.0.0.1', port: String(ctx.ports.mqtt), clientid: '', autoConnect: true, protocolVersion: '4', keepalive: '60', cleansession: true,
        credentials: { user: 'u', password: 'p' },
      });
      made.add({
        type: 'aedes broker', mqtt_port: ctx.ports.mqtt, mqtt_ws_bind: 'port', mqtt_ws_port: '', mqtt_ws_path: '', dburl: '', usetls: false,
        credentials: { username: 'u', password: 'p' }, wires: [[], []],
      });
      made.chain({ type: 'mqtt in', topic: 'corpus/#', qos: '0', datatype: 'utf8', broker: broker.id }, made.toSink(ctx));
      made.chain({ type: 'inject', once: true, onceDelay: 0.5, repeat: '1', props: [{ p: 'payload' }], payload: 'over the broker', payloadType: 'str' },
        { type: 'mqtt out', topic: 'corpus/a', qos: '0', broker: broker.id });
      return made.nodes;
    },
    async check({ sink }) { await sink.next('mqtt', (body) => body === 'over the broker', 15_000); },
  },
  {
    name: 'modbus', package: MODBUS, needs: ['network:listen', 'network:tcp'],
    nodes(ctx) {
      const { ports } = ctx;
      const made = flow('modbus');
      made.add({
        type: 'modbus-server', hostname: '127.0.0.1', serverPort: String(ports.modbus), responseDelay: '1', delayUnit: 'ms', coilsBufferSize: '100',
        holdingBufferSize: '100', inputBufferSize: '100', discreteBufferSize: '100', showErrors: true, wires: [[], [], [], [], []],
      });
      const client = made.config({
        type: 'modbus-client', clienttype: 'tcp', bufferCommands: true, tcpHost: '127.0.0.1', tcpPort: String(ports.modbus), tcpType: 'DEFAULT', unit_id: '1',
        commandDelay: '1', clientTimeout: '1000', reconnectOnTimeout: true, reconnectTimeout: '200', parallelUnitIdsAllowed: true,
      });
      // the client takes a moment to connect and forgets what it was asked before that: ask again
      made.chain(
        { type: 'inject', once: true, onceDelay: 0.3, repeat: '0.5', props: [{ p: 'payload' }], payload: '{"value":4711,"fc":6,"unitid":1,"address":3,"quantity":1}', payloadType: 'json' },
        { type: 'modbus-flex-write', server: client.id, showErrors: false, wires: [[], []] },
      );
      made.chain({
        type: 'modbus-read', server: client.id, unitid: '1', dataType: 'HoldingRegister', adr: '3', quantity: '1', rate: '300', rateUnit: 'ms', delayOnStart: false,
        startDelayTime: '', showErrors: false, wires: [[], []],
      }, made.toSink(ctx));
      return made.nodes;
    },
    async check({ sink }) { await sink.next('modbus', (body) => body === '[4711]', 15_000); },
  },
  {
    name: 's7', package: 'node-red-contrib-s7', needs: ['network:tcp'],
    nodes(ctx) {
      const made = flow('s7');
      const endpoint = made.config({
        type: 's7 endpoint', transport: 'iso-on-tcp', address: '127.0.0.1', port: String(ctx.peers.s7.port), rack: '0', slot: '2', connmode: 'rack-slot',
        cycletime: '200', timeout: '2000', vartable: [{ addr: 'DB1,INT0', name: 'speed' }],
      });
      made.chain({ type: 's7 in', endpoint: endpoint.id, mode: 'single', variable: 'speed', diff: true }, made.toSink(ctx));
      return made.nodes;
    },
    async check({ sink }) { await sink.next('s7', (body) => body === '1234'); },
  },
  {
    name: 'mail-send', package: 'node-red-node-email', needs: ['network:tcp'],
    nodes({ peers }) {
      const made = flow('mail-send');
      const mail = made.add({
        type: 'e-mail', server: '127.0.0.1', port: String(peers.smtp.port), authtype: 'BASIC', secure: false, tls: false, name: 'to@corpus.invalid',
        credentials: { userid: 'from@corpus.invalid', password: 'pw' },
      });
      made.chain({ type: 'inject', once: true, onceDelay: 0.1, props: [{ p: 'payload' }, { p: 'topic', vt: 'str' }], topic: 'subject line', payload: 'body line', payloadType: 'str' }, mail);
      return made.nodes;
    },
    async check({ peers: { smtp } }) {
      assert.ok(await eventually(() => smtp.messages.length > 0, 8000), 'no mail arrived');
      const [{ user, to, data }] = smtp.messages;
      assert.equal(user, 'from@corpus.invalid');
      assert.match(to, /to@corpus\.invalid/);
      assert.match(data, /Subject: subject line[\s\S]*body line/);
    },
  },
  {
    name: 'mail-receive', package: 'node-red-node-email', needs: ['network:listen'],
    nodes(ctx) {
      const made = flow('mail-receive');
      made.chain({ type: 'e-mail mta', port: String(ctx.ports.mta), secure: false, starttls: false, authType: 'none', expert: '{"disableReverseLookup":true}' }, made.toSink(ctx));
      return made.nodes;
    },
    async check({ sink, ports }) {
      await sendMail(ports.mta, { from: 'a@corpus.invalid', to: 'b@corpus.invalid', text: 'Subject: s\n\ninto the flow' });
      await sink.next('mail-receive', (body) => body.trim() === 'into the flow');
    },
  },
  {
    name: 'ftp', package: 'node-red-contrib-ftp', needs: ['fs:read', 'fs:write', 'network:tcp'],
    nodes({ peers, dir }) {
      const made = flow('ftp');
      const server = made.config({ type: 'ftp', host: '127.0.0.1', port: peers.ftp.port, user: 'corpus', credentials: { password: 'pw' } });
      const transfer = (operation, localFilename) => ({ type: 'ftp in', ftp: server.id, operation, filename: 'remote.txt', localFilename: path.join(dir, localFilename) });
      return made.endpoint(transfer('put', 'source.txt'), transfer('get', 'fetched.txt'));
    },
    async check({ call, dir, peers }) {
      await call('ftp');
      assert.equal(peers.ftp.files.get('remote.txt')?.toString(), 'a source\n');
      const fetched = () => fs.existsSync(path.join(dir, 'fetched.txt')) && fs.readFileSync(path.join(dir, 'fetched.txt'), 'utf8') === 'a source\n';
      assert.ok(await eventually(fetched, 3000));
    },
  },
  {
    name: 'influx-write', package: 'node-red-contrib-influxdb', needs: ['network:http'],
    nodes({ peers }) {
      const made = flow('influx-write');
      const influxdb = made.config({ type: 'influxdb', hostname: '127.0.0.1', port: String(peers.influx.port), database: 'house', influxdbVersion: '1.x', credentials: { username: 'u', password: 'p' } });
      made.chain({ type: 'inject', once: true, onceDelay: 0.1, props: [{ p: 'payload' }], payload: '{"temperature":21.5}', payloadType: 'json' },
        { type: 'influxdb out', influxdb: influxdb.id, measurement: 'room', wires: [] });
      return made.nodes;
    },
    async check({ peers: { influx } }) {
      assert.ok(await eventually(() => influx.writes.length > 0, 8000), 'nothing was written');
      assert.deepEqual(influx.writes[0], { database: 'house', lines: 'room temperature=21.5' });
    },
  },
  {
    name: 'influx-read', package: 'node-red-contrib-influxdb', needs: ['network:http'],
    nodes({ peers }) {
      const made = flow('influx-read');
      const influxdb = made.config({ type: 'influxdb', hostname: '127.0.0.1', port: String(peers.influx.port), database: 'house', influxdbVersion: '1.x', credentials: { username: 'u', password: 'p' } });
      return made.endpoint({ type: 'influxdb in', influxdb: influxdb.id, query: 'SELECT * FROM room' });
    },
    async check({ call }) { assert.equal(JSON.parse(await call('influx-read'))[0].temperature, 21.5); },
  },
  {
    name: 'mysql', package: 'node-red-node-mysql', needs: ['network:tcp'],
    nodes({ peers }) {
      const made = flow('mysql');
      const db = made.config({ type: 'MySQLdatabase', host: '127.0.0.1', port: String(peers.mysql.port), db: 'house', tz: 'local', charset: 'UTF8', credentials: { user: 'u', password: 'p' } });
      return made.endpoint(set('SELECT answer FROM t', 'str', 'topic'), { type: 'mysql', mydb: db.id });
    },
    async check({ call, peers }) {
      const read = async () => (await call('mysql').catch((error) => error.message)) === '[{"answer":42}]';
      assert.ok(await eventually(read, 8000), 'the query was not answered');
      assert.ok(peers.mysql.queries.includes('SELECT answer FROM t'));
    },
  },
  {
    name: 'telegram', package: 'node-red-contrib-telegrambot', needs: ['network:http'],
    nodes(ctx) {
      const made = flow('telegram');
      const bot = made.config({
        type: 'telegram bot', botname: 'corpus', usernames: '', chatids: '', baseapiurl: `http://127.0.0.1:${ctx.peers.telegram.port}`, updatemode: 'polling',
        pollinterval: '300', usesocks: false, verboselogging: true, credentials: { token: '1:corpus' },
      });
      made.chain({ type: 'telegram receiver', bot: bot.id, wires: [[], []] }, { type: 'change', rules: [{ t: 'set', p: 'payload.content', pt: 'msg', to: 'and back', tot: 'str' }] },
        { type: 'telegram sender', bot: bot.id, wires: [[]] });
      return made.nodes;
    },
    async check({ peers: { telegram } }) {
      const sent = () => telegram.calls.find(({ method }) => method === 'sendMessage');
      assert.ok(await eventually(sent, 10_000), `the bot called ${JSON.stringify(telegram.calls.map((c) => c.method))}`);
      assert.equal(new URLSearchParams(sent().body).get('text'), 'and back');
      assert.ok(telegram.calls[0].path.startsWith('/bot1:corpus/'));
    },
  },
];
