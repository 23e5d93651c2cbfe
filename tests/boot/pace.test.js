'use strict';
// What V8 has learned of a start it keeps.
const assert = require('node:assert/strict');
const { createHook } = require('node:async_hooks');
const test = require('node:test');
const v8 = require('node:v8');
const vm = require('node:vm');
const pace = require('../../js/boot/pace.js');

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc');
const turn = () => new Promise((resolve) => { setImmediate(resolve); });

/** Of each call of `process.nextTick` that `act` makes, what Node.js makes for it. */
function ticksOf(act) {
  const ticks = [];
  const hook = createHook({ init: (id, type, trigger, resource) => { if (type === 'TickObject') ticks.push(new WeakRef(resource)); } }).enable();
  try {
    act();
  } finally {
    hook.disable();
  }
  return ticks;
}

// Where none is left, V8 forgets what they look like, and every call of `process.nextTick` takes several times as long for the rest of the process.
test('one of the objects of process.nextTick is kept from the first turn of a start on', async () => {
  const ticks = ticksOf(() => {
    pace.begin({ paceStart: () => false, paceDelay() {}, paceStarted() {} });
    process.nextTick(() => {});
  });
  for (let i = 0; i < 3; i++) {
    await turn();
    collect();
  }
  assert.deepEqual(ticks.map((tick) => tick.deref() !== undefined), [true, false], 'that of the start, and not that of the test');
  pace.end();
  await turn();
  collect();
  assert.notEqual(ticks[0].deref(), undefined, 'and after the start');
});
