'use strict';
// Errors that nobody catches end Node-RED, whose handler ends the process. Each of them by itself: tests/guards/uncaught.test.js.
const { EventEmitter } = require('events');

const WAYS = {
  thrown: [
    () => setTimeout(() => { throw new Error('way'); }, 1), () => setImmediate(() => { throw 5; }), () => process.nextTick(() => { throw undefined; }), () => queueMicrotask(() => { throw new Proxy({}, {}); }),
    () => setTimeout(() => new EventEmitter().emit('error', new Error('way')), 1), () => setTimeout(() => { throw Object.defineProperty(new Error('way'), 'stack', { get() { throw new Error('stack'); } }); }, 1),
  ],
  rejected: [() => { Promise.reject(new Error('way')); }, () => { Promise.reject(); }, async () => { await null; throw new Error('way'); }],
};

/** Makes all of them at once, and waits until they have come up. */
const all = (ways) => async ({ id }) => {
  for (const way of ways) void way();
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  return id;
};

module.exports = Object.entries(WAYS).map(([name, ways]) => ({ name: `errors nobody catches: ${name}`, wants: 'exit', restart: true, run: all(ways) }));
