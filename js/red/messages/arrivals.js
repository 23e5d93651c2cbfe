'use strict';
// What enters a node [R9]: messages that js/red/messages/delivery.js brings along a wire, and what core, the node's own package or somebody who
// was granted `node:receive` hands to it. Anything else is refused, also when the node itself was found in a message or a global.

const { Nothing, ReflectApply, ReflectSet } = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { CORE, callerOf } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { lasting } = require('../../core/stopped');
const { contentsFor } = require('./contents');
const { dress } = require('./failing');
const { nearestRecord, readerOf } = require('../nodes/identity');
const { hooked } = require('./hooks');
const { originOf, setOrigin } = require('./origins');
const { handsOver } = require('./provenance');
const { isReviewed } = require('../reviewed');

/** The node and the message that were vouched for, until the node takes the message. */
let node;
let message;
lasting(() => undefined, () => expect(undefined, undefined));
let runtimeUtil;
/** `Node.prototype.emit`. */
let emit;
/** `Node.prototype._emitInput`. */
let emitInput;
/** Is `_emitInput` as it was reviewed? */
let isKnown = false;

/** The message is on its way to the node along a wire. */
function expect(target, msg) {
  node = target;
  message = msg;
}

const isExpected = (target, msg) => node === target && message === msg;

/** Who hands something over. He is looked for before any of core's own functions is on the stack. */
const handing = () => (state.armed ? callerOf(0) : CORE);

/**
 * Somebody hands `msg` to `target`.
 * @returns {any} the message as the node gets it
 */
function admit(target, msg, api, caller = handing()) {
  const record = nearestRecord(target);
  if (caller === CORE && record?.principal === CORE) dress(record.type, msg);
  if (caller !== CORE && state.provenance !== 'off') {
    const { principal, type, id } = record ?? { principal: CORE, type: `${target?.type}`, id: `${target?.id}` };
    handsOver(caller, api, { __proto__: null, principal, type, id }, originOf(msg));
  }
  const reader = record === undefined ? CORE : readerOf(record);
  const given = reader === caller ? msg : contentsFor(reader, msg, caller);
  const origin = given === msg ? undefined : originOf(msg);
  if (origin !== undefined) setOrigin(given, origin);
  node = target;
  message = given;
  return given;
}

/** The same through a stand-in, for a node of core: that works on it in its own name, and finds nobody who hands it over. */
function handIn(target, msg, api, caller, hand) {
  const given = admit(target, msg, api, caller);
  try {
    return hand(given);
  } finally {
    expect(undefined, undefined);
  }
}

/** Gives a message its id, as code that is not strict does: a frozen message goes without. */
function identify(msg) {
  const id = runtimeUtil.generateId();
  try {
    msg._msgid = id;
  } catch {
    if (typeof msg === 'object' || typeof msg === 'function') ReflectSet(msg, '_msgid', id);
  }
}

/** What a handler is given to send with. */
const sending = (target) => function () {
  if (arguments.length === 1) target.send(arguments[0]);
  else ReflectApply(target.send, target, arguments);
};

/** Does the node have one handler, and no hook look at what it is given? */
const isPlain = (target) => isKnown && target._inputCallback && !hooked.onReceive && !hooked.postReceive;

/** The node's handler takes a message: what the runtime's own function does where no hook looks at it. */
function enter(target, msg) {
  node = undefined;
  message = undefined;
  target.metric('receive', msg);
  try {
    target._inputCallback(msg, sending(target), (error) => { target._complete(msg, error); });
  } catch (error) {
    target.error(error, msg);
  }
}

const methods = (original) => ({
  receive(msg) {
    let given = msg || {};
    if (!isExpected(this, given)) given = admit(this, given, 'node.receive()');
    if (!given._msgid) identify(given);
    // What `emit` and `_emitInput` would do, where they are nobody's own.
    if (this.emit !== emit) this.emit('input', given);
    else if (this._emitInput === emitInput && isPlain(this)) enter(this, given);
    else this._emitInput(given);
  },
  emit(...args) {
    if (args[0] === 'input') this._emitInput(args[1]);
    else ReflectApply(original.emit, this, args);
  },
  _emitInput(given) {
    const msg = isExpected(this, given) ? given : admit(this, given, 'node.emit("input")');
    if (isPlain(this)) {
      enter(this, msg);
      return;
    }
    node = undefined;
    message = undefined;
    ReflectApply(original._emitInput, this, [msg]);
  },
});

/** The ways into the nodes of all packages, on Node.prototype. */
function guardArrivals(prototype) {
  const original = { __proto__: Nothing, emit: prototype.emit, _emitInput: prototype._emitInput };
  isKnown = isReviewed(original._emitInput, '_emitInput');
  const replaced = methods(original);
  prototype.receive = conceal(replaced.receive, prototype.receive);
  emit = conceal(replaced.emit, prototype.emit);
  prototype.emit = emit;
  emitInput = conceal(replaced._emitInput, prototype._emitInput);
  prototype._emitInput = emitInput;
}

/** `@node-red/util/lib/util.js`. */
function configure(util) {
  runtimeUtil = util;
}

module.exports = { configure, expect, guardArrivals, handIn, identify, isExpected };
