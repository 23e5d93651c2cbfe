'use strict';
// Names of the global object, changed for everyone: code that belongs to no package sees what was there. Who sees what else is tested in
// tests/guards/realm.test.js.
const NAMES = [
  'fetch', 'console', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'structuredClone', 'URL', 'URLSearchParams', 'Headers', 'Request', 'Response', 'FormData',
  'AbortController', 'Event', 'EventTarget', 'TextDecoder', 'TextEncoder', 'Blob', 'crypto', 'performance', 'Map', 'Set', 'WeakMap', 'Date', 'atob', 'MessageChannel', 'BroadcastChannel', 'ReadableStream',
];
const CONSTANTS = ['JSON', 'Object', 'Array', 'String', 'Math', 'Reflect', 'Proxy', 'Symbol', 'Error', 'TypeError', 'Uint8Array', 'encodeURIComponent', 'parseInt', 'eval', 'Function', 'globalThis'];

const marked = { escaped: 'ESCAPED' };

const WAYS = {
  assignment: (name) => { globalThis[name] = marked; },
  'sloppy assignment': (name) => { Function('value', `${name} = value`)(marked); },
  'Object.defineProperty': (name) => { Object.defineProperty(globalThis, name, { value: marked, configurable: true, writable: true }); },
  'Reflect.defineProperty': (name) => { Reflect.defineProperty(globalThis, name, { value: marked, configurable: true, writable: true }); },
  'a getter': (name) => { Object.defineProperty(globalThis, name, { get: () => marked, configurable: true }); },
  deleting: (name) => { delete globalThis[name]; Object.getPrototypeOf(globalThis)[name] = marked; },
};

module.exports = [...NAMES, ...CONSTANTS].flatMap((name) => Object.entries(WAYS).map(([how, way]) => ({
  name: `${name} for everyone by ${how}`, wants: 'escaped',
  run() {
    const { defineProperty, getOwnPropertyDescriptor, deleteProperty } = Reflect;
    const descriptor = getOwnPropertyDescriptor(globalThis, name);
    if (descriptor === undefined) return '';
    // Code that belongs to nobody has nobody's own names.
    const read = (0, eval)('(name) => globalThis[name]');
    const before = read(name);
    const above = Object.getPrototypeOf(globalThis);
    try { way(name); } catch {}
    try {
      return read(name) === before ? '' : 'ESCAPED';
    } finally {
      try { if (descriptor.set) descriptor.set.call(globalThis, before); } catch {}
      defineProperty(globalThis, name, descriptor);
      deleteProperty(above, name);
    }
  },
})));
