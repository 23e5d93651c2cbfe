'use strict';
// Classes that Node.js loads when they are first asked for, reached without their name, or asked for where the stack ends.

const above = (object) => Object.getPrototypeOf(object);
const instead = () => 'instead';

/** Changes a member where it is, for a moment; ESCAPED: the change was there. */
function changed(prototype, key) {
  for (let at = prototype; at !== null; at = above(at)) {
    const before = Reflect.getOwnPropertyDescriptor(at, key);
    if (before === undefined) continue;
    try { Object.defineProperty(at, key, { value: instead, configurable: true, writable: true }); } catch { /* locked */ }
    const after = Reflect.getOwnPropertyDescriptor(at, key);
    Reflect.defineProperty(at, key, before);
    return after.value === instead ? 'ESCAPED' : '';
  }
  throw new Error(`no ${key}`);
}

/** Does it with ever more room on the stack, from none at all, until it is done. */
function atTheEnd(action) {
  let isDone = false;
  let tries = 0;
  (function down() {
    try { down(); } catch { /* no room left */ }
    if (isDone || tries++ > 3000) return;
    try {
      action();
      isDone = true;
    } catch { /* with more room */ }
  }());
}

const answer = (text) => fetch(`data:${text}`);
const REACHED = {
  'a response': [() => answer('text/plain,x'), 'text'],
  'the form in a response': [async () => (await answer('application/x-www-form-urlencoded,a=b')).formData(), 'get'],
  'the event of a port': [() => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => { port1.close(); resolve(event); };
    port2.postMessage(1);
  }), 'data'],
  'the timing of Node.js': [() => performance.nodeTiming, 'toJSON'],
  'a histogram': [() => require('perf_hooks').createHistogram(), 'percentile'],
  'a source map': [() => new (require('module').SourceMap)({ version: 3, sources: [], mappings: '' }), 'findEntry'],
  'the mark of a package': [() => performance.mark('escape'), 'name'],
};
const NAMED = { FormData: 'append', Request: 'clone', Response: 'text', WebSocket: 'close', CompressionStream: 'readable' };

module.exports = [
  ...Object.entries(NAMED).map(([name, key]) => ({
    name: `${name} named where the stack ends`, wants: 'escaped', restart: true, ...(name === 'WebSocket' ? { minNode: 22 } : {}),
    run: () => {
      atTheEnd(() => globalThis[name]);
      return changed(globalThis[name].prototype, key);
    },
  })),
  ...Object.entries(REACHED).map(([what, [make, key]]) => ({ name: `the class of ${what}`, wants: 'escaped', run: async () => changed(above(await make()), key) })),
];
