'use strict';
// Names of the global object, changed for everyone. What a package sets for itself leaves the property of the global object as it
// is; who sees what is tested in tests/guards/realm.test.js.
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
    const before = getOwnPropertyDescriptor(globalThis, name);
    if (before === undefined) return '';
    const above = Object.getPrototypeOf(globalThis);
    try { way(name); } catch {}
    try {
      const after = getOwnPropertyDescriptor(globalThis, name);
      return after === undefined || (after.value !== before.value) || after.get !== before.get ? 'ESCAPED' : '';
    } finally {
      try { if (before.set) before.set.call(globalThis, before.get.call(globalThis)); } catch {}
      defineProperty(globalThis, name, before);
      deleteProperty(above, name);
    }
  },
})));
