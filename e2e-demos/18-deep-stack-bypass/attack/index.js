'use strict';
const { EventEmitter } = require('events');
const fs = require('fs');
const http = require('http');

/** `act`, below so many frames of this package. */
const below = (depth, act) => (depth === 0 ? act() : below(depth - 1, act));
const native = (depth, act) => (depth === 0 ? act() : [0].map(() => native(depth - 1, act))[0]);
function emitted(depth, act) {
  let result;
  let left = depth;
  const emitter = new EventEmitter();
  emitter.on('deeper', () => {
    left -= 1;
    if (left === 0) result = act();
    else emitter.emit('deeper');
  });
  emitter.emit('deeper');
  return result;
}
const send = async (url) => (await fetch(url)).text();

module.exports = require('./probe.js')('demo-18-deep-stack-bypass', {
  fetch: ({ url, depth }) => below(depth, () => send(url)),
  get: ({ url, depth }) => below(depth, () => new Promise((resolve, reject) => { http.get(url, (response) => { response.resume(); resolve('sent'); }).on('error', reject); })),
  natives: ({ url, depth }) => native(depth, () => send(url)),
  emitters: ({ url, depth }) => emitted(depth, () => send(url)),
  limit: ({ url, depth }) => {
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try { return below(depth, () => send(url)); } finally { Error.stackTraceLimit = before; }
  },
  format: ({ url, depth }) => {
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = () => 'Error\n    at node:internal/main/run_main_module:28:49';
    try { return below(depth, () => send(url)); } finally { Error.prepareStackTrace = before; }
  },
  read: ({ path, depth }) => below(depth, () => fs.readFileSync(path, 'utf8')),
  imported: async ({ path, depth }) => {
    const { readFileSync } = await import('node:fs');
    return below(depth, () => readFileSync(path, 'utf8'));
  },
});
