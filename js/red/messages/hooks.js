'use strict';
// RED.hooks: the `done` a hook of a package is given leads back into core. The router asks here whether anybody hooks.

const { Nothing, ObjectDefineProperty, ReflectApply } = require('../../boot/primordials');
const { boundary, isForeign } = require('../../core/boundary');
const { nearestRecord, recordOf } = require('../nodes/identity');

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

/** Hooks that are told which node takes a message or is done with it: what says so. */
const ABOUT = { __proto__: Nothing, onComplete: 'node', onReceive: 'destination', postReceive: 'destination' };

/** It is the node that it is, whatever it calls itself [R13]. */
function identify(about) {
  const record = nearestRecord(about?.node);
  if (record === undefined) return;
  about.id = record.id;
  if (recordOf(about.node) === undefined) about.node = record.node;
}

/** `@node-red/util/lib/hooks.js`. */
function hooks(exports) {
  const { add, clear, remove, trigger } = exports;
  real = exports;
  exports.trigger = function triggerHooks(name, payload, done) {
    if (ABOUT[name] !== undefined && hooked[name]) identify(payload[ABOUT[name]]);
    return ReflectApply(trigger, this, [name, payload, done]);
  };
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
