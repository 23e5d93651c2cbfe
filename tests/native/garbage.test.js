'use strict';
// What a look at the stack leaves behind dies young. Where V8 makes the function of the running callback anew for each look, maps of the
// old generation hold the rest of it until that is collected: the young generation grows to its full size, and the old one with it.
const assert = require('node:assert');
const test = require('node:test');
const v8 = require('node:v8');
const { start } = require('./lib/addon.js');

const MB = 2 ** 20;
const LOOKS = 300_000;

const { api } = start();
const internals = api.internals(['node:internal/no/such']);
const found = new Uint32Array(16);

const young = () => v8.getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space').physical_space_size;
const deep = (depth, look) => (depth === 0 ? look() : deep(depth - 1, look));

for (const [name, look] of [['caller', () => api.caller(internals)], ['callers', () => api.callers(found)]]) {
  test(`${name}() leaves nothing that outlives the young generation`, () => {
    const before = young();
    deep(6, () => { for (let i = 0; i < LOOKS; i++) look(); });
    assert.ok(young() - before < 8 * MB, `the young generation has grown by ${((young() - before) / MB).toFixed(1)} MB`);
  });
}
