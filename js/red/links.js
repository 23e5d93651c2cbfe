'use strict';
// The way back from a subroutine [R9]. A `link call` node writes into the message where its answer goes, and the `link out` node at the end of
// the subroutine sends it there: a wire that travels as data. What a call node writes is tagged, and what has no such tag leads nowhere.

const {
  ArrayIsArray, ArrayPrototypePush, ObjectDefineProperty, ObjectKeys, ReflectApply, ReflectDefineProperty, SafeSet,
} = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { state } = require('../boot/state');
const { expect, isExpected } = require('./arrivals');
const { originOf, setOrigin } = require('./origins');
const { answersUncalled } = require('./provenance');

let native;
/** The `link call` node that is sending a message into its subroutine. */
let calling;
/** Ids of `link call` nodes. */
const calls = new SafeSet();

function configure(api) {
  native = api;
}

function own(node, key, value) {
  ObjectDefineProperty(node, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}

/** Notes which node calls while it does. */
function call(node) {
  calls.add(node.id);
  const { _emitInput } = node;
  own(node, '_emitInput', function emitInput(msg) {
    const before = calling;
    calling = node.id;
    try {
      ReflectApply(_emitInput, this, [msg]);
    } finally {
      calling = before;
    }
  });
}

/** The beginning of subroutines: the newest place to go back to is tagged when it comes from the node that calls. */
function begin(node) {
  const { receive } = node;
  own(node, 'receive', function receiveCall(msg) {
    // What comes along a wire while a node calls is not what it calls with.
    const places = calling === undefined || isExpected(this, msg) ? undefined : msg?._linkSource;
    if (ArrayIsArray(places) && places.length > 0) {
      const last = places[places.length - 1];
      const id = last?.id;
      if (typeof id === 'string' && last.node === calling) ReflectDefineProperty(places, places.length - 1, entry({ id, node: calling, tag: native.tag('link', id, calling) }));
    }
    ReflectApply(receive, this, [msg]);
  });
}

const entry = (value) => ({ __proto__: null, value, writable: true, enumerable: true, configurable: true });

/** Places to go back to, read once. */
function snapshot(places) {
  const result = [];
  for (let i = 0; i < places.length; i++) ArrayPrototypePush(result, place(places[i]));
  return result;
}

/** One of them; what other packages have added to theirs stays. */
function place(value) {
  const copy = {};
  if (typeof value !== 'object' || value === null) return copy;
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const item = value[keys[i]];
    ReflectDefineProperty(copy, keys[i], entry(READ[keys[i]] === true && typeof item !== 'string' ? undefined : item));
  }
  return copy;
}
const READ = { __proto__: null, id: true, node: true, tag: true };

/** The message with places that stay what was read. */
function holding(msg, places) {
  if (!util.isProxy(msg) && ReflectDefineProperty(msg, '_linkSource', entry(places))) return msg;
  // Another object: it has to be noted again who sent it.
  const copy = {};
  setOrigin(copy, originOf(msg));
  const keys = ObjectKeys(msg);
  for (let i = 0; i < keys.length; i++) ReflectDefineProperty(copy, keys[i], entry(msg[keys[i]]));
  ReflectDefineProperty(copy, '_linkSource', entry(places));
  return copy;
}

/** Did a call node of core make this place? One of another type that takes answers is its package's business. */
function isAnswer({ id, node, tag }) {
  return !calls.has(node) || (typeof id === 'string' && typeof tag === 'string' && native.isTagged(tag, 'link', id, node) === 1);
}

/** The end of subroutines: an answer goes only to who called. */
function end(node) {
  const { receive } = node;
  own(node, 'receive', function receiveAnswer(msg) {
    if (state.provenance === 'off' || typeof msg !== 'object' || msg === null) {
      ReflectApply(receive, this, [msg]);
      return;
    }
    const given = msg._linkSource;
    const places = ArrayIsArray(given) ? snapshot(given) : undefined;
    const last = places?.[places.length - 1];
    if (last !== undefined && !isAnswer(last) && !answersUncalled(originOf(msg), last.node, node)) return;
    const held = holding(msg, places);
    expect(this, held);
    ReflectApply(receive, this, [held]);
  });
}

/** Puts itself around the link nodes of core, before their constructors go on. */
function guardLinks(node, { type, mode }) {
  if (type === 'link call') call(node);
  else if (type === 'link in') begin(node);
  else if (type === 'link out' && mode === 'return') end(node);
}

module.exports = { configure, guardLinks };
