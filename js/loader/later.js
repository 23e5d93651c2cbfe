'use strict';
// Builtin modules that hardly any package asks for. They are loaded, guarded and locked when somebody does (originalOf in builtin.js, which
// everybody's `require`, `import` and `getBuiltinModule` goes through), and not when the first package is about to run: see
// docs/decisions/0022-loaded-when-asked-for.md. What such a module gives is found in that module only: no script of Node's loads it for its
// own use and hands its objects out. tests/guards/later.test.js asks each Node.js what it has loaded.

const { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, SafeSet, TypeError } = require('../boot/primordials');
const { loadReal, realProcess } = require('../boot/builtins');
const { asEver } = require('../boot/pace');
const { state } = require('../boot/state');
const { needRoom } = require('../core/room');
const { canBeStopped } = require('../core/stopped');
const { boundary } = require('../core/boundary');

const LATER = {
  __proto__: null, domain: true, ffi: true, inspector: true, 'inspector/promises': true, repl: true, sea: true, sqlite: true, test: true, 'test/reporters': true,
  trace_events: true, wasi: true,
};

/** @returns {(name: string) => boolean} is this one for later? Not if somebody has loaded it by now. */
function looks() {
  const loaded = new SafeSet();
  // `NativeModule wasi`. Node only adds to it.
  const list = realProcess.moduleLoadList;
  for (let i = 0; i < list.length; i++) loaded.add(list[i]);
  return (name) => LATER[name] === true && !loaded.has(`NativeModule ${name}`);
}

/**
 * The exports of a builtin module. What Node does while it loads one is not for whoever asks first.
 * @param {string} name
 * @param {{around?: (load: () => any) => any}} [table] loads it in a way of its own
 */
function load(name, table) {
  if (!state.armed) return asEver(() => loadReal(name));
  needRoom();
  if (canBeStopped()) throw new TypeError(`node:${name} cannot be loaded for the first time by a script that can be stopped`);
  return table?.around === undefined ? boundary(() => loadReal(name))() : table.around(() => loadReal(name));
}

/** Modules that another one has as a member. */
const PROMISES = { __proto__: null, dns: 'dns/promises', readline: 'readline/promises', timers: 'timers/promises' };

/** Modules that are members of another one: nobody else changes them. */
const PARTS = { __proto__: null, 'path/posix': ['path', 'posix'], 'path/win32': ['path', 'win32'], 'stream/promises': ['stream', 'promises'], 'util/types': ['util', 'types'] };

/** @returns {object|undefined} the member that the module is (`require('util/types') === util.types`) */
const partOf = (name, facadeFor) => (PARTS[name] === undefined ? undefined : facadeFor(PARTS[name][0])[PARTS[name][1]]);

/** A package finds its own module there, too. @param {(name: string) => object} facadeFor */
function relate(name, facade, facadeFor) {
  // `path === path.posix`
  if (name === 'path') ObjectDefineProperty(facade, facade.sep === '/' ? 'posix' : 'win32', { __proto__: null, value: facade, writable: true, enumerable: true, configurable: true });
  if (PROMISES[name] === undefined) return facade;
  const { enumerable } = ObjectGetOwnPropertyDescriptor(facade, 'promises');
  const accessors = {
    get: () => facadeFor(PROMISES[name]),
    set(value) {
      ObjectDefineProperty(facade, 'promises', { __proto__: null, value, writable: true, enumerable, configurable: true });
    },
  };
  ObjectDefineProperty(facade, 'promises', { __proto__: null, get: accessors.get, set: accessors.set, enumerable, configurable: true });
  return facade;
}

module.exports = { load, looks, partOf, relate };
