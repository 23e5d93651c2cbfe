'use strict';
// How V8 works while Node-RED starts and when it has started (src/ffi/pace.rs, docs/decisions/0023-v8-while-node-red-starts.md). It is about time
// and memory only: who raises `flows:started` early ends it early.

const { ArrayPrototypeJoin, ReflectApply } = require('./primordials');
const { loadReal, process } = require('./builtins');
const { later } = require('./started');

/** By then it is over, whatever Node-RED waits for. */
const LONGEST_MS = 30_000;

const { executionAsyncResource } = loadReal('async_hooks');

let native;
let isRunning = false;
/** Whether V8 can be told to optimise later at all. */
let canDelay = false;
let isDelayed = false;

/**
 * Node-RED is about to be loaded.
 * @param {object} api the addon
 */
function begin(api) {
  native = api;
  isRunning = true;
  canDelay = native.paceStart(process.versions.v8, ArrayPrototypeJoin(process.execArgv, ' '));
  later(LONGEST_MS, end);
  ReflectApply(process.nextTick, process, [keepTick]);
}

/**
 * What Node.js makes for each call of `process.nextTick`. Its form is made of computed keys, one after the other, and V8 forgets it in a collection that finds none:
 * from then on that function makes each of them ten times as slowly, for V8 does not learn such a form twice. So one waits or is kept from before the first collection on.
 */
const kept = { tick: undefined };

function keepTick() {
  kept.tick = executionAsyncResource();
}

/** V8 optimises later from here on, or as ever. V8 takes kept code only in the state in which it was made. */
function setDelay(isOn) {
  if (!canDelay || isOn === isDelayed) return;
  isDelayed = isOn;
  native.paceDelay(isOn ? 1 : 0);
}

/** Sentinel is in place: only Node-RED is loaded from here on. */
const loading = () => setDelay(isRunning);

const isOn = () => isDelayed;

/** Node.js brings the code of its own modules along, which V8 takes as it is set up by default. */
function asEver(load) {
  if (!isDelayed) return load();
  setDelay(false);
  try {
    return load();
  } finally {
    setDelay(isRunning);
  }
}

/** Node-RED has started. */
function end() {
  if (!isRunning) return;
  isRunning = false;
  setDelay(false);
  ReflectApply(process.nextTick, process, [() => native.paceStarted()]);
}

/** `@node-red/util/lib/events.js`. What Node-RED has to do in this turn is part of the start. */
function events(emitter) {
  if (isRunning) ReflectApply(emitter.once, emitter, ['flows:started', () => later(0, end)]);
}

module.exports = { asEver, begin, end, events, isOn, loading, setDelay };
