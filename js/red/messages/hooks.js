'use strict';
// RED.hooks: the `done` a hook of a package is given leads back into core. The router asks here whether anybody hooks.

const { Nothing, ObjectDefineProperty, ReflectApply } = require('../../boot/primordials');
const { boundary, isForeign } = require('../../core/boundary');

/** Hooks on the way of a message: is there one? `routing`: one of those between the node that sends and the one that takes. */
const hooked = {
  __proto__: Nothing, routing: false, onSend: false, preRoute: false, preDeliver: false, postDeliver: false, onReceive: false, postReceive: false, onComplete: false,
};
const NAMES = ['onSend', 'preRoute', 'preDeliver', 'postDeliver', 'onReceive', 'postReceive', 'onComplete'];
let real;

function look() {
  for (let i = 0; i < NAMES.length; i++) hooked[NAMES[i]] = ReflectApply(real.has, real, [NAMES[i]]);
  hooked.routing = hooked.onSend || hooked.preRoute || hooked.preDeliver || hooked.postDeliver;
}

/** Calls the hooks of a name; `done` gets what they answer. */
function triggerHook(name, payload, done) {
  real.trigger(name, payload, done);
}

/** `@node-red/util/lib/hooks.js`. */
function hooks(exports) {
  const { add, clear, remove } = exports;
  real = exports;
  exports.add = function addHook(id, callback) {
    ReflectApply(add, this, [id, isForeign(callback) ? relay(callback) : callback]);
    look();
  };
  exports.remove = function removeHook(id) {
    ReflectApply(remove, this, [id]);
    look();
  };
  exports.clear = function clearHooks() {
    ReflectApply(clear, this, []);
    look();
  };
}

// Node-RED looks at the number of parameters to know whether a hook takes `done`.
function relay(callback) {
  const hook = (payload, done) => callback(payload, boundary(done));
  ObjectDefineProperty(hook, 'length', { __proto__: null, value: callback.length });
  return hook;
}

module.exports = { hooked, hooks, triggerHook };
