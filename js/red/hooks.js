'use strict';
// RED.hooks: the `done` a hook of a package is given leads back into core.

const { ObjectDefineProperty, ReflectApply } = require('../boot/primordials');
const { boundary, isForeign } = require('./boundary');

/** `@node-red/util/lib/hooks.js`. */
function hooks(exports) {
  const { add } = exports;
  exports.add = function addHook(id, callback) {
    return ReflectApply(add, this, [id, isForeign(callback) ? relay(callback) : callback]);
  };
}

// Node-RED looks at the number of parameters to know whether a hook takes `done`.
function relay(callback) {
  const hook = (payload, done) => callback(payload, boundary(done));
  ObjectDefineProperty(hook, 'length', { __proto__: null, value: callback.length });
  return hook;
}

module.exports = { hooks };
