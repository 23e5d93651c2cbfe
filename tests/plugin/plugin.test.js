'use strict';
// The runtime half of the Node-RED plugin against a stub RED; tests/pack runs it in a real one.
const assert = require('node:assert/strict');
const path = require('node:path');
const { test, afterEach } = require('node:test');
const plugin = require('../../js/plugin/sentinel');
const { state } = require('../../js/boot/state');

const preload = path.resolve(__dirname, '..', '..', 'js', 'preload.js');

/** Loads the plugin the way Node-RED does; gives its log and its route. */
function load() {
  const errors = [];
  const routes = [];
  plugin({
    plugins: { registerPlugin: (id, { onadd }) => onadd(id) },
    log: { error: (line) => errors.push(line) },
    auth: { needsPermission: (name) => ({ needs: name }) },
    httpAdmin: { get: (...args) => routes.push(args) },
  });
  return { errors, routes };
}

/** Calls the route with these headers; gives what express would send. */
function call([, , handler], headers) {
  const answer = { status: 200, headers: {} };
  const res = {
    status: (code) => Object.assign(res, { code }) && Object.assign(answer, { status: code }) && res,
    set: (name, value) => Object.assign(answer.headers, { [name]: value }) && res,
    json: (body) => Object.assign(answer, { body }),
  };
  handler({ get: (name) => headers[name], params: { msgid: 'a-message' } }, res);
  return answer;
}

afterEach(() => {
  state.active = false;
  state.status = undefined;
});

test('without the preload the log says NotEnforced and the line that fixes it [T5]', () => {
  const { errors } = load();
  assert.deepEqual(errors, [
    '[@nrg/sentinel] NotEnforced: the preload is not loaded, every package can do everything',
    `[@nrg/sentinel] start Node-RED like this: NODE_OPTIONS='--require "${preload}"' node-red`,
  ]);
});

test('a preload that is named but did not run is told apart', () => {
  const before = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = '--require @nrg/sentinel/preload';
  try {
    assert.match(load().errors[0], /NotEnforced: the preload in use belongs to another copy/);
  } finally {
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
  }
});

test('with the preload it is silent and passes its status on', () => {
  state.active = true;
  state.status = 'PartiallyEnforced(process)';
  const { errors, routes } = load();
  assert.deepEqual(errors, []);
  assert.deepEqual(call(routes[0], { 'X-Sentinel-Admin': '1' }).body, { status: 'PartiallyEnforced(process)' });
});

test('every route needs sentinel.view and the header, and is not cached [V6]', () => {
  const { routes } = load();
  assert.deepEqual(routes.map(([url, permission]) => [url, permission]), [
    ['/nrg/plugins/sentinel/status', { needs: 'sentinel.view' }],
    ['/nrg/plugins/sentinel/trace/:msgid', { needs: 'sentinel.view' }],
  ]);
  for (const route of routes) {
    const refused = call(route, {});
    assert.equal(refused.status, 400);
    assert.equal(refused.body.code, 'ERR_SENTINEL_HEADER');
    const given = call(route, { 'X-Sentinel-Admin': '1' });
    assert.equal(given.status, 200);
    assert.equal(given.headers['Cache-Control'], 'no-store');
  }
  assert.equal(call(routes[0], { 'X-Sentinel-Admin': '1' }).body.status, 'NotEnforced');
});
