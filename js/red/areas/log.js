'use strict';
// `RED.log`: lines that say what they are about and come from whom they name, and handlers of packages that keep nobody from writing.

const { Number, Object, ObjectKeys, ReflectApply, SafeWeakMap, String } = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { nameOf } = require('../../core/deny');
const { PASS, add, demand } = require('../facade');
const { checkSource, checkType, locate } = require('../nodes/about');
const { textOf } = require('../views/containers');
const { seenBy } = require('../views/seen');

const handlers = new SafeWeakMap();
const ITSELF = (value) => value;

/**
 * A handler as core calls it: its line is its own, with all that is in it; it is shown nodes that hang on an error as everywhere, and who cannot hear a line keeps nobody from writing it.
 * @param {number} principal whose handler it is
 * @param {object} real core's log
 * @returns {{emit: (event: string, line: object) => boolean}}
 */
function relayTo(principal, real, handler) {
  let isTelling = false;
  return {
    emit(event, line) {
      try {
        return handler.emit(event, copied(line, (value) => seenBy(principal, value, CORE)));
      } catch (error) {
        if (isTelling) return false;
        isTelling = true;
        try {
          real.error(`[${nameOf(principal)}] a handler of the log failed: ${textOf(error)}`);
        } finally {
          isTelling = false;
        }
        return false;
      }
    },
  };
}

/** @param {(value: any) => any} [shown] what of a member is in the copy */
function copied(line, shown = ITSELF) {
  const own = {};
  const keys = ObjectKeys(line);
  for (let i = 0; i < keys.length; i++) add(own, keys[i], shown(line[keys[i]]));
  return own;
}

/** What says who a line of the log is about, or from. */
const ABOUT = ['level', 'id', 'nodeid', 'type', 'z', '_alias', 'path', 'name', 'user', 'ip', 'event'];

/** A line as it will be written: what a package says about whom is text by now and stays what it is. */
function lineOf(ctx, message) {
  // Core's log is strict code (js/loader/closed.js), and writes on what it is given.
  if (typeof message !== 'object' || message === null) return message === undefined || message === null ? message : Object(message);
  const line = copied(message);
  // It would say something else when it is written.
  if (typeof line.toJSON === 'function') delete line.toJSON;
  for (let i = 0; i < ABOUT.length; i++) {
    const value = line[ABOUT[i]];
    if (typeof value === 'function' || (typeof value === 'object' && value !== null && ABOUT[i] !== 'user')) line[ABOUT[i]] = String(value);
  }
  if (isAudit(ctx.real.log, line)) line.package = ctx.name;
  return line;
}

/** Handlers compare without regard to the type: `'98'` is that level, too. */
const isAudit = (real, { level }) => typeof level !== 'symbol' && Number(level) === real.AUDIT;

const log = {
  __proto__: null,
  FATAL: PASS, ERROR: PASS, WARN: PASS, INFO: PASS, DEBUG: PASS, TRACE: PASS, AUDIT: PASS, METRIC: PASS,
  info: PASS, warn: PASS, error: PASS, trace: PASS, debug: PASS, metric: PASS, _: PASS,
  log: (ctx, real) => (message) => {
    const line = lineOf(ctx, message);
    checkSource(ctx, line?.id, 'node:log', 'RED.log.log()');
    checkSource(ctx, line?.nodeid, 'node:log', 'RED.log.log()');
    checkType(ctx, line?.type, 'node:log', 'RED.log.log()');
    // The path of an audited request is another one.
    if (typeof message === 'object' && message !== null && !isAudit(real, line)) locate(ctx, line);
    return ReflectApply(real.log, real, [line]);
  },
  // The record of what people did says which package wrote a line.
  audit: (ctx, real) => (message, request) => {
    const line = lineOf(ctx, message);
    if (typeof line === 'object' && line !== null) line.package = ctx.name;
    return ReflectApply(real.audit, real, [line, request]);
  },
  // A handler sees everything that is logged.
  addHandler: (ctx, real) => (handler) => {
    demand(ctx, 'settings:write', 'RED.log.addHandler()');
    const made = relayTo(ctx.principal, ctx.real.log, handler);
    handlers.set(handler, { __proto__: null, principal: ctx.principal, made });
    return ReflectApply(real.addHandler, real, [made]);
  },
  removeHandler: (ctx, real) => (handler) => {
    const known = typeof handler === 'object' && handler !== null ? handlers.get(handler) : undefined;
    if (known?.principal !== ctx.principal) return undefined;
    return ReflectApply(real.removeHandler, real, [known.made]);
  },
};

module.exports = { log, relayTo };
