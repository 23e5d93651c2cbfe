'use strict';
// Listeners on nodes of others: they hear what those tell, and that is all. What core hands a handler to send with, and to say that it is done, is the
// node's own; the message is on its way to the node; and what a listener throws, core would take for an error of the node [P3][R9].

const { ObjectDefineProperty, ReflectApply, String, WeakMapPrototypeGet, WeakMapPrototypeSet } = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { CORE } = require('../../core/caller');
const { nameOf } = require('../../core/deny');
const { isOverflow } = require('../../core/overflow');
const { couldNode } = require('./access');
const { copyOf } = require('../areas/copies');
const { recordOf } = require('./identity');
const { copyOfMessage } = require('../messages/contents');
const { textOf } = require('../views/containers');
const { perPrincipal } = require('../views/mirror');

/** A value as a principal may see it. */
let present;
/** The runtime's. */
let log;

function configure(given) {
  present = given;
}

/** `@node-red/util/lib/log.js`. */
function reporting(exports) {
  log = exports;
}

/** The name of an event, as it will be looked for: core compares it in more ways than one [A8]. */
const eventOf = (name) => (typeof name === 'symbol' ? name : String(name));

function tell(principal, listener, self, args) {
  try {
    ReflectApply(listener, self, args);
  } catch (error) {
    if (isOverflow(error)) throw error;
    log.error(`[${nameOf(principal)}] a listener on a node of another package failed: ${textOf(error)}`);
  }
}

/** The message, which only who may change the node changes. */
function messageFor(principal, node, msg) {
  const record = recordOf(node);
  return record !== undefined && couldNode(principal, 'node:write', record) ? msg : copyOfMessage(msg);
}

const NOTHING = () => {};
/** Of what core tells besides data: nodes, and what went wrong. */
const told = (value) => (typeof value === 'object' && (recordOf(value) !== undefined || util.isNativeError(value)) ? value : undefined);

/** What stands for a listener of a package: what its own number of parameters says to core is not said here. */
const makers = {
  __proto__: null,
  // Who else listens, and with what, is told to nobody: with a function of others in hand their node could be made to act.
  listeners: (principal, listener) => function heard(name, added) {
    const own = WeakMapPrototypeGet(behind(principal), added);
    if (own !== undefined) tell(principal, listener, present(principal, this), [name, own]);
  },
  input: (principal, listener) => function input(msg) {
    const self = present(principal, this);
    // Whoever may send as the node does so by its `send`, which asks for that.
    const send = (...args) => ReflectApply(self.send, self, args);
    tell(principal, listener, self, [present(principal, messageFor(principal, this, msg)), send, NOTHING]);
  },
  // The node is closed when its own package says so.
  close: (principal, listener) => function close(removed, done) {
    const args = listener.length === 2 ? [removed, NOTHING] : listener.length === 1 ? [NOTHING] : [];
    tell(principal, listener, present(principal, this), args);
    if (done !== undefined) done();
  },
  other(principal, listener) {
    const holder = {
      heard(...args) {
        // What core tells its own nodes it tells all of them.
        const isCores = recordOf(this)?.principal === CORE;
        for (let i = 0; i < args.length; i++) args[i] = present(principal, isCores ? copyOf(args[i], told) : args[i]);
        tell(principal, listener, present(principal, this), args);
      },
    };
    ObjectDefineProperty(holder.heard, 'length', { __proto__: null, value: listener.length, configurable: true });
    return holder.heard;
  },
};

/** Listener -> what stands for it, so that it can be removed again. */
const known = { __proto__: null, input: perPrincipal(), close: perPrincipal(), listeners: perPrincipal(), other: perPrincipal() };
/** And the listener behind it. */
const behind = perPrincipal();

/** Which of them is told of an event. */
const kindOf = (event) => (event === 'newListener' || event === 'removeListener' ? 'listeners' : event === 'input' || event === 'close' ? event : 'other');

/**
 * What core gets in the place of a listener.
 * @param {number} principal whose listener it is, which is not that of the node
 * @param {string|symbol} event
 * @param {Function} listener
 */
function listening(principal, event, listener) {
  const kind = kindOf(event);
  const list = known[kind](principal);
  let stand = WeakMapPrototypeGet(list, listener);
  if (stand === undefined) {
    stand = makers[kind](principal, listener);
    WeakMapPrototypeSet(list, listener, stand);
    WeakMapPrototypeSet(behind(principal), stand, listener);
  }
  return stand;
}

module.exports = { configure, eventOf, listening, reporting };
