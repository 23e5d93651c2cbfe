'use strict';
// Things core does for itself while a package happens to be on the stack: writing a log line through the operator's own
// log handler, keeping a context store's files.

const { ObjectGetPrototypeOf, ReflectApply, SafeWeakSet } = require('../boot/primordials');
const { boundary } = require('./boundary');

/** `@node-red/util/lib/log.js`: handlers of settings.js may write files. */
function log(exports) {
  exports.log = boundary(exports.log);
}

const done = new SafeWeakSet();

/** `@node-red/runtime/lib/nodes/context/localfilesystem.js`: a function that makes a store; its files are core's. */
function contextStore(create) {
  return function createStore(...args) {
    const store = ReflectApply(create, this, args);
    const prototype = ObjectGetPrototypeOf(store);
    if (!done.has(prototype)) {
      done.add(prototype);
      const names = ['clean', 'close', 'delete', 'get', 'keys', 'open', 'set'];
      for (let i = 0; i < names.length; i++) if (typeof prototype[names[i]] === 'function') prototype[names[i]] = boundary(prototype[names[i]]);
    }
    return store;
  };
}

module.exports = { contextStore, log };
