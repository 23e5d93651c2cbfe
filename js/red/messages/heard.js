'use strict';
// Who hears the log say what becomes of every message (`metrics` of a handler). Nearly always nobody: then no line is written for each message that a node takes, sends and is done
// with. What Node-RED's own log does with such lines was reviewed (js/red/reviewed.js); whatever else is there hears them.

const { ArrayPrototypePop, ArrayPrototypePush, ReflectApply } = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { isReviewed } = require('../reviewed');

const { emit } = require('events').prototype;

let logger;
/** `log` of the module, as others have it. */
let write;
/** The handlers that it has; undefined: nobody knows. */
let handlers;

/** A handler of the log, and what it was reviewed as. */
class Handler {
  /** What it calls with a line; undefined: something else than what was reviewed. */
  listener;
  /** What that asks about the level of a line; undefined: it takes errors and warnings. */
  asks;

  constructor(handler) {
    this.handler = handler;
    if (typeof handler !== 'object' || handler === null || util.isProxy(handler) || handler.emit !== emit) return;
    const listener = handler._events?.log;
    if (typeof listener !== 'function') return;
    const { shouldReportMessage } = handler;
    if (typeof shouldReportMessage === 'function') {
      if (!isReviewed(listener, 'logListener') || !isReviewed(shouldReportMessage, 'shouldReportMessage')) return;
      this.asks = shouldReportMessage;
    } else if (!isReviewed(listener, 'debugListener')) {
      return;
    }
    this.listener = listener;
  }

  /** Does it do anything with a line of that level? */
  hears(level) {
    const { asks, handler, listener } = this;
    if (listener === undefined || handler.emit !== emit || handler._events.log !== listener || handler.shouldReportMessage !== asks) return true;
    return asks !== undefined && handler.shouldReportMessage(level);
  }
}

/** Does anybody do anything with a line about a message? */
function isHeard() {
  if (handlers === undefined || logger.log !== write) return true;
  for (let i = 0; i < handlers.length; i++) if (handlers[i].hears(logger.METRIC)) return true;
  return false;
}

/**
 * `@node-red/util/lib/log.js`: from here on it is known who its handlers are.
 * @param {object} exports
 * @param {Function} written what is called as its `log` from here on
 */
function watchHandlers(exports, written) {
  const { addHandler, init, log, removeHandler } = exports;
  logger = exports;
  write = written;
  handlers = undefined;
  if (!isReviewed(log, 'log') || !isReviewed(init, 'initLog') || !isReviewed(addHandler, 'addHandler') || !isReviewed(removeHandler, 'removeHandler')) return;
  handlers = [];
  exports.init = function initHandlers(settings) {
    handlers.length = 0;
    return ReflectApply(init, this, [settings]);
  };
  exports.addHandler = function addKnownHandler(handler) {
    ReflectApply(addHandler, this, [handler]);
    ArrayPrototypePush(handlers, new Handler(handler));
  };
  exports.removeHandler = function removeKnownHandler(handler) {
    ReflectApply(removeHandler, this, [handler]);
    let at = 0;
    while (at < handlers.length && handlers[at].handler !== handler) at++;
    if (at === handlers.length) return;
    for (; at < handlers.length - 1; at++) handlers[at] = handlers[at + 1];
    ArrayPrototypePop(handlers);
  };
}

module.exports = { isHeard, watchHandlers };
