'use strict';
// What Node.js itself looks up when it runs a script, imports or publishes. Nobody names these classes; instances lead to them.
const dc = require('diagnostics_channel');

const above = (object) => Object.getPrototypeOf(object);

/** Puts functions in the place of members for as long as `act` takes. */
async function replaced(object, members, act) {
  const keys = Object.keys(members);
  const before = keys.map((key) => Reflect.getOwnPropertyDescriptor(object, key));
  for (const key of keys) {
    try { object[key] = members[key]; } catch { /* the next way */ }
    try { Object.defineProperty(object, key, { value: members[key], configurable: true, writable: true }); } catch { /* neither */ }
  }
  try {
    return await act();
  } finally {
    keys.forEach((key, i) => before[i] !== undefined && Reflect.defineProperty(object, key, before[i]));
  }
}

/** What loads a file of Sentinel's that has not been loaded, or one of the package's. */
async function loadSomething() {
  for (const name of ['domain', 'repl']) try { require(name); } catch { /* refused */ }
  try { require('../files/harmless.js'); } catch { /* not there */ }
  try { await import('node:path'); } catch { /* no matter */ }
}

/** What runs in the place of a file: its `require` leads to the originals. */
function openDoor(require, secret) {
  for (const [id, name] of [['../boot/builtins', 'fs'], ['../../boot/builtins', 'fs'], ['./boot/builtins', 'fs'], ['fs', undefined]]) {
    try {
      const found = require(id);
      return (name === undefined ? found : found[name]).readFileSync(secret, 'utf8');
    } catch { /* another folder */ }
  }
  return undefined;
}

module.exports = [
  {
    name: 'what runs instead of a file, by the class of C++ behind scripts', wants: 'read',
    run: async ({ secret }) => {
      let read;
      const inside = (exports, require) => { if (typeof require === 'function') read ??= openDoor(require, secret); };
      await replaced(above(require('vm').Script.prototype), { runInContext: () => inside }, loadSomething);
      return read;
    },
  },
  {
    name: 'what everybody imports, by the class of tracing channels', wants: 'escaped', minNode: 22,
    run: async () => {
      const instead = () => 'ESCAPED';
      return replaced(above(dc.tracingChannel('escape')), { tracePromise: instead, traceSync: instead }, async () => ((await import('node:path')) === 'ESCAPED' ? 'ESCAPED' : ''));
    },
  },
  {
    name: 'what others publish, by the class of channels somebody listens on', wants: 'escaped',
    run: async () => {
      const own = dc.channel('escape');
      const theirs = dc.channel('escape: theirs');
      own.subscribe(() => {});
      theirs.subscribe(() => {});
      let seen = '';
      await replaced(above(own), { publish: () => { seen = 'ESCAPED'; } }, () => theirs.publish('news'));
      return seen;
    },
  },
];
