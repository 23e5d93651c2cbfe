'use strict';
// Lines of the log about every message are written where somebody hears them (js/red/messages/heard.js), and not written where nobody does, which is nearly always.
const assert = require('node:assert/strict');
const { EventEmitter } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const installs = require('../support/installs.js');
const { start } = require('../native/lib/addon.js');
const { loader } = require('./lib/strict.js');
const reviewed = require('../../js/red/reviewed.js');
const { isHeard, watchHandlers } = require('../../js/red/messages/heard.js');

const { api: native } = start();
const load = loader(native);
reviewed.configure(native);

/** The handler of the debug node, by its own text. */
function debugHandler(modules, log, send) {
  const text = fs.readFileSync(path.join(modules, '@node-red/nodes/core/common/21-debug.js'), 'utf8');
  const [made] = /DebugNode\.logHandler = new events[\s\S]*?\n {4}\}\);/.exec(text);
  return Function('DebugNode', 'events', 'RED', 'sendDebug', `${made}; return DebugNode.logHandler;`)({}, { EventEmitter }, { log }, send);
}

for (const version of ['3.1', '4.1', '5.0']) {
  test(`Node-RED ${version}: who hears lines about messages`, async () => {
    const modules = path.join(await installs.nodeRed(version), 'node_modules');
    const log = load(modules, '@node-red/util/lib/log.js', () => {});
    watchHandlers(log, log.log);
    const seen = [];
    const handler = (line) => { seen.push(line.level); };
    const told = () => {
      seen.length = 0;
      log.log({ level: log.METRIC });
      return seen.length > 0;
    };
    const expect = (wanted, what) => {
      assert.equal(isHeard(), wanted, what);
      assert.equal(told(), wanted, `${what}: what the log does`);
    };
    const settings = (...all) => log.init({ logging: Object.fromEntries(all.map((config, i) => [`own${i}`, { handler: () => handler, ...config }])) });
    log.init({});
    expect(false, 'as it is');
    for (const level of ['off', 'fatal', 'info', 'trace', 'audit']) {
      settings({ level, metrics: false, audit: true });
      expect(false, level);
    }
    settings({ level: 'info' }, { level: 'info', metrics: true });
    expect(true, 'metrics');
    settings({ level: 'metric' });
    expect(true, 'as a level');
    settings({ level: 'info' });
    expect(false, 'again');

    // The node of core that shows errors in the editor.
    const debug = debugHandler(modules, log, (line) => { seen.push(line.level); });
    log.addHandler(debug);
    expect(false, 'debug');
    log.log({ level: log.ERROR });
    assert.ok(seen.includes(log.ERROR));
    debug.on('log', handler);
    expect(true, 'one more listener');
    debug.removeListener('log', handler);
    expect(false, 'one less');
    debug.emit = (event, line) => { handler(line); };
    expect(true, 'its own way to be told');
    log.removeHandler(debug);
    expect(false, 'removed');

    // What anybody adds is told of all lines.
    const added = { emit: (event, line) => handler(line) };
    log.addHandler(added);
    log.addHandler(added);
    expect(true, 'any handler');
    log.removeHandler({});
    log.removeHandler(added);
    expect(true, 'the same twice');
    log.removeHandler(added);
    expect(false, 'both gone');
    const listening = new EventEmitter().on('log', handler);
    log.addHandler(listening);
    expect(true, 'an emitter');
    log.removeHandler(listening);
    const late = new EventEmitter();
    log.addHandler(late);
    late.on('log', handler);
    expect(true, 'a listener that comes later');
    log.removeHandler(late);
    expect(false, 'gone');
    const { log: write } = log;
    log.log = (line) => { handler(line); };
    expect(true, 'another log');
    log.log = write;
    expect(false, 'as before');
  });
}

test('of a log that was not reviewed nobody knows who hears it', () => {
  const log = { METRIC: 99, init() {}, addHandler() {}, removeHandler() {}, log() {} };
  watchHandlers(log, log.log);
  assert.equal(isHeard(), true);
});
