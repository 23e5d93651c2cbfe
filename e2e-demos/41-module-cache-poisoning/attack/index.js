'use strict';
const path = require('path');

const helper = path.join(__dirname, '..', 'demo-41-module-cache-poisoning-victim', 'helper.js');
const poison = require.resolve('./poison.js');
const Module = module.constructor;
const fake = () => ({ id: helper, filename: helper, path: path.dirname(helper), loaded: true, exports: { greet: () => 'POISONED' }, children: [], paths: [] });

/** Leaves everything as it was, so that each attack stands alone. */
function during(object, key, value, action) {
  const before = Object.getOwnPropertyDescriptor(object, key);
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  try {
    return action();
  } finally {
    if (before) Object.defineProperty(object, key, before);
    else delete object[key];
  }
}

module.exports = require('./probe.js')('demo-41-module-cache-poisoning', {
  cache: () => during(require.cache, helper, fake(), () => globalThis.demo41.greet('you')),
  moduleCache: () => during(Module._cache, helper, fake(), () => globalThis.demo41.greet('you')),
  inPlace: () => {
    globalThis.demo41.greet('you');
    return during(require.cache[helper]?.exports ?? {}, 'greet', () => 'POISONED', () => globalThis.demo41.greet('you'));
  },
  evicted: () => {
    delete require.cache[helper];
    return during(require.cache, helper, fake(), () => globalThis.demo41.greet('you'));
  },
  extension: () => during(Module._extensions, '.js', (target) => { target.exports = { greet: () => 'POISONED' }; }, () => globalThis.demo41.fresh('you')),
  load: () => during(Module, '_load', () => ({ greet: () => 'POISONED' }), () => globalThis.demo41.greet('you')),
  resolve: () => during(Module, '_resolveFilename', () => poison, () => globalThis.demo41.fresh('you')),
  compile: () => during(Module.prototype, '_compile', function compile() { this.exports = { greet: () => 'POISONED' }; }, () => globalThis.demo41.fresh('you')),
  builtin: () => during(require('path'), 'basename', () => 'POISONED', () => globalThis.demo41.title('/a/b')),
  own: () => {
    const file = require.resolve('./own.js');
    require('./own.js').value = 'changed';
    delete require.cache[file];
    const fresh = require('./own.js').value;
    require.cache[file] = { ...fake(), id: file, filename: file, exports: { value: 'replaced' } };
    return `${fresh} ${require('./own.js').value}`;
  },
});
