'use strict';
// The way back from a subroutine [R9]. A `link call` node writes into the message where its answer goes, and the `link out` node at the end of
// the subroutine sends it there: a wire that travels as data. What a call node writes is tagged, and what has no such tag leads nowhere.

const {
  ArrayIsArray, ArrayPrototypePush, FunctionPrototypeToString, ObjectDefineProperty, ObjectKeys, PromisePrototypeThen, PromiseReject, ReflectApply, ReflectDefineProperty, ReflectDeleteProperty,
  SafeSet, StringPrototypeIndexOf,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { state } = require('../../boot/state');
const { CORE, FUNCTION_NODE, callerOf } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { lasting } = require('../../core/stopped');
const { expect, isExpected } = require('./arrivals');
const { boundary } = require('../../core/boundary');
const { originOf, setOrigin } = require('./origins');
const { answersUncalled } = require('./provenance');
const { ownerOfFlow } = require('../nodes/subflows');

let native;
/** The node that is sending a message into a subroutine: its id, and how it came to. */
let calling;
lasting(() => calling, (value) => { calling = value; });
/** Ids of the nodes that do. */
const calls = new SafeSet();

function configure(api) {
  native = api;
}

function own(node, key, value) {
  ObjectDefineProperty(node, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}

/**
 * Stands around what a node does with its input, which it registers when it is made. Not around the node's taking it: a hook may let a message wait in
 * between, and others work on it meanwhile.
 * @param {(handle: (msg: any) => void, msg: any) => void} around
 */
function aroundInput(node, around) {
  const { on } = node;
  own(node, 'on', function onEvent(event, handler) {
    if (event !== 'input') return ReflectApply(on, this, [event, handler]);
    ReflectDeleteProperty(this, 'on');
    return ReflectApply(on, this, [event, function input(msg, send, done) {
      around((given) => ReflectApply(handler, this, [given, send, done]), msg);
    }]);
  });
}

/** Notes which node calls while it does. */
function call(node) {
  calls.add(node.id);
  aroundInput(node, (handle, msg) => {
    const before = calling;
    calling = { __proto__: null, id: node.id, isByCode: false };
    try {
      handle(msg);
    } finally {
      calling = before;
    }
  });
}

/** Do function nodes call subroutines, as those of Node-RED 5 do? */
let isCalledByCode = false;

/** `@node-red/nodes/core/function/10-function.js`. */
function functionNodes(exports) {
  isCalledByCode = StringPrototypeIndexOf(FunctionPrototypeToString(exports), 'linkcall') >= 0;
}

/**
 * A function node calls what its code names, as a `link call` node does. The code of the operator may; that of a package, which brought the
 * function node along in a subflow, calls what lies in there, and anything else with `node:receive`.
 */
function callByCode(node) {
  const owner = ownerOfFlow(node._flow);
  calls.add(node.id);
  const linkcall = (original) => function (...args) {
    const caller = callerOf(0);
    const isOperators = owner === undefined && (caller === CORE || caller === FUNCTION_NODE);
    const before = calling;
    const made = { __proto__: null, id: node.id, isByCode: true, within: caller === owner ? node._flow : undefined, refused: undefined };
    calling = made;
    try {
      const answer = ReflectApply(isOperators ? boundary(original) : original, this, args);
      if (made.refused === undefined) return answer;
      // That nobody answers it will say as well, when it has waited.
      PromisePrototypeThen(answer, undefined, () => undefined);
      return PromiseReject(made.refused);
    } finally {
      calling = before;
    }
  };
  const accessors = {
    get: () => undefined,
    set(original) {
      own(node, 'linkcall', conceal(linkcall(original), original));
    },
  };
  ObjectDefineProperty(node, 'linkcall', { __proto__: null, get: accessors.get, set: accessors.set, enumerable: false, configurable: true });
}

/** The beginning of subroutines: the newest place to go back to is tagged when it comes from the node that calls. */
function begin(node) {
  const { receive } = node;
  own(node, 'receive', function receiveCall(msg) {
    // What comes along a wire while a node calls is not what it calls with.
    const call = isExpected(this, msg) ? undefined : calling;
    const places = call === undefined ? undefined : msg?._linkSource;
    if (ArrayIsArray(places) && places.length > 0) {
      const last = places[places.length - 1];
      const id = last?.id;
      if (typeof id === 'string' && last.node === call.id) ReflectDefineProperty(places, places.length - 1, entry({ id, node: call.id, tag: native.tag('link', id, call.id) }));
    }
    if (call?.isByCode) handFrom(call, this, () => ReflectApply(receive, this, [msg]), msg);
    else ReflectApply(receive, this, [msg]);
  });
}

/** The function node that calls would not get over a refusal here: it is told when it has done its work. */
function handFrom(call, node, hand, msg) {
  if (call.within !== undefined && call.within === node._flow) expect(node, msg);
  try {
    hand();
  } catch (error) {
    call.refused = error;
  }
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

/** The end of subroutines: an answer goes only to who called. From this look at it to the node's, nobody else does anything. */
function end(node) {
  aroundInput(node, (handle, msg) => {
    if (state.provenance === 'off' || typeof msg !== 'object' || msg === null) {
      handle(msg);
      return;
    }
    const given = msg._linkSource;
    const places = ArrayIsArray(given) ? snapshot(given) : undefined;
    const last = places?.[places.length - 1];
    if (last !== undefined && !isAnswer(last) && !answersUncalled(originOf(msg), last.node, node)) return;
    handle(holding(msg, places));
  });
}

/** Puts itself around the link nodes of core, before their constructors go on. */
function guardLinks(node, { type, mode }) {
  if (type === 'link call') call(node);
  else if (type === 'function' && isCalledByCode) callByCode(node);
  else if (type === 'link in') begin(node);
  else if (type === 'link out' && mode === 'return') end(node);
}

module.exports = { configure, functionNodes, guardLinks };
