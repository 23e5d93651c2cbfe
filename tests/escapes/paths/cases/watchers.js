'use strict';
// The attacker may watch one folder, and finds there the classes that everyone's watchers are of.
const fs = require('fs');
const path = require('path');

const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Watchers of others that a setter for one of their fields, or one of their methods, is handed. */
const caught = (watch, act, change) => async ({ allowed }) => {
  fs.writeFileSync(path.join(allowed, 'mine'), 'mine');
  const seen = [];
  const own = watch(path.join(allowed, 'mine'));
  const { prototype } = own.constructor;
  for (const key of Reflect.ownKeys(own)) {
    if (key === 'secret') continue;
    try { change(prototype, key, seen); } catch { /* the next one */ }
  }
  try { await globalThis.bystanderActs[act](); } catch { /* it is not what it was */ }
  await wait(20);
  return seen.map((watcher) => watcher.secret ?? '').join();
};

const setter = (prototype, key, seen) => Object.defineProperty(prototype, key, {
  configurable: true, get: () => undefined,
  set(value) {
    seen.push(this);
    Object.defineProperty(this, key, { value, writable: true, configurable: true });
  },
});
const method = (prototype, key, seen) => {
  for (const name of ['close', 'stop']) {
    const original = prototype[name];
    if (typeof original !== 'function') continue;
    prototype[name] = function (...args) { seen.push(this); return Reflect.apply(original, this, args); };
  }
};

const watch = (file) => fs.watch(file).on('error', () => {});
const poll = (file) => fs.watchFile(file, () => {});

module.exports = [
  {
    name: 'who else polls a file', wants: 'read', before: 'acts', restart: true,
    run({ allowed }) {
      const file = path.join(allowed, 'mine');
      globalThis.bystanderActs.pollsThere();
      const own = poll(file);
      const found = own.listeners('change').map(({ secret }) => secret ?? '').join();
      fs.unwatchFile(file);
      return found;
    },
  },
  { name: 'watchers of others, by a field', wants: 'read', before: 'acts', restart: true, run: caught(watch, 'watches', setter) },
  { name: 'watchers of others, by a method', wants: 'read', before: 'acts', restart: true, run: caught(watch, 'watches', method) },
  { name: 'watchers of others that poll, by a field', wants: 'read', before: 'acts', restart: true, run: caught(poll, 'polls', setter) },
  { name: 'watchers of others that poll, by a method', wants: 'read', before: 'acts', restart: true, run: caught(poll, 'polls', method) },
];
