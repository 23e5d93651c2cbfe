'use strict';
// Frozen messages. What a node sends without an id the runtime gives one, with a function that must be strict (js/loader/closed.js) and was not: then a frozen message went without. It
// still does: the function gets another object in its place.

const { ArrayIsArray, MapPrototypeGet, MapPrototypeSet, ObjectCreate, ReflectApply, ReflectIsExtensible, SafeMap } = require('../../boot/primordials');

/** Outputs, and messages for each. */
const DEEPEST = 2;

/** Can this message not be given the id that it lacks? */
const isFixed = (value) => !ReflectIsExtensible(value) && !value._msgid;

/** The same with what stands for frozen messages; the value itself where there is none. */
function without(value, behind, depth) {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST || !ArrayIsArray(value)) {
    if (!isFixed(value)) return value;
    const stand = {};
    MapPrototypeSet(behind, stand, value);
    return stand;
  }
  let made = value;
  for (let i = 0; i < value.length; i++) {
    const item = without(value[i], behind, depth + 1);
    if (item === value[i]) continue;
    if (made === value) {
      made = [];
      for (let k = 0; k < value.length; k++) made[k] = value[k];
    }
    made[i] = item;
  }
  return made;
}

/** The node as the function sees it: what it hands to the flow is the node's, with the messages themselves. */
function sender(node, behind) {
  const flow = {
    __proto__: null,
    send(events) {
      for (let i = 0; i < events.length; i++) {
        events[i].msg = MapPrototypeGet(behind, events[i].msg) ?? events[i].msg;
        events[i].source.node = node;
      }
      node._flow.send(events);
    },
  };
  const hidden = (value) => ({ __proto__: null, value });
  return ObjectCreate(node, { __proto__: null, _flow: hidden(flow), metric: hidden((event, msg) => node.metric(event, msg)) });
}

/**
 * `Node.prototype.send` of the runtime.
 * @param {Function} send
 * @param {object} node
 * @param {any} msg
 */
function sendBy(send, node, msg) {
  const behind = new SafeMap();
  const given = without(msg, behind, 0);
  return ReflectApply(send, given === msg ? node : sender(node, behind), [given]);
}

module.exports = { sendBy };
